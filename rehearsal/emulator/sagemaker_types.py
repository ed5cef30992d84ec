"""`AWS::SageMaker::*` resources: CloudFormation's side of them here, the resources themselves in the SageMaker stand-in.

SageMaker's API is regular enough that one class serves every type: the operations are Create/Describe/Update/Delete and
the type's name, what names a resource is what Describe requires, and attributes are members of Describe's answer. The few
exceptions are in `sagemaker_types.json`; replacement, `Ref` and `Fn::GetAtt` come from CloudFormation's own schemas.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from . import sagemaker_requests as requests
from .cfn_schemas import schema_of
from .sagemaker_client import SageMakerClient, SageMakerError

Properties = dict[str, Any]
Created = tuple[str, dict[str, Any]]

_TABLE = json.loads(Path(__file__).with_name("sagemaker_types.json").read_text())
_WAIT_SECONDS = 300.0
_POLL_SECONDS = 0.1


def register(client: SageMakerClient, provisioners: Any) -> list[str]:
    """Adds every forwarded type to MiniStack's tables and returns their names."""
    for kind, row in _TABLE.items():
        resource = ForwardedType(kind, row, client, provisioners)
        provisioners._RESOURCE_HANDLERS[resource.type_name] = {
            "create": resource.create,
            "update": resource.update,
            "update_with_logical_id": True,
            "delete": resource.delete,
        }
        provisioners._REPLACING_PROPERTIES[resource.type_name] = tuple(n for n in resource.schema.create_only if "/" not in n)
        provisioners._CUSTOM_NAME_REPLACEMENT[resource.type_name] = {"name": row["name"]}
    return [f"AWS::SageMaker::{kind}" for kind in _TABLE]


