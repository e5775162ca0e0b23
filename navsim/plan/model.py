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
from navsim.values.distributions import Distribution, Family
from navsim.values.random import Keys
from navsim.values.timeline import Timeline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


AT_ONCE = Distribution(Family.CONSTANT, 0.0)


class Trigger(IntEnum):
    """What starts a task."""

    ENTRY = 0  # a person enters a group
    AFTER_CONTACT = 1  # a time has passed since the last contact, or since entry
    AT_RANDOM = 2  # at a rate for each person present
    FROM_OUTSIDE = 3  # an arrival of the plan that belongs to no person
    AGE = 4  # a person has been in the group for some time
    BEFORE_LIMIT = 5  # a person will reach the group's limit in some time
    COMPLETION = 6  # another task is done


class Origin(IntEnum):
    """How a person came in."""

    INITIAL = 0
    NEW = 1
    RETURNING = 2
    MOVED = 3  # from another group: a new spell of somebody who is there already


@dataclass(frozen=True)
class Channel:
    """One way in which a task can come; ``upto`` is the cumulative share up to and with this channel."""

    name: str
    upto: Timeline
    minutes: Distribution
    extra: float


@dataclass(frozen=True)
class Windows:
    """Openings (minutes, increasing, at most one a day); without any there is no reception to wait for."""

    start: tuple[float, ...] = ()
    end: tuple[float, ...] = ()


@dataclass(frozen=True)
class Succession:
    """What starts a task when another is done.

    ``after`` is the number of the type before it (-1: none), ``another`` whether somebody else must do it.
    """

    after: int = -1
    delay: Distribution = AT_ONCE
    another: bool = False
    windows: Windows = Windows()


@dataclass(frozen=True)
class TaskType:
    """A kind of task; times in minutes, ``queues`` indices of :attr:`Static.queues`, one for each mix of traits.

    ``probability`` belongs to entry and completion, ``rate`` to random starts and those from outside,
    ``age`` to an age, and to a time before the limit. What is from outside has mix 0.
    """

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
    queues: tuple[int, ...]
    contact: bool
    splittable: bool
    channels: tuple[Channel, ...]
    owner: str
    age: float = 0.0
    succession: Succession = Succession()


@dataclass(frozen=True)
class GroupType:
    """A group of persons, how fast their needs are used up, and the draws of those who enter from another group.

    ``leaves_to`` are cumulative shares of :attr:`Static.destinations` and, after them, of the groups;
    ``limit_leaves_to`` are those of the persons who reach their limit first. No limit is None.
    """

    name: str
    in_follow_up: bool
    pace: Timeline
    stay: Distribution = AT_ONCE
    leaves_to: tuple[float, ...] = (1.0,)
    limit: Distribution | None = None
    limit_leaves_to: tuple[float, ...] = (1.0,)


@dataclass(frozen=True)
class Trait:
    """A categorical trait and its values, sorted."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Static:
    """What all replications of a scenario share.

    ``applies[type, group, mix]`` tells whether a task is for such a person; ``mix`` numbers the
    combinations of trait values, the last trait fastest. ``services[i]`` are pairs (queue, rank). A
    destination is an index of ``destinations``, or their number plus that of the group entered next.
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
    follow_up_effect: float
    full_week: float


@dataclass(frozen=True)
class Persons:
    """Persons in order of (arrival, stream, band, ordinal); their number is their place.

    ``entered`` is when the spell began: before 0 for those present at the start, else ``arrival``.
    ``need`` is what is left of it at arrival, ``limit`` what is left until the limit (inf: none), and
    ``destination`` and ``limit_destination`` where they lead. ``last_contact`` is nan where there was none.
    """

    arrival: Floats
    entered: Floats
    group: Ints
    mix: Ints
    origin: Ints
    need: Floats
    limit: Floats
    destination: Ints
    limit_destination: Ints
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
class Caseworkers:
    """Who has whom on the list (veileder for hver bruker), whatever happens in the run.

    ``place[queue]`` is the number of a queue's list, -1 without one; ``pool_after[queue]`` how long
    after its opening others may help (inf: never). Entry ``row = place * persons + person`` holds from
    ``first[row]`` up to ``first[row + 1]``: from ``since`` on, ``employee`` (-1: nobody). The first
    ``since`` of a row is -inf.
    """

    place: tuple[int, ...]
    pool_after: tuple[float, ...]
    first: Ints
    since: Floats
    employee: Ints


@dataclass(frozen=True)
class Plan:
    """One replication of one scenario. ``longest[queue]`` caps unsplittable work (minutes)."""

    static: Static
    persons: Persons
    arrivals: Arrivals
    staffing: Staffing
    caseworkers: Caseworkers
    longest: tuple[float, ...]
