"""Measures a trained model on the test data, which it has never seen.

Runs as a SageMaker Processing job. evaluation.json holds plain numbers for the pipeline's condition, and the structure that the
Model Registry shows for a binary classifier; standard deviations come from a bootstrap of the test data.
"""

import argparse
import json
import sys
import tarfile
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_score, recall_score, roc_auc_score
from sklearn.utils import resample

TARGET = "income_over_50k"
BOOTSTRAP_ROUNDS = 100


class InputError(Exception):
    """The model or the test data cannot be used; the message says why."""


def load_model(folder):
    archive = folder / "model.tar.gz"
    if not archive.is_file():
        raise InputError(f"{archive} not found: give this job the training job's model artifact")
    with tarfile.open(archive) as tar:
        for member in tar:
            if Path(member.name).name == "model.joblib":
                return joblib.load(tar.extractfile(member))
    raise InputError(f"{archive} holds no model.joblib: let train.py write it to SM_MODEL_DIR")


def load_test_data(folder, feature_names):
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise InputError(f"no CSV file found in {folder}: give this job the test part that prepare.py wrote")
    table = pd.concat([pd.read_csv(path, keep_default_na=False, na_values=[""]) for path in files], ignore_index=True)
    missing = [column for column in [*feature_names, TARGET] if column not in table.columns]
    if missing:
        raise InputError(f"the files in {folder} lack the columns {', '.join(missing)}")
    if table[TARGET].nunique() < 2:
        raise InputError(f"the {len(table)} test records need both values of {TARGET}")
    return table[list(feature_names)], table[TARGET].to_numpy()


def measure(labels, probabilities):
    predicted = probabilities >= 0.5
    return {
        "auc": roc_auc_score(labels, probabilities),
        "accuracy": accuracy_score(labels, predicted),
        "precision": precision_score(labels, predicted, zero_division=0),
        "recall": recall_score(labels, predicted),
        "f1": f1_score(labels, predicted, zero_division=0),
    }


def spread(labels, probabilities, seed):
    """How far each metric would move on another test set of this size: its standard deviation over resamples."""
    rounds = []
    for index in range(BOOTSTRAP_ROUNDS):
        rows = resample(np.arange(len(labels)), stratify=labels, random_state=seed + index)
        rounds.append(measure(labels[rows], probabilities[rows]))
    return pd.DataFrame(rounds).std().to_dict()


def report(labels, probabilities, seed):
    values = {name: float(value) for name, value in measure(labels, probabilities).items()}
    deviations = spread(labels, probabilities, seed)
    (true_low, false_high), (false_low, true_high) = confusion_matrix(labels, probabilities >= 0.5).tolist()
    return {
        **values,
        "rows": len(labels),
        "binary_classification_metrics": {
            "confusion_matrix": {"0": {"0": true_low, "1": false_high}, "1": {"0": false_low, "1": true_high}},
            **{name: {"value": value, "standard_deviation": deviations[name]} for name, value in values.items()},
        },
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("/opt/ml/processing/input/model"))
    parser.add_argument("--test", type=Path, default=Path("/opt/ml/processing/input/test"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/evaluation"))
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()

    model = load_model(args.model)
    features, labels = load_test_data(args.test, model.feature_names_in_)
    result = report(labels, model.predict_proba(features)[:, 1], args.seed)
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / "evaluation.json").write_text(json.dumps(result, indent=2) + "\n")
    print(f"held-out auc {result['auc']:.4f}, accuracy {result['accuracy']:.4f}, f1 {result['f1']:.4f} on {result['rows']} records")


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        sys.exit(f"evaluate.py: {error}")
