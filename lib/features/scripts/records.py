"""Reads CSV files of records and tells rows that the feature group can hold from those it cannot."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from problems import IngestError, Malformed

# A value can have 350 KB; the csv module stops at 128 KB by itself.
csv.field_size_limit(1024 * 1024)


@dataclass(frozen=True)
class Row:
    """A row of a file: its values, or the reason why it has none."""

    file: str
    line: int
    cells: dict
    values: Optional[dict] = None
    reason: Optional[str] = None


def csv_files(folder):
    """The files to read, in a stable order."""
    files = sorted(path for path in Path(folder).rglob("*.csv") if path.is_file())
    if not files:
        raise IngestError(f"no CSV file found below {folder}: put records there, in files named *.csv")
    return files


def sha256(path):
    """Fingerprint of a file's content."""
    fingerprint = hashlib.sha256()
    with open(path, "rb") as content:
        for block in iter(lambda: content.read(1024 * 1024), b""):
            fingerprint.update(block)
    return fingerprint.hexdigest()


def read_rows(files, schema):
    """Every row of the files, one after the other, however large they are."""
    for path in files:
        try:
            with open(path, encoding="utf-8-sig", newline="") as content:
                yield from _rows(csv.reader(content, strict=True), path.name, schema)
        except UnicodeDecodeError as error:
            raise IngestError(f"{path.name} is not UTF-8 text ({error.reason}): save it as UTF-8") from None


def _rows(reader, file, schema):
    header = None
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise IngestError(f"{file} cannot be read beyond line {reader.line_num} ({error}): correct the quotes there") from None
        if cells is None:
            break
        if not cells:
            continue
        if header is None:
            header = _checked_header(cells, file, schema)
        else:
            yield _row(file, reader.line_num, header, cells, schema)
    if header is None:
        raise IngestError(f"{file} is empty: it needs a header line and records")


def _checked_header(cells, file, schema):
    header = [cell.strip() for cell in cells]
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise IngestError(f"{file} has the column {', '.join(repeated)} more than once: rename or drop one")
    unknown = [name for name in header if name not in schema.types]
    if unknown:
        raise IngestError(f"{file} has columns that are no {schema.kind} ({', '.join(unknown)}): {schema.remedy}")
    missing = [name for name in schema.needed if name not in header]
    if missing:
        raise IngestError(f"{file} lacks the column {' and '.join(missing)}, without which no record can be stored: add it")
    return header


def _row(file, line, header, cells, schema):
    if len(cells) != len(header):
        return Row(file, line, {"cells": cells}, reason=f"has {len(cells)} cells and the header has {len(header)}")
    by_name = dict(zip(header, cells))
    try:
        return Row(file, line, by_name, values=schema.parse(by_name))
    except Malformed as reason:
        return Row(file, line, by_name, reason=str(reason))
