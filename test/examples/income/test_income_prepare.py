"""prepare.py: which records count, how they are split, and what it says of data it cannot use."""

import pandas as pd
import pytest

from conftest import error_line, read_table, run_script

PARTS = ["train", "validation", "test"]


def prepare(folder, output, **options):
    process = run_script("prepare.py", input=folder, output=output, **options)
    assert process.returncode == 0, process.stderr
    return {part: read_table(output / part / f"{part}.csv") for part in PARTS}


def write_csv(people, folder):
    folder.mkdir(exist_ok=True)
    people.to_csv(folder / "people.csv", index=False)
    return folder


def write_offline_store(people, folder, **store_columns):
    """Records as the Feature Store's offline store holds them: typed, in Parquet, in folders by hour."""
    numbers = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week", "income_over_50k"]
    table = people.replace("", None).astype({column: "Int64" for column in numbers})
    table = table.assign(**{
        "write_time": pd.Timestamp("2026-01-01T00:05:00.123Z"),
        "api_invocation_time": pd.Timestamp("2026-01-01T00:00:00Z"),
        "is_deleted": False,
        **store_columns,
    })
    hour = folder / "year=2026" / "month=01" / "day=01" / "hour=00"
    hour.mkdir(parents=True, exist_ok=True)
    table.to_parquet(hour / f"{len(list(hour.iterdir()))}.parquet", index=False)
    return folder


def ids(parts):
    return {name: set(part["person_id"]) for name, part in parts.items()}


def test_each_record_is_in_exactly_one_part_and_each_part_has_both_classes(people, tmp_path):
    parts = prepare(write_csv(people, tmp_path / "in"), tmp_path / "out")
    assert sorted(record for part in parts.values() for record in part["person_id"]) == sorted(people["person_id"])
    shares = {name: len(part) / len(people) for name, part in parts.items()}
    assert shares == pytest.approx({"train": 0.7, "validation": 0.1, "test": 0.2}, abs=0.02)
    for part in parts.values():
        assert (part["income_over_50k"] == "1").mean() == pytest.approx(0.25, abs=0.05)


def test_records_stay_in_their_part_when_others_come_or_go_or_change_places(people, tmp_path):
    before = ids(prepare(write_csv(people[:3000], tmp_path / "a"), tmp_path / "before"))
    shuffled = people[500:].sample(frac=1, random_state=1)
    after = ids(prepare(write_csv(shuffled, tmp_path / "b"), tmp_path / "after"))
    common = set(people["person_id"][500:3000])
    for part in PARTS:
        assert before[part] & common == after[part] & common


def test_another_seed_gives_another_split(people, tmp_path):
    folder = write_csv(people, tmp_path / "in")
    assert ids(prepare(folder, tmp_path / "a"))["test"] != ids(prepare(folder, tmp_path / "b", seed=8))["test"]


def test_the_offline_store_gives_the_same_files_as_the_csv(people, tmp_path):
    prepare(write_csv(people, tmp_path / "csv"), tmp_path / "a")
    store = write_offline_store(people[:2000], tmp_path / "store")
    prepare(write_offline_store(people[2000:], store), tmp_path / "b")
    for part in PARTS:
        assert (tmp_path / "a" / part / f"{part}.csv").read_bytes() == (tmp_path / "b" / part / f"{part}.csv").read_bytes()


@pytest.mark.parametrize("older, newer", [
    ({"event_time": "1996-05-01T00:00:00Z"}, {"event_time": "1996-05-02T00:00:00Z"}),
    ({"event_time": "1996-05-01T00:00:00Z"}, {"event_time": "1996-05-01T00:00:00.001Z"}),
    ({"event_time": "999999999"}, {"event_time": "1000000000"}),
    ({}, {"api_invocation_time": pd.Timestamp("2026-01-02T00:00:00Z")}),
    ({}, {"write_time": pd.Timestamp("2026-01-02T00:00:00.123456789Z")}),
])
@pytest.mark.parametrize("newer_first", [True, False])
def test_the_newest_version_of_a_record_wins(people, tmp_path, older, newer, newer_first):
    versions = [(people.assign(age="30"), older), (people.assign(age="31"), newer)]
    for table, columns in reversed(versions) if newer_first else versions:
        write_offline_store(table, tmp_path / "store", **columns)
    for part in prepare(tmp_path / "store", tmp_path / "out").values():
        assert set(part["age"]) == {"31"}


def test_a_record_whose_newest_version_is_a_deletion_is_dropped(people, tmp_path):
    store = write_offline_store(people, tmp_path / "store")
    gone, back = people["person_id"][:50], people["person_id"][50:100]
    nothing = people[:100].assign(**{column: "" for column in people.columns if column not in ("person_id", "event_time")})
    write_offline_store(nothing, store, is_deleted=True, event_time="1996-06-01T00:00:00Z")
    write_offline_store(people[50:100], store, event_time="1996-07-01T00:00:00Z")
    kept = set().union(*ids(prepare(store, tmp_path / "out")).values())
    assert not kept & set(gone)
    assert set(back) <= kept
    assert len(kept) == len(people) - 50


def test_a_deletion_in_a_csv_export_counts_too(people, tmp_path):
    export = people.assign(is_deleted=["true"] * 10 + ["false"] * (len(people) - 10))
    kept = set().union(*ids(prepare(write_csv(export, tmp_path / "in"), tmp_path / "out")).values())
    assert kept == set(people["person_id"][10:])


def fails_with(folder, tmp_path):
    return error_line(run_script("prepare.py", input=folder, output=tmp_path / "out"))


def test_fails_when_there_is_no_file(tmp_path):
    assert fails_with(tmp_path / "in", tmp_path) == (
        f"prepare.py: no CSV or Parquet file found below {tmp_path / 'in'}: put the training data there")


def test_fails_when_the_file_is_empty(tmp_path):
    (tmp_path / "people.csv").write_text("")
    assert "people.csv is empty: it needs a header line and records" in fails_with(tmp_path, tmp_path)


def test_fails_when_the_file_has_a_header_and_no_records(people, tmp_path):
    assert "hold no record that is not deleted" in fails_with(write_csv(people[:0], tmp_path / "in"), tmp_path)


def test_fails_when_columns_are_missing_and_names_them(people, tmp_path):
    folder = write_csv(people.drop(columns=["age", "sex"]), tmp_path / "in")
    assert "people.csv lacks the columns age, sex" in fails_with(folder, tmp_path)


def test_fails_when_a_parquet_file_is_none(tmp_path):
    (tmp_path / "people.parquet").write_text("not Parquet")
    assert "people.parquet cannot be read as parquet" in fails_with(tmp_path, tmp_path)


@pytest.mark.parametrize("column, value, message", [
    ("age", "old", "column age must hold numbers, found 'old'"),
    ("income_over_50k", "2", "column income_over_50k must hold 0 or 1"),
    ("income_over_50k", "", "column income_over_50k must hold 0 or 1"),
    ("event_time", "yesterday", "'yesterday' is no time"),
    ("person_id", "", "1 records have no person_id"),
])
def test_fails_on_a_cell_that_makes_no_sense(people, tmp_path, column, value, message):
    people.loc[5, column] = value
    assert message in fails_with(write_csv(people, tmp_path / "in"), tmp_path)


def test_fails_when_there_are_too_few_records_to_split(people, tmp_path):
    assert "3 records are too few" in fails_with(write_csv(people[:3], tmp_path / "in"), tmp_path)
