"""The judge of properties: CloudFormation's schemas, read as leniently as CloudFormation reads them."""

from __future__ import annotations

import pytest
from rehearsal.emulator.cfn_schemas import schema_of

FLOW_LOG = {"ResourceType": "VPC", "ResourceId": "vpc-1", "TrafficType": "ALL"}


def test_right_properties_have_no_problem():
    assert schema_of("AWS::EC2::FlowLog").problems({**FLOW_LOG, "MaxAggregationInterval": 60}) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"TrafficType": "SOME"}, "TrafficType: 'SOME' is not one of"),
        ({"Colour": "red"}, "'Colour' was unexpected"),
        ({"ResourceId": None}, "ResourceId: None is not of type 'string'"),
        ({"Id": "fl-1"}, "Id: is read-only"),
        ({"Tags": [{"Key": "a"}]}, "Tags.0: 'Value' is a required property"),
    ],
)
def test_wrong_properties_are_named(change, problem):
    assert any(problem in line for line in schema_of("AWS::EC2::FlowLog").problems({**FLOW_LOG, **change}))


def test_a_missing_property_is_named():
    assert any("'ResourceType' is a required property" in line for line in schema_of("AWS::EC2::FlowLog").problems({"ResourceId": "vpc-1"}))


@pytest.mark.parametrize(("size", "fits"), [("5", True), (5, True), ("0", False), ("five", False)])
def test_numbers_may_be_texts(size, fits):
    properties = {"ParallelismConfiguration": {"MaxParallelExecutionSteps": size}}
    problems = schema_of("AWS::SageMaker::Pipeline").problems(
        {"PipelineName": "p", "RoleArn": "arn:aws:iam::000000000000:role/r", "PipelineDefinition": {"PipelineDefinitionBody": "{}"}, **properties}
    )
    assert (problems == []) is fits


def test_identifier_attributes_and_replacement_are_known():
    schema = schema_of("AWS::SageMaker::UserProfile")
    assert schema.identifier == ("UserProfileName", "DomainId")
    assert schema.read_only == ("UserProfileArn",)
    assert "DomainId" in schema.create_only
