import json

import numpy as np
import pandas as pd
import pytest

import tables
from outcome import MonitorError

COLUMNS = ["id", "age", "score", "city", "empty", "code"]
ROWS = [
    ["a", 41, 0.5, "Bern", None, 7],
    ["b", 7, -1, " Bern", None, "x"],
    ["c", None, 2.5, '"Basel", CH', None, 8],
    ["d", 52, "nan", None, None, 9],
]


def by_name(content):
    return {feature["name"]: feature for feature in content["features"]}


def test_features_keep_the_order_of_their_columns_without_what_requests_lack(monitor):
    line = monitor.baseline(ROWS, COLUMNS, "--ignore", "id, empty", "--target", "code")
    assert [feature["name"] for feature in monitor.baseline_file("constraints")["features"]] == ["age", "score", "city"]
    assert [feature["name"] for feature in monitor.baseline_file("statistics")["features"]] == ["age", "score", "city"]
    assert line == "baseline of 4 records with 3 features: age, score, city"


def test_constraints_are_what_the_data_shows(monitor):
    monitor.baseline(ROWS, COLUMNS, "--ignore", "id")
    constraints = monitor.baseline_file("constraints")
    assert constraints["features"] == [
        {"name": "age", "inferred_type": "Integral", "completeness": 0.75, "num_constraints": {"is_non_negative": True}},
        {"name": "score", "inferred_type": "Fractional", "completeness": 0.75, "num_constraints": {"is_non_negative": False}},
        {"name": "city", "inferred_type": "String", "completeness": 0.75, "string_constraints": {"domains": ['"Basel", CH', "Bern"]}},
        {"name": "empty", "inferred_type": "Unknown", "completeness": 0.0},
        {"name": "code", "inferred_type": "String", "completeness": 1.0, "string_constraints": {"domains": ["7", "8", "9", "x"]}},
    ]
    assert constraints["monitoring_config"]["distribution_constraints"]["comparison_method"] == "Robust"


def test_statistics_describe_numbers(monitor):
    monitor.baseline(ROWS, COLUMNS, "--ignore", "id")
    statistics = monitor.baseline_file("statistics")
    assert statistics["dataset"] == {"item_count": 4}
    numbers = by_name(statistics)["age"]["numerical_statistics"]
    assert numbers["common"] == {"num_present": 3, "num_missing": 1}
    values = np.array([41, 7, 52])
    assert (numbers["mean"], numbers["sum"], numbers["min"], numbers["max"]) == (pytest.approx(values.mean()), 100, 7, 52)
    assert numbers["std_dev"] == pytest.approx(values.std())
    assert numbers["distribution"]["kll"]["sketch"]["data"] == [[7, 41, 52]]
    assert sum(bucket["count"] for bucket in numbers["distribution"]["kll"]["buckets"]) == 3
    assert by_name(statistics)["empty"]["numerical_statistics"] == {"common": {"num_present": 0, "num_missing": 4}}


def test_statistics_describe_text(monitor):
    monitor.baseline(ROWS, COLUMNS, "--ignore", "id")
    assert by_name(monitor.baseline_file("statistics"))["city"]["string_statistics"] == {
        "common": {"num_present": 3, "num_missing": 1},
        "distinct_count": 2,
        "distribution": {"categorical": {"buckets": [{"value": "Bern", "count": 2}, {"value": '"Basel", CH', "count": 1}]}},
    }


@pytest.mark.parametrize(
    "cells, kind",
    [
        (["1", "2"], "Integral"),
        (["-1", "+2"], "Integral"),
        (["1", "2.0"], "Fractional"),
        (["1e3"], "Fractional"),
        (["1", "", "nan"], "Integral"),
        (["1", "inf"], "String"),
        (["1", "1e151"], "String"),
        (["1_000"], "String"),
        (["1", "NA"], "String"),
        (["nan", ""], "Unknown"),
        (["nan", "x"], "String"),
        (["True", "False"], "String"),
    ],
)
def test_the_type_of_a_column(monitor, cells, kind):
    monitor.baseline([["k", cell] for cell in cells], ["key", "value"])
    assert by_name(monitor.baseline_file("constraints"))["value"]["inferred_type"] == kind


@pytest.mark.parametrize("distinct, has_domain", [(100, True), (101, False)])
def test_only_few_distinct_values_are_a_domain(monitor, distinct, has_domain):
    monitor.baseline([[f"v{n}"] for n in range(distinct)], ["value"])
    assert ("string_constraints" in monitor.baseline_file("constraints")["features"][0]) is has_domain


def test_of_many_distinct_values_the_most_frequent_are_listed(monitor):
    monitor.baseline([[f"v{n % 1200}"] for n in range(1500)], ["value"])
    text = monitor.baseline_file("statistics")["features"][0]["string_statistics"]
    buckets = text["distribution"]["categorical"]["buckets"]
    assert (text["distinct_count"], len(buckets), text["distribution"]["categorical"]["single"]) == (1200, 1000, 900)
    assert sum(bucket["count"] for bucket in buckets) == 1300


