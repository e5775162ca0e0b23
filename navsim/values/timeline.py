"""Timelines: the one notion for what changes with the calendar, piecewise constant in a plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Timeline:
    """A piecewise constant function of time.

    ``values[i]`` holds from ``times[i]`` (minutes, increasing) until ``times[i + 1]``; the first value
    also holds before ``times[0]`` and the last one for ever.
    """

    times: tuple[float, ...]
    values: tuple[float, ...]

    @staticmethod
    def constant(value: float) -> Timeline:
        """The timeline that never changes."""
        return Timeline((0.0,), (value,))

    def at(self, time: float) -> float:
        """The value at an instant (right-continuous)."""
        return self.values[segment(self.times, time)]

    def sample(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value at each of several instants; an array of the same shape."""
        index = np.searchsorted(self.times, times, side="right") - 1
        return np.asarray(self.values)[np.maximum(index, 0)]

    def greatest(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
        """The greatest value within each of several stretches [low, high]; arrays of one dimension."""
        first, last = (np.maximum(np.searchsorted(self.times, at, side="right") - 1, 0) for at in (low, high))
        values = np.append(self.values, -np.inf)  # the end of a stretch is an index too
        return np.asarray(np.maximum.reduceat(values, np.stack((first, last + 1), axis=1).ravel())[::2])

    def integral(self, until: NDArray[np.float64]) -> NDArray[np.float64]:
        """The integral from the first time to each instant (value x minutes; negative before it)."""
        times, values = np.asarray(self.times), np.asarray(self.values)
        reached = np.concatenate(([0.0], np.cumsum(np.diff(times) * values[:-1])))
        index = np.maximum(np.searchsorted(times, until, side="right") - 1, 0)
        return np.asarray(reached[index] + (until - times[index]) * values[index])

    def mean(self, start: float, end: float) -> float:
        """The time average over [start, end)."""
        low, high = self.integral(np.array([start, end]))
        return float(high - low) / (end - start)

    @property
    def is_constant(self) -> bool:
        """Whether the value never changes."""
        return len(set(self.values)) == 1


def segment(times: tuple[float, ...], time: float) -> int:
    """The index of the piece that holds at ``time``."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] <= time:
            low = middle + 1
        else:
            high = middle
    return max(low - 1, 0)


def area(times: tuple[float, ...], values: tuple[float, ...], start: float, end: float) -> float:
    """The integral from ``start`` to ``end`` (value x minutes), piece by piece in order of time."""
    index, total = segment(times, start), 0.0
    while index < len(times) - 1 and times[index + 1] < end:
        total += (times[index + 1] - start) * values[index]
        start = times[index + 1]
        index += 1
    return total + (end - start) * values[index]


def reach(times: tuple[float, ...], values: tuple[float, ...], start: float, amount: float) -> float:
    """The instant at which the integral from ``start`` has grown to ``amount``; inf when it never does.

    This one rule tells when a need is used up at a pace, and when the next event of a rate falls.
    """
    if amount <= 0:
        return start
    index = segment(times, start)
    while index < len(times) - 1:
        gain = (times[index + 1] - start) * values[index]
        if gain >= amount:
            break
        amount -= gain
        start = times[index + 1]
        index += 1
    if values[index] <= 0:
        return math.inf
    return start + amount / values[index]
