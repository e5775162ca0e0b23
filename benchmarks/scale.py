"""One replication of a synthetic country, in growing parts of it, and of one office as large as many.

The exponent is the slope of the logarithm of the time on that of the number of tasks, by least squares: 1 is in
proportion.

All is done twice, in a process that keeps the memory it was given. What a system takes to find memory that nobody had
lately is no part of the cost of an event, but can be half of a country's first run: a virtual machine may have to
borrow it. It shows as the difference.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.memory import UNITS_IN_MB
from benchmarks.show import row
from benchmarks.timing import ROOT, timed
from navsim.config.document import load
from navsim.engine import engine_named
from navsim.engine.log import Log
from navsim.experiment.replicate import Scenario, simulated
from navsim.measures import measure
from navsim.measures.waits import waits_over_run
from navsim.plan.model import Plan

COUNTRY = ROOT / "configs" / "national-synthetic.yaml"
OFFICES = (1, 4, 16, 64, 264)
LARGE = {"large": {"population": 650_000, "caseload": 30_000, "caseworkers": 480, "municipal": 160}}


KEEPS_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(2**33), "MALLOC_TRIM_THRESHOLD_": str(2**35)}
"""What tells the GNU C library not to give memory back; others don't listen, and both times are then first times."""


@dataclass(frozen=True)
class Cost:
    """Tasks; seconds of processor time for plans, engine and measures, and for the engine; peak memory so far (MB)."""

    tasks: int
    whole: float
    engine: float
    peak: float


def lines() -> Iterator[str]:
    """The table, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **KEEPS_MEMORY}, check=True, capture_output=True, text=True
    )
    yield from done.stdout.splitlines()


def main() -> None:
    """Processor time of the whole, and of the engine alone."""
    document = load(COUNTRY)
    data: dict[str, Any] = document.scenario_source(document.scenarios[0]).data
    rows = list(data["each_office"]["rows"].items())
    measured(data, dict(rows[:1]))  # what is built and imported when it is first called is then there
    for memory in ("new memory", "memory at hand"):
        print(row(f"synthetic country, {memory}", "tasks", "seconds", "engine", "µs a task", "engine", "peak MB"))
        found = {count: measured(data, dict(rows[:count])) for count in OFFICES}
        for count, cost in found.items():
            print(cells(f"{count} offices" if count > 1 else "1 office", cost))
        costs = list(found.values())
        slopes = (slope(costs, [cost.whole for cost in costs]), slope(costs, [cost.engine for cost in costs]))
        print(row("exponent", "", *(f"{each:.3f}" for each in slopes)))
        print(cells("1 office of 30,000 users", measured(data, LARGE)), flush=True)


def slope(costs: Sequence[Cost], seconds: Sequence[float]) -> float:
    """The exponent of the cost."""
    return float(np.polyfit(np.log([cost.tasks for cost in costs]), np.log(seconds), 1)[0])


def cells(name: str, cost: Cost) -> str:
    """A line of the table."""
    each = (f"{took / cost.tasks * 1e6:.2f}" for took in (cost.whole, cost.engine))
    return row(name, f"{cost.tasks:,}", f"{cost.whole:.2f}", f"{cost.engine:.3f}", *each, f"{cost.peak:,.0f}")


def measured(data: dict[str, Any], rows: Mapping[str, Mapping[str, float]]) -> Cost:
    """What one replication of some offices costs."""
    ready = Scenario("base", {**data, "each_office": {**data["each_office"], "rows": rows}}).ready
    simulate, engine = engine_named("auto")[1], [0.0]

    def clocked(plan: Plan) -> Log:
        begun = time.process_time()
        log = simulate(plan)
        engine[0] += time.process_time() - begun
        return log

    def one() -> int:
        plan, log = simulated(ready.offices, 0, clocked)
        measure(plan, log, ready.asked)
        waits_over_run(plan, log)
        return len(log.tasks.type)

    tasks, took = timed(one)
    return Cost(tasks, took.cpu, engine[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_IN_MB)


if __name__ == "__main__":
    main()
