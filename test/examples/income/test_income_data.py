"""The data that the example ships."""

import re
import sys
import subprocess

from conftest import EXAMPLE, read_table

STORE_COLUMNS = {"is_deleted", "write_time", "api_invocation_time"}


def test_the_columns_are_names_that_a_feature_store_takes(people):
    for column in people.columns:
        assert re.fullmatch(r"[A-Za-z0-9][-_A-Za-z0-9]{0,63}", column)
    assert not STORE_COLUMNS & set(people.columns)


def test_every_person_is_there_once_with_a_label_and_a_time(people):
    assert len(people) == 4000
    assert people["person_id"].is_unique
    assert set(people["income_over_50k"]) == {"0", "1"}
    assert people["event_time"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").all()


def test_bias_by_sex_can_be_measured(people):
    share = people.groupby("sex")["income_over_50k"].apply(lambda labels: (labels == "1").mean())
    assert set(share.index) == {"Female", "Male"}
    assert share["Male"] - share["Female"] > 0.1


def test_the_sample_is_drawn_by_hash_and_cleaned(tmp_path):
    line = "{age}, ?, 77516, Bachelors, 13, Never-married, Sales, Husband, White, Male, 2174, 0, 40, Cuba, {income}"
    (tmp_path / "adult.data").write_text("".join(line.format(age=20 + n, income="<=50K") + "\n" for n in range(5)) + "\n")
    (tmp_path / "adult.test").write_text("|1x3 Cross validator\n" + line.format(age=60, income=">50K.") + "\n\n")

    def sample(rows):
        output = tmp_path / f"{rows}.csv"
        script = str(EXAMPLE / "data" / "make_sample.py")
        subprocess.run([sys.executable, script, "--source", tmp_path, "--output", output, "--rows", str(rows)], check=True)
        return read_table(output)

    everyone = sample(6)
    assert everyone["person_id"].tolist() == ["A00001", "A00002", "A00003", "A00004", "A00005", "A00006"]
    assert everyone["income_over_50k"].tolist() == ["0", "0", "0", "0", "0", "1"]
    assert set(everyone["workclass"]) == {""}
    assert set(sample(3)["person_id"]) < set(sample(4)["person_id"])
