import json
import math
from pathlib import Path

import pytest

from feature_world import World
from problems import IngestError, Malformed
from records import csv_files, read_rows
from schema import Schema, describe, seconds_of

WORLD = World()
SCHEMA = Schema(describe(WORLD, "customers"))
BY_SECONDS = Schema(describe(World(definitions={"id": "Integral", "at": "Fractional"}), "customers"))


def rows_of(tmp_path, content, schema=SCHEMA):
    path = tmp_path / "records.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows([path], schema))


def row(**cells):
    return {"id": "a", "at": "2026-01-01T00:00:00Z", "age": "", "score": "", "city": "", **cells}


@pytest.mark.parametrize(
    "column, text, value",
    [
        ("age", "9223372036854775807", 2**63 - 1),
        ("age", "-9223372036854775808", -(2**63)),
        ("age", " +7 ", 7),
        ("score", ".5", 0.5),
        ("score", "3.", 3.0),
        ("score", "-1E-3", -0.001),
        ("city", " Bern ", " Bern "),
    ],
)
def test_values_that_fit_their_type(column, text, value):
    assert SCHEMA.parse(row(**{column: text}))[column] == value


@pytest.mark.parametrize(
    "column, text, reason",
    [
        ("age", "9223372036854775808", "age must fit into 64 bits"),
        ("age", "-9223372036854775809", "age must fit into 64 bits"),
        ("age", "1.0", "age must be a whole number, found '1.0'"),
        ("age", "1_000", "age must be a whole number"),
        ("score", "nan", "score must be a number, found 'nan'"),
        ("score", "inf", "score must be a number"),
        ("score", "1e400", "score must be a number"),
        ("score", "1,5", "score must be a number"),
        ("id", " ", "id is empty"),
        ("id", "x" * 2049, "id is larger than 2 KB"),
        ("city", "x" * 350 * 1024, "the record is larger than 350 KB"),
        ("at", "", "at is empty"),
        ("at", "2026-01-01", "at must look like"),
        ("at", "2026-01-01T00:00:00", "at must look like"),
        ("at", "2026-01-01T00:00:00+01:00", "at must look like"),
        ("at", "2026-01-01T00:00:00.12Z", "at must look like"),
        ("at", "2026-02-31T00:00:00Z", "at must look like"),
    ],
)
def test_values_that_do_not(column, text, reason):
    with pytest.raises(Malformed, match=reason):
        SCHEMA.parse(row(**{column: text}))


def test_the_largest_identifier_and_milliseconds_fit():
    values = SCHEMA.parse(row(id="x" * 2048, at="2026-01-01T00:00:00.123Z"))
    assert SCHEMA.moment(values) == pytest.approx(1767225600.123)


def test_unix_seconds_are_an_event_time():
    values = BY_SECONDS.parse({"id": "7", "at": "1767225600.5"})
    assert BY_SECONDS.record(values) == [
        {"FeatureName": "id", "ValueAsString": "7"},
        {"FeatureName": "at", "ValueAsString": "1767225600.5"},
    ]


def test_numbers_are_sent_so_that_they_read_back_the_same():
    for text in ("0.1", "1e-320", "123456789.123456789", "1.7976931348623157e308"):
        sent = {each["FeatureName"]: each["ValueAsString"] for each in SCHEMA.record(SCHEMA.parse(row(score=text)))}
        assert float(sent["score"]) == float(text) and math.isfinite(float(sent["score"]))


@pytest.mark.parametrize("text", ["2026-01-01T00:00:00Z", "2026-01-01 00:00:00", "2026-01-01T01:00:00+01:00"])
def test_one_moment_is_the_same_however_the_store_writes_it(text):
    assert seconds_of(text) == 1767225600


def test_rows_know_their_line_and_quotes_are_understood(tmp_path):
    content = b'\xef\xbb\xbfid,at,city\r\na,2026-01-01T00:00:00Z,"Z\xc3\xbcrich, ""West"""\r\n\r\nb,2026-01-01T00:00:00Z,"two\nlines"\r\nc,short\r\n'
    first, second, third = rows_of(tmp_path, content)
    assert first.values["city"] == 'Zürich, "West"'
    assert (second.line, second.values["city"]) == (5, "two\nlines")
    assert (third.line, third.reason) == (6, "has 2 cells and the header has 3")


@pytest.mark.parametrize(
    "content, message",
    [
        ("", "records.csv is empty"),
        ("\n\n", "records.csv is empty"),
        ("id,at,net\n", r"columns that are no features of 'customers' \(net\)"),
        ("id,at,id\n", "has the column id more than once"),
        ("id,age\n", "lacks the column at"),
        ("age\n", "lacks the column id and at"),
        ('id,at\n"a,b\n', "cannot be read beyond line"),
        (b"id,at\n\xff,b\n", "is not UTF-8 text"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, content, message):
    with pytest.raises(IngestError, match=message):
        rows_of(tmp_path, content)


def test_fails_without_a_csv_file(tmp_path):
    (tmp_path / "records.txt").write_text("id,at\n")
    with pytest.raises(IngestError, match="no CSV file found"):
        csv_files(tmp_path)


def test_files_below_folders_are_found_in_a_stable_order(tmp_path):
    for name in ("b.csv", "a/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("id,at\n")
    assert [path.name for path in csv_files(tmp_path)] == ["c.csv", "b.csv"]


ROWS = json.loads((Path(__file__).parent.parent / "rows" / "rows.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("each", ROWS["rows"], ids=lambda each: json.dumps(each["row"]))
def test_rows_mean_what_they_mean_to_the_ingestion_functions(each):
    schema = Schema({
        "FeatureGroupName": "customers", "RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at",
        "FeatureDefinitions": [{"FeatureName": name, "FeatureType": kind} for name, kind in ROWS["definitions"].items()],
    })
    if "reason" in each:
        with pytest.raises(Malformed) as raised:
            schema.parse(each["row"])
        assert str(raised.value) == each["reason"]
    else:
        record = schema.record(schema.parse(each["row"]))
        assert {feature["FeatureName"]: feature["ValueAsString"] for feature in record} == each["written"]
