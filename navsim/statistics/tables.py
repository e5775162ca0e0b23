"""The tables of a result, each with its columns declared here and nowhere else. All are long and tidy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.measures.series import Key, OverRun
from navsim.statistics.intervals import Estimates, estimates
from navsim.statistics.periods import STATISTICS, Bools, statistic

Floats = NDArray[np.float64]

ESTIMATES = ["mean", "low", "high", "p10", "p50", "p90"]
PERIOD_KEY = ["measure", "unit", "period", "statistic", "dimension", "group"]
SUMMARY = ["scenario", *PERIOD_KEY, *ESTIMATES, "replications"]
DIFFERENCES = ["scenario", "base", *PERIOD_KEY, *ESTIMATES, "replications"]
WEEKLY = ["scenario", "week", "date", "measure", "unit", "dimension", "group", *ESTIMATES]
WEEKLY_DIFFERENCES = ["scenario", "base", *WEEKLY[1:]]
HOURS = ["scenario", "week", "date", "owner", "use", "mean", "low", "high"]
REPLICATIONS = ["scenario", "replication", "week", "date", "measure", "unit", "dimension", "group", "value"]

HOURS_MEASURE = "hours"
"""The hours account has a table of its own."""


NOTHING_OVER_RUN = OverRun((), np.zeros((0, 0)))


@dataclass(frozen=True)
class Sample:
    """All replications of one scenario: ``values[replication, key, week]``, and numbers of the whole run."""

    scenario: str
    keys: tuple[Key, ...]
    values: Floats
    over_run: OverRun = NOTHING_OVER_RUN

    def followed_by(self, more: Sample) -> Sample:
        """These replications, and then more of the same scenario."""
        over_run = OverRun(self.over_run.keys, np.concatenate([self.over_run.values, more.over_run.values]))
        return Sample(self.scenario, self.keys, np.concatenate([self.values, more.values]), over_run)

    def row(self, measure: str, dimension: str, group: str) -> Floats | None:
        """The values of one measure of one part, (replications, weeks); None when the scenario hasn't it."""
        for number, key in enumerate(self.keys):
            if (key.measure, key.dimension, key.group) == (measure, dimension, group):
                return np.asarray(self.values[:, number])
        return None

    def of(self, keys: Sequence[Key]) -> Floats:
        """The values of some keys, in their order; nan for a key that this scenario doesn't have."""
        place = {key: number for number, key in enumerate(self.keys)}
        out = np.full((self.values.shape[0], len(keys), self.values.shape[2]), np.nan)
        for number, key in enumerate(keys):
            if key in place:
                out[:, number] = self.values[:, place[key]]
        return out

    def measures(self) -> Sample:
        """Without the hours account."""
        kept = [number for number, key in enumerate(self.keys) if key.measure != HOURS_MEASURE]
        return replace(self, keys=tuple(self.keys[number] for number in kept), values=self.values[:, kept])


def summary(samples: Sequence[Sample], periods: Mapping[str, Bools]) -> pd.DataFrame:
    """Each measure by period and statistic."""
    return pd.concat(
        [period_frame(s.keys, s.values, periods, {"scenario": s.scenario}) for s in samples], ignore_index=True
    )[SUMMARY]


def differences(samples: Sequence[Sample], periods: Mapping[str, Bools]) -> pd.DataFrame:
    """Each scenario against the first, paired by replication."""
    base = samples[0]
    frames = []
    for other in samples[1:]:
        columns = {"scenario": other.scenario, "base": base.scenario}
        frames.append(period_frame(other.keys, other.values, periods, columns, base.of(other.keys)))
    return pd.concat(frames, ignore_index=True)[DIFFERENCES] if frames else pd.DataFrame(columns=DIFFERENCES)


