"""Models: made, registered, asked about a batch, and served."""

from sagemaker.drift_check_baselines import DriftCheckBaselines
from sagemaker.inputs import BatchDataCaptureConfig
from sagemaker.lineage.action import Action
from sagemaker.lineage.artifact import Artifact
from sagemaker.lineage.context import Context
from sagemaker.metadata_properties import MetadataProperties
from sagemaker.model import Model
from sagemaker.model_card.model_card import ModelPackageModelCard
from sagemaker.model_life_cycle import ModelLifeCycle
from sagemaker.model_metrics import FileSource, MetricsSource, ModelMetrics
from sagemaker.pipeline import PipelineModel
from sagemaker.transformer import Transformer
from sagemaker.workflow.endpoint_step import EndpointConfigStep, EndpointStep
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.functions import Join
from sagemaker.workflow.inference_component_step import InferenceComponentStep
from sagemaker.workflow.lineage_step import LineageAssociation, LineageEntityReference, LineageStep
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.parameters import ParameterString
from sagemaker.workflow.step_collections import RegisterModel
from sagemaker.workflow.steps import CacheConfig, TransformStep

from ..case import ACCOUNT, IMAGE, KEY, REGION, ROLE, case
from .functions import call
from .session import SESSION, kept, pipeline

ARTIFACT = "s3://models/income/model.tar.gz"


def model(**options):
    return Model(**{"image_uri": IMAGE, "model_data": ARTIFACT, "role": ROLE, "sagemaker_session": SESSION, **options})


