"""Employees and their contract minutes: what is known before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.calendar.days import Days
from navsim.calendar.intervals import Intervals
from navsim.config.models import Leave, Staff
from navsim.plan.staffing import Employee, Index, Minutes
from navsim.values.random import name_key, uniform
from navsim.values.time import DAY, all_on_grid

GOLDEN_SECTION = (5**0.5 - 1) / 2
"""Multiples of it spread evenly over [0, 1) however many there are."""


@dataclass(frozen=True)
class People:
    """Employees in order of (entry, number); arrays have one element for each.

    ``entry`` is an index of ``entries``, ``number`` counts from 1, ``first`` and ``end`` (minutes, may
    be infinite) bound the employment, ``position`` in [0, 1) says where in the day a part of it lies.
    """

    entries: tuple[str, ...]
    employees: tuple[Employee, ...]
    entry: Index
    number: Index
    first: Minutes
    end: Minutes
    position: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.employees)

    def each(self, values: list[float]) -> NDArray[np.float64]:
        """Values of the entries, for each employee."""
        return np.array(values, np.float64)[self.entry]

    def employed(self, days_from: float, count: int) -> NDArray[np.bool_]:
        """Whether each employee has a contract on each of ``count`` days; employees x days."""
        day = days_from + DAY * np.arange(count)
        return (day >= self.first[:, None]) & (day < self.end[:, None])


@dataclass(frozen=True)
class Blocks:
    """Pieces of working days on one line: employee i at minute t stands at ``i * stride + t``.

    ``employee`` and ``day`` (counted from the start) have one element a piece.
    """

    spans: Intervals
    employee: Index
    day: Index

    def __getitem__(self, which: NDArray[np.bool_] | Index) -> Blocks:
        """Those chosen by a mask or by increasing indices."""
        return Blocks(self.spans[which], self.employee[which], self.day[which])


def people_of(staff: Mapping[str, Staff], clock: Clock) -> People:
    """All employees of all entries, in order of their names."""
    entries = tuple(sorted(staff))
    counts = [staff[entry].people for entry in entries]
    entry = np.repeat(np.arange(len(entries)), counts)
    number = np.concatenate([np.empty(0, np.int64), *(np.arange(1, count + 1) for count in counts)])
    bounds = np.array([employment(staff[name], clock) for name in entries]).reshape(-1, 2)
    offset = np.array([uniform(name_key(f"staff/{name}"), 0) for name in entries])
    return People(
        entries=entries,
        employees=tuple(
            Employee(f"{name}/{place}", name, staff[name].owner, name_key(f"staff/{name}/{place}"))
            for name in entries
            for place in range(1, staff[name].people + 1)
        ),
        entry=entry,
        number=number,
        first=bounds[entry, 0],
        end=bounds[entry, 1],
        position=spread(offset[entry], number),
    )


def spread(offset: NDArray[np.float64], number: Index) -> NDArray[np.float64]:
    """Positions in [0, 1), as even as can be over the numbers of one entry."""
    return (offset + number * GOLDEN_SECTION) % 1


def employment(entry: Staff, clock: Clock) -> tuple[float, float]:
    """First and end minute of an employment; infinite when no date is given.

    Someone who is recruited begins at the first midnight after the lead time.
    """
    first = -np.inf
    if entry.from_:
        first = clock.minute(entry.from_)
    elif entry.recruiting:
        first = ceil((clock.minute(entry.recruiting.opened) + entry.recruiting.lead) / DAY) * DAY
    return first, clock.minute(entry.until) + DAY if entry.until else np.inf


def contract_blocks(people: People, fte: NDArray[np.float64], table: Days, stride: float) -> Blocks:
    """The contract minutes: of each opening day its share ``fte``, in one piece, not always the morning."""
    employee, day = np.nonzero(people.employed(0.0, len(table)) & table.has_hours)
    start = employee * stride + day * DAY + table.opens[day]
    end = start + (table.closes - table.opens)[day]
    return nonempty(Blocks(part(Intervals(start, end), fte[employee], people.position[employee]), employee, day))


def part(spans: Intervals, share: NDArray[np.float64], position: NDArray[np.float64]) -> Intervals:
    """Of each span a share in one piece, at ``position`` (0 its beginning, 1 its end); on the grid."""
    length = all_on_grid(share * spans.length)
    start = spans.start + all_on_grid(position * (spans.length - length))
    return Intervals(start, start + length)


def nonempty(blocks: Blocks) -> Blocks:
    """Those that last."""
    return blocks[blocks.spans.length > 0]


def leave_shares(leaves: tuple[Leave, ...], clock: Clock) -> NDArray[np.float64]:
    """The share of each day that goes to leave (or training): several at once add up, to 1 at most."""
    day = DAY * np.arange(clock.days)
    shares = np.zeros(clock.days)
    for leave in leaves:
        until = clock.minute(leave.until) if leave.until else np.inf
        shares += np.where((day >= clock.minute(leave.from_)) & (day <= until), leave.share, 0.0)
    return np.minimum(shares, 1.0)


def proficiency(entry: Staff, clock: Clock) -> NDArray[np.float64]:
    """Work done per minute on each day: from the ramp's start to 1 in a straight line, taken at noon.

    The ramp runs from the first day of employment; those who were always there are past it.
    """
    first = employment(entry, clock)[0]
    if entry.ramp is None or first == -np.inf:
        return np.ones(clock.days)
    since = DAY * (np.arange(clock.days) + 0.5) - first
    reached = np.clip(since / entry.ramp.over, 0.0, 1.0) if entry.ramp.over > 0 else np.ones(clock.days)
    return np.asarray(entry.ramp.from_ + (1 - entry.ramp.from_) * reached)
