"""Limits and moves between groups: expected stocks and demand against closed forms, integrals and simulation."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, linalg, stats

import navsim
from navsim.config.models import Config
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.expected import has_closed_form, mean_caseload, mean_demand, minutes_at
from navsim.plan.stock import mean_spell
from navsim.values.distributions import Distribution, Family
from navsim.values.time import DAY, HOUR, WEEK
from tests.both import simulate
from tests.configs.files import path

Floats = NDArray[np.float64]
Data = dict[str, Any]
MONDAY = date(2020, 1, 6)
WEEKS = 40
DAYS = np.array([0.0, 3.0, 10.5, 40.0, 77.0, 100.0, 200.0, 280.0])
ENDS = np.arange(1.0, WEEKS + 1) * WEEK


def office(users: Data, **sections: Any) -> Prepared:
    """Users, and what else is given, compiled."""
    given = {"name": "chains", "start": MONDAY, "weeks": WEEKS, "calendar": "always", "users": users, **sections}
    return prepare(Config.model_validate(given))


def exponential(days: float) -> Data:
    return {"exponential": {"mean": f"{days} days"}}


def stocks(prepared: Prepared, days: Floats = DAYS) -> Floats:
    """Expected persons, shape (groups, days)."""
    return np.asarray(mean_caseload(prepared, days * DAY).sum(axis=1))


def linear(rates: Floats, inflow: list[float], initial: list[float], days: float) -> Floats:
    """The solution of N' = rates N + inflow after some days, by the exponential of the matrix."""
    size = len(inflow)
    whole = np.zeros((size + 1, size + 1))
    whole[:size, :size], whole[:size, size] = rates, inflow
    return np.asarray(linalg.expm(whole * days) @ [*initial, 1.0])[:size]


def test_a_chain_of_exponential_stays_is_a_linear_system() -> None:
    """A → B → A: of A's leavers 0.6 enter B, of B's 0.5 come back; the pace of A changes after 70 days."""
    a, b = 40.0, 25.0
    prepared = office({
        "a": {"initial": 100, "inflow": "14 / week", "stay": exponential(a), "leaves_to": {"work": 0.4},
              "moves_to": {"b": 0.6}, "pace": [{"value": 1}, {"from": "2020-03-16", "value": 0.4}]},
        "b": {"initial": 7, "inflow": "3.5 / week", "stay": exponential(b), "leaves_to": {"other": 0.5},
              "moves_to": {"a": 0.5}},
    })  # fmt: skip
    inflow, found = [2.0, 0.5], stocks(prepared)
    for days, present in zip(DAYS, found.T, strict=True):
        expected = np.array([100.0, 7.0])
        for pace, length in ((1.0, min(days, 70.0)), (0.4, max(days - 70.0, 0.0))):
            rates = np.array([[-pace / a, 0.5 / b], [0.6 * pace / a, -1 / b]])
            expected = linear(rates, inflow, expected.tolist(), length)
        assert present == pytest.approx(expected, rel=1e-4)


def test_three_groups_in_a_row() -> None:
    """One of them much faster than the others."""
    prepared = office({
        "a": {"initial": 50, "stay": exponential(20), "leaves_to": {"work": 0.5}, "moves_to": {"b": 0.5}},
        "b": {"stay": exponential(5), "moves_to": {"c": 1}},
        "c": {"stay": exponential(60)},
    })  # fmt: skip
    rates = np.array([[-1 / 20, 0, 0], [0.5 / 20, -1 / 5, 0], [0, 1 / 5, -1 / 60]])
    expected = np.array([linear(rates, [0, 0, 0], [50, 0, 0], days) for days in DAYS]).T
    assert stocks(prepared) == pytest.approx(expected, rel=1e-3, abs=1e-9)


def test_need_and_limit_without_memory_are_one_rate() -> None:
    """Each takes its part to its own places."""
    need, limit = 30.0, 50.0
    prepared = office({
        "a": {"initial": 80, "inflow": "7 / week", "stay": exponential(need), "leaves_to": {"work": 1},
              "limit": {"after": exponential(limit), "leaves_to": {"other": 0.25}, "moves_to": {"b": 0.75}}},
        "b": {"stay": exponential(100)},
    })  # fmt: skip
    rates = np.array([[-1 / need - 1 / limit, 0], [0.75 / limit, -1 / 100]])
    expected = np.array([linear(rates, [1, 0], [80, 0], days) for days in DAYS]).T
    assert stocks(prepared) == pytest.approx(expected, rel=1e-3)


