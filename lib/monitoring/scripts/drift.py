"""How far traffic is from the baseline, and what is more than chance.

**Numbers**: the two-sample Kolmogorov-Smirnov distance, the largest difference D between the two cumulative distributions. **Categories**: the
L-infinity distance, the largest difference D between the two shares of a category; values that the baseline does not know count together.

**Robust**, as Model Monitor has it (and its analyzer's open-source ancestor computes it): `max(0, D - 1.8 * sqrt((n + m) / (n * m)))` for n
records and a baseline of m. Two samples of the same origin exceed 0 in at most 2 * exp(-2 * 1.8^2) = 0.3 % of the cases, and a threshold of
0.1 practically never. What it costs: a shift is seen only when it is larger than the correction, which is 0.33 for 30 records, 0.18 for
100, 0.06 for 1,000.

**Shares** (types, completeness, known categories) fall short only when it is not chance: were the bad values of baseline and traffic
mixed, so many of them would land in the traffic in less than one of a million draws (Fisher's exact test, one-sided). One odd value is no
violation; for 200 records and a flawless baseline of 2,800 six are.
"""

import math

import numpy as np
from scipy.stats import hypergeom

ROBUST = 1.8
CHANCE = 1e-6


def robust(distance, records, baseline_records):
    """The distance without what small samples differ by chance."""
    return max(0.0, distance - ROBUST * math.sqrt((records + baseline_records) / (records * baseline_records)))


def ks_distance(points, counts):
    """The Kolmogorov-Smirnov distance of counted numbers from the distribution whose points they were counted at."""
    below = np.abs(counts.below / counts.total - points.below / points.total)
    upto = np.abs(counts.upto / counts.total - points.upto / points.total)
    return float(np.nanmax(np.concatenate([below, upto])))


def category_distance(categories, known, unknown):
    """The L-infinity distance of counted categories, with the category that has it (None: the values that the baseline does not list).

    A baseline misses rare categories: of the values that it does not list, a share as large as that of the values it met only once is expected.
    """
    total = sum(known.values()) + unknown
    worst, distance = None, _outside(unknown / total, categories.unlisted / categories.total, (categories.unlisted + categories.single) / categories.total)
    for value, count in categories.counts.items():
        difference = abs(known.get(value, 0) / total - count / categories.total)
        if difference > distance:
            worst, distance = value, difference
    return distance, worst


def _outside(share, low, high):
    return max(0.0, low - share, share - high)


def falls_short(good, records, required, baseline_bad, baseline_records):
    """Whether the share of good records is below what is required, and that is more than chance.

    It is compared with a baseline that just fulfils the requirement, or that has `baseline_bad` bad records where those are more.
    """
    bad = records - good
    if good >= required * records:
        return False
    allowed = min(baseline_records, max(baseline_bad, math.ceil(round((1 - required) * baseline_records, 6))))
    return bool(hypergeom.sf(bad - 1, records + baseline_records, bad + allowed, records) < CHANCE)
