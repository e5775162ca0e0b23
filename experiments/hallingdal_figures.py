"""The figures of the risk matrix of Hallingdal: what each factor means in a simulated year, for one replication.

Each is a pure function of a :class:`Year`: a plan, its log and weekly measures, and where the year begins. They are
figures of the organisation: none is shown by employee, and what is held between offices is only the spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from navsim.calendar.days import days
from navsim.calendar.intervals import Intervals, subtract
from navsim.engine.log import Log, Outcome
from navsim.measures import Weekly
from navsim.measures.parts import Bools, Floats, Ints
from navsim.measures.travel import journeys, seats, travel_of
from navsim.plan.compile import Prepared
from navsim.plan.model import Plan
from navsim.plan.staffing import Use
from navsim.values.time import DAY, HOUR, WEEK

SERVICES = ("follow_up", "application", "debt_talk")
"""Queues that every municipality needs somebody for on every working day."""

USABLE = HOUR
"""A free block shorter than this is no time for shared work."""

UNIT = "unit"
"""The resource unit: entries whose names begin so are a team of their own, wherever it sits."""


@dataclass(frozen=True)
class Year:
    """One replication of one scenario from ``start`` (minutes) to the end of the run."""

    prepared: Prepared
    plan: Plan
    log: Log
    weekly: Weekly
    start: float

    @property
    def weeks(self) -> float:
        """How many weeks there are."""
        return (self.plan.static.horizon - self.start) / WEEK

    def tasks(self, *names: str) -> Bools:
        """Which tasks are of these types."""
        numbers = [type_.number for type_ in self.plan.static.types if type_.name in names]
        return np.isin(self.log.tasks.type, numbers)


def percent_unserved(year: Year) -> float:
    """Share (percent) of working days, over municipalities and services, on which nobody is at work who may do it.

    Whoever has an interval that day in which they serve the queue is there, also at another office.
    """
    config, static, found = year.prepared.config, year.plan.static, year.plan.staffing.intervals
    works = days(
        config.calendar.opening(), config.calendar.country, year.prepared.clock.start, year.prepared.clock.days
    ).works
    works[: round(year.start / DAY)] = False
    day = (found.start // DAY).astype(np.int64)
    missing = []
    for service in SERVICES:
        for office in config.offices:
            queue = next(
                number for number, name in enumerate(static.queues) if name in (service, f"{service}@{office}")
            )
            serving = np.array([any(queue == own for own, _ in pairs) for pairs in static.services], bool)
            served = np.zeros(len(works), bool)
            served[day[serving[found.service]]] = True
            missing.append((works & ~served).sum() / works.sum())
    return float(100 * np.mean(missing))


def spread_of_load(year: Year) -> float:
    """Utilisation of the team that has most to do less that of the one with least, in percentage points.

    Teams are those of today in all models: the five offices and the resource unit, both owners together.
    """
    teams = team_of_employees(year)
    accounts, work = year.plan.staffing.accounts, year.log.work
    server = np.array([each.employee for each in year.plan.staffing.servers], np.int64)
    available = minutes_by(teams[accounts.employee], accounts.start, accounts.end, accounts.use == Use.AVAILABLE, year)
    own = server[work.server] >= 0
    worked = minutes_by(teams[np.maximum(server[work.server], 0)], work.start, work.end, own, year)
    load = worked / available
    return float(100 * (load.max() - load.min()))


def team_of_employees(year: Year) -> Ints:
    """The team of each employee, by where the entry sits at the beginning of the run."""
    staff = year.prepared.config.staff
    names = [
        UNIT if employee.entry.startswith(UNIT) else str(staff[employee.entry].office)
        for employee in year.plan.staffing.employees
    ]
    return np.array([sorted(set(names)).index(name) for name in names], np.int64)


def minutes_by(label: Ints, start: Floats, end: Floats, counted: Bools, year: Year) -> Floats:
    """Minutes in the year of the intervals that count, by label."""
    length = np.maximum(end - np.maximum(start, year.start), 0.0)
    return np.bincount(label, np.where(counted, length, 0.0)).astype(np.float64)


def late(year: Year, *names: str) -> float:
    """Share of the tasks due in the year that were not done by then; those whose user left before are not counted."""
    tasks = year.log.tasks
    due = year.tasks(*names) & (tasks.due >= year.start) & (tasks.due < year.plan.static.horizon)
    gone = (tasks.outcome > Outcome.DONE) & (tasks.ended <= tasks.due)
    on_time = (tasks.outcome == Outcome.DONE) & (tasks.ended <= tasks.due)
    counted = due & ~gone
    return float(100 * (counted & ~on_time).sum() / counted.sum())


def late_applications(year: Year) -> float:
    """Of applications for social assistance (percent)."""
    return late(year, "application")


def late_second_decisions(year: Year) -> float:
    """Of decisions that another must make (percent)."""
    return late(year, "second_decision")


def long_debt_waits(year: Year) -> float:
    """Share (percent) of the first talks on debt that opened in the year, 14 days or more before its end, and waited
    longer than 14 days."""
    tasks, patience = year.log.tasks, 14 * DAY
    opened = (tasks.opened >= year.start) & (tasks.opened < year.plan.static.horizon - patience)
    which = year.tasks("debt_talk") & opened
    gone = np.isnan(tasks.started) & (tasks.ended <= tasks.opened + patience)
    waits = ~(tasks.started - tasks.opened <= patience)
    return float(100 * (which & waits & ~gone).sum() / (which & ~gone).sum())


def spread_for_the_young(year: Year) -> float:
    """Contact in the last 30 days for those under 30: the best municipality less the worst (percentage points)."""
    first = round(year.start / WEEK)
    rows = [
        np.nanmean(values[first:])
        for key, values in zip(year.weekly.keys, year.weekly.values, strict=True)
        if key.measure == "follow_up_rate" and key.dimension == "age*office" and key.group.startswith("under_30*")
    ]
    return float(100 * (max(rows) - min(rows)))


def slow_access(year: Year) -> float:
    """Days that one talk in ten waits for longer than, from when it can be held."""
    tasks, static = year.log.tasks, year.plan.static
    contact = np.array([type_.contact for type_ in static.types], bool)[tasks.type]
    which = contact & (tasks.started >= year.start)
    return float(np.quantile((tasks.started - tasks.opened)[which], 0.9) / DAY)


def staff_on_the_road(year: Year) -> float:
    """Hours a week of paid time on the road: to days away and to receptions elsewhere."""
    accounts = year.plan.staffing.accounts
    nobody = np.zeros(len(accounts.use), np.int64)
    return float(
        minutes_by(nobody, accounts.start, accounts.end, accounts.use == Use.TRAVEL, year)[0] / HOUR / year.weeks
    )


def journey_of_users(year: Year) -> float:
    """Minutes that a user travels, there and back, for a meeting in person, on average over those of the year."""
    config, clock = year.prepared.config, year.prepared.clock
    travel = travel_of(config, clock)
    assert travel is not None  # the case meets users in person
    rows, minutes = journeys(year.plan, year.log, travel)
    return float(minutes[year.log.tasks.started[rows] >= year.start].mean())


def away_from_the_town_hall(year: Year) -> float:
    """Share (percent) of the municipal staff's time for tasks that they spend outside the municipality of today."""
    config, clock, accounts = year.prepared.config, year.prepared.clock, year.plan.staffing.accounts
    offices = sorted(config.offices)
    elsewhere = {
        name: seats(config, name, clock, offices) != offices.index(str(entry.office))
        for name, entry in config.staff.items()
    }
    employees = year.plan.staffing.employees
    out = np.array([elsewhere[each.entry] for each in employees])[
        accounts.employee, (accounts.start // DAY).astype(np.int64)
    ]
    municipal = np.array([each.owner == "municipal" for each in employees], bool)[accounts.employee]
    counted = municipal & (accounts.use == Use.AVAILABLE)
    away, total = (
        minutes_by(np.zeros(len(out), np.int64), accounts.start, accounts.end, which, year)[0]
        for which in (counted & out, counted)
    )
    return float(100 * away / total)


def usable_free_hours(year: Year) -> float:
    """Hours a week of time for tasks that nobody needs, in unbroken pieces of an hour or more.

    Employees stand on one line, employee i at minute t at ``i * stride + t``. Idle time at a desk is not counted: it is
    bound to the opening hours.
    """
    found, work, stride = year.plan.staffing.intervals, year.log.work, year.plan.static.horizon + 1
    own = np.array([each.employee >= 0 for each in year.plan.staffing.servers], bool)
    open_, done = own[found.server], own[work.server]
    time = on_line(found.server[open_], found.start[open_], found.end[open_], stride)
    free, _ = subtract(time, on_line(work.server[done], work.start[done], work.end[done], stride))
    usable = (free.length >= USABLE) & (free.start % stride >= year.start)
    return float(free.length[usable].sum() / HOUR / year.weeks)


def on_line(server: Ints, start: Floats, end: Floats, stride: float) -> Intervals:
    """Disjoint intervals of several servers as one set, in order; empty ones are left out."""
    filled = np.flatnonzero(end > start)
    filled = filled[np.lexsort((start[filled], server[filled]))]
    return Intervals(start[filled] + server[filled] * stride, end[filled] + server[filled] * stride)
