"""Functions keep the dead-letter queue that CloudFormation gives them."""

from __future__ import annotations

import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.lambda_svc as functions

from ._target import after_create_and_update

MENDS = "AWS::Lambda::Function drops DeadLetterConfig, so that a failed asynchronous event is lost in silence"


def apply() -> None:
    after_create_and_update(provisioners._RESOURCE_HANDLERS, "AWS::Lambda::Function", _keep)


def _keep(function: str, properties: dict, _old: dict) -> None:
    config = functions._functions[function]["config"]
    if properties.get("DeadLetterConfig"):
        config["DeadLetterConfig"] = properties["DeadLetterConfig"]
    else:
        config.pop("DeadLetterConfig", None)
