"""A feature group in memory: the three clients of the job, and the delay with which the offline store follows."""

import io
import json
from argparse import Namespace
from datetime import datetime, timezone

import pyarrow as pa
import pyarrow.parquet as pq
from botocore.exceptions import ClientError

from ingest_records import run

START = 1_800_000_000.0
PREFIX = "lake/111122223333/sagemaker/eu-west-1/offline-store/customers-1/data"
DEFINITIONS = {"id": "String", "at": "String", "age": "Integral", "score": "Fractional", "city": "String"}
ARROW = {"String": pa.string(), "Integral": pa.int64(), "Fractional": pa.float64()}


def client_error(code, status=400, message="no"):
    return ClientError({"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Operation")


class World:
    """Clock, group, buckets; `delay` is how long records take to reach the offline store."""

    def __init__(self, delay=600, definitions=None):
        self.time = START
        self.delay = delay
        self.definitions = dict(definitions or DEFINITIONS)
        self.description = {"FeatureGroupStatus": "Created", "OfflineStoreStatus": {"Status": "Active"}}
        self.buffered = []
        self.objects = {}
        self.puts = []
        self.refusals = {}  # identifier -> errors to raise, one for each attempt
        self.polls = 0

    # the job's own means
    def now(self):
        return self.time

    def pause(self, seconds):
        self.time += seconds
        self.flush()

    # the clients
    def describe_feature_group(self, FeatureGroupName, NextToken=None):
        if FeatureGroupName != "customers":
            raise client_error("ResourceNotFound")
        definitions = [{"FeatureName": name, "FeatureType": kind} for name, kind in self.definitions.items()]
        return {
            "FeatureGroupName": FeatureGroupName,
            "RecordIdentifierFeatureName": "id",
            "EventTimeFeatureName": "at",
            "FeatureDefinitions": definitions[2:] if NextToken else definitions[:2],
            "NextToken": None if NextToken else "more",
            "OfflineStoreConfig": {"S3StorageConfig": {"ResolvedOutputS3Uri": f"s3://bucket/{PREFIX}"}},
            **self.description,
        }

    def put_record(self, FeatureGroupName, Record):
        values = {each["FeatureName"]: each["ValueAsString"] for each in Record}
        errors = self.refusals.get(values["id"], [])
        if errors:
            raise errors.pop(0)
        self.puts.append(values)
        self.buffered.append((self.time, values, False))

    def get_paginator(self, operation):
        assert operation == "list_objects_v2"
        return self

    def paginate(self, Bucket, Prefix):
        assert Bucket == "bucket"
        self.polls += 1
        self.flush()
        for key in list(self.objects):
            if key.startswith(Prefix):
                yield {"Contents": [{"Key": key}]}
        yield {}

    def get_object(self, Bucket, Key):
        return {"Body": io.BytesIO(self.objects[Key])}

    # the service behind them
    def delete(self, identifier, at):
        self.buffered.append((self.time, {"id": identifier, "at": at}, True))

    def flush(self):
        due = [entry for entry in self.buffered if entry[0] + self.delay <= self.time]
        self.buffered = [entry for entry in self.buffered if entry not in due]
        if due:
            self.write(f"part-{len(self.objects)}.parquet", due)

    def write(self, name, entries, moments_as=datetime):
        def typed(kind, text):
            return text if text is None or kind == "String" else int(text) if kind == "Integral" else float(text)

        columns = {name: pa.array([typed(kind, values.get(name)) for _, values, _ in entries], ARROW[kind]) for name, kind in self.definitions.items()}
        times = [moment for moment, _, _ in entries]
        if moments_as is datetime:
            stamps = pa.array([datetime.fromtimestamp(each, timezone.utc) for each in times], pa.timestamp("ns", "UTC"))
        else:
            stamps = pa.array([datetime.fromtimestamp(each, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z") for each in times])
        columns.update(api_invocation_time=stamps, write_time=stamps, is_deleted=pa.array([deleted for _, _, deleted in entries]))
        content = io.BytesIO()
        pq.write_table(pa.table(columns), content)
        self.objects[f"{PREFIX}/year=2026/{name}"] = content.getvalue()


class Job:
    """Runs the job on files in a folder of its own."""

    def __init__(self, world, folder):
        self.world, self.folder = world, folder
        (folder / "in").mkdir()
        self.args = Namespace(feature_group="customers", input=folder / "in", output=folder / "out", wait_minutes=30, max_rejected_share=0.5)

    def file(self, content, name="records.csv"):
        (self.folder / "in" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def run(self, **options):
        for name, value in options.items():
            setattr(self.args, name, value)
        return run(self.args, self.world, self.world, self.world, self.world.pause, self.world.now, self.world.now)

    def dataset(self):
        return pq.read_table(self.folder / "out" / "dataset" / "records.parquet")

    def rejected(self):
        return [json.loads(line) for line in (self.folder / "out" / "rejected" / "rejected.jsonl").read_text().splitlines()]
