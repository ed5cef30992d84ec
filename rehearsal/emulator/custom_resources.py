"""A custom resource that never answers fails in minutes; AWS, and MiniStack with it, would wait for an hour."""

from __future__ import annotations

import threading
from typing import Any


def limit_waiting(custom_resource: Any, seconds: float) -> None:
    """Caps how long CloudFormation waits for the answer; a shorter ServiceTimeout of the resource still counts."""
    register_token = custom_resource.register_token

    def register_impatiently(token: str) -> threading.Event:
        answered = register_token(token)
        wait = answered.wait
        answered.wait = lambda timeout=None: wait(seconds if timeout is None else min(timeout, seconds))
        return answered

    custom_resource.register_token = register_impatiently
