"""What a log means, read with the plan beside it: whose a task is, who did it, and for whom."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from navsim.plan.model import TaskType, Trigger
from navsim.plan.staffing import Use
from tests.properties.running import Run

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOBODY = -1


class Segment(NamedTuple):
    """A piece of work, with the interval in which it lies."""

    task: int
    server: int
    employee: int
    start: float
    end: float
    proficiency: float


def mix_of_persons(found: Run) -> Ints:
    """The mix of traits of each person: the same in all spells."""
    return found.plan.persons.mix


def queues_of_tasks(found: Run) -> Ints:
    """The queue of each task: that of its person's mix of traits."""
    tasks, types = found.log.tasks, found.plan.static.types
    mixes = np.append(mix_of_persons(found), 0)[tasks.person]
    return np.array([types[kind].queues[mix] for kind, mix in zip(tasks.type, mixes, strict=True)], np.int64)


def segments(found: Run) -> list[Segment]:
    """Every piece of work, in order of its end."""
    work, intervals = found.log.work, found.plan.staffing.intervals
    rows = []
    for task, server, start, end in zip(
        work.task.tolist(), work.server.tolist(), work.start.tolist(), work.end.tolist(), strict=True
    ):
        inside = np.flatnonzero((intervals.server == server) & (intervals.start <= start) & (end <= intervals.end))
        assert len(inside), "work outside every interval"
        row = int(inside[-1])
        rows.append(Segment(task, server, int(intervals.employee[row]), start, end, float(intervals.proficiency[row])))
    return rows


def types_with(found: Run, trigger: Trigger) -> list[TaskType]:
    """The task types that start so."""
    return [type_ for type_ in found.plan.static.types if type_.trigger == trigger]


def first_of_chain(found: Run, type_: TaskType) -> TaskType:
    """The type whose completion leads to this one, or the type itself."""
    while type_.trigger == Trigger.COMPLETION:
        type_ = found.plan.static.types[type_.succession.after]
    return type_


def is_from_outside(found: Run, type_: TaskType) -> bool:
    """Whether a type's tasks belong to no user."""
    return first_of_chain(found, type_).trigger == Trigger.FROM_OUTSIDE


def of_type(found: Run, name: str) -> Bools:
    """Which tasks are of the type with this name."""
    numbers = [type_.number for type_ in found.plan.static.types if type_.name == name]
    return np.isin(found.log.tasks.type, numbers)


def spells_by_person(found: Run) -> dict[int, list[int]]:
    """The rows of each person's spells, in order."""
    rows: dict[int, list[int]] = {}
    for row, person in enumerate(found.log.spells.person.tolist()):
        rows.setdefault(person, []).append(row)
    return rows


def caseworkers(found: Run, queue: int, person: int) -> list[tuple[float, int]]:
    """From when on who has a person on a queue's list; nobody where there is no list."""
    lists = found.plan.caseworkers
    place = lists.place[queue]
    if NOBODY in (place, person):
        return [(-np.inf, NOBODY)]
    row = place * len(found.plan.persons) + person
    part = slice(int(lists.first[row]), int(lists.first[row + 1]))
    return list(zip(lists.since[part].tolist(), lists.employee[part].tolist(), strict=True))


def caseworker_at(found: Run, queue: int, person: int, instant: float) -> int:
    """Who has a person on a queue's list at an instant."""
    return [employee for since, employee in caseworkers(found, queue, person) if since <= instant][-1]


def leads_to_group(found: Run) -> Bools:
    """Which spells ended in a move to another group."""
    return np.asarray(found.log.spells.destination >= len(found.plan.static.destinations))


def in_use(found: Run, use: Use) -> Bools:
    """Which rows of the hours account are of this use."""
    return np.asarray(found.plan.staffing.accounts.use == use)


def overlaps(one: list[tuple[float, float]]) -> bool:
    """Whether two of some intervals overlap."""
    return any(first[1] > second[0] for first, second in pairwise(sorted(one)))
