"""Waits over the run: Kaplan and Meier by hand, against scipy, and against a closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from navsim.engine.log import Outcome
from navsim.measures.waits import survival_quantiles, waits_over_run
from tests.engine.small import ENTRY, Job, User, office
from tests.measures.logs import HORIZON, Done, Stay, log_of

HALVES = (0.5,)


@pytest.mark.parametrize(
    ("time", "seen", "p50", "p90"),
    [
        ([1, 2, 3, 4], [1, 1, 1, 1], 2, 4),  # survival 3/4, 1/2, 1/4, 0
        ([1, 2, 3, 4], [1, 0, 1, 1], 3, 4),  # 3/4, then 3/4 x 1/2 at 3
        ([1, 2, 3, 4], [0, 0, 0, 1], 4, 4),  # one at risk at the end
        ([1, 2, 3, 4], [1, 1, 1, 0], 2, math.inf),  # 1/4 goes on
        ([1, 2, 3, 4], [1, 0, 0, 0], math.inf, math.inf),
        ([0, 0, 0, 5], [1, 1, 1, 1], 0, 5),  # most are taken at once
        ([2, 2, 2, 2], [1, 0, 1, 0], 2, math.inf),  # at 2 all four are at risk: 1/2, and then nobody
        ([2, 2], [0, 1], 2, math.inf),
        ([7], [1], 7, 7),
        ([7], [0], math.inf, math.inf),
    ],
)
def test_survival_by_hand(time: list[float], seen: list[int], p50: float, p90: float) -> None:
    assert survival_quantiles(np.array(time, float), np.array(seen, bool), (0.5, 0.9)) == [p50, p90]


def test_of_nothing_nothing_is_known() -> None:
    assert np.isnan(survival_quantiles(np.zeros(0), np.zeros(0, bool), (0.5, 0.9))).all()


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30), st.sampled_from([0.3, 0.5, 0.9]))
def test_survival_is_scipys(rows: list[tuple[int, bool]], level: float) -> None:
    time, seen = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows])
    data = stats.CensoredData(uncensored=time[seen], right=time[~seen])
    curve = stats.ecdf(data).sf
    # scipy's curve also has a point at each censored time, where it does not fall.
    steps = curve.quantiles[curve.probabilities <= 1 - level + 1e-12].tolist()
    expected = min(steps, default=math.inf)
    assert survival_quantiles(time, seen, (level,)) == [expected]


def test_censoring_at_random_does_not_move_the_median() -> None:
    """Exponential waits, mean 1, censored by exponential times of mean 2: the median is ln 2, as without censoring.

    The standard error of the median of n waits is about 1 / √n here, and censoring adds to it; 4 of them are allowed.
    """
    rng = np.random.default_rng(5)
    wait, stop = rng.exponential(1, 20_000), rng.exponential(2, 20_000)
    (found,) = survival_quantiles(np.minimum(wait, stop), wait <= stop, HALVES)
    assert found == pytest.approx(math.log(2), abs=4 * 1.3 / math.sqrt(20_000))
    (naive,) = survival_quantiles(wait[wait <= stop], np.ones(int(np.sum(wait <= stop)), bool), HALVES)
    assert naive < 0.55  # what leaving out the unfinished would say


def test_waits_of_tasks_by_type() -> None:
    """Talks: started after 1 and 3 days, cancelled after 2, waiting for 14 days: survival 3/4, then 3/8 at 3. Visits:
    two started after 1, one expired; they are not among the tasks of users."""
    jobs = [Job("talk", ENTRY), Job("visit"), Job("never")]
    tasks = [
        Done(0, 9, 1, 2, Outcome.DONE), Done(1, 9, 4, 5, Outcome.DONE), Done(1, 9, ended=3, outcome=Outcome.LEFT),
        Done(0, 9), Done(2, 9, 3, type=1, person=-1), Done(3, 9, 4, type=1, person=-1),
        Done(2, 9, ended=2.5, outcome=Outcome.EXPIRED, type=1, person=-1),
    ]  # fmt: skip
    plan = office(jobs, [User()], horizon=HORIZON)
    found = waits_over_run(plan, log_of([Stay()], tasks))
    assert [key[:2] + key[2:] for key in found.keys][:2] == [
        ("wait_days", "days", "km_p50", "all", "all"), ("wait_days", "days", "km_p90", "all", "all"),
    ]  # fmt: skip
    values = {(key.statistic, key.group): value for key, value in zip(found.keys, found.values.tolist(), strict=True)}
    assert values["km_p50", "all"] == values["km_p50", "talk"] == 3
    assert values["km_p90", "talk"] == math.inf
    assert values["km_p50", "visit"] == values["km_p90", "visit"] == 1
    assert math.isnan(values["km_p50", "never"])
