"""Targets of change: against the same weeks a year before, and against earlier days."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.targets import Target
from navsim.measures.series import Key
from navsim.statistics.tables import Sample
from navsim.statistics.targets import compared, targets_table

CLOCK = Clock(date(2018, 1, 1), 104)
"""2018 and 2019, each of 52 weeks."""
RATE = Key("follow_up_rate", "share", "all", "all")


def row(values: NDArray[np.float64], **fields: Any) -> pd.Series:
    """What the table says of one target, at least 0 and over the period unless it says otherwise."""
    asked = {"measure": "follow_up_rate", "at_least": 0, "over": "period", "certainty": 0.5, **fields}
    target = Target.model_validate(asked)
    return targets_table([Sample("base", (RATE,), values[:, None])], {"base": {"goal": target}}, CLOCK).iloc[0]


def years(first: float, second: float) -> NDArray[np.float64]:
    """A year at one level, then one at another."""
    return np.repeat([first, second], 52)


def test_against_last_year_the_change_is_judged_in_the_same_replication() -> None:
    """Two rise, one falls to a level at which another began: it is its own year before that counts."""
    found = row(np.array([years(0.5, 0.6), years(0.6, 0.6), years(0.7, 0.6)]), against="last_year")
    assert found["kept_share"] == pytest.approx(2 / 3)
    assert (found["level"], found["against"]) == (pytest.approx(0), "last_year")
    assert found["mean_weeks_broken"] == pytest.approx(52 / 3)
    assert found["first_week_broken"] == "2019-W01"


def test_each_week_has_its_own_counterpart() -> None:
    """A wave through the year, the same in both years, is no change; shifted by a week it is one."""
    wave = np.sin(np.arange(52))
    same = compared(np.tile(wave, 2), "last_year", CLOCK)
    assert np.isnan(same[:52]).all()
    assert (same[52:] == 0).all()
    assert (compared(np.append(wave, np.roll(wave, 1)), "last_year", CLOCK)[52:] != 0).any()


def test_a_week_53_has_no_counterpart_in_a_year_of_52() -> None:
    clock = Clock(date(2018, 12, 31), 109)
    change = compared(np.arange(109.0), "last_year", clock)
    named = {clock.iso_week(week): value for week, value in enumerate(change) if not np.isnan(value)}
    assert "2020-W53" not in named
    assert named["2020-W52"] == 52
    assert named["2021-W01"] == 53  # 53 weeks after 2020-W01


def test_a_week_that_is_not_defined_in_either_year_does_not_count() -> None:
    values = years(0.5, 0.6)
    values[3], values[70] = np.nan, np.nan
    change = compared(values, "last_year", CLOCK)
    assert np.isnan(change[[55, 70]]).all()
    assert np.isfinite(change[52:]).sum() == 50


def test_against_earlier_days_their_mean_counts() -> None:
    """From 0.4 and 0.6 in turn to 0.55: above the mean, and not above each week."""
    values = np.full((1, 104), 0.55)
    values[0, :13] = np.resize([0.4, 0.6], 13)
    days = {"from": "2018-01-01", "until": "2018-04-01"}
    found = row(values, against=days, **{"from": "2018-10-01"})
    assert found["level"] == pytest.approx(0.55 - values[0, :13].mean())
    assert (found["kept_share"], found["against"]) == (1, "2018-01-01/2018-04-01")
    assert row(values, against=days, at_least=0.08, **{"from": "2018-10-01"})["kept_share"] == 0
    assert row(values, against=days, at_least=None, at_most=0.08, **{"from": "2018-10-01"})["kept_share"] == 1


def test_only_whole_weeks_of_the_earlier_days_count() -> None:
    values = np.zeros((1, 104))
    values[0, 1] = 1  # the second week, of which one day is missing
    change = compared(values, "2018-01-01/2018-01-13", CLOCK)
    assert change[0, 5] == 0
    assert compared(values, "2018-01-01/2018-01-14", CLOCK)[0, 5] == -0.5


def test_the_level_is_the_mean_over_weeks_and_replications() -> None:
    found = row(np.array([years(0.2, 0.4), years(0.6, 0.8)]), **{"from": "2018-12-31"})
    assert (found["level"], found["against"]) == (pytest.approx(0.6), None)
    assert found["level_low"] < 0.6 < found["level_high"]
