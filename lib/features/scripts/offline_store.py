"""What the offline store of a feature group holds, and its newest records as one Parquet file."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlparse

import pyarrow as pa
import pyarrow.parquet as pq

from problems import IngestError
from schema import digest, seconds_of

READERS = 16
FIRST_PAUSE = 2
LONGEST_PAUSE = 30
# Clocks of the job and of the service may differ by so many seconds.
CLOCK_SKEW = 60
NEVER = (0.0, b"")
ARROW_TYPES = {"Integral": pa.int64(), "Fractional": pa.float64(), "String": pa.string()}


class OfflineStore:
    """An index of the Parquet files below the place where the service writes a group's records."""

    def __init__(self, s3, uri, schema):
        place = urlparse(uri)
        self.s3 = s3
        self.bucket = place.netloc
        self.prefix = f"{place.path.strip('/')}/"
        self.schema = schema
        self.rows = 0
        self.versions = {}  # when the service was last asked to write a version of a record, and the fingerprint of what
        self.newest = {}  # by record: its order, file, row, and whether it is a deletion
        self.seen = set()

    def refresh(self):
        """Reads the files that came since the last time."""
        for key, table in self._tables(sorted(set(self._list()) - self.seen)):
            self._index(key, table)
            self.seen.add(key)
        return self

    def holds(self, version, content):
        """Whether a version of a record is there with this content."""
        return self.versions.get(version, NEVER)[1] == content

    def wait_for(self, versions, since, timeout, check=lambda: None, clock=time.monotonic, pause=time.sleep):
        """Returns when every version written since a moment can be read; the service takes some minutes."""
        deadline, next_pause = clock() + timeout, FIRST_PAUSE
        while True:
            self.refresh()
            missing = sum(1 for version in versions if self.versions.get(version, NEVER)[0] < since - CLOCK_SKEW)
            if not missing:
                return
            check()
            if clock() >= deadline:
                raise IngestError(
                    f"the offline store of '{self.schema.group}' holds {len(versions) - missing} of {len(versions)} rows after {timeout / 60:g} minutes: "
                    f"start the job again, or raise --wait-minutes"
                )
            pause(min(next_pause, max(0, deadline - clock())))
            next_pause = min(LONGEST_PAUSE, next_pause * 1.5)

    def export(self, path):
        """Writes the newest version of each record that is not deleted, in the columns of the group; returns their number."""
        rows_by_file = {}
        for _, key, row, deleted in self.newest.values():
            if not deleted:
                rows_by_file.setdefault(key, []).append(row)
        columns = pa.schema([(name, ARROW_TYPES[kind]) for name, kind in self.schema.types.items()])
        with pq.ParquetWriter(path, columns) as writer:
            for key, table in self._tables(sorted(rows_by_file)):
                rows = table.take(sorted(rows_by_file[key]))
                writer.write_table(pa.table([_column(rows, field) for field in columns], schema=columns))
        return sum(len(rows) for rows in rows_by_file.values())

    def _list(self):
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        return [each["Key"] for page in pages for each in page.get("Contents", []) if each["Key"].endswith(".parquet")]

    def _tables(self, keys):
        """The files one after the other, some of them fetched ahead."""
        with ThreadPoolExecutor(READERS) as pool:
            for start in range(0, len(keys), READERS):
                batch = keys[start : start + READERS]
                yield from zip(batch, pool.map(self._read, batch))

    def _read(self, key):
        content = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return pq.read_table(pa.BufferReader(content))

    def _index(self, key, table):
        schema = self.schema
        names = [name for name in schema.names if name in table.column_names]
        columns = {name: table[name].cast(ARROW_TYPES[schema.types[name]]).to_pylist() for name in names if name != schema.event_time}
        moments = _moments(table, schema.event_time)
        calls, writes = _moments(table, "api_invocation_time"), _moments(table, "write_time")
        deletions = [str(flag).lower() == "true" for flag in table["is_deleted"].to_pylist()]
        identifiers = columns[schema.record_identifier]
        for row, deleted in enumerate(deletions):
            order = (moments[row], calls[row], writes[row])
            known = self.newest.get(identifiers[row])
            if known is None or known[0] < order:
                self.newest[identifiers[row]] = (order, key, row, deleted)
            if not deleted:
                version = digest([identifiers[row], moments[row]])
                others = [columns[name][row] if name in columns else None for name in schema.names if name != schema.event_time]
                self.versions[version] = max((calls[row], digest([moments[row], *others])), self.versions.get(version, NEVER))
        self.rows += table.num_rows


def _moments(table, name):
    """A column of times as Unix seconds, whichever way it is stored."""
    column = table[name]
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return [seconds_of(value) for value in column.to_pylist()]


def _column(table, field):
    """A feature's column, empty in files that are older than the feature."""
    return table[field.name].cast(field.type) if field.name in table.column_names else pa.nulls(table.num_rows, field.type)
