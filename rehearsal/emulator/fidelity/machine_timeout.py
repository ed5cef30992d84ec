"""A state machine's own TimeoutSeconds ends its execution as TIMED_OUT."""

from __future__ import annotations

import contextvars
import json
import threading

import ministack.services.stepfunctions as step_functions

from ._target import wrap

MENDS = "TimeoutSeconds of a state machine is ignored"


def apply() -> None:
    wrap(step_functions, "_run_execution", _limited)


def _limited(run):
    def run_execution(execution_arn: str) -> None:
        seconds = _limit_of(step_functions._executions.get(execution_arn))
        if seconds is None:
            run(execution_arn)
            return
        timer = threading.Timer(seconds, contextvars.copy_context().run, (_time_out, execution_arn))
        timer.daemon = True
        timer.start()
        try:
            run(execution_arn)
        finally:
            timer.cancel()

    return run_execution


def _limit_of(execution: dict | None) -> float | None:
    machine = step_functions._state_machines.get(execution["stateMachineArn"]) if execution else None
    try:
        limit = json.loads(machine["definition"]).get("TimeoutSeconds") if machine else None
    except ValueError:
        return None
    return float(limit) if limit is not None else None


def _time_out(execution_arn: str) -> None:
    execution = step_functions._executions.get(execution_arn)
    if not execution or execution["status"] != "RUNNING":
        return
    execution.update(status="TIMED_OUT", stopDate=step_functions.now_iso(), error="States.Timeout", cause=None)
    step_functions._add_event(execution, "ExecutionTimedOut", {"executionTimedOutEventDetails": {"error": "States.Timeout"}})
    step_functions._emit_execution_status_event(execution)
