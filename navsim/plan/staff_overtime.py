"""Overtime (overtid): dated hours beyond the contract, all of them for tasks."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.calendar.days import WEEKDAYS
from navsim.calendar.intervals import Intervals, subtract
from navsim.config.models import Staff, weekdays
from navsim.plan.staff_contract import Blocks, People, leave_shares
from navsim.plan.staff_servers import weekdays_of
from navsim.values.time import DAY

Mask = NDArray[np.bool_]


def overtime_blocks(people: People, entries: list[Staff], clock: Clock, stride: float) -> Blocks:
    """The overtime of everybody who is employed and not on long leave that day, on the line, cut by day."""
    employed = people.employed(0.0, clock.days)
    parts = [
        Blocks(Intervals(at + hours[0], at + hours[1]), employee, day)
        for place, entry in enumerate(entries)
        for dated, hours in overtime_days(entry, clock)
        for employee, day in [np.nonzero(employed & dated & (people.entry == place)[:, None])]
        for at in [employee * stride + day * DAY]
    ]
    start = np.concatenate([np.empty(0), *(each.spans.start for each in parts)])
    end = np.concatenate([np.empty(0), *(each.spans.end for each in parts)])
    none = np.empty(0, np.int64)
    employee = np.concatenate([none, *(each.employee for each in parts)])
    day = np.concatenate([none, *(each.day for each in parts)])
    return Blocks(Intervals(start, end), employee, day)[np.argsort(start)]


def overtime_days(entry: Staff, clock: Clock) -> Iterable[tuple[Mask, tuple[float, float]]]:
    """The days of each overtime, and its hours (minutes after midnight)."""
    day, weekday = DAY * np.arange(clock.days), weekdays_of(clock)
    at_work = leave_shares(entry.leave, clock) == 0
    for overtime in entry.overtime:
        dated = (day >= clock.minute(overtime.from_)) & (day <= clock.minute(overtime.until))
        on = np.isin(weekday, [WEEKDAYS.index(name) for name in weekdays(overtime.days)])
        yield dated & on & at_work, overtime.hours


def overtime_worked(overtime: Blocks, off: Mask, works: Mask, ill: Intervals) -> Blocks:
    """Overtime outside holidays and sick time.

    ``off`` (employees x days) are the days of holiday, ``works`` the working days of the office.
    """
    at_hand = overtime[~bridged(off, works)[overtime.employee, overtime.day]]
    spans, within = subtract(at_hand.spans, ill)
    return Blocks(spans, at_hand.employee[within], at_hand.day[within])


def bridged(off: Mask, works: Mask) -> Mask:
    """Holidays with the days between them on which the office is closed: nobody breaks a holiday for a Saturday."""
    day = np.flatnonzero(works)
    if not len(day):
        return off
    place = np.searchsorted(day, np.arange(len(works)))
    before, after = day[np.maximum(place - 1, 0)], day[np.minimum(place, len(day) - 1)]
    between = ~works & (place > 0) & (place < len(day))
    return np.asarray(off | (between & off[:, before] & off[:, after]))
