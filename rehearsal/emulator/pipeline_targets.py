"""Pipelines as targets of EventBridge rules and schedules: both start an execution, as on AWS."""

from __future__ import annotations

import json
import logging
import re
import threading
from typing import Any, Callable
from uuid import uuid4

from .sagemaker_client import SageMakerClient, SageMakerError

_PIPELINE = re.compile(r"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:pipeline/(?P<name>.+)$")
_UNIVERSAL = re.compile(r"^arn:aws[a-z-]*:scheduler:::aws-sdk:sagemaker:startPipelineExecution$", re.IGNORECASE)

logger = logging.getLogger("rehearsal.targets")


def register(client: SageMakerClient, event_bridge: Any, responses: Any, parse_arn: Callable[[str], Any]) -> None:
    """Puts pipelines before MiniStack's own targets, which knows none and would only warn."""
    deliver = event_bridge._invoke_target

    def invoke_target(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None) -> None:
        request = start_request(target)
        if request is None:
            deliver(target, event, rule, view)
            return
        scope = (responses.get_account_id(), responses.get_region())

        def start() -> None:
            with responses.request_scope(*scope):
                _start(client, target, request, lambda queue, body: event_bridge._dispatch_to_sqs(parse_arn(queue), body))

        # The stand-in puts events on the same bus, so the server's own thread must not wait for it.
        threading.Thread(target=start, daemon=True, name="pipeline-target").start()

    event_bridge._invoke_target = invoke_target


def start_request(target: dict[str, Any]) -> dict[str, Any] | None:
    """The StartPipelineExecution request that the target stands for; None when it is no pipeline."""
    arn = target.get("Arn", "")
    if _UNIVERSAL.match(arn):
        return {"ClientRequestToken": str(uuid4()), **json.loads(target.get("Input") or "{}")}
    pipeline = _PIPELINE.match(arn)
    if not pipeline:
        return None
    parameters = (target.get("SageMakerPipelineParameters") or {}).get("PipelineParameterList")
    request: dict[str, Any] = {"PipelineName": arn, "ClientRequestToken": str(uuid4())}
    return {**request, "PipelineParameters": parameters} if parameters else request


def _start(client: SageMakerClient, target: dict[str, Any], request: dict[str, Any], send: Callable[[str, str], None]) -> None:
    try:
        answer = client.call("StartPipelineExecution", request)
        logger.info("started %s", answer.get("PipelineExecutionArn"))
    except SageMakerError as error:
        logger.error("target %s was refused: %s", target["Arn"], error)
        queue = (target.get("DeadLetterConfig") or {}).get("Arn")
        if queue:
            send(queue, json.dumps({"target": target["Arn"], "request": request, "errorCode": error.code, "errorMessage": error.message}))
