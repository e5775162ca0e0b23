"""Where the time of one replication goes, from config to tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.race import RUNS
from benchmarks.show import row
from benchmarks.timing import CASE, Took, timed, typical
from navsim.config.document import Document, load
from navsim.engine import engine_named
from navsim.experiment.replicate import Outcome
from navsim.experiment.run import tabulate
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.observations import observations
from navsim.measures.waits import waits_over_run
from navsim.plan.compile import plan_of, prepare
from navsim.statistics.tables import Sample


def lines() -> Iterator[str]:
    """Where the processor time of a replication goes."""
    took = stages(load(CASE), RUNS)
    total = sum(part.cpu for part in took.values())
    yield row("stages of one replication", "seconds", "share")
    for stage, part in took.items():
        yield row(stage, f"{part.cpu:.3f}", f"{part.cpu / total:.0%}")


def stages(document: Document, runs: int) -> dict[str, Took]:
    """The typical time of each stage for one replication of the base scenario, by the engine that runs use."""
    one(document, 0)  # what is compiled when it is first called is compiled now
    once = [one(document, replication) for replication in range(runs)]
    return {stage: typical([run[stage] for run in once]) for stage in once[0]}


def one(document: Document, replication: int) -> dict[str, Took]:
    """The time of each stage in turn."""
    config, name, took = document.config(), document.scenarios[0], {}
    engine, simulate = engine_named("auto")
    prepared, took["prepare"] = timed(prepare, config)
    plan, took["plan"] = timed(plan_of, prepared, replication)
    log, took[f"simulate ({engine})"] = timed(simulate, plan)
    weekly, took["measure"] = timed(measure, plan, log, asked_of(config))
    _, took["waits over the run"] = timed(waits_over_run, plan, log)
    figures, took["observed figures"] = timed(observations, plan, log, weekly, config.observed, prepared.clock)
    sample = Sample(name, weekly.keys, weekly.values[np.newaxis])
    found = [Outcome(sample, figures[np.newaxis], 0)]
    _, took["tabulate"] = timed(tabulate, {name: config}, {name: (config,)}, found, prepared.clock)
    return took
