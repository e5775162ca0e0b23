"""The hours of a year: days off in Norway counted by hand, and sick leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from navsim.api import Result
from tests.theory.one_clerk import run
from tests.theory.samples import Floats, sample, weeks

Record = Callable[[str, object], None]


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus 1991, "Astronomical Algorithms", chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


def days_off(year: int) -> set[date]:
    """Public holidays by the Norwegian act on public holidays of 1995 and that on 1 and 17 May of 1947."""
    moving = (-3, -2, 0, 1, 39, 49, 50)  # Maundy Thursday, Good Friday, Easter, Ascension, Whitsun
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 17), date(year, 12, 25), date(year, 12, 26)}
    return fixed | {easter(year) + timedelta(days=offset) for offset in moving}


def office(start: str, number: int, **staff: Any) -> dict[str, Any]:
    """Employees with time for tasks, and none to do."""
    return {
        "name": "year", "start": start, "weeks": number, "replications": 1, "seed": 5,
        "calendar": {"country": "NO", "days": "mon-fri", "hours": "08:00-15:30"},
        "tasks": {"letter": {"start": {"outside": "0 / week"}, "due": "1 day", "minutes": "9 min", "owner": "state"}},
        "staff": {"caseworkers": {"people": 1, "owner": "state", "productive": 0.6, "queues": ["letter"], **staff}},
    }  # fmt: skip


def used(result: Result, *uses: str) -> float:
    """Hours of some kinds over the run, in the mean over replications."""
    table = result.tables.hours
    return float(table.loc[table["use"].isin(uses), "mean"].sum())


PAID = (
    "public_holiday", "long_leave", "holiday", "sick", "training", "travel", "meetings_other", "worked", "idle",
    "reception_visitors", "reception_idle",
)  # fmt: skip


@pytest.mark.parametrize("start", ["2018-12-31", "2019-12-30", "2021-01-04", "2022-01-03", "2023-01-02", "2024-01-01"])
def test_working_hours_of_a_year_to_the_minute(start: str, record_property: Record) -> None:
    """One full-time employee for a year of whole weeks, with Easter where it falls."""
    first = date.fromisoformat(start)
    number = 53 if (first + timedelta(weeks=53)).year == (first + timedelta(days=6)).year else 52
    days = [first + timedelta(days=n) for n in range(7 * number)]
    weekdays = [day for day in days if day.weekday() < 5]
    off = [day for day in weekdays if day in days_off(day.year)]
    result = run(office(start, number))
    record_property("figure", f"{number} weeks from {start}: {len(weekdays) - len(off)} days, to the minute")
    assert 6 <= len(off) <= 12
    assert used(result, *PAID) * 60 == pytest.approx(450 * len(weekdays), abs=1e-6)
    assert used(result, "public_holiday") * 60 == pytest.approx(450 * len(off), abs=1e-6)
    at_work = 450 * (len(weekdays) - len(off))
    assert used(result, "idle", "meetings_other") * 60 == pytest.approx(at_work, abs=1e-6)
    assert used(result, "idle") * 60 == pytest.approx(0.6 * at_work, abs=1)


SHARES = (0.02, 0.06, 0.12, 0.3)


@cache
def with_absence() -> Result:
    """Thirty employees who are sick more and more often, in scenarios of one config."""
    spell = {"lognormal": {"mean": "10 days", "cv": 1.5}}
    data = office("2020-01-06", 26, people=30, absence={"share": SHARES[0], "spell": spell})
    scenarios = {f"share_{n}": {"staff.caseworkers.absence.share": share} for n, share in enumerate(SHARES)}
    return run({**data, "replications": 12, "scenarios": scenarios})


def time_for_tasks(place: int) -> Floats:
    """Hours that sick leave leaves for tasks, by replication and week."""
    return weeks(with_absence(), "capacity_hours", "owner", "state", f"share_{place}")


@pytest.mark.parametrize("place", range(len(SHARES)))
def test_the_share_of_sick_time_is_the_one_asked_for(place: int, record_property: Record) -> None:
    """Of the minutes that holidays leave: 30 people, 26 weeks, 12 replications, four standard errors."""
    days = [date(2020, 1, 6) + timedelta(days=n) for n in range(7 * 26)]
    open_days = sum(day.weekday() < 5 and day not in days_off(day.year) for day in days)
    full = 30 * 7.5 * 0.6 * open_days
    lost = sample(1 - time_for_tasks(place).sum(axis=1) / full)
    record_property("figure", f"asked {SHARES[place]:.0%}, got {lost.mean:.2%} (SE {lost.error:.2%})")
    assert lost.error < 0.2 * SHARES[place]
    assert lost.off(SHARES[place]) < 4


def test_more_absence_contains_less() -> None:
    """Path by path: a higher share takes away in every week of every replication what a lower one takes, and more."""
    capacity = [time_for_tasks(n) for n in range(len(SHARES))]
    for less, more in zip(capacity[1:], capacity[:-1], strict=True):
        assert (less <= more + 1e-9).all()
        assert less.sum() < more.sum()


def test_a_full_week_is_what_the_calendar_says() -> None:
    found = weeks(run(office("2020-02-03", 4)), "capacity_hours", "owner", "state")
    assert found == pytest.approx(0.6 * 37.5, abs=0.02)
