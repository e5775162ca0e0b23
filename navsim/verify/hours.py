"""The hours account against the calendar, counted day by day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import holidays
import numpy as np

from navsim.config.fields import WEEKDAYS
from navsim.config.models import Config
from navsim.measures import measure
from navsim.plan.staffing import Use
from navsim.values.time import DAY, HOUR, TICKS, WEEK, on_grid
from navsim.verify.trial import Floats, Result, Trial, first


def contract(config: Config) -> dict[str, Floats]:
    """Contract minutes of one employee of each staff entry on each day of the run, from the dates and the position."""
    opening, days = config.calendar.opening(), 7 * config.weeks
    dates = [config.start + datetime.timedelta(days=day) for day in range(days)]
    found = {}
    for name, entry in config.staff.items():
        begins = entry.recruiting.first_day if entry.recruiting else entry.from_ or datetime.date.min
        ends = entry.until or datetime.date.max
        found[name] = np.zeros(days)
        for day, date in enumerate(dates):
            hours = opening.get(WEEKDAYS[date.weekday()])
            if hours and begins <= date <= ends:
                found[name][day] = on_grid(entry.fte * (hours[1] - hours[0]))
    return found


def by_day(trial: Trial, uses: Sequence[Use]) -> Floats:
    """Minutes of some uses, shape (employees, days)."""
    accounts, staffing = trial.plan.staffing.accounts, trial.plan.staffing
    total = np.zeros((len(staffing.employees), 7 * trial.prepared.config.weeks))
    mine = np.isin(accounts.use, [int(use) for use in uses])
    day = (accounts.start[mine] // DAY).astype(int)
    np.add.at(total, (accounts.employee[mine], day), accounts.end[mine] - accounts.start[mine])
    return total


PAID = [use for use in Use if use is not Use.OVERTIME]


def contract_hours(trial: Trial) -> Result:
    """On each day each employee's uses, overtime apart, add up to the contract; and no two overlap."""
    staffing, wanted = trial.plan.staffing, contract(trial.prepared.config)
    found = by_day(trial, PAID)
    for number, employee in enumerate(staffing.employees):
        wrong = found[number] != wanted[employee.entry]
        broken = first(
            wrong,
            lambda day, row=found[number], want=wanted[employee.entry]:  # type: ignore[misc]
                f"day {day + 1}: {row[day]:.3f} minutes are accounted for, the contract is {want[day]:.3f}",
        )  # fmt: skip
        if broken:
            return found.size, f"{employee.name}, {broken}"
    return found.size, overlapping(trial)


def overlapping(trial: Trial) -> str | None:
    """An employee with two uses of one minute."""
    accounts = trial.plan.staffing.accounts
    rows = np.lexsort((accounts.start, accounts.employee))
    one, other = rows[:-1], rows[1:]
    wrong = (accounts.employee[one] == accounts.employee[other]) & (accounts.end[one] > accounts.start[other])
    names = trial.plan.staffing.employees
    return first(wrong, lambda at: f"{names[accounts.employee[one[at]]].name} does two things at a time")


def days_off(trial: Trial) -> Result:
    """Public holidays are paid, and nobody works: all of the contract goes to them, and on other days nothing."""
    config = trial.prepared.config
    dates = [config.start + datetime.timedelta(days=day) for day in range(7 * config.weeks)]
    off = holidays.country_holidays("NO", years={date.year for date in dates}) if config.calendar.country else {}
    is_off = np.array([date in off for date in dates])
    found, all_uses = by_day(trial, [Use.PUBLIC_HOLIDAY]), by_day(trial, PAID)
    wrong = (found != np.where(is_off, all_uses, 0.0)).any(axis=0)
    return len(dates), first(wrong, lambda day: f"{dates[day]} is a public holiday, or is not, against the account")


def measured_hours(trial: Trial) -> Result:
    """In each week the hours account that is written adds up to the minutes of the plan, by owner."""
    weekly, staffing, accounts = measure(trial.plan, trial.log), trial.plan.staffing, trial.plan.staffing.accounts
    owner = np.array([employee.owner for employee in staffing.employees] or [""])[accounts.employee]
    rows = {name: [row for key, row in zip(weekly.keys, weekly.values, strict=True)
                   if (key.measure, key.group) == ("hours", name)] for name in np.unique(owner).tolist()}  # fmt: skip
    for name, uses in rows.items():
        mine = owner == name
        week = (accounts.start[mine] // WEEK).astype(int)
        planned = np.bincount(week, accounts.end[mine] - accounts.start[mine], weekly.values.shape[1]) * TICKS
        total = np.sum(uses, axis=0) * HOUR * TICKS
        wrong = (np.rint(total) != planned) | (np.abs(total - np.rint(total)) > 0.01)
        wrong |= np.min(uses, axis=0) < -1e-6
        broken = first(wrong, lambda at, name=name: f"{name}, week {at + 1}: the account does not add up")  # type: ignore[misc]
        if broken:
            return len(rows) * weekly.values.shape[1], broken
    return len(rows) * weekly.values.shape[1], None
