"""Where the time of one replication goes, from config to tables."""

from __future__ import annotations

import numpy as np

from benchmarks.timing import Took, timed, typical
from navsim.config.document import Document
from navsim.engine.reference import simulate
from navsim.experiment.replicate import Outcome
from navsim.experiment.run import tabulate
from navsim.measures import measure
from navsim.measures.observations import observations
from navsim.plan.compile import plan_of, prepare
from navsim.statistics.tables import Sample


def stages(document: Document, runs: int) -> dict[str, Took]:
    """The typical time of each stage for one replication of the base scenario."""
    once = [one(document, replication) for replication in range(runs)]
    return {stage: typical([run[stage] for run in once]) for stage in once[0]}


def one(document: Document, replication: int) -> dict[str, Took]:
    """The time of each stage in turn."""
    config, took = document.config(), {}
    prepared, took["prepare"] = timed(prepare, config)
    plan, took["plan"] = timed(plan_of, prepared, replication)
    log, took["simulate"] = timed(simulate, plan)
    weekly, took["measure"] = timed(measure, plan, log)
    figures = observations(plan, log, weekly, config.observed, prepared.clock)
    sample = Sample(document.scenarios[0], weekly.keys, weekly.values[np.newaxis])
    found = [Outcome(sample, figures[np.newaxis], 0)]
    _, took["tabulate"] = timed(tabulate, {document.scenarios[0]: config}, found, prepared.clock)
    return took
