import csv
import io
import json
import time
from datetime import datetime, timezone

import build_dataset
import problems
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dataset_reference import FOUND, REFERENCES, START, RandomStore, iso, when
from dataset_world import Aws, DatasetJob, moment
from problems import IngestError

SEEDS = range(8)
MOMENTS = {"late-records": {"as_of": iso(START + 25), "since": iso(START + 5), "until": iso(START + 30.5)}, "labels-of-a-group": {"as_of": iso(START + 25), "since": iso(START + 5)}}


def ordered(rows):
    return sorted(rows, key=lambda row: [(value is not None, str(value)) for _, value in sorted(row.items())])


def csv_of(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def rows_of(case, world):
    """The rows as the files of the case have them, and those of them that can be read."""
    if case == "late-records":
        rows = [{"customer_id": row["customer_id"], "seller_id": row["seller_id"], "moment": when(row["bought_at"])} for row in world.rows]
        return rows, [row for row in rows if row["moment"] is not None]
    return world.rows, [row for row in world.rows if when(row["bought_at"]) is not None]


@pytest.mark.parametrize("case", REFERENCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_query_finds_what_the_reference_finds(tmp_path, case, seed):
    world, aws = RandomStore(seed), Aws()
    for group, versions in world.store.items():
        aws.put_versions(group, versions[::2])
        aws.put_versions(group, versions[1::2])
    given, readable = rows_of(case, world)
    job = DatasetJob(tmp_path, aws, case).file(csv_of(given))
    summary, _ = job.run(**MOMENTS.get(case, {}))
    expected = list(REFERENCES[case](readable, world.store))
    found = job.dataset().to_pylist()
    without = [sum(not row[name] for row in expected) for name in expected[0] if name.startswith(FOUND)]
    expected = [{name: value for name, value in row.items() if not name.startswith(FOUND)} for row in expected]
    assert ordered(found) == ordered(expected)
    assert [group["rowsWithoutRecord"] for group in summary["groups"]] == without
    assert list(found[0]) == [column["name"] for column in job.spec["columns"]]
    assert summary["rows"] == len(expected)
    counted = {**summary["missing"], **{name: count for group in summary["groups"] for name, count in group["missing"].items()}}
    assert counted == {name: sum(row[name] is None for row in expected) for name in expected[0]}
    if job.args.base_group is None:
        assert summary["base"] == {"rows": len(given), "rejected": len(given) - len(readable)}
        assert len(job.rejected()) == len(given) - len(readable)
    else:
        assert summary["base"] == {"featureGroup": "labels", "storedRows": 40}


HEADER = "customer_id,seller_id,bought_at,Label\n"
ANN = f"ann,1,{iso(START + 10)},1\n"
BOB = f"bob,2,{iso(START + 10)},0\n"
OF_ANN = {"customer_id": "ann", "updated_at": iso(START), "basket": 2.5, "orders": None, "City": "Bern", "deleted": False, "invoked": START, "written": START}


@pytest.fixture
def aws():
    aws = Aws()
    aws.put_versions("customers", [OF_ANN])
    aws.put_versions("sellers", [{"seller_id": 1, "at": START, "rating": 0.5, "deleted": False, "invoked": START, "written": START}])
    aws.put_versions("labels", [{"customer_id": "ann", "bought_at": iso(START + 10), "label": 1, "deleted": False, "invoked": START, "written": START}])
    return aws


@pytest.fixture
def job(tmp_path, aws):
    return DatasetJob(tmp_path, aws, "one-group")


def test_rows_come_out_typed_and_each_once(job):
    summary, sql = job.file(HEADER + ANN + BOB + BOB).run()
    assert [str(field.type) for field in job.dataset().schema] == ["string", "int64", "string", "int64", "double", "int64", "string"]
    assert ordered(job.dataset().select(["customer_id", "basket"]).to_pylist()) == ordered(
        [{"customer_id": "ann", "basket": 2.5}, {"customer_id": "bob", "basket": None}, {"customer_id": "bob", "basket": None}]
    )
    assert summary["groups"] == [
        {
            "featureGroup": "customers",
            "table": '"sagemaker_featurestore"."customers_1"',
            "on": "customer_id",
            "knownBy": "event_time",
            "rowsWithoutRecord": 2,
            "missing": {"basket": 2, "orders": 3, "City": 2},
        }
    ]
    assert (summary["rows"], summary["missing"], summary["query"]["id"]) == (3, {"customer_id": 0, "seller_id": 0, "bought_at": 0, "Label": 0}, "query-0")
    assert sql in job.aws.statements[0] and "{{" not in sql


def test_the_table_of_the_rows_is_there_for_the_query_alone(job, aws):
    aws.tables["app_dataset_rows.rows_killed"] = {"Location": "s3://runs/old/", "CreateTime": moment(START - 11 * 86_400)}
    aws.tables["app_dataset_rows.rows_busy"] = {"Location": "s3://runs/new/", "CreateTime": moment(time.time())}
    job.file(HEADER + ANN).run()
    assert [name for name in aws.tables if name.startswith("app_dataset_rows")] == ["app_dataset_rows.rows_busy"]
    assert '"app_dataset_rows"."rows_' in aws.statements[0]


def test_parquet_files_are_read_as_csv_files_are(tmp_path, aws):
    at = datetime.fromtimestamp(START + 10, timezone.utc)
    rows = [{"customer_id": "ann", "seller_id": 1, "bought_at": at, "Label": 1.0}, {"customer_id": "bob", "seller_id": None, "bought_at": None, "Label": None}]
    content = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), content)
    job = DatasetJob(tmp_path, aws, "one-group").file(content.getvalue(), "rows.parquet")
    summary, _ = job.run()
    expected = {"customer_id": "ann", "seller_id": 1, "bought_at": iso(START + 10).replace("Z", ".000Z"), "Label": 1, "basket": 2.5, "orders": None, "City": "Bern"}
    assert job.dataset().to_pylist() == [expected]
    assert [(row["line"], row["reason"]) for row in job.rejected()] == [(2, "bought_at is empty")]
    assert summary["base"] == {"rows": 2, "rejected": 1}


