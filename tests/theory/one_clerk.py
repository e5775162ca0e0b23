"""Small offices around the clock whose tasks come at random from outside: what queueing theory is about."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import navsim
from navsim.api import Result
from tests.properties.running import loaded

Data = dict[str, Any]

DAY = 1440.0

MEAN = 8.0
"""Mean work (minutes) of each law below."""

LAWS: dict[str, tuple[Any, float]] = {
    "constant": ("8 min", 64.0),
    "uniform": ({"uniform": {"low": "2 min", "high": "14 min"}}, 64 + 12**2 / 12),
    "triangular": (
        {"triangular": {"low": "2 min", "mode": "4 min", "high": "18 min"}},
        64 + (2**2 + 4**2 + 18**2 - 2 * 4 - 2 * 18 - 4 * 18) / 18,
    ),
    "exponential": ({"exponential": {"mean": "8 min"}}, 2 * 64.0),
    "lognormal": ({"lognormal": {"mean": "8 min", "cv": 1.5}}, 64 * (1 + 1.5**2)),
    "weibull": (
        {"weibull": {"mean": "8 min", "shape": 0.7}},
        64 * math.gamma(1 + 2 / 0.7) / math.gamma(1 + 1 / 0.7) ** 2,
    ),
    "empirical": (
        {"empirical": {"values": ["2 min", "6 min", "26 min"], "shares": [0.5, 0.3, 0.2]}},
        0.5 * 2**2 + 0.3 * 6**2 + 0.2 * 26**2,
    ),
}
"""Each law as a config writes it, and the mean of its square (minutes²), worked out by hand."""


def around_the_clock(
    tasks: dict[str, Data],
    queues: dict[str, tuple[int, list[Any]]],
    *,
    weeks: int = 8,
    replications: int = 7,
    seed: int = 1,
) -> Data:
    """An office that never closes; ``queues`` has, for each staff entry, how many they are and what they serve."""
    staff = {name: {"people": n, "owner": "state", "productive": 1, "queues": of} for name, (n, of) in queues.items()}
    return {
        "name": "around-the-clock", "start": "2020-01-06", "weeks": weeks, "replications": replications, "seed": seed,
        "calendar": "always", "tasks": tasks, "staff": staff,
    }  # fmt: skip


def letters(per_hour: float, minutes: Any, **more: Any) -> Data:
    """Tasks from outside at a constant rate."""
    return {"start": {"outside": f"{per_hour} / h"}, "due": "1 day", "minutes": minutes, "owner": "state", **more}


def one_clerk(law: str, *, per_hour: float = 4.5, seed: int = 1) -> Data:
    """One clerk with one kind of letter: M/G/1 at 60 % load."""
    return around_the_clock({"letter": letters(per_hour, LAWS[law][0])}, {"clerk": (1, ["letter"])}, seed=seed)


def run(data: Data) -> Result:
    """The results of a config, by way of its YAML text."""
    return navsim.run(loaded(data))


@cache
def one_clerk_result(law: str) -> Result:
    """The results for one clerk, made once."""
    return run(one_clerk(law))
