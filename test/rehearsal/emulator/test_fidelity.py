"""Each patch: what it is for holds with it, and does not hold without it. A patch whose second half passes is no longer needed."""

from __future__ import annotations

import io
import json
import time
from importlib import import_module

import pyarrow.parquet as pq
import pytest
from rehearsal.emulator import fidelity

FAILING = "export const handler = async () => { throw Object.assign(new Error('planned'), { name: 'PlannedFailure' }); };"
BEHAVIOURS = {}


def behaviour(check):
    BEHAVIOURS[check.__name__] = check
    return check


@behaviour
def alarm_dimensions(aws):
    watch, topic = aws.client("cloudwatch"), aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    watch.put_metric_alarm(
        AlarmName="own-dimension", Namespace="Test", MetricName="Errors", Dimensions=[{"Name": "endpoint", "Value": "mine"}], Statistic="Sum",
        Period=60, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold", AlarmActions=[topic],
    )

    def state_after(endpoint):
        data = {"MetricName": "Errors", "Value": 5, "Dimensions": [{"Name": "endpoint", "Value": endpoint}]}
        watch.put_metric_data(Namespace="Test", MetricData=[data])
        time.sleep(0.3)
        return watch.describe_alarms(AlarmNames=["own-dimension"])["MetricAlarms"][0]["StateValue"]

    return state_after("another") != "ALARM" and state_after("mine") == "ALARM"


@behaviour
def athena_dialect(aws):
    athena, s3 = aws.client("athena"), aws.client("s3")
    s3.create_bucket(Bucket="answers")
    select = "WITH moments AS (SELECT '1970-01-01T00:01:00.500Z' AS text) SELECT to_unixtime(TRY(from_iso8601_timestamp(text))) AS seconds FROM moments"

    def ended(sql):
        query = athena.start_query_execution(QueryString=sql, ResultConfiguration={"OutputLocation": "s3://answers/text/"})["QueryExecutionId"]
        while (state := athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"]) in ("QUEUED", "RUNNING"):
            time.sleep(0.1)
        return state == "SUCCEEDED" and (athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"] or True)

    if (rows := ended(select)) and rows[-1]["Data"] != [{"VarCharValue": "60.5"}]:
        return False
    unload = f"UNLOAD (\n{select}\n)\nTO 's3://answers/rows/'\nWITH (format = 'PARQUET')"
    if not rows or not ended(unload) or ended(unload):  # a place that is not empty is refused
        return False
    [key] = [each["Key"] for each in s3.list_objects_v2(Bucket="answers", Prefix="rows/")["Contents"]]
    return pq.read_table(io.BytesIO(s3.get_object(Bucket="answers", Key=key)["Body"].read())).to_pylist() == [{"seconds": 60.5}]


@behaviour
def bucket_properties(aws):
    key = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012"
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "BucketKeyEnabled": True}
    properties = {"BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]}, "Tags": [{"Key": "team", "Value": "a & b"}]}
    bucket = aws.deploy("bucket", {"B": {"Type": "AWS::S3::Bucket", "Properties": properties}}, {"Name": {"Ref": "B"}})["Name"]
    s3 = aws.client("s3")
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    if rule["ApplyServerSideEncryptionByDefault"] != {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key} or not rule["BucketKeyEnabled"]:
        return False
    return s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == properties["Tags"]


@behaviour
def deleted_log_groups(aws):
    logs, group = aws.client("logs"), "/aws/lambda/deleted-log-groups"
    aws.function("deleted-log-groups", "export const handler = async () => console.log('a line');")

    def lines_after_a_call():
        aws.client("lambda").invoke(FunctionName="deleted-log-groups")
        found = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        return len(logs.filter_log_events(logGroupName=group, filterPattern="a line")["events"]) if found else None

    if lines_after_a_call() != 1:
        return False
    logs.delete_log_group(logGroupName=group)
    if lines_after_a_call() is not None:
        return False
    logs.create_log_group(logGroupName=group)
    return lines_after_a_call() == 1


@behaviour
def final_status(aws):
    waiting = {"StartAt": "W", "States": {"W": {"Type": "Fail", "Error": "Planned", "Cause": "it was planned"}}}
    execution = aws.execute("final-status", waiting)
    return execution["status"] == "FAILED" and execution["error"] == "Planned" and "output" not in execution


@behaviour
def function_dead_letters(aws):
    url, arn = aws.queue("function-dead-letters")
    code = {"ZipFile": "exports.handler = async () => { throw new Error('planned'); };"}
    role = "arn:aws:iam::000000000000:role/test"
    properties = {"Code": code, "Handler": "index.handler", "Runtime": "nodejs22.x", "Role": role, "DeadLetterConfig": {"TargetArn": arn}}
    name = aws.deploy("letters", {"F": {"Type": "AWS::Lambda::Function", "Properties": properties}}, {"Name": {"Ref": "F"}})["Name"]
    aws.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps({"order": 7}))
    return any('"order": 7' in message for message in aws.messages(url))


@behaviour
def idempotent_start(aws):
    states = aws.client("stepfunctions")
    machine = aws.machine("idempotent-start", {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 20, "End": True}}})
    started = states.start_execution(stateMachineArn=machine, name="once", input='{"a": 1}')["executionArn"]
    again = states.start_execution(stateMachineArn=machine, name="once", input='{"a":1}')["executionArn"]
    with pytest.raises(states.exceptions.ExecutionAlreadyExists):
        states.start_execution(stateMachineArn=machine, name="once", input='{"a": 2}')
    return again == started


