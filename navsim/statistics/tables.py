"""The tables of a result, each with its columns declared here and nowhere else. All are long and tidy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.measures.series import Key, OverRun
from navsim.statistics.intervals import estimates
from navsim.statistics.periods import STATISTICS, Bools, of_periods

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
        kept = np.array([key.measure != HOURS_MEASURE for key in self.keys])
        first = int(kept.argmin()) if not kept.all() else len(kept)
        values = self.values[:, kept] if kept[first:].any() else self.values[:, :first]  # a view where they come last
        return replace(self, keys=tuple(compress(self.keys, kept)), values=values)


def summary(samples: Sequence[Sample], periods: Mapping[str, Bools]) -> pd.DataFrame:
    """Each measure by period and statistic."""
    frames = [period_frame(by_period(sample, periods), periods, {"scenario": sample.scenario}) for sample in samples]
    return pd.concat(frames, ignore_index=True)[SUMMARY]


def differences(samples: Sequence[Sample], periods: Mapping[str, Bools]) -> pd.DataFrame:
    """Each scenario against the first, paired by replication."""
    base, *others = (by_period(sample, periods) for sample in samples)
    frames = [
        period_frame(
            replace(other, values=other.values - base.of(other.keys)), periods,
            {"scenario": other.scenario, "base": base.scenario},
        )
        for other in others
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)[DIFFERENCES] if frames else pd.DataFrame(columns=DIFFERENCES)


def by_period(sample: Sample, periods: Mapping[str, Bools]) -> Sample:
    """The same with the statistics of periods in place of weeks, see :func:`of_periods`."""
    return replace(sample, values=of_periods(sample.values, periods))


def period_frame(sample: Sample, periods: Mapping[str, Bools], columns: dict[str, str]) -> pd.DataFrame:
    """Estimates of what :func:`by_period` gives, by period, statistic and key; ``columns`` are alike in every row."""
    found, rows = estimates(sample.values), list(product(periods, STATISTICS, sample.keys))
    texts = {name: [value] * len(rows) for name, value in columns.items()}
    texts |= {field: [getattr(key, field) for *_, key in rows] for field in Key._fields}
    texts |= {"period": [period for period, *_ in rows], "statistic": [name for _, name, _ in rows]}
    numbers = {name: getattr(found, name).T.ravel() for name in (*ESTIMATES, "replications")}
    return pd.DataFrame(texts | numbers)


def weekly(sample: Sample, clock: Clock, base: Sample | None = None) -> pd.DataFrame:
    """Each measure by week; with ``base``, its difference to that, paired by replication."""
    found = estimates(sample.values if base is None else sample.values - base.of(sample.keys))
    frame = pd.DataFrame(week_rows(sample.keys, np.arange(len(sample.keys)), clock)).assign(
        scenario=sample.scenario, **{name: getattr(found, name).ravel() for name in ESTIMATES}
    )
    return frame[WEEKLY] if base is None else frame.assign(base=base.scenario)[WEEKLY_DIFFERENCES]


def week_rows(keys: Sequence[Key], which: NDArray[np.int64], clock: Clock) -> dict[str, object]:
    """The key and week of each value of an array whose rows, with a value for each week, belong to ``keys[which]``."""
    weeks, count = np.arange(clock.weeks), len(which)
    columns: dict[str, object] = {
        field: repeated([getattr(key, field) for key in keys], which).repeat(clock.weeks) for field in Key._fields
    }
    columns["week"] = repeated([clock.iso_week(week) for week in weeks.tolist()], np.tile(weeks, count))
    columns["date"] = np.tile(np.array([clock.monday(week) for week in weeks.tolist()], "datetime64[s]"), count)
    return columns


def repeated(names: list[str], which: NDArray[np.int64]) -> pd.Categorical[str]:
    """``names[which]``, stored once each."""
    categories = list(dict.fromkeys(names))
    place = {name: number for number, name in enumerate(categories)}
    return pd.Categorical.from_codes(np.array([place[name] for name in names], np.int64)[which], pd.Index(categories))


def hours(sample: Sample, clock: Clock) -> pd.DataFrame:
    """The hours account by owner and use, with capacity and demand beside it."""
    uses = [{"capacity_hours": "capacity", "demand_hours": "demand", HOURS_MEASURE: key.dimension}.get(key.measure)
            if key.measure == HOURS_MEASURE or key.dimension == "owner" else None for key in sample.keys]  # fmt: skip
    shown = [number for number, use in enumerate(uses) if use]
    if not shown:
        return pd.DataFrame(columns=HOURS)
    found, weeks = estimates(sample.values[:, shown]), range(clock.weeks)
    return pd.DataFrame(
        {
            "scenario": [sample.scenario] * (len(shown) * clock.weeks),
            "week": [clock.iso_week(week) for week in weeks] * len(shown),
            "date": np.tile(np.array([clock.monday(week) for week in weeks], "datetime64[s]"), len(shown)),
            "owner": [sample.keys[number].group for number in shown for _ in weeks],
            "use": [uses[number] for number in shown for _ in weeks],
            "mean": found.mean.ravel(), "low": found.low.ravel(), "high": found.high.ravel(),
        }
    )  # fmt: skip


def replications(samples: Sequence[Sample], clock: Clock) -> pd.DataFrame:
    """Every replication's weekly values, of each scenario in turn; texts are stored once each."""
    keys = [key for sample in samples for key in sample.keys]
    rows = [np.indices(sample.values.shape[:2]).reshape(2, -1) for sample in samples]  # replication and key
    before = np.cumsum([0, *(len(sample.keys) for sample in samples)])
    which = np.concatenate([key + first for (_, key), first in zip(rows, before[:-1], strict=True)])
    scenario = np.repeat(np.arange(len(samples)), [row.shape[1] for row in rows])
    columns = week_rows(keys, which, clock) | {
        "scenario": repeated([sample.scenario for sample in samples], scenario).repeat(clock.weeks),
        "replication": np.concatenate([number for number, _ in rows]).repeat(clock.weeks),
        "value": np.concatenate([sample.values.ravel() for sample in samples]),
    }
    return pd.DataFrame({name: columns[name] for name in REPLICATIONS}, copy=False)
