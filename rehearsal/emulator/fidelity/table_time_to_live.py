"""Tables keep the time-to-live attribute that CloudFormation gives them."""

from __future__ import annotations

import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.dynamodb as dynamodb

from ._target import after_create_and_update

MENDS = "AWS::DynamoDB::Table drops TimeToLiveSpecification"


def apply() -> None:
    after_create_and_update(provisioners._RESOURCE_HANDLERS, "AWS::DynamoDB::Table", _keep)


def _keep(table: str, properties: dict, old: dict) -> None:
    wanted = properties.get("TimeToLiveSpecification")
    before = old.get("TimeToLiveSpecification")
    if wanted:
        dynamodb._update_ttl({"TableName": table, "TimeToLiveSpecification": {**wanted, "Enabled": _is_true(wanted.get("Enabled"))}})
    elif before:
        dynamodb._update_ttl({"TableName": table, "TimeToLiveSpecification": {**before, "Enabled": False}})


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"
