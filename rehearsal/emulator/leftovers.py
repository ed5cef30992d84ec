"""What is still there: one row for each resource that a stack should have taken with it."""

from __future__ import annotations

from dataclasses import dataclass

import botocore.session
import jmespath


@dataclass(frozen=True)
class Listing:
    """How one service lists one kind of resource; `names` picks their names from the answer (JMESPath)."""

    kind: str
    service: str
    operation: str
    names: str


LISTINGS = (
    Listing("stack", "cloudformation", "list_stacks", "StackSummaries[?StackStatus != 'DELETE_COMPLETE'].StackName"),
    Listing("bucket", "s3", "list_buckets", "Buckets[].Name"),
    Listing("function", "lambda", "list_functions", "Functions[].FunctionName"),
    Listing("queue", "sqs", "list_queues", "QueueUrls[]"),
    Listing("topic", "sns", "list_topics", "Topics[].TopicArn"),
    Listing("table", "dynamodb", "list_tables", "TableNames[]"),
    Listing("state machine", "stepfunctions", "list_state_machines", "stateMachines[].name"),
    Listing("rule", "events", "list_rules", "Rules[].Name"),
    Listing("schedule", "scheduler", "list_schedules", "Schedules[].Name"),
    Listing("log group", "logs", "describe_log_groups", "logGroups[].logGroupName"),
    Listing("alarm", "cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName"),
    Listing("dashboard", "cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName"),
    Listing("role", "iam", "list_roles", "Roles[].RoleName"),
    Listing("parameter", "ssm", "describe_parameters", "Parameters[].Name"),
    Listing("secret", "secretsmanager", "list_secrets", "SecretList[].Name"),
    Listing("policy", "iam", "list_policies", "Policies[].PolicyName"),
    Listing("security group", "ec2", "describe_security_groups", "SecurityGroups[?GroupName != 'default'].GroupName"),
    Listing("file system", "efs", "describe_file_systems", "FileSystems[].FileSystemId"),
    Listing("vpc", "ec2", "describe_vpcs", "Vpcs[?IsDefault != `true`].VpcId"),
)


def leftovers(endpoint: str, region: str, listings: tuple[Listing, ...] = LISTINGS) -> list[dict[str, str]]:
    """Every resource of the kinds above, and keys with their state: one that waits for its deletion is not in use any more."""
    session = botocore.session.get_session()
    session.set_credentials("test", "test")

    def client(service: str):
        return session.create_client(service, endpoint_url=endpoint, region_name=region)

    found = [
        {"kind": listing.kind, "name": name}
        for listing in listings
        for page in _pages(client(listing.service), listing.operation)
        for name in jmespath.search(listing.names, page) or []
    ]
    return found + _keys(client("kms"))


def _pages(client, operation: str):
    if client.can_paginate(operation):
        yield from client.get_paginator(operation).paginate()
    else:
        yield getattr(client, operation)()


def _keys(kms) -> list[dict[str, str]]:
    described = (kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for page in _pages(kms, "list_keys") for key in page["Keys"])
    return [
        {"kind": "key pending deletion" if key["KeyState"] == "PendingDeletion" else "key", "name": key["KeyId"]}
        for key in described
        if key["KeyManager"] == "CUSTOMER"
    ]
