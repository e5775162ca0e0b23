"""Poisson points under a rate that may change, so that a higher rate only adds points.

The half-plane (time, level) is cut into boxes, each with one point in the mean. The points of a box
depend on its key alone; a point counts if its level lies below the rate at its time. So whatever a
scenario does to the rate, a point keeps its time and its key, and no two rates are thinned against
each other's maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, exp, factorial

import numpy as np
from numpy.typing import NDArray

from navsim.values.random import Keys, Purpose, children, uniforms
from navsim.values.time import TICKS, all_on_grid
from navsim.values.timeline import Timeline

MOST_IN_BOX = 24
CUMULATIVE = np.cumsum([exp(-1) / factorial(count) for count in range(MOST_IN_BOX)])
"""The Poisson law with mean one."""


@dataclass(frozen=True)
class Points:
    """Points, in order of (time, band, ordinal) unless said otherwise; all arrays have one element a point."""

    time: NDArray[np.float64]
    band: NDArray[np.int64]
    ordinal: NDArray[np.int64]
    key: Keys

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Points:
        """Those chosen by a mask or by indices."""
        return Points(self.time[which], self.band[which], self.ordinal[which], self.key[which])


@dataclass(frozen=True)
class Field:
    """Points of the half-planes of several streams, whatever the rates, in order of (stream, band, ordinal).

    ``stream`` is an index of the streams; ``level`` is in points per minute.
    """

    stream: NDArray[np.int64]
    time: NDArray[np.float64]
    level: NDArray[np.float64]
    band: NDArray[np.int64]
    ordinal: NDArray[np.int64]
    key: Keys

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, which: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Field:
        """Those chosen by a mask, by indices or by a slice."""
        return Field(
            self.stream[which],
            self.time[which],
            self.level[which],
            self.band[which],
            self.ordinal[which],
            self.key[which],
        )


def points_below(key: int, rate: Timeline, height: float, until: float) -> Points:
    """The points of the stream ``key`` in [0, until) that lie below ``rate``.

    Parameters
    ----------
    key:
        The stream's key; each band and box derives its own from it.
    rate:
        Points per minute.
    height:
        Height of a band (points per minute); boxes are ``1 / height`` minutes long. It belongs to the
        stream, never to a scenario.
    until:
        The end (minutes).
    """
    found = points_of_each(np.array([key], np.uint64), (rate,), height, until)[0]
    return found[np.argsort(found.time, kind="stable")]


def points_of_each(keys: Keys, rates: Sequence[Timeline], height: float, until: float) -> list[Points]:
    """:func:`points_below` for several streams at once, but in order of (band, ordinal): whoever puts them together
    sorts them by time, and stably."""
    edges = np.arange(ceil(until * height) + 1) / height
    low, high = edges[:-1] - 1 / TICKS, edges[1:] + 1 / TICKS  # a point may be rounded out of its box
    tops = np.array([rate.greatest(low, high) for rate in rates]).reshape(len(keys), len(low))
    field = points_up_to(keys, tops, height, until)
    first = np.searchsorted(field.stream, np.arange(len(keys) + 1)).tolist()
    return [below(field[begin:end], rate) for rate, (begin, end) in zip(rates, pairwise(first), strict=True)]


def below(field: Field, rate: Timeline) -> Points:
    """The points of one stream that lie below its rate, in the order of the field."""
    return Points(field.time, field.band, field.ordinal, field.key)[field.level < rate.sample(field.time)]


def points_up_to(keys: Keys, top: float | NDArray[np.float64], height: float, until: float) -> Field:
    """The points of each of the streams ``keys`` in [0, until), in all bands that begin below ``top``.

    For points that last: they may begin or cease to count while the rate moves past their level. ``top`` is one for
    all, or one for each stream and cell (shape: streams, cells; a cell is ``1 / height`` minutes). See
    :func:`points_below` for the other parameters.
    """
    cells = ceil(until * height)
    bands = np.broadcast_to(np.ceil(np.asarray(top) / height), (len(keys), cells))
    inside = np.arange(bands.max(initial=0.0))[:, None] < bands[:, None]
    stream, band, cell = np.unravel_index(np.flatnonzero(inside), inside.shape)
    box = children(children(keys[stream], band.astype(np.uint64)), cell.astype(np.uint64))
    count = np.searchsorted(CUMULATIVE, uniforms(box, int(Purpose.COUNT)), side="right")

    owner = np.repeat(np.arange(len(box)), count)
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    place = rank.astype(np.uint64)
    box = box[owner]
    field = Field(
        stream=stream[owner],
        time=all_on_grid((cell[owner] + uniforms(children(box, int(Purpose.INSTANT)), place)) / height),
        level=(band[owner] + uniforms(children(box, int(Purpose.HEIGHT)), place)) * height,
        band=band[owner],
        ordinal=cell[owner] * MOST_IN_BOX + rank,
        key=children(children(box, int(Purpose.STAY)), place),
    )
    return field[field.time < until]
