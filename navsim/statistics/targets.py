"""Whether targets are kept: in which share of the replications, from when not, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.check_targets import dimension_of
from navsim.config.measured import MEASURES
from navsim.config.targets import Target
from navsim.statistics.censored import clopper_pearson, known, lower_quantile
from navsim.statistics.periods import statistic
from navsim.statistics.tables import Sample

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
SIX_DAYS = timedelta(days=6)

TARGETS = [
    "scenario", "target", "measure", "unit", "dimension", "group", "bound", "value", "over", "legal", "certainty",
    "from", "until", "kept_share", "low", "high", "kept", "mean_weeks_broken", "first_week_broken",
    "first_week_earliest", "recovery_weeks_median", "replications",
]  # fmt: skip


def targets_table(samples: Sequence[Sample], targets: Mapping[str, Mapping[str, Target]], clock: Clock) -> pd.DataFrame:
    """Each target of each scenario, in order of their names; ``targets`` are those of each scenario, by name."""
    rows = [
        {"scenario": sample.scenario, "target": name, **stated(target, clock), **outcome(sample, target, clock)}
        for sample in samples
        for name, target in sorted(targets[sample.scenario].items())
    ]
    return pd.DataFrame(rows, columns=TARGETS)


def stated(target: Target, clock: Clock) -> dict[str, object]:
    """What the config says of a target."""
    return {
        "measure": target.measure, "unit": MEASURES[target.measure][0], "dimension": dimension_of(target),
        "group": target.group, "bound": "at_most" if target.at_least is None else "at_least",
        "value": target.at_most if target.at_least is None else target.at_least,
        "over": target.over, "legal": target.legal, "certainty": target.certainty,
        "from": target.from_ or clock.start, "until": target.until or clock.date(clock.horizon - 1),
    }  # fmt: skip


def weeks_of(target: Target, clock: Clock) -> Ints:
    """The weeks that lie wholly within a target's dates."""
    last = target.until or date.max
    inside = [clock.monday(week) >= (target.from_ or clock.start) and clock.monday(week) + SIX_DAYS <= last
              for week in range(clock.weeks)]  # fmt: skip
    return np.flatnonzero(inside)


def outcome(sample: Sample, target: Target, clock: Clock) -> dict[str, object]:
    """What came of a target in one scenario; weeks in which the measure is not defined don't count."""
    weeks, row = weeks_of(target, clock), sample.row(target.measure, dimension_of(target), target.group)
    values = np.zeros((0, len(weeks))) if row is None else row[:, weeks]
    values = values[~np.isnan(values).all(axis=1)]
    broken, count = breaks(values, target), len(values)
    breaking = broken.any(axis=1)
    means = statistic(values, np.ones(len(weeks), bool), "mean")
    kept = int(np.sum(~(breaks(means, target) if target.over == "period" else breaking)))
    low, high = clopper_pearson(kept, count)
    first = weeks[broken[breaking].argmax(axis=1)] if breaking.any() else np.zeros(0, np.int64)
    again = [weeks_until_kept(week, defined)
             for week, defined in zip(broken[breaking], ~np.isnan(values[breaking]), strict=True)]  # fmt: skip
    return {
        "kept_share": kept / count if count else np.nan, "low": low, "high": high,
        "kept": kept / count >= target.certainty if count else None,
        "mean_weeks_broken": float(broken.sum(axis=1).mean()) if count else np.nan,
        "first_week_broken": clock.iso_week(int(lower_quantile(first.astype(float), 0.5))) if len(first) else None,
        "first_week_earliest": clock.iso_week(int(first.min())) if len(first) else None,
        "recovery_weeks_median": known(lower_quantile(np.array(again), 0.5)), "replications": count,
    }  # fmt: skip


def breaks(values: Floats, target: Target) -> Bools:
    """Which values are beyond the bound; nan is not."""
    below = target.at_least is not None and values < target.at_least
    above = target.at_most is not None and values > target.at_most
    return np.asarray(below | above)


def weeks_until_kept(broken: Bools, defined: Bools) -> float:
    """Weeks from the first broken week to the first defined one from which the target is kept to the end of its dates;
    inf when there is no such week."""
    first, last = np.flatnonzero(broken)[[0, -1]]
    after = np.flatnonzero(defined[last + 1 :])
    return float(last + 1 + after[0] - first) if len(after) else np.inf
