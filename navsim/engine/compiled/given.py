"""What the plan gives, packed for the compiled engine: a few flat arrays of records that it only reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.plan.model import Plan, Static, TaskType
from navsim.values.distributions import Distribution
from navsim.values.timeline import Timeline

Records = NDArray[Any]
Arrays = dict[str, NDArray[Any]]
"""Arrays by the names under which a run knows them."""

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
SHIFT = np.dtype([("first", "i8")])
HELD = np.dtype([("first", "i8")])
SERVICE = np.dtype([("rank", "i8")])
ASKED = np.dtype([("queue", "i8")])
MEANT = np.dtype([("for_them", "b1")])
PAIRS = np.dtype([("left", "f8"), ("right", "f8")])

RECORDS = {"types": TYPE, "groups": GROUP, "channels": CHANNEL, "laws": LAW, "queues": QUEUE}
COLUMNS = {
    "newcomers": NEWCOMER, "visits": VISIT, "intervals": INTERVAL, "holders": HOLDER, "shifts": SHIFT, "held": HELD,
    "services": SERVICE, "asked": ASKED, "meant": MEANT, "pairs": PAIRS,
}  # fmt: skip
"""Tables of records, and tables of columns that the plan has as they are.

``pairs`` are all pairs of numbers that rules walk through, one after the other: times and values of timelines, starts
and ends of openings, values and shares of empirical laws; shares of choices stand at the left alone. Records name a
stretch of them by its first and one past its last place. ``meant[type, group, mix]`` tells for whom a type is,
``asked[type, mix]`` of which queue, ``services[service, queue]`` with which rank (-1: not served). A server's
``intervals`` are those from its ``shifts`` up to the next one's, a user's ``holders`` those from ``held`` on.
"""


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


def pack(plan: Plan) -> Arrays:
    """A plan as arrays; each column is that of the plan itself."""
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
    servers = np.arange(len(plan.staffing.servers) + 1)
    columns = {
        "newcomers": plan.persons, "visits": plan.arrivals, "intervals": plan.staffing.intervals,
        "holders": plan.caseworkers, "held": plan.caseworkers,
        "shifts": {"first": np.searchsorted(plan.staffing.intervals.server, servers)},
        "services": {"rank": ranks_of(static)}, "asked": {"queue": np.array([type_.queues for type_ in static.types])},
        "meant": {"for_them": static.applies}, "pairs": {"left": np.array(shelf.left), "right": np.array(shelf.right)},
    }  # fmt: skip
    return {
        "types": types, "groups": groups, "channels": records(CHANNEL, channels), "laws": records(LAW, shelf.laws),
        "queues": queues_of(plan),
        **{
            f"{table}_{name}": np.ascontiguousarray(column_of(columns[table], name), kind)
            for table, dtype in COLUMNS.items() for name, (kind, *_) in (dtype.fields or {}).items()
        },
    }  # fmt: skip


def column_of(table: Any, name: str) -> NDArray[Any]:
    """A column of a part of the plan."""
    return np.asarray(table[name] if isinstance(table, dict) else getattr(table, name))


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
