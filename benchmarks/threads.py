"""Replications of the corona case by the compiled engine in one thread and in two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from benchmarks.race import RUNS
from benchmarks.show import row
from benchmarks.timing import CASE, Took, timed, typical
from navsim.config.document import load
from navsim.engine import engine_named
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import Plan

REPLICATIONS = 16


def lines() -> Iterator[str]:
    """Seconds of both, and how many times faster two threads are."""
    _, simulate = engine_named("compiled")
    prepared = prepare(load(CASE).config())
    alone, together = in_turn(simulate, [plan_of(prepared, number) for number in range(REPLICATIONS)], RUNS)
    ratio = median(one.wall / two.wall for one, two in zip(alone, together, strict=True))
    yield row(f"{REPLICATIONS} replications, compiled", "seconds", "speed-up")
    yield row("1 thread", f"{typical(alone).wall:.4g}", "1")
    yield row("2 threads", f"{typical(together).wall:.4g}", f"{ratio:.2f}")


def in_turn(simulate: Callable[[Plan], object], plans: list[Plan], runs: int) -> tuple[list[Took], list[Took]]:
    """The times of one thread and of two, after one run that compiles what has to be."""
    threaded(simulate, plans[:1], 1)
    pairs = [[timed(threaded, simulate, plans, threads)[1] for threads in (1, 2)] for _ in range(runs)]
    return [alone for alone, _ in pairs], [together for _, together in pairs]


def threaded(simulate: Callable[[Plan], object], plans: list[Plan], threads: int) -> None:
    """Simulate each plan; a log is let go when it is there."""

    def one(plan: Plan) -> None:
        simulate(plan)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, plans))
