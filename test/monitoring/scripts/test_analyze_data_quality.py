import json

import numpy as np
import pytest

from captured_traffic import NOON, captured, checks_of, csv_text
from outcome import MonitorError

COLUMNS = ["age", "score", "city"]


def people(rows, seed=0, **changes):
    """Rows of the same origin; a change is a function of a column's values."""
    random = np.random.default_rng(seed)
    columns = {
        "age": random.integers(17, 90, rows).tolist(),
        "score": random.normal(0, 1, rows).round(6).tolist(),
        "city": random.choice(["Bern", "Basel", "Chur"], rows, p=[0.5, 0.3, 0.2]).tolist(),
    }
    for name, change in changes.items():
        columns[name] = change(columns[name])
    return [list(row) for row in zip(*columns.values())]


@pytest.fixture
def city(monitor):
    """A monitor whose baseline is 2,000 people."""
    monitor.baseline(people(2000, seed=99), COLUMNS)
    return monitor


def replace(count, value):
    """Puts a value into the first cells."""
    return lambda values: [value] * count + values[count:]


def test_clean_traffic_is_quiet(city):
    summary = city.requests(people(300)).analyze()
    assert {name: summary[name] for name in ("records", "unreadable", "tooFew", "violationCount", "violations")} == {
        "records": 300, "unreadable": 0, "tooFew": False, "violationCount": 0, "violations": [],
    }
    assert summary["driftByFeature"] == {name: 0 for name in COLUMNS} and "worstFeature" not in summary
    assert city.report("constraint_violations") == {"violations": []}
    assert city.line.startswith("300 records, 0 unreadable, 0 requests outside of the window: 0 violations, worst drift 0.000")


def test_shifted_numbers_are_found(city):
    summary = city.requests(people(300, age=lambda ages: [age + 25 for age in ages])).analyze()
    assert checks_of(summary) == {("age", "baseline_drift_check")}
    assert summary["worstFeature"] == "age"
    assert summary["worstDrift"] == summary["driftByFeature"]["age"] == summary["violations"][0]["drift"] > 0.1
    assert city.line.endswith(f"1 violations, worst drift {summary['worstDrift']:.3f} (age)")


def test_another_mix_of_categories_is_found(city):
    summary = city.requests(people(300, city=replace(150, "Chur"))).analyze()
    assert checks_of(summary) == {("city", "baseline_drift_check")}
    assert summary["violations"][0]["description"].startswith("The share of 'Chur' has changed most. Baseline drift distance: ")


def test_the_summary_has_the_members_of_its_contract_and_no_others(city):
    quiet = city.requests(people(10)).analyze()
    members = {"records", "unreadable", "tooFew", "violationCount", "worstDrift", "driftByFeature", "violations"}
    assert set(quiet) == members
    drifted = city.requests(people(300, age=lambda ages: [200] * 300, score=replace(250, None))).analyze()
    assert set(drifted) == members | {"worstFeature"}
    assert {frozenset(violation) for violation in drifted["violations"]} == {
        frozenset({"feature", "check", "description", "drift"}), frozenset({"feature", "check", "description"}),
    }


def test_the_worst_violation_comes_first(city):
    summary = city.requests(people(300, age=lambda ages: [200] * 300, score=replace(60, None), city=replace(280, None))).analyze()
    assert [(each["feature"], each["check"]) for each in summary["violations"]] == [
        ("city", "completeness_check"), ("age", "baseline_drift_check"), ("score", "completeness_check"),
    ]


def test_violations_are_reported_as_model_monitor_does(city):
    city.requests(people(300, age=lambda ages: [200] * 300)).analyze()
    (violation,) = city.report("constraint_violations")["violations"]
    assert set(violation) == {"feature_name", "constraint_check_type", "description"}
    assert violation["feature_name"] == "age" and violation["constraint_check_type"] == "baseline_drift_check"


# 300 records, a flawless baseline of 2,000: chance explains six bad ones, and not seven
@pytest.mark.parametrize(
    "column, value, check",
    [
        ("age", "old", "data_type_check"),
        ("age", "41.5", "data_type_check"),
        ("age", "inf", "data_type_check"),
        ("score", "high", "data_type_check"),
        ("age", None, "completeness_check"),
        ("score", "NaN", "completeness_check"),
        ("city", "", "completeness_check"),
        ("city", "Zug", "categorical_values_check"),
    ],
)
def test_each_check_on_both_sides_of_its_edge(city, column, value, check):
    edge = 7
    assert checks_of(city.requests(people(300, **{column: replace(edge - 1, value)})).analyze()) == set()
    city.requests(people(300, **{column: replace(edge, value)}), at=NOON.replace(day=2))
    assert checks_of(city.analyze("--window-start", "2026-03-02")) == {(column, check)}


