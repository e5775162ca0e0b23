"""Running replications: each is a pure function of a config and a number, so any process may do it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from navsim.config.models import Config
from navsim.engine.reference import simulate
from navsim.experiment.events import write_events
from navsim.measures import Key, measure
from navsim.measures.observations import observations
from navsim.plan.compile import plan_of, prepare
from navsim.statistics.tables import Sample

CHUNK = 4
"""Replications that share one compilation of a scenario's static part."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Job:
    """Some replications of one scenario; ``events`` is where their events go, if anywhere."""

    scenario: str
    config: Config
    replications: tuple[int, ...]
    events: Path | None = None


@dataclass(frozen=True)
class Done:
    """What a job gave: ``values[replication, key, week]`` and ``observed[replication, figure]``; ``cut`` counts
    work that was shortened to fit."""

    keys: tuple[Key, ...]
    values: Floats
    observed: Floats
    cut: int


@dataclass(frozen=True)
class Outcome:
    """All replications of one scenario."""

    sample: Sample
    observed: Floats
    cut: int


def do(job: Job) -> Done:
    """Compile, simulate and measure."""
    prepared = prepare(job.config)
    values, observed, keys, cut = [], [], (), 0
    for replication in job.replications:
        plan = plan_of(prepared, replication)
        log = simulate(plan)
        weekly = measure(plan, log)
        keys = weekly.keys
        values.append(weekly.values)
        observed.append(observations(plan, log, weekly, job.config.observed, prepared.clock))
        cut += int(log.tasks.cut.sum())
        if job.events is not None:
            write_events(plan, log, job.events / f"{job.scenario}-{replication:04d}")
    return Done(keys, np.array(values), np.array(observed), cut)


def jobs(configs: Mapping[str, Config], replications: int, events: Path | None = None) -> list[Job]:
    """The whole experiment in pieces; replications in turn over the scenarios."""
    parts = [tuple(range(low, min(low + CHUNK, replications))) for low in range(0, replications, CHUNK)]
    return [Job(scenario, config, part, events) for part in parts for scenario, config in configs.items()]


def outcomes(todo: Sequence[Job], workers: int, tell: Callable[[int], None]) -> list[Outcome]:
    """Do all jobs and gather them by scenario; ``tell`` hears how many replications were done.

    The result does not depend on ``workers`` or on which job ends first.
    """
    done: dict[int, Done] = {}
    for number, result in in_processes(todo, workers) if workers > 1 else in_turn(todo):
        done[number] = result
        tell(len(todo[number].replications))
    return [gathered(name, [done[n] for n, job in enumerate(todo) if job.scenario == name])
            for name in dict.fromkeys(job.scenario for job in todo)]  # fmt: skip


def gathered(scenario: str, parts: Sequence[Done]) -> Outcome:
    """The jobs of one scenario put together, in order."""
    values = np.concatenate([part.values for part in parts])
    observed = np.concatenate([part.observed for part in parts])
    return Outcome(Sample(scenario, parts[0].keys, values), observed, sum(part.cut for part in parts))


def in_turn(todo: Sequence[Job]) -> Iterator[tuple[int, Done]]:
    """Job after job, in this process."""
    for number, job in enumerate(todo):
        yield number, do(job)


def in_processes(todo: Sequence[Job], workers: int) -> Iterator[tuple[int, Done]]:
    """Jobs side by side; few are under way at a time, so an interruption ends soon and memory stays small."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=leave_interrupts_to_parent) as pool:
        waiting = iter(enumerate(todo))
        running: dict[Future[Done], int] = {}
        try:
            while True:
                for number, job in waiting:
                    running[pool.submit(do, job)] = number
                    if len(running) >= 2 * workers:
                        break
                if not running:
                    return
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield running.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(pool._processes.values()):
                process.terminate()
            raise


def leave_interrupts_to_parent() -> None:
    """Ctrl-C reaches every process of the terminal; the parent alone decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
