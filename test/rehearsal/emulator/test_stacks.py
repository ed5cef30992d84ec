"""What the rehearsal relies on in MiniStack itself, and the limits put on it."""

from __future__ import annotations

import time

import pytest

ROLE = "arn:aws:iam::000000000000:role/test"


def queue(seconds):
    return {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": seconds}}


def test_an_update_keeps_the_messages_of_a_queue(emulator):
    url = emulator.deploy("kept-queue", {"Q": queue(10)}, {"Url": {"Ref": "Q"}})["Url"]
    emulator.client("sqs").send_message(QueueUrl=url, MessageBody="keep me")
    assert emulator.deploy("kept-queue", {"Q": queue(20)}, {"Url": {"Ref": "Q"}})["Url"] == url
    assert emulator.messages(url) == ["keep me"]
    emulator.destroy("kept-queue")


def test_a_failed_update_goes_back_to_what_was(emulator):
    url = emulator.deploy("went-back", {"Q": queue(10)}, {"Url": {"Ref": "Q"}})["Url"]
    wrong = {"Type": "AWS::EC2::FlowLog", "DependsOn": "Q", "Properties": {"ResourceId": "vpc-1"}}
    with pytest.raises(AssertionError, match="'ResourceType' is a required property"):
        emulator.deploy("went-back", {"Q": queue(20), "Wrong": wrong})
    timeout = emulator.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    assert timeout["Attributes"] == {"VisibilityTimeout": "10"}
    emulator.destroy("went-back")


def test_a_custom_resource_that_never_answers_fails_soon(emulator):
    function = emulator.function("silent", "export const handler = async () => ({});")
    started = time.monotonic()
    with pytest.raises(AssertionError, match="timed out"):
        emulator.deploy("silent", {"C": {"Type": "Custom::Silent", "Properties": {"ServiceToken": function}}})
    assert time.monotonic() - started < 30


def test_functions_know_where_sagemaker_is(emulator):
    source = "export const handler = async () => process.env.AWS_ENDPOINT_URL_SAGEMAKER;"
    name = emulator.function("knows", source)
    assert emulator.client("lambda").invoke(FunctionName=name)["Payload"].read().decode().strip('"') == emulator.sagemaker.url


def test_python_functions_have_boto3(emulator):
    name = emulator.function("python", "import boto3\ndef handler(event, context):\n    return boto3.__version__\n", runtime="python3.12")
    assert b"1." in emulator.client("lambda").invoke(FunctionName=name)["Payload"].read()


def test_leftovers_name_what_stands_and_forget_what_is_gone(emulator):
    url = emulator.deploy("leftover", {"Q": queue(10), "K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {}}}}, {"Url": {"Ref": "Q"}})["Url"]
    assert {"kind": "queue", "name": url} in emulator.ask("leftovers")
    assert {"kind": "stack", "name": "leftover"} in emulator.ask("leftovers")
    emulator.destroy("leftover")
    left = emulator.ask("leftovers")
    assert url not in [item["name"] for item in left]
    assert "leftover" not in [item["name"] for item in left if item["kind"] == "stack"]
    assert any(item["kind"] == "key pending deletion" for item in left)


def test_an_unknown_question_is_answered_with_those_that_exist(emulator):
    with pytest.raises(Exception, match="404"):
        emulator.ask("nothing")
