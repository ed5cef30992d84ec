"""Steps that only version 3 has, and how they are put together."""

from sagemaker.core.lambda_helper import Lambda
from sagemaker.core.processing import Processor
from sagemaker.core.shapes import ProcessingOutput, ProcessingS3Output, Tag
from sagemaker.core.workflow.conditions import ConditionGreaterThan, ConditionIn, ConditionNot, ConditionOr, ConditionEquals
from sagemaker.core.workflow.execution_variables import ExecutionVariables
from sagemaker.core.workflow.functions import Join
from sagemaker.core.workflow.pipeline_capture import capture_create_job_request
from sagemaker.core.workflow.pipeline_context import runnable_by_pipeline
from sagemaker.core.workflow.parameters import ParameterBoolean, ParameterFloat, ParameterInteger, ParameterString
from sagemaker.core.workflow.properties import Properties
from sagemaker.mlops.workflow.callback_step import CallbackOutput, CallbackOutputTypeEnum, CallbackStep
from sagemaker.mlops.workflow.cleanup_step import CleanupStep, S3CleanupSource
from sagemaker.mlops.workflow.condition_step import ConditionStep
from sagemaker.mlops.workflow.emr_serverless_step import EMRServerlessJobConfig, EMRServerlessStep
from sagemaker.mlops.workflow.fail_step import FailStep
from sagemaker.mlops.workflow.for_each_step import CurrentItem, ForEachSelector, ForEachStep, IterationOutput
from sagemaker.mlops.workflow.lambda_step import LambdaOutput, LambdaOutputTypeEnum, LambdaStep
from sagemaker.mlops.workflow.retry import SageMakerJobExceptionTypeEnum, SageMakerJobStepRetryPolicy, StepExceptionTypeEnum, StepRetryPolicy
from sagemaker.mlops.workflow.step_dependency import StepDependency, TriggerCondition
from sagemaker.mlops.workflow.steps import CacheConfig, JobStep, ProcessingStep

from ..case import ACCOUNT, BUCKET, IMAGE, REGION, ROLE, case
from .session import SESSION, pipeline

