"""Logs written by hand, and what the measures make of them. Times of the rows are in days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from navsim.engine.log import Log, Outcome, Spells, Tasks, Work, table
from navsim.measures import Asked, Key, Weekly, measure
from navsim.plan.model import Origin, Plan
from navsim.values.time import DAY, WEEK

HORIZON = 2 * WEEK
"""Of every test here: two weeks, so that a third number is a mistake."""


@dataclass(frozen=True)
class Stay:
    """A spell: when it began in the run and when it ended (days)."""

    arrival: float = 0
    left: float = nan
    entered: float | None = None
    group: int = 0
    mix: int = 0
    origin: Origin = Origin.NEW
    destination: int = 0
    contacts: int = 0
    person: int | None = None


@dataclass(frozen=True)
class Done:
    """A task and what became of it: times in days, work in minutes."""

    opened: float
    due: float
    started: float = nan
    ended: float = nan
    outcome: Outcome = Outcome.OPEN
    type: int = 0
    person: int = 0
    channel: int = 0
    minutes: float = 60
    contact: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of work: start and end in days."""

    server: int
    start: float
    end: float


def log_of(stays: Sequence[Stay] = (), tasks: Sequence[Done] = (), work: Sequence[Segment] = ()) -> Log:
    """A log of these rows; the spell in place n is that of person n, unless it says whose it is."""
    return Log(
        table(Spells, [
            (number if s.person is None else s.person, s.group, s.mix, s.origin,
             (s.arrival if s.entered is None else s.entered) * DAY, s.arrival * DAY, s.left * DAY,
             -1 if s.left != s.left else s.destination, s.contacts)
            for number, s in enumerate(stays)
        ]),
        table(Tasks, [
            (t.type, t.person, 0, t.channel, t.opened * DAY, t.due * DAY, t.minutes, False, t.started * DAY,
             t.ended * DAY, t.outcome, t.contact)
            for t in tasks
        ]),
        table(Work, [(0, w.server, w.start * DAY, w.end * DAY) for w in work]),
    )  # fmt: skip


class Measured:
    """The measures of a log, by name."""

    def __init__(self, plan: Plan, log: Log, asked: Asked | None = None) -> None:
        self.weekly: Weekly = measure(plan, log, asked or Asked())

    def __call__(self, name: str, dimension: str = "all", group: str = "all") -> list[float]:
        """The values of a measure, one a week."""
        key = next(
            key for key in self.weekly.keys if (key.measure, key.dimension, key.group) == (name, dimension, group)
        )
        return [float(value) for value in self.weekly[key]]

    def has(self, name: str) -> bool:
        return any(key.measure == name for key in self.weekly.keys)

    def keys(self, name: str) -> list[Key]:
        return [key for key in self.weekly.keys if key.measure == name]
