"""Points on this machine, in one process or in several; a point that ends its process fails, and the rest go on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator

from navsim.experiment.workers import in_processes, in_turn
from navsim.sweeps.point import Point, Task, failed

ENDED = "the process that did this point was ended, also with nothing beside it: perhaps for want of memory\n"

Do = Callable[[Task], Point]


def on_this_machine(do: Do, todo: Iterator[Task], workers: int) -> Generator[Point, None, None]:
    """Each point when it is finished. When a process is ended, which one is not told: so the points that were in the
    hands of any are done again one by one, before the others go on."""
    if workers == 1:
        yield from (point for _, point in in_turn(do, todo))
        return
    in_hand: dict[int, Task] = {}
    while True:
        try:
            for _, point in in_processes(do, noted(todo, in_hand), workers):
                del in_hand[point.number]
                yield point
            return
        except ChildProcessError:
            for task in list(in_hand.values()):
                yield alone(do, task)
            in_hand.clear()


def noted(todo: Iterable[Task], in_hand: dict[int, Task]) -> Iterator[Task]:
    """The same tasks, each noted when it is handed out."""
    for task in todo:
        in_hand[task.number] = task
        yield task


def alone(do: Do, task: Task) -> Point:
    """A point in a process of its own."""
    try:
        return next(point for _, point in in_processes(do, [task], 1))
    except ChildProcessError:
        return failed(task, ENDED)
