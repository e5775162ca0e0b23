"""What the reference engine remembers while it runs: persons, spells, tasks, servers and waiting lines."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, NamedTuple

from navsim.engine.log import Outcome
from navsim.engine.reference.agenda import Occurrence
from navsim.engine.rules import most_work, worked_minutes
from navsim.plan.model import TaskType

NOBODY = -1
"""In place of an employee, and of a destination."""


class Stage(Enum):
    """Where a task is between opening and end."""

    WAITING = auto()
    WORKED_ON = auto()
    PAUSED = auto()
    ENDED = auto()


@dataclass(slots=True, eq=False)
class Entity:
    """Whom tasks come from: a person, or somebody from outside; ``number`` is that of the agenda."""

    number: int
    key: int
    ordinals: dict[int, int] = field(default_factory=dict)

    def next_ordinal(self, type_number: int) -> int:
        """The number of this entity's next task of a type, from 0."""
        ordinal = self.ordinals.get(type_number, 0)
        self.ordinals[type_number] = ordinal + 1
        return ordinal


@dataclass(slots=True, eq=False)
class Spell:
    """One person's time in one group; ``need`` minutes at pace 1 were left ``since``.

    ``limit`` is the instant at which the limit is reached. ``destination`` and ``limit_destination`` are
    where need and limit lead, ``leads_to`` is that of the two which will come first.
    """

    person: int
    group: int
    mix: int
    origin: int
    entered: float
    arrival: float
    since: float
    need: float
    limit: float
    destination: int
    limit_destination: int
    leads_to: int = NOBODY
    left: float = math.nan
    contacts: int = 0

    def row(self) -> tuple[Any, ...]:
        """The columns of :class:`navsim.engine.log.Spells`."""
        return (
            self.person, self.group, self.mix, self.origin, self.entered, self.arrival, self.left,
            NOBODY if math.isnan(self.left) else self.leads_to, self.contacts,
        )  # fmt: skip


@dataclass(slots=True, eq=False, kw_only=True)
class Person(Entity):
    """A user (bruker).

    ``registered`` is the entry of the first spell. ``clocks`` holds the agenda's event for each type's
    next start; ``gaps`` counts the random starts that were drawn.
    """

    mix: int
    registered: float
    last_contact: float
    spell: Spell
    spells: int = 1
    present: bool = True
    talking: bool = False
    departure: Occurrence | None = None
    unfinished: list[Task] = field(default_factory=list)
    clocks: dict[int, Occurrence] = field(default_factory=dict)
    gaps: dict[int, int] = field(default_factory=dict)

    @property
    def last_seen(self) -> float:
        """The last contact, or the registration."""
        return self.registered if math.isnan(self.last_contact) else self.last_contact

    def next_gap(self, type_number: int) -> int:
        """The number of this person's next time between random starts of a type, from 0."""
        gap = self.gaps.get(type_number, 0)
        self.gaps[type_number] = gap + 1
        return gap


@dataclass(slots=True, eq=False)
class Task:
    """A task (oppgave); ``left`` minutes of work remain for somebody with proficiency ``pace``.

    ``in_one_piece`` is the work (at proficiency 1) that must fit in what is left of an interval,
    ``not_by`` the employee who must not do it. While it waits, it stands in ``lines``; on a list it is
    ``caseworker``'s, and others may help when ``open_to_all``.
    """

    number: int
    type: TaskType
    entity: Entity
    person: Person | None
    queue: int
    key: int
    ordinal: int
    channel: int
    opened: float
    due: float
    minutes: float
    cut: bool
    in_one_piece: float
    left: float
    not_by: int
    pace: float = 1.0
    stage: Stage = Stage.WAITING
    started: float = math.nan
    ended: float = math.nan
    outcome: Outcome = Outcome.OPEN
    contact: bool = False
    caseworker: int = NOBODY
    open_to_all: bool = True
    lines: list[Line] = field(default_factory=list)
    widening: Occurrence | None = None

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

    @property
    def untouched(self) -> bool:
        """Whether it waits and nobody has worked on it: then it can be cancelled."""
        return self.stage is Stage.WAITING and not self.begun

    def row(self) -> tuple[Any, ...]:
        """The columns of :class:`navsim.engine.log.Tasks`."""
        return (
            self.type.number, -1 if self.person is None else self.person.number, self.ordinal, self.channel,
            self.opened, self.due, self.minutes, self.cut, self.started, self.ended, self.outcome, self.contact,
        )  # fmt: skip


class Interval(NamedTuple):
    """When a server works, how fast, for which queues, and who it is."""

    start: float
    end: float
    proficiency: float
    service: int
    employee: int


@dataclass(slots=True, eq=False)
class Server:
    """An employee or a desk, inside an interval or between two; ``until`` is the interval's end.

    ``ranks`` are those of the queues served, ``looks`` the lines from which it takes tasks, with the ranks.
    """

    number: int
    intervals: Iterator[Interval]
    upcoming: Interval | None = None
    until: float = 0.0
    proficiency: float = 1.0
    employee: int = NOBODY
    ranks: dict[int, int] = field(default_factory=dict)
    looks: tuple[tuple[int, Line], ...] = ()
    free_since: float = 0.0
    task: Task | None = None
    since: float = 0.0
    finish: float = 0.0
    """When the current segment of work began, and when the work would be done."""

    def can_hold(self, task: Task, now: float) -> bool:
        """Whether a task fits in what is left of the interval, its person is free, and it may be this one's."""
        return (
            task.in_one_piece <= most_work(self.until - now, self.proficiency)
            and not task.waits_for_talk
            and not is_barred(task, self)
        )


def is_barred(task: Task, server: Server) -> bool:
    """Whether somebody else than this server's employee must do a task."""
    return task.not_by == server.employee and task.not_by != NOBODY


class Line:
    """Tasks that wait for the same servers, in order of (priority, due, number).

    ``shortest`` is a lower bound of their unsplittable work: a server with less time left need not look.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[int, float, int, Task]] = []
        self.shortest = math.inf

    def add(self, task: Task) -> None:
        """Put a task in its place."""
        insort(self.entries, (task.type.priority, task.due, task.number, task))
        self.shortest = min(self.shortest, task.in_one_piece)

    def remove(self, task: Task) -> None:
        """Take a task out."""
        del self.entries[bisect_left(self.entries, (task.type.priority, task.due, task.number))]

    def first_for(self, server: Server, now: float) -> Task | None:
        """The first task that this server can start now, if any."""
        room = most_work(server.until - now, server.proficiency)
        if self.shortest > room:
            return None
        for *_, task in self.entries:
            if task.in_one_piece <= room and not task.waits_for_talk and not is_barred(task, server):
                return task
        self.shortest = min(task.in_one_piece for *_, task in self.entries)
        return None
