import json
from datetime import datetime, timedelta, timezone

import pytest

from captured_traffic import NOON, captured
from captures import KEPT_PROBLEMS, Captures, Window, moment_of
from outcome import MonitorError


def read(monitor, window=Window()):
    captures = Captures(monitor.folder / "captures", ["age", "city"], window)
    return captures, list(captures.rows())


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("2026-03-01T12:00:00Z", 0),
        ("2026-03-01T12:00:00z", 0),
        ("2026-03-01T12:00:00", 0),
        ("2026-03-01T13:00:00+01:00", 0),
        ("2026-03-01 12:00:00", 0),
        ("2026-03-01T12:00:00.5Z", 0.5),
        ("2026-03-01T12:00:00.123456789Z", 0.123456),
        ("2026-03-01", -12 * 3600),
    ],
)
def test_moments_however_they_are_written(text, seconds):
    assert moment_of(text) == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "noon", "2026-02-30T00:00:00Z", "12:00"])
def test_text_that_is_no_moment(text):
    with pytest.raises(ValueError):
        moment_of(text)


def test_rows_of_all_files_in_order(monitor):
    monitor.capture(captured("1,a\n2,b\n"), captured('{"age": 3, "city": "c"}', "application/json", "JSON"))
    monitor.capture(captured("4,d", encoding="BASE64"), at=NOON + timedelta(hours=1))
    (monitor.folder / "captures" / "notes.txt").write_text("no capture")
    captures, rows = read(monitor)
    assert [str(row["age"]) for row in rows] == ["1", "2", "3", "4"]
    assert (captures.files, captures.requests, captures.records, captures.unreadable, captures.outside) == (2, 3, 4, 0, 0)


def test_a_window_holds_its_start_and_not_its_end(monitor):
    moments = ["2026-03-01T11:59:59.999Z", "2026-03-01T12:00:00Z", "2026-03-01T12:59:59.999Z", "2026-03-01T13:00:00Z"]
    monitor.capture(*(captured(f"{n},x", at=at) for n, at in enumerate(moments)))
    captures, rows = read(monitor, Window(NOON, NOON + timedelta(hours=1)))
    assert [row["age"] for row in rows] == ["1", "2"]
    assert (captures.records, captures.outside, captures.unreadable) == (2, 2, 0)
    assert [row["age"] for row in read(monitor, Window(start=NOON))[1]] == ["1", "2", "3"]
    assert [row["age"] for row in read(monitor, Window(end=NOON))[1]] == ["0"]


def test_windows_that_follow_each_other_share_no_record_and_lose_none(monitor):
    monitor.capture(*(captured(f"{n},x", at=NOON + timedelta(minutes=n)) for n in range(180)))
    hours = [Window(NOON + timedelta(hours=n), NOON + timedelta(hours=n + 1)) for n in range(3)]
    assert [row["age"] for hour in hours for row in read(monitor, hour)[1]] == [str(n) for n in range(180)]


def test_unreadable_lines_are_counted_and_told_and_spoil_no_other(monitor):
    output_only = json.loads(captured("1,a"))
    del output_only["captureData"]["endpointInput"]
    monitor.capture(captured("1,a"), "{broken", b"\xff\xfe", "[]", "{}", json.dumps(output_only), "", captured("2,b\n3\n"), '{"captureData": []}')
    captures, rows = read(monitor)
    assert [row["age"] for row in rows] == ["1", "2"]
    assert captures.unreadable == 7 and captures.narrow == 1 and captures.wide == 0
    assert [(problem["line"], problem["reason"]) for problem in captures.problems] == [
        (2, "the line is no JSON"),
        (3, "the line is no JSON"),
        (4, "the line is no captured request"),
        (5, "the line holds no endpointInput: let the endpoint capture its input"),
        (6, "the line holds no endpointInput: let the endpoint capture its input"),
        (8, "the row has 1 cells and there are 2 columns"),
        (9, "the line holds no endpointInput: let the endpoint capture its input"),
    ]
    assert captures.problems[0]["content"] == "{broken"
    assert captures.problems[0]["file"] == "income/AllTraffic/2026/03/01/12/001.jsonl"


def test_a_line_without_a_time_is_unreadable_where_a_window_matters(monitor):
    timeless = json.loads(captured("1,a"))
    del timeless["eventMetadata"]
    monitor.capture(json.dumps(timeless), captured("2,b", at="yesterday"), json.dumps({**timeless, "eventMetadata": {"inferenceTime": 7}}))
    assert read(monitor, Window(start=NOON))[0].unreadable == 3
    assert read(monitor)[0].records == 3


def test_broken_requests_outside_of_the_window_are_no_matter_of_this_analysis(monitor):
    monitor.capture(captured("", at=NOON - timedelta(days=1)))
    captures, _ = read(monitor, Window(start=NOON))
    assert (captures.unreadable, captures.outside) == (0, 1)


def test_only_the_first_problems_are_kept_and_never_whole(monitor):
    monitor.capture(*(f"é{n}" + "x" * 5000 for n in range(KEPT_PROBLEMS + 5)))
    captures, _ = read(monitor)
    assert (captures.unreadable, len(captures.problems)) == (25, 20)
    assert [problem["content"][:3].rstrip("x") for problem in captures.problems[:2]] == ["é0", "é1"]
    assert all(len(problem["content"]) == 200 for problem in captures.problems)


def test_a_byte_that_is_no_text_in_a_kept_line_can_be_written(monitor):
    monitor.capture(b"\xff" * 300)
    captures, _ = read(monitor)
    assert json.loads(json.dumps(captures.problems))[0]["content"] == "\ufffd" * 200


def test_an_empty_folder_holds_nothing(monitor):
    captures, rows = read(monitor)
    assert rows == [] and captures.files == 0


def test_fails_without_the_folder(tmp_path):
    with pytest.raises(MonitorError, match="there is no folder .*nowhere with captures"):
        list(Captures(tmp_path / "nowhere", ["age"]).rows())


def test_a_file_without_a_line_end_and_a_moment_with_an_offset(monitor):
    path = monitor.folder / "captures" / "x.jsonl"
    path.write_text(captured("1,a", at=datetime(2026, 3, 1, 13, tzinfo=timezone(timedelta(hours=1))).isoformat()))
    assert len(read(monitor, Window(NOON, NOON + timedelta(seconds=1)))[1]) == 1
