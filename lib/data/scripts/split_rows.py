"""Splits the rows of a table into training, validation and test data.

Runs as a SageMaker Processing job. Reads the CSV files with a header line and the Parquet files below the input, all of one table, and writes
train/train.csv, validation/validation.csv and test/test.csv. Where a row goes depends on the seed and on its key alone, or on all of its cells if
there is none: what was held out stays held out when rows are added. A part without names of columns is written for what reads none; the training rows are then
in baseline/baseline.csv too, below their names.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import pandas as pd

PARTS = ("train", "validation", "test")
MESSAGE_FILE = Path("/opt/ml/output/message")
READING = {"dtype": str, "keep_default_na": False, "na_values": [""], "skipinitialspace": True, "encoding": "utf-8-sig"}


class SplitError(Exception):
    """The rows cannot be split; the message is one sentence that says what to change."""


class Arguments(argparse.ArgumentParser):
    """A parser whose refusals end the job like every other mistake."""

    def error(self, message):
        raise SplitError(f"{message}: correct the arguments")


def read_table(folder):
    """All rows; cells of CSV files stay as they were written."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".parquet") and path.is_file())
    if not files:
        raise SplitError(f"no CSV or Parquet file found below {folder}: put the data there")
    tables = [read_file(path) for path in files]
    for path, table in zip(files, tables):
        if sorted(table.columns) != sorted(tables[0].columns):
            raise SplitError(f"{path.name} has other columns than {files[0].name}: give files of one table")
    return pd.concat(tables, ignore_index=True)


def read_file(path):
    try:
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, **READING)
    except (ValueError, OSError) as error:
        raise SplitError(f"{path.name} cannot be read as {path.suffix[1:]} ({error}): replace the file") from None
    # pandas takes cells beyond the header for an index when every row has them.
    if path.suffix == ".csv" and not isinstance(table.index, pd.RangeIndex):
        raise SplitError(f"{path.name} has rows with more cells than its header line: correct the file")
    return table.rename(columns=lambda name: str(name).strip())


def arranged(table, target, left_out):
    """The columns that are kept, the target first."""
    kept = [name for name in table.columns if name not in left_out]
    return table[[target, *[name for name in kept if name != target]] if target else kept]


def check_columns(table, args):
    unknown = [name for name in [*args.ignore, *args.by, *([args.target] if args.target else [])] if name not in table.columns]
    if unknown:
        raise SplitError(f"the data has no column {', '.join(unknown)}: its columns are {', '.join(table.columns)}")
    if args.target and table[args.target].isna().any():
        raise SplitError(f"{int(table[args.target].isna().sum())} rows have no {args.target}: give each one a value, or leave it out")


def check_numbers(rows):
    """What reads training rows without names is an algorithm that reads numbers, and fails for anything else after its instance was paid for."""
    texts = [name for name in rows.columns if (pd.to_numeric(rows[name], errors="coerce").isna() & rows[name].notna()).any()]
    if texts:
        raise SplitError(f"training rows without names must hold numbers, and {', '.join(texts)} holds text: leave it out, or write it as numbers first")


def draws(table, keys, seed):
    """A number from 0 up to 1 for each row, by its key alone."""
    columns = [table[name].map(str) for name in keys or table.columns]
    return pd.Series([fraction("\x1f".join([str(seed), *cells])) for cells in zip(*columns)], index=table.index, dtype=float)


def fraction(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64


def split(args):
    """The whole job; returns its line of result."""
    table = read_table(args.input)
    check_columns(table, args)
    draw = draws(table, args.by, args.seed).sort_values()
    # In the order of the draw, so that the classes of a sorted table are mixed.
    rows, drawn = arranged(table, args.target, args.ignore).loc[draw.index], draw
    if "train" in args.without_names:
        check_numbers(rows)
    parts = {
        "train": rows[drawn >= args.test + args.validation],
        "validation": rows[(drawn >= args.test) & (drawn < args.test + args.validation)],
        "test": rows[drawn < args.test],
    }
    empty = [name for name, part in parts.items() if part.empty]
    if empty:
        raise SplitError(f"{len(rows)} rows leave none for {' and '.join(empty)}: give more, or larger shares")
    for name, part in parts.items():
        write(args.output / name / f"{name}.csv", part, name not in args.without_names)
    if "train" in args.without_names:
        write(args.output / "baseline" / "baseline.csv", parts["train"], True)
    return f"{len(rows)} rows: {', '.join(f'{len(part)} for {name}' for name, part in parts.items())}"


def write(path, part, with_names):
    path.parent.mkdir(parents=True, exist_ok=True)
    part.to_csv(path, index=False, header=with_names, lineterminator="\n")


def names(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def arguments(given=None):
    parser = Arguments(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--target", help="the column that is written first")
    parser.add_argument("--by", type=names, default=[], help="columns that decide where a row goes")
    parser.add_argument("--ignore", type=names, default=[], help="columns to leave out")
    parser.add_argument("--validation", type=float, default=0.1, help="share of the rows")
    parser.add_argument("--test", type=float, default=0.2, help="share of the rows")
    parser.add_argument("--without-names", type=names, default=[], help=f"parts without a header line: {', '.join(PARTS)}")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(given)


def main():
    try:
        line = split(arguments())
    except SplitError as error:
        tell(f"split_rows.py: {error}")
        sys.exit(f"split_rows.py: {error}")
    tell(line)
    print(line, flush=True)


def tell(message):
    """Leaves a message where SageMaker shows it as the job's exit message."""
    if MESSAGE_FILE.parent.is_dir():
        MESSAGE_FILE.write_text(message, encoding="utf-8")


if __name__ == "__main__":
    main()