def test_descriptions_say_how_much_of_what(city):
    summary = city.requests(people(300, age=replace(30, "old"), score=replace(60, None), city=replace(45, "Zug"))).analyze()
    assert {each["check"]: each["description"] for each in summary["violations"]} == {
        "data_type_check": "only 90.00% of 300 values are Integral, expected 100.00%",
        "completeness_check": "only 80.00% of 300 records have a value, expected 100.00%",
        "categorical_values_check": "only 85.00% of 300 values are known, expected 100.00%; others are for example 'Zug'",
    }


def test_whole_numbers_may_be_written_as_fractions_and_text_may_look_like_a_number(city):
    rows = people(300, age=lambda ages: [f"{age}.0" for age in ages], city=replace(5, "3000"))
    assert checks_of(city.requests(rows).analyze()) == set()


def test_a_requirement_may_be_stricter_than_the_baseline(monitor):
    monitor.baseline([[7 if n % 10 else None, n % 7] for n in range(2000)], ["most", "all"])
    monitor.requests([[7 if n % 10 else None, n % 7] for n in range(300)])
    assert checks_of(monitor.analyze()) == set()
    monitor.edit_baseline("constraints", lambda constraints: constraints["features"][0].update(completeness=1.0))
    assert checks_of(monitor.analyze()) == {("most", "completeness_check")}


@pytest.mark.parametrize("new, found", [(25, set()), (60, {("word", "categorical_values_check")})])
def test_rare_categories_of_the_baseline_let_others_be_expected(monitor, new, found):
    monitor.baseline([[f"rare{n}" if n < 80 else "usual"] for n in range(2000)], ["word"])
    assert checks_of(monitor.requests([[f"new{n}" if n < new else "usual"] for n in range(300)]).analyze()) == found


def test_an_edited_requirement_is_what_counts(city):
    def loosen(constraints):
        constraints["features"][1]["completeness"] = 0.75
        constraints["monitoring_config"].update(datatype_check_threshold=0.85, domain_content_threshold=0.8)

    city.edit_baseline("constraints", loosen)
    assert checks_of(city.requests(people(300, age=replace(30, "old"), score=replace(60, None), city=replace(45, "Zug"))).analyze()) == set()


@pytest.mark.parametrize("records, too_few", [(29, True), (30, False)])
def test_too_few_records_are_no_verdict(city, records, too_few):
    summary = city.requests(people(records, age=lambda ages: [500] * len(ages), city=lambda cities: ["Zug"] * len(cities))).analyze()
    assert (summary["tooFew"], summary["records"]) == (too_few, records)
    assert bool(summary["violations"]) is not too_few
    assert (summary["driftByFeature"] == {}) is too_few
    assert (summary["worstDrift"] == 0) is too_few
    assert ("too few to say anything, 30 are needed" in city.line) is too_few


@pytest.mark.parametrize("minimum, too_few", [("10", False), ("11", True)])
def test_how_many_records_are_needed_is_a_choice(city, minimum, too_few):
    assert city.requests(people(10)).analyze("--minimum-records", minimum)["tooFew"] is too_few


def test_an_empty_folder_is_too_few_records(city):
    summary = city.analyze()
    assert (summary["records"], summary["tooFew"], summary["worstDrift"]) == (0, True, 0)
    assert city.report("statistics")["dataset"] == {"item_count": 0, "unreadable": 0, "outside_window": 0, "files": 0}


@pytest.mark.parametrize("above", [True, False])
def test_the_threshold_is_a_choice_and_itself_no_violation(city, above):
    city.requests(people(300, age=lambda ages: [age + 25 for age in ages]))
    distance = city.analyze()["worstDrift"]
    threshold = np.nextafter(distance, 0) if above else distance
    assert checks_of(city.analyze("--threshold", repr(float(threshold)))) == ({("age", "baseline_drift_check")} if above else set())


