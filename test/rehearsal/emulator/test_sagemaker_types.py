"""`AWS::SageMaker::*` in real stacks, on a SageMaker that remembers what it was asked."""

from __future__ import annotations

import pytest

ROLE = "arn:aws:iam::000000000000:role/models"
IMAGE = "000000000000.dkr.ecr.us-east-1.amazonaws.com/image:1"


def pipeline(body="{}", **changes):
    properties = {"PipelineName": "train", "RoleArn": ROLE, "PipelineDefinition": {"PipelineDefinitionBody": body}, **changes}
    return {"Type": "AWS::SageMaker::Pipeline", "Properties": properties}


def model(image=IMAGE, **changes):
    return {"Type": "AWS::SageMaker::Model", "Properties": {"ExecutionRoleArn": ROLE, "PrimaryContainer": {"Image": image}, **changes}}


def test_a_pipeline_is_created_updated_and_deleted_through_the_api(emulator, calls):
    tag = [{"Key": "team", "Value": "risk"}]
    outputs = emulator.deploy("pipeline", {"P": pipeline('{"v": 1}', ParallelismConfiguration={"MaxParallelExecutionSteps": "4"})}, {"Ref": {"Ref": "P"}})
    assert outputs["Ref"] == "train"
    created = calls.members_of("CreatePipeline")
    assert created["PipelineDefinition"] == '{"v": 1}'
    assert created["ParallelismConfiguration"] == {"MaxParallelExecutionSteps": 4}
    assert created["ClientRequestToken"]

    emulator.deploy("pipeline", {"P": pipeline('{"v": 2}', Tags=tag)})
    assert calls.members_of("UpdatePipeline")["PipelineDefinition"] == '{"v": 2}'
    assert calls.members_of("AddTags")["Tags"] == tag

    emulator.deploy("pipeline", {"P": pipeline('{"v": 2}', Tags=[{"Key": "other", "Value": "x"}])})
    assert calls.members_of("DeleteTags")["TagKeys"] == ["team"]
    assert calls.operations().count("UpdatePipeline") == 1

    emulator.destroy("pipeline")
    assert calls.members_of("DeletePipeline")["PipelineName"] == "train"


def test_a_definition_in_s3_is_handed_on_as_its_place(emulator, calls):
    place = {"Bucket": "code", "Key": "pipeline.json", "Version": "7"}
    emulator.deploy("pipeline-s3", {"P": pipeline(PipelineDefinition={"PipelineDefinitionS3Location": place}, PipelineName="from-s3")})
    created = calls.members_of("CreatePipeline")
    assert created["PipelineDefinitionS3Location"] == {"Bucket": "code", "ObjectKey": "pipeline.json", "VersionId": "7"}
    assert "PipelineDefinition" not in created
    emulator.destroy("pipeline-s3")


def test_a_model_is_replaced_and_the_endpoint_follows(emulator, calls):
    def stack(image):
        variant = {
            "VariantName": "all", "ModelName": {"Fn::GetAtt": ["M", "ModelName"]}, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large",
            "InitialVariantWeight": 1,
        }
        config = {"ProductionVariants": [variant]}
        return {
            "M": model(image),
            "C": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": config},
            "E": {
                "Type": "AWS::SageMaker::Endpoint",
                "Properties": {"EndpointName": "income", "EndpointConfigName": {"Fn::GetAtt": ["C", "EndpointConfigName"]}},
            },
        }

    outputs = {"Model": {"Ref": "M"}, "Endpoint": {"Fn::GetAtt": ["E", "EndpointName"]}}
    first = emulator.deploy("endpoint", stack(IMAGE), outputs)
    second = emulator.deploy("endpoint", stack(IMAGE.replace(":1", ":2")), outputs)
    assert first["Model"].startswith("arn:aws:sagemaker:") and first["Model"] != second["Model"]
    assert first["Endpoint"] == second["Endpoint"] == "income"
    order = [name for name in calls.operations() if name in ("CreateModel", "UpdateEndpoint", "DeleteEndpointConfig", "DeleteModel")]
    assert order == ["CreateModel", "CreateModel", "UpdateEndpoint", "DeleteEndpointConfig", "DeleteModel"] or order == [
        "CreateModel", "CreateModel", "UpdateEndpoint", "DeleteModel", "DeleteEndpointConfig",
    ]
    emulator.destroy("endpoint")
    assert calls.operations().count("DeleteModel") == 2