class ForwardedType:
    """One resource type whose resources live in the SageMaker stand-in."""

    def __init__(self, kind: str, row: dict[str, Any], client: SageMakerClient, provisioners: Any) -> None:
        self.kind = kind
        self.type_name = f"AWS::SageMaker::{kind}"
        self.schema = schema_of(self.type_name)
        self._row = row
        self._client = client
        self._provisioners = provisioners
        self._known: dict[str, Properties] = {}

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Created:
        self._refuse_what_cloudformation_refuses(properties)
        name = self._row["name"]
        named = {name: self._provisioners._physical_name(stack_name, logical_id, max_len=63), **properties}
        if name not in self.schema.properties:
            named.pop(name)
        answer = self._client.call(f"Create{self.kind}", requests.request(f"Create{self.kind}", self._members(f"Create{self.kind}", named)))
        known = {**named, **answer}
        if self.kind == "Domain":
            known.setdefault("DomainId", str(answer["DomainArn"]).rsplit("/", 1)[-1])
        described = self._settled(known)
        known.update({n: described[n] for n in (*self.schema.identifier, *self.schema.read_only) if n in described})
        self._put_group_policy(properties, known)
        physical_id = "|".join(str(known[n]) for n in self.schema.identifier)
        self._known[physical_id] = known
        return physical_id, self._attributes(known, described)

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str | None = None) -> Created:
        if any(_at(old, path) != _at(new, path) for path in self.schema.create_only if "/" in path):
            return self._provisioners._replace_resource(self.type_name, physical_id, old, new, stack_name, logical_id)
        self._refuse_what_cloudformation_refuses(new)
        known = self._known[physical_id]
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        operation = f"Update{self.kind}"
        members = self._members(operation, self._update_view(old, new))
        self._refuse_what_no_operation_changes(changed, operation)
        if changed - {"Tags", "ModelPackageGroupPolicy"}:
            identity = requests.identity_request(operation, self.schema.identifier, known)
            for part in self._update_parts(members):
                self._client.call(operation, requests.request(operation, {**identity, **part}))
        if "Tags" in changed:
            self._change_tags(known, old.get("Tags") or [], new.get("Tags") or [])
        if "ModelPackageGroupPolicy" in changed:
            self._put_group_policy(new, known)
        known.update(new)
        described = self._settled(known)
        self._confirm_update(new, described)
        return physical_id, self._attributes(known, described)

    def delete(self, physical_id: str, properties: Properties) -> None:
        known = self._known.pop(physical_id, None) or self._reconstructed(physical_id, properties)
        try:
            self._client.call(f"Delete{self.kind}", requests.identity_request(f"Delete{self.kind}", self.schema.identifier, known))
            self._wait_until_gone(known)
        except SageMakerError as error:
            if not error.says_not_found:
                self._known[physical_id] = known
                raise

    def _members(self, operation: str, properties: Properties) -> Properties:
        """The properties under the names of the operation; what it does not take and the table does not excuse stays, to be refused."""
        accepted = requests.members_of(operation)
        renamed = {**self._row.get("renamed", {}), **(self._row.get("renamedInUpdate", {}) if operation.startswith("Update") else {})}
        excused = set(self._row.get("notForwarded", ()))
        if operation.startswith("Update"):
            excused |= {*self.schema.properties} - set(renamed)
        if self.kind == "Pipeline":
            properties = requests.pipeline_definition(properties)
        return {
            renamed.get(name, name): value
            for name, value in properties.items()
            if renamed.get(name, name) in accepted or name not in excused
        }

    def _update_view(self, old: Properties, new: Properties) -> Properties:
        """UpdateFeatureGroup takes the features to add, not all of them."""
        if self.kind != "FeatureGroup":
            return new
        before = old.get("FeatureDefinitions") or []
        added = [feature for feature in new.get("FeatureDefinitions") or [] if feature not in before]
        rest = {name: value for name, value in new.items() if name != "FeatureDefinitions" and old.get(name) != value}
        return {**rest, **({"FeatureAdditions": added} if added else {})}

    def _update_parts(self, members: Properties) -> list[Properties]:
        """UpdateFeatureGroup takes one kind of change at a time."""
        return [{name: value} for name, value in members.items()] if self.kind == "FeatureGroup" else [members]

    def _refuse_what_cloudformation_refuses(self, properties: Properties) -> None:
        problems = self.schema.problems(properties)
        if problems:
            raise ValueError(f"Properties validation failed for resource of type {self.type_name}: " + "; ".join(problems))

    def _refuse_what_no_operation_changes(self, changed: set[str], operation: str) -> None:
        renamed = {**self._row.get("renamed", {}), **self._row.get("renamedInUpdate", {}), "FeatureDefinitions": "FeatureAdditions"}
        excused = {"Tags", "ModelPackageGroupPolicy", *self._row.get("notForwarded", ())}
        accepted = requests.members_of(operation)
        stuck = sorted(n for n in changed - excused if n not in accepted and renamed.get(n) not in accepted)
        if stuck:
            raise ValueError(f"{self.type_name}: SageMaker has no operation that changes {', '.join(stuck)} of an existing resource")

    def _confirm_update(self, wanted: Properties, described: Properties) -> None:
        """An endpoint whose new configuration fails goes back to the old one and is in service again: still a failed update."""
        member = self._row.get("confirmedAfterUpdate")
        if member and described.get(member) != wanted.get(member):
            reason = described.get("FailureReason", "it was rolled back")
            raise ValueError(f"{self.type_name}: the update to {member} '{wanted.get(member)}' did not stay: {reason}")

    def _change_tags(self, known: Properties, old: list[dict[str, str]], new: list[dict[str, str]]) -> None:
        arn = next(str(value) for name, value in known.items() if name in (f"{self.kind}Arn", "JobDefinitionArn", "Arn"))
        gone = sorted({tag["Key"] for tag in old} - {tag["Key"] for tag in new})
        if gone:
            self._client.call("DeleteTags", {"ResourceArn": arn, "TagKeys": gone})
        if new:
            self._client.call("AddTags", {"ResourceArn": arn, "Tags": new})

    def _put_group_policy(self, properties: Properties, known: Properties) -> None:
        policy = properties.get("ModelPackageGroupPolicy")
        if policy is not None:
            text = policy if isinstance(policy, str) else json.dumps(policy)
            group = known["ModelPackageGroupName"]
            self._client.call("PutModelPackageGroupPolicy", {"ModelPackageGroupName": group, "ResourcePolicy": text})

    def _describe(self, known: Properties) -> Properties:
        return self._client.call(
            f"Describe{self.kind}", requests.identity_request(f"Describe{self.kind}", self.schema.identifier, known)
        )

    def _status(self, described: Properties) -> str:
        if self._row.get("hasNoProgress"):
            return ""
        return str(described.get(f"{self.kind}Status") or described.get("Status") or "")

    def _settled(self, known: Properties) -> Properties:
        """Describe's answer once the resource is no longer on its way. A failed resource fails the stack with its reason."""
        until = time.monotonic() + _WAIT_SECONDS
        described = self._describe(known)
        while _is_on_its_way(self._status(described)):
            if time.monotonic() > until:
                raise TimeoutError(f"{self.type_name} was still {self._status(described)} after {_WAIT_SECONDS:.0f} seconds")
            time.sleep(_POLL_SECONDS)
            described = self._describe(known)
        if "Fail" in self._status(described):
            raise ValueError(f"{self.type_name} ended in {self._status(described)}: {described.get('FailureReason', 'no reason given')}")
        return described

    def _wait_until_gone(self, known: Properties) -> None:
        until = time.monotonic() + _WAIT_SECONDS
        while True:
            status = self._status(self._describe(known))
            if "Fail" in status or not status:
                raise ValueError(f"{self.type_name} could not be deleted; its status is '{status or 'unknown'}'")
            if time.monotonic() > until:
                raise TimeoutError(f"{self.type_name} was still {status} {_WAIT_SECONDS:.0f} seconds after its deletion")
            time.sleep(_POLL_SECONDS)

    def _reconstructed(self, physical_id: str, properties: Properties) -> Properties:
        """What can be known of a resource whose creation failed half-way: its properties and its identifier."""
        identity = dict(zip(self.schema.identifier, physical_id.split("|")))
        return {self._row["name"]: physical_id.rsplit("/", 1)[-1], **properties, **identity}

    def _attributes(self, known: Properties, described: Properties) -> dict[str, Any]:
        values = {**known, **described}
        names = [*self.schema.read_only, *([self._row["name"]] if self._row.get("nameIsAttribute") else [])]
        found = {name.replace("/", "."): _at(values, name) for name in names}
        return {name: value for name, value in found.items() if value is not None}


def _is_on_its_way(status: str) -> bool:
    return status in ("Pending", "InProgress") or status.endswith("ing")


def _at(properties: Properties, path: str) -> Any:
    value: Any = properties
    for part in path.split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value
