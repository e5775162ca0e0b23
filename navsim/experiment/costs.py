"""Break-even: how many more users would have to leave in a year to pay for what a scenario's staff costs more.

With ``follow_up_effect`` 0 hires move nobody into work, by construction. This says what they would have to do for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from navsim.config.models import Config, Group
from navsim.statistics.intervals import estimates
from navsim.statistics.periods import statistic
from navsim.statistics.tables import Sample
from navsim.values.distributions import Distribution, Family
from navsim.values.time import MONTH, WEEK, YEAR

BREAK_EVEN = ["scenario", "base", "staff_cost_a_year", "low", "high", "saved_by_an_exit", "exits_a_year"]
STEPS, NEVER = 20_000, 1e-9
"""Of the integrals for groups with a limit: pieces, and the share still below the limit that is left out."""


def break_even_table(samples: Sequence[Sample], configs: Mapping[str, Config]) -> pd.DataFrame:
    """Each scenario's extra cost of staff a year (NOK, with its interval), and the exits a year that would pay for it.

    Empty when no staff has a cost. ``saved_by_an_exit`` (NOK) and ``exits_a_year`` are empty when no users have one.
    """
    base, rows = samples[0], []
    saved = saved_by_an_exit(base, configs[base.scenario])
    before = staff_cost_a_year(base, configs[base.scenario])
    for sample in samples[1:]:
        after = staff_cost_a_year(sample, configs[sample.scenario])
        if before is not None and after is not None:
            found = estimates(after - before)
            exits = float(found.mean) / saved if saved > 0 else np.nan
            rows.append((sample.scenario, base.scenario, float(found.mean), float(found.low), float(found.high),
                         saved if saved > 0 else np.nan, exits))  # fmt: skip
    return pd.DataFrame(rows, columns=BREAK_EVEN)


def staff_cost_a_year(sample: Sample, config: Config) -> np.ndarray | None:
    """What staff costs in a year (NOK), at the mean over the run, in each replication; None when none has a cost."""
    cost = sample.row("cost_nok", "cost", "staff")
    if cost is None or all(staff.yearly_cost is None for staff in config.staff.values()):
        return None
    return statistic(cost, np.ones(cost.shape[1], bool), "mean") * YEAR / WEEK


def saved_by_an_exit(sample: Sample, config: Config) -> float:
    """NOK saved when a user met at random, of the groups with a monthly cost, leaves at once; 0 when there is none.

    Groups count by their mean caseload in the run.
    """
    total = value = 0.0
    for name, group in config.users.items():
        caseload = sample.row("caseload", "group", name)
        if group.monthly_cost is not None and caseload is not None:
            total += float(caseload.mean())
            value += float(caseload.mean()) * group.monthly_cost * mean_time_left(group) / MONTH
    return value / total if total > 0 else 0.0


def mean_time_left(group: Group) -> float:
    """How long a user met at random has left in the group (minutes), at pace 1: E[X²] / (2 E[X]).

    X is the stay, or the limit if that comes first. Source: renewal theory, e.g. Cox (1962), "Renewal Theory",
    section 5.4.
    """
    stay = group.stay.distribution()
    if group.limit is None:
        return second_moment(stay) / (2 * stay.mean)
    limit = group.limit.after.distribution()
    longest = limit.mean
    while float(limit.survival(np.array([longest]))[0]) > NEVER:
        longest *= 2
    edges = np.linspace(0.0, longest, STEPS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    there = stay.survival(middle) * limit.survival(middle)
    return float(np.sum(middle * there) / np.sum(there))


def second_moment(law: Distribution) -> float:
    """E[X²]."""
    match law.family:
        case Family.UNIFORM:
            return (law.a * law.a + law.a * law.b + law.b * law.b) / 3
        case Family.TRIANGULAR:
            return (law.a**2 + law.b**2 + law.c**2 + law.a * law.b + law.a * law.c + law.b * law.c) / 6
        case Family.EXPONENTIAL:
            return 2 * law.a * law.a
        case Family.LOGNORMAL:
            return math.exp(2 * law.a + 2 * law.b * law.b)
        case Family.WEIBULL:
            return law.a * law.a * math.gamma(1 + 2 / law.b)
        case Family.EMPIRICAL:
            return sum(value * value * part for value, part in law.atoms())
        case _:
            return law.a * law.a
