import json

import ingest_records
import problems
import pytest

from feature_world import PREFIX, Job, World, client_error
from ingest_records import arguments, run
from problems import IngestError

HEADER = "id,at,age,score,city\n"
ANN = "a,2026-01-01T00:00:00Z,41,0.5,Bern\n"
BOB = "b,2026-01-01T00:00:00Z,,1e-3,\n"


def by_id(table):
    return {row["id"]: row for row in table.to_pylist()}


def test_rows_go_in_and_come_out_typed(job, world):
    summary = job.file(HEADER + ANN + BOB).run()
    assert {name: summary[name] for name in ("rows", "accepted", "written", "rejected", "duplicates", "exportedRecords")} == {
        "rows": 2, "accepted": 2, "written": 2, "rejected": 0, "duplicates": 0, "exportedRecords": 2,
    }
    assert by_id(job.dataset()) == {
        "a": {"id": "a", "at": "2026-01-01T00:00:00Z", "age": 41, "score": 0.5, "city": "Bern"},
        "b": {"id": "b", "at": "2026-01-01T00:00:00Z", "age": None, "score": 0.001, "city": None},
    }
    assert [str(field.type) for field in job.dataset().schema] == ["string", "string", "int64", "double", "string"]


def test_empty_cells_are_not_sent(job, world):
    job.file(HEADER + BOB).run()
    assert world.puts == [{"id": "b", "at": "2026-01-01T00:00:00Z", "score": "0.001"}]


def test_waits_as_long_as_the_store_takes(job, world):
    job.file(HEADER + ANN).run()
    assert 600 <= world.now() - 1_800_000_000 < 660


def test_a_second_run_of_the_same_file_writes_nothing_and_waits_for_nothing(job, world):
    job.file(HEADER + ANN + BOB).run()
    before = world.now()
    summary = job.run()
    assert (summary["written"], summary["alreadyStored"], summary["exportedRecords"], world.now()) == (0, 2, 2, before)


def test_a_run_that_died_halfway_is_continued(job, world):
    job.file(HEADER + ANN + BOB)
    world.refusals = {"b": [client_error("AccessForbidden", 403)]}
    with pytest.raises(IngestError, match="sagemaker:PutRecord"):
        job.run()
    world.pause(700)
    summary = job.run()
    assert (summary["written"], summary["alreadyStored"], summary["exportedRecords"]) == (1, 1, 2)


def test_a_corrected_row_is_written_again_and_wins(job, world):
    job.file(HEADER + ANN).run()
    summary = job.file(HEADER + ANN.replace("Bern", "Basel")).run()
    assert (summary["written"], by_id(job.dataset())["a"]["city"]) == (1, "Basel")
    summary = job.file(HEADER + ANN).run()
    assert (summary["written"], by_id(job.dataset())["a"]["city"]) == (1, "Bern")


def test_the_newest_event_is_exported_whatever_the_order_of_writing(job):
    later = ANN.replace("2026-01-01", "2026-02-01").replace("Bern", "Basel")
    summary = job.file(HEADER + later + ANN).run()
    assert (summary["written"], summary["storedRows"], summary["exportedRecords"]) == (2, 2, 1)
    assert by_id(job.dataset())["a"]["city"] == "Basel"


def test_deleted_records_are_not_exported_and_do_not_come_back(job, world):
    job.file(HEADER + ANN + BOB).run()
    world.delete("a", "2026-01-02T00:00:00Z")
    world.pause(700)
    summary = job.run()
    assert (summary["written"], list(by_id(job.dataset()))) == (0, ["b"])


def test_a_record_deleted_at_its_own_event_time_stays_deleted(job, world):
    job.file(HEADER + ANN + BOB).run()
    world.delete("a", "2026-01-01T00:00:00Z")
    world.pause(700)
    summary = job.run()
    assert (summary["written"], list(by_id(job.dataset()))) == (0, ["b"])


def test_fails_when_every_record_is_deleted(job, world):
    job.file(HEADER + ANN).run()
    world.delete("a", "2026-01-02T00:00:00Z")
    world.pause(700)
    with pytest.raises(IngestError, match="nothing is left to train on"):
        job.run()


