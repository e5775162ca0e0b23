"""When a backlog is back: by hand, week by week."""

from __future__ import annotations

from math import inf

import numpy as np
import pandas as pd
import pytest

from navsim.measures.series import OverRun, RunKey
from navsim.statistics.over_run import differences_over_run, summary_over_run
from navsim.statistics.recovery import weeks_to_recover
from navsim.statistics.tables import DIFFERENCES, SUMMARY, Sample
from navsim.values.time import DAY, WEEK
from tests.statistics.samples import CASELOAD, CLOCK

ALL_BACKLOG = CASELOAD._replace(measure="backlog", unit="tasks")
START = 2 * WEEK
"""Two weeks before the shock, at 10 and 10 in all cases: the bound is 10 + 5."""


def recovery(*after: float, start: float = START, before: tuple[float, ...] = (10.0, 10.0)) -> float:
    found = weeks_to_recover(np.array([[*before, *after]]), start)
    assert found is not None
    return float(found[0])


@pytest.mark.parametrize(
    ("after", "weeks"),
    [
        ((40, 30, 15, 15, 15, 15, 15), 3),  # at the end of the third week it is back, and stays so for four
        ((40, 30, 15.1, 15, 15, 15, 15), 4),
        ((40, 15, 15, 15, 16, 15, 15, 15, 15), 6),  # three good weeks are not enough
        ((40, 15, 15, 15, 15, 16, 16), 2),  # four are, whatever comes then
        ((10, 10, 10, 10, 40, 12, 12, 12, 12), 6),  # only after the highest week does it count as back
        ((16, 12, 12, 12, 12, 40, 12, 12), 7),  # at the end of the run two are enough
        ((40, 30, 30, 12, 12, 12), 4),
        ((40, 30, 30, 30, 12), inf),  # one is not
        ((40, 30, 30, 30, 12, 16), inf),
        ((40, 40, 40, 40), inf),
        ((15, 15, 15, 15), 0),  # never above the bound
        ((0,), 0),
        ((16,), inf),
        ((10, 10, 10, 10, 16), inf),
    ],
)
def test_recovery_by_hand(after: tuple[float, ...], weeks: float) -> None:
    assert recovery(*after) == weeks


def test_weeks_count_from_the_shocks_first_day() -> None:
    """It begins on a Thursday: the week before is the last whole one, and the first end is four days later."""
    start = START + 3 * DAY
    assert recovery(40, 15, 15, 15, 15, start=start) == pytest.approx(2 - 3 / 7)
    assert recovery(40, 12, 12, 12, 12, start=WEEK + 3 * DAY, before=(0.0, 0.0)) == inf  # 12 is above 0 + 5


def test_the_level_before_is_the_mean_of_eight_weeks_at_most() -> None:
    """Nine weeks before: the first one, at 1000, is too long ago. The bound is 100 + 10 %."""
    before = (1000.0, *[100.0] * 8)
    assert recovery(200, 111, 110, 110, 110, 110, start=9 * WEEK, before=before) == 3
    assert recovery(200, 111, 110, 110, 110, 110, start=3 * WEEK, before=(90.0, 110.0, 100.0)) == 3


@pytest.mark.parametrize("start", [-WEEK, 0, WEEK - 1, 5 * WEEK, 6 * WEEK])
def test_without_a_week_before_or_after_there_is_no_recovery_to_speak_of(start: float) -> None:
    assert weeks_to_recover(np.full((1, 5), 10.0), start) is None


# In the tables

KM = RunKey("wait_days", "days", "km_p50", "all", "all")


def backlog_sample(scenario: str, rows: list[list[float]], waits: list[float] | None = None) -> Sample:
    values = np.array(rows, float)[:, None, :]
    over_run = OverRun((KM,), np.array(waits or [1.0] * len(rows))[:, None])
    return Sample(scenario, (ALL_BACKLOG,), values, over_run)


GOOD, BAD, NEVER = [0.0, 40.0, 0.0, 0.0], [0.0, 40.0, 40.0, 40.0], [0.0, 1.0, 1.0, 1.0]
SHOCK = {"corona": WEEK}


