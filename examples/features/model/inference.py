"""Answers requests with the probability that an order comes back: a CSV of what is known in, in the order of the training data; an empty cell is missing."""

import io
import pathlib

import joblib
import pandas as pd


def model_fn(folder):
    return joblib.load(pathlib.Path(folder) / "model.joblib")


def input_fn(body, _):
    return pd.read_csv(io.StringIO(body if isinstance(body, str) else body.decode()), header=None).to_numpy(float)


def predict_fn(known, model):
    return model.predict_proba(known)[:, 1]
