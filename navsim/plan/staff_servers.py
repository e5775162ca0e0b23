"""Who takes tasks: employees with queues, and the desks of receptions. What they serve on each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from navsim.calendar.clock import Clock
from navsim.calendar.days import WEEKDAYS
from navsim.config.models import Config, Staff
from navsim.config.queues import joint_queues
from navsim.config.services import Period, Service, desk_service, periods, service_on
from navsim.plan.staff_contract import People
from navsim.plan.staffing import Index, Server

NONE = -1
"""No queues on a day, or no server."""


@dataclass(frozen=True)
class Services:
    """The distinct lists of queues, and where they hold.

    ``entries`` (entries x days, -1: no queues) and ``desks`` (in the order of the servers) are indices of
    ``distinct``.
    """

    distinct: tuple[Service, ...]
    entries: Index
    desks: Index


def servers_of(config: Config, people: People) -> tuple[Server, ...]:
    """The employees that have queues at some time, in order of name, then the desks in order of (reception, place)."""
    serving = {name for name, entry in config.staff.items() if any(period.queues for period in periods(entry))}
    employees = [
        Server(each.name, index, each.owner, "") for index, each in enumerate(people.employees) if each.entry in serving
    ]
    desks = [
        Server(f"reception/{name}/{place}", NONE, "", name)
        for name in sorted(config.receptions)
        for place in range(1, config.receptions[name].on_duty + 1)
    ]
    return (*employees, *desks)


def server_of_each(servers: tuple[Server, ...], people: People) -> Index:
    """The index of each employee's server; -1 for those who serve no queue."""
    index = np.full(len(people), NONE)
    for place, server in enumerate(servers):
        if server.employee >= 0:
            index[server.employee] = place
    return index


def in_force(entry: Staff, clock: Clock) -> Iterator[tuple[Period, slice]]:
    """Each period of an entry with the days of the run on which it holds."""
    found = periods(entry)
    first = [0] + [day_of(period, clock) for period in found[1:]]
    for period, begin, end in zip(found, first, [*first[1:], clock.days], strict=True):
        yield period, slice(begin, end)


def day_of(period: Period, clock: Clock) -> int:
    """The day of the run on which a period begins, kept within the run."""
    return min(max((period.from_ - clock.start).days, 0), clock.days) if period.from_ else 0


def weekdays_of(clock: Clock) -> Index:
    """The weekday of each day of the run, Monday = 0."""
    return (clock.start.weekday() + np.arange(clock.days)) % 7


def services_of(config: Config, people: People, servers: tuple[Server, ...], clock: Clock) -> Services:
    """What everybody serves on every day."""
    joint = joint_queues(config)
    present = {employee.entry for employee in people.employees}
    weeks = [
        (place, days, [service_on(period, weekday, joint) for weekday in WEEKDAYS])
        for place, name in enumerate(people.entries)
        if name in present
        for period, days in in_force(config.staff[name], clock)
    ]
    desks = [desk_service(config, server.reception, joint) for server in servers if server.employee < 0]
    distinct = tuple(sorted({service for *_, week in weeks for service in week if service} | set(desks)))
    number = {service: index for index, service in enumerate(distinct)}
    entries = np.full((len(people.entries), clock.days), NONE)
    weekday = weekdays_of(clock)
    for place, days, week in weeks:
        entries[place, days] = np.array([number[service] if service else NONE for service in week])[weekday[days]]
    return Services(distinct, entries, np.array([number[service] for service in desks], np.int64))
