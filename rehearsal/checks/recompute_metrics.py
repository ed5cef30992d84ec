"""Computes a registered model's held-out metrics anew, from its stored artifact and the inference code inside of it.

Prints one JSON object: {"auc": ..., "accuracy": ..., "rows": ...}. Knows nothing of evaluate.py.
"""

import argparse
import csv
import importlib.util
import json
import pathlib
import sys
import tarfile
import tempfile

from sklearn.metrics import accuracy_score, roc_auc_score


def load_inference(folder):
    script = folder / "code" / "inference.py"
    spec = importlib.util.spec_from_file_location("inference", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(inference, model, rows):
    """Through the functions that a serving container calls, in its order, with the request as a client sends it."""
    body = json.dumps({"instances": rows})
    data = inference.input_fn(body, "application/json")
    answer = inference.output_fn(inference.predict_fn(data, model), "application/json")
    text = answer[0] if isinstance(answer, tuple) else answer
    return json.loads(text)["predictions"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--artifact", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--ignore", default="", help="columns that a request does not carry, with commas")
    options = parser.parse_args()
    with open(options.test, newline="") as file:
        rows = list(csv.DictReader(file))
    actual = [int(float(row.pop(options.target))) for row in rows]
    for row in rows:
        for column in filter(None, options.ignore.split(",")):
            row.pop(column, None)
    with tempfile.TemporaryDirectory() as work:
        with tarfile.open(options.artifact, "r:gz") as tar:
            tar.extractall(work)
        inference = load_inference(pathlib.Path(work))
        predictions = predict(inference, inference.model_fn(work), rows)
    json.dump({
        "auc": roc_auc_score(actual, [each["probability"] for each in predictions]),
        "accuracy": accuracy_score(actual, [each["label"] for each in predictions]),
        "rows": len(rows),
    }, sys.stdout)


if __name__ == "__main__":
    main()
