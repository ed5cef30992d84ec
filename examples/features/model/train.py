"""Learns from orders which of them come back; runs in SageMaker's script mode."""

import os
import pathlib

import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier


def main():
    orders = pd.read_csv(pathlib.Path(os.environ["SM_CHANNEL_TRAIN"]) / "train.csv")
    known = orders.drop(columns="returned")
    # What is missing is a value like any other to this kind of model.
    model = RandomForestClassifier(n_estimators=50, min_samples_leaf=3, random_state=7).fit(known.to_numpy(), orders["returned"])
    joblib.dump(model, pathlib.Path(os.environ["SM_MODEL_DIR"]) / "model.joblib")
    print(f"{len(orders)} orders, by {', '.join(known.columns)}")


if __name__ == "__main__":
    main()
