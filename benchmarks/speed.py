"""The reference engine beside the hand-written model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any
from unittest.mock import patch

import simpy

from benchmarks import idiomatic, totals
from benchmarks.parameters import parameters_of
from benchmarks.timing import Took, timed
from navsim.engine.reference import simulate
from navsim.plan.compile import Prepared, plan_of


@dataclass(frozen=True)
class Model:
    """What one model took for each replication, and what happened; ``simpy_events`` of the first one."""

    took: list[Took]
    totals: list[totals.Totals]
    simpy_events: int


@dataclass(frozen=True)
class Comparison:
    """Both models on the same replications; ``plans`` is the time for compiling navsim's plan of each."""

    navsim: Model
    by_hand: Model
    plans: list[Took]

    def ratio(self) -> float:
        """The engine's time over the hand-written model's: the median over replications, wall clock."""
        pairs = zip(self.navsim.took, self.by_hand.took, strict=True)
        return median(mine.wall / theirs.wall for mine, theirs in pairs)


def compare(prepared: Prepared, runs: int) -> Comparison:
    """Time both in turn, after a first run that warms up and counts SimPy's events.

    The plan and the hand-written model's parameters are made outside the clock.
    """
    static = prepared.static
    plan = plan_of(prepared, 0)
    mine = Model([], [], simpy_events(lambda: simulate(plan)))
    theirs = Model([], [], simpy_events(lambda: idiomatic.simulate(parameters_of(prepared, plan), 0)))
    plans = []
    for replication in range(runs):
        plan, took = timed(plan_of, prepared, replication)
        plans.append(took)
        log, took = timed(simulate, plan)
        mine.took.append(took)
        mine.totals.append(totals.of_reference(static, log))
        other, took = timed(idiomatic.simulate, parameters_of(prepared, plan), replication)
        theirs.took.append(took)
        theirs.totals.append(totals.of_idiomatic(static, other))
    return Comparison(mine, theirs, plans)


def simpy_events(run: Callable[[], object]) -> int:
    """How many events SimPy handles in a run."""
    count, step = 0, simpy.Environment.step

    def counting(env: simpy.Environment, *arguments: Any) -> None:
        nonlocal count
        step(env, *arguments)
        count += 1

    with patch.object(simpy.Environment, "step", counting):
        run()
    return count
