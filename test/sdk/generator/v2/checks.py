"""Checks of data, models and predictions against a baseline, and of a batch that is transformed."""

from sagemaker.clarify import BiasConfig, DataConfig, ModelConfig, ModelPredictedLabelConfig, SHAPConfig
from sagemaker.model_monitor import DatasetFormat
from sagemaker.network import NetworkConfig
from sagemaker.transformer import Transformer
from sagemaker.workflow.check_job_config import CheckJobConfig
from sagemaker.workflow.clarify_check_step import ClarifyCheckStep, DataBiasCheckConfig, ModelBiasCheckConfig, ModelExplainabilityCheckConfig
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.monitor_batch_transform_step import MonitorBatchTransformStep
from sagemaker.workflow.parameters import ParameterBoolean
from sagemaker.workflow.quality_check_step import DataQualityCheckConfig, ModelQualityCheckConfig, QualityCheckStep
from sagemaker.workflow.steps import CacheConfig

from ..case import KEY, ROLE, case
from .functions import call
from .models import model
from .session import SESSION, kept, pipeline

ROWS = "s3://raw/rows/"


def machine(**options):
    return CheckJobConfig(role=ROLE, instance_count=1, instance_type="ml.m5.large", max_runtime_in_seconds=3600, sagemaker_session=SESSION, **options)


def quality_place(step):
    return kept("models", step, "quality_check_output")


def clarify_place(step):
    return kept("models", step, "analysis_result")


@case("quality-checks")
def quality():
    skip = ParameterBoolean("Skip", default_value=True)
    data = QualityCheckStep(
        name="Data",
        quality_check_config=DataQualityCheckConfig(
            baseline_dataset=ROWS, dataset_format=DatasetFormat.csv(header=True), output_s3_uri=quality_place("Data")
        ),
        check_job_config=machine(
            volume_size_in_gb=50,
            volume_kms_key=KEY,
            output_kms_key=KEY,
            env={"STAGE": "test"},
            tags=[{"Key": "team", "Value": "risk"}],
            network_config=NetworkConfig(security_group_ids=["sg-1"], subnets=["subnet-1"], encrypt_inter_container_traffic=True),
        ),
        skip_check=skip,
        fail_on_violation=False,
        register_new_baseline=True,
        model_package_group_name="income",
        supplied_baseline_statistics="s3://facts/statistics.json",
        supplied_baseline_constraints="s3://facts/constraints.json",
        display_name="Check data",
        description="Against the baseline",
        cache_config=CacheConfig(enable_caching=True, expire_after="P1D"),
    )
    answers = ModelQualityCheckConfig(
        baseline_dataset=ROWS,
        dataset_format=DatasetFormat.json(lines=True),
        output_s3_uri=quality_place("Answers"),
        problem_type="BinaryClassification",
        inference_attribute="prediction",
        probability_attribute="probability",
        ground_truth_attribute="income",
        probability_threshold_attribute="0.5",
    )
    step = QualityCheckStep(
        name="Answers",
        quality_check_config=answers,
        check_job_config=machine(volume_kms_key=KEY, output_kms_key=KEY),
        model_package_group_name="income",
    )
    properties = data.properties
    show = call(
        "Show",
        {
            "statistics": properties.CalculatedBaselineStatistics,
            "constraints": properties.CalculatedBaselineConstraints,
            "usedStatistics": properties.BaselineUsedForDriftCheckStatistics,
            "usedConstraints": properties.BaselineUsedForDriftCheckConstraints,
        },
    )
    return pipeline(data, step, show, parameters=[skip])


@case("clarify-checks")
def clarify():
    made = ModelStep(name="Make", step_args=model().create())
    rows = {"s3_data_input_path": ROWS, "dataset_type": "text/csv", "headers": ["age", "sex", "income"]}

    def data(step):
        return DataConfig(s3_output_path=clarify_place(step), s3_analysis_config_output_path=f"s3://results/{step}", label="income", **rows)

    bias = BiasConfig(label_values_or_threshold=[1], facet_name="sex", facet_values_or_threshold=["Female"])
    serving = ModelConfig(
        model_name=made.properties.ModelName, instance_count=1, instance_type="ml.m5.large", content_type="text/csv", accept_type="text/csv"
    )
    of_data = ClarifyCheckStep(
        name="DataBias",
        clarify_check_config=DataBiasCheckConfig(data_config=data("DataBias"), data_bias_config=bias, methods=["CI", "DPL"]),
        check_job_config=machine(),
        skip_check=True,
        fail_on_violation=False,
        register_new_baseline=True,
        model_package_group_name="income",
        supplied_baseline_constraints="s3://facts/bias.json",
        display_name="Check the data",
        description="For bias",
        cache_config=CacheConfig(enable_caching=True),
    )
    of_model = ClarifyCheckStep(
        name="ModelBias",
        check_job_config=machine(),
        model_package_group_name="income",
        clarify_check_config=ModelBiasCheckConfig(
            data_config=data("ModelBias"),
            data_bias_config=bias,
            model_config=serving,
            model_predicted_label_config=ModelPredictedLabelConfig(probability_threshold=0.8),
        ),
    )
    explained = ClarifyCheckStep(
        name="Explained",
        check_job_config=machine(),
        model_package_group_name="income",
        clarify_check_config=ModelExplainabilityCheckConfig(
            data_config=data("Explained"),
            model_config=serving,
            explainability_config=SHAPConfig(baseline=[[1, 2]], num_samples=10, agg_method="mean_abs"),
        ),
    )
    show = call(
        "Show", {"constraints": of_data.properties.CalculatedBaselineConstraints, "used": of_data.properties.BaselineUsedForDriftCheckConstraints}
    )
    return pipeline(made, of_data, of_model, explained, show)


@case("monitored-transform")
def monitored_transform():
    """The pair of steps that the SDK makes of one."""
    transformer = Transformer(
        model_name="income",
        instance_count=1,
        instance_type="ml.m5.large",
        output_path=kept("runs", "Watched-transform", "transformed"),
        sagemaker_session=SESSION,
    )
    config = DataQualityCheckConfig(
        baseline_dataset=ROWS, dataset_format=DatasetFormat.csv(header=True), output_s3_uri=quality_place("Watched-monitoring")
    )
    return pipeline(
        MonitorBatchTransformStep(
            name="Watched",
            transform_step_args=transformer.transform(ROWS),
            monitor_configuration=config,
            check_job_configuration=machine(),
            monitor_before_transform=True,
            supplied_baseline_statistics="s3://facts/statistics.json",
            supplied_baseline_constraints="s3://facts/constraints.json",
        )
    )
