"""More people in, and everybody of before is still there, unchanged until the first effect of waiting."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from navsim.engine.log import Tasks
from navsim.plan.model import Origin, Trigger
from tests.properties.lines import pulse
from tests.properties.offices import offices
from tests.properties.reading import caseworkers, spells_by_person
from tests.properties.running import Run, simulated

Data = dict[str, Any]
HISTORY = [field.name for field in fields(Tasks) if field.name != "person"]
AMPLE = 120
"""People who can do anything."""
FIXED = ("channel", "opened", "due", "minutes", "cut")
"""What a task is from the moment it opens."""


def with_more(data: Data, way: str, extra: Data) -> Data:
    """The same office with more people coming to one group."""
    group = sorted(data["users"])[-1]
    users, shocks = dict(data["users"]), dict(data.get("shocks", {}))
    if way == "shock":
        shocks["extra"] = {f"inflow.{group}": extra}
    else:
        users[group] = {**users[group], "inflow": {"steps": [{"value": "14 / week"}], "pulses": []}}
    return {**data, "users": users, **({"shocks": shocks} if shocks else {})}


def with_less(data: Data) -> Data:
    """The same office with a constant inflow to that group, no shock on it."""
    group = sorted(data["users"])[-1]
    users = {**data["users"], group: {**data["users"][group], "inflow": "5.5 / week"}}
    return {**data, "users": users}


def rows_of(few: Run, many: Run) -> NDArray[np.int64]:
    """For each person of the first run the place in the second; persons are known by their keys."""
    places = {key: place for place, key in enumerate(many.plan.persons.key.tolist())}
    assert len(places) == len(many.plan.persons)
    return np.array([places[key] for key in few.plan.persons.key.tolist()], np.int64)


def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype == np.float64))


def tasks_of_persons(found: Run) -> dict[tuple[int, int, int], dict[str, Any]]:
    """The tasks of each person by (person's key, type, ordinal)."""
    tasks, keys = found.log.tasks, found.plan.persons.key
    columns = {name: getattr(tasks, name).tolist() for name in HISTORY}
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    owners = tasks.person.tolist()
    return {
        (int(keys[person]), row["type"], row["ordinal"]): row
        for person, row in zip(owners, rows, strict=True) if person >= 0
    }  # fmt: skip


def until(row: dict[str, Any], end: float) -> tuple[Any, ...]:
    """What has happened to a task before an instant."""
    started, ended = (row[name] if row[name] < end else None for name in ("started", "ended"))
    fixed = tuple(row[name] for name in FIXED)
    return (*fixed, started, ended, *((row["outcome"], row["contact"]) if ended is not None else ()))


def spells_of_persons(found: Run) -> dict[int, list[tuple[float, ...]]]:
    """The spells of each person by key, in order: all but the number of contacts."""
    spells, keys = found.log.spells, found.plan.persons.key
    names = ("group", "mix", "origin", "entered", "arrival", "left", "destination")
    rows = list(zip(*(getattr(spells, name).tolist() for name in names), strict=True))
    return {int(keys[person]): [rows[place] for place in places] for person, places in spells_by_person(found).items()}


def lasting(spells: list[tuple[float, ...]], end: float) -> list[tuple[float, ...]]:
    """What of the spells has happened before an instant; nothing but the beginning of those that last beyond it."""
    return [row if row[5] < end else row[:5] for row in spells if row[4] < end]


BOTH = st.sampled_from(["rate", "shock"])
EXTRA = pulse("2020-01-06", st.just({"add": "20 / week"}))
ONCE = (Trigger.ENTRY, Trigger.AGE, Trigger.BEFORE_LIMIT)


def persons_stay(few: Run, many: Run) -> None:
    """Everybody of before is there, with the same arrival, traits, need, limit, destinations and caseworkers."""
    places = rows_of(few, many)
    for field in fields(few.plan.persons):
        assert same(getattr(few.plan.persons, field.name), getattr(many.plan.persons, field.name)[places]), field.name
    assert (np.diff(places) > 0).all()
    assert few.plan.caseworkers.place == many.plan.caseworkers.place
    for queue in np.flatnonzero(np.array(few.plan.caseworkers.place) >= 0).tolist():
        for person, place in enumerate(places.tolist()):
            assert caseworkers(few, queue, person) == caseworkers(many, queue, place)


def spells_stay(few: Run, many: Run, end: float) -> None:
    """Everybody of before leaves and moves as they did, up to an instant."""
    one, other = spells_of_persons(few), spells_of_persons(many)
    for key, spells in one.items():
        assert str(lasting(spells, end)) == str(lasting(other[key], end))  # nan is nan


def nobody_else_moves(few: Run, many: Run) -> None:
    """Staff and what comes from outside are the same."""
    for part in ("accounts", "intervals", "duties", "unfilled"):
        one, other = getattr(few.plan.staffing, part), getattr(many.plan.staffing, part)
        assert all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    assert all(
        same(getattr(few.plan.arrivals, f.name), getattr(many.plan.arrivals, f.name)) for f in fields(few.plan.arrivals)
    )


def unchanged_until_waiting(few: Run, many: Run) -> None:
    """All is the same until the first task of somebody new. After it, while leaving does not depend on contacts, spells
    are too, and what hangs on no wait: tasks but follow-ups, and those that others start."""
    before = set(few.plan.persons.key.tolist())
    one, other = tasks_of_persons(few), tasks_of_persons(many)
    first = min((row["opened"] for (key, *_), row in other.items() if key not in before), default=np.inf)
    free = few.plan.static.follow_up_effect == 0
    spells_stay(few, many, np.inf if free else first)
    for name, row in one.items():
        if row["opened"] < first:
            assert until(other[name], first) == until(row, first)
        elif free and hangs_on_no_wait(few, row["type"]):
            assert [other[name][field] for field in FIXED] == [row[field] for field in FIXED]
    if free:
        only_here = [name for name in one if name not in other] + [name for name in other if name not in one]
        assert not any(key in before and hangs_on_no_wait(few, kind) for key, kind, _ in only_here)


def hangs_on_no_wait(found: Run, kind: int) -> bool:
    """Whether tasks of a type come at the same instants however long others wait.

    What comes once in a spell does not come again while one of before is unfinished.
    """
    trigger, moves = found.plan.static.types[kind].trigger, (found.log.spells.origin == Origin.MOVED).any()
    return trigger == Trigger.AT_RANDOM or (trigger in ONCE and not moves)


@settings(max_examples=25)
@given(offices(), BOTH, EXTRA)
def test_people_of_before_are_unmoved(data: Data, way: str, extra: Data) -> None:
    few = with_less(data)
    one, other = simulated(few), simulated(with_more(few, way, extra))
    persons_stay(one, other)
    nobody_else_moves(one, other)
    unchanged_until_waiting(one, other)


@settings(max_examples=10)
@given(offices(with_work=False), BOTH, EXTRA)
def test_without_work_nothing_changes(data: Data, way: str, extra: Data) -> None:
    few = with_less(data)
    one, other = simulated(few), simulated(with_more(few, way, extra))
    persons_stay(one, other)
    spells_stay(one, other, np.inf)
    assert len(other.plan.persons) >= len(one.plan.persons)
    assert len(one.log.tasks.type) == len(other.log.tasks.type) == 0


@settings(max_examples=10)
@given(offices(), BOTH, EXTRA)
def test_with_ample_staff_nothing_changes(data: Data, way: str, extra: Data) -> None:
    """Around the clock and somebody always free: nobody waits, so each one's whole history stays."""
    queues = sorted({task.get("queue", name) for name, task in data["tasks"].items() if "visits" not in task["start"]})
    few = with_less({**data, "calendar": "always", "weeks": min(data["weeks"], 2)})
    few.pop("lists", None)  # whose caseworker is busy waits
    offices = list(few.get("offices", []))
    ample: Data = {"people": AMPLE, "owner": "state", "productive": 1, "queues": [queues]}
    idle = {name: without_work(entry) for name, entry in few["staff"].items()}  # they may be slower
    few["staff"] = {**idle, "ample": ample | ({"office": offices[0], "serves": [offices]} if offices else {})}
    one, other = simulated(few), simulated(with_more(few, way, extra))
    assume(max(most_at_once(one), most_at_once(other)) < AMPLE)  # talks every hour can outgrow any staff
    persons_stay(one, other)
    spells_stay(one, other, np.inf)
    mine, twins = tasks_of_persons(one), tasks_of_persons(other)
    keys = set(one.plan.persons.key.tolist())
    assert {name for name in twins if name[0] in keys} == set(mine)
    for name, row in mine.items():
        assert until(row, np.inf) == until(twins[name], np.inf)


def most_at_once(found: Run) -> int:
    """How many are at work at the same time, at the most."""
    work = found.log.work
    begins, ends = np.sort(work.start), np.sort(work.end)
    return int((np.arange(1, len(begins) + 1) - np.searchsorted(ends, begins, side="right")).max(initial=0))


def without_work(entry: Data) -> Data:
    """An entry of staff that serves no queue at any time."""
    return {key: value for key, value in entry.items() if key not in ("overtime", "later")} | {"queues": []}