def period_frame(
    keys: Sequence[Key],
    values: Floats,
    periods: Mapping[str, Bools],
    columns: dict[str, str],
    base: Floats | None = None,
) -> pd.DataFrame:
    """Estimates by period and statistic; with ``base``, of the difference to it."""
    frames = []
    for period, weeks in periods.items():
        for name in STATISTICS:
            numbers = statistic(values, weeks, name)
            if base is not None:
                numbers = numbers - statistic(base, weeks, name)
            frame = estimate_columns(estimates(numbers), keys)
            frames.append(frame.assign(period=period, statistic=name, **columns))
    return pd.concat(frames, ignore_index=True)


def estimate_columns(found: Estimates, keys: Sequence[Key]) -> pd.DataFrame:
    """One row a key."""
    frame = pd.DataFrame(list(keys), columns=list(Key._fields))
    return frame.assign(
        mean=found.mean, low=found.low, high=found.high, p10=found.p10, p50=found.p50, p90=found.p90,
        replications=found.replications,
    )  # fmt: skip


def weekly(sample: Sample, clock: Clock, base: Sample | None = None) -> pd.DataFrame:
    """Each measure by week; with ``base``, its difference to that, paired by replication."""
    values = sample.values if base is None else sample.values - base.of(sample.keys)
    found = estimates(values)
    frame = week_rows(sample.keys, clock, 1).assign(
        scenario=sample.scenario, **{name: getattr(found, name).ravel() for name in ESTIMATES}
    )
    return frame[WEEKLY] if base is None else frame.assign(base=base.scenario)[WEEKLY_DIFFERENCES]


def week_rows(keys: Sequence[Key], clock: Clock, times: int) -> pd.DataFrame:
    """The key and week of each value of an array (times, keys, weeks), in its order."""
    weeks, count = clock.weeks, len(keys)
    code = np.tile(np.repeat(np.arange(count), weeks), times)
    week = np.tile(np.arange(weeks), count * times)
    columns: dict[str, object] = {field: repeated([getattr(key, field) for key in keys], code) for field in Key._fields}
    mondays = [clock.monday(number) for number in range(weeks)]
    columns["week"] = repeated([clock.iso_week(number) for number in range(weeks)], week)
    columns["date"] = np.array(mondays, "datetime64[s]")[week]
    return pd.DataFrame(columns)


def repeated(names: list[str], which: NDArray[np.int64]) -> pd.Categorical[str]:
    """``names[which]``, stored once each."""
    categories = list(dict.fromkeys(names))
    place = {name: number for number, name in enumerate(categories)}
    return pd.Categorical.from_codes(np.array([place[name] for name in names], np.int64)[which], pd.Index(categories))


def hours(sample: Sample, clock: Clock) -> pd.DataFrame:
    """The hours account by owner and use, with capacity and demand beside it."""
    rows = []
    for number, key in enumerate(sample.keys):
        use = {"capacity_hours": "capacity", "demand_hours": "demand", HOURS_MEASURE: key.dimension}.get(key.measure)
        if use and (key.measure == HOURS_MEASURE or key.dimension == "owner"):
            found = estimates(sample.values[:, number])
            rows.append(
                pd.DataFrame(
                    {
                        "scenario": sample.scenario,
                        "week": [clock.iso_week(n) for n in range(clock.weeks)],
                        "date": np.array([clock.monday(n) for n in range(clock.weeks)], "datetime64[s]"),
                        "owner": key.group,
                        "use": use,
                        "mean": found.mean,
                        "low": found.low,
                        "high": found.high,
                    }
                )
            )
    return pd.concat(rows, ignore_index=True)[HOURS] if rows else pd.DataFrame(columns=HOURS)


def replications(sample: Sample, clock: Clock) -> pd.DataFrame:
    """Every replication's weekly values."""
    count = sample.values.shape[0]
    frame = week_rows(sample.keys, clock, count)
    number = np.repeat(np.arange(count), len(sample.keys) * clock.weeks)
    return frame.assign(scenario=sample.scenario, replication=number, value=sample.values.ravel())[REPLICATIONS]
