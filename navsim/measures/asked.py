"""What a config asks measures for that is no part of a plan: crosses of dimensions, what people cost, and whether the
new ones are trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf

import numpy as np

from navsim.calendar.clock import Clock
from navsim.config.fields import WEEKDAYS
from navsim.config.measured import parts_of_cross
from navsim.config.models import Config, Staff
from navsim.config.opening import weekdays
from navsim.config.staff import Overtime
from navsim.measures.parts import Cross
from navsim.measures.travel import Travel, travel_of
from navsim.values.time import DAY, WEEK, YEAR
from navsim.values.timeline import Timeline

TRAINED_WITHIN = 26 * WEEK
"""The basic training of new staff is to be done within six months."""


@dataclass(frozen=True)
class StaffCost:
    """What the people of an entry cost: NOK a contract minute, and the pay of overtime in normal hours, by date."""

    minute: float
    overtime: Timeline


@dataclass(frozen=True)
class UserCost:
    """What a user of a group costs: NOK a month, who pays, and the budget area; an empty one for none."""

    month: float
    paid_by: str
    area: str = ""


@dataclass(frozen=True)
class Asked:
    """``staff_costs`` by entry, ``user_costs`` by group; those without a cost are left out.

    ``areas`` are the budget areas, ``area_of`` that of each entry of staff; those without one are left out.
    ``activities`` are the groups in a work-oriented activity; ``untrained`` is as :func:`untrained_from` has it, for
    the entries of which the people start within the run.
    ``travel`` is None where nobody is met in a channel that is in person.
    """

    crosses: tuple[Cross, ...] = ()
    staff_costs: Mapping[str, StaffCost] = field(default_factory=dict)
    user_costs: Mapping[str, UserCost] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    area_of: Mapping[str, str] = field(default_factory=dict)
    activities: frozenset[str] = frozenset()
    untrained: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    travel: Travel | None = None


def asked_of(config: Config) -> Asked:
    """What a config asks for."""
    clock = Clock(config.start, config.weeks)
    return Asked(
        crosses=tuple(parts_of_cross(cross) for cross in config.crosses),
        staff_costs={
            name: StaffCost(staff.yearly_cost / minutes_a_year(config), overtime_pay(staff, clock))
            for name, staff in config.staff.items()
            if staff.yearly_cost is not None
        },
        user_costs={
            name: UserCost(group.monthly_cost, group.paid_by, group.area or "")
            for name, group in config.users.items()
            if group.monthly_cost is not None and group.paid_by is not None
        },
        areas=tuple(config.areas),
        area_of={name: staff.area for name, staff in config.staff.items() if staff.area is not None},
        activities=frozenset(name for name, group in config.users.items() if group.activity),
        untrained={
            name: untrained_from(staff, clock, first)
            for name, staff in config.staff.items()
            if (first := first_day(staff)) and first > config.start
        },
        travel=travel_of(config, clock),
    )


def first_day(staff: Staff) -> date | None:
    """When the people of an entry start; None for those who were there before."""
    return staff.recruiting.first_day if staff.recruiting else staff.from_


def untrained_from(staff: Staff, clock: Clock, first: date) -> tuple[float, float]:
    """From when until when (minutes) the people of an entry lack the basic training (grunnopplæring) they should have.

    From 26 weeks after their first day until the day after the last of the training that the entry has; never when
    that is earlier, always without training. No longer than they are employed.
    """
    lasts = [training.until for training in staff.training if training.until is None or training.until >= first]
    trained = inf if None in lasts or not lasts else max(clock.minute(last) for last in lasts if last) + DAY
    gone = clock.minute(staff.until) + DAY if staff.until else inf
    return clock.minute(first) + TRAINED_WITHIN, min(trained, gone)


def minutes_a_year(config: Config) -> float:
    """Contract minutes of a full-time position in a year of 365.25 days, public holidays and holidays included."""
    week = sum(closes - opens for opens, closes in config.calendar.opening().values())
    return week * YEAR / WEEK


def overtime_pay(staff: Staff, clock: Clock) -> Timeline:
    """The pay of an hour of overtime, in normal hours, at each time for which it is planned; 0 at other times.

    Where two plans overlap the higher one is paid.
    """
    lines = [pay_of(overtime, clock) for overtime in staff.overtime]
    times = sorted({0.0, *(time for line in lines for time in line.times)})
    values = [max((line.at(time) for line in lines), default=0.0) for time in times]
    return Timeline(tuple(times), tuple(values))


def pay_of(overtime: Overtime, clock: Clock) -> Timeline:
    """The same of one plan."""
    on = {WEEKDAYS.index(name) for name in weekdays(overtime.days)}
    first, last = max(clock.minute(overtime.from_), 0.0), min(clock.minute(overtime.until), clock.horizon - DAY)
    days = [day for day in np.arange(first, last + 1, DAY).tolist() if day // DAY % 7 in on]
    opens, closes = overtime.hours
    edges = [(0.0, 0.0), *(edge for day in days for edge in ((day + opens, overtime.pay), (day + closes, 0.0)))]
    return Timeline(tuple(time for time, _ in edges), tuple(pay for _, pay in edges))
