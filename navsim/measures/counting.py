"""Counting intervals: how many are open at the end of each week, for how long, how many begin.

All functions take instants in minutes and the week edges ``[0, WEEK, ..., horizon]``; nan stands for an
end that has not come. The first functions count all intervals that they are given, those that take ``Parts`` count
by part of the office: their result has a row a part and a column a week.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navsim.measures.parts import Ints, Parts
from navsim.values.time import WEEK

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def week_edges(horizon: float) -> Floats:
    """The edges of the weeks of a run (minutes), one more than there are weeks."""
    return np.arange(0.0, horizon + WEEK / 2, WEEK)


def open_at_ends(start: Floats, end: Floats, edges: Floats) -> Floats:
    """How many of the intervals [start, end) are open just before the end of each week."""
    begun = np.searchsorted(np.sort(start), edges[1:], side="left")
    over = np.searchsorted(np.sort(end[~np.isnan(end)]), edges[1:], side="left")
    return (begun - over).astype(np.float64)


def open_minutes(start: Floats, end: Floats, edges: Floats) -> Floats:
    """The time that the intervals [start, end) cover in each week, added up (minutes)."""
    return np.diff(elapsed(start, edges) - elapsed(end, edges))


def weighted_minutes(start: Floats, end: Floats, weight: Floats, edges: Floats) -> Floats:
    """The time that each of the intervals [start, end) covers in each week, times its weight, added up (minutes)."""
    first = np.searchsorted(edges, start, side="right") - 1
    count = np.searchsorted(edges, end, side="left") - first
    which = np.repeat(np.arange(len(start)), count)
    week = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    minutes = np.minimum(end[which], edges[week + 1]) - np.maximum(start[which], edges[week])
    return np.asarray(np.bincount(week, minutes * weight[which], len(edges) - 1), np.float64)


def elapsed(times: Floats, instants: Floats) -> Floats:
    """For each instant the sum over all times before it of the time that has passed since."""
    times = np.sort(times[~np.isnan(times)])
    sums = np.concatenate(([0.0], np.cumsum(times)))
    count = np.searchsorted(times, instants, side="left")
    return np.asarray(count * instants - sums[count])


def count_in(times: Floats, edges: Floats) -> Floats:
    """How many instants fall in each week."""
    return np.diff(np.searchsorted(np.sort(times[~np.isnan(times)]), edges, side="left")).astype(np.float64)


def ratio(above: Floats, below: Floats) -> Floats:
    """A quotient by week, nan where there is nothing to divide by."""
    return np.asarray(np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0))


@dataclass(frozen=True)
class Moments:
    """Instants and the week in which each falls.

    Week 0 also stands for what came before the run, and the number of weeks for what comes after it or never.
    """

    time: Floats
    week: Ints
    edges: Floats


def moments(times: Floats, edges: Floats) -> Moments:
    """Instants with their weeks; the weeks are of equal length."""
    weeks = len(edges) - 1
    week = np.clip(np.floor((times - edges[0]) / (edges[1] - edges[0])), 0, weeks)
    return Moments(times, np.where(np.isnan(times), weeks, week).astype(np.int64), edges)


def tally(parts: Parts, at: Moments, amount: Floats | None = None) -> Floats:
    """How many rows of each part have their instant in each week, or the sum of their amounts; (parts, weeks)."""
    rows, columns = len(parts.names) + 1, len(at.edges)
    found = np.bincount((parts.label + 1) * columns + at.week, amount, rows * columns)
    return found.reshape(rows, columns)[1:, :-1].astype(np.float64)


def open_in(parts: Parts, start: Moments, end: Moments, amount: Floats | None = None) -> Floats:
    """How many of the intervals [start, end) of each part, or how much, is open just before the end of each week."""
    return np.asarray(np.cumsum(tally(parts, start, amount) - tally(parts, end, amount), axis=1))


def minutes_in(parts: Parts, start: Moments, end: Moments) -> Floats:
    """The time that the intervals [start, end) of each part cover in each week, added up; none begins before 0."""
    count, edges = open_in(parts, start, end), start.edges
    since = tally(parts, start, start.time) - tally(parts, end, np.nan_to_num(end.time, posinf=0.0))
    return np.diff(count * edges[1:] - np.cumsum(since, axis=1), axis=1, prepend=0.0)


def quantile_in(parts: Parts, at: Moments, values: Floats, level: float) -> Floats:
    """A quantile of the values of each part and week, by linear interpolation; nan where there are none."""
    weeks = len(at.edges) - 1
    mine = (parts.label >= 0) & (at.week < weeks)
    place, values = (parts.label * weeks + at.week)[mine], values[mine]
    values = np.append(values[np.lexsort((values, place))], np.nan)
    count = np.bincount(place, minlength=len(parts.names) * weeks)
    first = np.cumsum(count) - count
    reach = np.maximum(count - 1, 0) * level
    low = np.where(count > 0, first + np.floor(reach).astype(np.int64), len(values) - 1)
    high = np.where(count > 0, np.minimum(low + 1, first + count - 1), len(values) - 1)
    found = values[low] + (values[high] - values[low]) * (reach % 1)
    return np.asarray(found.reshape(len(parts.names), weeks))
