"""Puts the rows of CSV files into a feature group and exports what its offline store then holds.

Runs as a SageMaker Processing job. Every row is checked first: with too many malformed rows nothing is written. Rows that the
offline store holds already are not written again, so a job that failed halfway can be started again. The export is the newest
version of each record that is not deleted.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from offline_store import OfflineStore
from problems import IngestError, tell
from put_records import WORKERS, put_all
from records import csv_files, read_rows, sha256
from rejected import Rejected
from schema import Schema, describe


@dataclass
class Checked:
    """What the first pass over the files finds."""

    rows: int = 0
    duplicates: int = 0
    contents: dict = field(default_factory=dict)  # fingerprint of a row -> version of the record, in the order of the files


def check(files, schema, rejected):
    """Reads everything once, keeps malformed rows, and remembers a fingerprint of each good one."""
    found, contents_of_version = Checked(), {}
    for row in read_rows(files, schema):
        found.rows += 1
        if row.values is None:
            rejected.add(row, row.reason)
            continue
        version, content = schema.key(row.values), schema.content(row.values)
        if content in found.contents:
            found.duplicates += 1
        elif contents_of_version.setdefault(version, content) != content:
            rejected.add(row, "another row has the same identifier and event time and other values")
        else:
            found.contents[content] = version
    if found.rows == 0:
        raise IngestError("the files hold a header line and no records: add some")
    return found


def pending(files, schema, contents):
    """The rows that are still to be written, each once."""
    missing = set(contents)
    for row in read_rows(files, schema):
        if row.values is not None and schema.content(row.values) in missing:
            missing.remove(schema.content(row.values))
            yield row


def write(runtime, schema, files, store, found, rejected, pause):
    """Writes what the store does not hold yet; returns the versions written."""
    missing = [content for content, version in found.contents.items() if not store.holds(version, content)]
    written = []
    for row, reason in put_all(runtime, schema, pending(files, schema, missing), pause):
        if reason is None:
            written.append(schema.key(row.values))
        else:
            rejected.add(row, reason)
    print(f"write    {len(written):,} rows, {len(found.contents) - len(missing):,} were there already", flush=True)
    return written


def export(store, path):
    """Writes the data set; there must be something in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exported = store.export(path)
    print(f"export   {exported:,} records from {store.rows:,} stored rows", flush=True)
    if exported == 0:
        raise IngestError(f"feature group '{store.schema.group}' holds no record that is not deleted: nothing is left to train on")
    return exported


def run(args, sagemaker, runtime, s3, pause=time.sleep, clock=time.monotonic, now=time.time):
    """The whole job; returns a summary of it."""
    started, began = now(), clock()
    description = describe(sagemaker, args.feature_group)
    schema = Schema(description)
    uri = description["OfflineStoreConfig"]["S3StorageConfig"]["ResolvedOutputS3Uri"]
    files = csv_files(args.input)
    with Rejected(args.output / "rejected" / "rejected.jsonl") as rejected:
        found = check(files, schema, rejected)
        print(f"check    {found.rows:,} rows, {found.duplicates:,} duplicates, {rejected.count:,} malformed", flush=True)
        rejected.refuse_too_many(found.rows, args.max_rejected_share)
        store = OfflineStore(s3, uri, schema).refresh()
        written = write(runtime, schema, files, store, found, rejected, pause)
        rejected.refuse_too_many(found.rows, args.max_rejected_share)
    store.wait_for(written, started, args.wait_minutes * 60, lambda: ensure_replication(sagemaker, schema.group), clock, pause)
    exported = export(store, args.output / "dataset" / "records.parquet")
    accepted = found.rows - found.duplicates - rejected.count
    return {
        "featureGroup": schema.group,
        "offlineStore": uri,
        "files": [{"name": path.name, "sha256": sha256(path)} for path in files],
        "rows": found.rows,
        "duplicates": found.duplicates,
        "rejected": rejected.count,
        "accepted": accepted,
        "written": len(written),
        "alreadyStored": accepted - len(written),
        "storedRows": store.rows,
        "exportedRecords": exported,
        "startedAt": started,
        "seconds": round(clock() - began, 3),
    }


def ensure_replication(sagemaker, group):
    """Stops waiting when the service says that it will not write the offline store."""
    status = sagemaker.describe_feature_group(FeatureGroupName=group).get("OfflineStoreStatus", {})
    if status.get("Status") == "Blocked":
        raise IngestError(f"the service cannot write the offline store of '{group}': {status.get('BlockedReason', 'it gives no reason')}")


def arguments(given=None):
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feature-group", required=True)
    parser.add_argument("--region", help="where the group is; by default where the job runs")
    parser.add_argument("--input", type=Path, default=Path("/opt/ml/processing/input/records"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--wait-minutes", type=float, default=30, help="how long the offline store may take to show what was written")
    parser.add_argument("--max-rejected-share", type=float, default=0.05, help="share of malformed rows above which nothing is written")
    args = parser.parse_args(given)
    if not 0 <= args.max_rejected_share <= 1:
        parser.error("--max-rejected-share must be from 0 to 1")
    if args.wait_minutes <= 0:
        parser.error("--wait-minutes must be more than 0")
    return args


def main():
    args = arguments()
    # PutRecord is tried again by put_records, which knows which refusals concern one row alone.
    once = Config(retries={"total_max_attempts": 1}, max_pool_connections=WORKERS)
    try:
        summary = run(
            args,
            boto3.client("sagemaker", region_name=args.region),
            boto3.client("sagemaker-featurestore-runtime", region_name=args.region, config=once),
            boto3.client("s3", region_name=args.region),
        )
    except (IngestError, ClientError) as error:
        tell(str(error))
        sys.exit(str(error))
    manifest = args.output / "manifest" / "summary.json"
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps(summary, indent=2), encoding="utf-8")
    tell(f"{summary['written']} rows written, {summary['rejected']} rejected, {summary['exportedRecords']} records exported")


if __name__ == "__main__":
    main()
