"""Has Athena build a data set in which each row sees what was known at its time, and writes it as one Parquet file.

Runs as a SageMaker Processing job. The query was written when the app was synthesised; here it gets the names of the tables, which the service chose,
and the moments. Rows from files are checked first, and lent to Athena as a table.
"""

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
import uuid
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlparse

import boto3
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from botocore.config import Config
from botocore.exceptions import ClientError

from athena import Athena
from base_rows import RowTable, write_rows
from offline_store import ARROW_TYPES
from problems import IngestError, tell
from rejected import Rejected
from schema import Schema, describe, moment, seconds_of


class Group:
    """A feature group with the table that describes its records."""

    def __init__(self, sagemaker, name):
        description = describe(sagemaker, name)
        table = description["OfflineStoreConfig"].get("DataCatalogConfig")
        if not table:
            raise IngestError(f"feature group '{name}' has no table in the Glue Data Catalog, so Athena cannot read it: make it with one")
        self.schema = Schema(description)
        self.table = qualified(table["Database"], table["TableName"])

    def require(self, features):
        """There must be what the query takes."""
        missing = [name for name in features if name not in self.schema.types]
        if missing:
            raise IngestError(f"feature group '{self.schema.group}' has no {', '.join(missing)}: deploy the group with them first, or leave them out")
        return self


def qualified(database, table):
    """A table as a query names it."""
    return ".".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (database, table))


def completed(sql, places):
    """The query with what was not known when it was written; names of columns hold no braces."""
    for place, value in places.items():
        sql = sql.replace("{{" + place + "}}", value)
    return sql


def seconds(text):
    """A moment as a number of the query."""
    return f"{seconds_of(moment(text, 'the moment'))!r}E0"


class Target:
    """The data set: columns in order, each with what is missing in it."""

    def __init__(self, columns, groups):
        self.columns = columns
        self.found = [0] * groups
        self.missing = [0] * len(columns)
        self.rows = 0
        self.writer = None

    def add(self, table, path):
        """Adds rows, whose columns are known by their places: engines write names in lower case."""
        expected = len(self.columns) + len(self.found)
        if table.num_columns != expected:
            raise IngestError(f"the answer of Athena has {table.num_columns} columns and should have {expected}")
        arrays = [self._cast(table.column(index), column["type"]) for index, column in enumerate(self.columns)]
        kept = pa.table(arrays, names=[column["name"] for column in self.columns])
        if self.writer is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.writer = pq.ParquetWriter(path, kept.schema)
        self.writer.write_table(kept)
        self.rows += table.num_rows
        self.missing = [before + array.null_count for before, array in zip(self.missing, arrays)]
        self.found = [before + pc.sum(table.column(len(self.columns) + index)).as_py() for index, before in enumerate(self.found)]

    @staticmethod
    def _cast(array, kind):
        return array if pa.types.is_nested(array.type) else array.cast(ARROW_TYPES[kind])

    def close(self):
        if self.writer:
            self.writer.close()


def copy(s3, place, target, path):
    """Takes what Athena left below a place, file by file."""
    bucket, prefix = split(place)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    try:
        for key in [each["Key"] for page in pages for each in page.get("Contents", [])]:
            with tempfile.TemporaryFile() as file:
                shutil.copyfileobj(s3.get_object(Bucket=bucket, Key=key)["Body"], file)
                for batch in pq.ParquetFile(file).iter_batches():
                    target.add(pa.Table.from_batches([batch]), path)
    finally:
        target.close()


def split(uri):
    """Bucket and key of an S3 URI."""
    place = urlparse(uri)
    return place.netloc, place.path.lstrip("/")


def run(args, spec, sagemaker, athena, glue, s3, pause):
    """The whole job; returns a summary of it, and the query as it was run."""
    groups = [Group(sagemaker, name).require(group["features"]) for name, group in zip(args.feature_group, spec["groups"])]
    base_group = Group(sagemaker, args.base_group).require(column["name"] for column in spec["base"]["columns"]) if args.base_group else None
    name = uuid.uuid4().hex
    place = f"{args.results.rstrip('/')}/{name}/"
    places = {f"group_{index}": group.table for index, group in enumerate(groups)}
    places.update({key: seconds(text) for key, text in (("as_of", args.as_of), ("from", args.since), ("until", args.until)) if text})
    athena = Athena(athena, args.workgroup, f"{place}answers/", args.kms_key, pause)

    with Rejected(args.output / "rejected" / "rejected.jsonl") as rejected:
        table, rows = nullcontext(), None
        if base_group is None:
            rows = take_rows(args, spec["base"], s3, f"{place}rows/", rejected)
            table = RowTable(glue, args.database, name, f"{place}rows/", spec["base"])
    with table:
        places["base"] = base_group.table if base_group else qualified(args.database, f"rows_{name}")
        if base_group:
            rows = athena.number(completed(spec["count"], places))
        sql = completed(spec["sql"], places)
        answer, execution = athena.unload(sql, f"{place}dataset/")

    target = Target(spec["columns"], len(groups))
    copy(s3, answer, target, args.output / "dataset" / "records.parquet")
    print(f"dataset  {target.rows:,} rows", flush=True)
    if target.rows == 0:
        raise IngestError("the data set has no rows: nothing is left to train on")
    bounded = args.since or args.until
    if base_group is None and not bounded and target.rows != rows - rejected.count:
        raise IngestError(f"the data set has {target.rows} rows for {rows - rejected.count} rows of the base: Athena's answer {answer} is not whole")
    return summary(spec, groups, base_group, rows, rejected.count, target, execution, args), sql


