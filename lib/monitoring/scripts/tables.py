"""Reads the training data in pieces: CSV with a header line, and Parquet where the image can read it."""

import csv
from pathlib import Path

import pandas as pd

from outcome import MonitorError

ROWS_AT_ONCE = 50_000
READING = {"dtype": str, "keep_default_na": False, "na_values": [""], "skipinitialspace": True, "encoding": "utf-8-sig"}


class Tables:
    """The files of a data set, all with the same columns; each pass reads them again, so that memory holds a piece only."""

    def __init__(self, source):
        self.files = data_files(Path(source))
        self.columns = columns_of(self.files[0])
        for path in self.files[1:]:
            if sorted(columns_of(path)) != sorted(self.columns):
                raise MonitorError(f"{path.name} has other columns than {self.files[0].name}: give the baseline files of one data set")

    def pieces(self):
        """Yields tables of some rows; cells of CSV files are text, empty ones are missing."""
        for path in self.files:
            try:
                yield from read_parquet(path) if path.suffix == ".parquet" else read_csv(path)
            except (ValueError, OSError) as error:
                raise unreadable(path, error) from None


def data_files(source):
    """The files to read, in a stable order; the source is a file or a folder of them."""
    if source.is_file():
        return [source]
    files = sorted(path for path in source.rglob("*") if path.suffix in (".csv", ".parquet") and path.is_file())
    if not files:
        raise MonitorError(f"no CSV or Parquet file found below {source}: give the training data there")
    return files


def columns_of(path):
    """The names of a file's columns, in order."""
    try:
        names = [str(name).strip() for name in (next(read_parquet(path)).columns if path.suffix == ".parquet" else header_of(path))]
    except (ValueError, OSError, csv.Error) as error:
        raise unreadable(path, error) from None
    if not names:
        raise MonitorError(f"{path.name} is empty: it needs a header line and records")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise MonitorError(f"{path.name} has the column {', '.join(repeated)} more than once: rename or drop one")
    return names


def header_of(path):
    with open(path, encoding="utf-8-sig", newline="") as content:
        return next((cells for cells in csv.reader(content, skipinitialspace=True) if cells), [])


def read_csv(path):
    for piece in pd.read_csv(path, chunksize=ROWS_AT_ONCE, **READING):
        # pandas takes cells beyond the header for an index when every row has them.
        if not isinstance(piece.index, pd.RangeIndex):
            raise ValueError("its rows have more cells than its header line")
        yield piece.rename(columns=lambda name: str(name).strip())


def read_parquet(path):
    try:
        yield pd.read_parquet(path).rename(columns=lambda name: str(name).strip())
    except ImportError:
        raise MonitorError(f"{path.name} is Parquet, which this image cannot read: give the baseline CSV files") from None


def unreadable(path, error):
    return MonitorError(f"{path.name} cannot be read as {path.suffix.lstrip('.') or 'CSV'} ({error}): replace the file")
