"""One run of a config: every scenario, every replication, all tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from navsim.calendar.clock import Clock
from navsim.config.document import Document
from navsim.config.models import Config
from navsim.experiment.replicate import Outcome, jobs, outcomes
from navsim.experiment.staffing import marks_table, shock_dates, staffing_table
from navsim.measures.observations import part_of
from navsim.statistics import tables
from navsim.statistics.intervals import estimates, prediction_interval
from navsim.statistics.periods import periods
from navsim.values.errors import InputError

OBSERVED = [
    "measure", "dimension", "group", "week", "from", "until", "date", "value", "use", "source", "scenario", "model_mean",
    "model_low", "model_high", "prediction_low", "prediction_high", "inside",
]  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """The tables of a run; their columns are those of the results folder.

    ``cut`` is how often work was shortened to fit the longest interval of its queue, by scenario;
    ``seconds`` the time spent in each stage.
    """

    summary: pd.DataFrame
    differences: pd.DataFrame
    weekly: pd.DataFrame
    weekly_differences: pd.DataFrame
    hours: pd.DataFrame
    replications: pd.DataFrame
    observed: pd.DataFrame
    staffing: pd.DataFrame
    marks: pd.DataFrame
    cut: Mapping[str, int]
    seconds: Mapping[str, float] = field(default_factory=dict)


def chosen(document: Document, scenarios: Sequence[str] = (), replications: int | None = None, weeks: int | None = None, seed: int | None = None) -> dict[str, Config]:
    """The config of each scenario to run, in the document's order; the base always comes first.

    Raises
    ------
    InputError
        For a scenario that the document doesn't have.
    """
    unknown = [name for name in scenarios if name not in document.scenarios]
    if unknown:
        raise InputError(f"no scenario is called {unknown[0]!r}; there are: {', '.join(document.scenarios)}")
    base = document.scenarios[0]
    wanted = [name for name in document.scenarios if not scenarios or name in scenarios or name == base]
    update = {key: value for key, value in (("replications", replications), ("weeks", weeks), ("seed", seed)) if value is not None}
    return {name: document.config(name).model_copy(update=update) for name in wanted}


def run_configs(configs: Mapping[str, Config], workers: int = 1, tell: Callable[[int], None] = lambda done: None, events: Path | None = None) -> Tables:
    """Simulate every scenario and gather the tables.

    Parameters
    ----------
    configs:
        The config of each scenario, the base first; they share start, length and number of replications.
    workers:
        Processes; the tables don't depend on it.
    tell:
        Called with the number of replications just done.
    events:
        A folder for the events of each replication.
    """
    first = next(iter(configs.values()))
    started = time.perf_counter()
    found = outcomes(jobs(configs, first.replications, events), workers, tell)
    simulated = time.perf_counter()
    clock = Clock(first.start, first.weeks)
    result = tabulate(configs, found, clock)
    seconds = {"simulate": simulated - started, "tabulate": time.perf_counter() - simulated}
    return Tables(**result, seconds=seconds)


def tabulate(configs: Mapping[str, Config], found: Sequence[Outcome], clock: Clock) -> dict[str, object]:
    """All tables of a run but the time it took."""
    full = [outcome.sample for outcome in found]
    samples = [sample.measures() for sample in full]
    weeks = periods(clock, {name: dates for config in configs.values() for name, dates in shock_dates(config).items()})
    paired = [tables.weekly(sample, clock, samples[0]) for sample in samples[1:]]
    return {
        "summary": tables.summary(samples, weeks),
        "differences": tables.differences(samples, weeks),
        "weekly": pd.concat([tables.weekly(sample, clock) for sample in samples], ignore_index=True),
        "weekly_differences": pd.concat(paired, ignore_index=True) if paired else pd.DataFrame(columns=tables.WEEKLY_DIFFERENCES),
        "hours": pd.concat([tables.hours(sample, clock) for sample in full], ignore_index=True),
        "replications": pd.concat([tables.replications(sample, clock) for sample in samples], ignore_index=True),
        "observed": observed_table(next(iter(configs.values())), found[0]),
        "staffing": staffing_table(configs),
        "marks": marks_table(configs),
        "cut": {outcome.sample.scenario: outcome.cut for outcome in found},
    }


def observed_table(config: Config, base: Outcome) -> pd.DataFrame:
    """Each observed figure beside the base scenario: interval of its mean, and the band for one more run."""
    values = base.observed
    mean = estimates(values)
    low, high = prediction_interval(values) if len(values) > 1 else (mean.low, mean.high)
    rows = [
        (figure.measure, *part_of(figure), figure.week, figure.from_, figure.until, day_of(config, figure.week, figure.until),
         figure.value, figure.use, figure.source, base.sample.scenario, mean.mean[n], mean.low[n], mean.high[n],
         low[n], high[n], bool(low[n] <= figure.value <= high[n]))
        for n, figure in enumerate(config.observed)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=OBSERVED)


def day_of(config: Config, week: str | None, until: object) -> object:
    """The Monday of a week, or the last day of a period."""
    clock = Clock(config.start, config.weeks)
    weeks = {clock.iso_week(number): clock.monday(number) for number in range(clock.weeks)}
    return np.datetime64(weeks[week]) if week in weeks else np.datetime64(until) if until else np.datetime64("NaT")
