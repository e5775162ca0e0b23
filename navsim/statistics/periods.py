"""Periods of a run, and one number for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
STATISTICS = ("mean", "max", "end")


def periods(clock: Clock, shocks: Mapping[str, tuple[date, date]]) -> dict[str, Bools]:
    """The weeks of each period: the run, each calendar year, each shock.

    A week belongs to the year that holds its Thursday (ISO 8601), and to a shock when any of its days
    does. Periods without a week are left out.
    """
    mondays = [clock.monday(week) for week in range(clock.weeks)]
    years = np.array([monday.isocalendar().year for monday in mondays])
    found = {"run": np.ones(clock.weeks, bool)}
    found |= {str(year): years == year for year in sorted(set(years.tolist()))}
    for name, (first, last) in sorted(shocks.items()):
        found[name] = np.array([monday <= last and monday + timedelta(days=6) >= first for monday in mondays])
    return {name: weeks for name, weeks in found.items() if weeks.any()}


def of_periods(values: Floats, periods: Mapping[str, Bools]) -> Floats:
    """Each statistic of each period, in turn: shape (..., periods x statistics) of (..., weeks)."""
    by_week = np.asfortranarray(values)  # the weeks lie apart in memory, so that some of them are quick to choose
    found = [statistic(by_week, weeks, name) for weeks in periods.values() for name in STATISTICS]
    return np.asfortranarray(np.stack(found, axis=-1))


def statistic(values: Floats, weeks: Bools, name: str) -> Floats:
    """The mean over weeks, the largest week or the last week of a period: shape (...,) of (..., weeks)."""
    part = values[..., weeks]
    if name == "end":
        return np.asarray(part[..., -1])
    if name == "max":
        return np.asarray(np.fmax.reduce(part, axis=-1))  # of undefined weeks alone: undefined
    count = np.sum(~np.isnan(part), axis=-1)
    return np.where(count > 0, np.nansum(part, axis=-1) / np.maximum(count, 1), np.nan)
