"""An execution that was stopped or timed out stays so, and a failed one has no output."""

from __future__ import annotations

import ministack.services.stepfunctions as step_functions

from ._target import wrap

MENDS = "a task that fails after its execution was stopped turns ABORTED into FAILED, and failed executions have an output"


def apply() -> None:
    wrap(step_functions, "_fail_execution", _once)


def _once(fail):
    def fail_execution(execution: dict, error: str, cause: str) -> None:
        if execution["status"] == "RUNNING":
            fail(execution, error, cause)
            execution["output"] = None

    return fail_execution
