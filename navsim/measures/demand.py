"""Hours asked for and, where there are several offices, the hours that each has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import pieces, tally
from navsim.measures.parts import Cells, Floats, Parts, everything, kinds_of, parts_of_users
from navsim.measures.rows import SpellRows, TaskRows
from navsim.measures.series import Key
from navsim.measures.work import parts_by_user
from navsim.plan.expected import minutes_at
from navsim.plan.model import Plan, Static, Trigger
from navsim.plan.persons import OFFICE
from navsim.values.time import HOUR


def demand_measures(plan: Plan, log: Log, spells: SpellRows, tasks: TaskRows) -> Iterator[tuple[Key, Floats]]:
    """Hours asked for in each week, by task type, owner and office; and the capacity of each office."""
    static, types = plan.static, plan.static.types
    everywhere = everything(np.ones(tasks.users.count, bool)), everything(np.ones(spells.cells.count, bool))
    of_all = demand_by(static, log, spells, tasks, *everywhere)[:, 0]
    for type_ in types:
        yield Key("demand_hours", "hours", "task", type_.name), of_all[type_.number]
    for owner in sorted({type_.owner for type_ in types} - {""}):
        mine = np.array([type_.owner == owner for type_ in types])
        yield Key("demand_hours", "hours", "owner", owner), of_all[mine].sum(axis=0)
    if OFFICE in [trait.name for trait in static.traits]:
        offices = offices_of_tasks(static), offices_of_spells(static)
        total = demand_by(static, log, spells, tasks, *offices).sum(axis=0)
        capacity = capacity_by_office(plan, offices[1].names, spells.arrival.edges)
        for number, name in enumerate(offices[1].names):
            yield Key("demand_hours", "hours", "office", name), total[number]
            yield Key("capacity_hours", "hours", "office", name), capacity[number]


def offices_of_tasks(static: Static) -> Parts:
    """The tasks of each office; the cells are those of :class:`TaskRows`."""
    return next(parts for parts in parts_by_user(static) if parts.dimension == OFFICE)


def offices_of_spells(static: Static) -> Parts:
    """The users of each office, in follow-up or not; the cells are those of :class:`SpellRows`."""
    kinds = kinds_of(static)
    everybody = np.ones(len(kinds.group), bool)
    return next(parts for parts in parts_of_users(static, kinds, everybody) if parts.dimension == OFFICE)


def demand_by(
    static: Static, log: Log, spells: SpellRows, tasks: TaskRows, of_tasks: Parts, of_spells: Parts
) -> Floats:
    """Hours of each type asked for by each part in each week, shape (types, parts, weeks).

    Follow-up: the persons concerned, each once in the due interval, since a follow-up that waits
    keeps the next one from opening. Other tasks: as they opened.

    Parameters
    ----------
    of_tasks, of_spells:
        The same parts of tasks and of spells.
    """
    edges, number = spells.arrival.edges, len(of_spells.names)
    part = of_tasks.of(tasks.users).of + log.tasks.type * (number + 1)  # after its parts each type has one for none
    table = tally(Cells(part, len(static.types) * (number + 1)), tasks.opened, log.tasks.minutes)
    hours = table.reshape(len(static.types), number + 1, len(edges) - 1)[:, :-1] / HOUR
    for type_ in static.types:
        if type_.trigger == Trigger.AFTER_CONTACT:
            present = of_spells.among(static.applies[type_.number].ravel()).gather(spells.present)
            hours[type_.number] = present / type_.due * minutes_at(type_, (edges[1:] + edges[:-1]) / 2) / HOUR
    return hours


def capacity_by_office(plan: Plan, offices: tuple[str, ...], edges: Floats) -> Floats:
    """Time for tasks times proficiency, by the office that somebody serves first; hours, shape (offices, weeks).

    Who serves several offices alike is in none. The desks of receptions are not counted.
    """
    intervals, servers = plan.staffing.intervals, plan.staffing.servers
    first = np.array([office_served(service, offices) for service in plan.staffing.services] or [-1])
    at_work = np.array([server.employee >= 0 for server in servers] or [False])[intervals.server]
    office = np.where(at_work, first[intervals.service], -1)
    cells = Cells(np.where(office < 0, len(offices), office), len(offices))
    return pieces(intervals.start, intervals.end, edges).minutes_in(cells, intervals.proficiency) / HOUR


def office_served(service: tuple[tuple[str, int], ...], offices: tuple[str, ...]) -> int:
    """The place of the office whose queues have the best rank of a service; -1 when there is no such one."""
    ranks = [(rank, queue.partition("@")[2]) for queue, rank in service]
    best = min((rank for rank, office in ranks if office in offices), default=None)
    first = {office for rank, office in ranks if rank == best and office in offices}
    return offices.index(first.pop()) if len(first) == 1 else -1
