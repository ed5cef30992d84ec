import math
from collections import Counter

import numpy as np
import pytest
from scipy.stats import fisher_exact, ks_2samp

from baseline import Categories
from drift import category_distance, falls_short, ks_distance, robust
from sketch import CAPACITY, PointCounts, Points, sketch_of

DISTRIBUTIONS = {
    "normal": lambda random, rows: random.normal(3, 2, rows),
    "shifted": lambda random, rows: random.normal(4, 2, rows),
    "whole": lambda random, rows: random.integers(17, 90, rows).astype(float),
    "mostly zero": lambda random, rows: np.where(random.random(rows) < 0.9, 0, random.lognormal(8, 1, rows)),
    "constant": lambda random, rows: np.full(rows, 7.0),
    "two values": lambda random, rows: random.integers(0, 2, rows).astype(float),
}


def distance_of(baseline, traffic):
    points = Points.from_kll({"sketch": sketch_of(np.asarray(baseline, dtype=float)), "buckets": []})
    counts = PointCounts(points)
    counts.add(np.asarray(traffic, dtype=float))
    return ks_distance(points, counts)


@pytest.mark.parametrize("before", DISTRIBUTIONS)
@pytest.mark.parametrize("after", DISTRIBUTIONS)
@pytest.mark.parametrize("rows", [1, 30, 700])
def test_the_distance_of_a_baseline_that_fits_the_sketch_is_that_of_scipy(before, after, rows):
    random = np.random.default_rng(rows)
    baseline, traffic = DISTRIBUTIONS[before](random, 1500), DISTRIBUTIONS[after](random, rows)
    assert distance_of(baseline, traffic) == pytest.approx(ks_2samp(baseline, traffic).statistic, abs=1e-12)


@pytest.mark.parametrize("before", DISTRIBUTIONS)
@pytest.mark.parametrize("after", DISTRIBUTIONS)
def test_the_distance_of_a_large_baseline_is_that_of_scipy_but_for_the_sketch(before, after):
    random = np.random.default_rng(5)
    baseline, traffic = DISTRIBUTIONS[before](random, 50_001), DISTRIBUTIONS[after](random, 2000)
    assert distance_of(baseline, traffic) == pytest.approx(ks_2samp(baseline, traffic).statistic, abs=2 / CAPACITY)


@pytest.mark.parametrize(
    "baseline, traffic, expected",
    [
        ([1, 2, 3, 4], [1, 2, 3, 4], 0),
        ([1, 2, 3, 4], [5, 6], 1),
        ([1, 2, 3, 4], [0], 1),
        ([1, 2, 3, 4], [2.5], 0.5),
        ([1, 2, 3, 4], [3, 4], 0.5),
        ([0, 0, 0, 1], [0, 1], 0.25),
        ([7, 7], [7], 0),
        ([7, 7], [8], 1),
        ([7, 7], [6, 7, 7, 8], 0.25),
    ],
)
def test_distances_by_hand(baseline, traffic, expected):
    assert distance_of(baseline, traffic) == pytest.approx(expected)


def test_a_baseline_of_buckets_alone_gives_the_distance_at_their_bounds():
    points = Points.from_kll({"buckets": [{"lower_bound": 0, "upper_bound": 10, "count": 5}, {"lower_bound": 10, "upper_bound": 20, "count": 5}]})
    counts = PointCounts(points)
    counts.add(np.array([1.0, 12.0, 13.0, 20.0]))
    assert ks_distance(points, counts) == pytest.approx(0.25)
    counts.add(np.array([30.0] * 4))
    assert ks_distance(points, counts) == pytest.approx(0.5)


def categories(counts, unlisted=0, single=None):
    total = sum(counts.values()) + unlisted
    return Categories(counts, total, unlisted, sum(count == 1 for count in counts.values()) if single is None else single)


@pytest.mark.parametrize(
    "known, unknown, expected",
    [
        ({"a": 5, "b": 3, "c": 2}, 0, (0, None)),
        ({"a": 5, "b": 5}, 0, (0.2, "b")),
        ({"a": 10}, 0, (0.5, "a")),
        ({"a": 3, "b": 3, "c": 2}, 2, (0.2, None)),
        ({}, 4, (1, None)),
    ],
)
def test_distances_of_categories_by_hand(known, unknown, expected):
    distance, worst = category_distance(categories({"a": 5, "b": 3, "c": 2}), Counter(known), unknown)
    assert (distance, worst) == (pytest.approx(expected[0]), expected[1])


def test_rare_values_are_expected_to_be_joined_by_others():
    rare = categories({"a": 80, **{f"r{n}": 1 for n in range(20)}})
    assert category_distance(rare, Counter(a=80), 20)[0] == pytest.approx(0.01)
    assert category_distance(rare, Counter(a=70), 30)[0] == pytest.approx(0.1)


def test_values_beyond_the_list_are_compared_as_one():
    long = categories({"a": 50}, unlisted=50, single=10)
    assert category_distance(long, Counter(a=50), 50) == (0, None)
    assert category_distance(long, Counter(a=40), 60)[0] == pytest.approx(0.1)
    assert category_distance(long, Counter(a=100), 0) == (pytest.approx(0.5), None)


