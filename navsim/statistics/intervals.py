"""Means with t-intervals, and quantiles, over replications."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Estimates:
    """Each has the shape of the values without their first axis; nan where it is not defined.

    ``low, high``: the 95 % t-interval of the mean; it needs two replications. ``p10, p50, p90``: over
    replications. ``replications``: in how many the value is defined.
    """

    mean: Floats
    low: Floats
    high: Floats
    p10: Floats
    p50: Floats
    p90: Floats
    replications: NDArray[np.int64]


def estimates(values: Floats) -> Estimates:
    """Estimates over the first axis of ``values`` (replications, ...), leaving out undefined values."""
    count = np.sum(~np.isnan(values), axis=0)
    some = np.where(count > 0, count, 1)
    mean = np.where(count > 0, np.nansum(values, axis=0) / some, np.nan)
    squares = np.nansum((values - mean) ** 2, axis=0)
    spread = np.sqrt(squares / np.maximum(count - 1, 1) / some)
    points = np.asarray(stats.t.ppf((1 + LEVEL) / 2, np.maximum(np.arange(len(values)), 1)))  # by degrees of freedom
    half = np.where(count > 1, points[np.maximum(count - 1, 0)] * spread, np.nan)
    p10, p50, p90 = quantiles(values, (0.1, 0.5, 0.9))
    return Estimates(mean, mean - half, mean + half, p10, p50, p90, count)


def quantiles(values: Floats, levels: tuple[float, ...]) -> Floats:
    """Quantiles over the first axis by linear interpolation, shape (levels, ...); nan where nothing is defined."""
    ordered = np.sort(values, axis=0)  # nan last
    count = np.sum(~np.isnan(values), axis=0)
    place = np.asarray(levels).reshape(-1, *[1] * (values.ndim - 1)) * np.maximum(count - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    below, above = np.take_along_axis(ordered, low, axis=0), np.take_along_axis(ordered, high, axis=0)
    return np.asarray(below + (above - below) * (place - low))


def prediction_interval(values: Floats) -> tuple[Floats, Floats]:
    """The 95 % interval for one more replication: mean ± t s √(1 + 1/n).

    Source: e.g. Hahn and Meeker (1991), "Statistical intervals", section 4.7; it supposes near-normal values.
    """
    count = values.shape[0]
    mean, spread = values.mean(axis=0), values.std(axis=0, ddof=1)
    half = stats.t.ppf((1 + LEVEL) / 2, count - 1) * spread * np.sqrt(1 + 1 / count)
    return mean - half, mean + half
