"""Hours asked for and, where there are several offices, the hours that each has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import Floats, minutes_in, moments, tally, weighted_minutes
from navsim.measures.parts import Parts, everything
from navsim.measures.series import Key
from navsim.measures.users import offices_of_spells
from navsim.measures.work import offices_of_tasks
from navsim.plan.expected import minutes_at
from navsim.plan.model import Plan, Trigger
from navsim.values.time import HOUR


def demand_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Hours asked for in each week, by task type, owner and office; and the capacity of each office."""
    types = plan.static.types
    of_all = demand_by(plan, log, edges, everything(log.tasks.type >= 0), everything(log.spells.group >= 0))[:, 0]
    for type_ in types:
        yield Key("demand_hours", "hours", "task", type_.name), of_all[type_.number]
    for owner in sorted({type_.owner for type_ in types} - {""}):
        mine = np.array([type_.owner == owner for type_ in types])
        yield Key("demand_hours", "hours", "owner", owner), of_all[mine].sum(axis=0)
    offices = offices_of_tasks(plan, log), offices_of_spells(plan, log)
    if offices[0] is not None and offices[1] is not None:
        total = demand_by(plan, log, edges, offices[0], offices[1]).sum(axis=0)
        capacity = capacity_by_office(plan, offices[1].names, edges)
        for number, name in enumerate(offices[1].names):
            yield Key("demand_hours", "hours", "office", name), total[number]
            yield Key("capacity_hours", "hours", "office", name), capacity[number]


def demand_by(plan: Plan, log: Log, edges: Floats, tasks: Parts, spells: Parts) -> Floats:
    """Hours of each type asked for by each part in each week, shape (types, parts, weeks).

    Follow-up: the persons concerned, each once in the due interval, since a follow-up that waits
    keeps the next one from opening. Other tasks: as they opened.

    Parameters
    ----------
    tasks, spells:
        The same parts of tasks and of spells.
    """
    opened, start = moments(log.tasks.opened, edges), moments(log.spells.arrival, edges)
    end = moments(np.where(np.isnan(log.spells.left), plan.static.horizon, log.spells.left), edges)
    hours = np.zeros((len(plan.static.types), len(spells.names), len(edges) - 1))
    for type_ in plan.static.types:
        if type_.trigger == Trigger.AFTER_CONTACT:
            concerned = plan.static.applies[type_.number][log.spells.group, log.spells.mix]
            present = minutes_in(spells.among(concerned), start, end)
            hours[type_.number] = present / type_.due * minutes_at(type_, (edges[1:] + edges[:-1]) / 2) / HOUR
        else:
            hours[type_.number] = tally(tasks.among(log.tasks.type == type_.number), opened, log.tasks.minutes) / HOUR
    return hours


def capacity_by_office(plan: Plan, offices: tuple[str, ...], edges: Floats) -> Floats:
    """Time for tasks times proficiency, by the office that somebody serves first; hours, shape (offices, weeks).

    Who serves several offices alike is in none. The desks of receptions are not counted.
    """
    intervals, servers = plan.staffing.intervals, plan.staffing.servers
    first = np.array([office_served(service, offices) for service in plan.staffing.services] or [-1])
    at_work = np.array([server.employee >= 0 for server in servers] or [False])[intervals.server]
    office = np.where(at_work, first[intervals.service], -1)
    return np.array([
        weighted_minutes(intervals.start[mine], intervals.end[mine], intervals.proficiency[mine], edges) / HOUR
        for mine in (office == number for number in range(len(offices)))
    ])  # fmt: skip


def office_served(service: tuple[tuple[str, int], ...], offices: tuple[str, ...]) -> int:
    """The place of the office whose queues have the best rank of a service; -1 when there is no such one."""
    ranks = {name: [rank for queue, rank in service if queue.partition("@")[2] == name] for name in offices}
    best = min((min(found) for found in ranks.values() if found), default=None)
    first = [number for number, name in enumerate(offices) if best is not None and best in ranks[name]]
    return first[0] if len(first) == 1 else -1
