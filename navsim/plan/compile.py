"""Compiling: from a config to the plan of each replication."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from navsim.calendar.clock import Clock
from navsim.calendar.intervals import Intervals
from navsim.config.models import Config
from navsim.config.queues import queues_of
from navsim.plan.caseworkers import Lists, caseworkers_of, prepare_lists
from navsim.plan.lines import lines_of
from navsim.plan.model import Plan, Static
from navsim.plan.persons import Stream, destinations_of, group_types, persons_of, streams_of, traits_of
from navsim.plan.staff import StaticStaff, prepare_staff, staff_of
from navsim.plan.staffing import Staffing
from navsim.plan.tasks import applies_to, arrivals_of, task_types, visit_windows
from navsim.values.random import child
from navsim.values.time import TICKS


@dataclass(frozen=True)
class Prepared:
    """All of a scenario that does not depend on the replication."""

    config: Config
    clock: Clock
    static: Static
    streams: tuple[Stream, ...]
    windows: dict[str, Intervals]
    staff: StaticStaff
    lists: Lists


def prepare(config: Config) -> Prepared:
    """Compile what the replications of a scenario share."""
    clock = Clock(config.start, config.weeks)
    lines = lines_of(config, clock)
    groups, traits, queues = group_types(config, lines), traits_of(config), queues_of(config)
    windows = visit_windows(config, clock, lines)
    staff = prepare_staff(config, clock, lines)
    static = Static(
        groups=groups, traits=traits, destinations=destinations_of(config),
        types=task_types(config, lines, traits, windows), queues=queues,
        services=tuple(tuple((queues.index(name), rank) for name, rank in service) for service in staff.services),
        applies=applies_to(config, groups, traits), horizon=clock.horizon,
        return_after=config.rules.return_after, contact_window=config.rules.contact_window,
        follow_up_effect=config.rules.follow_up_effect,
        full_week=sum(closes - opens for opens, closes in config.calendar.opening().values()),
    )  # fmt: skip
    return Prepared(
        config, clock, static, streams_of(config, lines), windows, staff, prepare_lists(config, staff, traits, queues)
    )


def plan_of(prepared: Prepared, replication: int) -> Plan:
    """The plan of one replication, counted from 0."""
    root = child(child(0, prepared.config.seed), replication)
    static = prepared.static
    staffing = staff_of(prepared.staff, root)
    persons = persons_of(static, prepared.streams, root)
    return Plan(
        static=static,
        persons=persons,
        arrivals=arrivals_of(prepared.config, static.horizon, prepared.windows, static.types, root),
        staffing=staffing,
        caseworkers=caseworkers_of(prepared.lists, prepared.staff, staffing.accounts, persons, root),
        longest=longest_work(static, staffing),
    )


def longest_work(static: Static, staffing: Staffing) -> tuple[float, ...]:
    """For each queue the most work that fits in the usual (median) interval of some server (minutes, on the grid).

    The median, not the maximum: work that fits only on one odd day in two years would wait for it.
    inf where nobody ever serves the queue: then nothing is cut, and nothing is done.
    """
    intervals = staffing.intervals
    work = np.floor((intervals.end - intervals.start) * intervals.proficiency * TICKS) / TICKS
    order = np.lexsort((work, intervals.server))
    work, server, service = work[order], intervals.server[order], intervals.service[order]
    serves = np.zeros((len(static.queues), len(static.services)), bool)
    for number, served in enumerate(static.services):
        serves[[queue for queue, _ in served], number] = True
    alike: dict[bytes, float] = {}  # queues that the same services serve have the same answer
    for row in serves:
        if row.tobytes() not in alike:
            mine = row[service]
            first = np.flatnonzero(np.diff(server[mine], prepend=-1))
            last = np.append(first[1:], np.sum(mine)) - 1
            alike[row.tobytes()] = float(work[mine][(first + last) // 2].max()) if len(first) else np.inf
    return tuple(alike[row.tobytes()] for row in serves)
