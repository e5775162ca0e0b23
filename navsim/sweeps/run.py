"""A sweep: every point of a study that is not done yet, side by side, each kept as soon as it is finished."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from navsim.sweeps.cluster import in_cluster
from navsim.sweeps.folder import PART, Folder, close, finished, gather, keep, opened, points_in, waiting
from navsim.sweeps.machine import on_this_machine
from navsim.sweeps.point import Point, Task, do, failed, program
from navsim.sweeps.study import Study, point_of


@dataclass(frozen=True)
class Swept:
    """What came of a sweep: how many points there are, were done before, are done now, and failed."""

    total: int
    before: int
    done: int
    failed: int


def sweep(
    study: Study,
    path: Path,
    workers: int = 1,
    scheduler: str | None = None,
    most: int | None = None,
    tell: Callable[[int], None] = lambda done: None,
    expect: Callable[[int, int], None] = lambda before, total: None,
) -> Swept:
    """Do the points of a study that its folder doesn't have, and write the dataset.

    Parameters
    ----------
    study:
        What :func:`navsim.sweeps.study.load_study` gave.
    path:
        The folder, new or begun before. What it holds in the end doesn't depend on how often it was begun.
    workers:
        Points side by side on this machine.
    scheduler:
        The address of a Dask scheduler, whose workers do the points instead.
    most:
        Only so many of the first points.
    tell, expect:
        Hear of a point that is finished, and at first how many are and how many there will be.

    Raises
    ------
    InputError
        When the folder belongs to something else, no scheduler answers, or a worker has another program.
    ConnectionError
        When the scheduler is lost on the way.
    """
    with opened(path, study) as folder:
        done = finished(folder)
        limit = min(most or folder.total, folder.total)
        before = sum(done[:limit])
        expect(before, limit)
        # Closed at once: when a point can't be kept, no worker goes on for nothing.
        with closing(side_by_side(tasks(study, done, limit), workers, scheduler)) as points:
            for point in points:
                keep(folder, point)
                if not point.error:
                    done[point.number] = 1
                    complete(folder, point.number // PART, done)
                tell(1)
        finish(folder)
        close(folder, study, done)
    now = sum(done[:limit])
    return Swept(folder.total, before, now - before, limit - now)


def tasks(study: Study, done: bytearray, limit: int) -> Iterator[Task]:
    """The points that are to be done; of a million only those that a worker is to have now are made."""
    base, kept = study.base_json, study.experiment.keep.model_dump()
    for number in range(limit):
        if not done[number]:
            yield Task(number, base, point_of(study, number), kept, program())


def side_by_side(todo: Iterator[Task], workers: int, scheduler: str | None) -> Generator[Point, None, None]:
    """Each point when it is finished."""
    if scheduler is not None:
        yield from in_cluster(do, todo, scheduler, failed)
    else:
        yield from on_this_machine(do, todo, workers)


def complete(folder: Folder, part: int, done: bytearray) -> None:
    """Write a part of the dataset when the last of its points is done."""
    numbers = folder.in_part(part)
    if all(done[numbers.start : numbers.stop]):
        gather(folder, part)


def finish(folder: Folder) -> None:
    """Write each part that lacks points, unless it is there with those that are done."""
    for part, numbers in groupby(waiting(folder), lambda number: number // PART):
        if points_in(folder, part) != list(numbers):
            gather(folder, part)
