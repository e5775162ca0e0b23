"""Who works when in one replication: the outcome of compiling the staff (bemanning)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.float64]
Index = NDArray[np.int64]


class Use(IntEnum):
    """What a contract minute goes to: the first of these that applies (timeregnskap); overtime comes on top."""

    PUBLIC_HOLIDAY = 0  # helligdag
    LONG_LEAVE = 1  # permisjon, langtidsfravær
    HOLIDAY = 2  # ferie
    SICK = 3  # sykefravær
    TRAINING = 4  # opplæring
    TRAVEL = 5  # reise til og fra mottak og andre kontorer
    RECEPTION = 6  # mottak
    OTHER = 7  # møter og annet
    AVAILABLE = 8  # tid til oppgaver
    OVERTIME = 9  # overtid: beyond the contract, all of it for tasks


@dataclass(frozen=True)
class Employee:
    """One person in a position (ansatt).

    ``key`` is that of the name ``staff/<entry>/<number>``; a replication's draws hang below its child.
    """

    name: str
    entry: str
    owner: str
    key: int


@dataclass(frozen=True)
class Server:
    """Who or what takes tasks: an employee, or a desk in a reception.

    ``employee`` is the index of the employee, -1 for a desk; ``reception`` is empty for an employee,
    and ``owner`` is empty for a desk (the duties tell who sits there).
    """

    name: str
    employee: int
    owner: str
    reception: str


@dataclass(frozen=True)
class Accounts:
    """Minutes by use, in order of (employee, start): they part each employee's contract; overtime comes on top."""

    employee: Index
    use: Index
    start: Minutes
    end: Minutes


@dataclass(frozen=True)
class ServerIntervals:
    """When each server can work, in order of (server, start).

    Within one, proficiency (work done per minute) and service (an index of ``Staffing.services``) are
    constant; two that touch differ in one of them. ``employee`` is who works: an index of
    ``Staffing.employees``, also for a desk.
    """

    server: Index
    start: Minutes
    end: Minutes
    proficiency: NDArray[np.float64]
    service: Index
    employee: Index


@dataclass(frozen=True)
class Duties:
    """Who sits at which desk (vaktliste), in order of start. ``desk`` is an index of the servers."""

    reception: Index
    desk: Index
    employee: Index
    start: Minutes
    end: Minutes


@dataclass(frozen=True)
class Unfilled:
    """Desk time that nobody could fill, one element for each place and opening."""

    reception: Index
    start: Minutes
    end: Minutes


@dataclass(frozen=True)
class Staffing:
    """Employees, servers and their time in one replication; all times lie in [0, horizon).

    Employees and servers come in order of (name of the entry, number); desks follow, in order of
    (name of the reception, place). ``services`` holds (name of the queue, rank) pairs. ``has_overtime``
    tells whether any is planned, also when illness leaves nothing of it.
    """

    employees: tuple[Employee, ...]
    servers: tuple[Server, ...]
    services: tuple[tuple[tuple[str, int], ...], ...]
    receptions: tuple[str, ...]
    accounts: Accounts
    intervals: ServerIntervals
    duties: Duties
    unfilled: Unfilled
    has_overtime: bool = False
