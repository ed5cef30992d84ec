"""SageMaker from state machines, rules and schedules; and its events."""

from __future__ import annotations

import json

from conftest import eventually

PIPELINE = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/train"
ROLE = "arn:aws:iam::000000000000:role/test"


def test_a_state_machine_waits_for_a_job(emulator, calls):
    ended = emulator.task("job", Resource="arn:aws:states:::sagemaker:createProcessingJob.sync", Parameters={"ProcessingJobName": "one"})
    assert ended["status"] == "SUCCEEDED"
    assert json.loads(ended["output"])["ProcessingJobStatus"] == "Completed"
    assert calls.operations() == ["CreateProcessingJob", "DescribeProcessingJob"]


def test_a_failed_job_fails_its_task_with_what_describe_says(emulator, calls):
    calls.job_status = "Failed"
    ended = emulator.task("failed-job", Resource="arn:aws:states:::sagemaker:createTrainingJob.sync", Parameters={"TrainingJobName": "two"})
    assert ended["error"] == "States.TaskFailed"
    assert json.loads(ended["cause"])["TrainingJobStatus"] == "Failed"


def test_sdk_tasks_name_errors_as_the_sdk_does(emulator, calls):
    def error_after(code):
        calls.refusals["DescribeModel"] = (code, "refused")
        resource = "arn:aws:states:::aws-sdk:sagemaker:describeModel"
        return emulator.task(f"sdk-{code}", Resource=resource, Parameters={"ModelName": "m"})["error"]

    assert error_after("ResourceNotFound") == "SageMaker.ResourceNotFoundException"
    assert error_after("ValidationException") == "SageMaker.SageMakerException"


def test_a_rule_starts_a_pipeline_with_its_parameters(emulator, calls):
    parameters = [{"Name": "Rounds", "Value": "300"}]
    target = {"Arn": PIPELINE, "RoleArn": ROLE, "SageMakerPipelineParameters": {"PipelineParameterList": parameters}}
    emulator.rule("starts", "test.starts", target)
    emulator.event("test.starts")
    eventually(lambda: "StartPipelineExecution" in calls.operations())
    started = calls.members_of("StartPipelineExecution")
    assert started["PipelineName"] == PIPELINE
    assert started["PipelineParameters"] == parameters
    assert len(started["ClientRequestToken"]) >= 32


def test_a_refused_start_ends_in_the_dead_letter_queue(emulator, calls):
    url, arn = emulator.queue("refused-starts")
    calls.refusals["StartPipelineExecution"] = ("ResourceNotFound", "no such pipeline")
    emulator.rule("refused", "test.refused", {"Arn": PIPELINE, "RoleArn": ROLE, "DeadLetterConfig": {"Arn": arn}})
    emulator.event("test.refused")
    assert json.loads(emulator.messages(url)[0])["errorCode"] == "ResourceNotFound"


def test_schedules_start_pipelines_directly_and_by_the_universal_target(emulator, calls):
    universal = {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:startPipelineExecution", "Input": json.dumps({"PipelineName": "weekly"})}
    for name, target in {"direct": {"Arn": PIPELINE}, "universal": universal}.items():
        emulator.client("scheduler").create_schedule(
            Name=name, ScheduleExpression="at(2026-01-01T00:00:00)", FlexibleTimeWindow={"Mode": "OFF"}, Target={"RoleArn": ROLE, **target}
        )
    eventually(lambda: calls.operations().count("StartPipelineExecution") == 2)
    assert {members["PipelineName"] for _, members in calls.calls} == {PIPELINE, "weekly"}


def test_events_of_sagemaker_pass_and_those_of_other_services_do_not(emulator):
    url, arn = emulator.queue("sagemaker-events")
    emulator.rule("sagemaker-events", "aws.sagemaker", {"Arn": arn})
    assert emulator.event("aws.sagemaker", {"a": 1})["FailedEntryCount"] == 0
    assert json.loads(emulator.messages(url)[0])["detail"] == {"a": 1}
    assert emulator.event("aws.ec2")["FailedEntryCount"] == 1