def test_a_constant_limit_with_a_need_without_memory() -> None:
    """1/m = a, limit c: those present leave at rate a, and at age c; a share exp(-ac) of all who came reaches it."""
    mean, limit, initial, daily = 60.0, 77.0, 90, 2.0
    prepared = office({
        "a": {"initial": initial, "inflow": "14 / week", "stay": exponential(mean),
              "limit": {"after": f"{limit} days", "moves_to": {"b": 1}}},
        "b": {"stay": exponential(30)},
    })  # fmt: skip
    spell = mean * (1 - np.exp(-limit / mean))
    assert mean_spell(*laws(prepared)) / DAY == pytest.approx(spell, rel=1e-5)
    reach = np.exp(-limit / mean)
    for days, (first, second) in zip(DAYS, stocks(prepared).T, strict=True):
        old = np.exp(-np.minimum(days, limit) / mean) - reach
        new = 1 - np.exp(-np.minimum(days, limit) / mean)
        assert first == pytest.approx(initial * old * mean / spell + daily * mean * new, rel=1e-3)
        # Those of the start come to the limit at a constant rate until day c, those who came from then on.
        before = initial / spell * reach * 30 * (1 - np.exp(-min(days, limit) / 30))
        before *= np.exp(-max(days - limit, 0) / 30)
        after = daily * reach * 30 * (1 - np.exp(-max(days - limit, 0) / 30))
        assert second == pytest.approx(before + after, rel=2e-3, abs=1e-3)


def laws(prepared: Prepared) -> tuple[Distribution, Distribution | None]:
    group = prepared.static.groups[0]
    return group.stay, group.limit


def test_any_laws_with_a_pace_are_the_double_integral() -> None:
    """Lognormal need at a pace that changes, Weibull limit: the definition, integrated by an independent program."""
    prepared = office({
        "a": {"initial": 60, "inflow": [{"value": "7 / week"}, {"from": "2020-02-24", "value": "21 / week"}],
              "stay": {"lognormal": {"mean": "80 days", "cv": 1.2}}, "leaves_to": {"work": 1},
              "limit": {"after": {"weibull": {"mean": "60 days", "shape": 3}}, "leaves_to": {"other": 1}},
              "pace": [{"value": 1.5}, {"from": "2020-03-16", "value": 0}, {"from": "2020-04-13", "value": 1}]},
    })  # fmt: skip
    sigma = np.sqrt(np.log(1 + 1.2**2))
    stays = stats.lognorm(sigma, scale=80 * np.exp(-(sigma**2) / 2))
    limits = stats.weibull_min(3, scale=60 / math.gamma(4 / 3))

    def used(t: float) -> float:
        return 1.5 * min(t, 70.0) + max(t - 98.0, 0.0)

    def left(s: float, t: float) -> float:
        return float(stays.sf(used(t) - used(s)) * limits.sf(t - s))

    def old(t: float) -> float:
        return quad(lambda age: float(stays.sf(age + used(t)) * limits.sf(age + t)), 0, 400)

    for t, present in zip(DAYS[1:], stocks(prepared)[0, 1:], strict=True):
        new = quad(lambda s, t=t: left(s, t), 0, min(t, 49)) + 3 * quad(lambda s, t=t: left(s, t), 49, max(t, 49))
        assert present == pytest.approx(60 * old(t) / old(0) + new, rel=1e-3)


def quad(function: Any, low: float, high: float) -> float:
    return float(integrate.quad(function, low, high, limit=300, points=[p for p in (49, 70, 98) if low < p < high])[0])


LAWS = {
    "constant": "90 days",
    "uniform": {"uniform": {"low": "20 days", "high": "160 days"}},
    "triangular": {"triangular": {"low": "20 days", "mode": "50 days", "high": "200 days"}},
    "lognormal": {"lognormal": {"mean": "90 days", "cv": 1.5}},
    "weibull": {"weibull": {"mean": "90 days", "shape": 0.8}},
    "empirical": {"empirical": {"values": ["30 days", "150 days"], "shares": [0.5, 0.5]}},
}