def test_duplicates_are_counted_and_written_once(job, world):
    summary = job.file(HEADER + ANN + ANN + ANN).run()
    assert (summary["duplicates"], summary["written"], len(world.puts)) == (2, 1, 1)


def test_rows_that_contradict_each_other_are_rejected_after_the_first(job):
    summary = job.file(HEADER + ANN + ANN.replace("41", "42")).run()
    assert (summary["written"], summary["rejected"]) == (1, 1)
    assert job.rejected()[0]["reason"] == "another row has the same identifier and event time and other values"


def test_malformed_rows_are_kept_with_their_reason(job):
    summary = job.file(HEADER + ANN + "x,yesterday,1,1,\n").run()
    assert summary["rejected"] == 1
    assert job.rejected() == [
        {
            "file": "records.csv",
            "line": 3,
            "reason": "at must look like 2026-01-31T12:00:00Z, found 'yesterday'",
            "row": {"id": "x", "at": "yesterday", "age": "1", "score": "1", "city": ""},
        }
    ]


def test_exactly_the_share_that_is_allowed_may_be_malformed(job):
    job.file(HEADER + ANN + "x,,1,1,\n")
    assert job.run(max_rejected_share=0.5)["rejected"] == 1


def test_fails_with_more_than_the_share_and_writes_nothing(job, world):
    job.file(HEADER + ANN + "x,,1,1,\n")
    with pytest.raises(IngestError, match=r"1 of 2 rows cannot be stored and at most 49\.00% may fail, the first is records\.csv line 3: at is empty"):
        job.run(max_rejected_share=0.49)
    assert world.puts == []
    assert len(job.rejected()) == 1


def test_a_row_that_the_service_refuses_is_kept_like_a_malformed_one(job, world):
    world.refusals = {"b": [client_error("ValidationError", message="bad score")]}
    summary = job.file(HEADER + ANN + BOB).run()
    assert (summary["written"], summary["accepted"], summary["rejected"]) == (1, 1, 1)
    assert job.rejected()[0]["reason"] == "refused by the service: bad score"


def test_fails_when_the_store_takes_longer_than_the_wait(tmp_path):
    world = World(delay=120 * 60)
    with pytest.raises(IngestError, match="the offline store of 'customers' holds 0 of 1 rows after 30 minutes"):
        Job(world, tmp_path).file(HEADER + ANN).run()
    assert world.now() - 1_800_000_000 == pytest.approx(30 * 60)


def test_fails_at_once_when_the_service_says_that_it_cannot_write_the_store(job, world):
    world.description["OfflineStoreStatus"] = {"Status": "Blocked", "BlockedReason": "the bucket is gone"}
    with pytest.raises(IngestError, match="the bucket is gone"):
        job.file(HEADER + ANN).run()
    assert world.now() == 1_800_000_000


def test_reads_a_store_that_keeps_times_as_text(job, world):
    world.write("old.parquet", [(1_700_000_000, {"id": "z", "at": "2025-01-01T00:00:00.123Z"}, False)], moments_as=str)
    job.file(HEADER + ANN).run()
    assert set(by_id(job.dataset())) == {"a", "z"}


def test_files_older_than_a_feature_are_read_with_nothing_in_it(job, world):
    full = world.definitions
    world.definitions = {name: full[name] for name in ("id", "at", "age")}
    world.write("old.parquet", [(1_700_000_000, {"id": "z", "at": "2025-01-01T00:00:00Z", "age": "7"}, False)])
    world.definitions = full
    job.file(HEADER + ANN).run()
    assert by_id(job.dataset())["z"] == {"id": "z", "at": "2025-01-01T00:00:00Z", "age": 7, "score": None, "city": None}


def test_objects_that_are_no_records_are_left_alone(job, world):
    world.objects[f"{PREFIX}/metadata/00000.metadata.json"] = b"{}"
    assert job.file(HEADER + ANN).run()["storedRows"] == 1


