"""A function that throws under `.waitForTaskToken` fails its task at once."""

from __future__ import annotations

import contextvars

import ministack.services.stepfunctions as step_functions

from ._target import wrap

MENDS = "the error of a function that was to hand on a task token is swallowed, and the task waits for its time limit"

_token: contextvars.ContextVar[str | None] = contextvars.ContextVar("rehearsal_task_token", default=None)


def apply() -> None:
    wrap(step_functions, "_invoke_with_callback", _knowing_its_token)
    wrap(step_functions, "_call_lambda", _failing_the_token)


def _knowing_its_token(invoke):
    def invoke_with_callback(resource, members, token, state):
        previous = _token.set(token)
        try:
            return invoke(resource, members, token, state)
        finally:
            _token.reset(previous)

    return invoke_with_callback


def _failing_the_token(call):
    def call_lambda(reference, event):
        try:
            return call(reference, event)
        except step_functions._ExecutionError as error:
            waiting = step_functions._task_tokens.get(_token.get() or "")
            if waiting:
                waiting["error"] = {"Error": error.error, "Cause": error.cause}
                waiting["event"].set()
            raise

    return call_lambda