def take_rows(args, base, s3, place, rejected):
    """Checks the rows of the files and puts them where Athena can read them; returns how many there were."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        rows = write_rows(args.rows, base, path, rejected)
        print(f"rows     {rows:,}, of them {rejected.count:,} malformed", flush=True)
        rejected.refuse_too_many(rows, base["maxRejectedShare"])
        if rejected.count == rows:
            raise IngestError("no row of the base can be read: nothing is left to join to")
        bucket, prefix = split(place)
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": args.kms_key} if args.kms_key else {}
        s3.upload_file(str(path), bucket, f"{prefix}rows.parquet", ExtraArgs=encryption)
    return rows


def summary(spec, groups, base_group, rows, rejected, target, execution, args):
    """The counts that people ask for."""
    columns = list(zip(spec["columns"], target.missing))

    def missing(number):
        return {column["name"]: count for column, count in columns if column.get("group") == number}

    return {
        "base": {"featureGroup": base_group.schema.group, "storedRows": rows} if base_group else {"rows": rows, "rejected": rejected},
        "rows": target.rows,
        "missing": missing(None),
        "groups": [
            {
                "featureGroup": group.schema.group,
                "table": group.table,
                "on": told["on"],
                "knownBy": told["knownBy"],
                "rowsWithoutRecord": target.rows - found,
                "missing": missing(index),
            }
            for index, (group, told, found) in enumerate(zip(groups, spec["groups"], target.found))
        ],
        "asOf": args.as_of,
        "from": args.since,
        "until": args.until,
        "query": {"id": execution["QueryExecutionId"], "statistics": execution.get("Statistics", {})},
    }


def arguments(given=None):
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feature-group", action="append", required=True, help="a group to join, in the order of the query")
    parser.add_argument("--base-group", help="the group whose records are the rows")
    parser.add_argument("--database", help="of the Glue Data Catalog, for the rows of files")
    parser.add_argument("--results", required=True, help="s3:// place for what the query needs and answers")
    parser.add_argument("--region")
    parser.add_argument("--workgroup", default="primary")
    parser.add_argument("--kms-key")
    parser.add_argument("--as-of")
    parser.add_argument("--from", dest="since")
    parser.add_argument("--until")
    parser.add_argument("--query", type=Path, default=Path("/opt/ml/processing/input/query"))
    parser.add_argument("--rows", type=Path, default=Path("/opt/ml/processing/input/rows"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    args = parser.parse_args(given)
    if not args.base_group and not args.database:
        parser.error("--database is needed for rows of files, or --base-group")
    for name in ("as_of", "since", "until"):
        try:
            seconds(getattr(args, name) or "2026-01-31T12:00:00Z")
        except Exception as error:
            parser.error(f"--{'from' if name == 'since' else name.replace('_', '-')}: {error}")
    return args


def main():
    args = arguments()
    # A job that is stopped has some time left: enough to stop the query and to remove the table.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("the job was stopped"))
    spec = json.loads(next(args.query.glob("*.json")).read_text(encoding="utf-8"))
    patient = Config(retries={"mode": "standard", "total_max_attempts": 10})
    clients = [boto3.client(service, region_name=args.region, config=patient) for service in ("sagemaker", "athena", "glue", "s3")]
    try:
        told, sql = run(args, spec, *clients, pause=time.sleep)
    except (IngestError, ClientError) as error:
        tell(str(error))
        sys.exit(str(error))
    manifest = args.output / "manifest"
    manifest.mkdir(parents=True, exist_ok=True)
    (manifest / "summary.json").write_text(json.dumps(told, indent=2, default=str), encoding="utf-8")
    (manifest / "query.sql").write_text(f"{sql}\n", encoding="utf-8")
    tell(f"{told['rows']} rows; " + "; ".join(f"{group['rowsWithoutRecord']} without a record of {group['featureGroup']}" for group in told["groups"]))


if __name__ == "__main__":
    main()