def test_the_baseline_has_a_threshold_and_each_feature_may_have_its_own(city):
    city.requests(people(300, age=lambda ages: [age + 25 for age in ages], city=replace(150, "Chur")))
    both = {("age", "baseline_drift_check"), ("city", "baseline_drift_check")}
    assert checks_of(city.analyze()) == both

    def set_threshold(constraints):
        constraints["monitoring_config"]["distribution_constraints"].update(comparison_threshold=0.9, categorical_comparison_threshold=0.9)

    city.edit_baseline("constraints", set_threshold)
    assert checks_of(city.analyze()) == set()
    assert checks_of(city.analyze("--threshold", "0.1")) == both

    def set_overrides(constraints):
        constraints["features"][0]["monitoringConfigOverrides"] = {"distribution_constraints": {"comparison_threshold": 0.8}}
        constraints["features"][2]["monitoringConfigOverrides"] = {"evaluate_constraints": "Disabled"}

    city.edit_baseline("constraints", set_overrides)
    assert checks_of(city.analyze("--threshold", "0.1")) == set()


def test_comparisons_can_be_simple_or_left_out(city):
    city.requests(people(40))
    robust = city.analyze()["driftByFeature"]

    def choose(**settings):
        city.edit_baseline("constraints", lambda constraints: constraints["monitoring_config"]["distribution_constraints"].update(settings))

    choose(comparison_method="Simple")
    assert all(distance > robust[name] for name, distance in city.analyze()["driftByFeature"].items())
    choose(perform_comparison="Disabled")
    assert city.analyze()["driftByFeature"] == {}


def test_requests_of_several_rows_count_each(city):
    rows = people(300)
    lines = [captured(csv_text(rows[:100])), captured(csv_text([COLUMNS, *rows[100:150]])), captured(csv_text(rows[150:200]), encoding="BASE64")]
    lines.append(captured(json.dumps({"instances": [dict(zip(COLUMNS, row)) for row in rows[200:]]}), "application/json", "JSON"))
    summary = city.capture(*lines).analyze()
    assert (summary["records"], summary["unreadable"], summary["violationCount"]) == (300, 0, 0)


def test_unreadable_records_are_counted_and_told(city):
    lines = [captured(csv_text([row])) for row in people(300)]
    summary = city.capture("{broken", *lines, captured("", "application/x-npy", "BASE64")).analyze()
    assert (summary["records"], summary["unreadable"], summary["violationCount"]) == (300, 2, 0)
    report = city.report("unreadable")
    assert report["count"] == 2
    assert [(each["line"], each["reason"]) for each in report["first"]] == [(1, "the line is no JSON"), (302, "the captured input is empty")]


def test_a_column_that_no_record_has_is_missing(city):
    objects = [dict(zip(COLUMNS[:2], row)) for row in people(300)]
    summary = city.capture(captured(json.dumps(objects), "application/json", "JSON")).analyze()
    assert checks_of(summary) == {("city", "missing_column_check")}
    assert summary["violations"][0]["description"] == "none of 300 records has this column"
    assert "city" not in summary["driftByFeature"]


def test_a_column_that_some_records_have_lacks_values(city):
    objects = [dict(zip(COLUMNS[: 2 if n < 60 else 3], row)) for n, row in enumerate(people(300))]
    summary = city.capture(captured(json.dumps(objects), "application/json", "JSON")).analyze()
    assert checks_of(summary) == {("city", "completeness_check")}


@pytest.mark.parametrize("count, found", [(6, set()), (7, {("zip", "extra_column_check")})])
def test_a_column_that_nobody_knows(city, count, found):
    objects = [{**dict(zip(COLUMNS, row)), **({"zip": 3000} if n < count else {})} for n, row in enumerate(people(300))]
    assert checks_of(city.capture(captured(json.dumps(objects), "application/json", "JSON")).analyze()) == found


def test_a_column_that_is_named_in_the_request_may_be_beyond_the_baseline(city):
    rows = [[f"id{n}", *row] for n, row in enumerate(people(300))]
    assert checks_of(city.requests(rows).analyze("--columns", "person_id, age,score,city")) == set()
    objects = [dict(zip(["person_id", *COLUMNS], row)) for row in rows]
    city.capture(captured(json.dumps(objects), "application/json", "JSON"))
    assert city.analyze("--columns", "person_id,age,score,city")["records"] == 600


def test_requests_may_have_their_columns_in_another_order(city):
    rows = [row[::-1] for row in people(300)]
    assert checks_of(city.requests(rows).analyze("--columns", "city,score,age")) == set()
    assert ("age", "data_type_check") in checks_of(city.analyze())


@pytest.mark.parametrize(
    "change, feature, check",
    [(lambda row: row[:2], "Missing columns", "missing_column_check"), (lambda row: [*row, 1], "Extra columns", "extra_column_check")],
)
@pytest.mark.parametrize("count, violations", [(6, 0), (7, 1), (300, 1)])
def test_rows_without_names_of_another_width(city, change, feature, check, count, violations):
    summary = city.requests([change(row) if n < count else row for n, row in enumerate(people(300))]).analyze()
    assert (summary["records"], summary["unreadable"], summary["tooFew"]) == (300 - count, count, False)
    assert checks_of(summary) == ({(feature, check)} if violations else set())


