"""Failed Node functions report the error's own name, as the Node runtime does: state machines catch by it."""

from __future__ import annotations

import threading

import ministack.core.lambda_runtime as runtime
import ministack.services.lambda_svc as functions

from ._target import replaced_text, wrap

MENDS = "every error of a Node function is reported as Runtime.HandlerError, so Retry and Catch by name never match"

_last = threading.local()


def apply() -> None:
    script = runtime._NODEJS_WORKER_SCRIPT
    script = replaced_text(
        script,
        'status: "error", error: String(err.message || err), trace: err.stack || ""',
        'status: "error", error: String(err.message || err), trace: err.stack || "", errorType: err.name || "Error"',
    )
    runtime._NODEJS_WORKER_SCRIPT = replaced_text(
        script, 'status: "error", error: e.message, trace: e.stack', 'status: "error", error: e.message, trace: e.stack, errorType: e.name'
    )
    wrap(runtime.Worker, "invoke", _remember_error)
    wrap(functions, "_execute_function_warm", _report_error)


def _remember_error(invoke):
    def invoke_and_remember(self, *args, **kwargs):
        result = invoke(self, *args, **kwargs)
        _last.error = (result.get("errorType"), result.get("trace") or "") if result.get("status") == "error" else None
        return result

    return invoke_and_remember


def _report_error(execute):
    def execute_and_report(*args, **kwargs):
        _last.error = None
        result = execute(*args, **kwargs)
        name, trace = _last.error or (None, "")
        if name and result.get("error") and isinstance(result.get("body"), dict):
            result["body"].update(errorType=name, trace=trace.splitlines())
        return result

    return execute_and_report
