"""Running replications: each is a pure function of a config and a number, so anybody may do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.document import Document
from navsim.config.models import Config
from navsim.config.multiply import offices_of
from navsim.config.places import Source
from navsim.engine import engine_named, lets_others_go_on
from navsim.engine.log import Log
from navsim.experiment.by_office import of_interest
from navsim.experiment.events import write_events
from navsim.experiment.merge import merged_log
from navsim.experiment.workers import in_processes, in_threads, in_turn
from navsim.measures import Key, measure
from navsim.measures.asked import Asked, asked_of
from navsim.measures.observations import observations
from navsim.measures.series import OverRun, Weekly
from navsim.measures.waits import waits_over_run
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.merge import merged_plan
from navsim.plan.model import Plan
from navsim.statistics.tables import Sample

Floats = NDArray[np.float64]

MANY = 200
"""Replications from which on processes pay: they take a second or two to start, and then none waits for Python's lock,
which a replication holds half of its time with the compiled engine and all of it with the other."""
AT_ONCE = 10
"""Replications in a job, at most: processes share the compilation of a scenario within a job only."""


@dataclass(frozen=True)
class Ready:
    """A scenario compiled: its config, its offices by name (one without a name, where there is one), what is asked."""

    config: Config
    offices: Mapping[str, Prepared]
    asked: Asked


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario's raw config, which travels between processes better than its models."""

    name: str
    data: dict[str, Any]

    @cached_property
    def ready(self) -> Ready:
        """Compiled when it is first needed, once in each process."""
        config = Config.model_validate(self.data)
        offices = offices_of(Source(self.data))
        prepared = {each.name: prepare(Config.model_validate(each.source.data)) for each in offices}
        return Ready(config, prepared, asked_of(config))


@dataclass(frozen=True)
class Job:
    """Some replications of one scenario; ``events`` is where their events go, if anywhere."""

    scenario: Scenario
    replications: tuple[int, ...]
    engine: str = "auto"
    events: Path | None = None


@dataclass(frozen=True)
class Done:
    """What a job gave: ``values[replication, key, week]``, numbers of the whole run and
    ``observed[replication, figure]``; ``cut`` counts work that was shortened to fit."""

    keys: tuple[Key, ...]
    values: Floats
    over_run: OverRun
    observed: Floats
    cut: int


@dataclass(frozen=True)
class Outcome:
    """All replications of one scenario."""

    sample: Sample
    observed: Floats
    cut: int


@dataclass(frozen=True)
class One:
    """What one replication gave."""

    weekly: Weekly
    waits: OverRun
    observed: Floats
    cut: int


def do(job: Job) -> Done:
    """Compile, simulate and measure."""
    ready, (_, simulate) = job.scenario.ready, engine_named(job.engine)
    config = ready.config

    def one(replication: int) -> One:
        """A function of its own, so that nothing of one replication's log lies in memory beside the next."""
        plan, log = simulated(ready.offices, replication, simulate)
        weekly = measure(plan, log, ready.asked)
        if job.events is not None:
            write_events(plan, log, job.events / f"{job.scenario.name}-{replication:04d}")
        observed = observations(plan, log, weekly, config.observed, Clock(config.start, config.weeks), ready.asked)
        return One(of_interest(weekly, config), waits_over_run(plan, log), observed, int(log.tasks.cut.sum()))

    found = [one(replication) for replication in job.replications]
    return Done(
        found[0].weekly.keys,
        np.array([each.weekly.values for each in found]),
        OverRun(found[0].waits.keys, np.array([each.waits.values for each in found])),
        np.array([each.observed for each in found]),
        sum(each.cut for each in found),
    )


def simulated(offices: Mapping[str, Prepared], replication: int, simulate: Callable[[Plan], Log]) -> tuple[Plan, Log]:
    """One replication: of the one office, or of each that shares nobody with the others, put together."""
    plans = [plan_of(prepared, replication) for prepared in offices.values()]
    logs = [simulate(plan) for plan in plans]
    if not any(offices):
        return plans[0], logs[0]
    plan, first = merged_plan(list(offices), plans)
    del plans  # a country's arrays are large: they don't lie in memory twice while the logs do
    return plan, merged_log(logs, first)


def jobs(
    document: Document, engine: str = "auto", events: Path | None = None, numbers: range | None = None
) -> list[Job]:
    """The experiment in pieces, replications in turn over the scenarios: all of them, or those with these numbers."""
    numbers = range(document.config().replications) if numbers is None else numbers
    scenarios = [Scenario(name, document.scenario_source(name).data) for name in document.scenarios]
    total = len(numbers) * len(scenarios)
    at_once = 1 if in_one_process(engine, total) else min(AT_ONCE, 1 + total // 100)
    parts = [tuple(numbers[low : low + at_once]) for low in range(0, len(numbers), at_once)]
    return [Job(scenario, part, engine, events) for part in parts for scenario in scenarios]


def in_one_process(engine: str, replications: int) -> bool:
    """Whether so many replications go side by side in threads; else in processes."""
    return lets_others_go_on(engine) and replications < MANY


def outcomes(todo: Sequence[Job], workers: int, tell: Callable[[int], None]) -> list[Outcome]:
    """Do all jobs and gather them by scenario; ``tell`` hears how many replications were done.

    The result does not depend on ``workers`` or on which job ends first.
    """
    done: dict[int, Done] = {}
    total = sum(len(job.replications) for job in todo)
    side_by_side = in_threads if in_one_process(todo[0].engine, total) else in_processes
    for number, result in side_by_side(do, todo, workers) if workers > 1 else in_turn(do, todo):
        done[number] = result
        tell(len(todo[number].replications))
    return [gathered(scenario.name, [done[n] for n, job in enumerate(todo) if job.scenario is scenario])
            for scenario in dict.fromkeys(job.scenario for job in todo)]  # fmt: skip


def gathered(scenario: str, parts: Sequence[Done]) -> Outcome:
    """The jobs of one scenario put together, in order."""
    values = np.concatenate([part.values for part in parts])
    observed = np.concatenate([part.observed for part in parts])
    over_run = OverRun(parts[0].over_run.keys, np.concatenate([part.over_run.values for part in parts]))
    return Outcome(Sample(scenario, parts[0].keys, values, over_run), observed, sum(part.cut for part in parts))
