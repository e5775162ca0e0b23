"""What a config asks measures for that is no part of a plan: crosses of dimensions, and what people cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from navsim.calendar.clock import Clock
from navsim.config.fields import WEEKDAYS
from navsim.config.measured import parts_of_cross
from navsim.config.models import Config, Staff
from navsim.config.opening import weekdays
from navsim.config.staff import Overtime
from navsim.measures.parts import Cross
from navsim.values.time import DAY, WEEK, YEAR
from navsim.values.timeline import Timeline


@dataclass(frozen=True)
class StaffCost:
    """What the people of an entry cost: NOK a contract minute, and the pay of overtime in normal hours, by date."""

    minute: float
    overtime: Timeline


@dataclass(frozen=True)
class UserCost:
    """What a user of a group costs: NOK a month, and who pays."""

    month: float
    paid_by: str


@dataclass(frozen=True)
class Asked:
    """``staff_costs`` by entry, ``user_costs`` by group; those without a cost are left out."""

    crosses: tuple[Cross, ...] = ()
    staff_costs: Mapping[str, StaffCost] = field(default_factory=dict)
    user_costs: Mapping[str, UserCost] = field(default_factory=dict)


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
            name: UserCost(group.monthly_cost, group.paid_by)
            for name, group in config.users.items()
            if group.monthly_cost is not None and group.paid_by is not None
        },
    )


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