FUNCTION = Lambda(function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:publish", session=SESSION)
QUEUE = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/requests"
RUNTIME = f"arn:aws:iam::{ACCOUNT}:role/emr"


def call(name, inputs=None, outputs=(), **options):
    return LambdaStep(name=name, lambda_func=FUNCTION, inputs=inputs or {}, outputs=list(outputs), **options)


@case("emr-serverless")
def emr_serverless():
    day = ParameterString("Day", default_value="2026-01-01")
    own = EMRServerlessStep(
        name="Sum",
        display_name="Sum rows",
        description="On an application of its own",
        cache_config=CacheConfig(enable_caching=True),
        retry_policies=[StepRetryPolicy(exception_types=[StepExceptionTypeEnum.THROTTLING], max_attempts=2)],
        application_config={"releaseLabel": "emr-7.5.0", "type": "SPARK"},
        job_config=EMRServerlessJobConfig(
            execution_role_arn=RUNTIME,
            execution_timeout_minutes=60,
            job_driver={
                "sparkSubmit": {
                    "entryPoint": "s3://programs/sum.py",
                    "entryPointArguments": ["--day", day],
                    "sparkSubmitParameters": "--conf spark.executor.cores=2",
                }
            },
            configuration_overrides={"monitoringConfiguration": {"s3MonitoringConfiguration": {"logUri": "s3://logs/emr/"}}},
            tags={"team": "risk"},
        ),
    )
    existing = EMRServerlessStep(
        name="Count",
        display_name="Count rows",
        description="On an application that exists",
        application_id="00f5abc",
        job_config=EMRServerlessJobConfig(execution_role_arn=RUNTIME, job_driver={"sparkSubmit": {"entryPoint": "s3://programs/count.py"}}),
    )
    return pipeline(own, existing, parameters=[day])


@case("functions-v3")
def functions():
    stage = ParameterString("Stage", default_value="test", enum_values=["test", "live"])
    rounds = ParameterInteger("Rounds", default_value=3)
    bar = ParameterFloat("Bar", default_value=0.5)
    on = ParameterBoolean("On", default_value=True)
    ask = call("Ask", {"run": ExecutionVariables.PIPELINE_EXECUTION_ID}, [LambdaOutput("rate", LambdaOutputTypeEnum.Float)])
    wait = CallbackStep(
        name="Wait",
        sqs_queue_url=QUEUE,
        inputs={"rate": ask.properties.Outputs["rate"]},
        outputs=[CallbackOutput("verdict", CallbackOutputTypeEnum.String)],
    )
    fork = ConditionStep(
        name="Fork",
        conditions=[
            ConditionGreaterThan(left=ask.properties.Outputs["rate"], right=bar),
            ConditionNot(ConditionIn(value=stage, in_values=["live"])),
            ConditionOr([ConditionEquals(left=on, right=True), ConditionEquals(left=rounds, right=3)]),
        ],
        if_steps=[call("Yes")],
        else_steps=[FailStep(name="No", error_message=Join(on="", values=["stage ", stage]))],
    )
    return pipeline(ask, wait, fork, parameters=[stage, rounds, bar, on])


@case("clean-up")
def clean_up():
    folder = Join(on="/", values=[f"s3://{BUCKET}/runs/income", ExecutionVariables.PIPELINE_EXECUTION_ID, "Prepare", "rows"])
    processor = Processor(
        role=ROLE, image_uri=IMAGE, instance_count=1, instance_type="ml.m5.large", max_runtime_in_seconds=3600, sagemaker_session=SESSION
    )
    rows = ProcessingS3Output(s3_uri=folder, local_path="/opt/ml/processing/output/rows", s3_upload_mode="EndOfJob")
    prepare = ProcessingStep(name="Prepare", step_args=processor.run(outputs=[ProcessingOutput(output_name="rows", s3_output=rows)]))
    written = prepare.properties.ProcessingOutputConfig.Outputs["rows"].S3Output.S3Uri
    parts = [Join(on="/", values=[written, name]) for name in ("part-0.csv", "part-1.csv")]
    clean = CleanupStep(
        name="Clean",
        display_name="Clean up",
        description="Rows are of no more use",
        s3_sources=[S3CleanupSource(prepare, s3_uris=parts)],
        depends_on=[call("Use", {"rows": written})],
    )
    always = CleanupStep(name="Always", s3_sources=[S3CleanupSource(prepare, s3_uris=parts[:1])], depends_on=[StepDependency(prepare, TriggerCondition.ANY)])
    return pipeline(prepare, clean.depends_on[0], clean, always)


class Customization:
    """What asks for a job: the SDK's own producers look at models and data sets before they do."""

    _pipeline_caller_name = "create_job"

    def __init__(self, config):
        self.sagemaker_session = SESSION
        self.config = config

    @runnable_by_pipeline
    def run(self):
        return capture_create_job_request(
            self.sagemaker_session,
            job_name="customize",
            role_arn=ROLE,
            job_category="AgentRFT",
            schema_version="1.0.0",
            job_config=self.config,
            tags=[Tag(key="team", value="risk")],
        )


@case("job")
def job():
    model = ParameterString("Model", default_value="nova-lite")
    customize = JobStep(
        name="Customize",
        display_name="Customize a model",
        description="By reinforcement",
        step_args=Customization(
            {
                "BaseModel": model,
                "Dataset": {"Uri": "s3://raw/prompts/"},
                "Rounds": 3,
                "OutputDataConfig": {"S3OutputPath": "s3://results/customized/"},
            }
        ).run(),
        cache_config=CacheConfig(enable_caching=True, expire_after="P7D"),
        retry_policies=[SageMakerJobStepRetryPolicy(exception_types=[SageMakerJobExceptionTypeEnum.RESOURCE_LIMIT], max_attempts=2)],
    )
    # A text by its shape, into which the service looks all the same.
    made = Properties(step_name="Customize", path="JobConfigDocument.OutputModelPackageArn", step=customize)
    return pipeline(customize, call("Show", {"job": customize.properties.JobArn, "model": made}), parameters=[model])


@case("dependencies")
def dependencies():
    first = call("First")
    second = call("Second")
    tell = call("Tell", depends_on=[StepDependency(first, TriggerCondition.FAILED)])
    tidy = call("Tidy", depends_on=[StepDependency(first, TriggerCondition.ANY), StepDependency(second, TriggerCondition.STOPPED)])
    return pipeline(first, second, tell, tidy, call("Go", depends_on=[StepDependency(first, TriggerCondition.COMPLETED), second]))


@case("for-each")
def for_each():
    items = ParameterString("Items", default_value='["a", "b"]')
    body = call(
        "Try",
        {"item": CurrentItem(), "part": CurrentItem().range["from"], "key": CurrentItem()["max depth"]},
        [LambdaOutput("rate", LambdaOutputTypeEnum.Float), LambdaOutput("model", LambdaOutputTypeEnum.String)],
    )
    each = ForEachStep(
        name="Each",
        display_name="Try all",
        description="Keep the best",
        iterable_items=items,
        max_concurrency=2,
        for_each_body=[body, call("Note", {"rate": body.properties.Outputs["rate"]})],
        selector=ForEachSelector(pick="MaxBy", field=IterationOutput(body).OutputParameters["rate"]),
    )
    told = each.properties
    show = call(
        "Show",
        {
            "status": told.Status,
            "items": told.InputItemCount,
            "all": told.TotalStepCount,
            "good": told.SucceededStepCount,
            "bad": told.FailedStepCount,
            "stopped": told.StoppedStepCount,
            "best": told.Selected.OutputParameters["model"],
            "first": told.IterationOutputs[0].Try.OutputParameters["rate"],
        },
    )
    return pipeline(each, show, parameters=[items])


@case("for-each-of-these")
def for_each_of_these():
    stage = ParameterString("Stage", default_value="test")
    body = call("Ask", {"item": CurrentItem()}, [LambdaOutput("rate", LambdaOutputTypeEnum.Integer)])
    each = ForEachStep(
        name="Some",
        iterable_items=["a", 1, 0.5, True, stage],
        max_concurrency=50,
        for_each_body=[body],
        selector=ForEachSelector(pick="MinBy", field=IterationOutput("Ask").OutputParameters["rate"]),
        depends_on=["First"],
    )
    return pipeline(call("First"), each, parameters=[stage])
