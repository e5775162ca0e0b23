"""What the reference engine remembers while it runs: persons, tasks, servers and waiting lines."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from navsim.engine.log import Outcome
from navsim.engine.rules import most_work, worked_minutes
from navsim.plan.model import TaskType


class Stage(Enum):
    """Where a task is between opening and end."""

    WAITING = auto()
    WORKED_ON = auto()
    PAUSED = auto()
    ENDED = auto()


@dataclass(slots=True, eq=False)
class Person:
    """A user (bruker); ``clocks`` holds the agenda's event for each follow-up that has not opened yet."""

    number: int
    group: int
    mix: int
    origin: int
    key: int
    entered: float
    arrival: float
    last_contact: float
    destination: int
    present: bool = True
    left: float = float("nan")
    talking: bool = False
    contacts: int = 0
    unfinished: list[Task] = field(default_factory=list)
    clocks: dict[int, Any] = field(default_factory=dict)
    ordinals: dict[int, int] = field(default_factory=dict)

    def next_ordinal(self, type_number: int) -> int:
        """The number of this person's next task of a type, from 0."""
        ordinal = self.ordinals.get(type_number, 0)
        self.ordinals[type_number] = ordinal + 1
        return ordinal

    def row(self) -> tuple[Any, ...]:
        """The columns of :class:`navsim.engine.log.Spells`."""
        return (
            self.number, self.group, self.mix, self.origin, self.entered, self.arrival, self.left,
            -1 if self.present else self.destination, self.contacts,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Task:
    """A task (oppgave); ``left`` minutes of work remain for somebody with proficiency ``pace``.

    ``in_one_piece`` is the work (at proficiency 1) that must fit in what is left of an interval.
    """

    number: int
    type: TaskType
    person: Person | None
    ordinal: int
    channel: int
    opened: float
    due: float
    minutes: float
    cut: bool
    in_one_piece: float
    left: float
    pace: float = 1.0
    stage: Stage = Stage.WAITING
    started: float = float("nan")
    ended: float = float("nan")
    outcome: Outcome = Outcome.OPEN
    contact: bool = False

    def minutes_for(self, proficiency: float) -> float:
        """Minutes that what is left takes; unchanged while the proficiency is."""
        return self.left if proficiency == self.pace else worked_minutes(self.left * self.pace, proficiency)

    @property
    def waits_for_talk(self) -> bool:
        """Whether it is a talk with somebody who is in another one: a person's talks never overlap."""
        return self.type.contact and self.person is not None and self.person.talking

    @property
    def begun(self) -> bool:
        """Whether somebody has worked on it."""
        return self.started == self.started

    def row(self) -> tuple[Any, ...]:
        """The columns of :class:`navsim.engine.log.Tasks`."""
        return (
            self.type.number, -1 if self.person is None else self.person.number, self.ordinal, self.channel,
            self.opened, self.due, self.minutes, self.cut, self.started, self.ended, self.outcome, self.contact,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Server:
    """An employee or a desk, inside an interval or between two; ``until`` is the interval's end."""

    number: int
    intervals: Iterator[tuple[float, float, float, int]]
    upcoming: tuple[float, float, float, int] | None = None
    until: float = 0.0
    proficiency: float = 1.0
    ranks: dict[int, int] = field(default_factory=dict)
    free_since: float = 0.0
    task: Task | None = None
    since: float = 0.0
    finish: float = 0.0
    """When the current segment of work began, and when the work would be done."""


class Line:
    """The tasks that wait in one queue, in order of (priority, due, number).

    ``shortest`` is a lower bound of their unsplittable work: a server with less time left need not look.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[int, float, int, Task]] = []
        self.shortest = float("inf")

    def add(self, task: Task) -> None:
        """Put a task in its place."""
        insort(self.entries, (task.type.priority, task.due, task.number, task))
        self.shortest = min(self.shortest, task.in_one_piece)

    def remove(self, task: Task) -> None:
        """Take a task out."""
        del self.entries[bisect_left(self.entries, (task.type.priority, task.due, task.number))]

    def first_for(self, server: Server, now: float) -> Task | None:
        """The first task that this server can start now, if any."""
        if not self.entries:
            return None
        room = most_work(server.until - now, server.proficiency)
        if self.shortest > room:
            return None
        for *_, task in self.entries:
            if task.in_one_piece <= room and not task.waits_for_talk:
                return task
        self.shortest = min(task.in_one_piece for *_, task in self.entries)
        return None
