"""Measures on orders that the model has not seen how well it tells which of them come back."""

import json
import pathlib
import tarfile
import tempfile

import joblib
import pandas as pd
from sklearn.metrics import roc_auc_score

INPUT = pathlib.Path("/opt/ml/processing/input")
OUTPUT = pathlib.Path("/opt/ml/processing/output/evaluation")


def load(archive):
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        tar.extract("model.joblib", folder)
        return joblib.load(pathlib.Path(folder) / "model.joblib")


def main():
    orders = pd.read_csv(INPUT / "test" / "test.csv")
    scores = load(INPUT / "model" / "model.tar.gz").predict_proba(orders.drop(columns="returned").to_numpy())[:, 1]
    measured = {"auc": float(roc_auc_score(orders["returned"], scores)), "rows": len(orders)}
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / "evaluation.json").write_text(json.dumps(measured))
    print(measured)


if __name__ == "__main__":
    main()
