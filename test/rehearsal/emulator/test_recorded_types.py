"""Resource types that MiniStack lacks, in real stacks."""

from __future__ import annotations

import pytest

VPC = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}


def flow_log(**changes):
    properties = {"ResourceType": "VPC", "ResourceId": {"Ref": "Vpc"}, "TrafficType": "ALL", "LogDestination": "arn:aws:s3:::logs", **changes}
    return {"Type": "AWS::EC2::FlowLog", "Properties": {name: value for name, value in properties.items() if value is not None}}


def present(emulator, stack):
    return [item["type"] for item in emulator.ask("recorded")["present"] if item["stack"] == stack]


def test_a_recorded_resource_has_an_identity_is_listed_and_goes_with_its_stack(emulator):
    outputs = emulator.deploy(
        "recorded",
        {
            "Vpc": VPC,
            "Log": flow_log(),
            "Address": {"Type": "AWS::EC2::EIP", "Properties": {"Domain": "vpc"}},
            "Target": {
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                "Properties": {
                    "MinCapacity": 1, "MaxCapacity": 2, "ResourceId": "endpoint/e/variant/v", "ServiceNamespace": "sagemaker",
                    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
                },
            },
        },
        {
            "Log": {"Ref": "Log"}, "LogId": {"Fn::GetAtt": ["Log", "Id"]}, "Ip": {"Ref": "Address"},
            "Allocation": {"Fn::GetAtt": ["Address", "AllocationId"]}, "Target": {"Ref": "Target"},
        },
    )
    assert outputs["Log"].startswith("fl-") and outputs["LogId"] == outputs["Log"]
    assert outputs["Ip"].startswith("203.0.113.") and outputs["Allocation"].startswith("eipalloc-")
    assert outputs["Target"] == "endpoint/e/variant/v|sagemaker:variant:DesiredInstanceCount|sagemaker"
    assert sorted(present(emulator, "recorded")) == ["AWS::ApplicationAutoScaling::ScalableTarget", "AWS::EC2::EIP", "AWS::EC2::FlowLog"]
    emulator.destroy("recorded")
    assert present(emulator, "recorded") == []
    assert emulator.ask("recorded")["types"]["AWS::EC2::EIP"] >= 1


def test_wrong_properties_fail_the_stack_with_their_names(emulator):
    with pytest.raises(AssertionError, match="AWS::EC2::FlowLog.*TrafficType: 'SOME' is not one of"):
        emulator.deploy("recorded-wrong", {"Vpc": VPC, "Log": flow_log(TrafficType="SOME")})


def test_it_is_replaced_when_aws_would_replace_it_and_updated_in_place_otherwise(emulator):
    ref = {"Log": {"Ref": "Log"}}
    first = emulator.deploy("recorded-update", {"Vpc": VPC, "Log": flow_log()}, ref)["Log"]
    tagged = emulator.deploy("recorded-update", {"Vpc": VPC, "Log": flow_log(Tags=[{"Key": "a", "Value": "b"}])}, ref)["Log"]
    replaced = emulator.deploy("recorded-update", {"Vpc": VPC, "Log": flow_log(TrafficType="REJECT")}, ref)["Log"]
    assert tagged == first
    assert replaced != first
    assert present(emulator, "recorded-update") == ["AWS::EC2::FlowLog"]
    emulator.destroy("recorded-update")


def test_a_type_that_nobody_knows_is_still_refused(emulator):
    with pytest.raises(Exception, match="Unrecognized resource types: \\[AWS::Nobody::Knows\\]"):
        emulator.deploy("unknown-type", {"X": {"Type": "AWS::Nobody::Knows", "Properties": {}}})
