"""Turns the properties of a CloudFormation resource into the members of a SageMaker request."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import uuid4

import botocore.session
from botocore.model import OperationModel, Shape


@lru_cache(maxsize=1)
def _service():
    return botocore.session.get_session().get_service_model("sagemaker")


def operation(name: str) -> OperationModel | None:
    """AWS's own model of the operation; None when there is no such operation."""
    return _service().operation_model(name) if name in _service().operation_names else None


def members_of(name: str) -> frozenset[str]:
    model = operation(name)
    return frozenset(model.input_shape.members) if model and model.input_shape else frozenset()


def request(operation_name: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values as the operation wants them: numbers as numbers, booleans as booleans, and its idempotency token."""
    shape = operation(operation_name).input_shape
    token = {
        name: f"rehearsal-{uuid4()}"
        for name, member in shape.members.items()
        if member.metadata.get("idempotencyToken") and name not in values
    }
    return {**token, **_cast(values, shape)}


def identity_request(operation_name: str, identifier: tuple[str, ...], known: dict[str, Any]) -> dict[str, Any]:
    """Only what names the resource, for Describe and Delete."""
    shape = operation(operation_name).input_shape
    wanted = {*shape.required_members, *identifier} & set(shape.members)
    return request(operation_name, {name: known[name] for name in wanted if known.get(name)})


def pipeline_definition(properties: dict[str, Any]) -> dict[str, Any]:
    """CloudFormation wraps the definition in an object; the API takes a string or a place in S3."""
    wrapped = properties.get("PipelineDefinition")
    rest = {name: value for name, value in properties.items() if name != "PipelineDefinition"}
    if not isinstance(wrapped, dict):
        return properties
    if "PipelineDefinitionBody" in wrapped:
        body = wrapped["PipelineDefinitionBody"]
        return {**rest, "PipelineDefinition": body if isinstance(body, str) else json.dumps(body)}
    place = wrapped.get("PipelineDefinitionS3Location", {})
    location = {"Bucket": place.get("Bucket"), "ObjectKey": place.get("Key"), "VersionId": place.get("Version")}
    return {**rest, "PipelineDefinitionS3Location": {name: value for name, value in location.items() if value}}


def _cast(value: Any, shape: Shape) -> Any:
    if shape.type_name == "structure" and isinstance(value, dict):
        return {name: _cast(item, shape.members[name]) if name in shape.members else item for name, item in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [_cast(item, shape.member) for item in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {name: _cast(item, shape.value) for name, item in value.items()}
    if shape.type_name in ("integer", "long") and isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else value
    if shape.type_name in ("float", "double") and isinstance(value, str):
        return _as_float(value)
    if shape.type_name == "boolean" and value in ("true", "false"):
        return value == "true"
    if shape.type_name == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if shape.type_name == "string" and isinstance(value, (int, float)):
        return str(value)
    return value


def _as_float(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text
