"""Makes income.csv from the two original files of the Adult data set; README.md in this folder tells where they come from.

    python make_sample.py --source <folder with adult.data and adult.test> --output income.csv
"""

import argparse
import csv
import hashlib
from pathlib import Path

ROWS = 4000
SNAPSHOT_TIME = "1996-05-01T00:00:00Z"

SOURCE_COLUMNS = [
    "age", "workclass", "fnlwgt", "education", "education_num", "marital_status", "occupation", "relationship",
    "race", "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country", "income",
]
KEPT_COLUMNS = [column for column in SOURCE_COLUMNS if column not in ("fnlwgt", "education", "income")]
COLUMNS = ["person_id", *KEPT_COLUMNS, "income_over_50k", "event_time"]


def people(source):
    """Yields every person of adult.data, then of adult.test, numbered in that order from 1."""
    number = 0
    for name in ("adult.data", "adult.test"):
        for line in (source / name).read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.split(",")]
            if len(cells) != len(SOURCE_COLUMNS):
                continue  # the comment at the top of adult.test and the empty last lines
            number += 1
            yield person(f"A{number:05d}", dict(zip(SOURCE_COLUMNS, cells)))


def person(person_id, cells):
    row = {column: "" if cells[column] == "?" else cells[column] for column in KEPT_COLUMNS}
    row["person_id"] = person_id
    row["income_over_50k"] = "1" if cells["income"].startswith(">50K") else "0"
    row["event_time"] = SNAPSHOT_TIME
    return row


def sample(rows, size):
    """The rows whose hashed identifiers are smallest: a fair draw that everyone can repeat."""
    drawn = sorted(rows, key=lambda row: hashlib.sha256(row["person_id"].encode()).hexdigest())[:size]
    return sorted(drawn, key=lambda row: row["person_id"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=ROWS)
    args = parser.parse_args()
    with args.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sample(people(args.source), args.rows))


if __name__ == "__main__":
    main()
