"""How a patch takes hold of MiniStack: loudly, when what it wants to change is not there."""

from __future__ import annotations

from typing import Any, Callable


class PatchTargetMissing(RuntimeError):
    """MiniStack no longer has what a patch changes."""


def replaced_text(text: str, old: str, new: str) -> str:
    """The text with its one occurrence of `old` replaced."""
    if text.count(old) != 1:
        raise PatchTargetMissing(f"expected to find this once, found it {text.count(old)} times: {old}")
    return text.replace(old, new)


def wrap(owner: Any, name: str, around: Callable[[Callable], Callable]) -> None:
    """Replaces a function of a module, class or table by one made around it."""
    table = isinstance(owner, dict)
    original = owner.get(name) if table else getattr(owner, name, None)
    if not callable(original):
        raise PatchTargetMissing(f"{getattr(owner, '__name__', 'the table')} has no function '{name}'")
    if table:
        owner[name] = around(original)
    else:
        setattr(owner, name, around(original))


def after_create_and_update(handlers: dict[str, dict[str, Any]], type_name: str, then: Callable[[str, dict, dict], None]) -> None:
    """Calls `then(physical id, new properties, old properties)` when CloudFormation has created or updated the resource."""
    if type_name not in handlers or "update" not in handlers[type_name]:
        raise PatchTargetMissing(f"no CloudFormation handler with an update for {type_name}")

    def around_create(create: Callable) -> Callable:
        def create_then(logical_id: str, properties: dict, stack_name: str):
            created = create(logical_id, properties, stack_name)
            then(created[0], properties, {})
            return created

        return create_then

    def around_update(update: Callable) -> Callable:
        def update_then(physical_id: str, old: dict, new: dict, *rest: Any):
            updated = update(physical_id, old, new, *rest)
            then(updated[0], new, old if updated[0] == physical_id else {})
            return updated

        return update_then

    handlers[type_name] = dict(handlers[type_name])
    wrap(handlers[type_name], "create", around_create)
    wrap(handlers[type_name], "update", around_update)
