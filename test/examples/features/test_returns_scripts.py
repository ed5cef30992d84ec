"""The scripts of the features example, one after the other as the pipeline runs them."""

import importlib.util
import json
import pathlib
import tarfile

import numpy as np
import pandas as pd
import pytest

SCRIPTS = pathlib.Path(__file__).parents[3] / "examples" / "features" / "model"


def script(name):
    """Another example has modules of these names, so they are loaded by their paths."""
    spec = importlib.util.spec_from_file_location(f"returns_{name}", SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def orders(rows, seed=7):
    """Orders of large baskets come back; of some, the customer or the seller is not known."""
    random = np.random.default_rng(seed)
    basket, rating = random.uniform(0, 100, rows), random.uniform(0, 5, rows)
    rating[::7] = np.nan
    return pd.DataFrame({"returned": (basket > 55).astype(int), "orders": random.integers(0, 90, rows), "basket": basket, "seller_rating": rating})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a model that was trained and measured."""
    folder = tmp_path_factory.mktemp("returns")
    for name, rows in {"train": 300, "input/test": 100}.items():
        (folder / name).mkdir(parents=True)
        orders(rows, seed=rows).to_csv(folder / name / f"{name.split('/')[-1]}.csv", index=False)
    (folder / "model").mkdir()
    (folder / "input" / "model").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SM_CHANNEL_TRAIN", str(folder / "train"))
        patch.setenv("SM_MODEL_DIR", str(folder / "model"))
        script("train").main()
        with tarfile.open(folder / "input" / "model" / "model.tar.gz", "w:gz") as tar:
            tar.add(folder / "model" / "model.joblib", "model.joblib")
        evaluate = script("evaluate")
        patch.setattr(evaluate, "INPUT", folder / "input")
        patch.setattr(evaluate, "OUTPUT", folder / "evaluation")
        evaluate.main()
    return folder


def test_a_run_ends_with_a_model_that_tells_what_comes_back(folder):
    measured = json.loads((folder / "evaluation" / "evaluation.json").read_text())
    assert measured["rows"] == 100
    assert measured["auc"] > 0.95


def test_the_model_answers_rows_with_empty_cells(folder):
    inference = script("inference")
    known = inference.input_fn(b"3,90.0,4.5\n3,90.0,\n3,10.0,4.5\n", "text/csv")
    assert np.isnan(known[1, 2])
    first, without_rating, small = inference.predict_fn(known, inference.model_fn(folder / "model"))
    assert min(first, without_rating) > 0.8 > 0.2 > small


def test_one_row_of_whole_numbers_is_a_table_too(folder):
    inference = script("inference")
    known = inference.input_fn("3,90,4\n", "text/csv")
    assert known.shape == (1, 3)
    assert inference.predict_fn(known, inference.model_fn(folder / "model")) == pytest.approx([1], abs=0.1)
