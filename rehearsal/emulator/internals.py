"""The private names of MiniStack that this package uses, and a check that the installed version still has them.

MiniStack has no public way to add a resource type or a target, so the launcher reaches into it. That is safe only for
the version in `rehearsal/requirements/rehearsal.in`; with any other, the check says which name is gone and who needs it.
"""

from __future__ import annotations

import importlib
from importlib.metadata import version

_CLOUDFORMATION = "ministack.services.cloudformation"

USED = {
    "ministack.app": {
        "app": "the admin routes",
        "main": "the launcher",
    },
    "ministack.core.responses": {
        "get_account_id": "recorded resource types",
        "get_region": "recorded resource types",
        "request_scope": "pipelines as event targets",
    },
    "ministack.core.arn": {
        "parse_arn": "dead letters of pipeline targets",
    },
    f"{_CLOUDFORMATION}.provisioners": {
        "_RESOURCE_HANDLERS": "SageMaker and recorded resource types",
        "_REPLACING_PROPERTIES": "replacement of SageMaker and recorded resources",
        "_CUSTOM_NAME_REPLACEMENT": "refusing to replace a resource with a custom name",
        "_physical_name": "names of SageMaker and recorded resources",
        "_replace_resource": "replacement by nested properties",
    },
    f"{_CLOUDFORMATION}.stacks": {
        "_runs_on_worker_thread": "SageMaker resource types, which call another server",
    },
    f"{_CLOUDFORMATION}.custom_resource": {
        "register_token": "the time limit of custom resources",
    },
    "ministack.services.stepfunctions": {
        "_SERVICE_DISPATCH": "SageMaker tasks of state machines",
        "_ExecutionError": "SageMaker tasks of state machines",
        "_add_event": "time limits of state machines",
        "_emit_execution_status_event": "time limits of state machines",
        "_executions": "time limits and repeated starts of state machines",
        "_state_machines": "time limits and repeated starts of state machines",
        "_resolve_state_machine_arn": "repeated starts of state machines",
        "_task_tokens": "functions that fail under .waitForTaskToken",
        "now_iso": "time limits of state machines",
    },
    "ministack.services.ec2": {
        "_ACTION_MAP": "groups and subnets in use",
        "_delete_security_group": "groups in use",
        "_delete_subnet": "subnets in use",
        "_error": "groups and subnets in use",
        "_p": "groups and subnets in use",
        "_security_groups": "groups in use",
    },
    "ministack.services.efs": {
        "_mount_targets": "groups and subnets in use",
    },
    "ministack.services.eventbridge": {
        "_put_events": "events of the SageMaker stand-in",
        "_invoke_target": "pipelines as targets of rules and schedules",
        "_dispatch_to_sqs": "dead letters of pipeline targets",
        "_dispatch_to_lambda": "retries and dead letters of rule targets",
    },
    "ministack.services.scheduler": {
        "_SCHEDULE_TICK_INTERVAL": "the pace of schedules",
    },
    "ministack.services.s3": {
        "S3_NS": "encryption of buckets",
        "_bucket_tags": "tags of buckets",
        "_resolve_sse_write_headers": "writes with aws:kms and no key",
        "_buckets": "UNLOAD of Athena",
        "_put_bucket_encryption": "encryption of buckets",
        "_put_object": "UNLOAD of Athena",
        "_delete_bucket_encryption": "encryption of buckets",
        "_delete_bucket_tagging": "tags of buckets",
    },
    "ministack.services.athena": {
        "_rewrite_data_paths": "functions of Trino in queries of Athena",
        "_run_duckdb": "UNLOAD of Athena",
    },
    "ministack.services.dynamodb": {
        "_update_ttl": "time to live of tables",
    },
    "ministack.services.cloudwatch_logs": {
        "_delete_log_group": "log groups that stay deleted",
        "_log_groups": "log groups that stay deleted",
        "_make_group_arn": "log groups that stay deleted",
    },
    "ministack.services.lambda_svc": {
        "_emit_lambda_logs": "log groups that stay deleted",
        "_execute_function_warm": "names of errors of Node functions",
        "_functions": "dead letters of functions",
        "_get_func_record_for_ref": "retries of rule targets",
        "invoke_async_with_retry": "retries of rule targets",
    },
    "ministack.core.lambda_runtime": {
        "Worker": "names of errors of Node functions",
        "_NODEJS_WORKER_SCRIPT": "names of errors of Node functions",
    },
    "ministack.services.cloudwatch": {
        "_evaluate_alarm": "dimensions of alarms",
        "_metrics": "dimensions of alarms",
    },
}


class EmulatorChanged(RuntimeError):
    """The installed MiniStack is not the one that this package was written for."""


def check(used: dict[str, dict[str, str]] = USED) -> None:
    """Raises EmulatorChanged with every missing name and what needs it; says nothing when all are there."""
    missing = [line for module, names in used.items() for line in _missing_in(module, names)]
    if missing:
        raise EmulatorChanged(
            f"MiniStack {version('ministack')} lacks internals that the rehearsal uses:\n"
            + "\n".join(f"  {line}" for line in missing)
            + "\nInstall the version pinned in rehearsal/requirements/rehearsal.txt (delete .rehearsal/venv and start again),"
            " or bring rehearsal/emulator up to date with the new one."
        )


def _missing_in(module: str, names: dict[str, str]) -> list[str]:
    try:
        loaded = importlib.import_module(module)
    except ImportError:
        return [f"{module} (needed by: {', '.join(sorted(set(names.values())))})"]
    return [f"{module}.{name} (needed by: {why})" for name, why in names.items() if not hasattr(loaded, name)]
