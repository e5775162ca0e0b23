"""The share of sick time beside the timeline, with the variance that spells of such a length have.

At each instant an employee is sick with probability a(t), whatever the instants before (see
:mod:`navsim.plan.absence`): the sick minutes of an employee have the mean ∫ a over the minutes left after holidays and
leave. Nobody is sick at s and t with probability exp(−ρ(s) − ρ(t) + min(ρ(s), ρ(t)) q(t − s)), where ρ = −ln(1 − a) and
q is the part of an equilibrium spell that lasts longer than t − s, so

    Cov = (1 − a(s)) (1 − a(t)) (exp(min(ρ(s), ρ(t)) q(|t − s|)) − 1).

The third cumulant is that of as many independent spells as are expected.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from scipy.integrate import trapezoid

from navsim.plan.lines import lines_of
from navsim.plan.staffing import Use
from navsim.values.distributions import Distribution
from navsim.values.time import DAY
from navsim.verify.hours import by_day
from navsim.verify.readings import Reading
from navsim.verify.trial import Floats, Trial

LEFT_AFTER_HOLIDAYS = [Use.SICK, Use.TRAINING, Use.TRAVEL, Use.RECEPTION, Use.OTHER, Use.AVAILABLE]
MOST_STEPS = 600
"""Of the covariance: a longer run is looked at in steps of several days."""


def sick_minutes(trial: Trial) -> list[Reading]:
    """Sick minutes of each staff entry with absences."""
    config, staffing, readings = trial.prepared.config, trial.plan.staffing, []
    lines = lines_of(config, trial.prepared.clock)
    sick, left = by_day(trial, [Use.SICK]), by_day(trial, LEFT_AFTER_HOLIDAYS)
    days = DAY * np.arange(left.shape[1], dtype=np.float64)
    for name, entry in sorted(config.staff.items()):
        mine = np.array([employee.entry == name for employee in staffing.employees], bool)
        if entry.absence is None or not left[mine].any():
            continue
        share = lines(f"staff.{name}.absence.share", entry.absence.share, 0.0).sample(days)
        law = entry.absence.spell.distribution()
        expected = float((left[mine] * share).sum())
        variance = spread(left[mine], share, law)
        count = float(mine.sum() * (rho(share) * DAY / law.mean).sum())
        third = variance**1.5 * skewness_of_spells(law, trial.horizon) / np.sqrt(count) if count > 0 else 0.0
        readings.append(Reading(f"sick minutes of {name}", float(sick[mine].sum()), expected, variance, third))
    return readings


def rho(share: Floats) -> Floats:
    """The mean number of spells that count; a large number stands for everybody's."""
    return np.asarray(-np.log1p(-np.minimum(share, 1 - 1e-12)))


def spread(minutes: Floats, share: Floats, law: Distribution) -> float:
    """The variance of the sick minutes of all employees (rows) together."""
    days = minutes.shape[1]
    step = ceil(days / MOST_STEPS)
    edges = np.arange(0, days, step)
    weight, level = np.add.reduceat(minutes, edges, axis=1), share[edges]
    apart = np.abs(np.subtract.outer(edges, edges)) * DAY
    lasting = law.tail(apart.ravel()).reshape(apart.shape) / law.mean
    well, expected = 1 - level, rho(level)
    common = np.minimum.outer(expected, expected) * lasting
    covariance = np.outer(well, well) * np.expm1(common)
    return float(np.einsum("ed,df,ef->", weight, covariance, weight, optimize=True))


def skewness_of_spells(law: Distribution, horizon: float) -> float:
    """E[L³] / E[L²]^1.5 of the length of a spell, cut at the horizon."""
    x = np.linspace(0.0, horizon, 20_001)
    lasts = law.survival(x)
    second, third = (float(trapezoid(power * x ** (power - 1) * lasts, x)) for power in (2, 3))
    return third / second**1.5 if second > 0 else 1.0