def test_the_window_decides_what_is_looked_at(city):
    city.requests(people(300, age=lambda ages: [500] * 300))
    city.requests(people(300), at=NOON.replace(hour=13))
    first = city.analyze("--window-start", "2026-03-01T12:00:00Z", "--window-end", "2026-03-01T13:00:00Z")
    second = city.analyze("--window-start", "2026-03-01T13:00:00Z", "--window-end", "2026-03-01T14:00:00Z")
    assert (first["records"], first["violationCount"], second["records"], second["violationCount"]) == (300, 1, 300, 0)
    assert "300 requests outside of the window" in city.line


def test_statistics_are_those_of_the_traffic(city):
    rows = people(10_000, score=replace(100, None), age=replace(3, "old"))
    city.capture(captured(csv_text(rows))).analyze()
    age, score, town = city.report("statistics")["features"]
    numbers, values = score["numerical_statistics"], np.array([row[1] for row in rows[100:]])
    assert numbers["common"] == {"num_present": 9900, "num_missing": 100, "num_mistyped": 0}
    assert numbers["mean"] == pytest.approx(values.mean()) and numbers["std_dev"] == pytest.approx(values.std())
    assert (numbers["min"], numbers["max"], numbers["sum"]) == (values.min(), values.max(), pytest.approx(values.sum()))
    assert age["numerical_statistics"]["common"]["num_mistyped"] == 3
    assert town["string_statistics"]["distinct_count"] == 3
    assert sum(bucket["count"] for bucket in town["string_statistics"]["distribution"]["categorical"]["buckets"]) == 10_000


def test_histograms_of_traffic_and_baseline_lie_over_each_other(city):
    city.requests(people(300, age=lambda ages: [0, 17, 89, 100, *ages[4:]])).analyze()
    before = city.baseline_file("statistics")["features"][0]["numerical_statistics"]["distribution"]["kll"]["buckets"]
    after = city.report("statistics")["features"][0]["numerical_statistics"]["distribution"]["kll"]["buckets"]
    assert [(each["lower_bound"], each["upper_bound"]) for each in after[1:-1]] == [(each["lower_bound"], each["upper_bound"]) for each in before]
    assert (after[0], after[-1]) == (
        {"lower_bound": 0, "upper_bound": 17, "count": 1}, {"lower_bound": 89, "upper_bound": 100, "count": 1},
    )
    assert sum(each["count"] for each in after) == 300


def test_a_feature_that_was_empty_or_constant_in_training(monitor):
    monitor.baseline([[7, None, "x"]] * 500, ["same", "empty", "word"])
    assert checks_of(monitor.requests([[7, None, "x"]] * 100).analyze()) == set()
    monitor.requests([[8, 3, "y"]] * 100, at=NOON.replace(day=2))
    summary = monitor.analyze("--window-start", "2026-03-02")
    assert checks_of(summary) == {("same", "baseline_drift_check"), ("word", "baseline_drift_check"), ("word", "categorical_values_check")}
    buckets = monitor.report("statistics")["features"][0]["numerical_statistics"]["distribution"]["kll"]["buckets"]
    assert [bucket["count"] for bucket in buckets] == [0, 100]


def test_truth_values_are_the_same_in_json_and_csv(monitor):
    monitor.baseline([[n % 2 == 0, n % 2] for n in range(500)], ["flag", "bit"])
    objects = [{"flag": n % 2 == 0, "bit": n % 2 == 1} for n in range(300)]
    assert checks_of(monitor.capture(captured(json.dumps(objects), "application/json", "JSON")).analyze()) == set()


def test_odd_json_cells_are_mistyped_and_break_nothing(city):
    objects = [{**dict(zip(COLUMNS, row)), "age": [1, 2], "score": 10**400 if row[0] % 2 else 1e200, "city": {"b": 1}} for row in people(300)]
    text = json.dumps(objects[:-1])[:-1] + ', {"age": 41, "score": NaN, "city": "Bern"}, {"age": Infinity, "score": 1, "city": "Bern"}]'
    summary = city.capture(captured(text, "application/json", "JSON")).analyze()
    assert summary["records"] == 301
    assert {("age", "data_type_check"), ("score", "data_type_check"), ("city", "categorical_values_check")} <= checks_of(summary)


