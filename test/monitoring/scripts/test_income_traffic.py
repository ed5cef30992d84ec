"""The example's people: training data in the form that its own prepare.py writes, requests in the form that its inference.py takes."""

import importlib.util
import json
from pathlib import Path

import pandas as pd
import pytest

from captured_traffic import Monitor, captured, checks_of, csv_text

EXAMPLE = Path(__file__).parents[3] / "examples" / "income"
LEFT_OUT = ["--ignore", "person_id", "--target", "income_over_50k"]


def example_module(name):
    specification = importlib.util.spec_from_file_location(f"income_{name}", EXAMPLE / "model" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


prepare = example_module("prepare")
# Requests are of people whom the baseline has never seen.
PEOPLE = prepare.check_values(prepare.newest_versions(prepare.read_records(EXAMPLE / "data")))
PARTS = prepare.split(PEOPLE, seed=7, validation_share=0.05, test_share=0.4)
VISITORS = PARTS["test"][prepare.FEATURES].reset_index(drop=True)


def requests_of(table):
    """A captured CSV request for each person."""
    return [captured(csv_text([row])) for row in table.astype(object).where(table.notna(), None).values.tolist()]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory):
    folder = tmp_path_factory.mktemp("income")
    (folder / "data").mkdir()
    PARTS["train"].to_csv(folder / "data" / "train.csv", index=False, float_format="%.12g", lineterminator="\n")
    monitor = Monitor(folder)
    monitor.suggest(*LEFT_OUT)
    return folder / "baseline"


@pytest.fixture
def income(monitor, baseline):
    (monitor.folder / "baseline").symlink_to(baseline)
    return monitor


def analyze(income, table):
    income.capture(*requests_of(table))
    return income.analyze()


def test_the_baseline_has_the_columns_of_requests_in_their_order(income):
    assert [feature["name"] for feature in income.baseline_file("constraints")["features"]] == prepare.FEATURES


@pytest.mark.parametrize("rows", [30, 60, 200, 500, 1000])
@pytest.mark.parametrize("seed", range(12))
def test_clean_traffic_of_any_size_is_quiet(income, rows, seed):
    summary = analyze(income, VISITORS.sample(rows, random_state=seed))
    assert (summary["records"], summary["unreadable"], summary["violations"]) == (rows, 0, [])
    assert summary["worstDrift"] <= 0.05


@pytest.mark.parametrize("seed", range(5))
def test_older_people_are_found(income, seed):
    summary = analyze(income, VISITORS.sample(200, random_state=seed).assign(age=lambda table: table["age"] + 15))
    assert checks_of(summary) == {("age", "baseline_drift_check")}
    assert summary["worstFeature"] == "age"


def test_a_small_sample_hides_a_shift_that_a_larger_one_shows(income):
    older = VISITORS.assign(age=VISITORS["age"] + 8)
    assert analyze(income, older.sample(40, random_state=1))["violations"] == []
    assert checks_of(analyze(income, older.sample(800, random_state=1))) == {("age", "baseline_drift_check")}


def test_another_mix_of_people_is_found(income):
    women = VISITORS[VISITORS["sex"] == "Female"].sample(300, random_state=0)
    summary = analyze(income, women)
    assert ("sex", "baseline_drift_check") in checks_of(summary)
    assert summary["worstFeature"] == "sex"


def test_a_form_that_no_longer_asks_for_the_occupation_is_found(income):
    summary = analyze(income, VISITORS.sample(200, random_state=0).assign(occupation=None))
    assert ("occupation", "completeness_check") in checks_of(summary)
    assert {violation["feature"] for violation in summary["violations"]} == {"occupation"}


def test_swapped_columns_are_found(income):
    summary = analyze(income, VISITORS.sample(200, random_state=0)[[prepare.FEATURES[1], prepare.FEATURES[0], *prepare.FEATURES[2:]]])
    assert {("age", "data_type_check"), ("workclass", "categorical_values_check"), ("workclass", "baseline_drift_check")} <= checks_of(summary)


def test_all_forms_of_requests_give_the_same_report(income, monitor):
    people = VISITORS.sample(120, random_state=3)
    rows = people.astype(object).where(people.notna(), None).values.tolist()
    objects = [dict(zip(prepare.FEATURES, row)) for row in rows]
    forms = [
        captured(csv_text(rows)),
        captured(csv_text([prepare.FEATURES, *rows])),
        captured(people[prepare.FEATURES[::-1]].to_csv(index=False)),
        captured(csv_text(rows), encoding="BASE64"),
        captured(json.dumps(objects), "application/json", "JSON"),
        captured(json.dumps({"instances": objects}), "application/json", "JSON"),
        captured(json.dumps({"instances": rows}), "application/json", "BASE64"),
        captured("\n".join(map(json.dumps, objects)), "application/jsonlines", "JSON"),
    ]
    reports = []
    for form in forms:
        (monitor.folder / "captures" / "one.jsonl").write_text(form)
        summary = monitor.analyze()
        reports.append((summary, monitor.report("statistics")))
    assert reports[0][0]["records"] == 120
    assert all(report == reports[0] for report in reports)


def test_the_raw_file_is_a_baseline_as_well(monitor):
    monitor.suggest("--input", str(EXAMPLE / "data" / "income.csv"), "--ignore", "person_id,event_time", "--target", "income_over_50k")
    table = pd.read_csv(EXAMPLE / "data" / "income.csv")[prepare.FEATURES]
    monitor.capture(*requests_of(table))
    summary = monitor.analyze()
    assert summary["records"] == 4000 and summary["worstDrift"] == 0 and summary["violations"] == []
