"""Rows of the summary that are no statistic of weeks: waits over the whole run, and recovery after a shock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from navsim.measures.series import RunKey
from navsim.statistics.censored import (
    Floats,
    Spread,
    clopper_pearson,
    known,
    lower_quantile,
    median_interval,
    spread_of,
)
from navsim.statistics.recovery import weeks_to_recover
from navsim.statistics.tables import DIFFERENCES, SUMMARY, Sample

Starts = Mapping[str, float]
"""When each shock begins (minutes)."""


def summary_over_run(samples: Sequence[Sample], shocks: Mapping[str, Starts]) -> pd.DataFrame:
    """The rows of every scenario; ``shocks`` are those of each scenario."""
    rows = [
        {"scenario": sample.scenario, **row}
        for sample in samples
        for row in (*wait_rows(sample), *recovery_rows(sample, shocks[sample.scenario]))
    ]
    return pd.DataFrame(rows, columns=SUMMARY)


def differences_over_run(samples: Sequence[Sample], shocks: Mapping[str, Starts]) -> pd.DataFrame:
    """The same numbers of each scenario against the first, paired by replication.

    A difference is defined where both numbers are finite. There is none of medians of recovery.
    """
    base = samples[0]
    rows = [
        {"scenario": other.scenario, "base": base.scenario, **row}
        for other in samples[1:]
        for row in (
            *wait_rows(other, base),
            *recovery_differences(other, base, shocks[other.scenario], shocks[base.scenario]),
        )
    ]
    return pd.DataFrame(rows, columns=DIFFERENCES)


def row_of(key: RunKey, period: str, found: Spread) -> dict[str, object]:
    """A row, without the scenario."""
    return {**key._asdict(), "period": period, **asdict(found)}


def wait_rows(sample: Sample, base: Sample | None = None) -> Iterator[dict[str, object]]:
    """Each number of the whole run; with ``base``, its difference to that."""
    place = {key: number for number, key in enumerate(base.over_run.keys)} if base else {}
    for number, key in enumerate(sample.over_run.keys):
        values = sample.over_run.values[:, number]
        if base is not None:
            other = base.over_run.values[:, place[key]] if key in place else np.full(len(values), np.nan)
            both = np.isfinite(values) & np.isfinite(other)
            values = np.where(both, np.where(both, values, 0) - np.where(both, other, 0), np.nan)
        found = spread_of(values)
        if base is not None and found.replications < len(values):  # what is missing is not missing at random
            found = Spread(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, found.replications)
        yield row_of(key, "run", found)


def recovery_rows(sample: Sample, shocks: Starts) -> Iterator[dict[str, object]]:
    """Of each shock the share of replications that recovered, and the median of the weeks it took."""
    for name, weeks in recoveries(sample, shocks):
        back = int(np.isfinite(weeks).sum())
        low, high = clopper_pearson(back, len(weeks))
        share = Spread(back / len(weeks), low, high, np.nan, np.nan, np.nan, len(weeks))
        yield row_of(recovery_key("share"), name, share)
        low, high = median_interval(weeks)
        p10, p50, p90 = (known(lower_quantile(weeks, level)) for level in (0.1, 0.5, 0.9))
        yield row_of(recovery_key("median"), name, Spread(np.nan, known(low), known(high), p10, p50, p90, back))


def recovery_differences(other: Sample, base: Sample, shocks: Starts, of_base: Starts) -> Iterator[dict[str, object]]:
    """The differences of the shares, for shocks that both scenarios have."""
    without = dict(recoveries(base, of_base))
    for name, weeks in recoveries(other, shocks):
        if name in without:
            gained = np.isfinite(weeks).astype(float) - np.isfinite(without[name])
            yield row_of(recovery_key("share"), name, spread_of(gained))


def recovery_key(statistic: str) -> RunKey:
    """The key of a number about recovery."""
    return RunKey("recovery_weeks", "share" if statistic == "share" else "weeks", statistic, "all", "all")


def recoveries(sample: Sample, shocks: Starts) -> Iterator[tuple[str, Floats]]:
    """For each shock with a level before it, the weeks until recovery in each replication; inf where there is none."""
    backlog = sample.row("backlog", "all", "all")
    for name, start in sorted(shocks.items()):
        weeks = weeks_to_recover(backlog, start) if backlog is not None else None
        if weeks is not None:
            yield name, weeks
