"""Closed forms beside what a run gave: readings of each replication, added up and judged by how likely they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from navsim.verify.trial import Floats

FALSE_ALARM = 1e-3
"""Probability that a config for which everything holds fails: shared by all figures of a verification (Bonferroni)."""


@dataclass(frozen=True)
class Reading:
    """What one replication gave and what is expected, with the second and third cumulant of the difference."""

    what: str
    found: float
    expected: float
    variance: float = np.nan
    third: float = np.nan


@dataclass(frozen=True)
class Figure:
    """One figure over all replications: means, and how likely it is to be that far off by chance."""

    scenario: str
    what: str
    found: float
    expected: float
    chance: float

    def __str__(self) -> str:
        return f"scenario {self.scenario}, {self.what}: {self.found:.5g} in the mean, {self.expected:.5g} expected"


def figure(scenario: str, readings: Sequence[Reading], chance: float) -> Figure:
    """The figure that some readings amount to."""
    found, expected = (float(np.mean([getattr(r, name) for r in readings])) for name in ("found", "expected"))
    return Figure(scenario, readings[0].what, found, expected, chance)


def total(readings: Sequence[Reading], name: str) -> float:
    """The sum of a field."""
    return float(np.sum([getattr(reading, name) for reading in readings]))


def as_counts(readings: Sequence[Reading]) -> float:
    """Both tails of the Poisson distribution. For sums of independent counts of one person each it is an upper bound,
    near enough: they vary less."""
    count, mean = round(total(readings, "found")), total(readings, "expected")
    if mean <= 0:
        return float(count == 0)
    return float(min(1.0, 2 * min(stats.poisson.cdf(count, mean), stats.poisson.sf(count - 1, mean))))


def by_moments(readings: Sequence[Reading]) -> float:
    """How likely a sum of skew things (spells of illness, rare events) is to be that far off.

    On the side of the long tail by Pearson's third type, which has the same three first cumulants; on the other side by
    the bound exp(-z² / 2), which holds for sums of things that are never negative (Chernoff): there may be none at all.
    """
    off, variance = total(readings, "found") - total(readings, "expected"), total(readings, "variance")
    if variance <= 1e-9:
        return float(abs(off) < 1e-6)
    score, skewness = off / np.sqrt(variance), total(readings, "third") / variance**1.5
    if score * skewness < 0:
        return float(np.exp(-(score**2) / 2))
    law = stats.pearson3(abs(skewness))
    return float(min(1.0, 2 * law.sf(abs(score))))


def by_student(readings: Sequence[Reading]) -> float:
    """Both tails of Student's t, with the standard error over replications; nan where there is one only."""
    off: Floats = np.array([reading.found - reading.expected for reading in readings])
    if len(off) < 2:
        return np.nan
    return float(stats.ttest_1samp(off, 0.0).pvalue) if np.ptp(off) > 0 else float(abs(off[0]) < 1e-9)
