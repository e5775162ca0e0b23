"""One replication of a synthetic country, in growing parts of it, and of one office as large as many.

The exponent is the slope of the logarithm of the time on that of the number of tasks, by least squares: 1 is in
proportion.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Mapping
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


def lines() -> Iterator[str]:
    """Processor time of the whole, and of the engine alone."""
    document = load(COUNTRY)
    data: dict[str, Any] = document.scenario_source(document.scenarios[0]).data
    rows = list(data["each_office"]["rows"].items())
    measured(data, dict(rows[:1]))  # what is built and imported when it is first called is then there
    yield row("synthetic country", "tasks", "seconds", "engine", "µs a task", "engine", "peak MB")
    found = {count: measured(data, dict(rows[:count])) for count in OFFICES}
    for count, (tasks, whole, engine, peak) in found.items():
        yield cells(f"{count} offices" if count > 1 else "1 office", tasks, whole, engine, peak)
    tasks, whole, engine = np.log([found[count][:3] for count in OFFICES]).T
    slopes = [float(np.polyfit(tasks, took, 1)[0]) for took in (whole, engine)]
    yield row("exponent", "", *(f"{slope:.3f}" for slope in slopes))
    yield cells("1 office of 30,000 users", *measured(data, LARGE))


def cells(name: str, tasks: int, whole: float, engine: float, peak: float) -> str:
    """A line of the table."""
    each = (f"{took / tasks * 1e6:.2f}" for took in (whole, engine))
    return row(name, f"{tasks:,}", f"{whole:.2f}", f"{engine:.3f}", *each, f"{peak:,.0f}")


def measured(data: dict[str, Any], rows: Mapping[str, Mapping[str, float]]) -> tuple[int, float, float, float]:
    """Tasks; seconds of processor time for plans, engine and measures, and for the engine; peak memory so far (MB)."""
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
    return tasks, took.cpu, engine[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_IN_MB
