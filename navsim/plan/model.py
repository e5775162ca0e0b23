"""The plan: an office as flat, immutable arrays. All that an engine knows.

The static part is shared by the replications of a scenario; persons, arrivals and staffing belong to
one replication. Nothing here says AAP, Digisos or reception: those are names, and names are for
measures and reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from navsim.plan.staffing import Staffing
from navsim.values.distributions import Distribution
from navsim.values.random import Keys
from navsim.values.timeline import Timeline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Trigger(IntEnum):
    """What starts a task."""

    ENTRY = 0  # a person enters a group
    AFTER_CONTACT = 1  # a time has passed since the last contact, or since entry
    AT_RANDOM = 2  # at a rate for each person present
    FROM_OUTSIDE = 3  # an arrival of the plan that belongs to no person


class Origin(IntEnum):
    """How a person came in."""

    INITIAL = 0
    NEW = 1
    RETURNING = 2


@dataclass(frozen=True)
class Channel:
    """One way in which a task can come; ``upto`` is the cumulative share up to and with this channel."""

    name: str
    upto: Timeline
    minutes: Distribution
    extra: float


@dataclass(frozen=True)
class TaskType:
    """A kind of task; times in minutes, ``queue`` an index into :attr:`Static.queues`."""

    number: int
    name: str
    key: int
    trigger: Trigger
    probability: Timeline
    rate: Timeline
    opens: float
    due: float
    typical_wait: float
    priority: int
    queue: int
    contact: bool
    splittable: bool
    channels: tuple[Channel, ...]
    owner: str


@dataclass(frozen=True)
class GroupType:
    """A group of persons and how fast their needs are used up."""

    name: str
    in_follow_up: bool
    pace: Timeline


@dataclass(frozen=True)
class Trait:
    """A categorical trait and its values, sorted."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Static:
    """What all replications of a scenario share.

    ``applies[type, group, mix]`` tells whether a task is for such a person; ``mix`` numbers the
    combinations of trait values, the last trait fastest. ``services[i]`` are pairs (queue, rank).
    ``full_week`` is the working time of one full-time position (minutes a week).
    """

    groups: tuple[GroupType, ...]
    traits: tuple[Trait, ...]
    destinations: tuple[str, ...]
    types: tuple[TaskType, ...]
    queues: tuple[str, ...]
    services: tuple[tuple[tuple[int, int], ...], ...]
    applies: NDArray[np.bool_]
    horizon: float
    return_after: float
    contact_window: float
    full_week: float


@dataclass(frozen=True)
class Persons:
    """Persons in order of (arrival, stream, band, ordinal); their number is their place.

    ``entered`` is when the spell began: before 0 for those present at the start, else ``arrival``.
    ``need`` is what is left of it at arrival. ``last_contact`` is nan where there was none.
    """

    arrival: Floats
    entered: Floats
    group: Ints
    mix: Ints
    origin: Ints
    need: Floats
    destination: Ints
    last_contact: Floats
    key: Keys

    def __len__(self) -> int:
        return len(self.arrival)


@dataclass(frozen=True)
class Arrivals:
    """Tasks from outside, in order of (time, type, band, ordinal); ``expires`` is inf where they don't."""

    time: Floats
    type: Ints
    expires: Floats
    key: Keys

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class Plan:
    """One replication of one scenario. ``longest[queue]`` caps unsplittable work (minutes)."""

    static: Static
    persons: Persons
    arrivals: Arrivals
    staffing: Staffing
    longest: tuple[float, ...]
