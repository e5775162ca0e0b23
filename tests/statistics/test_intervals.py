"""Means with t-intervals against scipy, quantiles against NumPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from navsim.statistics.intervals import estimates, prediction_interval, quantiles

T = 0.95 / math.sqrt(2 * 0.975 * 0.025)
"""The 97.5 % point of the t distribution with two degrees of freedom, which has a closed form: 4.3027."""

NUMBERS = st.floats(-1e6, 1e6) | st.just(math.nan)


def test_t_interval_is_scipys() -> None:
    values = np.random.default_rng(1).lognormal(1, 1, (12, 3))
    found = estimates(values)
    for column in range(3):
        one = values[:, column]
        low, high = stats.t.interval(0.95, 11, one.mean(), stats.sem(one))
        assert found.mean[column] == pytest.approx(one.mean(), rel=1e-14)
        assert (found.low[column], found.high[column]) == pytest.approx((low, high), rel=1e-12)
        assert found.replications[column] == 12


def test_an_interval_by_hand() -> None:
    """2, 4 and 9: mean 5, standard deviation sqrt(13), t 4.3027."""
    found = estimates(np.array([2.0, 4.0, 9.0]))
    half = T * math.sqrt(13 / 3)
    assert (float(found.mean), float(found.low), float(found.high)) == pytest.approx((5, 5 - half, 5 + half), rel=1e-12)
    assert (float(found.p10), float(found.p50), float(found.p90)) == pytest.approx((2.4, 4, 8))


def test_replications_without_a_value_are_left_out() -> None:
    values = np.array([[1.0, math.nan], [math.nan, math.nan], [3.0, math.nan], [8.0, 5.0]])
    found, alone = estimates(values), estimates(np.array([1.0, 3.0, 8.0]))
    for name in ("mean", "low", "high", "p10", "p50", "p90"):
        assert getattr(found, name)[0] == getattr(alone, name)
    assert found.replications.tolist() == [3, 1]


def test_one_replication_has_a_mean_and_no_interval_and_none_has_nothing() -> None:
    found = estimates(np.array([[5.0, math.nan]]))
    assert (found.mean[0], found.p10[0], found.p90[0]) == (5, 5, 5)
    assert np.isnan([found.low[0], found.high[0]]).all()
    assert np.isnan([found.mean[1], found.low[1], found.high[1], found.p50[1]]).all()
    assert found.replications.tolist() == [1, 0]


def test_equal_values_have_an_interval_of_no_width() -> None:
    found = estimates(np.zeros((4, 2)))
    assert found.low.tolist() == found.high.tolist() == found.mean.tolist() == [0, 0]


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_quantiles_are_numpys(numbers: list[float]) -> None:
    values = np.array(numbers)
    found = quantiles(values, (0.0, 0.1, 0.5, 0.9, 1.0))
    if np.isnan(values).all():
        assert np.isnan(found).all()
    else:
        expected = np.nanquantile(values, (0.0, 0.1, 0.5, 0.9, 1.0))
        assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-6)


def test_quantiles_go_over_the_first_axis() -> None:
    values = np.random.default_rng(2).normal(size=(7, 3, 4))
    assert quantiles(values, (0.1, 0.9)) == pytest.approx(np.quantile(values, (0.1, 0.9), axis=0))


def test_prediction_interval_by_hand() -> None:
    """2, 4 and 9 again: the half-width has sqrt(1 + 1/3) in place of sqrt(1/3)."""
    low, high = prediction_interval(np.array([[2.0], [4.0], [9.0]]))
    half = T * math.sqrt(13 * 4 / 3)
    assert (float(low[0]), float(high[0])) == pytest.approx((5 - half, 5 + half), rel=1e-12)


def test_the_interval_of_the_mean_covers_it_as_often_as_it_says() -> None:
    """2000 samples of ten normal numbers: 95 % within four standard errors of that share."""
    values = np.random.default_rng(3).normal(7, 2, (10, 2000))
    found = estimates(values)
    share = np.mean((found.low <= 7) & (found.high >= 7))
    assert abs(share - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 2000)
