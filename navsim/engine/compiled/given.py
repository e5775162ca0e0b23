"""What the plan gives, packed for the compiled engine: a few flat arrays of records that it only reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from navsim.plan.model import Plan, Static, TaskType
from navsim.values.distributions import Distribution
from navsim.values.timeline import Timeline

Records = NDArray[Any]

LAW = np.dtype([("family", "i8"), ("a", "f8"), ("b", "f8"), ("c", "f8"), ("first", "i8"), ("last", "i8")])
TYPE = np.dtype([
    ("key", "u8"), ("opens", "f8"), ("due", "f8"), ("typical_wait", "f8"), ("age", "f8"),
    ("trigger", "i8"), ("priority", "i8"), ("after", "i8"), ("delay", "i8"),
    ("first_channel", "i8"), ("last_channel", "i8"), ("probability", "i8"), ("probability_last", "i8"),
    ("rate", "i8"), ("rate_last", "i8"), ("windows", "i8"), ("windows_last", "i8"),
    ("contact", "b1"), ("splittable", "b1"), ("another", "b1"),
])  # fmt: skip
GROUP = np.dtype([
    ("pace", "i8"), ("pace_last", "i8"), ("stay", "i8"), ("limit", "i8"),
    ("leaves", "i8"), ("leaves_last", "i8"), ("limit_leaves", "i8"), ("limit_leaves_last", "i8"),
])  # fmt: skip
CHANNEL = np.dtype([("upto", "i8"), ("upto_last", "i8"), ("minutes", "i8"), ("extra", "f8")])
QUEUE = np.dtype([("longest", "f8"), ("pool_after", "f8"), ("place", "i8"), ("line", "i8")])
NEWCOMER = np.dtype([
    ("arrival", "f8"), ("entered", "f8"), ("need", "f8"), ("limit", "f8"), ("last_contact", "f8"), ("key", "u8"),
    ("group", "i8"), ("mix", "i8"), ("origin", "i8"), ("destination", "i8"), ("limit_destination", "i8"),
])  # fmt: skip
VISIT = np.dtype([("time", "f8"), ("expires", "f8"), ("key", "u8"), ("type", "i8")])
INTERVAL = np.dtype([("start", "f8"), ("end", "f8"), ("proficiency", "f8"), ("service", "i8"), ("employee", "i8")])
HOLDER = np.dtype([("since", "f8"), ("employee", "i8")])


class Given(NamedTuple):
    """A plan as arrays.

    ``left`` and ``right`` hold all pairs of numbers that rules walk through, one after the other: times and values of
    timelines, starts and ends of openings, values and shares of empirical laws; shares of choices stand in ``left``
    alone. Records name a stretch of them by its first and one past its last place. ``applies[type, group, mix]``,
    ``queue_of[type, mix]``, ``ranks[service, queue]`` (-1: not served); ``shift[server]`` and ``shift[server + 1]``
    bound a server's ``intervals``, ``held[row]`` and ``held[row + 1]`` a user's ``holders``.
    """

    types: Records
    groups: Records
    channels: Records
    laws: Records
    queues: Records
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    applies: NDArray[np.bool_]
    queue_of: NDArray[np.int64]
    ranks: NDArray[np.int64]
    newcomers: Records
    visits: Records
    intervals: Records
    shift: NDArray[np.int64]
    held: NDArray[np.int64]
    holders: Records


class Shelf:
    """Collects stretches of pairs and laws while records are made."""

    def __init__(self) -> None:
        self.left: list[float] = []
        self.right: list[float] = []
        self.laws: list[tuple[Any, ...]] = []

    def put(self, left: Sequence[float], right: Sequence[float] | None = None) -> tuple[int, int]:
        """Where a stretch begins, and one past its end."""
        first = len(self.left)
        self.left += left
        self.right += left if right is None else right
        return first, len(self.left)

    def timeline(self, timeline: Timeline) -> tuple[int, int]:
        """A timeline's stretch."""
        return self.put(timeline.times, timeline.values)

    def law(self, law: Distribution) -> int:
        """The number of a law."""
        self.laws.append((law.family, law.a, law.b, law.c, *self.put(law.values, law.shares)))
        return len(self.laws) - 1