@pytest.mark.parametrize("extra, single", [({}, 2), ({"single": 40}, 40)])
def test_categories_of_a_long_list_say_how_many_were_met_once(extra, single):
    buckets = [{"value": "a", "count": 50}, {"value": "b", "count": 1}, {"value": "c", "count": 1}]
    text = {"common": {"num_present": 100}, "distribution": {"categorical": {"buckets": buckets, **extra}}}
    assert Categories.from_statistics(text) == Categories({"a": 50, "b": 1, "c": 1}, 100, 48, single)


def test_identifiers_that_nobody_left_out_are_no_drift():
    identifiers = categories({f"id{n}": 1 for n in range(1000)}, unlisted=1800, single=2800)
    assert category_distance(identifiers, Counter(), 500)[0] < 0.001


@pytest.mark.parametrize("records, baseline_records, allowed", [(30, 2800, 0.3304), (100, 2800, 0.1832), (1000, 2800, 0.0663), (2800, 2800, 0.0481)])
def test_the_correction_for_small_samples(records, baseline_records, allowed):
    assert 1.8 * math.sqrt((records + baseline_records) / (records * baseline_records)) == pytest.approx(allowed, abs=1e-4)
    assert robust(0.5, records, baseline_records) == pytest.approx(0.5 - allowed, abs=1e-4)
    assert robust(allowed - 1e-3, records, baseline_records) == 0


@pytest.mark.parametrize("name", DISTRIBUTIONS)
@pytest.mark.parametrize("rows, baseline_rows", [(30, 300), (30, 5000), (200, 200), (200, 5000), (2000, 5000)])
def test_numbers_of_the_same_origin_hardly_ever_have_a_distance_and_never_one_above_the_threshold(name, rows, baseline_rows):
    random = np.random.default_rng(rows + baseline_rows)
    baseline = [DISTRIBUTIONS[name](random, baseline_rows) for _ in range(10)]
    found = [robust(distance_of(each, DISTRIBUTIONS[name](random, rows)), rows, baseline_rows) for each in baseline for _ in range(20)]
    assert max(found) <= 0.1
    assert sum(distance > 0 for distance in found) <= 4


@pytest.mark.parametrize("rows, baseline_rows", [(30, 300), (30, 5000), (200, 200), (200, 5000), (2000, 5000)])
@pytest.mark.parametrize("shares", [[0.5, 0.5], [0.7, 0.2, 0.1], [0.01] * 100, [0.9] + [0.0002] * 500], ids=["even", "three", "hundred", "rare"])
def test_categories_of_the_same_origin_never_have_a_distance_above_the_threshold(rows, baseline_rows, shares):
    random, names = np.random.default_rng(rows + baseline_rows), [str(n) for n in range(len(shares))]
    for _ in range(100):
        counts = categories(dict(Counter(random.choice(names, baseline_rows, p=shares).tolist())))
        seen = Counter(random.choice(names, rows, p=shares).tolist())
        known = Counter({value: count for value, count in seen.items() if value in counts.counts})
        assert robust(category_distance(counts, known, rows - sum(known.values()))[0], rows, baseline_rows) <= 0.1


@pytest.mark.parametrize(
    "bad, records, required, baseline_bad, baseline_records, expected",
    [
        # a flawless baseline of 2,800
        (0, 200, 1.0, 0, 2800, False),
        (5, 200, 1.0, 0, 2800, False),
        (6, 200, 1.0, 0, 2800, True),
        (3, 30, 1.0, 0, 2800, False),
        (4, 30, 1.0, 0, 2800, True),
        # one of 5 % bad, as required and with a looser requirement
        (11, 200, 0.95, 140, 2800, False),
        (29, 200, 0.95, 140, 2800, False),
        (30, 200, 0.95, 140, 2800, True),
        (44, 200, 0.90, 140, 2800, False),
        (45, 200, 0.90, 140, 2800, True),
        (200, 200, 0.0, 140, 2800, False),
        # more is required than the baseline had
        (29, 200, 1.0, 140, 2800, False),
        (30, 200, 1.0, 140, 2800, True),
        # exactly what is required
        (20, 200, 0.90, 0, 2800, False),
        (0, 0, 1.0, 0, 2800, False),
        (200, 200, 1.0, 0, 2800, True),
        # a baseline too small to tell
        (30, 30, 1.0, 0, 4, False),
    ],
)
def test_shares_fall_short_beyond_chance(bad, records, required, baseline_bad, baseline_records, expected):
    assert falls_short(records - bad, records, required, baseline_bad, baseline_records) is expected


def test_the_test_of_shares_is_fishers():
    for bad in range(1, 60):
        table = [[bad, 200 - bad], [140, 2660]]
        assert falls_short(200 - bad, 200, 0.95, 140, 2800) is bool(bad > 10 and fisher_exact(table, alternative="greater")[1] < 1e-6)


def test_shares_of_the_same_origin_never_fall_short():
    random = np.random.default_rng(3)
    for share in (0.0005, 0.01, 0.06, 0.5):
        for rows, baseline_rows in ((30, 300), (200, 2800), (5000, 2800), (100_000, 100_000)):
            baseline_bad, bad = random.binomial(baseline_rows, share, 100), random.binomial(rows, share, 100)
            for before, after in zip(baseline_bad, bad):
                assert not falls_short(rows - after, rows, 1 - before / baseline_rows, before, baseline_rows)
