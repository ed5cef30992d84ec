import numpy as np
import pytest

from sketch import CAPACITY, PointCounts, Points, buckets_of, sketch_of


def points_of(values):
    return Points.from_kll({"sketch": sketch_of(np.array(values, dtype=float)), "buckets": []})


def counts_of(points, numbers):
    counts = PointCounts(points)
    for part in np.array_split(np.array(numbers, dtype=float), 3):
        counts.add(part)
    return counts


def test_a_small_sketch_is_the_data():
    points = points_of([3, 1, 2, 2, 1, 2])
    assert points.values.tolist() == [1, 2, 3]
    assert points.below.tolist() == [0, 2, 5]
    assert points.upto.tolist() == [2, 5, 6]
    assert points.total == 6


@pytest.mark.parametrize("rows", [1, 2, CAPACITY - 1, CAPACITY, CAPACITY + 1, 2 * CAPACITY, 5 * CAPACITY + 3, 100_000])
def test_a_sketch_stands_for_all_rows_with_few_values(rows):
    sketch = sketch_of(np.random.default_rng(rows).normal(size=rows))
    weights = sum(len(level) << exponent for exponent, level in enumerate(sketch["data"]))
    assert weights == rows
    assert sum(map(len, sketch["data"])) <= CAPACITY + 20
    if rows <= CAPACITY:
        assert len(sketch["data"]) == 1


@pytest.mark.parametrize("rows", [CAPACITY + 1, 10_000, 99_999])
@pytest.mark.parametrize("kind", ["continuous", "mostly zero", "few values"])
def test_no_rank_of_a_sketch_is_far_off(rows, kind):
    random = np.random.default_rng(rows)
    values = {
        "continuous": random.lognormal(size=rows),
        "mostly zero": np.where(random.random(rows) < 0.9, 0, random.lognormal(size=rows)),
        "few values": random.integers(17, 90, rows).astype(float),
    }[kind]
    points = points_of(values)
    ordered = np.sort(values)
    below, upto = np.searchsorted(ordered, points.values), np.searchsorted(ordered, points.values, side="right")
    assert np.abs(points.below - below).max() <= rows / CAPACITY + 1
    assert np.abs(points.upto - upto).max() <= rows / CAPACITY + 1


def test_counts_at_below_and_above_each_point():
    counts = counts_of(points_of([1, 2, 2, 5]), [0, 1, 1, 1.5, 2, 3, 4, 5, 9, 9])
    assert counts.below.tolist() == [1, 4, 7]
    assert counts.upto.tolist() == [3, 5, 8]
    assert counts.total == 10


def test_a_number_of_32_bits_is_the_one_of_64_bits():
    points = points_of([-0.1, 0, 0.1, 0.3, 1e12])
    sent = [float(np.float32(value)) for value in points.values]
    assert sent != points.values.tolist()
    assert counts_of(points, sent).at.tolist() == [1, 1, 1, 1, 1]
    assert counts_of(points, [0.1001, 1e-9]).at.tolist() == [0, 0, 0, 0, 0]


def test_buckets_share_the_range_evenly():
    buckets = buckets_of(np.arange(101.0))
    assert [bucket["count"] for bucket in buckets] == [10] * 9 + [11]
    assert (buckets[0]["lower_bound"], buckets[0]["upper_bound"], buckets[-1]["upper_bound"]) == (0, 10, 100)
    assert buckets_of(np.array([7.0, 7.0])) == [{"lower_bound": 7, "upper_bound": 7, "count": 2}]


def test_a_baseline_of_buckets_alone_knows_ranks_at_their_bounds():
    points = Points.from_kll({"buckets": [{"lower_bound": 10, "upper_bound": 20, "count": 3}, {"lower_bound": 0, "upper_bound": 10, "count": 5}]})
    assert points.values.tolist() == [0, 10, 20]
    assert points.below.tolist()[:2] == [0, 5] and np.isnan(points.below[2])
    assert np.isnan(points.upto[:2]).all() and points.upto[2] == 8


def test_a_baseline_of_one_bucket_with_one_value():
    points = Points.from_kll({"buckets": [{"lower_bound": 7, "upper_bound": 7, "count": 4}], "sketch": {"data": []}})
    assert (points.values.tolist(), points.below.tolist(), points.upto.tolist()) == ([7], [0], [4])


def test_fails_with_buckets_that_hold_nothing():
    with pytest.raises(ValueError, match="its buckets are empty"):
        Points.from_kll({"buckets": [{"lower_bound": 0, "upper_bound": 1, "count": 0}]})


def test_a_sketch_that_model_monitor_made_counts_by_powers_of_two():
    points = Points.from_kll({"sketch": {"parameters": {"c": 0.64, "k": 2048.0}, "data": [[4.0], [1.0, 3.0], [2.0]]}, "buckets": []})
    assert points.values.tolist() == [1, 2, 3, 4]
    assert points.upto.tolist() == [2, 6, 8, 9]
