"""Holidays (ferie): a long piece in summer, whole weeks otherwise, single days for what is left.

Rules, all by calendar year:

- The right follows the part of the year in which the person is employed, rounded to whole days.
- The summer days are taken in one piece that begins on a Monday and ends within the summer weeks if
  it can; only those who are employed all through the summer weeks take it, others add it to the rest.
- The rest is taken outside the summer weeks: in weeks all of whose days are working days, then as
  single days. Days that find no place are not taken (they are paid out).
- Who takes which weeks is drawn; nobody waits for another's holiday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.calendar.days import days
from navsim.config.models import Calendar, Holidays
from navsim.plan.staff_contract import People
from navsim.plan.staffing import Index
from navsim.values.random import Keys, Purpose, children, uniforms

SUMMER, WEEKS, DAYS = range(3)
"""The draws of one employee's year."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class HolidayYear:
    """What is known of a year before anything is drawn: P people, D days, W whole weeks.

    ``offset`` counts days from the start of the run to 1 January (negative: before it). ``usable``
    (P x D) are the working days of the employed; ``summer`` (D) the summer weeks; ``mondays`` its
    Mondays; ``choices`` (P) how many of them leave room for the long piece; ``full`` (P x W) the weeks
    that can be taken whole; ``first_week`` the day on which they begin; ``week_size`` their working days;
    ``summer_days`` and ``other_days`` (P) the right.
    """

    year: int
    offset: int
    usable: Mask
    summer: Mask
    mondays: Index
    choices: Index
    full: Mask
    first_week: int
    week_size: int
    summer_days: Index
    other_days: Index


def holiday_years(
    people: People, rights: tuple[Holidays | None, ...], calendar: Calendar, clock: Clock
) -> tuple[HolidayYear, ...]:
    """The years that the run touches; ``rights`` has one element for each entry."""
    last = clock.date(clock.horizon - 1).year
    summer = people.each([right.summer if right else 0 for right in rights])
    other = people.each([right.other if right else 0 for right in rights])
    return tuple(
        holiday_year(people, summer, other, calendar, clock, year) for year in range(clock.start.year, last + 1)
    )


def holiday_year(
    people: People, summer: NDArray[np.float64], other: NDArray[np.float64], calendar: Calendar, clock: Clock, year: int
) -> HolidayYear:
    """One whole calendar year, also when the run begins or ends within it."""
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    table = days(calendar.opening(), calendar.country, first, count)
    employed = people.employed(clock.minute(first), count)
    usable = employed & table.works

    inside = np.zeros(count, np.bool_)
    inside[
        (in_year(calendar.summer.from_, year) - first).days : (in_year(calendar.summer.until, year) - first).days + 1
    ] = True
    mondays = np.flatnonzero(inside & (table.weekday == 0))
    long_piece = employed[:, inside].all(axis=1) & (len(mondays) > 0)
    worked = employed.mean(axis=1)
    summer_days = np.where(long_piece, rounded(summer * worked), 0)
    room = np.array([(usable & inside)[:, monday:].sum(axis=1) for monday in mondays]).reshape(
        len(mondays), len(people)
    )

    first_week = (7 - first.weekday()) % 7
    weeks = (count - first_week) // 7
    week_size = int((table.has_hours[:7]).sum())
    outside = (usable & ~inside)[:, first_week : first_week + 7 * weeks].reshape(len(people), weeks, 7)
    return HolidayYear(
        year=year,
        offset=(first - clock.start).days,
        usable=usable,
        summer=inside,
        mondays=mondays,
        choices=np.maximum((room >= summer_days).sum(axis=0), 1),
        full=outside.sum(axis=2) == max(week_size, 1),
        first_week=first_week,
        week_size=max(week_size, 1),
        summer_days=summer_days,
        other_days=rounded((summer + other) * worked) - summer_days,
    )


def in_year(text: str, year: int) -> date:
    """The date that ``month-day`` is in a year."""
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


def rounded(value: NDArray[np.float64]) -> Index:
    """The nearest whole numbers, halves upwards."""
    return np.floor(value + 0.5).astype(np.int64)


def holidays_taken(keys: Keys, years: tuple[HolidayYear, ...], count: int) -> Mask:
    """Which of the ``count`` days of the run each employee has off; employees x days."""
    off = np.zeros((len(keys), count), np.bool_)
    for year in years:
        taken = holidays_in(children(children(keys, int(Purpose.HOLIDAY)), year.year), year)
        first, end = max(year.offset, 0), min(year.offset + taken.shape[1], count)
        off[:, first:end] = taken[:, first - year.offset : end - year.offset]
    return off


def holidays_in(keys: Keys, year: HolidayYear) -> Mask:
    """The days off in one year; employees x days. ``keys`` are those of the employees' year."""
    taken = long_piece(uniforms(keys, SUMMER), year)
    run = slice(year.first_week, year.first_week + 7 * year.full.shape[1])
    free = year.full & ~taken[:, run].reshape(*year.full.shape, 7).any(axis=2)
    draws = uniforms(children(keys, WEEKS)[:, None], np.arange(free.shape[1], dtype=np.uint64))
    weeks = least(draws, free, year.other_days // year.week_size)
    taken[:, run] |= np.repeat(weeks, 7, axis=1) & year.usable[:, run]

    left = year.other_days - year.week_size * weeks.sum(axis=1)
    some = np.flatnonzero(left > 0)  # most rights are whole weeks
    draws = uniforms(children(keys[some], DAYS)[:, None], np.arange(len(year.summer), dtype=np.uint64))
    taken[some] |= least(draws, year.usable[some] & ~year.summer & ~taken[some], left[some])
    return taken


def long_piece(draws: NDArray[np.float64], year: HolidayYear) -> Mask:
    """The summer days: the first ones from a Monday on; employees x days."""
    if not len(year.mondays):
        return np.zeros_like(year.usable)
    begin = year.mondays[(draws * year.choices).astype(np.int64)]
    after = year.usable & (np.arange(len(year.summer)) >= begin[:, None])
    return np.asarray(after & (np.cumsum(after, axis=1) <= year.summer_days[:, None]))


def least(draws: NDArray[np.float64], candidates: Mask, count: Index) -> Mask:
    """In each row the ``count`` candidates with the least draws, or all when there are fewer."""
    order = np.argsort(np.where(candidates, draws, np.inf), axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(order.shape[1])[None, :], axis=1)
    return candidates & (rank < count[:, None])
