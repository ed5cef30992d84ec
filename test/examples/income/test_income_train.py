"""train.py and evaluate.py: the model is good, repeatable, and measured by what evaluation.json says."""

import json
import os
import re
import subprocess
import sys
import tarfile

import joblib
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_score, recall_score, roc_auc_score

from conftest import EXAMPLE, error_line, run_script


def load_artifact(run):
    with tarfile.open(run / "model" / "model.tar.gz") as tar:
        return joblib.load(tar.extractfile("model.joblib"))


def read_part(run, part):
    return pd.read_csv(run / part / f"{part}.csv", keep_default_na=False, na_values=[""])


def evaluation(run):
    return json.loads((run / "evaluation" / "evaluation.json").read_text())


def test_the_held_out_auc_is_clearly_above_the_bar(finished_run):
    assert evaluation(finished_run)["auc"] > 0.9


def test_evaluation_json_holds_what_the_artifact_scores_on_the_test_part(finished_run):
    test = read_part(finished_run, "test")
    model = load_artifact(finished_run)
    labels, probabilities = test["income_over_50k"], model.predict_proba(test[model.feature_names_in_])[:, 1]
    predicted = model.predict(test[model.feature_names_in_])
    expected = {
        "auc": roc_auc_score(labels, probabilities),
        "accuracy": accuracy_score(labels, predicted),
        "precision": precision_score(labels, predicted),
        "recall": recall_score(labels, predicted),
        "f1": f1_score(labels, predicted),
    }
    result = evaluation(finished_run)
    assert {name: result[name] for name in expected} == pytest.approx(expected, abs=1e-12)
    assert result["rows"] == len(test)
    registry = result["binary_classification_metrics"]
    assert {name: registry[name]["value"] for name in expected} == pytest.approx(expected, abs=1e-12)
    assert all(0 < registry[name]["standard_deviation"] < 0.1 for name in expected)
    counts = confusion_matrix(labels, predicted)
    assert [[registry["confusion_matrix"][a][p] for p in "01"] for a in "01"] == counts.tolist()


def test_training_twice_gives_the_same_model(finished_run, tmp_path):
    process = run_script("train.py", train=finished_run / "train", validation=finished_run / "validation", model_dir=tmp_path)
    assert process.returncode == 0, process.stderr
    test = read_part(finished_run, "test")
    first, second = load_artifact(finished_run), joblib.load(tmp_path / "model.joblib")
    assert (first.predict_proba(test[first.feature_names_in_]) == second.predict_proba(test[first.feature_names_in_])).all()


def test_the_model_does_not_learn_from_race_and_sex(finished_run):
    test = read_part(finished_run, "test")
    model = load_artifact(finished_run)
    swapped = test.assign(sex=test["sex"].map({"Male": "Female", "Female": "Male"}), race="Other")
    names = model.feature_names_in_
    assert {"race", "sex"} <= set(names)
    assert (model.predict_proba(test[names]) == model.predict_proba(swapped[names])).all()


def test_training_reads_the_script_mode_variables_and_prints_metrics_for_a_regular_expression(finished_run, tmp_path):
    places = {
        "SM_CHANNEL_TRAIN": str(finished_run / "train"),
        "SM_CHANNEL_VALIDATION": str(finished_run / "validation"),
        "SM_MODEL_DIR": str(tmp_path),
    }
    command = [sys.executable, str(EXAMPLE / "model" / "train.py"), "--max-iter", "20", "--learning-rate", "0.1"]
    output = subprocess.run(command, env={**os.environ, **places}, capture_output=True, text=True, check=True).stdout
    printed = dict(re.findall(r"^(validation:\w+)=([0-9.]+);$", output, re.MULTILINE))
    model, part = joblib.load(tmp_path / "model.joblib"), read_part(finished_run, "validation")
    scored = roc_auc_score(part["income_over_50k"], model.predict_proba(part[model.feature_names_in_])[:, 1])
    assert set(printed) == {"validation:auc", "validation:accuracy", "validation:f1"}
    assert float(printed["validation:auc"]) == pytest.approx(scored, abs=1e-6)
    assert model.named_steps["classifier"].n_iter_ == 20


def test_training_fails_with_one_line_when_the_channel_is_empty_or_lacks_columns(finished_run, tmp_path):
    process = run_script("train.py", train=tmp_path, validation=finished_run / "validation", model_dir=tmp_path)
    assert f"no CSV file found in {tmp_path}" in error_line(process)
    read_part(finished_run, "train").drop(columns=["age"]).to_csv(tmp_path / "train.csv", index=False)
    process = run_script("train.py", train=tmp_path, validation=finished_run / "validation", model_dir=tmp_path)
    assert "lack the columns age" in error_line(process)


def test_evaluation_fails_with_one_line_when_an_input_is_missing(finished_run, tmp_path):
    def error(model, test):
        return error_line(run_script("evaluate.py", model=model, test=test, output=tmp_path / "out"))

    assert "model.tar.gz not found" in error(tmp_path, finished_run / "test")
    assert f"no CSV file found in {tmp_path}" in error(finished_run / "model", tmp_path)
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        tar.add(finished_run / "evaluation" / "evaluation.json", "other.json")
    assert "holds no model.joblib" in error(tmp_path, finished_run / "test")
    read_part(finished_run, "test").drop(columns=["sex"]).to_csv(tmp_path / "test.csv", index=False)
    assert "lack the columns sex" in error(finished_run / "model", tmp_path)
