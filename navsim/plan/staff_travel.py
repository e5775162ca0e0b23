"""Days at another office: where people sit, and the travel there and back in paid time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.calendar.days import WEEKDAYS
from navsim.calendar.intervals import Intervals, subtract
from navsim.config.models import Config
from navsim.config.services import distances
from navsim.plan.staff_contract import People
from navsim.plan.staff_servers import in_force, weekdays_of
from navsim.plan.staffing import Index
from navsim.values.time import all_on_grid

AT_HOME = -1


@dataclass(frozen=True)
class Away:
    """Days at another office; entries x days.

    ``seat`` is the place of that office in ``offices`` (-1: not away), ``travel`` the way there (minutes, 0
    when not away).
    """

    offices: tuple[str, ...]

    seat: Index
    travel: NDArray[np.float64]


def days_away(config: Config, people: People, clock: Clock) -> Away:
    """Where each entry sits on each day when it is not at its own office."""
    offices, way = tuple(sorted(config.offices)), distances(config)
    seat = np.full((len(people.entries), clock.days), AT_HOME)
    travel = np.zeros(seat.shape)
    weekday = weekdays_of(clock)
    for place, name in enumerate(people.entries):
        for period, days in in_force(config.staff[name], clock):
            for day, office in period.away.items():
                on = np.arange(clock.days)[days][weekday[days] == WEEKDAYS.index(day)]
                seat[place, on] = offices.index(office)
                travel[place, on] = way[frozenset((office, str(period.office)))]
    return Away(offices, seat, all_on_grid(travel))


def take_travel(spans: Intervals, day: Index, way: NDArray[np.float64]) -> tuple[Intervals, Intervals, Index]:
    """Travel from the beginning and the end of what is left of each day, what remains, and the span of each remainder.

    ``day`` numbers the days of all employees in order, ``way`` is one way (minutes), both by span; a day
    that is shorter than the travel is travel altogether.
    """
    length = spans.length
    reached = np.cumsum(length)
    first = np.concatenate(([True], day[1:] != day[:-1])) if len(day) else np.zeros(0, np.bool_)
    number = np.cumsum(first) - 1
    total = np.bincount(number, length, number[-1] + 1 if len(number) else 0)
    before = reached - length - (np.cumsum(total) - total)[number]
    after = total[number] - before - length
    start = spans.start + np.maximum(way - before, 0.0)
    end = spans.end - np.maximum(way - after, 0.0)
    stays = np.flatnonzero(end > start)
    kept = Intervals(start[stays], end[stays])
    travel, _ = subtract(spans, kept)
    return travel, kept, stays
