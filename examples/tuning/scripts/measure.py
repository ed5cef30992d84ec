"""Measures the scores of people whose label is known: `<person>,<score>` lines beside `<person>,<label>` lines."""

import json
import pathlib

import pandas as pd
from sklearn.metrics import accuracy_score, roc_auc_score

folder = pathlib.Path("/opt/ml/processing")
[scored], [true] = (list((folder / "input" / name).glob("*.csv*")) for name in ("scores", "truth"))
scores = pd.read_csv(scored, header=None, names=["person", "score"], index_col="person")
labels = pd.read_csv(true, header=None, names=["person", "label"], index_col="person")
people = labels.join(scores, how="inner")
if len(people) != len(labels):
    raise SystemExit(f"measure.py: {len(labels) - len(people)} people have no score")
report = {
    "auc": roc_auc_score(people["label"], people["score"]),
    "accuracy": accuracy_score(people["label"], people["score"] > 0.5),
    "people": len(people),
}
(folder / "output/report/report.json").write_text(json.dumps(report))
print(report)
