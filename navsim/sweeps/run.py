"""A sweep: every point of a study that is not done yet, side by side, each kept as soon as it is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from navsim.experiment.workers import in_processes, in_turn
from navsim.sweeps.cluster import in_cluster
from navsim.sweeps.folder import PART, Folder, close, finished, gather, keep, opened, points_in
from navsim.sweeps.point import Point, Task, do, program
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
        When the folder belongs to something else, or no scheduler answers.
    """
    with opened(path, study) as folder:
        done = finished(folder)
        limit = min(most or folder.total, folder.total)
        before = sum(done[:limit])
        expect(before, limit)
        for point in side_by_side(tasks(study, done, limit), workers, scheduler):
            keep(folder, point)
            if not point.error:
                done[point.number] = 1
                complete(folder, point.number // PART, done)
            tell(1)
        for part in range(folder.parts):
            finish(folder, part)
        close(folder, study, done)
    now = sum(done[:limit])
    return Swept(folder.total, before, now - before, limit - now)


def tasks(study: Study, done: bytearray, limit: int) -> Iterator[Task]:
    """The points that are to be done; of a million only those that a worker is to have now are made."""
    base, kept = study.base_json, study.experiment.keep.model_dump()
    for number in range(limit):
        if not done[number]:
            yield Task(number, base, point_of(study, number), kept, program())


def side_by_side(todo: Iterator[Task], workers: int, scheduler: str | None) -> Iterator[Point]:
    """Each point when it is finished."""
    if scheduler is not None:
        yield from in_cluster(do, todo, scheduler)
    else:
        found = in_processes(do, todo, workers) if workers > 1 else in_turn(do, todo)
        yield from (point for _, point in found)


def complete(folder: Folder, part: int, done: bytearray) -> None:
    """Write a part of the dataset when the last of its points is done."""
    numbers = folder.in_part(part)
    if all(done[numbers.start : numbers.stop]):
        gather(folder, part)


def finish(folder: Folder, part: int) -> None:
    """Write a part that lacks points, unless it is there with those that are done."""
    waiting = [number for number in folder.in_part(part) if folder.point(number).exists()]
    if waiting and waiting != points_in(folder, part):
        gather(folder, part)