@pytest.mark.parametrize(
    "content, share, told",
    [
        (HEADER, 1, "hold no rows"),
        ("customer_id,bought_at,Label\n", 1, "lacks the column seller_id"),
        (HEADER.replace("Label", "Lable"), 1, r"no declared columns \(Lable\): declare them or drop them"),
        (HEADER + ANN + "bob,x,2026-01-01T00:00:00Z,1\n", 0.4, "1 of 2 rows cannot be stored"),
        (HEADER + "bob,x,2026-01-01T00:00:00Z,1\n", 1, "no row of the base can be read"),
    ],
)
def test_files_that_cannot_be_the_base_fail_before_anything_is_asked(job, aws, content, share, told):
    job.spec["base"]["maxRejectedShare"] = share
    with pytest.raises(IngestError, match=told):
        job.file(content).run()
    assert aws.statements == []


def test_files_of_two_kinds_fail(job):
    with pytest.raises(IngestError, match="give one kind alone"):
        job.file(HEADER + ANN).file(b"x", "more.parquet").run()


def test_a_file_that_is_no_parquet_fails(job):
    with pytest.raises(IngestError, match="rows.parquet is no Parquet file"):
        job.file(b"x", "rows.parquet").run()


def test_a_group_that_lacks_a_feature_fails(job):
    job.spec["groups"][0]["features"].append("visits")
    with pytest.raises(IngestError, match="'customers' has no visits: deploy the group"):
        job.file(HEADER + ANN).run()


def test_a_group_without_a_table_fails(job, aws, monkeypatch):
    described = aws.describe_feature_group
    monkeypatch.setattr(aws, "describe_feature_group", lambda **request: {**described(**request), "OfflineStoreConfig": {"S3StorageConfig": {}}})
    with pytest.raises(IngestError, match="no table in the Glue Data Catalog"):
        job.file(HEADER + ANN).run()