def test_unknown_values_and_columns_are_told_apart_up_to_a_number(city):
    objects = [{**dict(zip(COLUMNS, row)), "city": f"c{n}", f"x{n}": 1} for n, row in enumerate(people(1500))]
    objects += [dict(zip(COLUMNS, [41, 0, "c0"])), dict(zip(COLUMNS, [41, 0, "c1499"]))]
    city.capture(captured(json.dumps(objects), "application/json", "JSON")).analyze()
    town = city.report("statistics")["features"][2]["string_statistics"]
    assert town["distinct_count"] == 1000 and town["common"]["num_present"] == 1502
    assert town["distribution"]["categorical"]["buckets"][:2] == [{"value": "c0", "count": 2}, {"value": "c1", "count": 1}]


def model_monitor_baseline(city):
    """Turns the baseline into one as Model Monitor suggests it: without this analyzer's settings, and with buckets alone for a feature."""

    def forget(statistics):
        del statistics["features"][0]["numerical_statistics"]["distribution"]["kll"]["sketch"]

    def restrict(constraints):
        constraints["monitoring_config"] = {"evaluate_constraints": "Enabled", "emit_metrics": "Enabled", "distribution_constraints": {}}
        constraints["features"][2]["string_constraints"] = None

    city.edit_baseline("statistics", forget)
    city.edit_baseline("constraints", restrict)


def test_a_baseline_of_model_monitor_serves_too(city):
    model_monitor_baseline(city)
    assert checks_of(city.requests(people(300)).analyze()) == set()
    city.requests(people(300, age=lambda ages: [age + 25 for age in ages], city=replace(150, "Zug")), at=NOON.replace(day=2))
    summary = city.analyze("--window-start", "2026-03-02")
    assert checks_of(summary) == {("age", "baseline_drift_check"), ("city", "baseline_drift_check")}


@pytest.mark.parametrize(
    "options, message",
    [
        (["--threshold", "0"], "--threshold must be above 0 and at most 1, got 0"),
        (["--threshold", "1.1"], "--threshold must be above 0 and at most 1, got 1.1"),
        (["--threshold", "nan"], "--threshold must be above 0"),
        (["--threshold", "much"], "invalid float value: 'much'"),
        (["--minimum-records", "0"], "--minimum-records must be at least 1, got 0"),
        (["--window-start", "noon"], "'noon' is no time: write it as 2026-01-31T12:00:00Z"),
        (["--window-start", "2026-01-02", "--window-end", "2026-01-02"], "--window-start must be before --window-end"),
        (["--columns", "age,age"], "--columns must not have a name more than once"),
        (["--captures", "/nowhere"], "there is no folder /nowhere with captures"),
        (["--baseline", "/nowhere"], "the baseline has no constraints.json in /nowhere"),
    ],
)
def test_fails_with_wrong_arguments(city, options, message):
    with pytest.raises(MonitorError, match=message):
        city.analyze(*options)


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("constraints", "{", "constraints.json cannot be read as JSON"),
        ("statistics", "\ufffd", "statistics.json cannot be read as JSON"),
        ("constraints", "[]", "has not the schema of Model Monitor"),
        ("constraints", '{"features": []}', "has no features"),
        ("constraints", '{"features": [{"name": "age"}]}', "has not the schema of Model Monitor .*inferred_type"),
        ("constraints", '{"features": [{"name": "age", "inferred_type": "Number"}]}', "feature 'age' of the baseline has the inferred_type 'Number'"),
        ("constraints", '{"features": [{"name": "zip", "inferred_type": "String"}]}', "feature 'zip' is in constraints.json and not in statistics.json"),
        ("statistics", '{"features": [{"name": "age"}, {"name": "score"}, {"name": "city"}]}', "has not the schema of Model Monitor"),
        (
            "constraints",
            '{"features": [{"name": "age", "inferred_type": "Integral"}], '
            '"monitoring_config": {"distribution_constraints": {"categorical_drift_method": "ChiSquared"}}}',
            "'ChiSquared' of 'age' is no method of this analyzer",
        ),
    ],
)
def test_fails_with_a_baseline_that_cannot_be_used(city, name, content, message):
    (city.folder / "baseline" / f"{name}.json").write_text(content)
    with pytest.raises(MonitorError, match=message):
        city.analyze()


@pytest.mark.parametrize("name", ["constraints", "statistics"])
def test_fails_without_a_file_of_the_baseline(city, name):
    (city.folder / "baseline" / f"{name}.json").unlink()
    with pytest.raises(MonitorError, match=f"the baseline has no {name}.json in"):
        city.analyze()
