"""The scripts of the pipeline example, one after the other as the pipeline runs them."""

import importlib.util
import json
import pathlib
import sys
import tarfile

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "examples" / "pipeline" / "scripts"))
import draw  # noqa: E402
import fit  # noqa: E402
import measure  # noqa: E402

# Another example has a module of this name, so it is loaded by its path.
INFERENCE = pathlib.Path(draw.__file__).with_name("inference.py")


def run_pipeline(folder, monkeypatch, rows):
    monkeypatch.setattr(draw, "OUTPUT", folder / "drawn")
    monkeypatch.setattr(sys, "argv", ["draw.py", "--rows", str(rows)])
    draw.main()
    (folder / "model").mkdir()
    monkeypatch.setenv("SM_CHANNEL_TRAIN", str(folder / "drawn" / "train"))
    monkeypatch.setenv("SM_MODEL_DIR", str(folder / "model"))
    fit.main()
    (folder / "input" / "model").mkdir(parents=True)
    with tarfile.open(folder / "input" / "model" / "model.tar.gz", "w:gz") as tar:
        tar.add(folder / "model" / "line.joblib", "line.joblib")
    (folder / "drawn" / "test").rename(folder / "input" / "test")
    monkeypatch.setattr(measure, "INPUT", folder / "input")
    monkeypatch.setattr(measure, "OUTPUT", folder / "measured")
    measure.main()
    return json.loads((folder / "measured" / "measured.json").read_text())


def test_a_run_ends_with_a_line_that_fits(tmp_path, monkeypatch):
    measured = run_pipeline(tmp_path, monkeypatch, rows=1000)
    assert measured["points"] == 200
    assert 0.1 < measured["mean_absolute_error"] < 0.2


def test_the_model_answers_requests(tmp_path, monkeypatch):
    run_pipeline(tmp_path, monkeypatch, rows=1000)
    spec = importlib.util.spec_from_file_location("line_inference", INFERENCE)
    inference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(inference)
    line = inference.model_fn(tmp_path / "model")
    assert inference.predict_fn(np.array([0.0, 2.0]), line) == pytest.approx([1, 5], abs=0.1)