def test_a_query_that_failed_for_a_while_is_asked_again_in_another_place(job, aws):
    busy = {"Status": {"State": "FAILED", "StateChangeReason": "busy", "AthenaError": {"Retryable": True}}}
    aws.failures = [busy, busy]
    summary, _ = job.file(HEADER + ANN).run()
    places = [statement.rpartition("TO '")[2].partition("'")[0] for statement in aws.statements]
    assert (summary["rows"], len(set(places)), job.paused > 0) == (1, 3, True)


@pytest.mark.parametrize("failures, asked", [([True, True, True], 3), ([False], 1)])
def test_a_query_that_fails_for_good_says_why_and_leaves_no_table(job, aws, failures, asked):
    aws.failures = [{"Status": {"State": "FAILED", "StateChangeReason": "no access", "AthenaError": {"Retryable": each}}} for each in failures]
    with pytest.raises(IngestError, match="query-.* failed: no access"):
        job.file(HEADER + ANN).run()
    assert len(aws.statements) == asked
    assert not any(name.startswith("app_dataset_rows") for name in aws.tables)


def test_a_job_that_is_stopped_stops_its_query_and_removes_its_table(job, aws, monkeypatch):
    aws.never_ends = True

    def stop(_):
        raise SystemExit("the job was stopped")

    monkeypatch.setattr(job, "pause", stop)
    with pytest.raises(SystemExit):
        job.file(HEADER + ANN).run()
    assert aws.stopped == ["query-0"]
    assert not any(name.startswith("app_dataset_rows") for name in aws.tables)


def test_an_answer_that_lost_rows_fails(job):
    job.spec["sql"] += "\nWHERE base.\"Label\" = 1"
    with pytest.raises(IngestError, match="1 rows for 2 rows of the base"):
        job.file(HEADER + ANN + BOB).run()


def test_an_answer_of_other_columns_fails(job):
    job.spec["columns"].pop()
    with pytest.raises(IngestError, match="has 8 columns and should have 7"):
        job.file(HEADER + ANN).run()


def test_a_data_set_without_rows_fails(tmp_path, aws):
    job = DatasetJob(tmp_path, aws, "labels-of-a-group")
    with pytest.raises(IngestError, match="has no rows"):
        job.run(as_of=iso(START + 25), since=iso(START + 11))


@pytest.mark.parametrize(
    "given, told",
    [([], "--database is needed"), (["--database", "d", "--as-of", "today"], "--as-of: the moment must look like"), (["--base-group", "g", "--from", "1"], "--from:")],
)
def test_the_command_refuses_what_it_cannot_use(capsys, given, told):
    with pytest.raises(SystemExit):
        build_dataset.arguments(["--feature-group", "g", "--results", "s3://b/p", *given])
    assert told in capsys.readouterr().err


@pytest.fixture
def program(job, aws, monkeypatch):
    """The whole program, with its clients and its exit message in the test's hands."""
    message = job.folder / "message"
    query = job.folder / "query"
    query.mkdir()
    (query / "dataset.json").write_text(json.dumps(job.spec))
    monkeypatch.setattr(problems, "MESSAGE_FILE", message)
    monkeypatch.setattr(build_dataset.boto3, "client", lambda *_, **__: aws)
    monkeypatch.setattr(build_dataset.signal, "signal", lambda *_: None)
    words = ["--feature-group", "customers", "--database", "app_dataset_rows", "--results", "s3://runs/query"]
    places = ["--query", str(query), "--rows", str(job.args.rows), "--output", str(job.args.output)]
    monkeypatch.setattr("sys.argv", ["build", *words, *places])
    return message


def test_the_program_leaves_counts_the_query_and_an_exit_message(job, program):
    job.file(HEADER + ANN + BOB)
    build_dataset.main()
    manifest = job.args.output / "manifest"
    assert json.loads((manifest / "summary.json").read_text())["rows"] == 2
    assert (manifest / "query.sql").read_text().startswith("WITH base AS (")
    assert program.read_text() == "2 rows; 1 without a record of customers"


def test_the_program_fails_with_one_sentence(job, program):
    job.file(HEADER)
    with pytest.raises(SystemExit, match="hold no rows"):
        build_dataset.main()
    assert "hold no rows" in program.read_text()
