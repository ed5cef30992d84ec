"""Starting a running execution again, by the same name and input, answers with that execution."""

from __future__ import annotations

import json

import ministack.services.stepfunctions as step_functions

from ._target import wrap

MENDS = "StartExecution with the name and input of a running execution is refused; AWS answers with it"


def apply() -> None:
    wrap(step_functions, "_start_execution", _idempotently)


def _idempotently(start):
    def start_execution(request: dict):
        running = _running(request)
        if running:
            return step_functions.json_response({"executionArn": running["executionArn"], "startDate": running["startDate"]})
        return start(request)

    return start_execution


def _running(request: dict) -> dict | None:
    machine = step_functions._state_machines.get(
        step_functions._resolve_state_machine_arn(request.get("stateMachineArn", "").split("#")[0]) or ""
    )
    if not machine or not request.get("name"):
        return None
    return next(
        (
            execution
            for execution in step_functions._executions.values()
            if execution["name"] == request["name"]
            and execution["stateMachineArn"] == machine["stateMachineArn"]
            and execution["status"] == "RUNNING"
            and _same(execution["input"], request.get("input"))
        ),
        None,
    )


def _same(one: str | None, other: str | None) -> bool:
    return json.loads(one or "{}") == json.loads(other or "{}")