@pytest.mark.parametrize("need", ["lognormal", "empirical"])
@pytest.mark.parametrize("limit", sorted(LAWS))
def test_in_balance_nothing_changes(need: str, limit: str) -> None:
    """inflow x mean spell at the start: the stock, and the flow into the next group, stay as they are."""
    group = {"initial": 1000, "stay": LAWS[need], "limit": {"after": LAWS[limit], "moves_to": {"next": 1}}}
    first = office({"a": group, "next": {"stay": exponential(50)}})
    daily = 1000 / (mean_spell(*laws(first)) / DAY)
    by_limit = share_by_limit(first)
    after = round(daily * by_limit * 50)
    prepared = office({
        "a": {**group, "inflow": f"{daily * 7} / week"}, "next": {"stay": exponential(50), "initial": after}
    })  # fmt: skip
    present = stocks(prepared)
    # Where both jump at the same instants, means over a cell miss what one takes from the other.
    assert present[0] == pytest.approx(1000, rel=5e-3 if need == limit in ("constant", "empirical") else 2e-4)
    if need != limit:  # both at once: which is first is a matter of rules, not of means
        assert present[1] == pytest.approx(after, rel=0.01, abs=1)


def share_by_limit(prepared: Prepared) -> float:
    """P(limit < need), by midpoints of the limit's law."""
    need, limit = laws(prepared)
    assert limit is not None
    if limit.family == Family.CONSTANT:
        return float(need.survival(np.array([limit.a]))[0])
    if limit.family == Family.EMPIRICAL:
        return float(sum(share * need.survival(np.array([value]))[0] for value, share in limit.atoms()))
    return float(need.survival(limit.frozen().ppf((np.arange(20000) + 0.5) / 20000)).mean())


def test_nobody_is_lost_between_groups() -> None:
    """A closed circle with limits, traits and a shock: everybody of the start and everybody who came is somewhere."""
    traits = {"age": {"young": 0.3, "old": 0.7}}
    prepared = office(
        {
            "a": {"initial": 50, "inflow": "3 / week", "stay": "9 days", "moves_to": {"b": 0.5, "c": 0.5},
                  "traits": traits, "limit": {"after": exponential(20), "moves_to": {"c": 1}}},
            "b": {"stay": {"lognormal": {"mean": "3 days", "cv": 1}}, "moves_to": {"a": 1}, "traits": traits},
            "c": {"initial": 20, "stay": "200 days", "moves_to": {"a": 1}, "traits": traits,
                  "limit": {"after": "14 days", "moves_to": {"b": 1}}},
        },
        shocks={"more": {"inflow.a": {"add": "20 / week", "from": "2020-02-03", "hold": "2 weeks", "stay": "1 day",
                                      "traits": {"age": {"young": 1, "old": 0}}}}},
    )  # fmt: skip
    present = mean_caseload(prepared, ENDS)
    came = sum((stream.rate.integral(ENDS) for stream in prepared.streams), np.zeros(WEEKS))
    assert present.sum(axis=(0, 1)) == pytest.approx(70 + came, rel=1e-9)
    old = came[:4] * 0.7 + 70 * 0.7  # traits are kept: 'old' is the first value
    assert present[:, 0].sum(axis=0)[:4] == pytest.approx(old, rel=1e-9)
    assert present.min() > 0


def test_a_long_run_has_few_cells_and_the_same_answer() -> None:
    users = {
        "a": {"inflow": "7 / week", "stay": exponential(300), "moves_to": {"b": 1}},
        "b": {"stay": exponential(500)},
    }
    long = prepare(Config.model_validate(
        {"name": "long", "start": MONDAY, "weeks": 1560, "calendar": "always", "users": users}
    ))  # fmt: skip
    days = np.array([280.0, 1400.0, 7000.0])
    rates = np.array([[-1 / 300, 0], [1 / 300, -1 / 500]])
    expected = np.array([linear(rates, [1, 0], [0, 0], day) for day in days]).T
    assert stocks(long, days) == pytest.approx(expected, rel=1e-3)