def test_several_files_are_one_data_set_however_they_are_cut(monitor, monkeypatch):
    random = np.random.default_rng(1)
    rows = [[int(age), float(score), f"c{city}"] for age, score, city in zip(random.integers(0, 90, 500), random.normal(size=500), random.integers(0, 5, 500))]
    monitor.baseline(rows, ["age", "score", "city"])
    whole = monitor.baseline_file("statistics"), monitor.baseline_file("constraints")
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 7)
    (monitor.folder / "data" / "deep").mkdir()
    monitor.baseline(rows[:123], ["age", "score", "city"])
    frame = pd.DataFrame(rows[123:], columns=["age", "score", "city"])[["city", "age", "score"]]
    frame.to_csv(monitor.folder / "data" / "deep" / "z.csv", index=False)
    # the first file is the one in the deeper folder: it decides about the order
    assert monitor.suggest() == "baseline of 500 records with 3 features: city, age, score"
    assert {name: by_name(whole[1])[name] for name in ("age", "score", "city")} == by_name(monitor.baseline_file("constraints"))
    for name in ("age", "score"):
        before, after = by_name(whole[0])[name]["numerical_statistics"], by_name(monitor.baseline_file("statistics"))[name]["numerical_statistics"]
        assert after["mean"] == pytest.approx(before["mean"]) and after["distribution"] == before["distribution"]


def test_parquet_files_have_the_types_they_say(monitor):
    (monitor.folder / "data").mkdir()
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None, 3], dtype="Int64"),
            "float": [1.0, 2.0, np.nan],
            "small": np.array([0.1, 0.2, 0.3], dtype=np.float32),
            "flag": [True, False, True],
            "text": ["a", None, ""],
            "day": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03"]),
        }
    )
    frame.to_parquet(monitor.folder / "data" / "train.parquet")
    monitor.suggest()
    constraints, statistics = by_name(monitor.baseline_file("constraints")), by_name(monitor.baseline_file("statistics"))
    kinds = {name: entry["inferred_type"] for name, entry in constraints.items()}
    assert kinds == {"whole": "Integral", "float": "Fractional", "small": "Fractional", "flag": "String", "text": "String", "day": "String"}
    assert statistics["small"]["numerical_statistics"]["distribution"]["kll"]["sketch"]["data"] == [[0.1, 0.2, 0.3]]
    assert constraints["flag"]["string_constraints"]["domains"] == ["False", "True"]
    assert statistics["text"]["string_statistics"]["common"] == {"num_present": 1, "num_missing": 2}
    assert constraints["whole"]["completeness"] == pytest.approx(2 / 3)


def test_one_file_can_be_named(monitor):
    monitor.baseline([[1], [2]], ["age"])
    (monitor.folder / "data" / "other.csv").write_text("zip\n3000\n")
    assert monitor.suggest("--input", str(monitor.folder / "data" / "train.csv")).startswith("baseline of 2 records")


def test_columns_may_be_indented_and_marked_as_unicode(monitor):
    (monitor.folder / "data").mkdir()
    (monitor.folder / "data" / "train.csv").write_bytes(b'\xef\xbb\xbf"age", city \r\n41, Bern\r\n')
    assert monitor.suggest("--target", "city") == "baseline of 1 records with 1 features: age"


@pytest.mark.parametrize(
    "files, options, message",
    [
        ({}, [], "no CSV or Parquet file found below"),
        ({"a.txt": b"age\n1\n"}, [], "no CSV or Parquet file found below"),
        ({"a.csv": b""}, [], "a.csv is empty: it needs a header line and records"),
        ({"a.csv": b"age\n"}, [], "hold a header line and no records"),
        ({"a.csv": b"age,age\n1,2\n"}, [], "a.csv has the column age more than once"),
        ({"a.csv": b"age,x\n1,2\n", "b.csv": b"age,y\n1,2\n"}, [], "b.csv has other columns than a.csv"),
        ({"a.csv": b"age,x\n1,2,3\n"}, [], "a.csv cannot be read as csv .*more cells than its header"),
        ({"a.csv": b"age,x\n1,2\n1,2,3\n"}, [], "a.csv cannot be read as csv"),
        ({"a.csv": b"age,x\n1,\xff\n"}, [], "a.csv cannot be read as csv"),
        ({"a.parquet": b"no parquet"}, [], "a.parquet cannot be read as parquet"),
        ({"a.csv": b"age,x\n1,2\n"}, ["--ignore", "agee"], "the data has no column agee: correct --ignore and --target; its columns are age, x"),
        ({"a.csv": b"age,x\n1,2\n"}, ["--target", "y"], "the data has no column y"),
        ({"a.csv": b"age,x\n1,2\n"}, ["--ignore", "age", "--target", "x"], "no column is left to describe"),
        ({"a.csv": b"age,x\n1,2\n"}, ["--nonsense"], "unrecognized arguments: --nonsense: correct the arguments"),
    ],
)
def test_fails_with_data_that_cannot_be_used(monitor, files, options, message):
    (monitor.folder / "data").mkdir()
    for name, content in files.items():
        (monitor.folder / "data" / name).write_bytes(content)
    with pytest.raises(MonitorError, match=message):
        monitor.suggest(*options)


def test_the_files_are_plain_json(monitor):
    monitor.baseline([["1e150", 1], ["-1e150", 1e-320], ["0", 0]], ["value", "tiny"])
    text = (monitor.folder / "baseline" / "statistics.json").read_text()
    assert json.loads(text, parse_constant=pytest.fail)
