"""Nothing is lost: persons, tasks, work and paid minutes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import holidays
import numpy as np
from hypothesis import given, settings
from numpy.typing import NDArray

from navsim.engine.log import Outcome
from navsim.measures.series import Key
from navsim.plan.model import Origin
from navsim.plan.staffing import Use
from navsim.values.time import DAY, WEEK
from tests.properties.offices import offices
from tests.properties.reading import in_use, is_from_outside, leads_to_group, spells_by_person
from tests.properties.running import Measured, run

Floats = NDArray[np.float64]
TICKS = 1024 * 60
"""Grid points in an hour."""


def initial_and_arrived_are_left_and_present(data: dict[str, Any], found: Measured) -> None:
    """By group, with those who move from one to another: initial + arrived + moved in = left + moved out + present."""
    spells, keys, value = found.log.spells, found.weekly.keys, found.weekly.__getitem__
    assert set(spells.person.tolist()) == set(range(len(found.plan.persons)))
    parts = {(key.dimension, key.group) for key in keys if key.measure == "caseload"}
    assert {("all", "all"), *(("group", name) for name in data["users"])} <= parts
    for part in parts:
        caseload, inflow, returns, moved_in, outflow, moved_out = (
            value(Key(measure, "persons", *part))
            for measure in ("caseload", "inflow", "returns", "moved_in", "outflow", "moved_out")
        )
        change = np.cumsum(inflow + returns + moved_in - outflow - moved_out)
        first = (caseload - change)[0]
        assert (caseload - change == first).all()
        if part[0] == "group":
            assert first == data["users"][part[1]]["initial"]
    moved = leads_to_group(found)
    for number, group in enumerate(found.plan.static.groups):
        mine, into = spells.group == number, len(found.plan.static.destinations) + number
        present, left = np.isnan(spells.left[mine]).sum(), (~np.isnan(spells.left[mine])).sum()
        origins = [(spells.origin[mine] == origin).sum() for origin in Origin]
        assert sum(origins) == left + present
        assert origins[Origin.INITIAL] == data["users"][group.name]["initial"]
        assert origins[Origin.MOVED] == (spells.destination == into).sum()
        assert present == value(Key("caseload", "persons", "group", group.name))[-1]
        total = value(Key("moved_out", "persons", "group", group.name)).sum()
        assert total == (mine & moved).sum()
    assert not (spells.left < spells.arrival).any()


def spells_of_a_person_follow_one_another(data: dict[str, Any], found: Measured) -> None:
    """One begins where the one before it ends, in the group to which that led; the last is left or goes on."""
    spells, first_group = found.log.spells, len(found.plan.static.destinations)
    for person, rows in spells_by_person(found).items():
        assert spells.origin[rows[0]] != Origin.MOVED
        assert (spells.mix[rows] == found.plan.persons.mix[person]).all()
        for one, other in pairwise(rows):
            assert spells.origin[other] == Origin.MOVED
            assert spells.left[one] == spells.arrival[other] == spells.entered[other]
            assert spells.destination[one] == first_group + spells.group[other]
            assert spells.group[one] != spells.group[other]
        assert spells.destination[rows[-1]] < first_group
        assert (spells.destination[rows[-1]] < 0) == np.isnan(spells.left[rows[-1]])


def little_holds_exactly(data: dict[str, Any], found: Measured) -> None:
    """The integral of the number in system over the run is the sum of the times in system within it; also of tasks."""
    log, horizon = found.log, found.plan.static.horizon
    for start, end in ((log.spells.arrival, log.spells.left), (log.tasks.opened, log.tasks.ended)):
        until = np.where(np.isnan(end), horizon, end)
        instants = np.unique(np.concatenate(([0.0, horizon], start, until)))
        came = np.searchsorted(np.sort(start), instants[:-1], side="right")
        went = np.searchsorted(np.sort(until), instants[:-1], side="right")
        assert ((came - went) * np.diff(instants)).sum() == (until - start).sum()


def parts_add_up_to_the_whole(data: dict[str, Any], found: Measured) -> None:
    """Groups in follow-up, and the values of each trait, add up to everybody; so do the stocks of tasks."""
    value = found.weekly.__getitem__

    def total(measure: str, unit: str, dimension: str, names: Iterable[str]) -> Floats:
        return sum((value(Key(measure, unit, dimension, name)) for name in names), np.zeros(data["weeks"]))

    followed = [name for name, group in data["users"].items() if group.get("in_follow_up", True)]
    for measure in ("caseload", "inflow", "returns", "moved_in", "outflow", "moved_out"):
        everybody = value(Key(measure, "persons", "all", "all"))
        assert (total(measure, "persons", "group", followed) == everybody).all()
        for trait in found.plan.static.traits:
            assert (total(measure, "persons", trait.name, trait.values) == everybody).all()
    types = [type_.name for type_ in found.plan.static.types if not is_from_outside(found, type_)]
    for measure in ("queue", "backlog"):
        assert (total(measure, "tasks", "task", types) == value(Key(measure, "tasks", "all", "all"))).all()


def created_are_done_cancelled_or_open(data: dict[str, Any], found: Measured) -> None:
    log, value = found.log, found.weekly.__getitem__
    tasks, work, types = log.tasks, log.work, found.plan.static.types
    done, is_open = tasks.outcome == Outcome.DONE, tasks.outcome == Outcome.OPEN
    assert (np.isnan(tasks.ended) == is_open).all()
    assert not np.isnan(tasks.started[done]).any()
    assert np.isnan(tasks.started[~done & ~is_open]).all()
    cancelled = [
        value(Key("cancelled", "tasks", "reason", name)) for name in ("superseded", "left", "expired", "moved")
    ]
    assert np.sum(cancelled) == (~done & ~is_open).sum()
    for type_ in types:
        mine = tasks.type == type_.number
        waits = mine & np.isnan(tasks.started) & is_open
        assert value(Key("queue", "tasks", "task", type_.name))[-1] == waits.sum()
        late = mine & is_open & (tasks.due < found.plan.static.horizon)
        assert value(Key("backlog", "tasks", "task", type_.name))[-1] == late.sum()
    assert log.spells.contacts.sum() == tasks.contact.sum()
    there = np.isin(tasks.person, log.spells.person[np.isnan(log.spells.left)])
    assert not ((tasks.person >= 0) & ~there & is_open & np.isnan(tasks.started)).any()
    for number, speed in enumerate(speeds(found)):
        mine = work.task == number
        spent = (work.end - work.start)[mine].sum()
        if done[number] and speed is not None:
            # Each time that work is set down it may be rounded once.
            assert abs(spent - tasks.minutes[number] / speed) <= mine.sum() / 1024
        assert bool(mine.any()) == (tasks.started[number] < found.plan.static.horizon)


def speeds(found: Measured) -> list[float | None]:
    """For each task the proficiency of whoever did it; None when it changed between segments."""
    intervals, work = found.plan.staffing.intervals, found.log.work
    speeds: list[set[float]] = [set() for _ in found.log.tasks.type]
    for task, server, start in zip(work.task.tolist(), work.server.tolist(), work.start.tolist(), strict=True):
        inside = (intervals.server == server) & (intervals.start <= start) & (start < intervals.end)
        speeds[task] |= set(intervals.proficiency[inside].tolist())
    return [one.pop() if len(one) == 1 else None for one in speeds]


def every_paid_minute_has_one_use(data: dict[str, Any], found: Measured) -> None:
    """By owner and week the uses add up to what the calendar, the positions and the dates of employment give.

    Overtime comes on top.
    """
    contract = contract_ticks(data, found)
    for owner, ticks in contract.items():
        uses = [row for key, row in zip(found.weekly.keys, found.weekly.values, strict=True)
                if key.measure == "hours" and key.group == owner and "overtime" not in key.dimension]  # fmt: skip
        assert len(uses) == 11
        assert min(row.min() for row in uses) > -1e-9
        total = np.sum(uses, axis=0) * TICKS
        assert np.abs(total - np.rint(total)).max() < 1e-3
        assert (np.rint(total) == ticks).all()
    assert {key.group for key in found.weekly.keys if key.measure == "hours"} == set(contract)


def contract_ticks(data: dict[str, Any], found: Measured) -> dict[str, Floats]:
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


def public_holidays_are_nobodys_working_days(data: dict[str, Any], found: Measured) -> None:
    calendar, start = data["calendar"], date.fromisoformat(data["start"])
    off = (
        holidays.country_holidays("NO", years=[2019, 2020, 2021])
        if calendar != "always" and calendar["country"] == "NO"
        else {}
    )
    intervals, accounts = found.plan.staffing.intervals, found.plan.staffing.accounts
    late = in_use(found, Use.OVERTIME)
    overtime = set(zip(accounts.employee[late].tolist(), accounts.start[late].tolist(), strict=True))
    for employee, begin in zip(intervals.employee.tolist(), intervals.start.tolist(), strict=True):
        day = start + timedelta(days=begin // DAY)
        if (employee, begin) not in overtime:  # which is paid apart, and may be on any day
            assert day not in off
            assert minutes_of(data, day) > 0
    assert found.plan.static.horizon == data["weeks"] * WEEK


@settings(max_examples=50)
@given(offices())
def test_nothing_is_lost(data: dict[str, Any]) -> None:
    found = run(data)
    for holds in (
        initial_and_arrived_are_left_and_present,
        spells_of_a_person_follow_one_another,
        little_holds_exactly,
        parts_add_up_to_the_whole,
        created_are_done_cancelled_or_open,
        every_paid_minute_has_one_use,
        public_holidays_are_nobodys_working_days,
    ):
        holds(data, found)