@case("models")
def models():
    """Models of one container and of several."""
    network = {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    one = ModelStep(
        name="One",
        step_args=model(env={"STAGE": "test"}, vpc_config=network, enable_network_isolation=True).create(),
        display_name="Make one",
        description="It serves",
    )
    parts = [model(env={"ORDER": "1"}), model(model_data="s3://models/second/model.tar.gz")]
    two = ModelStep(name="Two", step_args=PipelineModel(models=parts, role=ROLE, sagemaker_session=SESSION).create(None))
    folder = {"S3DataSource": {"S3Uri": "s3://models/open/", "S3DataType": "S3Prefix", "CompressionType": "None"}}
    unpacked = ModelStep(name="Unpacked", step_args=model(model_data=folder).create())
    bare = ModelStep(name="Bare", step_args=model(model_data=None).create())
    show = call("Show", {"name": one.properties.ModelName, "arn": one.properties.ModelArn})
    return pipeline(one, two, unpacked, bare, show)


def source(name):
    return MetricsSource("application/json", f"s3://facts/{name}.json")


@case("register")
def register():
    """A version with all that the SDK has words for."""
    metrics = ModelMetrics(
        model_statistics=source("statistics"),
        model_constraints=source("constraints"),
        model_data_statistics=source("data-statistics"),
        model_data_constraints=source("data-constraints"),
        bias=source("bias"),
        bias_pre_training=source("bias-pre"),
        bias_post_training=source("bias-post"),
        explainability=source("explanations"),
    )
    baselines = DriftCheckBaselines(
        model_statistics=source("statistics"),
        model_constraints=source("constraints"),
        model_data_statistics=source("data-statistics"),
        model_data_constraints=source("data-constraints"),
        bias_config_file=FileSource("s3://facts/bias-config.json", content_type="application/json"),
        bias_pre_training_constraints=source("bias-pre"),
        bias_post_training_constraints=source("bias-post"),
        explainability_constraints=source("explanations"),
        explainability_config_file=FileSource("s3://facts/explain-config.json", content_type="application/json"),
    )
    step = ModelStep(
        name="Register",
        display_name="Keep it",
        description="In the group",
        step_args=model(env={"STAGE": "test"}).register(
            content_types=["text/csv"],
            response_types=["application/json"],
            inference_instances=["ml.m5.large", "ml.m5.xlarge"],
            transform_instances=["ml.m5.large", "ml.m5.xlarge"],
            model_package_group_name="income",
            model_metrics=metrics,
            metadata_properties=MetadataProperties(
                commit_id="4f2d9c1", repository="https://example.com/models", generated_by="pipeline", project_id="p-1"
            ),
            approval_status="Approved",
            description="Estimates income",
            drift_check_baselines=baselines,
            customer_metadata_properties={"team": "risk"},
            domain="MACHINE_LEARNING",
            task="CLASSIFICATION",
            sample_payload_url="s3://samples/payload.tar.gz",
            skip_model_validation="All",
            model_life_cycle=ModelLifeCycle(stage="Staging", stage_status="New", stage_description="first"),
            framework="XGBOOST",
            framework_version="1.7-1",
            nearest_model_name="xgboost",
            data_input_configuration='{"rows": 1}',
            source_uri="s3://source/",
        ),
    )
    return pipeline(step, call("Show", {"arn": step.properties.ModelPackageArn}))


@case("register-several")
def register_several():
    """A version of two containers that a run made, by the older collection of steps too."""
    place = ParameterString("Artifact", default_value=ARTIFACT)
    parts = [model(), model(model_data=place)]
    types = {
        "content_types": ["text/csv"],
        "response_types": ["text/csv"],
        "inference_instances": ["ml.m5.large"],
        "transform_instances": ["ml.m5.large"],
    }
    two = ModelStep(
        name="Two",
        step_args=PipelineModel(models=parts, role=ROLE, sagemaker_session=SESSION).register(
            model_package_group_name="income", approval_status="PendingManualApproval", **types
        ),
    )
    older = RegisterModel(name="Older", model=model(), model_package_group_name="income", approval_status="Rejected", **types)
    return pipeline(two, older, parameters=[place])


@case("model-card")
def model_card():
    content = {
        "model_overview": {"model_creator": "risk"},
        "intended_uses": {"purpose_of_model": "Estimates income", "risk_rating": "Low", "intended_uses": "Puts cases in order"},
        "additional_information": {"caveats_and_recommendations": "Learned long ago", "custom_details": {"team": "risk"}},
    }
    return pipeline(
        ModelStep(
            name="Register",
            step_args=model().register(
                content_types=["text/csv"],
                response_types=["text/csv"],
                inference_instances=["ml.m5.large"],
                transform_instances=["ml.m5.large"],
                model_package_group_name="income",
                approval_status="PendingManualApproval",
                model_card=ModelPackageModelCard(model_card_content=content, model_card_status="PendingReview"),
            ),
        )
    )


@case("transform")
def transform():
    made = ModelStep(name="Make", step_args=model().create())
    full = Transformer(
        model_name=made.properties.ModelName,
        instance_count=2,
        instance_type="ml.m5.xlarge",
        strategy="MultiRecord",
        assemble_with="Line",
        output_path=kept("runs", "Ask", "transformed"),
        output_kms_key=KEY,
        volume_kms_key=KEY,
        accept="text/csv",
        max_concurrent_transforms=4,
        max_payload=6,
        env={"STAGE": "test"},
        tags=None,
        sagemaker_session=SESSION,
    )
    ask = TransformStep(
        name="Ask",
        display_name="Ask about rows",
        description="All of them",
        cache_config=CacheConfig(enable_caching=True),
        step_args=full.transform(
            "s3://raw/rows/",
            content_type="text/csv",
            split_type="Line",
            compression_type="Gzip",
            input_filter="$[1:]",
            output_filter="$[0,-1]",
            join_source="Input",
            model_client_config={"InvocationsTimeoutInSeconds": 60, "InvocationsMaxRetries": 1},
            batch_data_capture_config=BatchDataCaptureConfig(kept("runs", "Ask", "captured"), kms_key_id=KEY, generate_inference_id=True),
        ),
    )
    plain = Transformer(
        model_name="income",
        instance_count=1,
        instance_type="ml.m5.large",
        output_path=kept("runs", "Plain", "transformed"),
        output_kms_key=KEY,
        volume_kms_key=KEY,
        sagemaker_session=SESSION,
    )
    second = TransformStep(name="Plain", step_args=plain.transform("s3://raw/listed.manifest", data_type="ManifestFile"))
    show = call("Show", {"answers": ask.properties.TransformOutput.S3OutputPath, "captured": ask.properties.DataCaptureConfig.DestinationS3Uri})
    return pipeline(made, ask, second, show)


@case("serving")
def serving():
    made = ModelStep(name="Make", step_args=model().create())
    name = Join(on="-", values=["income", ExecutionVariables.PIPELINE_EXECUTION_ID])
    config = EndpointConfigStep(
        name="Config",
        display_name="Say how",
        description="On one machine",
        cache_config=CacheConfig(enable_caching=True, expire_after="PT1H"),
        step_args=SESSION.create_endpoint_config(
            name=name, model_name=made.properties.ModelName, initial_instance_count=1, instance_type="ml.m5.large", kms_key=KEY
        ),
    )
    serverless = EndpointConfigStep(
        name="Serverless",
        step_args=SESSION.create_endpoint_config(
            name=Join(on="-", values=["idle", ExecutionVariables.PIPELINE_EXECUTION_ID]),
            model_name="income",
            serverless_inference_config_dict={"MemorySizeInMB": 2048, "MaxConcurrency": 5},
        ),
    )
    serve = EndpointStep(
        name="Serve",
        display_name="Serve it",
        description="To all",
        cache_config=CacheConfig(enable_caching=True),
        step_args=SESSION.create_endpoint(endpoint_name="income", config_name=config.properties.EndpointConfigName),
    )
    copies = InferenceComponentStep(
        name="Copies",
        display_name="Two copies",
        description="On the endpoint",
        step_args=SESSION.create_inference_component(
            inference_component_name="income-1",
            endpoint_name=serve.properties.EndpointName,
            variant_name="AllTraffic",
            specification={
                "ModelName": "income",
                "ComputeResourceRequirements": {
                    "MinMemoryRequiredInMb": 1024,
                    "NumberOfCpuCoresRequired": 2,
                    "NumberOfAcceleratorDevicesRequired": 1,
                },
            },
            runtime_config={"CopyCount": 2},
        ),
    )
    show = call("Show", {"endpoint": serve.properties.EndpointArn, "component": copies.properties.InferenceComponentName})
    return pipeline(made, config, serverless, serve, copies, show)


@case("lineage")
def lineage():
    run = Action.create(
        action_name="training",
        source_uri=ExecutionVariables.PIPELINE_EXECUTION_ARN,
        action_type="ModelTraining",
        properties={"stage": "test"},
        sagemaker_session=SESSION,
    )
    artifact = Artifact.create(artifact_name="model", source_uri=ARTIFACT, artifact_type="Model", sagemaker_session=SESSION)
    context = Context.create(context_name="project", source_uri="https://example.com", context_type="Project", sagemaker_session=SESSION)
    of_run, of_model = LineageEntityReference(name="training", type="Action"), LineageEntityReference(name="model", type="Artifact")
    existing = LineageEntityReference(arn=f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:artifact/1234")
    record = LineageStep(
        name="Record",
        actions=[run],
        artifacts=[artifact],
        contexts=[context],
        display_name="Record it",
        description="Where it comes from",
        associations=[LineageAssociation(of_run, of_model, "Produced"), LineageAssociation(existing, of_run, "ContributedTo")],
    )
    show = call(
        "Show",
        {
            "run": record.properties.ActionArns["training"],
            "model": record.properties.ArtifactArns["model"],
            "project": record.properties.ContextArns["project"],
        },
    )
    return pipeline(record, show)
