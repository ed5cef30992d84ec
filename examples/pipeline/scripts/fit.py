"""Fits a line through the points; runs in SageMaker's script mode."""

import os
import pathlib

import joblib
import pandas as pd
from sklearn.linear_model import LinearRegression


def main():
    points = pd.read_csv(pathlib.Path(os.environ["SM_CHANNEL_TRAIN"]) / "points.csv")
    line = LinearRegression().fit(points[["x"]].to_numpy(), points["y"])
    joblib.dump(line, pathlib.Path(os.environ["SM_MODEL_DIR"]) / "line.joblib")
    print(f"y = {line.coef_[0]:.3f} x + {line.intercept_:.3f}")


if __name__ == "__main__":
    main()
