"""What must hold on every day of the run: shares stay shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from navsim.calendar.clock import Clock
from navsim.config.daily import Days, daily_values, weights
from navsim.config.lines import lines_of
from navsim.config.models import Change, Config, Staff, weekdays
from navsim.config.places import Path
from navsim.config.problem import FieldError
from navsim.config.services import periods
from navsim.config.shocks import brings_people, by_line, unit_of
from navsim.values import units

ROUNDING = 1e-9
MOST_ABSENT = 0.99
"""Spells of absence have no finite number when everybody is away."""


def values_of(config: Config) -> dict[str, Days]:
    """The value of every timeline on every day, shocks included, but not the streams that they add."""
    clock = Clock(config.start, config.weeks)
    changes = by_line(config.shocks)
    return {
        path: daily_values(line, clock, [change for _, change in changes.get(path, ()) if not is_stream(path, change)])
        for path, line in lines_of(config).items()
    }


def added(config: Config) -> dict[tuple[str, ...], Days]:
    """The rate of each stream that a shock adds, on every day, by where it is written."""
    clock = Clock(config.start, config.weeks)
    return {
        ("shocks", name, path): weights(change, clock) * float(change.add or 0.0)
        for name, shock in config.shocks.items()
        for path, change in shock.changes.items()
        if is_stream(path, change)
    }


def is_stream(path: str, change: Change) -> bool:
    """Whether a change adds people of its own."""
    return brings_people(path) and change.add is not None


def over_the_days(config: Config) -> Iterator[FieldError]:
    """Shares that pass 1 on some day, and overtime that is no overtime."""
    values = values_of(config)
    for path, days in values.items():
        if unit_of(path) is units.share:
            yield from above(config, path, days, 1.0, "a share can't pass 1")
        if path.endswith(".absence.share"):
            yield from above(config, path, days, MOST_ABSENT, f"at most {MOST_ABSENT:.0%} can be absent by chance")
    for name, task in config.tasks.items():
        shares = [values[f"tasks.{name}.channels.{key}.share"] for key, kind in task.channels.items() if kind.share]
        if shares:
            together = np.sum(shares, axis=0)
            yield from above(config, f"tasks.{name}.channels", together, 1.0, "the shares of channels together pass 1")
    for name, entry in config.staff.items():
        yield from overtime(config, ("staff", name, "overtime"), entry)


def overtime(config: Config, path: Path, entry: Staff) -> Iterator[FieldError]:
    """Overtime lies outside the office's hours, is written once, and there is something to do in it."""
    opening = config.calendar.opening()
    for number, extra in enumerate(entry.overtime):
        here = (*path, number)
        if not any(period.queues for period in periods(entry)):
            yield FieldError(here, "overtime is for tasks, but this entry serves no queues")
        for weekday in weekdays(extra.days):
            if weekday in opening and meet(extra.hours, opening[weekday]):
                what = f"on {weekday} {hours(extra.hours)} is not outside the office's hours, {hours(opening[weekday])}"
                yield FieldError((*here, "hours"), what)
                break
        for before in entry.overtime[:number]:
            both = max(extra.from_, before.from_) <= min(extra.until, before.until)
            if both and {*weekdays(extra.days)} & {*weekdays(before.days)} and meet(extra.hours, before.hours):
                what = f"{hours(extra.hours)} meets {hours(before.hours)}, written above, on some of the same days"
                yield FieldError((*here, "hours"), what)


def meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two parts of a day overlap; they may touch."""
    return one[0] < other[1] and other[0] < one[1]


def hours(window: tuple[float, float]) -> str:
    """A part of a day as it is written."""
    return "-".join(f"{int(minute) // 60:02d}:{int(minute) % 60:02d}" for minute in window)


def above(config: Config, path: str, days: Days, limit: float, what: str) -> Iterator[FieldError]:
    """A mistake when the values pass a limit, with the first day on which they do."""
    over = np.flatnonzero(days > limit + ROUNDING)
    if len(over):
        day = config.start + timedelta(days=int(over[0]))
        where: Path = tuple(path.split("."))
        yield FieldError(where, f"reaches {days[over[0]]:.4g} on {day}: {what}")
