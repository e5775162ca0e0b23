"""Nothing is lost: persons, tasks, work and paid minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import holidays
import numpy as np
from hypothesis import given, settings
from numpy.typing import NDArray

from navsim.engine.log import Outcome
from navsim.measures.series import Key
from navsim.plan.model import Origin, Trigger
from navsim.values.time import DAY, WEEK
from tests.properties.offices import offices
from tests.properties.running import Run, run

Floats = NDArray[np.float64]
TICKS = 1024 * 60
"""Grid points in an hour."""


def initial_and_arrived_are_left_and_present(data: dict[str, Any], found: Run) -> None:
    spells, keys, value = found.log.spells, found.weekly.keys, found.weekly.__getitem__
    assert len(spells.person) == len(found.plan.persons) == len(set(spells.person.tolist()))
    parts = {(key.dimension, key.group) for key in keys if key.measure == "caseload"}
    assert {("all", "all"), *(("group", name) for name in data["users"])} <= parts
    for part in parts:
        caseload, inflow, returns, outflow = (
            value(Key(measure, "persons", *part)) for measure in ("caseload", "inflow", "returns", "outflow")
        )
        if part[0] == "group":
            assert (caseload - np.cumsum(inflow + returns - outflow) == data["users"][part[1]]["initial"]).all()
    for number, group in enumerate(found.plan.static.groups):
        mine = spells.group == number
        present, left = np.isnan(spells.left[mine]).sum(), (~np.isnan(spells.left[mine])).sum()
        origins = [(spells.origin[mine] == origin).sum() for origin in Origin]
        assert sum(origins) == left + present
        assert origins[Origin.INITIAL] == data["users"][group.name]["initial"]
        assert present == value(Key("caseload", "persons", "group", group.name))[-1]
    assert not (spells.left < spells.arrival).any()


def parts_add_up_to_the_whole(data: dict[str, Any], found: Run) -> None:
    """Groups in follow-up, and the values of each trait, add up to everybody; so do the stocks of tasks."""
    value = found.weekly.__getitem__

    def total(measure: str, unit: str, dimension: str, names: Iterable[str]) -> Floats:
        return sum((value(Key(measure, unit, dimension, name)) for name in names), np.zeros(data["weeks"]))

    followed = [name for name, group in data["users"].items() if group.get("in_follow_up", True)]
    for measure in ("caseload", "inflow", "returns", "outflow"):
        everybody = value(Key(measure, "persons", "all", "all"))
        assert (total(measure, "persons", "group", followed) == everybody).all()
        for trait in found.plan.static.traits:
            assert (total(measure, "persons", trait.name, trait.values) == everybody).all()
    types = [type_.name for type_ in found.plan.static.types if type_.trigger != Trigger.FROM_OUTSIDE]
    for measure in ("queue", "backlog"):
        assert (total(measure, "tasks", "task", types) == value(Key(measure, "tasks", "all", "all"))).all()


def created_are_done_cancelled_or_open(data: dict[str, Any], found: Run) -> None:
    log, value = found.log, found.weekly.__getitem__
    tasks, work, types = log.tasks, log.work, found.plan.static.types
    done, is_open = tasks.outcome == Outcome.DONE, tasks.outcome == Outcome.OPEN
    assert (np.isnan(tasks.ended) == is_open).all()
    assert not np.isnan(tasks.started[done]).any()
    assert np.isnan(tasks.started[~done & ~is_open]).all()
    cancelled = [value(Key("cancelled", "tasks", "reason", name)) for name in ("superseded", "left", "expired")]
    assert np.sum(cancelled) == (~done & ~is_open).sum()
    for type_ in types:
        mine = tasks.type == type_.number
        waits = mine & np.isnan(tasks.started) & is_open
        assert value(Key("queue", "tasks", "task", type_.name))[-1] == waits.sum()
        late = mine & is_open & (tasks.due < found.plan.static.horizon)
        assert value(Key("backlog", "tasks", "task", type_.name))[-1] == late.sum()
    assert log.spells.contacts.sum() == tasks.contact.sum()
    gone = np.isin(tasks.person, log.spells.person[~np.isnan(log.spells.left)])
    assert not (gone & is_open & np.isnan(tasks.started)).any()
    for number, speed in enumerate(speeds(found)):
        mine = work.task == number
        spent = (work.end - work.start)[mine].sum()
        if done[number] and speed is not None:
            # Each time that work is set down it may be rounded once.
            assert abs(spent - tasks.minutes[number] / speed) <= mine.sum() / 1024
        assert bool(mine.any()) == (tasks.started[number] < found.plan.static.horizon)


def speeds(found: Run) -> list[float | None]:
    """For each task the proficiency of whoever did it; None when it changed between segments."""
    intervals, work = found.plan.staffing.intervals, found.log.work
    speeds: list[set[float]] = [set() for _ in found.log.tasks.type]
    for task, server, start in zip(work.task.tolist(), work.server.tolist(), work.start.tolist(), strict=True):
        inside = (intervals.server == server) & (intervals.start <= start) & (start < intervals.end)
        speeds[task] |= set(intervals.proficiency[inside].tolist())
    return [one.pop() if len(one) == 1 else None for one in speeds]


def tasks_are_created_by_what_starts_them(data: dict[str, Any], found: Run) -> None:
    """Certain starts on entry happen once each; a person has one open follow-up at a time; all arrivals come."""
    log, plan = found.log, found.plan
    spells, tasks = log.spells, log.tasks
    for type_ in plan.static.types:
        mine = tasks.type == type_.number
        person = tasks.person[mine]
        if type_.trigger == Trigger.FROM_OUTSIDE:
            assert (person == -1).all()
            assert mine.sum() == (plan.arrivals.type == type_.number).sum()
            continue
        applies = plan.static.applies[type_.number][spells.group, spells.mix]
        assert set(person.tolist()) <= set(spells.person[applies].tolist())
        if type_.trigger == Trigger.ENTRY:
            new = spells.person[applies & (spells.origin != Origin.INITIAL)]
            counts = np.bincount(person, minlength=len(plan.persons))
            assert counts.max(initial=0) <= 1
            if set(type_.probability.values) == {1.0}:
                assert (counts[new] == 1).all()
        if type_.trigger == Trigger.AFTER_CONTACT:
            order = np.lexsort((tasks.opened[mine], person))
            opened, ended, who = tasks.opened[mine][order], tasks.ended[mine][order], person[order]
            same = who[1:] == who[:-1]
            assert (ended[:-1][same] <= opened[1:][same]).all()
            for one, instant in zip(who.tolist(), opened.tolist(), strict=True):
                assert instant == max(last_contact(found, one, instant) + type_.opens, plan.persons.arrival[one])


def last_contact(found: Run, person: int, instant: float) -> float:
    """When somebody was last met before an instant; when they came, if never."""
    tasks, persons = found.log.tasks, found.plan.persons
    met = tasks.ended[(tasks.person == person) & tasks.contact & (tasks.ended <= instant)]
    before = persons.last_contact[person]
    return float(met.max(initial=persons.entered[person] if np.isnan(before) else before))


def every_paid_minute_has_one_use(data: dict[str, Any], found: Run) -> None:
    """By owner and week the uses add up to what the calendar, the positions and the dates of employment give."""
    contract = contract_ticks(data, found)
    for owner, ticks in contract.items():
        uses = [row for key, row in zip(found.weekly.keys, found.weekly.values, strict=True)
                if key.measure == "hours" and key.group == owner]  # fmt: skip
        assert len(uses) == 11
        assert min(row.min() for row in uses) > -1e-9
        total = np.sum(uses, axis=0) * TICKS
        assert np.abs(total - np.rint(total)).max() < 1e-3
        assert (np.rint(total) == ticks).all()
    assert {key.group for key in found.weekly.keys if key.measure == "hours"} == set(contract)


def contract_ticks(data: dict[str, Any], found: Run) -> dict[str, Floats]:
    """Contract time of each owner in each week, counted day by day (1024 ticks a minute)."""
    config, weeks = found.prepared.config, data["weeks"]
    start = date.fromisoformat(data["start"])
    total: dict[str, Floats] = {}
    for entry in config.staff.values():
        mine = total.setdefault(entry.owner, np.zeros(weeks))
        first = entry.recruiting.first_day if entry.recruiting else entry.from_ or date.min
        for number in range(7 * weeks):
            day = start + timedelta(days=number)
            if first <= day <= (entry.until or date.max):
                mine[number // 7] += entry.people * np.floor(entry.fte * minutes_of(data, day) * 1024 + 0.5)
    return {
        owner: ticks
        for owner, ticks in total.items()
        if any(s.people and s.owner == owner for s in config.staff.values())
    }


def minutes_of(data: dict[str, Any], day: date) -> float:
    """How long the office is open on a day; public holidays are paid too."""
    calendar = data["calendar"]
    if calendar == "always":
        return 1440.0
    if calendar["country"] == "NO":
        return 450.0 if day.weekday() < 5 else 0.0
    return {0: 480.0, 1: 440.0, 3: 530.0, 5: 240.0}.get(day.weekday(), 0.0)


def public_holidays_are_nobodys_working_days(data: dict[str, Any], found: Run) -> None:
    calendar, start = data["calendar"], date.fromisoformat(data["start"])
    off = (
        holidays.country_holidays("NO", years=[2019, 2020, 2021])
        if calendar != "always" and calendar["country"] == "NO"
        else {}
    )
    for begin in found.plan.staffing.intervals.start.tolist():
        day = start + timedelta(days=begin // DAY)
        assert day not in off
        assert minutes_of(data, day) > 0
    assert found.plan.static.horizon == data["weeks"] * WEEK


def nobody_is_free_while_work_waits(data: dict[str, Any], found: Run) -> None:
    """In a gap of a server's interval no task of its queues waits that fits and whose person is not in a talk."""
    log, plan = found.log, found.plan
    tasks, types = log.tasks, plan.static.types
    queue = np.array([type_.queue for type_ in types])[tasks.type]
    unbroken = ~np.array([type_.splittable for type_ in types])[tasks.type]
    ended = np.where(np.isnan(tasks.ended), plan.static.horizon, tasks.ended)
    until = np.where(np.isnan(tasks.started), ended, tasks.started)
    busy = talks(found)
    for server, begin, free_until, end, speed, queues in gaps(found):
        since = np.maximum(tasks.opened, begin)
        waits = np.isin(queue, queues) & (since < np.minimum(until, free_until))
        for task in np.flatnonzero(waits).tolist():
            mine = busy.get(tasks.person[task], []) if types[tasks.type[task]].contact else []
            over = [stop for _, stop in mine if since[task] <= stop < min(until[task], free_until)]
            for instant in [since[task], *over]:
                in_talk = any(start <= instant < stop for start, stop in mine)
                fits = not unbroken[task] or tasks.minutes[task] / speed < end - instant
                assert in_talk or not fits, (server, task, instant)


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


Gap = tuple[int, float, float, float, float, list[int]]


def gaps(found: Run) -> Iterator[Gap]:
    """Each idle time: the server, its beginning and end, the end of the interval, the speed, the queues."""
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
                yield server, free, taken, end, speed, queues


@settings(max_examples=50)
@given(offices())
def test_nothing_is_lost(data: dict[str, Any]) -> None:
    found = run(data)
    for holds in (
        initial_and_arrived_are_left_and_present,
        parts_add_up_to_the_whole,
        created_are_done_cancelled_or_open,
        tasks_are_created_by_what_starts_them,
        every_paid_minute_has_one_use,
        public_holidays_are_nobodys_working_days,
        nobody_is_free_while_work_waits,
    ):
        holds(data, found)
