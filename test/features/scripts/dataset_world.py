"""Athena, Glue, S3 and SageMaker in memory: queries are run by DuckDB on the Parquet files of the tables."""

import io
import json
import sys
import tempfile
from argparse import Namespace
from datetime import datetime, timezone
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from build_dataset import run
from feature_world import ARROW, client_error

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from rehearsal.emulator.trino_dialect import MACROS, unload_of  # noqa: E402  the package must be found first

DATASETS = Path(__file__).parents[1] / "datasets"
GROUPS = {
    "customers": ("customer_id", "updated_at", {"customer_id": "String", "updated_at": "String", "basket": "Fractional", "orders": "Integral", "City": "String"}),
    "sellers": ("seller_id", "at", {"seller_id": "Integral", "at": "Fractional", "rating": "Fractional", "City": "String"}),
    "labels": ("customer_id", "bought_at", {"customer_id": "String", "bought_at": "String", "seller_id": "Integral", "label": "Integral"}),
}


def moment(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc)


class Aws:
    """Every client in one."""

    def __init__(self):
        self.objects = {}
        self.tables = {}
        self.executions = {}
        self.statements = []
        self.failures = []  # what queries fail with, one for each
        self.never_ends = False
        self.stopped = []
        for name in GROUPS:
            self.tables[f"sagemaker_featurestore.{name}_1"] = {"Location": f"s3://lake/{name}/", "CreateTime": moment(0)}

    def put_versions(self, group, versions):
        """Writes versions of records into the offline store of a group; `invoked` and `written` are seconds."""
        columns = {name: pa.array([version.get(name) for version in versions], ARROW[kind]) for name, kind in GROUPS[group][2].items()}
        for name, key in (("api_invocation_time", "invoked"), ("write_time", "written")):
            columns[name] = pa.array([moment(version[key]).replace(tzinfo=None) for version in versions], pa.timestamp("ms"))
        columns["is_deleted"] = pa.array([version["deleted"] for version in versions], pa.bool_())
        content = io.BytesIO()
        pq.write_table(pa.table({name.lower(): array for name, array in columns.items()}), content)
        self.objects[f"lake/{group}/part-{len(self.objects)}.parquet"] = content.getvalue()

    # SageMaker
    def describe_feature_group(self, FeatureGroupName):
        if FeatureGroupName not in GROUPS:
            raise client_error("ResourceNotFound")
        identifier, event_time, features = GROUPS[FeatureGroupName]
        return {
            "FeatureGroupName": FeatureGroupName,
            "FeatureGroupStatus": "Created",
            "RecordIdentifierFeatureName": identifier,
            "EventTimeFeatureName": event_time,
            "FeatureDefinitions": [{"FeatureName": name, "FeatureType": kind} for name, kind in features.items()],
            "OfflineStoreConfig": {"DataCatalogConfig": {"Catalog": "AwsDataCatalog", "Database": "sagemaker_featurestore", "TableName": f"{FeatureGroupName}_1"}},
        }

    # Athena
    def start_query_execution(self, QueryString, WorkGroup, ResultConfiguration):
        name = f"query-{len(self.executions)}"
        self.statements.append(QueryString)
        self.executions[name] = {"QueryExecutionId": name, "Status": {"State": "RUNNING"}, "Statistics": {"DataScannedInBytes": 1}}
        if not self.never_ends:
            self.executions[name].update(self.failures.pop(0) if self.failures else self._answer(QueryString))
        return {"QueryExecutionId": name}

    def get_query_execution(self, QueryExecutionId):
        return {"QueryExecution": self.executions[QueryExecutionId]}

    def get_query_results(self, QueryExecutionId):
        return {"ResultSet": {"Rows": [{"Data": [{"VarCharValue": "_rows"}]}, {"Data": [{"VarCharValue": str(self.executions[QueryExecutionId]["answer"])}]}]}}

    def stop_query_execution(self, QueryExecutionId):
        self.stopped.append(QueryExecutionId)

    def _answer(self, sql):
        try:
            unload = unload_of(sql)
            with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
                engine.execute(MACROS)
                self._attach(engine, Path(folder))
                if unload is None:
                    return {"Status": {"State": "SUCCEEDED"}, "answer": engine.execute(sql).fetchone()[0]}
                select, place = unload
                assert not any(key.startswith(place.removeprefix("s3://")) for key in self.objects), "UNLOAD needs an empty place"
                engine.execute(f"COPY (\n{select}\n) TO '{folder}/answer.parquet' (FORMAT parquet)")
                self.objects[f"{place.removeprefix('s3://')}part-0"] = (Path(folder) / "answer.parquet").read_bytes()
                return {"Status": {"State": "SUCCEEDED"}}
        except duckdb.Error as error:
            return {"Status": {"State": "FAILED", "StateChangeReason": str(error)}}

    def _attach(self, engine, folder):
        for index, (name, table) in enumerate(self.tables.items()):
            files = [content for key, content in self.objects.items() if key.startswith(table["Location"].removeprefix("s3://"))]
            paths = [folder / f"{index}-{number}.parquet" for number in range(len(files))]
            for path, content in zip(paths, files):
                path.write_bytes(content)
            if paths:
                database, _, plain = name.partition(".")
                engine.execute(f'CREATE SCHEMA IF NOT EXISTS "{database}"')
                engine.execute(f'CREATE VIEW "{database}"."{plain}" AS SELECT * FROM read_parquet({[str(path) for path in paths]}, union_by_name = true)')

    # Glue
    def create_table(self, DatabaseName, TableInput):
        self.tables[f"{DatabaseName}.{TableInput['Name']}"] = {"Location": TableInput["StorageDescriptor"]["Location"], "CreateTime": moment(2_000_000_000)}

    def delete_table(self, DatabaseName, Name):
        if self.tables.pop(f"{DatabaseName}.{Name}", None) is None:
            raise client_error("EntityNotFoundException")

    def get_paginator(self, operation):
        return {"get_tables": GetTables, "list_objects_v2": ListObjects}[operation](self)

    # S3
    def upload_file(self, path, bucket, key, ExtraArgs):
        self.objects[f"{bucket}/{key}"] = Path(path).read_bytes()

    def get_object(self, Bucket, Key):
        return {"Body": io.BytesIO(self.objects[f"{Bucket}/{Key}"])}


