"""What Athena's SQL has and DuckDB lacks, as far as the library's own queries use it."""

from __future__ import annotations

import re

# Athena's sessions are in UTC, as these are of a moment without an offset.
MACROS = """
SET TimeZone = 'UTC';
CREATE OR REPLACE MACRO from_iso8601_timestamp(moment) AS CAST(moment AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO to_unixtime(moment) AS epoch(moment);
"""

_UNLOAD = re.compile(r"\s*UNLOAD\s*\((?P<select>.*)\)\s*TO\s*'(?P<place>s3://[^']+)'\s*WITH\s*\((?P<options>[^()]*)\)\s*", re.IGNORECASE | re.DOTALL)


def unload_of(sql: str) -> tuple[str, str] | None:
    """The SELECT and the place of an UNLOAD to Parquet; None for any other statement."""
    match = _UNLOAD.fullmatch(sql)
    if not match:
        return None
    if not re.search(r"format\s*=\s*'PARQUET'", match["options"], re.IGNORECASE):
        raise ValueError("UNLOAD writes Parquet here, and nothing else")
    return match["select"], match["place"]
