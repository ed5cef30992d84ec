"""A function's line that comes after its log group has gone is lost: the function's role may not make the group anew."""

from __future__ import annotations

import ministack.services.cloudwatch_logs as logs
import ministack.services.lambda_svc as functions

from ._target import wrap

MENDS = "a function that logs after its log group was deleted makes it anew, so that a destroyed stack leaves a log group behind"

_deleted: set[str] = set()


def apply() -> None:
    wrap(logs, "_delete_log_group", _remembering)
    wrap(functions, "_emit_lambda_logs", _without_deleted)


def _remembering(delete):
    def delete_log_group(data: dict):
        deleted = delete(data)
        if deleted[0] == 200:
            _deleted.add(logs._make_group_arn(data["logGroupName"]))
        return deleted

    return delete_log_group


def _without_deleted(emit):
    def emit_lambda_logs(function: dict, *arguments, **named) -> None:
        group = _group_of(function.get("config") or function)
        if group in logs._log_groups or logs._make_group_arn(group) not in _deleted:
            emit(function, *arguments, **named)

    return emit_lambda_logs


def _group_of(config: dict) -> str:
    return (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config.get('FunctionName')}"
