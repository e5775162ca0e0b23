"""Time without work by the length of its unbroken blocks: ten minutes between two visitors is no talk.

Also for how long somebody is alone at a reception, since those on duty are there for safety too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from navsim.config.measured import BLOCKS
from navsim.engine.log import Log
from navsim.measures.counting import pieces
from navsim.measures.hours import reception_of_servers
from navsim.measures.parts import Cells, Floats, Ints, Parts
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Plan
from navsim.plan.staffing import Staffing
from navsim.values.time import HOUR

EDGES = (15.0, 30.0, 60.0)
"""Minutes at which the next class of blocks begins."""
USABLE = 30.0
"""Minutes that a block must last for a talk to be fitted in; one of the edges. An assumption."""


@dataclass(frozen=True)
class Idle:
    """Unbroken blocks (minutes) in which a server is at work and does nothing, in order of (server, start)."""

    server: Ints
    start: Floats
    end: Floats


def idle_blocks(plan: Plan, log: Log) -> Idle:
    """The blocks of employees and of desks: what of their intervals lies outside all work.

    Intervals that touch are one when the same person goes on. Servers stand on one line, server i at minute t at
    ``i * stride + t``; all are multiples of 2⁻¹⁰ minute, so nothing is rounded. Work lies in intervals, one thing at a
    time: so a block begins where an interval begins or work ends, and ends at the next place where work begins or an
    interval ends.
    """
    rows, work, stride = plan.staffing.intervals, log.work, plan.static.horizon + 1
    start, end = (rows.server * stride + side for side in (rows.start, rows.end))
    goes_on = (start[1:] == end[:-1]) & (rows.employee[1:] == rows.employee[:-1])
    first, last = np.append(True, ~goes_on)[: len(start)], np.append(~goes_on, True)[: len(start)]
    some = work.end > work.start  # work of zero minutes breaks nothing
    offset = work.server[some] * stride
    begins = np.sort(np.concatenate((start[first], offset + work.end[some])))
    ends = np.sort(np.concatenate((offset + work.start[some], end[last])))
    free = ends > begins
    server = (begins[free] // stride).astype(np.int64)
    return Idle(server, begins[free] - server * stride, ends[free] - server * stride)


def idle_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Idle hours of employees and of desks by length of block, and those in blocks long enough for a talk.

    A block over the end of a week counts in both weeks, by the length of all of it.
    """
    receptions, classes = plan.staffing.receptions, len(BLOCKS)
    hours = idle_hours(plan, idle_blocks(plan, log), edges)  # of each reception, and at the end of the employees
    own, desks = hours[-1], hours[:-1].sum(axis=0)
    by_block = Parts("block", BLOCKS, np.arange(classes))
    yield from rows_of(by_block, {("idle_hours", "hours"): own})
    if receptions:
        yield from rows_of(by_block, {("reception_idle_hours", "hours"): desks})
    long = np.searchsorted(EDGES, USABLE) + 1
    yield Key("idle_hours", "hours", "all", "all"), own.sum(axis=0)
    yield Key("usable_idle_hours", "hours", "all", "all"), own[long:].sum(axis=0)
    for number, name in enumerate(receptions):
        yield Key("usable_idle_hours", "hours", "reception", name), hours[number, long:].sum(axis=0)
    yield from alone_measures(plan.staffing, edges)


def idle_hours(plan: Plan, idle: Idle, edges: Floats) -> Floats:
    """Hours in blocks of each class, of each reception and last of the employees; (places, classes, weeks)."""
    receptions, classes = len(plan.staffing.receptions), len(BLOCKS)
    reception = reception_of_servers(plan.staffing)
    place = np.where(reception < 0, receptions, reception)[idle.server]
    length = np.searchsorted(EDGES, idle.end - idle.start, side="right")
    cells = Cells(place * classes + length, classes * (receptions + 1))
    found = pieces(idle.start, idle.end, edges).minutes_in(cells) / HOUR
    return found.reshape(receptions + 1, classes, len(edges) - 1)


def alone_measures(staffing: Staffing, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Hours in which one person is on duty and no more, by reception; a duty is for the whole of an opening."""
    duties, receptions = staffing.duties, staffing.receptions
    # The desks of a reception follow each other from its first; merged offices have one each of the same name.
    room = np.cumsum([server.name.endswith("/1") for server in staffing.servers])
    line = room[duties.desk] * (edges[-1] + 1) + duties.start  # rooms on one line, like the servers
    _, opening, people = np.unique(line, return_inverse=True, return_counts=True)
    alone = people[opening] == 1
    cells = Cells(np.where(alone, duties.reception, len(receptions)), len(receptions))
    found = pieces(duties.start, duties.end, edges).minutes_in(cells) / HOUR
    yield from rows_of(Parts("reception", receptions, np.arange(len(receptions))), {("alone_hours", "hours"): found})
