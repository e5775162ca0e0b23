"""How many users are present, in expectation: exactly for a stream, on a grid with limits and moves.

The mean stock of M_t/G/∞ with initial residuals and a pace: with R(t) the need used up by someone
present since 0, rate λ and P(stay > x) = S(x),

    E N(t) = n0 · ∫_{R(t)}^∞ S / E[stay] + ∫_0^t λ(s) S(R(t) − R(s)) ds.

Source: Eick, Massey and Whitt (1993), "The physics of the M_t/G/∞ queue", theorem 1, in the time
changed by R. Rates and pace are piecewise constant, so the integral is a sum of differences of the
integrated tail of the stay.

With a limit of law L in calendar time, S(R(t) − R(s)) becomes S(R(t) − R(s)) · L(t − s), and those who
enter another group are an inflow there: a renewal equation between the groups (Cox 1962, "Renewal
Theory", chapter 7), solved forward in time in cells of equal length, :func:`flows`. Within a cell
those who enter do so evenly. Means over a cell of each of the two factors are exact; their product
has an error of the order of cell² / (mean stay · mean limit).

Those present at the start have been there for an age a with density S(a) L(a) / E[min(stay, limit)],
so that P(still there at t) = ∫_0^∞ S(a + R(t)) L(a + t) da / E[min(stay, limit)].

All of it holds when leaving does not depend on follow-up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from navsim.plan.compile import Prepared
from navsim.plan.model import GroupType, Origin
from navsim.plan.persons import Stream
from navsim.values.distributions import Distribution
from navsim.values.time import WEEK
from navsim.values.timeline import Timeline

Floats = np.ndarray

CELLS = 2000
"""About how many cells a run is cut into: of half a day or less in runs of up to five years."""

AGES = 800
"""Cells of the age of those present at the start."""


def mean_stock(stream: Stream, pace: Timeline, times: Floats) -> Floats:
    """The expected number of the stream's persons who are present at each time (minutes, from 0).

    Exact, for a group without a limit.
    """
    used = pace.integral(times) - pace.integral(np.zeros(1))
    if stream.origin == Origin.INITIAL:
        return np.asarray(stream.initial * stream.stay.tail(used) / stream.stay.mean)
    edges = np.array(sorted({0.0, *stream.rate.times, *pace.times, *times.tolist()}))
    edges = edges[(edges >= 0) & (edges <= times.max(initial=0.0))]
    at_edge = pace.integral(edges) - pace.integral(np.zeros(1))
    low, high = edges[:-1], edges[1:]
    rate, speed = stream.rate.sample(low), pace.sample(low)
    stock = np.zeros(len(times))
    for place, (time, reached) in enumerate(zip(times, used, strict=True)):
        past = high <= time
        since_low, since_high = reached - at_edge[:-1][past], reached - at_edge[1:][past]
        moving = speed[past] > 0
        gain = stream.stay.tail(since_high) - stream.stay.tail(since_low)
        held = np.divide(gain, speed[past], out=np.zeros_like(gain), where=moving)
        if not moving.all():  # while the pace is 0 nobody's need is used up
            held[~moving] = ((high - low)[past] * stream.stay.survival(since_low))[~moving]
        stock[place] = rate[past] @ held
    return stock


def mix_shares(stream: Stream) -> Floats:
    """The share of each combination of traits among a stream's persons."""
    shares = np.ones(1)
    for cumulated in stream.traits:
        shares = np.outer(shares, np.diff((0.0, *cumulated))).ravel()
    return shares


@dataclass(frozen=True)
class Flows:
    """Expected persons on a grid of instants ``edges`` (minutes from 0), which are the borders of its cells.

    ``stock[group, mix, edge]`` are present; ``moved[group, mix, cell]`` enter from another group. Both
    are 0 for groups outside :func:`coupled`.
    """

    edges: Floats
    stock: Floats
    moved: Floats


@dataclass(frozen=True)
class Passage:
    """What becomes of those who come together: shares present at each edge, and leaving in each cell by cause."""

    present: Floats
    by_need: Floats
    by_limit: Floats


