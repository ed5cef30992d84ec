"""Parameters, variables, functions and what goes around steps."""

from sagemaker.lambda_helper import Lambda
from sagemaker.processing import Processor, ProcessingOutput
from sagemaker.workflow.callback_step import CallbackOutput, CallbackOutputTypeEnum, CallbackStep
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.lambda_step import LambdaOutput, LambdaOutputTypeEnum, LambdaStep
from sagemaker.workflow.parameters import ParameterBoolean, ParameterFloat, ParameterInteger, ParameterString
from sagemaker.workflow.pipeline_experiment_config import PipelineExperimentConfig, PipelineExperimentConfigProperties
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.steps import CacheConfig, ProcessingStep

from ..case import ACCOUNT, IMAGE, REGION, ROLE, case
from .session import SESSION, kept, pipeline

FUNCTION = Lambda(function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:publish", session=SESSION)
QUEUE = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/requests"


def call(name, inputs=None, outputs=(), **options):
    return LambdaStep(name=name, lambda_func=FUNCTION, inputs=inputs or {}, outputs=list(outputs), **options)


def evaluate(name="Evaluate"):
    """A step that writes a file of metrics, and the file."""
    metrics = PropertyFile(name="evaluation", output_name="evaluation", path="evaluation.json")
    processor = Processor(
        role=ROLE, image_uri=IMAGE, instance_count=1, instance_type="ml.m5.large", max_runtime_in_seconds=3600, sagemaker_session=SESSION
    )
    output = ProcessingOutput(output_name="evaluation", source="/opt/ml/processing/output/evaluation", destination=kept("models", name, "evaluation"))
    return ProcessingStep(name=name, step_args=processor.run(outputs=[output]), property_files=[metrics]), metrics


@case("parameters")
def parameters():
    texts = [
        ParameterString("Text"),
        ParameterString("TextWithDefault", default_value="a"),
        ParameterString("EmptyText", default_value=""),
        ParameterString("Choice", default_value="test", enum_values=["test", "live"]),
        ParameterString("ChoiceWithoutDefault", enum_values=["a", "b"]),
    ]
    numbers = [
        ParameterInteger("Count"),
        ParameterInteger("CountWithDefault", default_value=0),
        ParameterFloat("Rate"),
        ParameterFloat("RateWithDefault", default_value=0.25),
    ]
    choices = [ParameterBoolean("Switch"), ParameterBoolean("On", default_value=True), ParameterBoolean("Off", default_value=False)]
    every = texts + numbers + choices
    return pipeline(call("Show", {each.name: each for each in every}), parameters=every)


@case("variables")
def variables():
    names = {
        "start": ExecutionVariables.START_DATETIME,
        "now": ExecutionVariables.CURRENT_DATETIME,
        "name": ExecutionVariables.PIPELINE_NAME,
        "arn": ExecutionVariables.PIPELINE_ARN,
        "run": ExecutionVariables.PIPELINE_EXECUTION_ID,
        "runArn": ExecutionVariables.PIPELINE_EXECUTION_ARN,
        "training": ExecutionVariables.TRAINING_JOB_NAME,
        "processing": ExecutionVariables.PROCESSING_JOB_NAME,
    }
    return pipeline(call("Show", names))


@case("functions")
def functions():
    step, metrics = evaluate()
    stage = ParameterString("Stage", default_value="test")
    rounds = ParameterInteger("Rounds", default_value=3)
    return pipeline(
        step,
        call(
            "Show",
            {
                "joined": Join(on="/", values=["s3:/", "results", stage, rounds, ExecutionVariables.PIPELINE_EXECUTION_ID]),
                "nested": Join(on="-", values=["a", Join(on="", values=[stage, "b"]), True, 2, 0.5]),
                "plain": Join(on=" ", values=["nothing", "known", "later"]),
                "number": Join(on="", values=[rounds]),
                "metric": JsonGet(step_name=step.name, property_file=metrics, json_path="auc"),
                "deep": JsonGet(step_name=step.name, property_file="evaluation", json_path="classes[0].recall"),
                "text": Join(on="", values=["auc was ", JsonGet(step_name=step.name, property_file=metrics, json_path="auc")]),
                "list": [stage, {"deep": rounds}],
                "fixed": 1,
            },
        ),
        parameters=[stage, rounds],
    )


@case("json-in-s3")
def json_in_s3():
    place = Join(on="/", values=["s3:/", "results", ExecutionVariables.PIPELINE_EXECUTION_ID, "facts.json"])
    return pipeline(call("Show", {"fact": JsonGet(s3_uri=place, json_path="rows.count")}))


@case("lambda-and-callback")
def lambda_and_callback():
    kinds = {"text": "STRING", "count": "INTEGER", "switch": "BOOLEAN", "rate": "FLOAT"}
    cache = CacheConfig(enable_caching=True, expire_after="P7D")
    ask = call(
        "Ask",
        {"fixed": "a"},
        [LambdaOutput(name, getattr(LambdaOutputTypeEnum, "String" if kind == "STRING" else kind.title())) for name, kind in kinds.items()],
        cache_config=cache,
        display_name="Ask a function",
        description="What it knows",
    )
    wait = CallbackStep(
        name="Wait",
        sqs_queue_url=QUEUE,
        inputs={name: ask.properties.Outputs[name] for name in kinds},
        outputs=[
            CallbackOutput(name, getattr(CallbackOutputTypeEnum, "String" if kind == "STRING" else kind.title())) for name, kind in kinds.items()
        ],
        cache_config=CacheConfig(enable_caching=True),
        depends_on=[ask],
        display_name="Wait for somebody",
        description="Who answers",
    )
    return pipeline(ask, wait, call("Show", {name: wait.properties.Outputs[name] for name in kinds}))


@case("experiment")
def experiment():
    config = PipelineExperimentConfig("income", ExecutionVariables.PIPELINE_EXECUTION_ID)
    inputs = {"experiment": PipelineExperimentConfigProperties.EXPERIMENT_NAME, "trial": PipelineExperimentConfigProperties.TRIAL_NAME}
    return pipeline(call("Show", inputs), pipeline_experiment_config=config)


@case("least-code")
def least_code():
    """What a pipeline is when nothing is said."""
    return Pipeline(name="income", steps=[call("Show")], sagemaker_session=SESSION)


@case("order")
def order():
    first, second, third = call("First"), call("Second"), call("Third")
    second.add_depends_on([first])
    third.add_depends_on([first, second])
    return pipeline(third, first, second)
