"""Resource types that MiniStack does not have: checked against CloudFormation's schema and written down, nothing more.

A recorded resource answers `Ref` and `Fn::GetAtt` with values of the right form, is replaced when AWS would replace it, and
is listed in the rehearsal's report, so that nobody takes it for a rehearsed one.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from typing import Any

from .cfn_schemas import known_types, schema_of

Properties = dict[str, Any]

_ID_PREFIXES = {
    "AWS::EC2::EIP": "eipalloc-",
    "AWS::EC2::FlowLog": "fl-",
    "AWS::EC2::NatGateway": "nat-",
    "AWS::EC2::NetworkAcl": "acl-",
    "AWS::EC2::SecurityGroupEgress": "sgr-",
    "AWS::EC2::SecurityGroupIngress": "sgr-",
}
# `Ref` is the primary identifier, but for these types, older than that rule, it is one part of it.
_REF_OF_OLD_TYPES = {"AWS::EC2::EIP": "PublicIp", "AWS::Glue::Table": "TableInput/Name", "AWS::Glue::Database": "DatabaseInput/Name"}


@dataclass(frozen=True)
class Recorded:
    type: str
    physical_id: str
    logical_id: str
    stack: str
    properties: Properties


class RecordedTypes:
    """The register of recorded resources, and the handlers that fill it."""

    def __init__(self, provisioners: Any, account: str, region: str) -> None:
        self._provisioners = provisioners
        self._account = account
        self._region = region
        self._lock = threading.Lock()
        self._present: dict[tuple[str, str], Recorded] = {}
        self._ever: dict[str, int] = {}

    def register(self) -> list[str]:
        """Adds every type that CloudFormation has and MiniStack has not. Returns their names."""
        missing = [name for name in known_types() if name not in self._provisioners._RESOURCE_HANDLERS]
        for type_name in missing:
            self._provisioners._RESOURCE_HANDLERS[type_name] = self._handlers(type_name)
        return missing

    def report(self) -> dict[str, Any]:
        """Types recorded since the start with how many resources of each, and those still present."""
        with self._lock:
            present = [
                {"type": item.type, "physicalId": item.physical_id, "logicalId": item.logical_id, "stack": item.stack}
                for item in self._present.values()
            ]
            return {"types": dict(sorted(self._ever.items())), "present": present}

    def _handlers(self, type_name: str) -> dict[str, Any]:
        def create(logical_id: str, properties: Properties, stack_name: str) -> tuple[str, dict[str, Any]]:
            self._refuse_wrong(type_name, properties)
            values = self._values(type_name, logical_id, properties, stack_name)
            physical_id = _physical_id(type_name, values)
            with self._lock:
                self._present[type_name, physical_id] = Recorded(type_name, physical_id, logical_id, stack_name, properties)
                self._ever[type_name] = self._ever.get(type_name, 0) + 1
            return physical_id, _attributes(type_name, values)

        def update(physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> tuple[str, dict[str, Any]]:
            schema = schema_of(type_name)
            if any(_at(old, path) != _at(new, path) for path in schema.create_only):
                return self._provisioners._replace_resource(type_name, physical_id, old, new, stack_name, logical_id)
            self._refuse_wrong(type_name, new)
            with self._lock:
                self._present[type_name, physical_id] = Recorded(type_name, physical_id, logical_id, stack_name, new)
            return physical_id, _attributes(type_name, self._values(type_name, logical_id, new, stack_name))

        def delete(physical_id: str, properties: Properties) -> None:
            with self._lock:
                self._present.pop((type_name, physical_id), None)

        return {"create": create, "update": update, "update_with_logical_id": True, "delete": delete}

    def _refuse_wrong(self, type_name: str, properties: Properties) -> None:
        problems = schema_of(type_name).problems(properties)
        if problems:
            raise ValueError(f"Properties validation failed for resource of type {type_name}: " + "; ".join(problems))

    def _values(self, type_name: str, logical_id: str, properties: Properties, stack_name: str) -> Properties:
        """The properties with a made-up value for each part that AWS would have chosen: the same for the same resource."""
        schema = schema_of(type_name)
        name = self._provisioners._physical_name(stack_name, logical_id, max_len=60)
        chosen = {*schema.read_only, *schema.identifier}
        return {**{path: self._made_up(type_name, path, name) for path in chosen if _at(properties, path) is None}, **properties}

    def _made_up(self, type_name: str, path: str, name: str) -> str:
        attribute = path.rsplit("/", 1)[-1]
        digest = hashlib.sha256(f"{type_name}:{name}".encode()).hexdigest()
        service, kind = type_name.split("::")[1:]
        if attribute.endswith("Arn"):
            return f"arn:aws:{service.lower()}:{self._region}:{self._account}:{_words(kind)}/{name}"
        if attribute.endswith(("Ip", "IpAddress")):
            return f"203.0.113.{int(digest[:2], 16)}"
        if attribute.endswith("Id"):
            return _ID_PREFIXES.get(type_name, f"{_words(kind)}-") + digest[:17]
        return name


def _physical_id(type_name: str, values: Properties) -> str:
    ref = _REF_OF_OLD_TYPES.get(type_name)
    if ref and _at(values, ref) is not None:
        return str(_at(values, ref))
    return "|".join(str(_at(values, path)) for path in schema_of(type_name).identifier)


def _attributes(type_name: str, values: Properties) -> dict[str, Any]:
    return {path.replace("/", "."): _at(values, path) for path in schema_of(type_name).read_only}


def _at(properties: Properties, path: str) -> Any:
    if path in properties:
        return properties[path]
    value: Any = properties
    for part in path.split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _words(kind: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind).lower()
