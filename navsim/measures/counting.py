"""Counting rows by cell and week: how many begin, how many are open at the end of each week, for how long.

Instants are minutes and the week edges ``[0, WEEK, ..., horizon]``; nan stands for an end that has not come. Every
function goes over the rows once, whatever the number of cells; its result has a row a cell and a column a week.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from navsim.measures.parts import Bools, Cells, Floats, Ints
from navsim.values.time import WEEK


def week_edges(horizon: float) -> Floats:
    """The edges of the weeks of a run (minutes), one more than there are weeks."""
    return np.arange(0.0, horizon + WEEK / 2, WEEK)


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

    def at(self, rows: Ints) -> Moments:
        """Those of some rows."""
        return replace(self, time=self.time[rows], week=self.week[rows])


def moments(times: Floats, edges: Floats) -> Moments:
    """Instants with their weeks; the weeks are of equal length."""
    week = times / (edges[1] - edges[0])
    np.fmin(week, len(edges) - 1, out=week)  # fmin: nan is after the run
    np.maximum(week, 0, out=week)
    return Moments(times, week.astype(np.int64), edges)


def either(first: Moments, second: Moments) -> Moments:
    """Of each row the first instant, or, where that has not come, the second, which is not earlier."""
    came = ~np.isnan(first.time)
    return Moments(np.where(came, first.time, second.time), np.where(came, first.week, second.week), first.edges)


@dataclass(frozen=True)
class Places:
    """The place of each row in a table (cells, weeks), which has one more row and column for what is in none."""

    of: Ints
    rows: int
    columns: int

    def table(self, values: Floats | Ints) -> Floats:
        """Values by place as a table of the cells and weeks."""
        return values.reshape(self.rows, self.columns)[:-1, :-1].astype(np.float64)

    def tally(self, amount: Floats | Bools | None = None) -> Floats:
        """How many rows have each place, or the sum of their amounts."""
        return self.table(np.bincount(self.of, amount, self.rows * self.columns))


def places(cells: Cells, at: Moments) -> Places:
    """Where rows are counted."""
    columns = len(at.edges)
    return Places(cells.of * columns + at.week, cells.count + 1, columns)


def tally(cells: Cells, at: Moments, amount: Floats | Bools | None = None) -> Floats:
    """How many rows of each cell have their instant in each week, or the sum of their amounts; (cells, weeks)."""
    return places(cells, at).tally(amount)


def open_in(cells: Cells, start: Moments, end: Moments, amount: Floats | None = None) -> Floats:
    """How many of the intervals [start, end) of each cell, or how much, is open just before the end of each week."""
    return np.asarray(np.cumsum(tally(cells, start, amount) - tally(cells, end, amount), axis=1))


def minutes_in(cells: Cells, start: Moments, end: Moments) -> Floats:
    """The time that the intervals [start, end) of each cell cover in each week, added up; none begins before 0.

    What is open at the end of the week would cover all of it. Those that began in it lack what had passed by then;
    those that ended in it have what had passed by then.
    """
    edges, begin, over = start.edges, places(cells, start), places(cells, end)
    still_open = np.cumsum(begin.tally() - over.tally(), axis=1)
    passed = over.tally(end.time - edges[end.week]) - begin.tally(start.time - edges[start.week])
    return np.asarray(still_open * (edges[1] - edges[0]) + passed)


@dataclass(frozen=True)
class Pieces:
    """Intervals cut at the ends of the weeks: the row of each piece, in order, and when it starts and ends."""

    row: Ints
    start: Moments
    end: Floats

    def minutes_in(self, cells: Cells, weight: Floats | None = None) -> Floats:
        """The time that the intervals of each cell cover in each week, added up, each times its weight."""
        minutes = self.end - self.start.time
        return tally(cells.at(self.row), self.start, minutes if weight is None else minutes * weight[self.row])


def pieces(start: Floats, end: Floats, edges: Floats) -> Pieces:
    """Intervals within the run, by week.

    For short ones, of which few are cut, this is less work than :func:`minutes_in`; and they can have weights.
    """
    begin, row = moments(start, edges), np.arange(len(start))
    count = np.ceil(end / (edges[1] - edges[0])).astype(np.int64) - begin.week  # what ends at an edge ends before it
    if (count == 1).all():
        return Pieces(row, begin, end)
    row = np.repeat(row, count)
    week = begin.week[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return Pieces(row, Moments(np.maximum(start[row], edges[week]), week, edges), np.minimum(end[row], edges[week + 1]))


def grouped(label: Ints) -> Ints:
    """The rows in order of their labels, and within a label as they come.

    Like a stable argsort, which is ten times slower: a plain sort of numbers that hold both, the row in the last bits.
    """
    bits = len(label).bit_length()
    return np.asarray(np.sort(label << bits | np.arange(len(label))) & (1 << bits) - 1)


def quantile_in(cells: Cells, at: Moments, values: Floats, level: float) -> Floats:
    """A quantile of the values of each cell and week, by linear interpolation; nan where there are none.

    The values (0 or more, none nan) are sorted on one line, one of place i at ``i * stride + value``. Like all times
    they are multiples of 2⁻¹⁰ minute, so nothing is rounded.
    """
    where, stride = places(cells, at), np.ceil(values.max(initial=0.0))
    line = np.sort(where.of * stride + values)
    count = np.bincount(where.of, minlength=where.rows * where.columns)
    here = np.flatnonzero(count)
    first, reach = (np.cumsum(count) - count)[here], (count[here] - 1) * level
    low = np.floor(reach).astype(np.int64)
    below, above = (line[first + step] - here * stride for step in (low, np.minimum(low + 1, count[here] - 1)))
    found = np.full(len(count), np.nan)
    found[here] = below + (above - below) * (reach % 1)
    return where.table(found)


def oldest_in(cells: Cells, start: Moments, end: Moments) -> Floats:
    """How long the oldest of the intervals of each cell that are open at the end of a week has been open; 0 if none is.

    In order of their starts, the first still open at an instant is the first whose end the running maximum of ends has
    reached. Ends count by their weeks, and those of a cell above all those of the cells before: so one running
    maximum serves them all.
    """
    columns = len(start.edges)
    rows = np.flatnonzero(end.week > start.week)  # no other is open at the end of a week
    rows = rows[np.argsort(start.time[rows], kind="stable")]  # at once, since logs are in that order
    rows = rows[grouped(cells.of[rows])]
    reached = np.maximum.accumulate(cells.of[rows] * columns + end.week[rows])
    wanted = np.arange(cells.count)[:, np.newaxis] * columns + np.arange(1, columns)
    first = np.searchsorted(reached, wanted)
    mine = np.append(cells.of[rows], cells.count)[first] == np.arange(cells.count)[:, np.newaxis]
    since = np.where(mine, np.append(start.time[rows], np.inf)[first], np.inf)
    return np.asarray(np.maximum(start.edges[1:] - since, 0.0))
