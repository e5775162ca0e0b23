"""Shares, medians and times of which some are only known to be longer than the run shows (inf)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from navsim.statistics.intervals import LEVEL

Floats = NDArray[np.float64]


def clopper_pearson(kept: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of a share; nan without trials.

    Source: Clopper and Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the
    binomial", Biometrika 26.
    """
    if of == 0:
        return np.nan, np.nan
    tail = (1 - LEVEL) / 2
    low = stats.beta.ppf(tail, kept, of - kept + 1) if kept > 0 else 0.0
    high = stats.beta.ppf(1 - tail, kept + 1, of - kept) if kept < of else 1.0
    return float(low), float(high)


def known(value: float) -> float:
    """A number for a table: nan (empty) where it is not finite."""
    return float(value) if np.isfinite(value) else np.nan


def lower_quantile(values: Floats, level: float) -> float:
    """The least of the values that a share ``level`` of them does not pass; values may be inf, nan when there are none.

    Unlike linear interpolation this needs no number beside an infinite one.
    """
    ordered = np.sort(values)
    return float(ordered[max(int(np.ceil(level * len(ordered) - 1e-9)), 1) - 1]) if len(ordered) else np.nan


def median_interval(values: Floats) -> tuple[float, float]:
    """The 95 % interval of a median by order statistics; values may be inf, nan when there are too few (under six).

    With r the largest number for which P(B < r) ≤ 2.5 % (B binomial, n and ½) it goes from the r-th least to the r-th
    greatest. Source: David and Nagaraja (2003), "Order statistics", section 7.1.
    """
    ordered, count = np.sort(values), len(values)
    rank = int(stats.binom.ppf((1 - LEVEL) / 2, count, 0.5)) if count else 0  # P(B < rank) < 2.5 % <= P(B <= rank)
    return (float(ordered[rank - 1]), float(ordered[count - rank])) if rank > 0 else (np.nan, np.nan)


@dataclass(frozen=True)
class Spread:
    """Estimates of one number that may be infinite, as they stand in a table: nan where there is none."""

    mean: float
    low: float
    high: float
    p10: float
    p50: float
    p90: float
    replications: int


def spread_of(values: Floats) -> Spread:
    """Estimates over replications: those in which it is inf count as longer than all others, nan as not there.

    Mean and interval only when every replication has a finite number, since a mean of those that have one would be
    too small.
    """
    finite = np.isfinite(values)
    count = len(values)
    mean = low = high = np.nan
    if count and finite.all():
        mean = float(values.mean())
        if count > 1:
            half = float(stats.t.ppf((1 + LEVEL) / 2, count - 1) * values.std(ddof=1) / np.sqrt(count))
            low, high = mean - half, mean + half
    there = values[~np.isnan(values)]
    p10, p50, p90 = (known(lower_quantile(there, level)) for level in (0.1, 0.5, 0.9))
    return Spread(mean, low, high, p10, p50, p90, int(finite.sum()))