@behaviour
def machine_timeout(aws):
    definition = {"StartAt": "W", "TimeoutSeconds": 1, "States": {"W": {"Type": "Wait", "Seconds": 3, "End": True}}}
    return aws.execute("machine-timeout", definition)["status"] == "TIMED_OUT"


@behaviour
def managed_bucket_key(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="managed-bucket-key")
    put = s3.put_object(Bucket="managed-bucket-key", Key="asset", Body=b"x", ServerSideEncryption="aws:kms")
    return put["SSEKMSKeyId"].endswith("alias/aws/s3")


@behaviour
def network_dependencies(aws):
    ec2, efs = aws.client("ec2"), aws.client("efs")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    used, user = (ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"] for name in ("used", "user"))
    rule = [{"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "UserIdGroupPairs": [{"GroupId": used}]}]
    ec2.authorize_security_group_egress(GroupId=user, IpPermissions=rule)
    files = efs.create_file_system(CreationToken="network-dependencies")["FileSystemId"]
    target = efs.create_mount_target(FileSystemId=files, SubnetId=subnet, SecurityGroups=[used])["MountTargetId"]

    def refuses(delete, **what):
        try:
            delete(**what)
        except ec2.exceptions.ClientError as error:
            return error.response["Error"]["Code"] == "DependencyViolation"
        return False

    in_use = [refuses(ec2.delete_security_group, GroupId=used), refuses(ec2.delete_subnet, SubnetId=subnet)]
    efs.delete_mount_target(MountTargetId=target)
    in_use.append(refuses(ec2.delete_security_group, GroupId=used))
    ec2.revoke_security_group_egress(GroupId=user, IpPermissions=rule)
    free = [not refuses(ec2.delete_security_group, GroupId=group) for group in (used, user)]
    return all(in_use) and all(free) and not refuses(ec2.delete_subnet, SubnetId=subnet)


@behaviour
def node_error_names(aws):
    function = aws.function("node-error-names", FAILING)
    caught = [{"ErrorEquals": ["PlannedFailure"], "Next": "Caught"}]
    states = {
        "Call": {"Type": "Task", "Resource": function, "Catch": caught, "End": True},
        "Caught": {"Type": "Pass", "Result": "caught", "End": True},
    }
    return aws.execute("node-error-names", {"StartAt": "Call", "States": states}).get("output") == '"caught"'


@behaviour
def rule_retries(aws):
    url, arn = aws.queue("rule-retries")
    function = aws.function("rule-retries", FAILING, DeadLetterConfig={"TargetArn": arn})
    aws.rule("rule-retries", "test.rule-retries", {"Arn": function, "Input": '{"order": 8}'})
    aws.event("test.rule-retries")
    return any('"order": 8' in message for message in aws.messages(url))


@behaviour
def schedule_context(aws):
    url, arn = aws.queue("schedule-context")
    target = {"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/test", "Input": '{"at": "<aws.scheduler.scheduled-time>"}'}
    aws.client("scheduler").create_schedule(
        Name="context", ScheduleExpression="at(2026-01-01T00:00:00)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target
    )
    at = json.loads(aws.messages(url)[0])["at"]
    return at.endswith("Z") and "<" not in at


@behaviour
def table_time_to_live(aws):
    properties = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
    }
    table = aws.deploy("table", {"T": {"Type": "AWS::DynamoDB::Table", "Properties": properties}}, {"Name": {"Ref": "T"}})["Name"]
    described = aws.client("dynamodb").describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    return described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


@behaviour
def token_lambda_failure(aws):
    function = aws.function("token-lambda-failure", FAILING)
    members = {"FunctionName": function, "Payload": {"token.$": "$$.Task.Token"}}
    resource = "arn:aws:states:::lambda:invoke.waitForTaskToken"
    return aws.task("token-lambda-failure", Resource=resource, TimeoutSeconds=3, Parameters=members)["error"] != "States.Timeout"


def test_every_patch_has_a_behaviour_and_says_what_it_mends():
    assert set(BEHAVIOURS) == set(fidelity.NAMES)
    assert all(import_module(f"rehearsal.emulator.fidelity.{name}").MENDS for name in fidelity.NAMES)


@pytest.mark.parametrize("name", fidelity.NAMES)
def test_it_is_as_on_aws_with_the_patch(emulator, name):
    assert BEHAVIOURS[name](emulator) is True


@pytest.mark.parametrize("name", fidelity.NAMES)
def test_it_is_not_as_on_aws_without_the_patch(unpatched, name):
    try:
        as_on_aws = BEHAVIOURS[name](unpatched)
    except Exception:
        as_on_aws = False
    assert as_on_aws is not True, f"MiniStack no longer needs the patch '{name}': delete it"


def test_an_unknown_patch_is_refused():
    with pytest.raises(ValueError, match="names no patch: no_such_patch"):
        fidelity.apply(frozenset({"no_such_patch"}))
