"""The rehearsal's own questions to the emulator: `GET /_rehearsal/recorded`, `/leftovers` and `/about`."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Awaitable, Callable

Application = Callable[[dict, Callable, Callable], Awaitable[None]]

_PREFIX = "/_rehearsal/"


def with_admin_routes(application: Application, answers: dict[str, Callable[[], Any]]) -> Application:
    """The same server, with one more folder of addresses. Answers may take their time: each runs on a thread of its own."""

    async def serve(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await application(scope, receive, send)
            return
        answer = answers.get(scope["path"].removeprefix(_PREFIX))
        if answer is None:
            await _respond(send, 404, {"error": f"no such question; there are: {', '.join(sorted(answers))}"})
            return
        await _respond(send, 200, await asyncio.to_thread(answer))

    return serve


async def _respond(send: Callable, status: int, body: Any) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body, default=str).encode()})
