"""Trains a classifier that tells whether a person earns over 50,000 dollars a year.

Runs as a SageMaker training job in script mode: hyperparameters come as arguments, folders in SM_* variables.
"""

import argparse
import os
import sys
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

TARGET = "income_over_50k"
NUMBERS = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]
CATEGORIES = ["workclass", "marital_status", "occupation", "relationship", "native_country"]
# Every request carries these, so that bias can be watched; the model never learns from race and sex.
FEATURES = [
    "age", "workclass", "education_num", "marital_status", "occupation", "relationship",
    "race", "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country",
]


def read_channel(folder):
    files = sorted(Path(folder).glob("*.csv"))
    if not files:
        sys.exit(f"train.py: no CSV file found in {folder}: check the channel's S3 location")
    table = pd.concat([pd.read_csv(path, keep_default_na=False, na_values=[""]) for path in files], ignore_index=True)
    missing = [column for column in [*FEATURES, TARGET] if column not in table.columns]
    if missing:
        sys.exit(f"train.py: the files in {folder} lack the columns {', '.join(missing)}")
    return table[FEATURES], table[TARGET]


def build_model(args):
    columns = ColumnTransformer(
        [
            ("numbers", "passthrough", NUMBERS),
            ("categories", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), CATEGORIES),
        ],
        remainder="drop",
    )
    classifier = HistGradientBoostingClassifier(
        max_iter=args.max_iter,
        learning_rate=args.learning_rate,
        max_leaf_nodes=args.max_leaf_nodes,
        min_samples_leaf=args.min_samples_leaf,
        l2_regularization=args.l2_regularization,
        categorical_features=list(range(len(NUMBERS), len(NUMBERS) + len(CATEGORIES))),
        early_stopping=False,
        random_state=args.seed,
    )
    return Pipeline([("columns", columns), ("classifier", classifier)])


def print_metrics(channel, model, features, labels):
    """One metric per line, as the training job's metric definitions read them: `validation:auc=0.91;`."""
    probabilities = model.predict_proba(features)[:, 1]
    predicted = probabilities >= 0.5
    print(f"{channel}:auc={roc_auc_score(labels, probabilities):.6f};")
    print(f"{channel}:accuracy={accuracy_score(labels, predicted):.6f};")
    print(f"{channel}:f1={f1_score(labels, predicted):.6f};")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-iter", type=int, default=150)
    parser.add_argument("--learning-rate", type=float, default=0.05)
    parser.add_argument("--max-leaf-nodes", type=int, default=15)
    parser.add_argument("--min-samples-leaf", type=int, default=20)
    parser.add_argument("--l2-regularization", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--train", default=os.environ.get("SM_CHANNEL_TRAIN", "/opt/ml/input/data/train"))
    parser.add_argument("--validation", default=os.environ.get("SM_CHANNEL_VALIDATION", "/opt/ml/input/data/validation"))
    parser.add_argument("--model-dir", default=os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))
    args = parser.parse_args()

    train_features, train_labels = read_channel(args.train)
    validation_features, validation_labels = read_channel(args.validation)
    model = build_model(args).fit(train_features, train_labels)
    print_metrics("train", model, train_features, train_labels)
    print_metrics("validation", model, validation_features, validation_labels)
    Path(args.model_dir).mkdir(parents=True, exist_ok=True)
    joblib.dump(model, Path(args.model_dir) / "model.joblib")


if __name__ == "__main__":
    main()