class GetTables:
    def __init__(self, aws):
        self.aws = aws

    def paginate(self, DatabaseName):
        tables = [{"Name": name.partition(".")[2], **table} for name, table in self.aws.tables.items() if name.startswith(f"{DatabaseName}.")]
        yield {"TableList": tables}


class ListObjects:
    def __init__(self, aws):
        self.aws = aws

    def paginate(self, Bucket, Prefix):
        yield {"Contents": [{"Key": key.partition("/")[2]} for key in sorted(self.aws.objects) if key.startswith(f"{Bucket}/{Prefix}")]}
        yield {}


class DatasetJob:
    """Builds the data set of one of the files in `datasets`."""

    def __init__(self, folder, aws, case):
        self.folder, self.aws = folder, aws
        self.spec = json.loads((DATASETS / f"{case}.json").read_text())
        self.spec["sql"] = (DATASETS / f"{case}.sql").read_text().rstrip("\n")
        of_a_group = "count" in self.spec
        self.args = Namespace(
            feature_group=["customers", "sellers"][: len(self.spec["groups"])],
            base_group="labels" if of_a_group else None,
            database=None if of_a_group else "app_dataset_rows",
            results="s3://runs/query",
            workgroup="primary",
            kms_key=None,
            as_of=None,
            since=None,
            until=None,
            rows=folder / "in",
            output=folder / "out",
        )
        self.paused = 0

    def file(self, content, name="rows.csv"):
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def pause(self, seconds):
        self.paused += seconds

    def run(self, **options):
        for name, value in options.items():
            setattr(self.args, name, value)
        return run(self.args, self.spec, self.aws, self.aws, self.aws, self.aws, self.pause)

    def dataset(self):
        return pq.read_table(self.folder / "out" / "dataset" / "records.parquet")

    def rejected(self):
        return [json.loads(line) for line in (self.folder / "out" / "rejected" / "rejected.jsonl").read_text().splitlines()]