@dataclass(frozen=True)
class Spells:
    """Spells of one kind: their group, the law of the need, and both clocks on the grid.

    ``used[edge]`` is the need used up by someone present since 0; ``limit_left[k]`` the share of those
    who entered in a cell whose limit has not come at its end (k = 1) and at the k-th edge after its
    beginning; ``entries[mix, cell]`` who comes from outside.
    """

    group: int
    stay: Distribution
    used: Floats
    limit_left: Floats
    entries: Floats

    def passage(self, cell: int) -> Passage:
        """Of those who enter evenly in a cell: from its beginning on."""
        since_low, since_high = self.used[cell + 1 :] - self.used[cell], self.used[cell + 1 :] - self.used[cell + 1]
        step = self.used[cell + 1] - self.used[cell]
        gain = self.stay.tail(since_high) - self.stay.tail(since_low)
        left = gain / step if step > 0 else self.stay.survival(since_low)
        return passage(np.concatenate(([1.0], left)), self.limit_left[: len(self.used) - cell])


def passage(need: Floats, limit: Floats) -> Passage:
    """From the shares (last axis: edges) for whom the need, and the limit, has not come."""
    by_need = (need[..., :-1] - need[..., 1:]) * (limit[..., :-1] + limit[..., 1:]) / 2
    by_limit = (limit[..., :-1] - limit[..., 1:]) * (need[..., :-1] + need[..., 1:]) / 2
    return Passage(need * limit, by_need, by_limit)


def coupled(prepared: Prepared) -> set[int]:
    """The groups that :func:`flows` is needed for: those with a limit, or with a way from or to another group."""
    return limited(prepared) | entered_by_move(prepared) | {
        number for number, group in enumerate(prepared.static.groups) if moves(prepared, group).any()
    }  # fmt: skip


def limited(prepared: Prepared) -> set[int]:
    """The groups with a limit."""
    return {number for number, group in enumerate(prepared.static.groups) if group.limit is not None}


def entered_by_move(prepared: Prepared) -> set[int]:
    """The groups that persons enter from other groups."""
    return {int(to) for group in prepared.static.groups for to in np.flatnonzero(moves(prepared, group).sum(axis=0))}


def moves(prepared: Prepared, group: GroupType) -> Floats:
    """The shares of those who leave a group for each group: by need, and by limit; shape (2, groups)."""
    first = len(prepared.static.destinations)
    shares = [np.diff((0.0, *group.leaves_to))[first:]]
    shares += [np.diff((0.0, *group.limit_leaves_to))[first:] if group.limit else np.zeros(len(prepared.static.groups))]
    return np.array(shares)


