"""CloudFormation's own resource schemas, as shipped in cfn-lint: identifiers, attributes, replacement, and a judge of properties."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Callable, Iterable

import regex
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend

_REGION = "us-east-1"


class ResourceSchema:
    """One resource type, in the questions that CloudFormation itself asks of it."""

    def __init__(self, type_name: str, schema: dict[str, Any]) -> None:
        self.type_name = type_name
        self.properties: dict[str, Any] = schema.get("properties", {})
        self.identifier = _names(schema.get("primaryIdentifier"))
        self.read_only = _names(schema.get("readOnlyProperties"))
        self.create_only = _names(schema.get("createOnlyProperties"))
        tagging = schema.get("tagging", {})
        self.tag_property = str(tagging.get("tagProperty", "/properties/Tags")).rsplit("/", 1)[-1] if tagging.get("taggable") else None
        self._validator = _LenientValidator(schema)

    def problems(self, properties: dict[str, Any]) -> list[str]:
        """What CloudFormation would object to, one line each; empty when the properties are right."""
        settable = {name for name in self.properties if name not in self.read_only}
        unsettable = [f"{name}: is read-only" for name in properties if name in self.properties and name not in settable]
        return unsettable + sorted(_sentence(error) for error in _leaves(self._validator.iter_errors(properties)))


@lru_cache(maxsize=None)
def schema_of(type_name: str) -> ResourceSchema:
    return ResourceSchema(type_name, PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, type_name).schema)


def known_types() -> list[str]:
    """Every resource type that CloudFormation itself documents; modules and third-party types are left out."""
    return [name for name in PROVIDER_SCHEMA_MANAGER.get_resource_types(_REGION) if name.startswith("AWS::")]


def _names(pointers: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(pointer.removeprefix("/properties/") for pointer in pointers or ())


def _sentence(error: ValidationError) -> str:
    where = ".".join(str(part) for part in error.absolute_path) or "properties"
    return f"{where}: {error.message[:300]}"


def _leaves(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    """An `anyOf` says only that nothing fitted; its best-fitting branch says what to change."""
    for error in errors:
        if error.context:
            deepest = max(len(inner.path) for inner in error.context)
            yield from (inner for inner in error.context if len(inner.path) == deepest)
        else:
            yield error


def _matches_pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterable[ValidationError]:
    if isinstance(instance, str) and not regex.search(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _is_number_like(value: Any, convert: type) -> bool:
    if isinstance(value, bool):
        return False
    try:
        convert(value)
    except (TypeError, ValueError):
        return False
    return isinstance(value, (int, float, str))


def _on(convert: Callable[[Any], Any], keyword: str) -> Callable[..., Iterable[ValidationError]]:
    """The standard check of a limit, on the value as CloudFormation would read it."""
    check = Draft7Validator.VALIDATORS[keyword]
    return lambda validator, limit, instance, schema: check(validator, limit, convert(instance), schema)


def _as_number(value: Any) -> Any:
    return float(value) if _is_number_like(value, float) else value


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, (bool, int, float)) else value


# CloudFormation takes "5" for 5 and "true" for true, and the reverse, so the checks do too.
_lenient_types = (
    Draft7Validator.TYPE_CHECKER.redefine("integer", lambda _, value: _is_number_like(value, int))
    .redefine("number", lambda _, value: _is_number_like(value, float))
    .redefine("boolean", lambda _, value: isinstance(value, bool) or value in ("true", "false"))
    .redefine("string", lambda _, value: isinstance(value, (str, bool, int, float)))
)
_LenientValidator = extend(
    Draft7Validator,
    validators={
        "pattern": _matches_pattern,
        **{keyword: _on(_as_number, keyword) for keyword in ("minimum", "maximum", "multipleOf")},
        **{keyword: _on(_as_text, keyword) for keyword in ("minLength", "maxLength")},
    },
    type_checker=_lenient_types,
)
