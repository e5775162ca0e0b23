"""Who comes unasked, on what subject, and whether that was the end of it; by week, or over the dates of a figure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.engine.log import Log, Outcome
from navsim.measures.counting import ratio, tally
from navsim.measures.parts import Bools, Cells, Floats
from navsim.measures.rows import TaskRows
from navsim.measures.series import Key
from navsim.measures.work import by_channel
from navsim.plan.model import Plan, Static, TaskType, Trigger


def unplanned_measures(plan: Plan, log: Log, tasks: TaskRows) -> Iterator[tuple[Key, Floats]]:
    """The measures of this module by week."""
    cells, done = Cells(log.tasks.type, len(plan.static.types)), np.flatnonzero(log.tasks.outcome == Outcome.DONE)
    yield from who_comes(plan.static, tally(cells, tasks.opened), tally(cells.at(done), tasks.ended.at(done)))


def over_dates(static: Static, log: Log, start: float, end: float) -> Iterator[tuple[Key, Floats]]:
    """The same over [start, end) (minutes), each with one number; what came through each channel; who was finished.

    Whether somebody was finished is no measure by week: they come again in another one.
    """

    def count(rows: Bools) -> Floats:
        return np.bincount(log.tasks.type[rows], minlength=len(static.types)).astype(np.float64)[:, np.newaxis]

    tasks = log.tasks
    opened = (tasks.opened >= start) & (tasks.opened < end)
    done = (tasks.outcome == Outcome.DONE) & (tasks.ended >= start) & (tasks.ended < end)
    yield from who_comes(static, count(opened), count(done))
    yield from finished(static, count(opened), count(done))
    names, cells = by_channel(static, log)
    for number, name in enumerate(names):
        yield Key("opened", "tasks", "channel", name), np.array([np.sum(opened & (cells.of == number))], np.float64)


def who_comes(static: Static, opened: Floats, done: Floats) -> Iterator[tuple[Key, Floats]]:
    """What opened, by type, and the shares of those who come unasked; ``opened`` and ``done`` are (types, periods).

    Who is met in one piece, a visitor or somebody in a talk, comes unasked (ad hoc) when the task is from outside or
    comes to a reception.
    """
    types = static.types
    met = np.array([not type_.splittable for type_ in types], bool)
    unasked = met & np.array([comes_unasked(type_) for type_ in types], bool)
    for type_ in types:
        yield Key("opened", "tasks", "task", type_.name), opened[type_.number]
    if met.any():
        yield Key("unplanned_share", "share", "all", "all"), ratio(done[unasked].sum(axis=0), done[met].sum(axis=0))
    for number in np.flatnonzero(unasked).tolist():
        share = ratio(opened[number], opened[unasked].sum(axis=0))
        yield Key("topic_share", "share", "task", types[number].name), share


def comes_unasked(type_: TaskType) -> bool:
    """Whether nobody has agreed when it is to be."""
    return type_.trigger == Trigger.FROM_OUTSIDE or bool(type_.succession.windows.start)


def finished(static: Static, opened: Floats, done: Floats) -> Iterator[tuple[Key, Floats]]:
    """Of each type after which somebody may have to be met again, the share after which nobody was."""
    for type_ in static.types:
        again = [other.succession.after == type_.number and not other.splittable for other in static.types]
        if any(again):
            share = 1 - ratio(opened[again].sum(axis=0), done[type_.number])
            yield Key("completed_share", "share", "task", type_.name), share
