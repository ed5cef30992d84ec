"""Work on EMR and in notebooks, attempts, and a pipeline as a team would write it."""

from sagemaker.automl.automl import AutoML, AutoMLInput
from sagemaker.inputs import TrainingInput
from sagemaker.model_metrics import MetricsSource, ModelMetrics
from sagemaker.processing import ProcessingInput, Processor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.transformer import Transformer
from sagemaker.tuner import HyperparameterTuner, IntegerParameter
from sagemaker.workflow.automl_step import AutoMLStep
from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.workflow.emr_step import EMRStep, EMRStepConfig
from sagemaker.workflow.endpoint_step import EndpointConfigStep
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.notebook_job_step import NotebookJobStep
from sagemaker.workflow.parameters import ParameterInteger, ParameterString
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.retry import SageMakerJobExceptionTypeEnum, SageMakerJobStepRetryPolicy, StepExceptionTypeEnum, StepRetryPolicy
from sagemaker.workflow.steps import CacheConfig, ProcessingStep, TrainingStep, TransformStep, TuningStep
from sagemaker.xgboost import XGBoost

from ..case import ACCOUNT, IMAGE, KEY, ROLE, case, script
from .functions import call
from .models import model
from .processing import INPUT, MACHINE, output
from .session import SESSION, kept, pipeline
from .training import METRICS, QUIET, place, searched

ROWS = "s3://raw/rows/"


@case("emr")
def emr():
    day = ParameterString("Day", default_value="2026-01-01")
    existing = EMRStep(
        name="Count",
        display_name="Count rows",
        description="On a cluster that exists",
        cluster_id="j-1ABCDEFGHIJKL",
        step_config=EMRStepConfig(
            jar="command-runner.jar",
            args=["spark-submit", "s3://programs/count.py", day],
            main_class="com.example.Count",
            properties=[{"Key": "mode", "Value": "fast"}],
        ),
        execution_role_arn=f"arn:aws:iam::{ACCOUNT}:role/emr",
        cache_config=CacheConfig(enable_caching=True),
    )
    transient = EMRStep(
        name="Sum",
        display_name="Sum rows",
        description="On a cluster of its own",
        cluster_id=None,
        step_config=EMRStepConfig(jar="s3://programs/sum.jar"),
        cluster_config={
            "ReleaseLabel": "emr-7.5.0",
            "Applications": [{"Name": "Spark"}],
            "ServiceRole": "emr-service",
            "JobFlowRole": "emr-machines",
            "LogUri": "s3://logs/emr/",
            "Instances": {
                "InstanceGroups": [
                    {"Name": "master", "InstanceRole": "MASTER", "InstanceType": "m5.xlarge", "InstanceCount": 1},
                    {"Name": "core", "InstanceRole": "CORE", "InstanceType": "m5.xlarge", "InstanceCount": 2},
                ],
                "Ec2SubnetId": "subnet-1",
            },
        },
    )
    return pipeline(existing, transient, call("Show", {"cluster": existing.properties.ClusterId, "step": existing.properties.Id}), parameters=[day])


@case("notebook")
def notebook():
    month = ParameterString("Month", default_value="May")
    step = NotebookJobStep(
        name="Report",
        display_name="Write the report",
        description="Monthly",
        input_notebook=script("report.ipynb"),
        image_uri=IMAGE,
        kernel_name="python3",
        notebook_job_name="Report",
        role=ROLE,
        parameters={"month": month},
        environment_variables={"STAGE": "test"},
        initialization_script=script("init.sh"),
        additional_dependencies=[script("prepare.py")],
        instance_type="ml.m5.large",
        volume_size=30,
        max_runtime_in_seconds=3600,
        encrypt_inter_container_traffic=False,
        s3_kms_key=KEY,
        volume_kms_key=KEY,
    )
    # The step asks for the role of the person who runs it, and for a session that nobody gives it.
    step.sagemaker_session = SESSION
    return pipeline(step, parameters=[month])


STEP = StepExceptionTypeEnum
JOB = SageMakerJobExceptionTypeEnum


