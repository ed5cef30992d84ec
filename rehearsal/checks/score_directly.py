"""Asks a stored XGBoost artifact directly: prints each person's score, and the AUC on rows with a label, as JSON.

It knows XGBoost and the files, and nothing of the programs that made them.
"""

import argparse
import csv
import json
import pathlib
import tarfile
import tempfile

import numpy as np
import xgboost
from sklearn.metrics import roc_auc_score


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.reader(file))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--artifact", required=True)
    parser.add_argument("--batch", required=True, help="rows of an identifier and features")
    parser.add_argument("--validation", required=True, help="rows of a label and features")
    options = parser.parse_args()
    booster = xgboost.Booster()
    with tempfile.TemporaryDirectory() as work:
        with tarfile.open(options.artifact, "r:gz") as tar:
            tar.extractall(work)
        booster.load_model(bytearray(pathlib.Path(work, "xgboost-model").read_bytes()))

    def score(rows):
        return booster.predict(xgboost.DMatrix(np.array([row[1:] for row in rows], dtype=float)))

    batch, validation = rows_of(options.batch), rows_of(options.validation)
    print(json.dumps({
        "scores": dict(zip([row[0] for row in batch], score(batch).tolist())),
        "auc": roc_auc_score([float(row[0]) for row in validation], score(validation)),
    }))


if __name__ == "__main__":
    main()
