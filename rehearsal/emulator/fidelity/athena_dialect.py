"""Athena's queries may use functions of Trino, and UNLOAD writes Parquet files to S3."""

from __future__ import annotations

import os
import tempfile
from urllib.parse import urlparse

import ministack.services.athena as athena
import ministack.services.s3 as s3

from ..trino_dialect import MACROS, unload_of
from ._target import wrap

MENDS = "queries are DuckDB's: to_unixtime and from_iso8601_timestamp are unknown, and UNLOAD is a syntax error"


def apply() -> None:
    wrap(athena, "_rewrite_data_paths", _with_macros)
    wrap(athena, "_run_duckdb", _with_unload)


def _with_macros(rewrite):
    async def rewrite_with_macros(query, database, catalog=None):
        rewritten, *others = await rewrite(query, database, catalog)
        return MACROS + rewritten, *others

    return rewrite_with_macros


def _with_unload(run):
    async def run_or_unload(query, database, catalog=None):
        unload = unload_of(query)
        if unload is None:
            return await run(query, database, catalog)
        select, place = unload
        target = urlparse(place)
        prefix = f"{target.path.strip('/')}/"
        bucket = s3._buckets.get(target.netloc)
        if bucket is None or any(key.startswith(prefix) for key in bucket["objects"]):
            raise ValueError(f"HIVE_PATH_ALREADY_EXISTS or no such bucket: {place}")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "part.parquet")
            await run(f"COPY (\n{select}\n) TO '{path}' (FORMAT parquet)", database, catalog)
            with open(path, "rb") as file:
                content = file.read()
        answer = s3._put_object(target.netloc, f"{prefix}part-0", content, {"content-length": str(len(content))})
        if answer[0] >= 300:
            raise ValueError(f"cannot write to {place}: {answer[2]!r}")
        return {"columns": [], "rows": [], "column_types": []}

    return run_or_unload