def test_domain_and_profile_have_the_references_of_cloudformation(emulator, calls):
    settings = {"ExecutionRole": ROLE}
    resources = {
        "D": {"Type": "AWS::SageMaker::Domain", "Properties": {"AuthMode": "IAM", "DomainName": "team", "DefaultUserSettings": settings}},
        "U": {"Type": "AWS::SageMaker::UserProfile", "Properties": {"DomainId": {"Ref": "D"}, "UserProfileName": "ann"}},
    }
    outputs = emulator.deploy("studio", resources, {"D": {"Ref": "D"}, "DArn": {"Fn::GetAtt": ["D", "DomainArn"]}, "U": {"Ref": "U"}})
    assert outputs["D"].startswith("d-") and outputs["DArn"].endswith(outputs["D"])
    assert outputs["U"] == f"ann|{outputs['D']}"
    emulator.destroy("studio")
    assert calls.members_of("DeleteUserProfile") == {"DomainId": outputs["D"], "UserProfileName": "ann"}


def feature_group(*names, **more):
    definitions = [{"FeatureName": name, "FeatureType": "String"} for name in names]
    properties = {
        "FeatureGroupName": "people", "RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at", "FeatureDefinitions": definitions,
        "OnlineStoreConfig": {"EnableOnlineStore": "true"}, **more,
    }
    return {"F": {"Type": "AWS::SageMaker::FeatureGroup", "Properties": properties}}


def test_a_feature_group_gets_only_its_new_features(emulator, calls):
    emulator.deploy("features", feature_group("id", "at"))
    assert calls.members_of("CreateFeatureGroup")["OnlineStoreConfig"] == {"EnableOnlineStore": True}
    emulator.deploy("features", feature_group("id", "at", "age"))
    added = [{"FeatureName": "age", "FeatureType": "String"}]
    assert calls.members_of("UpdateFeatureGroup") == {"FeatureGroupName": "people", "FeatureAdditions": added}
    emulator.destroy("features")


def test_a_feature_group_is_changed_in_one_way_at_a_time(emulator, calls):
    emulator.deploy("features", feature_group("id", "at"))
    emulator.deploy("features", feature_group("id", "at", "age", ThroughputConfig={"ThroughputMode": "OnDemand"}))
    updates = [members for name, members in calls.calls if name == "UpdateFeatureGroup"]
    assert sorted(sorted(members) for members in updates) == [["FeatureAdditions", "FeatureGroupName"], ["FeatureGroupName", "ThroughputConfig"]]
    emulator.destroy("features")


def test_a_group_policy_is_put_on_the_group(emulator, calls):
    policy = {"Version": "2012-10-17", "Statement": []}
    properties = {"ModelPackageGroupName": "g", "ModelPackageGroupPolicy": policy}
    emulator.deploy("group", {"G": {"Type": "AWS::SageMaker::ModelPackageGroup", "Properties": properties}})
    assert calls.members_of("PutModelPackageGroupPolicy")["ModelPackageGroupName"] == "g"
    assert "ModelPackageGroupPolicy" not in calls.members_of("CreateModelPackageGroup")
    emulator.destroy("group")


def test_a_refusal_of_sagemaker_fails_the_stack_with_its_words(emulator, calls):
    calls.refusals["CreatePipeline"] = ("ValidationException", "the role is not good enough")
    with pytest.raises(AssertionError, match="CreatePipeline: ValidationException: the role is not good enough"):
        emulator.deploy("refused", {"P": pipeline(PipelineName="refused")})


def test_wrong_properties_never_reach_sagemaker(emulator, calls):
    with pytest.raises(AssertionError, match="RoleArn: 'nobody' does not match"):
        emulator.deploy("wrong", {"P": pipeline(PipelineName="wrong", RoleArn="nobody")})
    assert "CreatePipeline" not in calls.operations()


def test_what_is_gone_already_is_no_obstacle_to_deletion(emulator, calls):
    emulator.deploy("gone", {"M": model(ModelName="gone")})
    calls.answer("DeleteModel", {"ModelName": "gone"})
    emulator.destroy("gone")


def test_a_model_with_a_name_of_its_own_cannot_be_replaced(emulator, calls):
    emulator.deploy("named", {"M": model(ModelName="mine")})
    with pytest.raises(AssertionError, match="cannot update a stack when a custom-named resource requires replacing"):
        emulator.deploy("named", {"M": model(IMAGE.replace(":1", ":2"), ModelName="mine")})
    emulator.destroy("named")