def grid(weeks: int) -> Floats:
    """Instants of the run at equal distances; the middle and the end of each week are among them.

    Cells divide days unless the run is very long.
    """
    a_week = 14 * min(max(CELLS // (14 * weeks), 1), 8) if 14 * weeks <= 2 * CELLS else 2
    return np.arange(weeks * a_week + 1) * (WEEK / a_week)


@dataclass(frozen=True)
class Ledger:
    """The flows as they are added up; ``to[group]`` are the shares that go to each group, see :func:`moves`."""

    to: list[Floats]
    flows: Flows

    def spread(self, group: int, persons: Floats, way: Passage, first: int, after: int = 0) -> None:
        """Add persons (by mix) of a group who come in the cell ``first``: present at the edges after it, moving on in
        the cells from ``first + after`` on."""
        self.flows.stock[group, :, first + 1 :] += np.outer(persons, way.present[1:])
        by_need, by_limit = self.to[group]
        for other in np.flatnonzero(by_need + by_limit):
            leaving = way.by_need * by_need[other] + way.by_limit * by_limit[other]
            self.flows.moved[other, :, first + after :] += np.outer(persons, leaving[after:])

    def at_once(self, group: int, way: Passage) -> Floats:
        """Of those who come to a group in a cell, the shares that move on to each group in the same cell."""
        return np.asarray(way.by_need[0] * self.to[group][0] + way.by_limit[0] * self.to[group][1])


def flows(prepared: Prepared) -> Flows:
    """The stocks of coupled groups, and who moves between them."""
    edges, groups = grid(prepared.clock.weeks), sorted(coupled(prepared))
    count, mixes = len(prepared.static.groups), prepared.static.applies.shape[2]
    found = Flows(edges, np.zeros((count, mixes, len(edges))), np.zeros((count, mixes, len(edges) - 1)))
    ledger = Ledger([moves(prepared, group) for group in prepared.static.groups], found)
    for stream in prepared.streams:
        if stream.origin == Origin.INITIAL and stream.group in groups:
            persons = stream.initial * mix_shares(stream)
            found.stock[stream.group, :, 0] += persons
            ledger.spread(stream.group, persons, found_in_progress(prepared, stream, edges), 0)
    main = [spells_of(prepared, group, prepared.static.groups[group].stay, edges) for group in groups]
    others = [spells_of(prepared, group, stay, edges) for group, stay in stays_of_their_own(prepared, groups)]
    for cell in range(len(edges) - 1):
        for spells in others:
            if spells.entries[:, cell].any():
                ledger.spread(spells.group, spells.entries[:, cell], spells.passage(cell), cell)
        ways = [spells.passage(cell) for spells in main]
        coming = np.array([spells.entries[:, cell] + found.moved[spells.group, :, cell] for spells in main])
        # Who enters in a cell may move on in it, and even come back.
        on = np.array([ledger.at_once(spells.group, way)[groups] for spells, way in zip(main, ways, strict=True)])
        entering = np.linalg.solve(np.eye(len(groups)) - on.T, coming)
        for spells, way, persons in zip(main, ways, entering, strict=True):
            found.moved[spells.group, :, cell] = persons - spells.entries[:, cell]
            if persons.any():
                ledger.spread(spells.group, persons, way, cell, after=1)
    return found


def stays_of_their_own(prepared: Prepared, groups: list[int]) -> list[tuple[int, Distribution]]:
    """The laws of the need that differ from their group's, each once: those of people whom a shock brings."""
    found = [(stream.group, stream.stay) for stream in prepared.streams if stream.group in groups]
    return [pair for pair in dict.fromkeys(found) if pair[1] != prepared.static.groups[pair[0]].stay]


def spells_of(prepared: Prepared, group: int, stay: Distribution, edges: Floats) -> Spells:
    """The spells of a group that have this law of the need."""
    limit, step = prepared.static.groups[group].limit, edges[1]
    limit_left = np.ones(len(edges))
    if limit:
        limit_left[1:] = (limit.tail(edges[:-1]) - limit.tail(edges[1:])) / step
    entries = np.zeros((prepared.static.applies.shape[2], len(edges) - 1))
    for stream in prepared.streams:
        if stream.group == group and stream.stay == stay and stream.origin != Origin.INITIAL:
            entries += np.outer(mix_shares(stream), np.diff(stream.rate.integral(edges)))
    return Spells(group, stay, used_at(prepared.static.groups[group].pace, edges), limit_left, entries)


def used_at(pace: Timeline, times: Floats) -> Floats:
    """The need used up by someone present since 0."""
    return np.asarray(pace.integral(times) - pace.integral(np.zeros(1)))


def found_in_progress(prepared: Prepared, stream: Stream, edges: Floats) -> Passage:
    """What becomes of a person who is present at the start."""
    group = prepared.static.groups[stream.group]
    used = used_at(group.pace, edges)
    if group.limit is None:
        return passage(stream.stay.tail(used) / stream.stay.mean, np.ones(len(edges)))
    ages = ages_of(stream.stay, group.limit)
    weights = np.diff(ages)
    parts, before = [], (still(stream.stay, ages, 0.0), still(group.limit, ages, 0.0))
    whole = float(weights @ (before[0] * before[1]))
    for moment, need_used in zip(edges.tolist(), used.tolist(), strict=True):
        now = still(stream.stay, ages, need_used), still(group.limit, ages, moment)
        way = passage(np.stack([before[0], now[0]], axis=1), np.stack([before[1], now[1]], axis=1))
        parts.append([weights @ way.present[:, 1], weights @ way.by_need[:, 0], weights @ way.by_limit[:, 0]])
        before = now
    present, by_need, by_limit = np.array(parts).T / whole
    return Passage(present, by_need[1:], by_limit[1:])


def still(law: Distribution, ages: Floats, later: float) -> Floats:
    """Mean of P(X > age + later) within each cell of ages."""
    return np.asarray(-np.diff(law.tail(ages + later)) / np.diff(ages))


def ages_of(stay: Distribution, limit: Distribution) -> Floats:
    """Borders of cells of the age in the spell (minutes), fine near 0, as far as spells last."""
    longest = min(stay.mean, limit.mean)
    while min(float(law.tail(np.array([longest]))[0]) / law.mean for law in (stay, limit)) > 1e-8:
        longest *= 1.5
    return np.concatenate(([0.0], np.geomspace(longest * 1e-6, longest, AGES)))


def mean_spell(stay: Distribution, limit: Distribution | None) -> float:
    """How long a spell lasts in the mean, at pace 1 (minutes): E[min(stay, limit)]."""
    if limit is None:
        return stay.mean
    ages = ages_of(stay, limit)
    return float(np.diff(ages) @ (still(stay, ages, 0.0) * still(limit, ages, 0.0)))
