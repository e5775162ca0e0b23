"""The log: what happened, event by event, as arrays. Measures are computed from it, after the run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
KINDS = {"Floats": np.float64, "Ints": np.int64, "Bools": np.bool_}
"""What a column holds, by the name of its type."""


class Outcome(IntEnum):
    """How a task stands at the end of the run."""

    OPEN = 0
    DONE = 1
    SUPERSEDED = 2  # a contact made this follow-up needless
    LEFT = 3  # the person left first
    EXPIRED = 4  # nobody had time before it was too late
    MOVED = 5  # the person went to another group first, and it is not for that


@dataclass(frozen=True)
class Spells:
    """One row a spell, in order of entry; ``left`` is nan and ``destination`` -1 while it lasts.

    Somebody who moves to another group has several, the later ones of origin MOVED.
    """

    person: Ints
    group: Ints
    mix: Ints
    origin: Ints
    entered: Floats
    arrival: Floats
    left: Floats
    destination: Ints
    contacts: Ints


@dataclass(frozen=True)
class Tasks:
    """One row a task, in order of opening; the row is the task's number.

    ``person`` is -1 for tasks from outside; ``started`` and ``ended`` are nan until then; ``minutes``
    is the work at proficiency 1, ``cut`` whether it was shortened to fit; ``contact`` is whether it
    counted as a contact.
    """

    type: Ints
    person: Ints
    ordinal: Ints
    channel: Ints
    opened: Floats
    due: Floats
    minutes: Floats
    cut: Bools
    started: Floats
    ended: Floats
    outcome: Ints
    contact: Bools


@dataclass(frozen=True)
class Work:
    """One row a segment of work, in order of its end; those going on at the horizon end there."""

    task: Ints
    server: Ints
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Log:
    """All that happened in [0, horizon)."""

    spells: Spells
    tasks: Tasks
    work: Work


def table(kind: type[Any], rows: list[tuple[Any, ...]]) -> Any:
    """Rows as the columns of one of the record types above."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(fields(kind))
    return kind(
        *(np.array(column, dtype=KINDS[str(field.type)]) for column, field in zip(columns, fields(kind), strict=True))
    )


def differing(first: Log, second: Log) -> str | None:
    """The first place where two logs differ, in words; None when they are equal to the bit."""
    for part in fields(Log):
        one, other = getattr(first, part.name), getattr(second, part.name)
        for column in fields(one):
            left, right = getattr(one, column.name), getattr(other, column.name)
            if len(left) != len(right):
                return f"{part.name}: {len(left)} rows, {len(right)} rows"
            unequal = np.flatnonzero(
                left.view(np.uint8 if left.dtype == bool else np.int64)
                != right.view(np.uint8 if right.dtype == bool else np.int64)
            )
            if len(unequal):
                row = int(unequal[0])
                return f"{part.name} row {row}, {column.name}: {left[row]} and {right[row]}"
    return None