def test_without_limit_and_moves_the_formula_is_kept() -> None:
    """A group that others don't touch keeps its exact stock, whatever goes on beside it."""
    alone = {"initial": 30, "inflow": "4 / week", "stay": LAWS["lognormal"]}
    chain = {"a": {"inflow": "9 / week", "stay": exponential(9), "moves_to": {"b": 1}}, "b": {"stay": "5 days"}}
    beside = stocks(office({"z": alone, **chain}))[2]
    assert (beside == stocks(office({"z": alone}))[0]).all()


def test_with_an_effect_of_follow_up_there_is_no_closed_form() -> None:
    users = {"a": {"initial": 5, "stay": exponential(30)}}
    assert has_closed_form(office(users))
    assert not has_closed_form(office(users, rules={"follow_up_effect": 0.2}))


# Demand


def hours(users: Data, tasks: Data) -> dict[str, Floats]:
    """Expected hours a week by task; each task takes an hour."""
    tasks = {name: {"due": "9 days", "minutes": "60 min", **task} for name, task in tasks.items()}
    staff = {"one": {"people": 1, "owner": "state", "productive": 1, "queues": [sorted(tasks)]}}
    prepared = office(users, tasks=tasks, staff=staff)
    return dict(zip([type_.name for type_ in prepared.static.types], mean_demand(prepared), strict=True))


def test_tasks_of_an_age_are_those_who_are_still_there() -> None:
    """In balance: 7 a week come, a share exp(-28/40) exp(-28/100) is there after 28 days; from the start on."""
    found = hours(
        {"a": {"initial": 200, "inflow": "49 / week", "stay": exponential(40),
               "limit": {"after": exponential(100)} | {"leaves_to": {"other": 1}}}},
        {"review": {"start": {"age": "28 days"}}, "late": {"start": {"age": "9 weeks"}}},
    )  # fmt: skip
    rate = 1 / 40 + 1 / 100
    assert 200 * rate == pytest.approx(7)
    assert found["review"] == pytest.approx(np.full(WEEKS, 49 * np.exp(-28 * rate)), rel=2e-3)
    assert found["late"] == pytest.approx(np.full(WEEKS, 49 * np.exp(-63 * rate)), rel=2e-3)


def test_tasks_before_the_limit() -> None:
    """In balance: a share exp(-(84 - 14)/60) comes to 14 days before a limit of 84; all do when it is nearer."""
    spell = 60 * (1 - np.exp(-84 / 60))
    weekly = 300 / spell * 7
    found = hours(
        {"a": {"initial": 300, "inflow": f"{weekly} / week", "stay": exponential(60),
               "limit": {"after": "84 days", "leaves_to": {"other": 1}}},
         "b": {"stay": exponential(9)}},
        {"plan": {"start": {"before_limit": "14 days"}, "for": {"group": "a"}},
         "early": {"start": {"before_limit": "90 days"}, "for": {"group": "a"}}},
    )  # fmt: skip
    assert found["plan"] == pytest.approx(np.full(WEEKS, weekly * np.exp(-70 / 60)), rel=1e-3)
    assert found["early"] == pytest.approx(np.full(WEEKS, weekly), rel=1e-6)


def test_tasks_before_a_limit_that_varies() -> None:
    """Limits of 20 or 100 days, need 60 without memory: 30 days before is at entry, or after 70 days."""
    found = hours(
        {"a": {"inflow": "10 / week", "stay": exponential(60),
               "limit": {"after": {"empirical": {"values": ["20 days", "100 days"], "shares": [0.25, 0.75]}},
                         "leaves_to": {"other": 1}}}},
        {"plan": {"start": {"before_limit": "30 days"}}},
    )["plan"]  # fmt: skip
    assert found[:10] == pytest.approx(np.full(10, 2.5), rel=1e-6)
    assert found[10:] == pytest.approx(np.full(WEEKS - 10, 2.5 + 7.5 * np.exp(-70 / 60)), rel=1e-6)


