"""Training, tuning and AutoML."""

from sagemaker import image_uris
from sagemaker.automl.automl import AutoML, AutoMLInput
from sagemaker.estimator import Estimator
from sagemaker.inputs import ShuffleConfig, TrainingInput
from sagemaker.parameter import CategoricalParameter, ContinuousParameter, IntegerParameter
from sagemaker.pytorch import PyTorch
from sagemaker.sklearn import SKLearn
from sagemaker.tuner import (
    HyperbandStrategyConfig,
    HyperparameterTuner,
    InstanceConfig,
    StrategyConfig,
    TuningJobCompletionCriteriaConfig,
    WarmStartConfig,
    WarmStartTypes,
)
from sagemaker.workflow.automl_step import AutoMLStep
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.functions import Join
from sagemaker.workflow.parameters import ParameterInteger, ParameterString
from sagemaker.workflow.steps import CacheConfig, TrainingStep, TuningStep
from sagemaker.xgboost import XGBoost

from ..case import IMAGE, KEY, REGION, ROLE, case, script
from .functions import call
from .session import SESSION, kept, pipeline

ROWS = "s3://raw/rows/"
MACHINE = {"role": ROLE, "instance_count": 1, "instance_type": "ml.m5.large", "max_run": 3600, "sagemaker_session": SESSION}
QUIET = {"disable_profiler": True}


def place(step):
    return kept("models", step, "model")


@case("training-scripts")
def scripts():
    """Script mode: a framework, its metrics, a distribution."""
    machine = ParameterString("Machine", default_value="ml.m5.large")
    rounds = ParameterInteger("Rounds", default_value=100)
    sklearn = SKLearn(
        entry_point="train.py",
        source_dir=script(""),
        framework_version="1.2-1",
        hyperparameters={"alpha": "0.1"},
        output_path=place("Fit"),
        **QUIET,
        **MACHINE,
    )
    fit = TrainingStep(name="Fit", step_args=sklearn.fit({"train": TrainingInput(ROWS)}))
    xgboost = XGBoost(
        entry_point=script("train.py"),
        framework_version="1.7-1",
        py_version="py3",
        hyperparameters={"num_round": rounds, "label": "income"},
        metric_definitions=[{"Name": "auc", "Regex": "auc=([0-9.]+)"}],
        output_path=place("Boost"),
        **QUIET,
        **{**MACHINE, "instance_type": machine},
    )
    boost = TrainingStep(
        name="Boost",
        step_args=xgboost.fit({"train": TrainingInput(ROWS), "validation": TrainingInput(fit.properties.ModelArtifacts.S3ModelArtifacts)}),
        display_name="Boost trees",
        description="As the baseline",
        cache_config=CacheConfig(enable_caching=True, expire_after="P30D"),
    )
    torch = PyTorch(
        entry_point=script("train.py"),
        framework_version="2.5.1",
        py_version="py311",
        distribution={"torch_distributed": {"enabled": True}},
        output_path=place("Deep"),
        **QUIET,
        **{**MACHINE, "instance_count": 2, "instance_type": "ml.g5.xlarge"},
    )
    deep = TrainingStep(name="Deep", step_args=torch.fit({"train": TrainingInput(ROWS)}))
    mpi = PyTorch(
        entry_point=script("train.py"),
        framework_version="2.5.1",
        py_version="py311",
        distribution={"mpi": {"enabled": True, "processes_per_host": 4, "custom_mpi_options": "--verbose"}},
        output_path=place("Spread"),
        **QUIET,
        **{**MACHINE, "instance_count": 2, "instance_type": "ml.g5.xlarge"},
    )
    spread = TrainingStep(name="Spread", step_args=mpi.fit({"train": TrainingInput(ROWS)}))
    properties = boost.properties
    show = call(
        "Show",
        {
            "model": properties.ModelArtifacts.S3ModelArtifacts,
            "name": properties.TrainingJobName,
            "auc": properties.FinalMetricDataList["auc"].Value,
            "status": properties.TrainingJobStatus,
            "image": properties.AlgorithmSpecification.TrainingImage,
        },
    )
    return pipeline(fit, boost, deep, spread, show, parameters=[machine, rounds])


