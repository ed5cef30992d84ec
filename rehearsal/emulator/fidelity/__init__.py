"""Patches that bring MiniStack closer to AWS where the rehearsal depends on it; one module each.

A patch says in `MENDS` what is wrong without it, asserts what it changes, and has a test that fails when it is left out
(`REHEARSAL_WITHOUT_PATCHES=<module name>`). One that a newer MiniStack no longer needs is to be deleted.
"""

from __future__ import annotations

from importlib import import_module

NAMES: tuple[str, ...] = (
    "alarm_dimensions",
    "athena_dialect",
    "bucket_properties",
    "deleted_log_groups",
    "final_status",
    "function_dead_letters",
    "idempotent_start",
    "machine_timeout",
    "managed_bucket_key",
    "network_dependencies",
    "node_error_names",
    "rule_retries",
    "schedule_context",
    "table_time_to_live",
    "token_lambda_failure",
)


def apply(left_out: frozenset[str] = frozenset()) -> list[str]:
    """Applies every patch but those left out and returns their names."""
    unknown = left_out - set(NAMES)
    if unknown:
        raise ValueError(f"REHEARSAL_WITHOUT_PATCHES names no patch: {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    applied = [name for name in NAMES if name not in left_out]
    for name in applied:
        import_module(f"{__name__}.{name}").apply()
    return applied
