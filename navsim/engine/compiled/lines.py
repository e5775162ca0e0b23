"""The lines in which tasks wait: sorted stretches of ``entries`` that can grow at both ends."""

from __future__ import annotations

import math

from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.views import Run, entry_at, line_at, move_entries, person_at, task_at


@compiled
def first_room(run: Run) -> int:
    """The least room of a line: what joins it in one event makes it grow once at most."""
    return int(4 * most_new(run))


@compiled
def most_new(run: Run) -> int:
    """More tasks than one event opens or puts back."""
    return int(2 * run.types_count + 4)


@compiled
def find(run: Run, number: int, task: int) -> int:
    """Where a task stands in a line, or would: after those with less (priority, due, number)."""
    line = line_at(run, number)
    priority, due = task_at(run, task).priority, task_at(run, task).due
    low, high = line.first, line.first + line.count
    while low < high:
        middle = (low + high) >> 1
        entry = entry_at(run, middle)
        if entry.priority < priority or (
            entry.priority == priority and (entry.due < due or (entry.due == due and entry.task < task))
        ):
            low = middle + 1
        else:
            high = middle
    return int(low)


@compiled
def join(run: Run, number: int, task: int) -> None:
    """Put a task in its place in a line; the shorter part of the line moves."""
    line, row = line_at(run, number), task_at(run, task)
    if line.first == line.base or line.first + line.count == line.base + line.room:
        make_room(run, number)
    place = find(run, number, task)
    if 2 * (place - line.first) < line.count:
        move_entries(run, line.first - 1, line.first, place - line.first)
        line.first -= 1
        place -= 1
    else:
        move_entries(run, place + 1, place, line.first + line.count - place)
    line.count += 1
    entry = entry_at(run, place)
    entry.due, entry.piece, entry.priority, entry.task = row.due, row.piece, row.priority, task
    line.shortest = min(line.shortest, row.piece)


@compiled
def make_room(run: Run, number: int) -> None:
    """Move a line to the middle of its stretch, or of a longer one when it fills more than half."""
    line = line_at(run, number)
    before = line.first
    if 2 * line.count >= line.room:
        run.rooms -= line.room
        line.room = max(first_room(run), 2 * line.room)
        line.base = run.entries_used
        run.entries_used += line.room
        run.rooms += line.room
    line.first = line.base + (line.room - line.count) // 2
    move_entries(run, line.first, before, line.count)


@compiled
def leave(run: Run, number: int, task: int) -> None:
    """Take a task out of a line."""
    line = line_at(run, number)
    place = find(run, number, task)
    line.count -= 1
    if 2 * (place - line.first) < line.count:
        move_entries(run, line.first + 1, line.first, place - line.first)
        line.first += 1
    else:
        move_entries(run, place, place + 1, line.first + line.count - place)


@compiled
def waits_for_talk(run: Run, task: int) -> bool:
    """Whether it is a talk with somebody who is in another one."""
    row = task_at(run, task)
    return bool(row.talk and person_at(run, row.person).talking)


@compiled
def first_for(run: Run, number: int, room: float, employee: int) -> int:
    """The first task of a line that an employee with this much time for work can start now; -1 for none.

    ``shortest`` is a lower bound of the work in one piece: who has less time need not look.
    """
    line = line_at(run, number)
    if line.count == 0 or line.shortest > room:
        return -1
    shortest = math.inf
    for at in range(line.first, line.first + line.count):
        entry = entry_at(run, at)
        if entry.piece <= room:
            task = entry.task
            not_by = task_at(run, task).not_by
            if not waits_for_talk(run, task) and (not_by < 0 or not_by != employee):
                return int(task)
        shortest = min(shortest, entry.piece)
    line.shortest = shortest
    return -1
