"""Distributions of numbers, small enough for a file: ten buckets for people, and a quantile sketch for comparisons.

The sketch has the form of a KLL sketch, as Model Monitor stores it: lists of values, where each value of list i stands for 2^i values of the
data. Up to 2,048 values it is the data; beyond, each value stands for a block of neighbours in order, and no rank is off by more than
1/2,048 of the rows.
"""

from dataclasses import dataclass

import numpy as np

CAPACITY = 2048
SHRINKING = 0.64  # what the form calls c: how fast the lists of a KLL sketch become shorter
BUCKETS = 10
# Values that differ by less are the same number, once stored in 32 bits and once in 64.
SAME = 1.2e-7


def sketch_of(values):
    """The sketch of an array of numbers, in the form of statistics.json."""
    ordered, level = np.sort(values), 0
    while len(ordered) >> level > CAPACITY:
        level += 1
    levels, start = [[] for _ in range(level + 1)], 0
    for exponent in range(level, -1, -1):
        block = 1 << exponent
        count = (len(ordered) - start) // block
        chosen = ordered[start + block // 2 :: block][:count] if block > 1 else ordered[start:]
        levels[exponent] = [float(value) for value in chosen]
        start += count * block
    return {"parameters": {"c": SHRINKING, "k": float(CAPACITY)}, "data": levels}


def buckets_of(values):
    """Ten buckets of equal width; a column with one value has one bucket."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return [{"lower_bound": low, "upper_bound": high, "count": float(len(values))}]
    edges = np.linspace(low, high, BUCKETS + 1)
    return render_buckets(edges, np.histogram(values, edges)[0])


def render_buckets(edges, counts):
    return [
        {"lower_bound": float(low), "upper_bound": float(high), "count": float(count)}
        for low, high, count in zip(edges[:-1], edges[1:], counts)
    ]


@dataclass(frozen=True)
class Points:
    """A distribution by points: the value, how many of the data lie below it, and how many not above; what is not known is NaN."""

    values: np.ndarray
    below: np.ndarray
    upto: np.ndarray
    total: float

    @staticmethod
    def from_kll(kll):
        """Reads `distribution.kll` of statistics.json: its sketch, or its buckets where it has none. Raises ValueError."""
        data = kll.get("sketch", {}).get("data")
        return Points._from_levels(data) if data and any(data) else Points._from_buckets(kll["buckets"])

    @staticmethod
    def _from_levels(levels):
        values = np.concatenate([np.asarray(level, dtype=float) for level in levels])
        weights = np.concatenate([np.full(len(level), 2.0**exponent) for exponent, level in enumerate(levels)])
        distinct, where = np.unique(values, return_inverse=True)
        counts = np.bincount(where, weights=weights)
        upto = np.cumsum(counts)
        return Points(distinct, upto - counts, upto, float(upto[-1]))

    @staticmethod
    def _from_buckets(buckets):
        """Buckets hold their lower bound and not their upper one, except for the last."""
        buckets = sorted(buckets, key=lambda bucket: bucket["lower_bound"])
        counts = np.array([bucket["count"] for bucket in buckets], dtype=float)
        if counts.sum() <= 0:
            raise ValueError("its buckets are empty")
        edges = np.array([bucket["lower_bound"] for bucket in buckets] + [buckets[-1]["upper_bound"]], dtype=float)
        if edges[0] == edges[-1]:
            return Points(edges[:1], np.zeros(1), counts.sum(keepdims=True), float(counts.sum()))
        below, upto = np.concatenate([[0.0], np.cumsum(counts)]), np.full(len(edges), np.nan)
        below[-1], upto[-1] = np.nan, counts.sum()
        return Points(edges, below, upto, float(counts.sum()))


class PointCounts:
    """Counts how a stream of numbers lies around the points of a distribution; its memory does not grow with the stream."""

    def __init__(self, points):
        self.points = points
        self.at = np.zeros(len(points.values))
        self.between = np.zeros(len(points.values) + 1)

    def add(self, numbers):
        """Takes an array of numbers."""
        values, last = self.points.values, len(self.points.values) - 1
        after = np.searchsorted(values, numbers)
        nearest = np.minimum(after, last)
        lower = np.maximum(after - 1, 0)
        closer = np.abs(values[lower] - numbers) < np.abs(values[nearest] - numbers)
        nearest = np.where(closer, lower, nearest)
        equal = np.abs(values[nearest] - numbers) <= SAME * np.abs(numbers)
        self.at += np.bincount(nearest[equal], minlength=len(self.at))
        self.between += np.bincount(after[~equal], minlength=len(self.between))

    @property
    def total(self):
        return self.at.sum() + self.between.sum()

    @property
    def below(self):
        """How many numbers lie below each point."""
        return np.cumsum(self.between[:-1]) + np.cumsum(self.at) - self.at

    @property
    def upto(self):
        """How many numbers do not lie above each point."""
        return self.below + self.at
