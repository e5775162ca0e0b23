"""Several offices that share nobody as one plan, for measures: the office becomes a trait in front of the others.

Each office was compiled, and is simulated, by itself: what happens in one has nothing to do with another. Rows are not
sorted into each other: a country has many, and measures look at each row by its own time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from navsim.config.queues import queue_at
from navsim.plan.model import Arrivals, Caseworkers, Ints, Persons, Plan, Static, TaskType, Trait, Trigger
from navsim.plan.persons import OFFICE
from navsim.plan.staffing import Accounts, Duties, ServerIntervals, Staffing, Unfilled

R = TypeVar("R")
NOTHING: Mapping[str, Ints] = {}


@dataclass(frozen=True)
class Offsets:
    """The number of the first person, mix of traits and server of each office, now that office stands after office."""

    person: Ints
    mix: Ints
    server: Ints


def merged_plan(names: Sequence[str], plans: Sequence[Plan]) -> tuple[Plan, Offsets]:
    """One plan of several offices, and where each office's persons and servers went.

    Parameters
    ----------
    names:
        The names of the offices, sorted.
    plans:
        The same replication of each. They have the same groups, traits, destinations, task types and queues.

    Returns
    -------
    Plan
        Rows come office after office, each office's as they were. The trait ``office`` is the first. A queue is that
        of an office, as where a config has several; a task that belongs to no user belongs to no office either. Who is
        on whose list is left out: that is for engines.
    """
    mixes = plans[0].static.applies.shape[2]
    first = Offsets(
        person=starts([len(plan.persons) for plan in plans]),
        mix=mixes * np.arange(len(plans)),
        server=starts([len(plan.staffing.servers) for plan in plans]),
    )
    static = merged_static(names, [plan.static for plan in plans])
    queues, nobody = len(static.queues), np.zeros(0, np.int64)
    return Plan(
        static=static,
        persons=stacked(Persons, [plan.persons for plan in plans], {"mix": first.mix}),
        arrivals=stacked(Arrivals, [plan.arrivals for plan in plans]),
        staffing=merged_staffing(names, [plan.staffing for plan in plans]),
        caseworkers=Caseworkers((-1,) * queues, (np.inf,) * queues, nobody, np.zeros(0), nobody),
        longest=(*(most for plan in plans for most in plan.longest), *(np.inf for _ in plans[0].longest)),
    ), first  # fmt: skip


def merged_static(names: Sequence[str], parts: Sequence[Static]) -> Static:
    """What the offices share, with a set of queues for each and, at the end, one for tasks of no office."""
    first, count, offices = parts[0], len(parts[0].queues), range(len(parts))

    def queues(type_: TaskType) -> tuple[int, ...]:
        """The queues of a type by mix of traits, office after office."""
        if is_nobodys(type_, first.types):
            return tuple(len(offices) * count + queue for queue in type_.queues) * len(offices)
        return tuple(at * count + queue for at in offices for queue in type_.queues)

    return replace(
        first,
        traits=(Trait(OFFICE, tuple(names)), *first.traits),
        types=tuple(replace(type_, queues=queues(type_)) for type_ in first.types),
        queues=(*(queue_at(queue, name) for name in names for queue in first.queues), *first.queues),
        services=tuple(
            tuple((at * count + queue, rank) for queue, rank in service)
            for at, part in enumerate(parts)
            for service in part.services
        ),
        applies=np.tile(first.applies, (1, 1, len(parts))),
    )


def is_nobodys(type_: TaskType, types: Sequence[TaskType]) -> bool:
    """Whether tasks of a type belong to no user: they come from outside, or follow on those that do."""
    if type_.trigger == Trigger.COMPLETION:
        return is_nobodys(types[type_.succession.after], types)
    return type_.trigger == Trigger.FROM_OUTSIDE


def merged_staffing(names: Sequence[str], parts: Sequence[Staffing]) -> Staffing:
    """Everybody's time, office after office; names of people begin with their office's."""
    employee = starts([len(part.employees) for part in parts])
    server = starts([len(part.servers) for part in parts])
    service = starts([len(part.services) for part in parts])
    return Staffing(
        employees=tuple(
            replace(each, name=f"{name}/{each.name}")
            for name, part in zip(names, parts, strict=True)
            for each in part.employees
        ),
        servers=tuple(
            replace(each, name=f"{name}/{each.name}",
                    employee=each.employee + int(employee[at]) if each.employee >= 0 else each.employee)
            for at, (name, part) in enumerate(zip(names, parts, strict=True))
            for each in part.servers
        ),
        services=tuple(
            tuple((queue_at(queue, name), rank) for queue, rank in each)
            for name, part in zip(names, parts, strict=True)
            for each in part.services
        ),
        receptions=parts[0].receptions,
        accounts=stacked(Accounts, [part.accounts for part in parts], {"employee": employee}),
        intervals=stacked(
            ServerIntervals, [part.intervals for part in parts],
            {"server": server, "service": service, "employee": employee},
        ),
        duties=stacked(Duties, [part.duties for part in parts], {"desk": server, "employee": employee}),
        unfilled=stacked(Unfilled, [part.unfilled for part in parts]),
        has_overtime=any(part.has_overtime for part in parts),
    )  # fmt: skip


def stacked(kind: type[R], parts: Sequence[R], first: Mapping[str, Ints] = NOTHING) -> R:
    """The rows of each office, one below the other.

    Parameters
    ----------
    kind:
        What the parts are.
    parts:
        The rows of each office.
    first:
        For columns that hold numbers of something: the new number of the first of them, by part.
    """
    columns = ((field.name, [getattr(part, field.name) for part in parts]) for field in fields(kind))  # type: ignore[arg-type]
    return kind(*(np.concatenate(shifted(rows, first[name]) if name in first else rows) for name, rows in columns))


def shifted(columns: Sequence[Ints], first: Ints) -> list[Ints]:
    """Numbers of things that now come after those of the parts before; -1 stays."""
    return [np.where(column >= 0, column + offset, column) for column, offset in zip(columns, first, strict=True)]


def starts(counts: Sequence[int]) -> Ints:
    """Where each of several parts begins when they stand one after another."""
    return np.cumsum([0, *counts[:-1]])
