"""Exact intervals of shares and medians, and quantiles of times that may never come."""

from __future__ import annotations

import math
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from navsim.statistics.censored import clopper_pearson, lower_quantile, median_interval, spread_of


@pytest.mark.parametrize(("kept", "of"), [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (80, 100), (999, 1000)])
def test_the_interval_of_a_share_is_scipys(kept: int, of: int) -> None:
    expected = stats.binomtest(kept, of).proportion_ci(0.95, method="exact")
    assert clopper_pearson(kept, of) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_the_interval_of_a_share_by_hand() -> None:
    """None of n: the upper end p has (1 - p)^n = 2.5 %."""
    assert clopper_pearson(0, 10) == pytest.approx((0, 1 - 0.025**0.1))
    assert clopper_pearson(10, 10) == pytest.approx((0.025**0.1, 1))
    assert np.isnan(clopper_pearson(0, 0)).all()


@pytest.mark.parametrize(
    ("values", "level", "expected"),
    [
        ([3, 1, 2], 0.5, 2), ([4, 1, 3, 2], 0.5, 2), ([1, inf, inf], 0.5, inf), ([1, 2, inf, inf], 0.5, 2),
        ([1, inf], 0.1, 1), ([1, inf], 0.9, inf), ([5], 0.5, 5), (range(1, 11), 0.1, 1), (range(1, 11), 0.9, 9),
        (range(1, 11), 0.91, 10), ([2, 1], 0, 1), ([2, 1], 1, 2),
    ],
)  # fmt: skip
def test_lower_quantiles(values: list[float], level: float, expected: float) -> None:
    assert lower_quantile(np.array(values, float), level) == expected


def test_of_nothing_there_is_no_quantile() -> None:
    assert math.isnan(lower_quantile(np.zeros(0), 0.5))


@pytest.mark.parametrize("count", [1, 5, 6, 8, 9, 10, 37, 100])
def test_the_interval_of_a_median_covers_it_with_95_percent_and_no_rank_nearer_does(count: int) -> None:
    """The r-th least and the r-th greatest miss the median when fewer than r of n lie on one side of it."""
    low, high = median_interval(np.arange(1.0, count + 1))
    if count < 6:
        assert math.isnan(low)
        assert 2 * stats.binom.cdf(0, count, 0.5) > 0.05
        return
    rank = int(low)
    assert high == count + 1 - rank
    assert 2 * stats.binom.cdf(rank - 1, count, 0.5) <= 0.05 < 2 * stats.binom.cdf(rank, count, 0.5)


def test_the_interval_of_a_median_may_have_no_upper_end() -> None:
    assert median_interval(np.array([1, 2, 3, 4, 5, inf])) == (1, inf)


def test_a_number_that_is_not_known_in_all_replications_has_no_mean() -> None:
    """inf stands for longer than the run shows: it counts in the quantiles. nan is not there at all."""
    found = spread_of(np.array([3.0, inf, 1.0, nan, 2.0]))
    assert np.isnan([found.mean, found.low, found.high]).all()
    assert (found.p10, found.p50, found.replications) == (1, 2, 3)
    assert math.isnan(found.p90)


def test_a_number_that_is_known_in_all_replications_has_a_t_interval() -> None:
    values = np.array([2.0, 4.0, 9.0])
    found = spread_of(values)
    low, high = stats.t.interval(0.95, 2, 5, stats.sem(values))
    assert (found.mean, found.low, found.high) == pytest.approx((5, low, high))
    assert (found.p10, found.p50, found.p90, found.replications) == (2, 4, 9, 3)


@pytest.mark.parametrize("values", [[], [nan], [inf], [nan, inf]])
def test_what_is_known_in_no_replication_is_empty(values: list[float]) -> None:
    found = spread_of(np.array(values, float))
    assert np.isnan([found.mean, found.low, found.high, found.p10, found.p50, found.p90]).all()
    assert found.replications == 0


def test_one_replication_has_no_interval() -> None:
    found = spread_of(np.array([5.0]))
    assert (found.mean, found.p50) == (5, 5)
    assert math.isnan(found.low)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.floats(0, 1))
def test_a_share_of_the_values_is_not_above_the_lower_quantile(values: list[float], level: float) -> None:
    found = lower_quantile(np.array(values), level)
    assert sum(value <= found for value in values) >= level * len(values) - 1e-6
    assert sum(value < found for value in values) < max(level * len(values), 1e-12) or found == min(values)
