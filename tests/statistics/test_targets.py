"""Targets: kept or not, in which share of the replications, from when not, and until when."""

from __future__ import annotations

from datetime import date
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest

from navsim.config.targets import Target
from navsim.measures.series import Key
from navsim.statistics.tables import Sample
from navsim.statistics.targets import TARGETS, targets_table
from tests.statistics.samples import CLOCK

RATE = Key("follow_up_rate", "share", "all", "all")
YOUNG = Key("follow_up_rate", "share", "age", "young")


def target(**fields: Any) -> Target:
    return Target.model_validate({"measure": "follow_up_rate", "at_least": 0.7, "certainty": 0.5, **fields})


def row(values: list[list[float]], key: Key = RATE, /, **fields: Any) -> pd.Series:
    """What the table says of one target; the run has four weeks, 2020-W52 to 2021-W02."""
    sample = Sample("base", (key,), np.array(values, float)[:, None, :])
    found = targets_table([sample], {"base": {"goal": target(**fields)}}, CLOCK)
    assert list(found.columns) == TARGETS
    assert len(found) == 1
    return found.iloc[0]


def test_kept_in_each_week() -> None:
    """Kept by the first and the third; on the bound is kept."""
    found = row([[0.7, 0.7, 0.8, 0.9], [0.7, 0.69, 0.9, 0.9], [1, 1, 1, 1]])
    assert found["kept_share"] == pytest.approx(2 / 3)
    assert (found["low"], found["high"]) == pytest.approx((0.0943, 0.9916), abs=1e-4)
    assert found["kept"]
    assert (found["replications"], found["mean_weeks_broken"]) == (3, pytest.approx(1 / 3))


def test_kept_with_less_certainty_than_wanted_is_not_kept() -> None:
    values = [[1.0] * 4, [1.0] * 4, [0.0] * 4]
    assert [bool(row(values, certainty=certainty)["kept"]) for certainty in (0.66, 0.67)] == [True, False]


def test_at_most() -> None:
    found = row([[0, 0, 0, 0.7], [0, 0, 0.71, 0]], at_least=None, at_most=0.7)
    assert (found["bound"], found["value"], found["kept_share"]) == ("at_most", 0.7, 0.5)
    assert found["kept"]  # with just the certainty that is wanted


def test_over_the_period_the_mean_counts() -> None:
    """Means of 0.7 and 0.675, and of the two weeks that are defined 0.75: weeks are still counted one by one."""
    values = [[0.5, 0.9, 0.7, 0.7], [0.5, 0.8, 0.7, 0.7], [nan, nan, 0.9, 0.6]]
    found = row(values, over="period")
    assert found["kept_share"] == pytest.approx(2 / 3)
    assert found["mean_weeks_broken"] == 1
    assert row(values)["kept_share"] == 0


@pytest.mark.parametrize(
    ("dates", "broken"),
    [
        ({}, 4),
        ({"from": "2020-12-28"}, 3),
        ({"from": "2020-12-29"}, 2),  # the week of the 28th is not wholly within
        ({"until": "2021-01-10"}, 3),
        ({"until": "2021-01-09"}, 2),
        ({"from": "2020-12-28", "until": "2021-01-10"}, 2),
        ({"from": "2019-01-01", "until": "2030-01-01"}, 4),
    ],
)
def test_whole_weeks_within_the_dates_count(dates: dict[str, str], broken: int) -> None:
    assert row([[0.0] * 4], **dates)["mean_weeks_broken"] == broken


def test_dates_stand_in_the_table() -> None:
    found = row([[0.0] * 4])
    assert (found["from"], found["until"]) == (date(2020, 12, 21), date(2021, 1, 17))
    found = row([[0.0] * 4], **{"from": "2020-12-29", "until": "2021-01-15"})
    assert (found["from"], found["until"]) == (date(2020, 12, 29), date(2021, 1, 15))


def test_weeks_that_are_not_defined_do_not_count() -> None:
    found = row([[nan, 0.9, nan, 0.9], [nan, nan, nan, nan], [nan, 0.1, nan, nan]])
    assert (found["kept_share"], found["replications"], found["mean_weeks_broken"]) == (0.5, 2, 0.5)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ([[nan] * 4], {}),
        ([[0.9] * 4], {"from": "2022-01-01"}),  # after the run
        ([[0.9] * 4], {"dimension": "age", "group": "old"}),  # nobody is
    ],
)
def test_a_target_without_a_defined_week_is_neither_kept_nor_broken(
    values: list[list[float]], fields: dict[str, str]
) -> None:
    found = row(values, **fields)
    assert found["kept"] is None
    assert found["replications"] == 0
    assert all(isnan(found[name]) for name in ("kept_share", "low", "high", "mean_weeks_broken"))
    assert found["first_week_broken"] is None
    assert isnan(found["recovery_weeks_median"])


def test_the_first_week_broken_is_the_median_over_those_that_break_it() -> None:
    """First broken in weeks 2, 3 and 4; the fourth keeps it. Of two, the earlier one."""
    found = row([[1, 0, 1, 1], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]])
    assert (found["first_week_broken"], found["first_week_earliest"]) == ("2021-W01", "2020-W53")
    found = row([[1, 0, 1, 1], [1, 1, 1, 0]])
    assert found["first_week_broken"] == found["first_week_earliest"] == "2020-W53"
    found = row([[1, 1, 0, 0]], **{"from": "2020-12-28"})
    assert found["first_week_broken"] == "2021-W01"


def test_a_target_that_is_kept_is_broken_in_no_week() -> None:
    found = row([[1, 1, 1, 1]])
    assert found["first_week_broken"] is None
    assert isnan(found["recovery_weeks_median"])


@pytest.mark.parametrize(
    ("values", "weeks"),
    [
        ([[0, 1, 1, 1]], 1),
        ([[0, 0, 1, 1]], 2),
        ([[0, 1, 0, 1]], 3),  # kept again for the rest, from the fourth week on
        ([[0, nan, 0, 1]], 3),
        ([[0, nan, nan, 1]], 3),  # until it is seen to be kept
        ([[1, 1, 1, 0]], nan),  # not kept again
        ([[1, 0, nan, nan]], nan),
        ([[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0]], 2),
        ([[0, 1, 1, 1], [0, 0, 0, 0]], 1),  # half of them
        ([[0, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]], nan),
        ([[0, 0, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]], 2),  # of those that break it
    ],
)
def test_weeks_until_it_is_kept_again(values: list[list[float]], weeks: float) -> None:
    assert row(values)["recovery_weeks_median"] == pytest.approx(weeks, nan_ok=True)


def test_a_target_for_a_part() -> None:
    found = row([[1, 1, 1, 0]], YOUNG, dimension="age", group="young", legal=True)
    assert (found["dimension"], found["group"], found["legal"], found["unit"]) == ("age", "young", True, "share")
    cross = Key("follow_up_rate", "share", "age*office", "young*gol")
    assert row([[1, 1, 1, 1]], cross, dimension="age * office", group="young*gol")["kept_share"] == 1


def test_each_scenario_has_its_own_targets() -> None:
    base, other = (Sample(name, (RATE,), np.zeros((1, 1, 4))) for name in ("base", "other"))
    found = targets_table([base, other], {"base": {"goal": target()}, "other": {"goal": target(at_least=0)}}, CLOCK)
    assert found["kept"].tolist() == [False, True]
    assert targets_table([base], {"base": {}}, CLOCK).columns.tolist() == TARGETS
