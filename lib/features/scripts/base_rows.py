"""Rows from files that features are joined to: read, checked, and made into a table that Athena can query for as long as it must."""

import time
from datetime import date, datetime, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from botocore.exceptions import ClientError

from offline_store import ARROW_TYPES
from problems import IngestError, Malformed
from records import Row, csv_files, read_rows
from schema import Schema

BATCH = 50_000
TABLE_PREFIX = "rows_"
GLUE_TYPES = {"Integral": "bigint", "Fractional": "double", "String": "string"}
FORMAT = "org.apache.hadoop.hive.ql.io.parquet"
# No processing job lives longer: the table of one that could not clean up is nobody's by then.
ABANDONED_SECONDS = 10 * 24 * 3600


class BaseSchema(Schema):
    """The declared columns; a row needs its time alone."""

    def __init__(self, base):
        super().__init__(
            {
                "FeatureGroupName": "",
                "RecordIdentifierFeatureName": base["time"],
                "EventTimeFeatureName": base["time"],
                "FeatureDefinitions": [{"FeatureName": column["name"], "FeatureType": column["type"]} for column in base["columns"]],
            }
        )
        self.needed = self.names
        self.kind = "declared columns"
        self.remedy = "declare them or drop them"


def write_rows(folder, base, target, rejected):
    """Writes what can be read of the files as one Parquet file; returns how many rows there were, good and bad."""
    schema = BaseSchema(base)
    columns = pa.schema([(name.lower(), ARROW_TYPES[kind]) for name, kind in schema.types.items()])
    count, batch = 0, []
    target.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(target, columns) as writer:
        for row in _rows(Path(folder), schema):
            count += 1
            if row.values is None:
                rejected.add(row, row.reason)
                continue
            batch.append(row.values)
            if len(batch) == BATCH:
                _write(writer, batch, schema, columns)
                batch = []
        _write(writer, batch, schema, columns)
    if count == 0:
        raise IngestError("the files of the base hold no rows: add some")
    return count


def _write(writer, batch, schema, columns):
    writer.write_table(pa.table([pa.array([values.get(name) for values in batch], field.type) for name, field in zip(schema.names, columns)], schema=columns))


def _rows(folder, schema):
    tables = sorted(path for path in folder.rglob("*.parquet") if path.is_file())
    if not tables:
        yield from read_rows(csv_files(folder), schema)
        return
    if any(folder.rglob("*.csv")):
        raise IngestError("the base holds CSV files and Parquet files: give one kind alone")
    for path in tables:
        yield from _rows_of_table(path, schema)


def _rows_of_table(path, schema):
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise IngestError(f"{path.name} is no Parquet file ({error})") from None
    names = file.schema_arrow.names
    unknown = [name for name in names if name not in schema.types]
    missing = [name for name in schema.needed if name not in names]
    if unknown:
        raise IngestError(f"{path.name} has columns that are no {schema.kind} ({', '.join(unknown)}): {schema.remedy}")
    if missing:
        raise IngestError(f"{path.name} lacks the column {' and '.join(missing)}: add it")
    number = 0
    for batch in file.iter_batches():
        for values in batch.to_pylist():
            number += 1
            cells = {name: _text(value) for name, value in values.items()}
            try:
                yield Row(path.name, number, cells, values=schema.parse(cells))
            except Malformed as reason:
                yield Row(path.name, number, cells, reason=str(reason))


def _text(value):
    """A value as a CSV file would have it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        moment = value.astimezone(timezone.utc) if value.tzinfo else value
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}T00:00:00Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # whole numbers with gaps are stored as floats
    return str(value)


class RowTable:
    """A table of the Glue Data Catalog that is there while the query runs."""

    def __init__(self, glue, database, name, location, base):
        self.glue = glue
        self.database = database
        self.name = f"{TABLE_PREFIX}{name}"
        self.location = location
        self.base = base

    def __enter__(self):
        self._sweep()
        storage = {
            "Columns": [{"Name": column["name"].lower(), "Type": GLUE_TYPES[column["type"]]} for column in self.base["columns"]],
            "Location": self.location,
            "InputFormat": f"{FORMAT}.MapredParquetInputFormat",
            "OutputFormat": f"{FORMAT}.MapredParquetOutputFormat",
            "SerdeInfo": {"SerializationLibrary": f"{FORMAT}.serde.ParquetHiveSerDe"},
        }
        table = {"Name": self.name, "TableType": "EXTERNAL_TABLE", "Parameters": {"classification": "parquet", "EXTERNAL": "TRUE"}, "StorageDescriptor": storage}
        self.glue.create_table(DatabaseName=self.database, TableInput=table)
        return self

    def __exit__(self, *_):
        self._delete(self.name)

    def _sweep(self):
        """Removes tables of jobs that were killed."""
        for page in self.glue.get_paginator("get_tables").paginate(DatabaseName=self.database):
            for table in page["TableList"]:
                created = table.get("CreateTime")
                if table["Name"].startswith(TABLE_PREFIX) and created and time.time() - created.timestamp() > ABANDONED_SECONDS:
                    self._delete(table["Name"])

    def _delete(self, name):
        try:
            self.glue.delete_table(DatabaseName=self.database, Name=name)
        except ClientError as error:
            if error.response["Error"]["Code"] != "EntityNotFoundException":
                raise
