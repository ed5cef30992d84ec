"""A few dozen lines of SageMaker for the emulator's own tests: it remembers what it is told and checks nothing."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_ARN = "arn:aws:sagemaker:us-east-1:000000000000:"


class FakeSageMaker:
    """Answers on a free port of 127.0.0.1; `calls` holds every operation with its members."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: dict[str, tuple[str, str]] = {}
        self.job_status = "Completed"
        self._resources: dict[tuple[str, str], dict[str, Any]] = {}
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                operation = self.headers["X-Amz-Target"].split(".")[1]
                members = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
                status, answer = fake.answer(operation, members)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Silent: the tests read `calls`."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def operations(self) -> list[str]:
        return [operation for operation, _ in self.calls]

    def members_of(self, operation: str) -> dict[str, Any]:
        return next(members for name, members in reversed(self.calls) if name == operation)

    def answer(self, operation: str, members: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.calls.append((operation, members))
        if operation in self.refusals:
            code, message = self.refusals[operation]
            return 400, {"__type": code, "message": message}
        verb, kind = re.match(r"(Create|Describe|Update|Delete|Start|Add|Put)(.+)", operation).groups()
        if verb in ("Start", "Add", "Put") or operation == "DeleteTags":
            return 200, {}
        key = (kind, self._name(kind, members))
        if verb == "Create":
            self._resources[key] = self._created(kind, key[1], members)
            return 200, {name: value for name, value in self._resources[key].items() if name.endswith("Arn") and name.startswith(kind[:3])}
        if key not in self._resources:
            return 400, {"__type": "ValidationException", "message": f"Could not find {kind} '{key[1]}'."}
        if verb == "Delete":
            del self._resources[key]
            return 200, {}
        if verb == "Update":
            self._resources[key].update(members)
        return 200, self._resources[key]

    def _created(self, kind: str, name: str, members: dict[str, Any]) -> dict[str, Any]:
        status = {"Endpoint": "InService", "FeatureGroup": "Created"}.get(kind, self.job_status if kind.endswith("Job") else None)
        arn_of = "JobDefinitionArn" if kind.endswith("JobDefinition") else f"{kind}Arn"
        domain = {"DomainId": "d-" + name[:8].lower().ljust(8, "0"), "Status": "InService"} if kind == "Domain" else {}
        state = {f"{kind}Status": status} if status else {}
        return {**members, arn_of: f"{_ARN}{kind.lower()}/{domain.get('DomainId', name)}", "CreationTime": time.time(), **state, **domain}

    def _name(self, kind: str, members: dict[str, Any]) -> str:
        if kind == "Domain" and "DomainId" in members:
            return next((n for (k, n), r in self._resources.items() if k == kind and r["DomainId"] == members["DomainId"]), "")
        return str(members.get("JobDefinitionName" if kind.endswith("JobDefinition") else f"{kind}Name", ""))
