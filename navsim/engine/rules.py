"""The scalar rules that every engine shares: plain functions of numbers, the same in each to the bit."""

from __future__ import annotations

import math
from enum import IntEnum

from navsim.values.random import Purpose, child, uniform
from navsim.values.time import TICKS, on_grid
from navsim.values.timeline import reach

ENTITIES = 26
TYPES = 10
ORDINALS = 20
"""Bits of each part in an agenda order: 67 million entities, 1,024 types, a million ordinals."""


class Kind(IntEnum):
    """The kinds of event, in the order in which those of one instant are handled."""

    COMPLETION = 1
    INTERVAL_END = 2
    LEAVING = 3
    ARRIVAL = 4
    TASK_OPENS = 5
    EXPIRY = 6
    INTERVAL_START = 8  # 7 is kept for "the wait before the pool may help is over"


def agenda_order(kind: int, entity: int, type_number: int, ordinal: int) -> int:
    """One number that sorts events of an instant by (kind, entity, type, ordinal)."""
    return ((kind << ENTITIES | entity) << TYPES | type_number) << ORDINALS | ordinal


def leaving_time(times: tuple[float, ...], pace: tuple[float, ...], since: float, need: float) -> float:
    """When a need (minutes at pace 1) is used up, on the grid; inf when the pace stays 0."""
    instant = reach(times, pace, since, need)
    return on_grid(instant) if math.isfinite(instant) else instant


def next_start(times: tuple[float, ...], rates: tuple[float, ...], since: float, key: int, ordinal: int) -> float:
    """When the next event of a Poisson process with this rate falls, on the grid; inf for never."""
    amount = -math.log(uniform(child(key, int(Purpose.GAP)), ordinal))
    instant = reach(times, rates, since, amount)
    return on_grid(instant) if math.isfinite(instant) else instant


def entry_still_open(entered: float, arrival: float, done_after: float) -> bool:
    """Whether a person's entry task, typically done a time after entry, is still to do: always for the new."""
    return entered == arrival or entered + done_after > arrival


def worked_minutes(work: float, proficiency: float) -> float:
    """Minutes that work takes at a proficiency, on the grid."""
    return on_grid(work / proficiency)


def most_work(room: float, proficiency: float) -> float:
    """The most work (minutes at proficiency 1, on the grid) that is done within ``room`` minutes."""
    work = (math.floor((room * TICKS + 0.5) * proficiency) + 1) / TICKS
    while worked_minutes(work, proficiency) > room:
        work -= 1 / TICKS
    return work
