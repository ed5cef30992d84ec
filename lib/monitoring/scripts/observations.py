"""What the traffic holds of each feature, counted while it streams by; memory does not grow with the traffic."""

import math
from collections import Counter

import numpy as np

from drift import category_distance, ks_distance, robust
from sketch import PointCounts, render_buckets
from values import is_missing, is_nan_text, number_of, text_of

NUMBERS_AT_ONCE = 4096
# Values that the baseline does not know are listed up to so many, and counted beyond.
LISTED_UNKNOWN = 1000


def observe(feature):
    """The right observation for a feature of the baseline."""
    if feature.points is not None:
        return NumberObservation(feature)
    return TextObservation(feature) if feature.categories is not None else Observation(feature)


class Observation:
    """Counts the cells of a feature; by itself, for a feature without values in its baseline, where there is nothing to compare with."""

    def __init__(self, feature):
        self.feature = feature
        self.rows = 0
        self.named = False  # whether any row has the column, be it empty
        self.present = 0
        self.mistyped = 0

    def add(self, row):
        """Takes the feature's cell of a row, which may have none."""
        self.rows += 1
        if self.feature.name not in row:
            return
        self.named = True
        cell = row[self.feature.name]
        if not is_missing(cell) and not (self.feature.kind != "String" and is_nan_text(cell)):
            self.present += 1
            self._count(cell)

    def _count(self, cell):
        pass

    def distance(self):
        """The distance from the baseline, and the category that has it; None where there is nothing to compare."""
        return None

    def statistics(self):
        """The feature's entry in statistics.json."""
        return self._entry("numerical_statistics", {})

    def _entry(self, member, content):
        common = {"num_present": self.present, "num_missing": self.rows - self.present, "num_mistyped": self.mistyped}
        return {"name": self.feature.name, "inferred_type": self.feature.kind, member: {"common": common, **content}}

    def _corrected(self, distance, records):
        return robust(distance, records, self.feature.present) if self.feature.checks.robust else distance


class NumberObservation(Observation):
    """A feature of numbers. A cell that holds none is mistyped and takes no part in the distribution; a fraction among whole numbers does."""

    def __init__(self, feature):
        super().__init__(feature)
        self.counts = PointCounts(feature.points)
        self.edges = np.array(feature.edges)
        self.buckets = np.zeros(len(self.edges) + 1)
        self.minimum, self.maximum = math.inf, -math.inf
        self.count, self.mean, self.squares = 0, 0.0, 0.0
        self.waiting = []

    def _count(self, cell):
        number = number_of(cell)
        if number is None or (self.feature.kind == "Integral" and not number.is_integer()):
            self.mistyped += 1
        if number is not None:
            self.waiting.append(number)
        if len(self.waiting) >= NUMBERS_AT_ONCE:
            self._flush()

    def _flush(self):
        numbers, self.waiting = np.array(self.waiting), []
        if not len(numbers):
            return
        self.counts.add(numbers)
        bucket = np.searchsorted(self.edges, numbers, side="right") - (numbers == self.edges[-1])
        self.buckets += np.bincount(bucket, minlength=len(self.buckets))
        self.minimum, self.maximum = min(self.minimum, float(numbers.min())), max(self.maximum, float(numbers.max()))
        # Chan's formula for the variance of two parts together.
        count, mean = self.count + len(numbers), float(numbers.mean())
        self.squares += float(((numbers - mean) ** 2).sum()) + (mean - self.mean) ** 2 * self.count * len(numbers) / count
        self.mean += (mean - self.mean) * len(numbers) / count
        self.count = count

    def distance(self):
        self._flush()
        if not self.count:
            return None
        return self._corrected(ks_distance(self.feature.points, self.counts), self.count), None

    def statistics(self):
        self._flush()
        if not self.count:
            return super().statistics()
        content = {"mean": self.mean, "sum": self.mean * self.count, "std_dev": math.sqrt(self.squares / self.count)}
        content.update(min=self.minimum, max=self.maximum, distribution={"kll": {"buckets": self._buckets()}})
        return self._entry("numerical_statistics", content)

    def _buckets(self):
        """The buckets of the baseline, so that both can be drawn over each other, and one for what lies on either side of them."""
        buckets = render_buckets(self.edges, self.buckets[1:-1])
        if self.buckets[0]:
            buckets[:0] = render_buckets([self.minimum, self.edges[0]], self.buckets[:1])
        if self.buckets[-1]:
            buckets += render_buckets([self.edges[-1], self.maximum], self.buckets[-1:])
        return buckets


class TextObservation(Observation):
    """A feature of categories. Whatever can be written is text: the type always fits."""

    def __init__(self, feature):
        super().__init__(feature)
        self.known = Counter()
        self.unknown = Counter()
        self.unknown_count = 0
        self.outside_domain = 0

    def _count(self, cell):
        text = text_of(cell)
        if self.feature.domain is not None and text not in self.feature.domain:
            self.outside_domain += 1
        if text in self.feature.categories.counts:
            self.known[text] += 1
            return
        self.unknown_count += 1
        if text in self.unknown or len(self.unknown) < LISTED_UNKNOWN:
            self.unknown[text] += 1

    def distance(self):
        if not self.present:
            return None
        distance, category = category_distance(self.feature.categories, self.known, self.unknown_count)
        return self._corrected(distance, self.present), category

    def statistics(self):
        buckets = [{"value": value, "count": count} for value, count in (self.known + self.unknown).most_common()]
        content = {"distinct_count": len(buckets), "distribution": {"categorical": {"buckets": buckets}}}
        return self._entry("string_statistics", content)
