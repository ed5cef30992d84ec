"""What a column of the training data is and holds: its type, then its statistics and constraints."""

from collections import Counter

import numpy as np
import pandas as pd

from sketch import buckets_of, sketch_of
from values import is_missing, is_nan_text, is_whole, number_of, text_of

# A column with more distinct values has no list of allowed ones; the list of its most frequent ones, for comparisons, ends there.
LARGEST_DOMAIN = 100
LISTED_CATEGORIES = 1000


class TypeFinder:
    """Finds the type of a column: String as soon as a value is no number, Integral while all are whole, Unknown without values."""

    def __init__(self):
        self.text = self.fraction = self.number = False

    def add(self, series):
        """Takes a part of the column."""
        if self.text:
            return
        for cell in distinct(series):
            if number_of(cell) is None:
                self.text = self.text or not is_nan_text(cell)
            else:
                self.number = True
                self.fraction = self.fraction or not (is_whole(cell) if isinstance(cell, str) else isinstance(cell, (int, np.integer)))

    @property
    def kind(self):
        if self.text:
            return "String"
        return "Unknown" if not self.number else "Fractional" if self.fraction else "Integral"


def distinct(series):
    """The values of a column, each once and none missing, as Python has them."""
    return [cell for cell in plain(pd.Series(series.dropna().unique())) if not is_missing(cell)]


def plain(series):
    """The cells as Python values; truth values and times become text, numbers of 32 bits what they were written as."""
    if pd.api.types.is_bool_dtype(series):
        return [str(cell) for cell in series.tolist()]
    if series.dtype in (np.float32, np.float16):
        return [float(str(cell)) for cell in series.to_numpy()]
    return [text_of(cell) if isinstance(cell, bool) else cell if isinstance(cell, (str, int, float)) else str(cell) for cell in series.tolist()]


class Profile:
    """Gathers the values of a column whose type is known."""

    def __init__(self, name, kind):
        self.name, self.kind = name, kind
        self.rows = 0
        self.numbers = []
        self.categories = Counter()

    def add(self, series):
        """Takes a part of the column."""
        self.rows += len(series)
        cells = [cell for cell in plain(series.dropna()) if not is_missing(cell)]
        if self.kind == "String":
            self.categories.update(text_of(cell) for cell in cells)
        else:
            self.numbers.append(np.array([number_of(cell) for cell in cells if not is_nan_text(cell)], dtype=float))

    def statistics(self):
        """The column's entry in statistics.json."""
        if self.kind == "String":
            return {"name": self.name, "inferred_type": self.kind, "string_statistics": self._string_statistics()}
        values = np.concatenate(self.numbers)
        common = {"num_present": len(values), "num_missing": self.rows - len(values)}
        if self.kind == "Unknown":
            return {"name": self.name, "inferred_type": self.kind, "numerical_statistics": {"common": common}}
        return {
            "name": self.name,
            "inferred_type": self.kind,
            "numerical_statistics": {
                "common": common,
                "mean": float(values.mean()),
                "sum": float(values.sum()),
                "std_dev": float(values.std()),
                "min": float(values.min()),
                "max": float(values.max()),
                "distribution": {"kll": {"buckets": buckets_of(values), "sketch": sketch_of(values)}},
            },
        }

    def _string_statistics(self):
        present = sum(self.categories.values())
        ordered = sorted(self.categories.items(), key=lambda entry: (-entry[1], entry[0]))
        categorical = {"buckets": [{"value": value, "count": count} for value, count in ordered[:LISTED_CATEGORIES]]}
        if len(ordered) > LISTED_CATEGORIES:
            categorical["single"] = sum(count == 1 for _, count in ordered)
        return {
            "common": {"num_present": present, "num_missing": self.rows - present},
            "distinct_count": len(ordered),
            "distribution": {"categorical": categorical},
        }

    def constraints(self, statistics):
        """The column's entry in constraints.json, from its statistics."""
        numbers, text = statistics.get("numerical_statistics"), statistics.get("string_statistics")
        present = (numbers or text)["common"]["num_present"]
        entry = {"name": self.name, "inferred_type": self.kind, "completeness": present / self.rows}
        if numbers and "min" in numbers:
            entry["num_constraints"] = {"is_non_negative": numbers["min"] >= 0}
        if text and text["distinct_count"] <= LARGEST_DOMAIN:
            entry["string_constraints"] = {"domains": sorted(self.categories)}
        return entry