def only(frame: pd.DataFrame, measure: str, statistic: str) -> pd.Series:
    found = frame[(frame["measure"] == measure) & (frame["statistic"] == statistic)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_share_that_recovers_and_a_median_that_is_never_a_mean() -> None:
    found = summary_over_run([backlog_sample("base", [GOOD, BAD, NEVER, GOOD])], {"base": SHOCK})
    assert list(found.columns) == SUMMARY
    share, median = only(found, "recovery_weeks", "share"), only(found, "recovery_weeks", "median")
    assert (share["mean"], share["period"], share["unit"], share["replications"]) == (0.75, "corona", "share", 4)
    assert (share["low"], share["high"]) == pytest.approx((0.1941, 0.9937), abs=1e-4)
    assert (median["p10"], median["p50"], median["replications"], median["unit"]) == (0, 2, 3, "weeks")
    assert np.isnan(median[["mean", "low", "high", "p90"]].to_numpy(float)).all()


def test_a_median_is_empty_when_fewer_than_half_recover() -> None:
    half = summary_over_run([backlog_sample("base", [GOOD, BAD])], {"base": SHOCK})
    assert only(half, "recovery_weeks", "median")["p50"] == 2
    fewer = summary_over_run([backlog_sample("base", [GOOD, BAD, BAD])], {"base": SHOCK})
    assert np.isnan(only(fewer, "recovery_weeks", "median")["p50"])


def test_the_interval_of_the_median_is_of_order_statistics() -> None:
    found = summary_over_run([backlog_sample("base", [NEVER, *[GOOD] * 5])], {"base": SHOCK})
    median = only(found, "recovery_weeks", "median")
    assert (median["low"], median["high"]) == (0, 2)
    open_ended = summary_over_run([backlog_sample("base", [*[GOOD] * 5, BAD])], {"base": SHOCK})
    median = only(open_ended, "recovery_weeks", "median")
    assert median["low"] == 2
    assert np.isnan(median["high"])


def test_a_shock_of_another_scenario_is_none_of_this_one() -> None:
    base, other = backlog_sample("base", [GOOD, GOOD]), backlog_sample("no_shock", [NEVER, NEVER])
    found = summary_over_run([base, other], {"base": SHOCK, "no_shock": {}})
    assert set(found.loc[found["measure"] == "recovery_weeks", "scenario"]) == {"base"}
    assert "recovery_weeks" not in set(differences_over_run([base, other], {"base": SHOCK, "no_shock": {}})["measure"])


def test_differences_are_of_shares_and_of_waits_that_are_known_on_both_sides() -> None:
    base = backlog_sample("base", [GOOD, BAD, GOOD], [1, 2, inf])
    other = backlog_sample("more", [GOOD, GOOD, GOOD], [1, 1, 1])
    found = differences_over_run([base, other], {"base": SHOCK, "more": SHOCK})
    assert list(found.columns) == DIFFERENCES
    share = only(found, "recovery_weeks", "share")
    assert share["mean"] == pytest.approx(1 / 3)
    assert set(found["statistic"]) == {"share", "km_p50"}
    waits = only(found, "wait_days", "km_p50")
    assert waits["replications"] == 2
    assert np.isnan(waits[["mean", "low", "high", "p10", "p50", "p90"]].to_numpy(float)).all()
    known = differences_over_run(
        [backlog_sample("base", [GOOD] * 2, [1, 3]), backlog_sample("more", [GOOD] * 2, [1, 1])],
        {"base": SHOCK, "more": SHOCK},
    )
    assert only(known, "wait_days", "km_p50")["mean"] == -1


def test_waits_over_the_run() -> None:
    found = summary_over_run([backlog_sample("base", [GOOD] * 3, [1, inf, 3])], {"base": {}})
    row = only(found, "wait_days", "km_p50")
    assert (row["period"], row["p10"], row["p50"], row["replications"]) == ("run", 1, 3, 2)
    assert np.isnan(row[["mean", "p90"]].to_numpy(float)).all()
    assert CLOCK.weeks == len(GOOD)
