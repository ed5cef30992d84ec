"""Processing: any container, scripts, Spark, and what jobs read and write."""

from sagemaker.dataset_definition.inputs import AthenaDatasetDefinition, DatasetDefinition, RedshiftDatasetDefinition
from sagemaker.network import NetworkConfig
from sagemaker.processing import FeatureStoreOutput, Processor, ProcessingInput, ProcessingOutput
from sagemaker.pytorch.processing import PyTorchProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.spark.processing import PySparkProcessor, SparkJarProcessor
from sagemaker.workflow.functions import Join
from sagemaker.workflow.parameters import ParameterInteger, ParameterString
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.steps import CacheConfig, ProcessingStep

from ..case import ACCOUNT, IMAGE, KEY, ROLE, case, script
from .functions import call
from .session import SESSION, kept, pipeline

INPUT = "/opt/ml/processing/input"
OUTPUT = "/opt/ml/processing/output"
MACHINE = {"role": ROLE, "instance_count": 1, "instance_type": "ml.m5.large", "max_runtime_in_seconds": 3600, "sagemaker_session": SESSION}


def output(step, name, room="runs", **options):
    return ProcessingOutput(output_name=name, source=f"{OUTPUT}/{name}", destination=kept(room, step, name), **options)


@case("processing-container")
def container():
    """Every member of a job that the SDK has words for."""
    rows = ParameterString("Rows", default_value="s3://raw/rows/")
    machines = ParameterInteger("Machines", default_value=2)
    processor = Processor(
        role=ROLE,
        image_uri=IMAGE,
        entrypoint=["python3", "/work.py"],
        instance_count=machines,
        instance_type="ml.m5.xlarge",
        volume_size_in_gb=50,
        volume_kms_key=KEY,
        output_kms_key=KEY,
        max_runtime_in_seconds=7200,
        env={"STAGE": "test", "ROWS": rows},
        tags=[{"Key": "team", "Value": "risk"}],
        network_config=NetworkConfig(
            enable_network_isolation=True, security_group_ids=["sg-1"], subnets=["subnet-1", "subnet-2"], encrypt_inter_container_traffic=True
        ),
        sagemaker_session=SESSION,
    )
    inputs = [
        ProcessingInput(source=rows, destination=f"{INPUT}/rows", input_name="rows", s3_data_distribution_type="ShardedByS3Key"),
        ProcessingInput(source="s3://raw/manifest.json", destination=f"{INPUT}/listed", input_name="listed", s3_data_type="ManifestFile"),
        ProcessingInput(source="s3://raw/gz/", destination=f"{INPUT}/piped", input_name="piped", s3_input_mode="Pipe", s3_compression_type="Gzip"),
    ]
    outputs = [
        output("Work", "train", s3_upload_mode="EndOfJob"),
        output("Work", "model", "models"),
        ProcessingOutput(output_name="stream", source=f"{OUTPUT}/stream", destination="s3://elsewhere/stream", s3_upload_mode="Continuous"),
    ]
    step = ProcessingStep(
        name="Work",
        step_args=processor.run(inputs=inputs, outputs=outputs, arguments=["--rows", Join(on="", values=["at ", rows])]),
        display_name="Work on rows",
        description="Cleans them",
        cache_config=CacheConfig(enable_caching=True, expire_after="PT12H"),
    )
    properties = step.properties
    show = call(
        "Show",
        {
            "train": properties.ProcessingOutputConfig.Outputs["train"].S3Output.S3Uri,
            "job": properties.ProcessingJobArn,
            "input": properties.ProcessingInputs[0].S3Input.S3Uri,
            "image": properties.AppSpecification.ImageUri,
        },
    )
    return pipeline(step, show, parameters=[rows, machines])


@case("processing-queries")
def queries():
    """Data sets that are made by queries, and rows that go into a feature group."""
    athena = AthenaDatasetDefinition(
        catalog="AwsDataCatalog",
        database="shop",
        query_string="SELECT * FROM sales",
        output_s3_uri=kept("runs", "Work", "sales-query"),
        work_group="primary",
        output_format="PARQUET",
        output_compression="SNAPPY",
    )
    redshift = RedshiftDatasetDefinition(
        cluster_id="shop",
        database="sales",
        db_user="reader",
        query_string="SELECT 1",
        cluster_role_arn=f"arn:aws:iam::{ACCOUNT}:role/cluster",
        output_s3_uri=kept("runs", "Work", "orders-query"),
        output_format="CSV",
        output_compression="GZIP",
    )
    definition = {"input_mode": "File", "data_distribution_type": "FullyReplicated"}
    inputs = [
        ProcessingInput(
            input_name="sales", dataset_definition=DatasetDefinition(local_path=f"{INPUT}/sales", athena_dataset_definition=athena, **definition)
        ),
        ProcessingInput(
            input_name="orders",
            dataset_definition=DatasetDefinition(local_path=f"{INPUT}/orders", redshift_dataset_definition=redshift, **definition),
        ),
    ]
    rows = ProcessingOutput(output_name="rows", app_managed=True, feature_store_output=FeatureStoreOutput(feature_group_name="customers"))
    return pipeline(ProcessingStep(name="Work", step_args=Processor(image_uri=IMAGE, **MACHINE).run(inputs=inputs, outputs=[rows])))


@case("processing-scripts")
def scripts():
    """A script with scikit-learn, and one with a deep-learning image."""
    rows = ProcessingInput(source="s3://raw/rows/", destination=f"{INPUT}/rows", input_name="rows")
    sklearn = SKLearnProcessor(framework_version="1.2-1", **MACHINE)
    prepare = ProcessingStep(
        name="Prepare",
        property_files=[PropertyFile(name="facts", output_name="facts", path="facts.json")],
        step_args=sklearn.run(
            code=script("prepare.py"), inputs=[rows], outputs=[output("Prepare", "train"), output("Prepare", "facts", "models")], arguments=["--all"]
        ),
    )
    torch = PyTorchProcessor(framework_version="2.5.1", py_version="py311", **MACHINE)
    embed = ProcessingStep(
        name="Embed", step_args=torch.run(code="prepare.py", source_dir=script(""), inputs=[rows], outputs=[output("Embed", "vectors")])
    )
    return pipeline(prepare, embed)


@case("processing-spark")
def spark():
    machine = {"framework_version": "3.3", "py_version": "py39", "container_version": "1", **MACHINE}
    python = PySparkProcessor(**machine)
    configuration = [{"Classification": "spark-defaults", "Properties": {"spark.executor.memory": "2g"}}]
    count = ProcessingStep(
        name="Count",
        step_args=python.run(
            submit_app=script("prepare.py"),
            submit_py_files=["s3://libraries/helpers.py"],
            submit_files=["s3://libraries/names.txt"],
            submit_jars=["s3://libraries/reader.jar"],
            arguments=["--all"],
            configuration=configuration,
            spark_event_logs_s3_uri="s3://logs/spark/",
        ),
    )
    java = SparkJarProcessor(**machine)
    total = ProcessingStep(name="Total", step_args=java.run(submit_app=script("count.jar"), submit_class="com.example.Count", arguments=["--all"]))
    return pipeline(count, total)
