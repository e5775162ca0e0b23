"""Short runs of the corona case by every model of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest

from benchmarks import idiomatic, in_c, totals
from benchmarks.idiomatic import Log
from benchmarks.parameters import Parameters, parameters_of
from benchmarks.timing import CASE
from benchmarks.totals import Totals
from navsim.config.document import load
from navsim.engine.reference import simulate
from navsim.plan.compile import Prepared, plan_of, prepare

WEEKS = 14
"""The shock is in the last four."""

REPLICATIONS = 6

Model = Callable[[Parameters, int], Log]


class Run(NamedTuple):
    """One replication by navsim, and what the others are told of it."""

    parameters: Parameters
    totals: Totals


URGENT = ("tasks.intake.priority=0", "tasks.intake.due=3 days", "tasks.intake.typical_wait=21 days")
"""First talks come before all else, so there are two priorities; some of the first are overdue before the start."""


@cache
def prepared(weeks: int = WEEKS) -> Prepared:
    return prepare(load(CASE, (f"weeks={weeks}", *URGENT)).config())


@cache
def run(replication: int) -> Run:
    plan = plan_of(prepared(), replication)
    log = simulate(plan)
    return Run(parameters_of(prepared(), plan), totals.of_navsim(prepared().static, log))


def in_c_or_skip(parameters: Parameters, seed: int) -> Log:
    library = in_c.library()
    if library is None:
        pytest.skip(f"no {in_c.COMPILER}")
    return in_c.log_of(library, in_c.simulate(library, in_c.office_of(parameters), seed))


MODELS: dict[str, Model] = {"SimPy": idiomatic.simulate, "C": in_c_or_skip}


@cache
def log_of(model: str, replication: int) -> Log:
    return MODELS[model](run(replication).parameters, replication)


@cache
def totals_of(model: str) -> list[Totals]:
    """The totals of each replication by a model written by hand."""
    return [totals.by_hand(prepared().static, log_of(model, number)) for number in range(REPLICATIONS)]
