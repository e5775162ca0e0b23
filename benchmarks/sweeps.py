"""Sweeps of the corona case: a point beside its bare replications, a sweep beside a loop by hand, and what is foretold.

``python -m benchmarks.sweeps`` prints this section alone. By hand is a loop over :mod:`benchmarks.idiomatic` with
``multiprocessing``, which keeps nothing and measures nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks import idiomatic
from benchmarks.parameters import Parameters, parameters_of
from benchmarks.show import row
from benchmarks.sweeps_at_scale import Begun, begun, study_of
from benchmarks.timing import CASE, ROOT, timed
from navsim.config.document import checked, load
from navsim.experiment.replicate import do as replicate
from navsim.experiment.replicate import jobs
from navsim.experiment.run import simulated
from navsim.plan.compile import plan_of, prepare
from navsim.statistics.tables import Sample
from navsim.sweeps import point as point_module
from navsim.sweeps.folder import PART, gather, keep, opened
from navsim.sweeps.models import Keep
from navsim.sweeps.point import Task, arrow, do, document_of, pack, tables_of
from navsim.sweeps.run import sweep, tasks
from navsim.sweeps.study import Study

REPLICATIONS = 20
POINTS = 24
RUNS = 5
BY_HAND = 8
"""Replications by hand: each takes a second."""
PAIRS = 60
"""Replications of which the spread of a difference is estimated."""
HALF_WIDTH = 5.0
"""Tasks: half the 95 % interval that is asked for."""
CORES = (1, 16, 256)
MILLION = 1_000_000
COUNTRY_SECONDS, COUNTRY_POINTS = 21.0, 12
"""A replication of 264 offices, from the section on a country; the points of a small national sweep."""


def lines() -> Iterator[str]:
    """All of it."""
    with TemporaryDirectory(dir=ROOT) as place:  # on a real disk, where syncing costs what it costs
        folder = Path(place)
        yield from cost_lines(folder)
        yield ""
        kept = begun(folder, study_of(folder, 1, 10_000), 5_050)
        yield from scale_lines(kept)
        yield ""
        yield from side_by_side_lines(folder, kept.rate)
        yield ""
    yield from pairing_lines()


# What a point costs


def cost_lines(folder: Path) -> Iterator[str]:
    """The parts of a point, as shares of the bare replications: plans, engine and measures."""
    study = study_of(folder, REPLICATIONS, POINTS)
    found = [costs(study, task, folder / f"costs-{task.number}") for task in first(study, RUNS + 1)][1:]
    bare = median(each["plans, engine, measures"] for each in found)
    yield row(f"a point of {REPLICATIONS} replications", "ms", "of bare")
    for name in found[0]:
        took = median(each[name] for each in found)
        yield row(name, f"{took:.1f}", f"{took / bare:.1%}")
    over = median(sum(each.values()) - each["plans, engine, measures"] for each in found)
    yield row("overhead", f"{over:.1f}", f"{over / bare:.1%}")


def first(study: Study, count: int) -> list[Task]:
    """The first points."""
    return list(tasks(study, bytearray(len(study.points)), count))


def costs(study: Study, task: Task, place: Path) -> dict[str, float]:
    """Milliseconds of each part of one point, as :func:`navsim.sweeps.point.do` goes through them."""
    took: dict[str, float] = {}

    def stage(name: str, seconds: float) -> None:
        took[name] = took.get(name, 0.0) + 1000 * seconds

    document, spent = timed(lambda: checked(document_of(task)))
    stage("config read, changed and checked", spent.wall)
    _, bare = timed(lambda: [replicate(job) for job in jobs(document)])
    stage("plans, engine, measures", bare.wall)
    done = simulated(document)
    with patch.object(point_module, "simulated", lambda document: done):
        (found, _), spent = timed(tables_of, document, Keep.model_validate(task.keep))
    stage("tables", spent.wall)
    _, spent = timed(lambda: pack({name: arrow(frame, task, name) for name, frame in found.items()}))
    stage("packing", spent.wall)
    point = do(task)
    with opened(place, study) as folder:
        _, spent = timed(keep, folder, point)
        stage("written and synced", spent.wall)
        _, spent = timed(gather, folder, 0)
        stage("its share of a part of the dataset", spent.wall / PART)
    return took


# One core and two


def side_by_side_lines(folder: Path, kept: float) -> Iterator[str]:
    """Points a second by a sweep and by hand, and what one core's figure foretells for more, when its coordinator can
    keep so many a second."""
    study = study_of(folder, REPLICATIONS, POINTS)
    do(first(study, 1)[0])  # what is compiled when it is first called is compiled now
    parameters = by_hand_parameters()
    yield row(f"points of {REPLICATIONS} replications a second", "1 core", "2 cores", "ratio")
    ours = {workers: swept(study, folder / f"out-{workers}", workers) for workers in (1, 2)}
    theirs = {workers: BY_HAND / REPLICATIONS / timed(by_hand, parameters, workers)[1].wall for workers in (1, 2)}
    yield row("navsim sweep, once it runs", *rates(ours))
    yield row("SimPy by hand, multiprocessing", *rates(theirs))
    yield row("navsim is faster", *(f"{ours[workers] / theirs[workers]:.0f}x" for workers in (1, 2)))
    yield ""
    yield row(f"foretold from {1 / ours[1]:.2f} s a point", *(f"{cores} cores" for cores in CORES))
    yield row(f"{MILLION:,} points", *(duration(MILLION / min(cores * ours[1], kept)) for cores in CORES))
    one = COUNTRY_SECONDS * REPLICATIONS
    yield row(f"a country, {COUNTRY_POINTS} points", *(duration(one * -(-COUNTRY_POINTS // cores)) for cores in CORES))
    yield row("2 cores, foretold and measured", f"{2 * ours[1]:.3f}", f"{ours[2]:.3f}")


def swept(study: Study, folder: Path, workers: int) -> float:
    """Points a second, from when every worker has done its first: starting is another matter."""
    moments: list[float] = []
    sweep(study, folder, workers, tell=lambda done: moments.append(time.perf_counter()))
    return (len(moments) - workers) / (moments[-1] - moments[workers - 1])


def rates(found: dict[int, float]) -> tuple[str, str, str]:
    """Of one core, of two, and how many times the first the second is."""
    return f"{found[1]:.3f}", f"{found[2]:.3f}", f"{found[2] / found[1]:.2f}"


def duration(seconds: float) -> str:
    """Seconds as people say it."""
    for unit, length in (("days", 86400), ("hours", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s"


def by_hand_parameters() -> list[Parameters]:
    """What the loop by hand is told, made outside the clock."""
    prepared = prepare(load(CASE).config())
    return [parameters_of(prepared, plan_of(prepared, number)) for number in range(BY_HAND)]


def by_hand(parameters: list[Parameters], workers: int) -> None:
    """The loop that one would write."""
    with get_context("fork" if os.name == "posix" else "spawn").Pool(workers) as pool:
        pool.starmap(one_by_hand, zip(parameters, range(len(parameters)), strict=True), chunksize=1)


def one_by_hand(parameters: Parameters, seed: int) -> int:
    """A replication; its log stays where it is."""
    return len(idiomatic.simulate(parameters, seed).users)


# Many points


def scale_lines(kept: Begun) -> Iterator[str]:
    """A sweep that goes on after half of 10,000 points, and what many points cost its coordinator."""
    yield row("10,000 points, half of them done", "")
    yield row("seconds until the first new one", f"{kept.seconds:.2f}")
    yield row("points kept a second, on this disk", f"{kept.rate:,.0f}")
    yield ""
    command = [sys.executable, "-m", "benchmarks.sweeps_at_scale"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)
    yield row("without a disk to wait for", "memory, MB", "points/s")
    for count, (memory, seconds) in told.items():
        yield row(f"{int(count):,} points", f"{memory:.0f}", f"{int(count) / seconds:,.0f}")


# Common random numbers


def pairing_lines() -> Iterator[str]:
    """Replications that a difference to a given width needs, with the same random numbers and with others."""
    document = load(CASE, (f"replications={PAIRS}",))
    means = {
        outcome.sample.scenario: backlog(outcome.sample.measures()) for outcome in simulated(document, workers=2)[0]
        if outcome.sample.scenario in ("happened", "no_temporaries")
    }  # fmt: skip
    with_, without = means["no_temporaries"], means["happened"]
    paired, apart = float(np.var(with_ - without, ddof=1)), float(np.var(with_, ddof=1) + np.var(without, ddof=1))
    yield row(f"backlog, ± {HALF_WIDTH:g} tasks", "replications", "sd")
    yield row("common random numbers", f"{needed(paired, HALF_WIDTH)}", f"{paired**0.5:.2f}")
    yield row("independent ones", f"{needed(apart, HALF_WIDTH)}", f"{apart**0.5:.2f}")
    yield row("times as many", f"{apart / paired:.1f}")


def backlog(sample: Sample) -> NDArray[np.float64]:
    """Its mean over the run in each replication."""
    keys = [(key.measure, key.dimension) for key in sample.keys]
    return np.asarray(sample.values[:, keys.index(("backlog", "all"))].mean(axis=1))


def needed(variance: float, half_width: float) -> int:
    """Replications until half the 95 % interval of a mean is no longer than this, with a known variance."""
    return max(int(np.ceil(1.96**2 * variance / half_width**2)), 2)


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