def pack(plan: Plan) -> Given:
    """A plan as arrays."""
    static, shelf = plan.static, Shelf()
    channels: list[tuple[Any, ...]] = []
    types = records(TYPE, [type_row(type_, shelf, channels) for type_ in static.types])
    groups = records(GROUP, [
        (
            *shelf.timeline(group.pace), shelf.law(group.stay), -1 if group.limit is None else shelf.law(group.limit),
            *shelf.put(group.leaves_to), *shelf.put(group.limit_leaves_to),
        )
        for group in static.groups
    ])  # fmt: skip
    rows, intervals, lists = plan.persons, plan.staffing.intervals, plan.caseworkers
    return Given(
        types=types, groups=groups, channels=records(CHANNEL, channels), laws=records(LAW, shelf.laws),
        queues=queues_of(plan), left=np.array(shelf.left), right=np.array(shelf.right),
        applies=np.ascontiguousarray(static.applies),
        queue_of=np.array([type_.queues for type_ in static.types], np.int64),
        ranks=ranks_of(static),
        newcomers=columns(NEWCOMER, [getattr(rows, name) for name in NEWCOMER.names or ()]),
        visits=columns(VISIT, [getattr(plan.arrivals, name) for name in VISIT.names or ()]),
        intervals=columns(INTERVAL, [getattr(intervals, name) for name in INTERVAL.names or ()]),
        shift=np.searchsorted(intervals.server, np.arange(len(plan.staffing.servers) + 1)).astype(np.int64),
        held=np.ascontiguousarray(lists.first, np.int64), holders=columns(HOLDER, [lists.since, lists.employee]),
    )  # fmt: skip


def type_row(type_: TaskType, shelf: Shelf, channels: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The record of a task type; its channels join the others."""
    first, after = len(channels), type_.succession
    channels += [(*shelf.timeline(way.upto), shelf.law(way.minutes), way.extra) for way in type_.channels]
    return (
        type_.key, type_.opens, type_.due, type_.typical_wait, type_.age, type_.trigger, type_.priority,
        after.after, shelf.law(after.delay), first, len(channels),
        *shelf.timeline(type_.probability), *shelf.timeline(type_.rate),
        *shelf.put(after.windows.start, after.windows.end), type_.contact, type_.splittable, after.another,
    )  # fmt: skip


def queues_of(plan: Plan) -> Records:
    """The queues; each has two lines that belong to no one, and one for each employee where it has lists."""
    lists, line = plan.caseworkers, 0
    rows = []
    for place, pool_after, longest in zip(lists.place, lists.pool_after, plan.longest, strict=True):
        rows.append((longest, pool_after, place, line))
        line += 2 if place < 0 else 2 + len(plan.staffing.employees)
    rows.append((math.inf, math.inf, -1, line))
    return records(QUEUE, rows)


def ranks_of(static: Static) -> NDArray[np.int64]:
    """The rank of each queue for each service, -1 where it is not served."""
    ranks = np.full((len(static.services), len(static.queues)), -1, np.int64)
    for service, pairs in enumerate(static.services):
        for queue, rank in pairs:
            ranks[service, queue] = rank
    return ranks


def records(dtype: np.dtype[Any], rows: list[tuple[Any, ...]]) -> Records:
    """Rows as an array of records."""
    return np.array(rows, dtype=dtype)


def columns(dtype: np.dtype[Any], parts: Sequence[NDArray[Any]]) -> Records:
    """Columns as an array of records."""
    found = np.empty(len(parts[0]), dtype)
    for name, part in zip(dtype.names or (), parts, strict=True):
        found[name] = part
    return found