@case("training-container")
def container():
    """Every member of a job that the SDK has words for, and spot instances with checkpoints."""
    estimator = Estimator(
        image_uri=IMAGE,
        role=ROLE,
        instance_count=2,
        instance_type="ml.m5.4xlarge",
        volume_size=80,
        volume_kms_key=KEY,
        output_kms_key=KEY,
        max_run=7200,
        input_mode="FastFile",
        output_path=place("Train"),
        hyperparameters={"depth": "3"},
        tags=None,
        subnets=["subnet-1"],
        security_group_ids=["sg-1"],
        metric_definitions=[{"Name": "loss", "Regex": "loss=(.*)"}],
        encrypt_inter_container_traffic=True,
        enable_network_isolation=True,
        use_spot_instances=True,
        max_wait=10800,
        checkpoint_s3_uri="s3://checkpoints/income",
        checkpoint_local_path="/opt/ml/saved",
        environment={"STAGE": "test"},
        max_retry_attempts=3,
        sagemaker_session=SESSION,
        **QUIET,
    )
    channels = {
        "plain": TrainingInput(ROWS),
        "shared": TrainingInput(ROWS, distribution="ShardedByS3Key", content_type="text/csv", input_mode="File"),
        "piped": TrainingInput(ROWS, compression="Gzip", record_wrapping="RecordIO", input_mode="Pipe", shuffle_config=ShuffleConfig(7)),
        "listed": TrainingInput(
            "s3://raw/listed.manifest", s3_data_type="AugmentedManifestFile", attribute_names=["source-ref", "label"], input_mode="Pipe"
        ),
    }
    warm = Estimator(
        image_uri=IMAGE,
        keep_alive_period_in_seconds=600,
        volume_kms_key=KEY,
        output_kms_key=KEY,
        output_path=place("Again"),
        model_uri="s3://models/earlier/model.tar.gz",
        model_channel_name="model",
        **QUIET,
        **MACHINE,
    )
    return pipeline(
        TrainingStep(name="Train", step_args=estimator.fit(channels)), TrainingStep(name="Again", step_args=warm.fit({"train": TrainingInput(ROWS)}))
    )


@case("training-built-in")
def built_in():
    """An algorithm that comes with SageMaker."""
    estimator = Estimator(
        image_uri=image_uris.retrieve("xgboost", REGION, "1.7-1"),
        hyperparameters={"num_round": "50", "objective": "binary:logistic", "max_depth": "5"},
        output_path=place("Boost"),
        **QUIET,
        **MACHINE,
    )
    channels = {name: TrainingInput(ROWS, content_type="text/csv") for name in ("train", "validation")}
    linear = Estimator(
        image_uri=image_uris.retrieve("linear-learner", REGION),
        hyperparameters={"predictor_type": "binary_classifier", "mini_batch_size": "100"},
        output_path=place("Line"),
        **QUIET,
        **MACHINE,
    )
    return pipeline(
        TrainingStep(name="Boost", step_args=estimator.fit(channels)),
        TrainingStep(name="Line", step_args=linear.fit({"train": TrainingInput(ROWS, content_type="text/csv")})),
    )


@case("training-defaults")
def defaults():
    """What a training job is when nothing is said about it."""
    estimator = Estimator(
        image_uri=IMAGE, role=ROLE, instance_count=1, instance_type="ml.m5.large", output_path=place("Train"), sagemaker_session=SESSION
    )
    return pipeline(TrainingStep(name="Train", step_args=estimator.fit({"train": TrainingInput(ROWS)})))


METRICS = [{"Name": "auc", "Regex": "auc=([0-9.]+)"}]


def searched(step, **options):
    return Estimator(image_uri=IMAGE, hyperparameters={"label": "income"}, output_path=place(step), **QUIET, **{**MACHINE, **options})


@case("tuning")
def tuning():
    """One search, with every kind of range, and what others use of it."""
    ranges = {
        "eta": ContinuousParameter(0.01, 0.5, scaling_type="Logarithmic"),
        "depth": IntegerParameter(2, 10),
        "booster": CategoricalParameter(["gbtree", "dart"]),
    }
    tuner = HyperparameterTuner(
        searched("Tune"),
        "auc",
        ranges,
        metric_definitions=METRICS,
        strategy="Bayesian",
        objective_type="Maximize",
        max_jobs=20,
        max_parallel_jobs=2,
        max_runtime_in_seconds=36000,
        early_stopping_type="Auto",
        random_seed=7,
        warm_start_config=WarmStartConfig(WarmStartTypes.TRANSFER_LEARNING, parents={"earlier"}),
        completion_criteria_config=TuningJobCompletionCriteriaConfig(
            max_number_of_training_jobs_not_improving=5, complete_on_convergence=True, target_objective_metric_value=0.95
        ),
    )
    tune = TuningStep(
        name="Tune",
        step_args=tuner.fit({"train": TrainingInput(ROWS)}),
        display_name="Search",
        description="For the best",
        cache_config=CacheConfig(enable_caching=True),
    )
    best = tune.properties.BestTrainingJob
    runs = Join(on="/", values=["models/income", ExecutionVariables.PIPELINE_EXECUTION_ID, "Tune/model"])
    show = call(
        "Show",
        {
            "name": best.TrainingJobName,
            "value": best.FinalHyperParameterTuningJobObjectiveMetric.Value,
            "eta": best.TunedHyperParameters["eta"],
            "first": tune.get_top_model_s3_uri(0, "results", runs),
            "second": tune.get_top_model_s3_uri(1, "results", runs),
            "status": tune.properties.HyperParameterTuningJobStatus,
        },
    )
    return pipeline(tune, show)


