"""The numbers of a config, as the author of a hand-written model would hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from navsim.plan.compile import Prepared
from navsim.plan.model import Plan, TaskType, Trigger
from navsim.plan.persons import Stream
from navsim.values.timeline import Timeline

Span = tuple[float, float]
Shift = tuple[float, float, float]
"""From, until (minutes) and proficiency."""


@dataclass(frozen=True)
class Care:
    """The tasks of one group's users; ``calls`` are the other tasks that registering starts."""

    first_talk: TaskType
    follow_up: TaskType
    calls: tuple[TaskType, ...]
    at_random: tuple[TaskType, ...]


@dataclass(frozen=True)
class Parameters:
    """All that the model is told.

    ``types`` are in order of their numbers; ``leaves_to`` (cumulative shares) and ``care`` have one element for each
    group, ``shifts`` one (team, shifts) for each worker or desk,
    ``visits`` the openings of the reception for each kind of visit.
    """

    horizon: float
    types: tuple[TaskType, ...]
    streams: tuple[Stream, ...]
    leaves_to: tuple[tuple[float, ...], ...]
    care: tuple[Care, ...]
    outside: tuple[TaskType, ...]
    visits: tuple[tuple[TaskType, tuple[Span, ...]], ...]
    shifts: tuple[tuple[str, tuple[Shift, ...]], ...]


def parameters_of(prepared: Prepared, plan: Plan) -> Parameters:
    """The parameters of a scenario, with the work schedule of one replication."""
    static = prepared.static
    from_outside = [type_ for type_ in static.types if type_.trigger == Trigger.FROM_OUTSIDE]
    reception = {type_: getattr(prepared.config.tasks[type_.name].start, "at", None) for type_ in from_outside}
    return Parameters(
        horizon=static.horizon,
        types=static.types,
        streams=prepared.streams,
        leaves_to=tuple(group.leaves_to for group in static.groups),
        care=tuple(care_of(prepared, group) for group in range(len(static.groups))),
        outside=tuple(type_ for type_, at in reception.items() if at is None),
        visits=tuple((type_, openings(prepared, at)) for type_, at in reception.items() if at is not None),
        shifts=tuple(shifts_of(plan)),
    )


def care_of(prepared: Prepared, group: int) -> Care:
    """The tasks for users of a group; traits make no difference to them."""
    mine = [type_ for type_ in prepared.static.types if prepared.static.applies[type_.number, group].any()]
    return Care(
        first_talk=next(type_ for type_ in mine if type_.trigger == Trigger.ENTRY and type_.contact),
        follow_up=next(type_ for type_ in mine if type_.trigger == Trigger.AFTER_CONTACT),
        calls=tuple(type_ for type_ in mine if type_.trigger == Trigger.ENTRY and not type_.contact),
        at_random=tuple(type_ for type_ in mine if type_.trigger == Trigger.AT_RANDOM),
    )


def openings(prepared: Prepared, reception: str) -> tuple[Span, ...]:
    """When a reception is open."""
    windows = prepared.windows[reception]
    return tuple(zip(windows.start.tolist(), windows.end.tolist(), strict=True))


def team_of(type_: TaskType) -> str:
    """Who does a kind of task: its owner's team, or the reception's desks."""
    return type_.owner or type_.name


def shifts_of(plan: Plan) -> Iterator[tuple[str, tuple[Shift, ...]]]:
    """Team and shifts of each server; its team is that of the first queue it serves."""
    intervals, static = plan.staffing.intervals, plan.static
    team = {type_.queues[0]: team_of(type_) for type_ in static.types}
    for server in range(len(plan.staffing.servers)):
        mine = intervals.server == server
        if mine.any():
            queue, _ = static.services[intervals.service[mine][0]][0]
            columns = (intervals.start[mine], intervals.end[mine], intervals.proficiency[mine])
            yield team[queue], tuple(zip(*(column.tolist() for column in columns), strict=True))


def pieces(line: Timeline, until: float) -> Iterator[Shift]:
    """From, until and value of each piece of a timeline that has a positive value."""
    for start, end, value in zip(line.times, (*line.times[1:], until), line.values, strict=True):
        if value > 0:
            yield start, end, value
