"""The mean stock under a shock, and the hours asked for: expectations against integrals and against simulation."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, stats

import navsim
from navsim.api import Result
from navsim.plan.compile import Prepared, prepare
from navsim.plan.expected import mean_caseload, mean_demand
from navsim.plan.persons import Stream
from navsim.plan.stock import mean_stock
from navsim.values.time import DAY, WEEK
from tests.configs.files import path
from tests.theory.samples import by_week, of_run, weeks

Floats = NDArray[np.float64]
START = date(2020, 1, 6)
MAX_OF_MANY = 4.5
"""Standard errors: with some hundred comparisons one beyond 4.5 has a chance below 1 in 500."""


@cache
def result(name: str) -> Result:
    return navsim.run(path(name))


@cache
def prepared(name: str) -> Prepared:
    return prepare(navsim.load(path(name)).config())


def stream(name: str) -> Stream:
    return next(stream for stream in prepared("stock").streams if stream.name == name)


# The config tests/configs/stock.yaml once more, in days and by hand.


def day(text: str) -> int:
    return (date.fromisoformat(text) - START).days


def pace(t: float) -> float:
    return 1.0 if t < day("2020-03-16") else 0.5 if t < day("2020-06-15") else 1.2


def lognormal(mean: float, cv: float) -> stats.distributions.rv_frozen:
    sigma = np.sqrt(np.log(1 + cv**2))
    return stats.lognorm(sigma, scale=mean * np.exp(-(sigma**2) / 2))


def steady(t: float) -> float:
    return (6 if t < day("2020-06-01") else 3) / 7


def shock(t: float) -> float:
    """35 a week: up over 7 days, held for 14, down over 21; constant within a day, the value of its noon."""
    since = np.floor(t) + 0.5 - day("2020-03-12")
    return 35 / 7 * float(np.clip(min(since / 7, (42 - since) / 21), 0, 1))


def used(start: float, end: float) -> float:
    """Need used up between two instants."""
    cuts = [start, *(c for c in (day("2020-03-16"), day("2020-06-15")) if start < c < end), end]
    return sum((b - a) * pace(a) for a, b in itertools.pairwise(cuts))


AT = [14.0, 70.0, 77.5, 91.0, 130.0, 161.0, 200.0, 280.0]
"""Days at which stocks are compared: before, in and after each change."""


@pytest.mark.parametrize(
    ("name", "rate", "stay"),
    [
        ("inflow/adult", steady, lognormal(140, 1.1)),
        ("returns/adult", lambda t: 1 / 7, lognormal(140, 1.1)),
        ("shock/corona/inflow/adult", shock, lognormal(84, 2)),
    ],
)
@pytest.mark.parametrize("t", AT)
def test_mean_stock_is_the_integral(
    name: str, rate: Callable[[float], float], stay: stats.distributions.rv_frozen, t: float
) -> None:
    integral = 0.0
    for start in range(int(np.ceil(t))):
        if rate(start) > 0:
            stayed = integrate.quad(lambda s: float(stay.sf(used(s, t))), start, min(start + 1.0, t), epsabs=1e-9)[0]
            integral += rate(start) * stayed
    found = mean_stock(stream(name), prepared("stock").static.groups[0].pace, np.array([t * DAY]))
    assert found[0] == pytest.approx(integral, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("t", AT)
def test_those_of_the_start_leave_as_equilibrium_residuals(t: float) -> None:
    stay = lognormal(140, 1.1)
    left = integrate.quad(lambda x: float(stay.sf(x)), used(0, t), np.inf, epsabs=1e-9, limit=500)[0] / 140
    found = mean_stock(stream("initial/adult"), prepared("stock").static.groups[0].pace, np.array([t * DAY]))
    assert found[0] == pytest.approx(120 * left, rel=1e-6)


def week_ends(name: str) -> Floats:
    return WEEK * np.arange(1, prepared(name).clock.weeks + 1, dtype=np.float64)


@pytest.mark.parametrize(("number", "group"), [(0, "adult"), (1, "young")])
def test_simulated_caseload_is_the_mean_stock(number: int, group: str) -> None:
    expected = mean_caseload(prepared("stock"), week_ends("stock"))[number].sum(axis=0)
    found = by_week(result("stock"), "caseload", "group", group)
    assert found.error.max() < 0.08 * expected.max()
    assert found.off(expected) < MAX_OF_MANY
    mean = of_run(result("stock"), "caseload", "group", group)
    assert mean.error < 0.02 * mean.mean
    assert mean.off(expected.mean()) < 3.5


@pytest.mark.parametrize(("number", "age"), [(0, "over_30"), (1, "under_30")])
def test_simulated_ages_are_those_of_whom_the_shock_brings(number: int, age: str) -> None:
    expected = mean_caseload(prepared("stock"), week_ends("stock"))[:, number].sum(axis=0)
    assert by_week(result("stock"), "caseload", "age", age).off(expected) < MAX_OF_MANY


def test_the_variance_of_the_stock_is_that_of_its_parts() -> None:
    """New arrivals present are Poisson; those of the start are each present or not, independently."""
    at = week_ends("stock")
    parts = {
        s.name: mean_stock(s, prepared("stock").static.groups[0].pace, at)
        for s in prepared("stock").streams
        if s.group == 0
    }
    first = parts.pop("initial/adult")
    expected = first * (1 - first / 120) + sum(parts.values())
    values = weeks(result("stock"), "caseload", "group", "adult")
    assert values.var(axis=0, ddof=1).mean() / expected.mean() == pytest.approx(1, abs=0.35)


KINDS = ["intake", "call", "follow_up", "application", "employers", "visit"]


@pytest.mark.parametrize("task", KINDS)
def test_simulated_demand_is_the_expected(task: str) -> None:
    """By week and over the run; the first week also has the tasks that those of the start bring along."""
    plan = prepared("demand")
    number = next(type_.number for type_ in plan.static.types if type_.name == task)
    expected = mean_demand(plan)[number, 1:]
    found = weeks(result("demand"), "demand_hours", "task", task)[:, 1:]
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    # The expectation takes stocks and shares at the middle of a week, which costs up to 3 % where they move fast.
    assert (np.abs(found.mean(axis=0) - expected) < MAX_OF_MANY * error + 0.03 * expected).all()
    mean = found.mean(axis=1)
    assert abs(mean.mean() - expected.mean()) < 3.5 * mean.std(ddof=1) / np.sqrt(len(mean)) + 0.003 * expected.mean()


def test_the_owner_asks_for_what_the_tasks_ask_for() -> None:
    demand = {name: weeks(result("demand"), "demand_hours", "task", name) for name in KINDS}
    state = sum(demand[name] for name in ("intake", "call", "follow_up", "employers"))
    assert weeks(result("demand"), "demand_hours", "owner", "state") == pytest.approx(state)
    assert weeks(result("demand"), "demand_hours", "owner", "municipal") == pytest.approx(demand["application"])
