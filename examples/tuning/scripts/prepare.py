"""Makes tables for XGBoost of the census records: numbers alone, the label first, no header line.

`train` and `validation` are what the search learns from and is measured by. `batch` holds the people that the best model is asked about,
their identifier first and no label; `truth` has their labels.
"""

import hashlib
import pathlib

import pandas as pd

NUMBERS = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]
# Sex and race are left out: the model does not learn from them.
WORDS = ["workclass", "marital_status", "occupation", "relationship"]

folder = pathlib.Path("/opt/ml/processing")
people = pd.concat([pd.read_csv(path) for path in sorted((folder / "input/data").glob("*.csv"))])
features = pd.concat([people[NUMBERS], pd.get_dummies(people[WORDS], dtype=int)], axis=1)
# A person's part depends on the identifier alone, so that new people never move others.
share = people["person_id"].map(lambda person: int(hashlib.sha256(f"part of {person}".encode()).hexdigest()[:8], 16) / 2**32)
labelled = pd.concat([people["income_over_50k"], features], axis=1)
identified = pd.concat([people["person_id"], features], axis=1)
parts = {
    "train": labelled[share < 0.6],
    "validation": labelled[(share >= 0.6) & (share < 0.8)],
    "batch": identified[share >= 0.8],
    "truth": people.loc[share >= 0.8, ["person_id", "income_over_50k"]],
}
for name, part in parts.items():
    part.to_csv(folder / "output" / name / f"{name}.csv", header=False, index=False)
    print(f"{name}: {len(part)} people")