@case("retries")
def retries():
    """Every way to try again, on the steps that take it."""
    policies = [
        StepRetryPolicy(exception_types=[STEP.SERVICE_FAULT, STEP.THROTTLING], interval_seconds=5, backoff_rate=2.0, max_attempts=10),
        SageMakerJobStepRetryPolicy(exception_types=[JOB.RESOURCE_LIMIT], interval_seconds=60, backoff_rate=1.5, expire_after_mins=240),
        SageMakerJobStepRetryPolicy(failure_reason_types=[JOB.INTERNAL_ERROR, JOB.CAPACITY_ERROR], max_attempts=3),
    ]
    calls = [StepRetryPolicy(exception_types=[STEP.SERVICE_FAULT], max_attempts=2)]
    processor = Processor(image_uri=IMAGE, **MACHINE)
    tuner = HyperparameterTuner(searched("Tune"), "auc", {"depth": IntegerParameter(1, 9)}, metric_definitions=METRICS, max_jobs=10)
    work = ProcessingStep(name="Work", step_args=processor.run(), retry_policies=policies)
    train = TrainingStep(
        name="Train", step_args=searched("Train", metric_definitions=METRICS).fit({"train": TrainingInput(ROWS)}), retry_policies=policies
    )
    tune = TuningStep(name="Tune", step_args=tuner.fit({"train": TrainingInput(ROWS)}), retry_policies=policies[:2])
    make = ModelStep(name="Make", step_args=model().create(), retry_policies={"create_model_retry_policies": calls})
    register = ModelStep(
        name="Register",
        retry_policies={"register_model_retry_policies": calls},
        step_args=model().register(
            content_types=["text/csv"],
            response_types=["text/csv"],
            inference_instances=["ml.m5.large"],
            transform_instances=["ml.m5.large"],
            model_package_group_name="income",
            approval_status="PendingManualApproval",
        ),
    )
    transformer = Transformer(
        model_name="income", instance_count=1, instance_type="ml.m5.large", output_path=kept("runs", "Ask", "transformed"), sagemaker_session=SESSION
    )
    ask = TransformStep(name="Ask", step_args=transformer.transform(ROWS), retry_policies=policies)
    automatic = AutoML(
        role=ROLE,
        target_attribute_name="income",
        output_path=place("Find"),
        total_job_runtime_in_seconds=14400,
        mode="ENSEMBLING",
        sagemaker_session=SESSION,
    )
    inputs = [AutoMLInput(inputs=ROWS, target_attribute_name="income", channel_type="training")]
    find = AutoMLStep(name="Find", step_args=automatic.fit(inputs=inputs), retry_policies=policies[:2])
    count = EMRStep(
        name="Count",
        display_name="Count",
        description="On EMR",
        cluster_id="j-1ABCDEFGHIJKL",
        step_config=EMRStepConfig(jar="s3://programs/count.jar"),
        retry_policies=calls,
    )
    config = EndpointConfigStep(
        name="Config",
        retry_policies=calls,
        step_args=SESSION.create_endpoint_config(
            name=Join(on="-", values=["income", ExecutionVariables.PIPELINE_EXECUTION_ID]),
            model_name="income",
            initial_instance_count=1,
            instance_type="ml.m5.large",
        ),
    )
    return pipeline(work, train, tune, make, register, ask, find, count, config)


@case("whole")
def whole():
    """Prepare, train, evaluate, register where it is good enough: what most teams write."""
    rounds = ParameterInteger("Rounds", default_value=100)
    sklearn = SKLearnProcessor(framework_version="1.2-1", **MACHINE)
    prepare = ProcessingStep(
        name="Prepare",
        step_args=sklearn.run(
            code=script("prepare.py"),
            inputs=[ProcessingInput(source="s3://raw", destination=f"{INPUT}/data", input_name="data")],
            outputs=[output("Prepare", name) for name in ("train", "validation", "test")],
        ),
    )
    made = prepare.properties.ProcessingOutputConfig.Outputs
    trainer = XGBoost(
        entry_point=script("train.py"),
        framework_version="1.7-1",
        py_version="py3",
        hyperparameters={"num_round": rounds},
        output_path=place("Train"),
        role=ROLE,
        instance_count=1,
        instance_type="ml.m5.large",
        max_run=3600,
        sagemaker_session=SESSION,
        **QUIET,
    )
    train = TrainingStep(
        name="Train",
        cache_config=CacheConfig(enable_caching=True, expire_after="P7D"),
        step_args=trainer.fit({name: TrainingInput(made[name].S3Output.S3Uri) for name in ("train", "validation")}),
    )
    artifact = train.properties.ModelArtifacts.S3ModelArtifacts
    metrics = PropertyFile(name="evaluation", output_name="evaluation", path="evaluation.json")
    evaluate = ProcessingStep(
        name="Evaluate",
        property_files=[metrics],
        step_args=sklearn.run(
            code=script("prepare.py"),
            outputs=[output("Evaluate", "evaluation", "models")],
            inputs=[
                ProcessingInput(source=artifact, destination=f"{INPUT}/model", input_name="model"),
                ProcessingInput(source=made["test"].S3Output.S3Uri, destination=f"{INPUT}/test", input_name="test"),
            ],
        ),
    )
    written = evaluate.properties.ProcessingOutputConfig.Outputs["evaluation"].S3Output.S3Uri
    register = ModelStep(
        name="Register",
        step_args=model(model_data=artifact).register(
            content_types=["text/csv", "application/json"],
            response_types=["text/csv", "application/json"],
            inference_instances=["ml.m5.large"],
            transform_instances=["ml.m5.large"],
            model_package_group_name="income",
            approval_status="PendingManualApproval",
            model_metrics=ModelMetrics(model_statistics=MetricsSource("application/json", Join(on="/", values=[written, "evaluation.json"]))),
        ),
    )
    auc = JsonGet(step_name="Evaluate", property_file=metrics, json_path="auc")
    fork = ConditionStep(
        name="GoodEnough",
        conditions=[ConditionGreaterThanOrEqualTo(left=auc, right=0.85)],
        if_steps=[register],
        else_steps=[FailStep(name="TooWeak", error_message=Join(on=" ", values=["auc was", auc]))],
    )
    return pipeline(prepare, train, evaluate, fork, parameters=[rounds])
