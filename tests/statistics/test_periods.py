"""Periods of a run, and the statistics of each."""

from __future__ import annotations

from datetime import date
from math import nan

import numpy as np
import pytest

from navsim.calendar.clock import Clock
from navsim.statistics.periods import periods, statistic
from tests.statistics.samples import CLOCK

NO_SHOCKS: dict[str, tuple[date, date]] = {}


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    """28 December 2020 to 3 January 2021 is week 53 of 2020."""
    found = periods(CLOCK, NO_SHOCKS)
    assert list(found) == ["run", "2020", "2021"]
    assert found["run"].tolist() == [True] * 4
    assert found["2020"].tolist() == [True, True, False, False]
    assert found["2021"].tolist() == [False, False, True, True]


def test_the_last_days_of_a_year_may_belong_to_the_next() -> None:
    """30 December 2019 to 5 January 2020 is week 1 of 2020."""
    assert list(periods(Clock(date(2019, 12, 30), 1), NO_SHOCKS)) == ["run", "2020"]


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        (date(2020, 12, 28), date(2021, 1, 3), [1]),  # Monday to Sunday of one week
        (date(2020, 12, 27), date(2021, 1, 4), [0, 1, 2]),  # a Sunday before and a Monday after
        (date(2020, 12, 30), date(2020, 12, 30), [1]),
        (date(2020, 1, 1), date(2030, 1, 1), [0, 1, 2, 3]),
    ],
)
def test_a_shock_has_the_weeks_in_which_any_of_its_days_lies(first: date, last: date, weeks: list[int]) -> None:
    found = periods(CLOCK, {"corona": (first, last)})
    assert np.flatnonzero(found["corona"]).tolist() == weeks


def test_a_shock_outside_the_run_is_no_period() -> None:
    assert "late" not in periods(CLOCK, {"late": (date(2021, 1, 18), date(2021, 2, 1))})


def test_statistics_of_a_period() -> None:
    values = np.array([[1.0, 5.0, 3.0, 9.0], [nan, 2.0, nan, 9.0], [nan, nan, nan, 9.0]])
    weeks = np.array([True, True, True, False])
    assert statistic(values, weeks, "mean").tolist() == pytest.approx([3, 2, nan], nan_ok=True)
    assert statistic(values, weeks, "max").tolist() == pytest.approx([5, 2, nan], nan_ok=True)
    assert statistic(values, weeks, "end").tolist() == pytest.approx([3, nan, nan], nan_ok=True)
