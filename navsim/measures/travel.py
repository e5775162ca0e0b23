"""How far users travel to those who meet them (brukernes reisetid), beside the staff's travel in the hours account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from navsim.calendar.clock import Clock
from navsim.calendar.days import WEEKDAYS
from navsim.config.models import Config
from navsim.config.services import distances
from navsim.engine.log import Log
from navsim.measures.counting import tally
from navsim.measures.parts import Cross, Floats, Ints, Parts
from navsim.measures.rows import TaskRows
from navsim.measures.series import Key, rows_of
from navsim.measures.work import parts_by_user, parts_by_work
from navsim.plan.model import Plan, Static
from navsim.plan.persons import OFFICE
from navsim.plan.staff_servers import in_force, weekdays_of
from navsim.values.time import DAY, HOUR


@dataclass(frozen=True)
class Travel:
    """What users' travel depends on, by place of an office among those sorted by name.

    ``way[office, office]`` is one way (minutes); ``seat[entry][day]`` where an entry sits, ``desks`` where each
    reception is; ``in_person`` are the task types and channels in which the user comes there.
    """

    way: Floats
    seat: Mapping[str, Ints]
    desks: Mapping[str, int]
    in_person: frozenset[tuple[str, str]]


def travel_of(config: Config, clock: Clock) -> Travel | None:
    """What a config says of travel; None where no channel is in person."""
    in_person = frozenset(
        (name, channel) for name, task in config.tasks.items() for channel, each in task.channels.items()
        if each.in_person
    )  # fmt: skip
    if not in_person or not config.users:
        return None
    offices, way = sorted(config.offices), distances(config)
    return Travel(
        way=np.array([[way.get(frozenset((one, other)), 0.0) for other in offices] for one in offices]),
        seat={name: seats(config, name, clock, offices) for name in config.staff},
        desks={name: offices.index(str(reception.office)) for name, reception in config.receptions.items()},
        in_person=in_person,
    )


def seats(config: Config, entry: str, clock: Clock, offices: Sequence[str]) -> Ints:
    """Where an entry sits on each day of the run: at its own office, or away."""
    found, weekday = np.zeros(clock.days, np.int64), weekdays_of(clock)
    for period, days in in_force(config.staff[entry], clock):
        found[days] = offices.index(str(period.office))
        for day, office in period.away.items():
            found[days] = np.where(weekday[days] == WEEKDAYS.index(day), offices.index(office), found[days])
    return found


def travel_measures(
    plan: Plan, log: Log, tasks: TaskRows, travel: Travel | None, crosses: Sequence[Cross] = ()
) -> Iterator[tuple[Key, Floats]]:
    """``user_travel_hours`` in the week in which a task starts: of all, by owner and type, and by kind of user."""
    if travel is None:
        return
    rows, minutes = journeys(plan, log, travel)
    started = tasks.started.at(rows)
    divided: list[tuple[list[Parts], Floats]] = [
        (parts_by_work(plan.static), tally(tasks.work.at(rows), started, minutes)),
        (parts_by_user(plan.static, crosses), tally(tasks.users.at(rows), started, minutes)),
    ]
    for dimensions, table in divided:
        for parts in dimensions:
            yield from rows_of(parts, {("user_travel_hours", "hours"): parts.gather(table) / HOUR})


def journeys(plan: Plan, log: Log, travel: Travel) -> tuple[Ints, Floats]:
    """The tasks (rows) for which a user came in person, and how long there and back took (minutes).

    A task that pauses is one journey, to whoever began it.
    """
    static, tasks = plan.static, log.tasks
    most = max(len(type_.channels) for type_ in static.types)
    comes = np.zeros((len(static.types), most), bool)
    for type_ in static.types:
        for number, channel in enumerate(type_.channels):
            comes[type_.number, number] = (type_.name, channel.name) in travel.in_person
    begun, first = np.unique(log.work.task, return_index=True)  # segments come in order of their ends
    of_users = comes[tasks.type[begun], tasks.channel[begun]] & (tasks.person[begun] >= 0)
    rows, first = begun[of_users], first[of_users]
    home = office_of_mixes(static)[plan.persons.mix[tasks.person[rows]]]
    there = seats_of_servers(plan, travel)[log.work.server[first], (log.work.start[first] // DAY).astype(np.int64)]
    return rows, 2 * travel.way[home, there]


def office_of_mixes(static: Static) -> Ints:
    """The place of the office in each mix of traits."""
    place = [trait.name for trait in static.traits].index(OFFICE)
    mixes = product(*(range(len(trait.values)) for trait in static.traits))
    return np.array([mix[place] for mix in mixes], np.int64)


def seats_of_servers(plan: Plan, travel: Travel) -> Ints:
    """Where each server sits on each day; (servers, days)."""
    days = round(plan.static.horizon / DAY)
    employees = plan.staffing.employees
    return np.array(
        [
            travel.seat[employees[server.employee].entry] if server.employee >= 0
            else np.full(days, travel.desks[server.reception])
            for server in plan.staffing.servers
        ],
        np.int64,
    ).reshape(-1, days)  # fmt: skip
