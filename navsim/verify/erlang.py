"""Erlang's wait (M/M/c), where a config is just that: one queue, served around the clock by people who are alike."""

from __future__ import annotations

import numpy as np

from navsim.plan.model import Trigger
from navsim.values.distributions import Family
from navsim.values.time import WEEK
from navsim.verify.readings import Reading
from navsim.verify.trial import Trial

BUSIEST = 0.9
"""With a higher load the run would have to be very long to forget its empty start."""


def erlang_c(servers: int, load: float) -> float:
    """The probability that somebody who comes to M/M/c waits (Erlang 1917); ``load`` is arrivals x mean service."""
    blocked = 1.0  # Erlang B by its recursion, which doesn't overflow
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def waits(trial: Trial) -> list[Reading]:
    """The mean wait of those who come after the first week and before the last, beside Erlang's."""
    static, rows, tasks = trial.plan.static, trial.plan.staffing.intervals, trial.log.tasks
    if not is_mmc(trial) or trial.prepared.clock.weeks < 4:
        return []
    rate, law = static.types[0].rate.values[0], static.types[0].channels[0].minutes
    servers = len(rows.server)
    if rate * law.mean > BUSIEST * servers or rate == 0:
        return []
    expected = erlang_c(servers, rate * law.mean) / (servers / law.mean - rate)
    settled = (tasks.opened >= WEEK) & (tasks.opened < trial.horizon - WEEK)
    wait = np.where(np.isnan(tasks.started), trial.horizon, tasks.started)[settled] - tasks.opened[settled]
    return [Reading("mean wait (minutes)", float(wait.mean()), expected)] if len(wait) else []


def is_mmc(trial: Trial) -> bool:
    """Whether there is one kind of task, from outside and exponential, and servers always there at full speed."""
    static, rows = trial.plan.static, trial.plan.staffing.intervals
    if static.groups or len(static.types) != 1 or not len(rows.server):
        return False
    (type_,) = static.types
    return (
        type_.trigger == Trigger.FROM_OUTSIDE
        and type_.splittable
        and type_.rate.is_constant
        and len(type_.channels) == 1
        and type_.channels[0].extra == 0
        and type_.channels[0].minutes.family == Family.EXPONENTIAL
        and len(set(rows.server.tolist())) == len(rows.server)
        and bool((rows.start == 0).all() and (rows.end == trial.horizon).all() and (rows.proficiency == 1).all())
        and bool(trial.serves[rows.service].all())
        and max(trial.plan.caseworkers.place) < 0
    )