def test_two_thousand_rows_in_two_files_all_come_out_once(job):
    rows = [f"r{index},2026-01-01T00:00:00Z,{index},{index / 7},c\n" for index in range(2000)]
    job.file(HEADER + "".join(rows[:1200]), "one.csv").file(HEADER + "".join(rows[1000:]), "two.csv")
    summary = job.run()
    assert (summary["rows"], summary["duplicates"], summary["written"], summary["exportedRecords"]) == (2200, 200, 2000, 2000)
    assert sorted(row["age"] for row in job.dataset().to_pylist()) == list(range(2000))
    assert [each["name"] for each in summary["files"]] == ["one.csv", "two.csv"]


def test_the_export_is_the_same_for_the_same_store(job):
    job.file(HEADER + ANN + BOB).run()
    first = (job.folder / "out" / "dataset" / "records.parquet").read_bytes()
    job.run()
    assert (job.folder / "out" / "dataset" / "records.parquet").read_bytes() == first


@pytest.mark.parametrize(
    "change, message",
    [
        ({"FeatureGroupStatus": "Creating"}, "is Creating"),
        ({"FeatureGroupStatus": "CreateFailed"}, "is CreateFailed"),
    ],
)
def test_fails_for_a_group_that_is_not_ready(job, world, change, message):
    world.description.update(change)
    with pytest.raises(IngestError, match=message):
        job.file(HEADER + ANN).run()


def test_fails_for_a_group_that_does_not_exist(job):
    with pytest.raises(IngestError, match="there is no feature group 'buyers'"):
        job.file(HEADER + ANN).run(feature_group="buyers")


def test_options_have_the_defaults_of_a_processing_job():
    args = arguments(["--feature-group", "customers"])
    assert (str(args.input), str(args.output)) == ("/opt/ml/processing/input/records", "/opt/ml/processing/output")
    assert (args.wait_minutes, args.max_rejected_share, args.region) == (30, 0.05, None)


@pytest.mark.parametrize("wrong", [["--max-rejected-share", "1.1"], ["--max-rejected-share", "-0.1"], ["--wait-minutes", "0"]])
def test_fails_for_options_out_of_range(wrong, capsys):
    with pytest.raises(SystemExit):
        arguments(["--feature-group", "customers", *wrong])
    assert wrong[0] in capsys.readouterr().err


def test_fails_for_a_group_without_offline_store(job, world, monkeypatch):
    described = world.describe_feature_group
    monkeypatch.setattr(world, "describe_feature_group", lambda **request: {k: v for k, v in described(**request).items() if k != "OfflineStoreConfig"})
    with pytest.raises(IngestError, match="has no offline store to train from"):
        job.file(HEADER + ANN).run()


@pytest.fixture
def program(job, world, monkeypatch):
    """The whole program, with its clients, its clock and its exit message in the test's hands."""
    message = job.folder / "message"
    monkeypatch.setattr(problems, "MESSAGE_FILE", message)
    monkeypatch.setattr(ingest_records.boto3, "client", lambda *_, **__: world)
    monkeypatch.setattr(ingest_records, "run", lambda args, *clients: run(args, *clients, world.pause, world.now, world.now))
    monkeypatch.setattr("sys.argv", ["ingest", "--feature-group", "customers", "--input", str(job.args.input), "--output", str(job.args.output)])
    return message


def test_the_program_leaves_a_summary_and_an_exit_message(job, program):
    job.file(HEADER + ANN + BOB)
    ingest_records.main()
    assert json.loads((job.args.output / "manifest" / "summary.json").read_text())["exportedRecords"] == 2
    assert program.read_text() == "2 rows written, 0 rejected, 2 records exported"


@pytest.mark.parametrize("error, told", [(None, "the files hold a header line and no records"), (client_error("AccessDeniedException", 403), "AccessDenied")])
def test_the_program_fails_with_one_sentence(job, world, program, monkeypatch, error, told):
    def denied(**_):
        raise error

    if error:
        monkeypatch.setattr(world, "describe_feature_group", denied)
    job.file(HEADER)
    with pytest.raises(SystemExit, match=told):
        ingest_records.main()
    assert told in program.read_text()
