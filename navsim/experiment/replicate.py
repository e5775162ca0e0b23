"""Running replications: each is a pure function of a config and a number, so any process may do it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.config.document import Document
from navsim.config.models import Config
from navsim.engine import engine_named
from navsim.experiment.events import write_events
from navsim.measures import Key, measure
from navsim.measures.asked import asked_of
from navsim.measures.observations import observations
from navsim.measures.series import OverRun
from navsim.measures.waits import waits_over_run
from navsim.plan.compile import plan_of, prepare
from navsim.statistics.tables import Sample

CHUNK = 2
"""Replications that share one compilation of a scenario's static part."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Job:
    """Some replications of one scenario; ``events`` is where their events go, if anywhere.

    ``data`` is the scenario's raw config, which travels between processes better than its models.
    """

    scenario: str
    data: Mapping[str, Any]
    replications: tuple[int, ...]
    engine: str = "auto"
    events: Path | None = None


@dataclass(frozen=True)
class Done:
    """What a job gave: ``values[replication, key, week]``, numbers of the whole run and
    ``observed[replication, figure]``; ``cut`` counts work that was shortened to fit."""

    keys: tuple[Key, ...]
    values: Floats
    over_run: OverRun
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
    prepared = prepare(Config.model_validate(job.data))
    asked = asked_of(prepared.config)
    _, simulate = engine_named(job.engine)
    values, waits, observed, cut = [], [], [], 0
    keys: tuple[Key, ...] = ()
    for replication in job.replications:
        plan = plan_of(prepared, replication)
        log = simulate(plan)
        weekly = measure(plan, log, asked)
        keys = weekly.keys
        values.append(weekly.values)
        waits.append(waits_over_run(plan, log))
        observed.append(observations(plan, log, weekly, prepared.config.observed, prepared.clock))
        cut += int(log.tasks.cut.sum())
        if job.events is not None:
            write_events(plan, log, job.events / f"{job.scenario}-{replication:04d}")
    over_run = OverRun(waits[0].keys, np.array([each.values for each in waits]))
    return Done(keys, np.array(values), over_run, np.array(observed), cut)


def jobs(
    document: Document, engine: str = "auto", events: Path | None = None, numbers: range | None = None
) -> list[Job]:
    """The experiment in pieces, replications in turn over the scenarios: all of them, or those with these numbers."""
    numbers = range(document.config().replications) if numbers is None else numbers
    raw = {name: document.scenario_source(name).data for name in document.scenarios}
    parts = [tuple(numbers[low : low + CHUNK]) for low in range(0, len(numbers), CHUNK)]
    return [Job(scenario, data, part, engine, events) for part in parts for scenario, data in raw.items()]


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
    over_run = OverRun(parts[0].over_run.keys, np.concatenate([part.over_run.values for part in parts]))
    return Outcome(Sample(scenario, parts[0].keys, values, over_run), observed, sum(part.cut for part in parts))


def in_turn(todo: Sequence[Job]) -> Iterator[tuple[int, Done]]:
    """Job after job, in this process."""
    for number, job in enumerate(todo):
        yield number, do(job)


def in_processes(todo: Sequence[Job], workers: int) -> Iterator[tuple[int, Done]]:
    """Jobs side by side, a few handed out at a time; when anything interrupts, the workers end at once."""
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_the_terminal)
    waiting = iter(enumerate(todo))
    running = submitted(pool, islice(waiting, workers + 1))
    try:
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
            running |= submitted(pool, islice(waiting, len(finished)))
    except BaseException:
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def submitted(pool: ProcessPoolExecutor, todo: Iterable[tuple[int, Job]]) -> dict[Future[Done], int]:
    """Hand out jobs. Ctrl-C is held back meanwhile: a process that starts inherits that, and so is not hit before it
    can end quietly."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return {pool.submit(do, job): number for number, job in todo}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_the_terminal() -> None:
    """Ctrl-C reaches every process of a terminal: workers end at once and leave the message to their parent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
