"""Replications at random, of two scenarios and three weeks over a new year."""

from __future__ import annotations

from datetime import date

import numpy as np

from navsim.calendar.clock import Clock
from navsim.measures.series import Key
from navsim.statistics.tables import Sample

CLOCK = Clock(date(2020, 12, 21), 4)
"""ISO weeks 2020-W52, 2020-W53, 2021-W01 and 2021-W02."""

CASELOAD = Key("caseload", "persons", "all", "all")
BACKLOG = Key("backlog", "tasks", "task", "talk")
WAIT = Key("wait_days", "days", "all", "all")
SICK = Key("hours", "hours", "sick", "state")
WORKED = Key("hours", "hours", "worked", "municipal")
CAPACITY = Key("capacity_hours", "hours", "owner", "state")
ALL_CAPACITY = Key("capacity_hours", "hours", "all", "all")
DEMAND = Key("demand_hours", "hours", "owner", "state")
KEYS = (CASELOAD, BACKLOG, WAIT, SICK, WORKED, CAPACITY, ALL_CAPACITY, DEMAND)


def sample(scenario: str, seed: int = 1, replications: int = 5, keys: tuple[Key, ...] = KEYS) -> Sample:
    """Normal numbers; the waits of the first week are defined in no replication, of the second in some."""
    values = np.random.default_rng(seed).normal(100, 10, (replications, len(keys), CLOCK.weeks))
    if WAIT in keys:
        values[:, keys.index(WAIT), 0] = np.nan
        values[:2, keys.index(WAIT), 1] = np.nan
    return Sample(scenario, keys, values)
