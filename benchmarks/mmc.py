"""M/M/16 at 90 % load with about 200,000 customers: navsim beside other programs for queues."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.caseload import plan_line
from benchmarks.mmc_peers import (
    System,
    Waits,
    has_salabim,
    has_simmer,
    in_ciw,
    in_salabim,
    in_simmer,
    in_simpy,
)
from benchmarks.race import BY_HAND, COMPILED, REFERENCE, RUNS, Absent, Entrant, Raced, race, race_lines
from benchmarks.show import row
from benchmarks.timing import timed
from navsim.config.document import load
from navsim.engine import engine_named
from navsim.engine.log import Log
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.model import Plan
from navsim.verify.erlang import erlang_c

CONFIG = Path(__file__).with_name("mmc.yaml")

Program = Entrant[Waits] | Absent


def lines() -> Iterator[str]:
    """The race, and the mean wait in each beside Erlang's."""
    prepared = prepare(load(CONFIG).config())
    planned = [timed(plan_of, prepared, replication) for replication in range(RUNS)]
    programs = programs_of(prepared, [plan for plan, _ in planned])
    raced = race(programs, RUNS)
    yield from race_lines("M/M/16, 90 % load, 200,000 come", programs, raced, lambda found: found.events)
    yield plan_line([took for _, took in planned])
    yield ""
    yield from wait_lines(raced, erlangs_wait(system_of(prepared)))


def system_of(prepared: Prepared) -> System:
    """What the others have to know of the config."""
    static = prepared.static
    (letter,), (clerk,) = static.types, prepared.config.staff.values()
    return System(clerk.people, letter.rate.values[0], letter.channels[0].minutes.mean, static.horizon)


def erlangs_wait(system: System) -> float:
    """The mean wait (minutes) in the long run."""
    waiting = erlang_c(system.servers, system.per_minute * system.minutes)
    return waiting / (system.servers / system.minutes - system.per_minute)


def programs_of(prepared: Prepared, plans: list[Plan]) -> list[Program]:
    """All of them; a navsim plan is made outside the clock, like a network or an environment's inputs."""
    system = system_of(prepared)
    short = plan_of(prepare(load(CONFIG, ("weeks=1",)).config()), 0)
    return [
        peer(BY_HAND, in_simpy, system),
        peer("Ciw", in_ciw, system),
        peer("salabim", in_salabim, system) if has_salabim() else Absent("salabim", "not installed"),
        Entrant("simmer", lambda seed: in_simmer(system, seed)) if has_simmer() else Absent("simmer", "not installed"),
        engine(REFERENCE, "reference", short, plans),
        engine(COMPILED, "compiled", short, plans),
    ]


def peer(name: str, program: Callable[[System, int], Waits], system: System) -> Entrant[Waits]:
    """A program in Python."""
    return Entrant(name, lambda seed: timed(program, system, seed))


def engine(name: str, own: str, short: Plan, plans: list[Plan]) -> Entrant[Waits]:
    """One of navsim's engines, called on a short plan before the race: it may have to be compiled."""
    _, simulate = engine_named(own)
    simulate(short)
    return Entrant(name, lambda replication: timed(lambda plan: waits_in(simulate(plan)), plans[replication]))


def waits_in(log: Log) -> Waits:
    """The waits of those who were served."""
    waits = log.tasks.started - log.tasks.opened
    begun = ~np.isnan(waits)
    return Waits(int(begun.sum()), float(waits[begun].mean()))


def wait_lines(raced: Mapping[str, Raced[Waits]], theory: float) -> Iterator[str]:
    """Mean waits and their standard errors, from the spread of runs that all programs share."""
    spread = pooled([[found.mean for found in result.found] for result in raced.values()])
    yield row("the same wait? (minutes)", "mean", "std error", "off by")
    for name, result in raced.items():
        wait, error = fmean(found.mean for found in result.found), spread / math.sqrt(len(result.found))
        yield row(name, f"{wait:.3f}", f"{error:.3f}", f"{(wait - theory) / error:+.1f} SE")
    yield row("Erlang (1917)", f"{theory:.3f}")


def pooled(samples: list[list[float]]) -> float:
    """The standard deviation within samples of one spread."""
    squares = sum(float(np.var(sample)) * len(sample) for sample in samples)
    return math.sqrt(squares / sum(len(sample) - 1 for sample in samples))