def test_tasks_of_entry_come_with_moves_too() -> None:
    found = hours(
        {"a": {"inflow": "10 / week", "stay": "7 days", "moves_to": {"b": 0.4}, "leaves_to": {"work": 0.6}},
         "b": {"inflow": "1 / week", "stay": exponential(30)}},
        {"intake": {"start": "entry", "for": {"group": "b"}},
         "review": {"start": {"age": "14 days"}, "for": {"group": "b"}}},
    )  # fmt: skip
    assert found["intake"] == pytest.approx([1, *[5] * (WEEKS - 1)], rel=1e-2)
    assert found["review"][3:] == pytest.approx(np.full(WEEKS - 3, 5 * np.exp(-14 / 30)), rel=1e-2)


def test_what_another_task_starts_is_a_part_of_it() -> None:
    shares = {"age": {"young": 0.25, "old": 0.75}}
    found = hours(
        {"a": {"inflow": "8 / week", "stay": exponential(30), "traits": shares}},
        {"intake": {"start": "entry"},
         "decision": {"start": {"after": "intake", "probability": 0.5}, "for": {"traits": {"age": "young"}}},
         "second": {"start": {"after": "decision", "delay": "3 days"}},
         "letter": {"start": {"outside": "6 / week"}},
         "answer": {"start": {"after": "letter", "probability": 0.5}},
         "hen": {"start": {"after": "egg", "delay": "1 day"}}, "egg": {"start": {"after": "hen", "delay": "1 day"}}},
    )  # fmt: skip
    expected = {"intake": 8, "decision": 1, "second": 1, "letter": 6, "answer": 3, "hen": 0, "egg": 0}
    assert {name: float(hours.mean()) for name, hours in found.items()} == pytest.approx(expected)


# Simulation, from a YAML file to the log


REPLICATIONS = 30


class Simulated(NamedTuple):
    """What each replication gave: persons present at the end of each week, and tasks opened in it."""

    prepared: Prepared
    stock: Floats
    opened: Floats


@cache
def simulated() -> Simulated:
    """Shapes (replications, groups, mixes, weeks) and (replications, task types, weeks)."""
    prepared = prepare(navsim.load(path("chains")).config())
    weeks, (types, groups, mixes) = prepared.clock.weeks, prepared.static.applies.shape
    stock, opened = np.zeros((REPLICATIONS, groups, mixes, weeks)), np.zeros((REPLICATIONS, types, weeks))
    ends = np.arange(1.0, weeks + 1) * WEEK
    for replication in range(REPLICATIONS):
        log = simulate(plan_of(prepared, replication))
        left = np.where(np.isnan(log.spells.left), np.inf, log.spells.left)
        for week, end in enumerate(ends):
            there = (log.spells.arrival <= end) & (left > end)
            np.add.at(stock[replication, :, :, week], (log.spells.group[there], log.spells.mix[there]), 1)
        np.add.at(opened[replication], (log.tasks.type, (log.tasks.opened // WEEK).astype(int)), 1)
    return Simulated(prepared, stock, opened)


def errors_off(values: Floats, expected: Floats) -> Floats:
    """How many standard errors over replications (first axis) the mean lies from what is expected."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    return np.asarray(np.abs(values.mean(axis=0) - expected) / np.maximum(error, 0.05))


def test_simulated_stocks_are_the_expected() -> None:
    """Limits, moves in a circle, a pace that changes, a shock with people of its own; by group and age."""
    prepared, stock, _ = simulated()
    expected = mean_caseload(prepared, np.arange(1.0, prepared.clock.weeks + 1) * WEEK)
    assert errors_off(stock, expected).max() < 4.5  # the largest of 180
    assert errors_off(stock.mean(axis=3), expected.mean(axis=2)).max() < 4
    assert errors_off(stock.mean(axis=3).sum(axis=(1, 2)), expected.mean(axis=2).sum()).max() < 4


def test_simulated_tasks_are_the_expected() -> None:
    """By week and over the run, without the first week, which has those that are typically still to do."""
    prepared, _, opened = simulated()
    middles = (np.arange(prepared.clock.weeks) + 0.5) * WEEK
    hours = np.array([minutes_at(type_, middles) for type_ in prepared.static.types]) / HOUR
    expected = (mean_demand(prepared) / hours)[:, 1:]
    assert expected.min() > 0
    assert errors_off(opened[:, :, 1:], expected).max() < 4.5
    assert errors_off(opened[:, :, 1:].mean(axis=2), expected.mean(axis=1)).max() < 4
