"""Sets of intervals [start, end) as pairs of sorted arrays; exact, since nothing is computed but compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Intervals:
    """Disjoint intervals in order of time, none empty; two may touch.

    ``start[i] < end[i] <= start[i + 1]``, in minutes.
    """

    start: Minutes
    end: Minutes

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, which: NDArray[np.bool_] | Index) -> Intervals:
        """Those chosen by a mask, or by indices in increasing order."""
        return Intervals(self.start[which], self.end[which])

    @property
    def length(self) -> Minutes:
        """The length of each (minutes)."""
        return self.end - self.start


def merged(start: Minutes, end: Minutes) -> Intervals:
    """The union of any intervals, in any order, overlapping or empty; those that touch become one."""
    filled = end > start
    order = np.argsort(start[filled], kind="stable")
    start, end = start[filled][order], end[filled][order]
    if not len(start):
        return Intervals(start, end)
    reached = np.maximum.accumulate(end)
    first = np.concatenate(([True], start[1:] > reached[:-1]))
    return Intervals(start[first], reached[np.append(np.flatnonzero(first)[1:] - 1, len(start) - 1)])


def overlaps(a: Intervals, b: Intervals) -> tuple[Intervals, Index, Index]:
    """The pieces in which an interval of a meets one of b, and the index of each in a and in b."""
    first = np.searchsorted(b.end, a.start, side="right")
    count = np.maximum(np.searchsorted(b.start, a.end, side="left") - first, 0)
    in_a = np.repeat(np.arange(len(a)), count)
    in_b = np.arange(len(in_a)) + np.repeat(first - (np.cumsum(count) - count), count)
    pieces = Intervals(np.maximum(a.start[in_a], b.start[in_b]), np.minimum(a.end[in_a], b.end[in_b]))
    return pieces, in_a, in_b


def intersect(a: Intervals, b: Intervals) -> tuple[Intervals, Index]:
    """What of a lies in b, and the index in a of each piece."""
    pieces, in_a, _ = overlaps(a, b)
    return pieces, in_a


def subtract(a: Intervals, b: Intervals) -> tuple[Intervals, Index]:
    """What of a lies outside b, and the index in a of each piece."""
    outside_start = np.concatenate(([-np.inf], b.end))
    outside_end = np.concatenate((b.start, [np.inf]))
    gaps = outside_end > outside_start
    return intersect(a, Intervals(outside_start[gaps], outside_end[gaps]))


def clip(a: Intervals, low: float, high: float) -> Intervals:
    """What of a lies in [low, high)."""
    start, end = np.maximum(a.start, low), np.minimum(a.end, high)
    inside = end > start
    return Intervals(start[inside], end[inside])


def total(a: Intervals) -> float:
    """The length of all together (minutes)."""
    return float(np.sum(a.length))
