"""Small experiments by the thousand, in offices with a known answer: how often the 95 % interval holds it.

An experiment is some replications of one office and their interval, made by the functions that a run uses. Its
replications are consecutive ones of one long run; they are independent, as those of different seeds are.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise, repeat
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, stats

from navsim.measures import Key, measure
from navsim.plan.compile import plan_of, prepare
from navsim.plan.expected import mean_caseload
from navsim.statistics.intervals import LEVEL, estimates
from navsim.statistics.periods import statistic
from navsim.values.time import WEEK
from tests.both import simulate
from tests.properties.running import loaded

Data = dict[str, Any]
Floats = NDArray[np.float64]

BAND = 0.999
"""The coverage found lies outside its band with a chance of 1 in 1000 when intervals cover as often as they say."""

CASELOAD = Key("caseload", "persons", "all", "all")
BACKLOG = Key("backlog", "tasks", "task", "case")


class Coverage(NamedTuple):
    """In how many experiments, of so many replications each, the interval held the answer."""

    experiments: int
    replications: int
    covered: int

    @property
    def share(self) -> float:
        """The coverage."""
        return self.covered / self.experiments

    @property
    def band(self) -> tuple[float, float]:
        """Where the coverage lies with a chance of 99.9 % when it is 95 %: exact binomial quantiles."""
        low, high = stats.binom.interval(BAND, self.experiments, LEVEL)
        return low / self.experiments, high / self.experiments


def office(initial: int, inflow: Any, stay: Any, **more: Any) -> Data:
    """A few users who come and leave; nobody works. The scenario ``more`` has a fifth more inflow."""
    users = {"adult": {"initial": initial, "inflow": inflow, "stay": stay, **more}}
    return {
        "name": "small", "start": "2020-01-06", "weeks": 6, "calendar": "always", "users": users,
        "scenarios": {"base": {}, "more": {"users.adult.inflow": a_fifth_more(inflow)}},
    }  # fmt: skip


def a_fifth_more(inflow: Any) -> Any:
    """A rate, or the steps of one, times 1.2."""
    if isinstance(inflow, list):
        return [{**step, "value": a_fifth_more(step["value"])} for step in inflow]
    return f"{1.2 * float(inflow.split()[0]):.6g} / week"


OFFICES = [
    office(20, "4 / week", {"lognormal": {"mean": "5 weeks", "cv": 0.8}}),
    office(30, "8 / week", {"exponential": {"mean": "4 weeks"}}),
    office(0, "12 / week", {"uniform": {"low": "1 week", "high": "5 weeks"}}),
    office(40, "5 / week", {"weibull": {"mean": "6 weeks", "shape": 0.8}}, pace=0.7),
    office(25, [{"value": "3 / week"}, {"from": "2020-01-27", "value": "15 / week"}], {"constant": "3 weeks"}),
    office(15, "6 / week", {"triangular": {"low": "1 week", "mode": "2 weeks", "high": "9 weeks"}}, returns="2 / week"),
    office(50, "9 / week", {"lognormal": {"mean": "8 weeks", "cv": 1.5}}, pace=[{"value": 1},
           {"from": "2020-01-20", "value": 0.3}]),
    office(30, "7 / week", {"empirical": {"values": ["1 week", "10 weeks"], "shares": [0.6, 0.4]}}),
]  # fmt: skip


def simulated(data: Data, scenario: str, key: Key, kind: str, replications: range) -> Floats:
    """One number from each replication: a statistic of a measure over the run."""
    prepared = prepare(loaded(data).config(scenario))
    every = np.ones(prepared.clock.weeks, bool)
    plans = (plan_of(prepared, number) for number in replications)
    values = np.array([measure(plan, simulate(plan))[key] for plan in plans])
    return statistic(values[:, None], every, kind)[:, 0]


def expected(data: Data, scenario: str) -> float:
    """The mean caseload of a run in closed form: over the ends of its weeks."""
    prepared = prepare(loaded(data).config(scenario))
    ends = WEEK * np.arange(1, prepared.clock.weeks + 1, dtype=np.float64)
    return float(mean_caseload(prepared, ends).sum(axis=(0, 1)).mean())


def coverage(values: Floats, answer: float, replications: int) -> Coverage:
    """Cut the replications into experiments, and count those whose interval holds the answer."""
    count = len(values) // replications
    found = estimates(values[: count * replications].reshape(count, replications).T)
    return Coverage(count, replications, int(((found.low <= answer) & (answer <= found.high)).sum()))


def caseloads(number: int, total: int) -> tuple[Floats, Floats]:
    """Mean caseloads of an office less the answer, and the same of the paired difference of its scenarios.

    Each office has a seed of its own: with one seed, offices with streams of one name would share their chances.
    """
    data = {**OFFICES[number], "seed": 100 + number}
    base, more = (simulated(data, name, CASELOAD, "mean", range(total)) for name in ("base", "more"))
    low, high = (expected(data, name) for name in ("base", "more"))
    return base - low, (more - base) - (high - low)


# A skewed measure: the highest backlog of a clerk with too much to do, at the ends of four weeks.

CASES_A_WEEK, WEEKS_OF_CASE, CLERK_WEEKS = 20.0, 0.045, 4
CLERK: Data = {
    "name": "clerk", "start": "2020-01-06", "weeks": CLERK_WEEKS, "seed": 98, "calendar": "always",
    "tasks": {"case": {"start": {"outside": f"{CASES_A_WEEK:g} / week"}, "due": "0 min", "owner": "state",
                       "minutes": {"exponential": {"mean": f"{WEEKS_OF_CASE * WEEK:g} min"}}}},
    "staff": {"clerk": {"people": 1, "owner": "state", "productive": 1, "queues": ["case"]}},
}  # fmt: skip


def highest_backlogs(first: int, last: int) -> Floats:
    """The highest backlog of each replication; a case is late from the moment it opens."""
    return simulated(CLERK, "base", BACKLOG, "max", range(first, last))


def mean_highest_backlog(most: int = 160) -> float:
    """Its expectation: M/M/1 from empty, as a Markov chain that may hold at most ``most`` cases.

    P(highest ≤ m) is the mass that is left when at each week's end all that lies above m is taken away.
    """
    rates = np.diag(np.full(most, CASES_A_WEEK), 1) + np.diag(np.full(most, 1 / WEEKS_OF_CASE), -1)
    week = linalg.expm(rates - np.diag(rates.sum(axis=1)))
    state = np.zeros((most + 1, most + 1))  # one row for each m
    state[:, 0] = 1.0
    for _ in range(CLERK_WEEKS):
        state = np.tril(state @ week)
    return float((1 - state.sum(axis=1)).sum())


def in_parts(total: int, parts: int) -> Iterator[tuple[int, int]]:
    """Consecutive ranges."""
    edges = [total * part // parts for part in range(parts + 1)]
    return pairwise(edges)


def side_by_side(total: int, clerks: int) -> tuple[list[tuple[Floats, Floats]], Floats]:
    """All offices with ``total`` replications each, and the clerk with ``clerks``, on two processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        stocks = pool.map(caseloads, range(len(OFFICES)), repeat(total))
        highest = pool.map(highest_backlogs, *zip(*in_parts(clerks, 8), strict=True))
        return list(stocks), np.concatenate(list(highest))