@case("tuning-strategies")
def strategies():
    hyperband = HyperparameterTuner(
        searched("Band"),
        "auc",
        {"eta": ContinuousParameter(0.1, 1, scaling_type="Linear")},
        metric_definitions=METRICS,
        strategy="Hyperband",
        strategy_config=StrategyConfig(HyperbandStrategyConfig(max_resource=9, min_resource=1)),
        max_jobs=10,
        objective_type="Minimize",
    )
    grid = HyperparameterTuner(
        searched("Grid"),
        "auc",
        {"booster": CategoricalParameter(["a", "b"]), "kind": CategoricalParameter(["c", "d"])},
        metric_definitions=METRICS,
        strategy="Grid",
        max_jobs=4,
    )
    random = HyperparameterTuner(
        searched("Random", use_spot_instances=True, max_wait=7200),
        "auc",
        {"depth": IntegerParameter(1, 9)},
        metric_definitions=METRICS,
        strategy="Random",
        max_jobs=10,
    )
    automatic = HyperparameterTuner(
        searched("Auto"), "auc", {"depth": IntegerParameter(1, 9)}, metric_definitions=METRICS, autotune=True, max_jobs=10
    )
    flexible = searched("Flex")
    flexible = HyperparameterTuner(flexible, "auc", {"depth": IntegerParameter(1, 9)}, metric_definitions=METRICS, max_jobs=10)
    flexible.override_resource_config([InstanceConfig(1, "ml.m5.large", 30), InstanceConfig(1, "ml.m5.xlarge", 40)])
    tuners = {"Band": hyperband, "Grid": grid, "Random": random, "Auto": automatic, "Flex": flexible}
    return pipeline(*(TuningStep(name=name, step_args=tuner.fit({"train": TrainingInput(ROWS)})) for name, tuner in tuners.items()))


@case("tuning-several")
def several():
    """A search among several trainers."""
    tuner = HyperparameterTuner.create(
        {"first": searched("Tune"), "second": searched("Tune")},
        {"first": "auc", "second": "auc"},
        {"first": {"eta": ContinuousParameter(0.01, 0.5)}, "second": {"depth": IntegerParameter(2, 10)}},
        {"first": METRICS, "second": METRICS},
        max_jobs=10,
    )
    return pipeline(
        TuningStep(
            name="Tune",
            step_args=tuner.fit(
                {"first": {"train": TrainingInput(ROWS)}, "second": {"train": TrainingInput(ROWS)}},
                include_cls_metadata={"first": False, "second": False},
            ),
        )
    )


@case("auto-ml")
def auto_ml():
    job = AutoML(
        role=ROLE,
        target_attribute_name="income",
        output_kms_key=KEY,
        volume_kms_key=KEY,
        output_path=place("Find"),
        problem_type="BinaryClassification",
        job_objective={"MetricName": "AUC"},
        max_candidates=10,
        max_runtime_per_training_job_in_seconds=600,
        total_job_runtime_in_seconds=7200,
        encrypt_inter_container_traffic=True,
        vpc_config={"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
        mode="ENSEMBLING",
        feature_specification_s3_uri="s3://raw/features.json",
        validation_fraction=0.2,
        sagemaker_session=SESSION,
    )
    rows = AutoMLInput(
        inputs=ROWS,
        target_attribute_name="income",
        channel_type="training",
        content_type="text/csv;header=present",
        compression="Gzip",
        sample_weight_attribute_name="weight",
    )
    find = AutoMLStep(
        name="Find",
        step_args=job.fit(inputs=[rows]),
        display_name="Find a model",
        description="Any kind",
        cache_config=CacheConfig(enable_caching=True),
    )
    plain = AutoML(
        role=ROLE,
        target_attribute_name="income",
        output_path=place("Plain"),
        output_kms_key=KEY,
        volume_kms_key=KEY,
        total_job_runtime_in_seconds=14400,
        mode="ENSEMBLING",
        sagemaker_session=SESSION,
    )
    rest = [AutoMLInput(inputs=ROWS, target_attribute_name="income", channel_type=kind) for kind in ("training", "validation")]
    best = find.properties.BestCandidate
    show = call(
        "Show",
        {
            "name": best.CandidateName,
            "value": best.FinalAutoMLJobObjectiveMetric.Value,
            "image": best.InferenceContainers[0].Image,
            "model": best.InferenceContainers[0].ModelDataUrl,
            "variable": best.InferenceContainers[0].Environment["MODEL_NAME"],
            "insights": find.properties.BestCandidateProperties.ModelInsightsJsonReportPath,
            "explanations": find.properties.BestCandidateProperties.ExplainabilityJsonReportPath,
        },
    )
    return pipeline(find, AutoMLStep(name="Plain", step_args=plain.fit(inputs=rest)), show)
