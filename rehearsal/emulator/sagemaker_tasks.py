"""SageMaker tasks of Step Functions state machines: `aws-sdk:sagemaker:*` and `sagemaker:create*(.sync)`."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from .sagemaker_client import SageMakerClient, SageMakerError

_RESOURCE = re.compile(r"^arn:aws:states:::(?P<sdk>aws-sdk:)?sagemaker:(?P<action>\w+)(?P<wait>\.sync)?$")
# The jobs that Step Functions waits for, with the member that names them; Describe's status member is the kind and `Status`.
_WAITED_FOR = {
    "AutoMLJob": "AutoMLJobName",
    "HyperParameterTuningJob": "HyperParameterTuningJobName",
    "ProcessingJob": "ProcessingJobName",
    "TrainingJob": "TrainingJobName",
    "TransformJob": "TransformJobName",
}
# The errors that the SDK models; every other one comes as SageMakerException.
_MODELED = {"ConflictException", "ResourceInUse", "ResourceLimitExceeded", "ResourceNotFound"}
_POLL_SECONDS = 0.2


def register(client: SageMakerClient, step_functions: Any) -> None:
    tasks = SageMakerTasks(client, step_functions._ExecutionError)
    step_functions._SERVICE_DISPATCH["arn:aws:states:::sagemaker:"] = tasks.run
    step_functions._SERVICE_DISPATCH["arn:aws:states:::aws-sdk:sagemaker:"] = tasks.run


class SageMakerTasks:
    def __init__(self, client: SageMakerClient, execution_error: type[Exception]) -> None:
        self._client = client
        self._execution_error = execution_error

    def run(self, resource: str, members: dict[str, Any]) -> dict[str, Any]:
        """One task; the answer is the operation's, or Describe's once a job that is waited for has ended well."""
        parsed = _RESOURCE.match(resource)
        if not parsed:
            raise self._execution_error("States.Runtime", f"{resource} is not a SageMaker integration")
        action = parsed["action"][0].upper() + parsed["action"][1:]
        answer = self._call(action, members, via_sdk=bool(parsed["sdk"]))
        kind = action.removeprefix("Create")
        if parsed["wait"] and kind in _WAITED_FOR:
            return self._ended(kind, members)
        return answer

    def _call(self, action: str, members: dict[str, Any], via_sdk: bool) -> dict[str, Any]:
        try:
            return self._client.call(action, members)
        except SageMakerError as error:
            raise self._execution_error(_error_name(error.code, via_sdk), error.message) from None

    def _ended(self, kind: str, members: dict[str, Any]) -> dict[str, Any]:
        name = _WAITED_FOR[kind]
        while True:
            described = self._call(f"Describe{kind}", {name: members[name]}, via_sdk=False)
            status = described[f"{kind}Status"]
            if status == "Completed":
                return described
            if status in ("Failed", "Stopped"):
                raise self._execution_error("States.TaskFailed", json.dumps(described))
            time.sleep(_POLL_SECONDS)


def _error_name(code: str, via_sdk: bool) -> str:
    if not via_sdk:
        return "SageMaker.AmazonSageMakerException"
    if code in _MODELED:
        return f"SageMaker.{code.removesuffix('Exception')}Exception"
    return "SageMaker.SageMakerException"
