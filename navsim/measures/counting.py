"""Counting intervals: how many are open at the end of each week, for how long, how many begin.

All functions take instants in minutes and the week edges ``[0, WEEK, ..., horizon]``; nan stands for an
end that has not come.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

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


def open_amount_at_ends(start: Floats, end: Floats, amount: Floats, edges: Floats) -> Floats:
    """The sum of ``amount`` over the intervals open just before the end of each week."""
    return amount_before(start, amount, edges[1:]) - amount_before(end, amount, edges[1:])


def amount_before(times: Floats, amount: Floats, instants: Floats) -> Floats:
    """The sum of ``amount`` over those with time before each instant; nan never comes."""
    known = ~np.isnan(times)
    order = np.argsort(times[known], kind="stable")
    sums = np.concatenate(([0.0], np.cumsum(amount[known][order])))
    return np.asarray(sums[np.searchsorted(times[known][order], instants, side="left")])


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


def amount_in(times: Floats, amount: Floats, edges: Floats) -> Floats:
    """The sum of ``amount`` over the instants in each week."""
    return np.diff(amount_before(times, amount, edges))


def ratio(above: Floats, below: Floats) -> Floats:
    """A quotient by week, nan where there is nothing to divide by."""
    return np.asarray(np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0))


def by_week(times: Floats, values: Floats, edges: Floats) -> list[Floats]:
    """The values of the instants that fall in each week."""
    order = np.argsort(times, kind="stable")
    cuts = np.searchsorted(times[order], edges, side="left")
    return [values[order[low:high]] for low, high in pairwise(cuts)]
