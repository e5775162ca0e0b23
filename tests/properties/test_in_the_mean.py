"""What holds in the mean, not path by path: more staff, shorter waits; more absence, longer ones."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from navsim.plan.compile import plan_of, prepare
from tests.both import simulate
from tests.properties.running import loaded

REPLICATIONS = 16
OFFICES: dict[str, dict[str, Any]] = {
    "one group": {
        "users": {"a": {"initial": 20, "inflow": "25 / week", "stay": "60 days"}},
        "tasks": {
            "intake": {"start": "entry", "due": "7 days", "minutes": "60 min", "contact": True, "queue": "all"},
            "letters": {"start": {"outside": "40 / week"}, "due": "7 days", "minutes": "45 min", "queue": "all"},
        },
    },
    "limits, moves, ages": {
        "users": {
            "a": {"initial": 20, "inflow": "15 / week", "stay": {"exponential": {"mean": "20 days"}},
                  "limit": {"after": "15 days", "moves_to": {"b": 1}}},
            "b": {"initial": 10, "stay": {"lognormal": {"mean": "40 days", "cv": 1}}},
        },
        "tasks": {
            "intake": {"start": "entry", "due": "7 days", "minutes": "60 min", "queue": "all"},
            "review": {"start": {"age": "5 days"}, "due": "7 days", "minutes": "90 min", "queue": "all"},
            "plan": {"start": {"before_limit": "3 days"}, "for": {"group": "a"}, "due": "7 days", "minutes": "40 min",
                     "queue": "all"},
            "application": {"start": {"at_random": "1.5 / week"}, "due": "7 days", "minutes": "30 min", "queue": "all"},
        },
    },
}  # fmt: skip


def office(name: str, people: int, absent: float) -> dict[str, Any]:
    """Six weeks of an office in which everybody does everything, in one queue, without follow-ups or chains."""
    absence = {"share": absent, "spell": {"exponential": {"mean": "6 days"}}}
    staff = {"people": people, "owner": "state", "productive": 0.6, "queues": ["all"], "absence": absence}
    return {
        "name": "mean", "start": "2020-01-06", "weeks": 6, "replications": 2, "seed": 4,
        "calendar": {"country": "none", "hours": "08:00-15:30"}, **OFFICES[name], "staff": {"s": staff},
    }  # fmt: skip


@cache
def waits(name: str, people: int, absent: float) -> NDArray[np.float64]:
    """The mean wait (minutes) of the tasks of each replication, of those that still wait until the end."""
    prepared = prepare(loaded(office(name, people, absent)).config("base"))
    found = []
    for replication in range(REPLICATIONS):
        log = simulate(plan_of(prepared, replication))
        until = np.where(np.isnan(log.tasks.started), log.tasks.ended, log.tasks.started)
        until = np.where(np.isnan(until), prepared.static.horizon, until)
        found.append(float((until - log.tasks.opened).mean()))
    return np.array(found)


def clearly_longer(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether the first mean is larger by more than two standard errors of the paired difference."""
    difference = one - other
    return bool(difference.mean() > 2 * difference.std(ddof=1) / np.sqrt(len(difference)))


@pytest.mark.parametrize("name", sorted(OFFICES))
def test_more_staff_shorter_waits(name: str) -> None:
    assert clearly_longer(waits(name, 2, 0.1), waits(name, 3, 0.1))
    assert clearly_longer(waits(name, 3, 0.1), waits(name, 4, 0.1))


@pytest.mark.parametrize("name", sorted(OFFICES))
def test_more_absence_longer_waits(name: str) -> None:
    assert clearly_longer(waits(name, 3, 0.3), waits(name, 3, 0.1))
    assert clearly_longer(waits(name, 3, 0.1), waits(name, 3, 0.0))
