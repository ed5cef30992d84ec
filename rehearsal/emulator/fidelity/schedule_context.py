"""The words that EventBridge Scheduler fills in: `<aws.scheduler.scheduled-time>` and its like in a target's input."""

from __future__ import annotations

from datetime import datetime, timezone
from uuid import uuid4

import ministack.services.eventbridge as event_bridge

from ._target import wrap

MENDS = "<aws.scheduler.*> reaches the target as it stands"


def apply() -> None:
    wrap(event_bridge, "_invoke_target", _with_context)


def _with_context(invoke):
    def invoke_target(target: dict, event: dict, rule: dict, view=None) -> None:
        text = target.get("Input")
        if isinstance(text, str) and "<aws.scheduler." in text:
            target = {**target, "Input": _filled_in(text, (rule or {}).get("Arn", ""))}
        invoke(target, event, rule, view)

    return invoke_target


def _filled_in(text: str, schedule_arn: str) -> str:
    values = {
        "schedule-arn": schedule_arn,
        "scheduled-time": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "execution-id": str(uuid4()),
        "attempt-number": "1",
    }
    for name, value in values.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text
