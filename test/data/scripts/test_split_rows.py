"""split_rows.py: where rows go, what is written, and what is refused."""

import pathlib
import subprocess
import sys

import pandas as pd
import pytest

SCRIPT = pathlib.Path(__file__).parents[3] / "lib" / "data" / "scripts" / "split_rows.py"


class Job:
    def __init__(self, folder):
        self.folder = folder
        self.table = pd.DataFrame({"id": range(500), "code": [f"{i % 7:03d}" for i in range(500)], "bought": [i % 2 for i in range(500)], "time": "now"})

    def give(self, name, table=None):
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = self.table if table is None else table
        content.to_parquet(path) if name.endswith(".parquet") else content.to_csv(path, index=False)

    def run(self, *arguments):
        return subprocess.run(
            [sys.executable, SCRIPT, "--input", self.folder / "in", "--output", self.folder / "out", *arguments], capture_output=True, text=True
        )

    def parts(self, *arguments, header="infer"):
        ended = self.run(*arguments)
        assert ended.returncode == 0, ended.stderr
        return {name: pd.read_csv(self.folder / "out" / name / f"{name}.csv", dtype=str, header=header) for name in ("train", "validation", "test")}

    def refusal(self, *arguments):
        ended = self.run(*arguments)
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
        assert not (self.folder / "out").exists()
        return ended.stderr


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path)


def test_each_row_goes_into_one_part_by_about_the_shares(job):
    job.give("rows.csv")
    parts = job.parts()
    assert sorted(pd.concat(parts.values())["id"].astype(int)) == list(range(500))
    assert len(parts["validation"]) == pytest.approx(50, abs=25)
    assert len(parts["test"]) == pytest.approx(100, abs=35)
    assert "rows: " in job.run().stdout


def test_cells_stay_as_they_were_written(job):
    job.give("rows.csv")
    assert set(job.parts()["train"]["code"]) == {f"{i:03d}" for i in range(7)}


def test_rows_stay_where_they_are_when_others_come(job):
    job.give("rows.csv", job.table[:300])
    before = set(job.parts("--by", "id")["test"]["id"])
    job.give("rows.csv")
    after = set(job.parts("--by", "id")["test"]["id"])
    assert before == {each for each in after if int(each) < 300}


def test_a_changed_cell_moves_no_row_that_has_a_key(job):
    job.give("rows.csv")
    before = set(job.parts("--by", "id,code")["test"]["id"])
    job.give("rows.csv", job.table.assign(time="later"))
    assert set(job.parts("--by", "id,code")["test"]["id"]) == before


def test_equal_rows_stay_together_without_a_key(job):
    job.give("rows.csv", pd.concat([job.table, job.table]))
    parts = job.parts()
    assert all(count == 2 for part in parts.values() for count in part["id"].value_counts())


def test_parts_without_names_have_the_target_first_and_training_rows_are_described_apart(job):
    job.give("rows.csv")
    bare = job.parts("--target", "bought", "--ignore", "time", "--without-names", "train,validation,test", header=None)
    assert set(bare["train"][0]) == {"0", "1"}
    assert len(bare["train"].columns) == 3
    described = pd.read_csv(job.folder / "out" / "baseline" / "baseline.csv", dtype=str)
    assert list(described.columns) == ["bought", "id", "code"]
    assert described.to_numpy().tolist() == bare["train"].to_numpy().tolist()


def test_text_in_training_rows_without_names_is_refused_by_its_column(job):
    job.give("rows.csv", job.table.assign(empty=None, code="007"))
    assert "must hold numbers, and time holds text" in job.refusal("--without-names", "train")
    assert job.run("--without-names", "train", "--ignore", "time").returncode == 0
    assert job.run("--without-names", "test").returncode == 0


def test_parts_with_names_need_no_description(job):
    job.give("rows.csv")
    parts = job.parts("--target", "bought", "--without-names", "test")
    assert list(parts["train"].columns)[0] == "bought"
    assert not (job.folder / "out" / "baseline").exists()


def test_parquet_files_of_folders_are_one_table_with_csv_files(job):
    job.give("a/one.csv", job.table[:250].astype(str))
    job.give("b/two.parquet", job.table[250:].astype(str))
    assert sum(len(part) for part in job.parts().values()) == 500


def test_shares_may_be_others(job):
    job.give("rows.csv")
    assert len(job.parts("--validation", "0.4", "--test", "0.4")["train"]) == pytest.approx(100, abs=35)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--target", "sold"], "has no column sold: its columns are id, code, bought, time"),
        (["--by", "key"], "has no column key"),
        (["--ignore", "time,place"], "has no column place"),
        (["--validation", "x"], "correct the arguments"),
    ],
)
def test_wrong_columns_and_arguments_are_refused_by_name(job, arguments, message):
    job.give("rows.csv")
    assert message in job.refusal(*arguments)


def test_data_that_cannot_be_split_is_refused(job):
    assert "no CSV or Parquet file found below" in job.refusal()
    job.give("rows.csv", job.table[:1])
    assert "1 rows leave none for" in job.refusal()
    job.give("rows.csv", job.table.assign(bought=[None, *[1] * 499]))
    assert "1 rows have no bought" in job.refusal("--target", "bought")
    job.give("more.csv", job.table.drop(columns="time"))
    assert "rows.csv has other columns than more.csv" in job.refusal()
    (job.folder / "in" / "more.csv").write_text("")
    assert "more.csv cannot be read as csv" in job.refusal()
    (job.folder / "in" / "more.csv").write_text("a\n1,2\n3,4\n")
    assert "more cells than its header line" in job.refusal()
