"""Small offices for the tests of the staff, built without files."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.models import Config
from navsim.config.timelines import Spec
from navsim.plan.staff import StaticStaff, prepare_staff, staff_of
from navsim.plan.staffing import Staffing, Use
from navsim.values.random import child
from navsim.values.timeline import Timeline

MONDAY = date(2020, 1, 13)
"""The first day unless a test says otherwise: a week without public holidays follows."""


def office(**sections: Any) -> Config:
    """An office open 08:00-15:30 for a week, with what ``sections`` say."""
    given = {"name": "office", "start": MONDAY, "weeks": 1, "calendar": {"hours": "08:00-15:30"}, **sections}
    return Config.model_validate(given)


def entry(**fields: Any) -> dict[str, Any]:
    """An entry of one state employee who has nothing but tasks to do."""
    return {"people": 1, "owner": "state", "productive": 1, "queues": ["talks"], **fields}


def compiled(config: Config, changed: dict[str, Timeline] | None = None) -> StaticStaff:
    """The static part; ``changed`` replaces timelines by path."""

    def lines(path: str, spec: Spec[Any] | None, default: float) -> Timeline:
        return (changed or {}).get(path) or Timeline.constant(spec.steps[0].value if spec else default)

    return prepare_staff(config, Clock(config.start, config.weeks), lines)


def staffed(config: Config, replication: int = 0, changed: dict[str, Timeline] | None = None) -> Staffing:
    """One replication."""
    return staff_of(compiled(config, changed), child(child(0, config.seed), replication))


def spans(staffing: Staffing, use: Use, name: str) -> list[tuple[float, float]]:
    """What an employee's minutes of one use are: (start, end)."""
    found = staffing.accounts
    mine = (found.employee == index_of(staffing, name)) & (found.use == use)
    return list(zip(found.start[mine].tolist(), found.end[mine].tolist(), strict=True))


def minutes(staffing: Staffing, use: Use, name: str) -> float:
    """How many minutes an employee has of one use."""
    return sum(end - start for start, end in spans(staffing, use, name))


def by_use(staffing: Staffing, name: str) -> dict[str, float]:
    """The minutes of an employee by use, those that are not 0."""
    found = {use.name: minutes(staffing, use, name) for use in Use}
    return {use: amount for use, amount in found.items() if amount}


def index_of(staffing: Staffing, name: str) -> int:
    return [employee.name for employee in staffing.employees].index(name)


def own(staffing: Staffing, name: str) -> list[NDArray[np.float64]]:
    """All that an employee's staffing consists of, for comparison between scenarios."""
    accounts, intervals = staffing.accounts, staffing.intervals
    mine = accounts.employee == index_of(staffing, name)
    server = [server.name for server in staffing.servers].index(name)
    serving = intervals.server == server
    services = np.array([hash(staffing.services[index]) for index in intervals.service[serving]], np.float64)
    return [
        accounts.use[mine].astype(np.float64), accounts.start[mine], accounts.end[mine],
        intervals.start[serving], intervals.end[serving], intervals.proficiency[serving], services,
    ]  # fmt: skip


def same(a: list[NDArray[np.float64]], b: list[NDArray[np.float64]]) -> bool:
    return all(np.array_equal(one, other) for one, other in zip(a, b, strict=True))
