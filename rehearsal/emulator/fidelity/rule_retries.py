"""Rules and schedules invoke functions asynchronously: retried, then sent to the dead-letter queue, as on AWS."""

from __future__ import annotations

import json

import ministack.services.eventbridge as event_bridge
import ministack.services.lambda_svc as functions

from ._target import wrap

MENDS = "a function that fails under a rule is tried once and its event is lost"


def apply() -> None:
    wrap(event_bridge, "_dispatch_to_lambda", _asynchronously)


def _asynchronously(dispatch_once):
    def dispatch(arn: str, payload: str) -> None:
        function, config, _name = functions._get_func_record_for_ref(arn)
        if not function or not config:
            dispatch_once(arn, payload)
            return
        functions.invoke_async_with_retry(function, _event(payload))

    return dispatch


def _event(payload: str):
    try:
        return json.loads(payload)
    except (TypeError, ValueError):
        return {"body": payload}
