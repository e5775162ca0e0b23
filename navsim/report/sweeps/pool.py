"""From points to what is shown of them: the stops of a factor, and means over the points of each, with intervals.

The interval of a mean over points of a grid is the mean of their intervals. The points share their chances, so this is
never too narrow: a standard deviation of a mean is at most the mean of the standard deviations. Points that are spread
over ranges are a sample of the other factors too: their spread comes on top.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from navsim.report.numbers import Estimate
from navsim.report.sweeps.material import Factor
from navsim.sweeps.design import Label

IN_A_PIECE, PIECES = 8, (3, 6)
"""Points that a piece of a range has about, and how few and how many pieces there are."""
IN_A_CELL, ACROSS = 6, (2, 6)
"""The same of the cells of a map, and of pieces along its sides."""
LEAST = 9
"""Fewer points than this are not divided."""


@dataclass(frozen=True)
class Stop:
    """A value of a factor, or a piece of its range; ``place`` is where it lies on an axis, the middle of a piece."""

    low: Label
    high: Label
    place: float

    @property
    def single(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high


Combined = tuple[Stop, ...]


def stops(factor: Factor, sampled: bool, bins: int, most: int) -> list[Stop]:
    """The values of a factor, or pieces of its range when points lie anywhere in it and there are many values.

    Of more values than ``most`` some at even distances are taken, both ends among them.
    """
    if sampled and factor.kind != "named" and len(factor.values) > bins:
        return pieces(factor, bins)
    every = [Stop(value, value, factor.place(value)) for value in factor.values]
    if len(every) <= most:
        return every
    return [every[place] for place in np.unique(np.linspace(0, len(every) - 1, most).round().astype(int))]


def pieces(factor: Factor, bins: int) -> list[Stop]:
    """A factor's values in so many groups of about equal size, neighbours together."""
    groups = [group for group in np.array_split(np.arange(len(factor.values)), bins) if len(group)]
    ends = [(factor.values[int(group[0])], factor.values[int(group[-1])]) for group in groups]
    return [Stop(low, high, (factor.place(low) + factor.place(high)) / 2) for low, high in ends]


def along(points: int, factor: Factor) -> int:
    """Into how many pieces the range of a factor is divided; its values themselves when each has enough points."""
    if len(factor.values) * IN_A_PIECE // 2 <= points:
        return len(factor.values)
    return min(max(points // IN_A_PIECE, PIECES[0]), PIECES[1])


def across(points: int) -> int:
    """Into how many pieces both ranges of a map are divided."""
    return min(max(math.isqrt(points // IN_A_CELL), ACROSS[0]), ACROSS[1])


def inside(table: pd.DataFrame, factor: Factor, stop: Stop) -> pd.Series[bool]:
    """Which points lie at a stop."""
    if stop.single:
        return table[factor.name] == stop.low
    places = table[factor.name].map(factor.place)
    return places.between(factor.place(stop.low), factor.place(stop.high))


def means(
    table: pd.DataFrame, by: Mapping[Factor, Sequence[Stop]], others: Sequence[Factor], sampled: bool
) -> dict[Combined, Estimate]:
    """The mean outcome at each combination of stops.

    On a grid it is taken over the same values of the other factors everywhere, so that a point that failed makes no
    difference: only combinations of the others that every stop has; nothing when there is none.
    """
    found: dict[Combined, pd.DataFrame] = {(): table}
    for factor, own in by.items():
        found = {(*key, stop): part[inside(part, factor, stop)] for key, part in found.items() for stop in own}
    found = {key: part for key, part in found.items() if len(part)}
    if not sampled and others:
        found = alike(found, others)
    return {key: pooled(part, sampled) for key, part in found.items()}


def alike(found: Mapping[Combined, pd.DataFrame], others: Sequence[Factor]) -> dict[Combined, pd.DataFrame]:
    """Of each part the points whose other factors have values that all parts have."""
    names = [factor.name for factor in others]
    keys = {key: list(map(tuple, part[names].to_numpy())) for key, part in found.items()}
    common = set.intersection(*(set(own) for own in keys.values())) if keys else set()
    if not common:
        return {}
    return {key: part[[own in common for own in keys[key]]] for key, part in found.items()}


def pooled(part: pd.DataFrame, sampled: bool) -> Estimate:
    """The mean over points, with its interval; see the head of this file."""
    mean, low, high = (float(part[column].mean()) for column in ("mean", "low", "high"))
    if part["low"].isna().any():
        low = high = math.nan
    if not sampled or len(part) == 1:
        return Estimate(mean, low, high)
    half = float(stats.t.ppf(0.975, len(part) - 1) * part["mean"].std() / math.sqrt(len(part)))
    return Estimate(mean, mean - math.hypot(half, mean - low), mean + math.hypot(half, high - mean))


def apart(one: Estimate, other: Estimate) -> bool:
    """Whether two can be told apart: their intervals don't meet."""
    return one.known and other.known and (one.high < other.low or other.high < one.low)
