"""Tasks start when they should, by whom they should, and nobody is idle while somebody waits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, settings
from numpy.typing import NDArray

from navsim.engine.log import Outcome
from navsim.plan.model import AT_ONCE, Origin, TaskType, Trigger
from tests.properties.offices import offices
from tests.properties.reading import (
    NOBODY,
    Segment,
    caseworker_at,
    caseworkers,
    is_from_outside,
    queues_of_tasks,
    segments,
    spells_by_person,
)
from tests.properties.running import Run, simulated

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


# What starts tasks


def tasks_come_from_what_starts_them(found: Run) -> None:
    """Tasks of users are for those whom they are for; those from outside are all that come."""
    log, plan = found.log, found.plan
    for type_ in plan.static.types:
        mine = log.tasks.type == type_.number
        if is_from_outside(found, type_):
            assert (log.tasks.person[mine] == NOBODY).all()
            if type_.trigger == Trigger.FROM_OUTSIDE:
                assert mine.sum() == (plan.arrivals.type == type_.number).sum()
        for row in np.flatnonzero(mine & (log.tasks.person >= 0)).tolist():
            spell = spell_of(found, row)
            assert plan.static.applies[type_.number, log.spells.group[spell], log.spells.mix[spell]]
            assert np.isnan(log.spells.left[spell]) or log.tasks.opened[row] <= log.spells.left[spell]
        check = {Trigger.COMPLETION: successions, Trigger.AFTER_CONTACT: follow_ups}.get(type_.trigger)
        if check:
            check(found, type_)
        elif type_.trigger in (Trigger.ENTRY, Trigger.AGE, Trigger.BEFORE_LIMIT):
            once_in_a_spell(found, type_)


def what_waits_is_for_whom_it_is_for(found: Run) -> None:
    """A task that nobody has begun does not outlast a move to a group that it is not for."""
    tasks, spells, rows_of = found.log.tasks, found.log.spells, spells_by_person(found)
    until = np.where(np.isnan(tasks.started), tasks.ended, tasks.started)
    for task in np.flatnonzero(tasks.person >= 0).tolist():
        for spell in rows_of[int(tasks.person[task])]:
            if tasks.opened[task] < spells.arrival[spell] and not until[task] <= spells.arrival[spell]:
                assert found.plan.static.applies[tasks.type[task], spells.group[spell], spells.mix[spell]]


def spell_of(found: Run, task: int) -> int:
    """The spell in which a task opened; at the instant of a move the later one."""
    spells, tasks = found.log.spells, found.log.tasks
    rows = np.flatnonzero((spells.person == tasks.person[task]) & (spells.arrival <= tasks.opened[task]))
    return int(rows[-1])


def once_in_a_spell(found: Run, type_: TaskType) -> None:
    """At its instant in each spell that lasts so long, unless one of before is unfinished or chance decides."""
    spells, tasks, horizon = found.log.spells, found.log.tasks, found.plan.static.horizon
    mine = np.flatnonzero(tasks.type == type_.number)
    seen = set()
    certain = type_.trigger != Trigger.ENTRY or set(type_.probability.values) == {1.0}
    for row in range(len(spells.person)):
        if not found.plan.static.applies[type_.number, spells.group[row], spells.mix[row]]:
            continue
        instant = starts_at(found, type_, row)
        left = horizon if np.isnan(spells.left[row]) else spells.left[row]
        if instant is None or instant >= left:
            continue
        own = mine[(tasks.person[mine] == spells.person[row]) & (tasks.opened[mine] <= instant)]
        now = own[tasks.opened[own] == instant]
        unfinished = own[(tasks.opened[own] < instant) & ~(tasks.ended[own] < instant)]
        assert len(now) <= 1
        if certain and spells.origin[row] != Origin.INITIAL:
            assert len(now) + len(unfinished) >= 1, (type_.name, row)
        seen |= set(now.tolist())
    known = {row for row in mine.tolist() if starts_at(found, type_, spell_of(found, row)) is not None}
    assert known == seen


def starts_at(found: Run, type_: TaskType, row: int) -> float | None:
    """When a spell starts a task that comes once in it; None when it does not, or the log does not tell."""
    spells, persons = found.log.spells, found.plan.persons
    if type_.trigger == Trigger.BEFORE_LIMIT:
        if spells.origin[row] == Origin.MOVED:
            return None
        limit = spells.arrival[row] + persons.limit[spells.person[row]]
        if np.isinf(limit):
            return None
        since = max(limit - type_.age, spells.entered[row])
    else:
        since = spells.entered[row] + (type_.age if type_.trigger == Trigger.AGE else 0.0)
    return float(max(since + type_.opens, spells.arrival[row]))


def successions(found: Run, type_: TaskType) -> None:
    """At most one for each task before it that is done, one for each where nothing hinders it; and not before it."""
    log, before = found.log, found.log.tasks.type == type_.succession.after
    tasks, spells = log.tasks, log.spells
    mine = tasks.type == type_.number
    started = before & (tasks.outcome == Outcome.DONE)
    certain = set(type_.probability.values) == {1.0} and type_.succession.delay == AT_ONCE
    certain = certain and not type_.succession.windows.start and type_.opens == 0
    for person in np.unique(tasks.person[mine | started]).tolist():
        own = started & (tasks.person == person)
        opened = np.sort(tasks.opened[mine & (tasks.person == person)])
        ended = np.sort(tasks.ended[own])
        assert len(opened) <= len(ended)
        assert (opened >= ended[: len(opened)]).all()
        if certain:
            there = [end for end in ended.tolist() if person == NOBODY or concerned(found, type_, person, end)]
            assert opened.tolist() == there
    assert not (np.isnan(spells.arrival)).any()


def concerned(found: Run, type_: TaskType, person: int, instant: float) -> bool:
    """Whether somebody is in a group that a task is for, just before a move or leaving at this instant."""
    spells = found.log.spells
    rows = np.flatnonzero((spells.person == person) & (spells.arrival <= instant) & ~(spells.left < instant))
    inside = [row for row in rows.tolist() if spells.arrival[row] < instant] or rows.tolist()
    return bool(inside) and bool(
        found.plan.static.applies[type_.number, spells.group[inside[0]], spells.mix[inside[0]]]
    )


def follow_ups(found: Run, type_: TaskType) -> None:
    """One at a time, its opening after the last contact; for those whom a move brings into it, at the move if later."""
    tasks, plan = found.log.tasks, found.plan
    mine = np.flatnonzero(tasks.type == type_.number)
    order = mine[np.lexsort((tasks.opened[mine], tasks.person[mine]))]
    for one, other in pairwise(order.tolist()):
        if tasks.person[one] == tasks.person[other]:
            assert tasks.ended[one] <= tasks.opened[other]
    rows_of = spells_by_person(found)
    for row in mine.tolist():
        person, opened = int(tasks.person[row]), float(tasks.opened[row])
        since = plan.persons.arrival[person]
        for spell in rows_of[person]:
            for_it = plan.static.applies[type_.number, found.log.spells.group[spell], found.log.spells.mix[spell]]
            if not for_it and found.log.spells.left[spell] <= opened:
                since = found.log.spells.left[spell]
        assert opened == max(last_contact(found, person, opened) + type_.opens, since)


def last_contact(found: Run, person: int, instant: float) -> float:
    """When somebody was last met before an instant; when they came, if never."""
    tasks, persons = found.log.tasks, found.plan.persons
    met = tasks.ended[(tasks.person == person) & tasks.contact & (tasks.ended < instant)]
    before = persons.last_contact[person]
    return float(met.max(initial=persons.entered[person] if np.isnan(before) else before))


# Who does them


def work_is_done_by_whom_it_may_be(found: Run) -> None:
    """One server at a time, of the queue; on lists the own caseworker until others may help; another where told so."""
    queues, tasks, types = queues_of_tasks(found), found.log.tasks, found.plan.static.types
    services, parts = services_of(found), pieces(found)
    for task, mine in parts.items():
        assert all(one.end <= other.start for one, other in pairwise(mine))
        person, queue = int(tasks.person[task]), int(queues[task])
        for before, part in zip([None, *mine], mine, strict=False):
            assert queue in services(part)
            if before is None or before.employee != part.employee:
                own = caseworker_at(found, queue, person, part.start)
                helps = tasks.opened[task] + found.plan.caseworkers.pool_after[queue] <= part.start
                assert own in (NOBODY, part.employee) or helps
        if types[tasks.type[task]].succession.another:
            barred = who_did_before(found, parts, task)
            assert len(barred) != 1 or not barred & {part.employee for part in mine}


def pieces(found: Run) -> dict[int, list[Segment]]:
    """The segments of work of each task, in order of time."""
    parts: dict[int, list[Segment]] = {}
    for part in segments(found):
        parts.setdefault(part.task, []).append(part)
    return parts


def services_of(found: Run) -> Any:
    """A function that gives the queues that a server serves during a segment."""
    intervals, services = found.plan.staffing.intervals, found.plan.static.services

    def served(part: Segment) -> set[int]:
        inside = (intervals.server == part.server) & (intervals.start <= part.start) & (part.end <= intervals.end)
        return {queue for row in np.flatnonzero(inside).tolist() for queue, _ in services[intervals.service[row]]}

    return served


def who_did_before(found: Run, parts: dict[int, list[Segment]], task: int) -> set[int]:
    """Who may have done the task before this one: whoever ended such a task of the same person in time."""
    tasks, types = found.log.tasks, found.plan.static.types
    after = types[tasks.type[task]].succession.after
    ended = (tasks.type == after) & (tasks.person == tasks.person[task]) & (tasks.ended <= tasks.opened[task])
    return {parts[row][-1].employee for row in np.flatnonzero(ended & (tasks.outcome == Outcome.DONE)).tolist()}


def nobody_is_free_while_work_waits(found: Run) -> None:
    """In a gap of a server's interval no task of its queues waits that fits, is this one's to do, and whose person is
    not in a talk."""
    log, plan = found.log, found.plan
    tasks, types, queue = log.tasks, plan.static.types, queues_of_tasks(found)
    unbroken = ~np.array([type_.splittable for type_ in types], bool)[tasks.type]
    ended = np.where(np.isnan(tasks.ended), plan.static.horizon, tasks.ended)
    until = np.where(np.isnan(tasks.started), ended, tasks.started)
    busy, parts = talks(found), pieces(found)
    for server, employee, begin, free_until, end, speed, queues in gaps(found):
        since = np.maximum(tasks.opened, begin)
        waits = np.isin(queue, queues) & (since < np.minimum(until, free_until))
        for task in np.flatnonzero(waits).tolist():
            type_ = types[tasks.type[task]]
            if type_.succession.another and employee in who_did_before(found, parts, task):
                continue
            talk = busy.get(int(tasks.person[task]), []) if type_.contact else []
            moments = [since[task], *(stop for _, stop in talk), *may_help_from(found, task, int(queue[task]))]
            for instant in moments:
                if not since[task] <= instant < min(until[task], free_until):
                    continue
                in_talk = any(start <= instant < stop for start, stop in talk)
                fits = not unbroken[task] or tasks.minutes[task] / speed < end - instant
                may = is_open_to(found, task, int(queue[task]), employee, instant)
                assert in_talk or not fits or not may, (server, task, instant)


def may_help_from(found: Run, task: int, queue: int) -> Iterator[float]:
    """When more people may do a task on a list than before."""
    yield found.log.tasks.opened[task] + found.plan.caseworkers.pool_after[queue]
    yield from (since for since, _ in caseworkers(found, queue, int(found.log.tasks.person[task])))


def is_open_to(found: Run, task: int, queue: int, employee: int, instant: float) -> bool:
    """Whether a waiting task is this employee's, nobody's, or has waited so long that others may help."""
    own = caseworker_at(found, queue, int(found.log.tasks.person[task]), instant)
    helps = instant >= found.log.tasks.opened[task] + found.plan.caseworkers.pool_after[queue]
    return bool(own in (NOBODY, employee) or helps)


def talks(found: Run) -> dict[int, list[tuple[float, float]]]:
    """When each person is in a talk."""
    tasks, work, types = found.log.tasks, found.log.work, found.plan.static.types
    spans: dict[int, list[tuple[float, float]]] = {}
    for task, start, end in zip(work.task.tolist(), work.start.tolist(), work.end.tolist(), strict=True):
        if types[tasks.type[task]].contact and tasks.person[task] >= 0:
            spans.setdefault(int(tasks.person[task]), []).append((start, end))
    for mine in spans.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(mine))), "talks of a person overlap"
    return spans


Gap = tuple[int, int, float, float, float, float, list[int]]


def gaps(found: Run) -> Iterator[Gap]:
    """Each idle time: server, employee, its beginning and end, the end of the interval, the speed, the queues."""
    intervals, work = found.plan.staffing.intervals, found.log.work
    for row, server in enumerate(intervals.server.tolist()):
        start, end, speed = intervals.start[row], intervals.end[row], intervals.proficiency[row]
        queues = [queue for queue, _ in found.plan.static.services[intervals.service[row]]]
        inside = (work.server == server) & (work.start >= start) & (work.end <= end) & (work.start < end)
        order = np.argsort(work.start[inside], kind="stable")
        begins, ends = work.start[inside][order], work.end[inside][order]
        assert (ends[:-1] <= begins[1:]).all()
        for free, taken in zip([start, *ends.tolist()], [*begins.tolist(), end], strict=True):
            if free < taken:
                yield server, int(intervals.employee[row]), free, taken, end, speed, queues


@settings(max_examples=50)
@given(offices())
def test_tasks_start_and_are_done_by_the_rules(data: dict[str, Any]) -> None:
    found = simulated(data)
    tasks_come_from_what_starts_them(found)
    what_waits_is_for_whom_it_is_for(found)
    work_is_done_by_whom_it_may_be(found)
    nobody_is_free_while_work_waits(found)
