"""The scalar rules that every engine shares: plain functions of numbers, the same in each to the bit."""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from navsim.values.random import Purpose, child, uniform
from navsim.values.time import DAY, TICKS, on_grid
from navsim.values.timeline import area, reach, segment

Floats = NDArray[np.float64]

HELPING = 1 << 20
"""What helping with somebody else's list adds to a rank: it comes after all that is one's own."""

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
    MAY_HELP = 7
    INTERVAL_START = 8


def agenda_order(kind: int, entity: int, type_number: int, ordinal: int) -> int:
    """One number that sorts events of an instant by (kind, entity, type, ordinal)."""
    return ((kind << ENTITIES | entity) << TYPES | type_number) << ORDINALS | ordinal


def grid_or_never(instant: float) -> float:
    """An instant or a need on the grid; inf stays inf."""
    return on_grid(instant) if math.isfinite(instant) else instant


def leaving_time(
    times: tuple[float, ...], pace: tuple[float, ...], since: float, need: float, slow_from: float, effect: float
) -> float:
    """When a need (minutes at pace 1) is used up, on the grid; inf when it never is.

    From ``slow_from`` on the pace is ``1 - effect`` times what it was: nobody has been in touch for long.
    """
    instant = grid_or_never(reach(times, pace, since, need))
    if effect == 0 or instant <= slow_from:
        return instant
    slow_need = need_left(times, pace, since, need, slow_from, 0.0, slow_from)
    if effect == 1:
        return math.inf if slow_need > 0 else max(since, slow_from)
    return grid_or_never(reach(times, pace, max(since, slow_from), slow_need / (1 - effect)))


def need_left(
    times: tuple[float, ...],
    pace: tuple[float, ...],
    since: float,
    need: float,
    slow_from: float,
    effect: float,
    now: float,
) -> float:
    """What is left at ``now`` of a need that was ``need`` at ``since``; on the grid at each change of speed."""
    if since < min(slow_from, now):
        need = max(grid_or_never(need - area(times, pace, since, min(slow_from, now))), 0.0)
        since = min(slow_from, now)
    if since < now:
        need = max(grid_or_never(need - (1 - effect) * area(times, pace, since, now)), 0.0)
    return need


def choice(cumulated: tuple[float, ...], u: float) -> int:
    """The index of the share into which a draw falls."""
    place = 0
    while u >= cumulated[place]:
        place += 1
    return place


def next_opening(starts: tuple[float, ...], ends: tuple[float, ...], time: float) -> tuple[float, float]:
    """When somebody who would come at ``time`` finds a reception open, and when it closes; inf, inf for never.

    As visitors do, who are spread over whole days and moved into the opening of their day: the same part
    of the day, in the first opening in which that is not before ``time``. Without openings: at once.
    """
    if len(starts) == 0:
        return time, math.inf
    part = time / DAY % 1
    for place in range(segment(starts, time // DAY * DAY), len(starts)):
        instant = on_grid(starts[place] + part * (ends[place] - starts[place]))
        if instant >= time:
            return instant, ends[place]
    return math.inf, math.inf


def change_of_caseworker(since: Floats, first: int, last: int, now: float) -> tuple[int, float]:
    """Which entry of ``since[first:last]`` holds now, and when the next one does; inf for never."""
    place = first
    while place + 1 < last and since[place + 1] <= now:
        place += 1
    return place, since[place + 1] if place + 1 < last else math.inf


def next_start(times: tuple[float, ...], rates: tuple[float, ...], since: float, key: int, ordinal: int) -> float:
    """When the next event of a Poisson process with this rate falls, on the grid; inf for never."""
    amount = -math.log(uniform(child(key, Purpose.GAP), ordinal))
    return grid_or_never(reach(times, rates, since, amount))


def still_to_do(entered: float, arrival: float, since: float, done_after: float) -> bool:
    """Whether what began at ``since``, and is typically done a time after it, is to do: always for the new."""
    return entered == arrival or since + done_after > arrival


def worked_minutes(work: float, proficiency: float) -> float:
    """Minutes that work takes at a proficiency, on the grid."""
    return on_grid(work / proficiency)


def most_work(room: float, proficiency: float) -> float:
    """The most work (minutes at proficiency 1, on the grid) that is done within ``room`` minutes."""
    work = (math.floor((room * TICKS + 0.5) * proficiency) + 1) / TICKS
    while worked_minutes(work, proficiency) > room:
        work -= 1 / TICKS
    return work
