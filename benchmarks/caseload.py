"""The caseload model of the corona case: navsim's engines beside the same model written by hand in SimPy and in C."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unittest.mock import patch

import simpy

from benchmarks import idiomatic, in_c, totals
from benchmarks.parameters import parameters_of
from benchmarks.race import BY_HAND, COMPILED, REFERENCE, RUNS, Absent, Entrant, Raced, race, race_lines
from benchmarks.show import row
from benchmarks.timing import CASE, Took, timed, typical
from benchmarks.totals import Totals, mean
from navsim.config.document import load
from navsim.engine import engine_named
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.model import Plan

WEEK = 7 * 1440

Program = Entrant[Totals] | Absent


def lines() -> Iterator[str]:
    """The race, and whether all of them ran the same case."""
    document = load(CASE)
    config = document.config()
    yield f"{config.name}, {document.scenarios[0]}, {config.weeks} weeks; medians of {RUNS} alternating runs"
    yield ""
    prepared = prepare(config)
    planned = [timed(plan_of, prepared, replication) for replication in range(RUNS)]
    plans = [plan for plan, _ in planned]
    programs = programs_of(prepared, plans)
    raced = race(programs, RUNS)
    yield from race_lines("one replication", programs, raced, lambda found: found.events)
    yield plan_line([took for _, took in planned])
    yield ""
    yield from agreement_lines(raced, config.weeks)
    yield ""
    yield from simpy_lines(prepared, plans[0])


def programs_of(prepared: Prepared, plans: list[Plan]) -> list[Program]:
    """All of them, with what each is told made outside the clock."""
    return [
        simpy_by_hand(prepared, plans),
        engine(REFERENCE, "reference", prepared, plans),
        engine(COMPILED, "compiled", prepared, plans),
        c_by_hand(prepared, plans),
    ]


def engine(name: str, own: str, prepared: Prepared, plans: list[Plan]) -> Entrant[Totals]:
    """One of navsim's engines, called once before the race: it may have to be compiled."""
    _, simulate = engine_named(own)
    simulate(plans[0])

    def run(replication: int) -> tuple[Totals, Took]:
        log, took = timed(simulate, plans[replication])
        return totals.of_navsim(prepared.static, log), took

    return Entrant(name, run)


def simpy_by_hand(prepared: Prepared, plans: list[Plan]) -> Entrant[Totals]:
    """The model as a good SimPy user would write it."""

    def run(replication: int) -> tuple[Totals, Took]:
        parameters = parameters_of(prepared, plans[replication])
        log, took = timed(idiomatic.simulate, parameters, replication)
        return totals.by_hand(prepared.static, log), took

    return Entrant(BY_HAND, run)


def c_by_hand(prepared: Prepared, plans: list[Plan]) -> Program:
    """The model as a loop over events."""
    library = in_c.library()
    if library is None:
        return Absent("C by hand", f"no {in_c.COMPILER}")

    def run(replication: int) -> tuple[Totals, Took]:
        office = in_c.office_of(parameters_of(prepared, plans[replication]))
        log, took = timed(in_c.simulate, library, office, replication)
        return totals.by_hand(prepared.static, in_c.log_of(library, log)), took

    return Entrant("C by hand", run)


def plan_line(took: list[Took]) -> str:
    """What compiling a plan takes; the others draw persons within their runs, and are given the staff's intervals."""
    return row("  navsim's plan, before the clock", f"{len(took)}", f"{typical(took).wall:.4g}")


def agreement_lines(raced: Mapping[str, Raced[Totals]], weeks: int) -> Iterator[str]:
    """What each program says of the case, in the mean."""
    yield row("the same case? (means)", "caseload", "arrivals/w", "done/w", "hours/w")
    for name, result in raced.items():
        found = mean(result.found)
        yield row(
            name, f"{found.present / weeks / WEEK:,.0f}", f"{found.arrivals / weeks:,.1f}",
            f"{found.done / weeks:,.1f}", f"{found.worked / weeks / 60:,.1f}",
        )  # fmt: skip


def simpy_lines(prepared: Prepared, plan: Plan) -> Iterator[str]:
    """How many events each of the two that use SimPy puts on its agenda."""
    _, reference = engine_named("reference")
    by_hand = simpy_events(lambda: idiomatic.simulate(parameters_of(prepared, plan), 0))
    yield row("events on SimPy's agenda", "")
    yield row(BY_HAND, f"{by_hand:,}")
    yield row(REFERENCE, f"{simpy_events(lambda: reference(plan)):,}")


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
