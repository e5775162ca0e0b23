"""Weighted rendezvous hashing: who of several has whom, so that a change moves as few users as can be.

Each employee who can have a user scores ``-ln(u) / w``, with u a uniform number that belongs to the two and
w the employee's weight; the least score has the user. A share w / sum(w) of the users goes to each; somebody
who joins, or gains weight, takes users from all and moves no others, and only the users of somebody who
leaves move (Thaler and Ravishankar 1998, "Using name-based mappings to increase hit rates"; weights by
Schindelhauer and Schomaker 2005, "Weighted distributed hash tables").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navsim.plan.staffing import Index, Minutes
from navsim.values.random import Keys, Purpose, children, uniforms

Floats = NDArray[np.float64]

NOBODY = -1

CELLS = 4_000_000
"""Users are dealt with in parts, so that users x employees stay below this."""


@dataclass(frozen=True)
class Weights:
    """From ``time`` on an employee has this weight (0: can have nobody), in order of time."""

    time: Minutes
    employee: Index
    weight: Floats

    def by_popularity(self, liked: Floats) -> Weights:
        """The same with popularity in place of FTE x proficiency."""
        return Weights(self.time, self.employee, np.where(self.weight > 0, liked[self.employee], 0.0))


@dataclass(frozen=True)
class Changes:
    """From ``since`` on, the user of a row has this employee; -1 is nobody."""

    row: Index
    since: Minutes
    employee: Index

    def of(self, rows: Index) -> Changes:
        """The same, with the rows numbered as ``rows`` says."""
        return Changes(rows[self.row], self.since, self.employee)


def holders(users: Keys, staff: Keys, weights: Weights) -> Changes:
    """Who has each of the users with these keys, from the beginning on."""
    column, place = np.unique(weights.employee, return_inverse=True)
    size = max(CELLS // max(len(column), 1), 1)
    parts = []
    for first in range(0, max(len(users), 1), size):
        part = users[first : first + size]
        draws = uniforms(children(children(part, int(Purpose.CASEWORKER))[:, None], staff[column]), 0)
        for instant, moved, to in moves(-np.log(draws), weights, place):
            parts.append((first + moved, np.full(len(moved), instant), np.append(column, NOBODY)[to]))
    row, since, employee = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Changes(row, since, employee)


def moves(cost: Floats, weights: Weights, place: Index) -> Iterator[tuple[float, Index, Index]]:
    """Since when, and which users move to which column of ``cost`` (-1: none), beginning with all of them at -inf.

    ``cost[user, column]`` is divided by the column's weight; ``place`` is the column of each change of weight.
    Only who belongs to a column that changes, or could come to it, is looked at.
    """
    count, columns = cost.shape
    weight = np.zeros(columns)
    holder, score = np.full(count, NOBODY), np.full(count, np.inf)
    times, first = np.unique(np.maximum(weights.time, 0.0), return_index=True)
    if not len(times) or times[0] > 0:
        yield -np.inf, np.arange(count), holder.copy()
    edges = np.append(first, len(weights.time))
    for time, begin, end in zip(times.tolist(), edges[:-1], edges[1:], strict=True):
        changed = place[begin:end]
        weight[changed] = weights.weight[begin:end]
        before = holder.copy()
        changes = np.zeros(columns + 1, np.bool_)  # the last one is for those whom nobody has
        changes[changed] = True
        open_again = changes[holder]
        holder[open_again], score[open_again] = NOBODY, np.inf
        for users, which in ((open_again, np.flatnonzero(weight)), (~open_again, changed[weight[changed] > 0])):
            take(cost, weight, holder, score, np.flatnonzero(users), which)
        moved = np.arange(count) if time == 0 else np.flatnonzero(holder != before)
        yield -np.inf if time == 0 else time, moved, holder[moved]


def take(cost: Floats, weight: Floats, holder: Index, score: Floats, users: Index, columns: Index) -> None:
    """Give users to those among the columns who score less than whoever has them now; changes ``holder``, ``score``."""
    if not len(users) or not len(columns):
        return
    scores = cost[np.ix_(users, columns)] / weight[columns]
    best = np.argmin(scores, axis=1)
    least = scores[np.arange(len(users)), best]
    better = least < score[users]
    holder[users[better]] = columns[best[better]]
    score[users[better]] = least[better]
