"""Measures on points that the line has not seen how far off it is on average."""

import json
import pathlib
import tarfile
import tempfile

import joblib
import pandas as pd

INPUT = pathlib.Path("/opt/ml/processing/input")
OUTPUT = pathlib.Path("/opt/ml/processing/output/measured")


def load(archive):
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        tar.extract("line.joblib", folder)
        return joblib.load(pathlib.Path(folder) / "line.joblib")


def main():
    points = pd.read_csv(INPUT / "test" / "points.csv")
    predicted = load(INPUT / "model" / "model.tar.gz").predict(points[["x"]].to_numpy())
    measured = {"mean_absolute_error": float((predicted - points["y"]).abs().mean()), "points": len(points)}
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / "measured.json").write_text(json.dumps(measured))
    print(measured)


if __name__ == "__main__":
    main()
