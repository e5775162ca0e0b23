"""Poisson points under a rate that may change, so that a higher rate only adds points.

The half-plane (time, level) is cut into boxes, each with one point in the mean. The points of a box
depend on its key alone; a point counts if its level lies below the rate at its time. So whatever a
scenario does to the rate, a point keeps its time and its key, and no two rates are thinned against
each other's maximum.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, factorial

import numpy as np
from numpy.typing import NDArray

from navsim.values.random import Keys, Purpose, children, uniforms
from navsim.values.time import all_on_grid
from navsim.values.timeline import Timeline

MOST_IN_BOX = 24
CUMULATIVE = np.cumsum([exp(-1) / factorial(count) for count in range(MOST_IN_BOX)])
"""The Poisson law with mean one."""


@dataclass(frozen=True)
class Points:
    """Points in order of (time, band, ordinal); all arrays have one element a point."""

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
    """Points of the half-planes of several streams, whatever the rates; in no order that matters.

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

    def __getitem__(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Field:
        """Those chosen by a mask or by indices."""
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
    field = points_up_to(np.array([key], np.uint64), max(rate.values), height, until)
    field = field[field.level < rate.sample(field.time)]
    field = field[np.lexsort((field.ordinal, field.band, field.time))]
    return Points(time=field.time, band=field.band, ordinal=field.ordinal, key=field.key)


def points_up_to(keys: Keys, top: float, height: float, until: float) -> Field:
    """The points of each of the streams ``keys`` in [0, until), in all bands that begin below ``top``.

    For points that last: they may begin or cease to count while the rate moves past their level. See
    :func:`points_below` for the other parameters.
    """
    bands, cells = int(np.ceil(top / height)), int(np.ceil(until * height))
    shape = (len(keys), bands, cells)
    stream, band, cell = (grid.ravel() for grid in np.indices(shape))
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
