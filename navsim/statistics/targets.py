"""Whether targets are kept: in which share of the replications, from when not, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.check_targets import DAY, dimension_of, whole_weeks
from navsim.config.measured import MEASURES
from navsim.config.targets import LAST_YEAR, Baseline, Target
from navsim.statistics.censored import clopper_pearson, known, lower_quantile
from navsim.statistics.intervals import estimates
from navsim.statistics.periods import statistic
from navsim.statistics.tables import Sample

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

TARGETS = [
    "scenario", "target", "measure", "unit", "dimension", "group", "bound", "value", "over", "legal", "certainty",
    "from", "until", "against", "kept_share", "low", "high", "kept", "level", "level_low", "level_high",
    "mean_weeks_broken", "first_week_broken", "first_week_earliest", "recovery_weeks_median", "replications",
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
        "against": against_text(target),
    }  # fmt: skip


def against_text(target: Target) -> str | None:
    """What a target compares with, in a table: ``last_year``, or days as ``2019-01-07/2019-03-31`` (ISO 8601)."""
    if isinstance(target.against, Baseline):
        return f"{target.against.from_}/{target.against.until}"
    return target.against


def weeks_of(target: Target, clock: Clock) -> Ints:
    """The weeks that lie wholly within a target's dates."""
    return np.array(whole_weeks(clock, target.from_ or clock.start, target.until or date.max - DAY), np.int64)


def compared(values: Floats, against: str | None, clock: Clock) -> Floats:
    """Values by week, (..., weeks), less what they are compared with, in the same replication.

    ``against`` is as in the table. Where there is nothing to compare with (no such week, not defined in it): nan. An
    ISO week 53 has a counterpart only in a year of 53 weeks.
    """
    if against is None:
        return values
    if against == LAST_YEAR:
        change = np.full(values.shape, np.nan)
        for week in range(clock.weeks):
            earlier = clock.year_before(week)
            if earlier is not None:
                change[..., week] = values[..., week] - values[..., earlier]
        return change
    first, last = (date.fromisoformat(day) for day in against.split("/"))
    inside = np.isin(np.arange(clock.weeks), whole_weeks(clock, first, last))
    return np.asarray(values - statistic(values, inside, "mean")[..., np.newaxis])


def outcome(sample: Sample, target: Target, clock: Clock) -> dict[str, object]:
    """What came of a target in one scenario; weeks in which the measure is not defined don't count."""
    weeks, row = weeks_of(target, clock), sample.row(target.measure, dimension_of(target), target.group)
    values = np.zeros((0, len(weeks))) if row is None else compared(row, against_text(target), clock)[:, weeks]
    values = values[~np.isnan(values).all(axis=1)]
    broken, count = breaks(values, target), len(values)
    breaking = broken.any(axis=1)
    means = statistic(values, np.ones(len(weeks), bool), "mean")
    kept = int(np.sum(~(breaks(means, target) if target.over == "period" else breaking)))
    low, high = clopper_pearson(kept, count)
    level = estimates(means) if count else None
    first = weeks[broken[breaking].argmax(axis=1)] if breaking.any() else np.zeros(0, np.int64)
    again = [weeks_until_kept(week, defined)
             for week, defined in zip(broken[breaking], ~np.isnan(values[breaking]), strict=True)]  # fmt: skip
    return {
        "kept_share": kept / count if count else np.nan, "low": low, "high": high,
        "kept": kept / count >= target.certainty if count else None,
        "level": float(level.mean) if level else np.nan,
        "level_low": float(level.low) if level else np.nan, "level_high": float(level.high) if level else np.nan,
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
