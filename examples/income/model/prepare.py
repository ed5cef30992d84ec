"""Splits the census records into training, validation and test data.

Runs as a SageMaker Processing job. The input is either the raw CSV file or the Parquet files of a Feature Store offline
store, which keeps every version of a record and marks the deleted ones.
"""

import argparse
import hashlib
import io
import sys
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd

RECORD_ID = "person_id"
EVENT_TIME = "event_time"
TARGET = "income_over_50k"
NUMBERS = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]
# The order in which a prediction request without a header line sends them.
FEATURES = [
    "age", "workclass", "education_num", "marital_status", "occupation", "relationship",
    "race", "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country",
]
# What the Feature Store adds to each record; the two times decide between versions with the same event time.
STORE_TIMES = ["api_invocation_time", "write_time"]
DELETED = "is_deleted"


class DataError(Exception):
    """The data cannot be used; the message says what to change."""


def read_records(folder):
    """Every record of every CSV and Parquet file below the folder, in one table."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".parquet") and path.is_file())
    if not files:
        raise DataError(f"no CSV or Parquet file found below {folder}: put the training data there")
    return pd.concat([read_file(path) for path in files], ignore_index=True)


def read_file(path):
    content = path.read_bytes()
    try:
        if path.suffix == ".parquet":
            table = pd.read_parquet(io.BytesIO(content))
        else:
            table = pd.read_csv(io.BytesIO(content), dtype={RECORD_ID: str}, keep_default_na=False, na_values=[""])
    except pd.errors.EmptyDataError:
        raise DataError(f"{path} is empty: it needs a header line and records") from None
    except Exception as error:
        raise DataError(f"{path} cannot be read as {path.suffix[1:]} ({error}): replace the file") from error
    missing = [column for column in [RECORD_ID, EVENT_TIME, *FEATURES, TARGET] if column not in table.columns]
    if missing:
        raise DataError(f"{path} lacks the columns {', '.join(missing)}: add them or correct their names")
    return table


def newest_versions(table):
    """One row per record: the version with the latest event, without the records whose last version is a deletion."""
    if table[RECORD_ID].isna().any():
        raise DataError(f"{int(table[RECORD_ID].isna().sum())} records have no {RECORD_ID}: give each one an identifier")
    times = [column for column in [EVENT_TIME, *STORE_TIMES] if column in table.columns]
    order = pd.DataFrame({column: table[column].map(seconds) for column in times})
    ordered = table.loc[order.sort_values(times, kind="stable").index]
    newest = ordered.assign(**{RECORD_ID: ordered[RECORD_ID].astype(str)}).drop_duplicates(RECORD_ID, keep="last")
    if DELETED in newest.columns:
        newest = newest[newest[DELETED].map(lambda flag: str(flag).lower() != "true")]
    return newest


def seconds(moment):
    """A moment as Unix seconds; the Feature Store takes either those or ISO-8601 text."""
    if pd.isna(moment):
        return float("-inf")
    if isinstance(moment, datetime):  # Parquet timestamps
        return moment.timestamp()
    try:
        return float(moment)
    except (TypeError, ValueError):
        pass
    try:
        parsed = datetime.fromisoformat(str(moment).replace("Z", "+00:00"))
    except ValueError:
        raise DataError(f"'{moment}' is no time: write it as 2026-01-31T12:00:00Z or in Unix seconds") from None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)).timestamp()


def check_values(table):
    """The same table with numbers as numbers, or a plain word about the first cell that is none."""
    table = table[[RECORD_ID, TARGET, *FEATURES]].copy()
    for column in [TARGET, *NUMBERS]:
        numbers = pd.to_numeric(table[column], errors="coerce")
        wrong = table[column][numbers.isna() & table[column].notna()]
        if len(wrong):
            raise DataError(f"column {column} must hold numbers, found '{wrong.iloc[0]}': correct the record")
        table[column] = numbers
    if not table[TARGET].isin([0, 1]).all():
        raise DataError(f"column {TARGET} must hold 0 or 1 in every record: correct or remove the others")
    return table


def split(table, seed, validation_share, test_share):
    """Splits by a hash of the identifier, so that a record stays where it is however many others come or go.

    The hash knows nothing of the label: each class is divided in the same shares, up to chance.
    """
    draw = table[RECORD_ID].map(lambda record_id: fraction(f"{seed}:{record_id}"))
    table = table.loc[draw.sort_values().index]
    draw = draw.loc[table.index]
    parts = {
        "test": table[draw < test_share],
        "validation": table[(draw >= test_share) & (draw < test_share + validation_share)],
        "train": table[draw >= test_share + validation_share],
    }
    for name, part in parts.items():
        if part[TARGET].nunique() < 2:
            raise DataError(f"{len(table)} records are too few: the {name} part needs both values of {TARGET}")
    return parts


def fraction(text):
    """A number from 0 up to 1 that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--validation-share", type=float, default=0.1)
    parser.add_argument("--test-share", type=float, default=0.2)
    args = parser.parse_args()

    records = newest_versions(read_records(args.input))
    if records.empty:
        raise DataError(f"the files below {args.input} hold no record that is not deleted: add some")
    parts = split(check_values(records), args.seed, args.validation_share, args.test_share)
    for name, part in parts.items():
        folder = args.output / name
        folder.mkdir(parents=True, exist_ok=True)
        part.to_csv(folder / f"{name}.csv", index=False, float_format="%.12g", lineterminator="\n")
        print(f"{name}: {len(part)} records, {part[TARGET].mean():.1%} with {TARGET} = 1")


if __name__ == "__main__":
    try:
        main()
    except DataError as error:
        sys.exit(f"prepare.py: {error}")
