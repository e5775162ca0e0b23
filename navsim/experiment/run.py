"""One run of a config: every scenario, every replication, all tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from navsim.calendar.clock import Clock
from navsim.config.document import Document
from navsim.config.models import Config
from navsim.experiment.costs import break_even_table
from navsim.experiment.precision import Precision, outcomes_until, pilot_of
from navsim.experiment.replicate import Outcome, jobs, outcomes
from navsim.experiment.staffing import marks_table, shock_dates, staffing_table
from navsim.measures.observations import part_of
from navsim.statistics import tables
from navsim.statistics.intervals import estimates, prediction_interval
from navsim.statistics.over_run import differences_over_run, summary_over_run
from navsim.statistics.periods import Bools, periods
from navsim.statistics.targets import targets_table

OBSERVED = [
    "measure", "dimension", "group", "week", "from", "until", "date", "value", "use", "source", "scenario",
    "model_mean", "model_low", "model_high", "prediction_low", "prediction_high", "inside",
]  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """The tables of a run; their columns are those of the results folder.

    ``break_even`` sets extra staff cost against exits; ``cut`` is how often work was shortened to fit the
    longest interval of its queue, by scenario;
    ``precision`` what came of the config's ``until``, if it has one; ``seconds`` the time spent in each stage.
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
    targets: pd.DataFrame
    break_even: pd.DataFrame
    cut: Mapping[str, int]
    precision: Precision | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)


def run_document(
    document: Document,
    workers: int = 1,
    tell: Callable[[int], None] = lambda done: None,
    engine: str = "auto",
    events: Path | None = None,
    expect: Callable[[int], None] = lambda total: None,
    pilot: int | None = None,
) -> Tables:
    """Simulate every scenario of a document and gather the tables.

    Parameters
    ----------
    document:
        A config with its scenarios, the base first.
    workers:
        Replications side by side; the tables don't depend on it.
    tell:
        Called with the number of replications just done.
    engine:
        Which engine simulates; the tables don't depend on it.
    events:
        A folder for the events of each replication.
    expect:
        Called with the number of replications of all scenarios together, again whenever ``until`` asks for more.
    pilot:
        Replications before the first look at ``until``; by default those of the config, but 10 at least.
    """
    configs = {name: document.config(name) for name in document.scenarios}
    config = document.config()
    started = time.perf_counter()
    found, precision = simulated(document, workers, tell, engine, events, expect, pilot)
    done = time.perf_counter()
    offices = {name: tuple(document.offices(name).values()) for name in document.scenarios}
    result = tabulate(configs, offices, found, Clock(config.start, config.weeks))
    seconds = {"simulate": done - started, "tabulate": time.perf_counter() - done}
    return replace(result, precision=precision, seconds=seconds)


def simulated(
    document: Document,
    workers: int = 1,
    tell: Callable[[int], None] = lambda done: None,
    engine: str = "auto",
    events: Path | None = None,
    expect: Callable[[int], None] = lambda total: None,
    pilot: int | None = None,
) -> tuple[list[Outcome], Precision | None]:
    """Every scenario of a document, with as many replications as it asks for; the rest as :func:`run_document`."""
    config, scenarios = document.config(), len(document.scenarios)
    if config.until:
        return outcomes_until(
            config.until, pilot_of(document, pilot), scenarios,
            lambda numbers: outcomes(jobs(document, engine, events, numbers), workers, tell), expect,
        )  # fmt: skip
    expect(scenarios * config.replications)
    return outcomes(jobs(document, engine, events), workers, tell), None


@dataclass(frozen=True)
class Shocks:
    """The shocks of each scenario: in which weeks they are (``weeks``, of all together) and when each begins."""

    weeks: Mapping[str, Bools]
    starts: Mapping[str, Mapping[str, float]]


def shocks_in(configs: Mapping[str, Config], clock: Clock) -> Shocks:
    """Periods and starts of the shocks of all scenarios."""
    dates = {scenario: shock_dates(config) for scenario, config in configs.items()}
    weeks = periods(clock, {name: span for of_one in dates.values() for name, span in of_one.items()})
    starts = {
        scenario: {name: clock.minute(first) for name, (first, _) in of_one.items()}
        for scenario, of_one in dates.items()
    }
    return Shocks(weeks, starts)


def tabulate(
    configs: Mapping[str, Config], offices: Mapping[str, Sequence[Config]], found: Sequence[Outcome], clock: Clock
) -> Tables:
    """All tables of a run; ``offices`` are the configs of each scenario's offices, of which there is often one."""
    full = [outcome.sample for outcome in found]
    samples = [sample.measures() for sample in full]
    shocks = shocks_in(configs, clock)
    paired = [tables.weekly(sample, clock, samples[0]) for sample in samples[1:]]
    return Tables(
        summary=stacked([tables.summary(samples, shocks.weeks), summary_over_run(samples, shocks.starts)]),
        differences=stacked([tables.differences(samples, shocks.weeks), differences_over_run(samples, shocks.starts)]),
        weekly=pd.concat([tables.weekly(sample, clock) for sample in samples], ignore_index=True),
        weekly_differences=pd.concat(paired, ignore_index=True)
        if paired
        else pd.DataFrame(columns=tables.WEEKLY_DIFFERENCES),
        hours=pd.concat([tables.hours(sample, clock) for sample in full], ignore_index=True),
        replications=tables.replications(samples, clock),
        observed=observed_table(next(iter(configs.values())), found[0]),
        staffing=staffing_table(offices),
        marks=marks_table(configs),
        targets=targets_table(samples, {scenario: config.targets for scenario, config in configs.items()}, clock),
        break_even=break_even_table(samples, configs),
        cut={outcome.sample.scenario: outcome.cut for outcome in found},
    )


def observed_table(config: Config, base: Outcome) -> pd.DataFrame:
    """Each observed figure beside the base scenario: interval of its mean, and the band for one more run."""
    values = base.observed
    mean = estimates(values)
    low, high = prediction_interval(values) if len(values) > 1 else (mean.low, mean.high)
    low = np.maximum(low, 0.0)  # what is counted is never negative
    rows = [
        (
            figure.measure, *part_of(figure), figure.week, figure.from_, figure.until,
            day_of(config, figure.week, figure.until), figure.value, figure.use, figure.source.text("en"),
            base.sample.scenario, mean.mean[n], mean.low[n], mean.high[n], low[n], high[n],
            bool(low[n] <= figure.value <= high[n]),
        )
        for n, figure in enumerate(config.observed)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=OBSERVED)


def day_of(config: Config, week: str | None, until: date | None) -> object:
    """The Monday of a week, or the last day of a period."""
    clock = Clock(config.start, config.weeks)
    mondays = {clock.iso_week(number): clock.monday(number) for number in range(clock.weeks)}
    return pd.Timestamp(mondays[week]) if week in mondays else pd.Timestamp(until) if until else pd.NaT


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables with the same columns, one below the other."""
    with_rows = [frame for frame in frames if len(frame)]
    return pd.concat(with_rows, ignore_index=True) if with_rows else frames[0]
