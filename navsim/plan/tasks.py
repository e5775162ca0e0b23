"""Task types and tasks from outside, compiled."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from navsim.calendar.clock import Clock
from navsim.calendar.days import days
from navsim.calendar.intervals import Intervals
from navsim.config.models import After, Age, AtRandom, BeforeLimit, Config, For, Outside, Task, Visits
from navsim.config.queues import base_queue, joint_queues, queue_at, queues_of
from navsim.config.timelines import DurationLaw
from navsim.plan.lines import Lines
from navsim.plan.model import (
    AT_ONCE,
    Arrivals,
    Channel,
    GroupType,
    Succession,
    TaskType,
    Trait,
    Trigger,
    Windows,
)
from navsim.plan.persons import OFFICE
from navsim.plan.reception import openings
from navsim.values.distributions import Distribution, Family
from navsim.values.poisson import Points, points_of_each
from navsim.values.random import children, name_key
from navsim.values.time import DAY, WEEK, all_on_grid
from navsim.values.timeline import Timeline

BAND = 1 / WEEK
"""Height of a rate band of tasks from outside: one a week."""


TRIGGERS: dict[object, Trigger] = {
    "entry": Trigger.ENTRY, "after_contact": Trigger.AFTER_CONTACT, AtRandom: Trigger.AT_RANDOM,
    Outside: Trigger.FROM_OUTSIDE, Visits: Trigger.FROM_OUTSIDE, Age: Trigger.AGE, BeforeLimit: Trigger.BEFORE_LIMIT,
    After: Trigger.COMPLETION,
}  # fmt: skip


def task_types(
    config: Config, lines: Lines, traits: tuple[Trait, ...], windows: dict[str, Intervals]
) -> tuple[TaskType, ...]:
    """The task types, sorted by name."""
    return tuple(
        TaskType(
            number=number, name=name, key=name_key(f"task/{name}"), trigger=trigger_of(task),
            probability=probability_of(name, task, lines), rate=rate_of(name, task, lines),
            opens=task.opens, due=task.due, typical_wait=task.typical_wait, priority=task.priority,
            queues=queues_by_mix(config, name, traits), contact=task.contact, splittable=not is_unbroken(task),
            channels=channels_of(name, task, lines), owner=task.owner or "", age=age_of(task),
            succession=succession_of(config, task, windows),
        )
        for number, (name, task) in enumerate(sorted(config.tasks.items()))
    )  # fmt: skip


def is_unbroken(task: Task) -> bool:
    """Talks and visits are not broken off at the end of an interval."""
    return task.contact or reception_of(task) is not None


def reception_of(task: Task) -> str | None:
    """The reception that a task comes to, if any."""
    return task.start.at if isinstance(task.start, (Visits, After)) else None


def probability_of(name: str, task: Task, lines: Lines) -> Timeline:
    """How often what starts a task does start it."""
    if isinstance(task.start, After):
        return lines(f"tasks.{name}.start.probability", task.start.probability, 1.0)
    return lines(f"tasks.{name}.probability", task.probability, 1.0)


def age_of(task: Task) -> float:
    """Minutes after entry, or before the limit; 0 for other starts."""
    match task.start:
        case Age(age=age):
            return age
        case BeforeLimit(before_limit=before):
            return before
        case _:
            return 0.0


def succession_of(config: Config, task: Task, windows: dict[str, Intervals]) -> Succession:
    """What starts a task when another is done."""
    if not isinstance(task.start, After):
        return Succession()
    delay = task.start.delay.distribution() if task.start.delay else AT_ONCE
    open_at = windows[task.start.at] if task.start.at else None
    return Succession(
        after=sorted(config.tasks).index(task.start.after), delay=delay, another=task.by == "another",
        windows=Windows(tuple(open_at.start.tolist()), tuple(open_at.end.tolist())) if open_at else Windows(),
    )  # fmt: skip


def queues_by_mix(config: Config, name: str, traits: tuple[Trait, ...]) -> tuple[int, ...]:
    """The queue of a task for each mix of traits: that of the user's office, or of the office it comes to."""
    task, queues = config.tasks[name], queues_of(config)
    base = base_queue(name, task)
    mixes = list(product(*(trait.values for trait in traits)))
    if base in joint_queues(config):
        return (queues.index(base),) * len(mixes)
    own = office_of(config, task)
    place = [trait.name for trait in traits].index(OFFICE) if own is None else 0
    return tuple(queues.index(queue_at(base, own or mix[place])) for mix in mixes)


def office_of(config: Config, task: Task) -> str | None:
    """The office of a task that belongs to no user; None when it is its user's."""
    reception = reception_of(task)
    if reception is not None:
        return config.receptions[reception].office
    if isinstance(task.start, Outside):
        return task.start.office
    return office_of(config, config.tasks[task.start.after]) if isinstance(task.start, After) else None


def trigger_of(task: Task) -> Trigger:
    """What starts a task."""
    return TRIGGERS[task.start if isinstance(task.start, str) else type(task.start)]


def rate_of(name: str, task: Task, lines: Lines) -> Timeline:
    """Starts per minute: for each person, or for the office; for visits, per minute of an open day."""
    match task.start:
        case AtRandom(at_random=spec):
            return lines(f"tasks.{name}.start.at_random", spec, 0.0)
        case Outside(outside=spec):
            return lines(f"tasks.{name}.start.outside", spec, 0.0)
        case Visits(visits=spec):
            daily = lines(f"tasks.{name}.start.visits", spec, 0.0)
            return Timeline(daily.times, tuple(value / DAY for value in daily.values))
        case _:
            return Timeline.constant(0.0)


def channels_of(name: str, task: Task, lines: Lines) -> tuple[Channel, ...]:
    """The channels sorted by name, with cumulative shares; the one without a share takes the rest."""
    if not task.channels:
        return (Channel("", Timeline.constant(1.0), law(task.minutes), 0.0),)
    given = {
        key: lines(f"tasks.{name}.channels.{key}.share", channel.share, 0.0)
        for key, channel in task.channels.items()
        if channel.share is not None
    }
    times = tuple(sorted({time for line in given.values() for time in line.times} | {0.0}))
    shares = {key: line.sample(np.array(times)) for key, line in given.items()}
    rest = next(key for key, channel in task.channels.items() if channel.share is None)
    shares[rest] = np.maximum(1 - sum(shares.values(), np.zeros(len(times))), 0.0)
    names = sorted(task.channels)
    upto = np.cumsum([shares[key] for key in names], axis=0)
    upto = upto / upto[-1]
    return tuple(
        Channel(
            key, Timeline(times, tuple(float(v) for v in row)), law(task.channels[key].minutes or task.minutes),
            sum(task.channels[key].extra.values()),
        )
        for key, row in zip(names, upto, strict=True)
    )  # fmt: skip


def law(minutes: DurationLaw | None) -> Distribution:
    """The distribution of work; the config has checked that there is one."""
    return minutes.distribution() if minutes else Distribution(Family.CONSTANT, 0.0)


def applies_to(config: Config, groups: tuple[GroupType, ...], traits: tuple[Trait, ...]) -> np.ndarray:
    """Which task is for whom: bool (types, groups, mixes)."""
    mixes = list(product(*(trait.values for trait in traits)))
    names = [trait.name for trait in traits]
    return np.array(
        [
            [[is_for(task.for_, group.name, dict(zip(names, mix, strict=True))) for mix in mixes] for group in groups]
            for _, task in sorted(config.tasks.items())
        ],
        dtype=bool,
    ).reshape(len(config.tasks), len(groups), len(mixes))


def is_for(wanted: For, group: str, mix: dict[str, str]) -> bool:
    """Whether a task with this ``for`` is for such a person."""
    return among(group, wanted.group) and all(among(mix[trait], values) for trait, values in wanted.traits.items())


def among(name: str, names: str | tuple[str, ...] | None) -> bool:
    """Whether a name is one of those wanted; None wants all."""
    return names is None or name == names or (not isinstance(names, str) and name in names)


def visit_windows(config: Config, clock: Clock, lines: Lines) -> dict[str, Intervals]:
    """The openings of each reception."""
    table = days(config.calendar.opening(), config.calendar.country, clock.start, clock.days)
    return {
        name: openings(reception, lines(f"receptions.{name}.open", reception.open, 1.0), table)
        for name, reception in config.receptions.items()
    }


def arrivals_of(
    config: Config, horizon: float, windows: dict[str, Intervals], types: tuple[TaskType, ...], root: int
) -> Arrivals:
    """The tasks from outside of one replication, in order of (time, type, band, ordinal)."""
    outside = [type_ for type_ in types if type_.trigger == Trigger.FROM_OUTSIDE]
    names = children(root, np.array([name_key(f"outside/{type_.name}") for type_ in outside], np.uint64))
    rows, drawn = [], points_of_each(names, [type_.rate for type_ in outside], BAND, horizon)
    for type_, spread in zip(outside, drawn, strict=True):
        start = config.tasks[type_.name].start
        at = windows[start.at] if isinstance(start, Visits) else None
        points, expires = into_opening(spread, at) if at is not None else (spread, np.full(len(spread), np.inf))
        rows.append((points.time, np.full(len(points), type_.number), expires, points.key))
    if not rows:
        empty = np.zeros(0)
        return Arrivals(empty, np.zeros(0, np.int64), empty, np.zeros(0, np.uint64))
    time, number, expires, key = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.argsort(time, kind="stable")  # types come in turn, their arrivals by (band, ordinal)
    return Arrivals(time[order], number[order], expires[order], key[order])


def into_opening(points: Points, windows: Intervals) -> tuple[Points, np.ndarray]:
    """Visitors spread over whole days, moved into the day's opening, and when it closes for each.

    Other opening hours so move the same visitors within their day; those of closed days don't come.
    """
    days, day = windows.start // DAY, points.time // DAY
    opening = np.searchsorted(days, day)  # at most one a day
    comes = np.append(days, np.inf)[opening] == day
    kept, opening = points[comes], opening[comes]
    part = kept.time / DAY % 1
    time = all_on_grid(windows.start[opening] + part * windows.length[opening])
    return replace(kept, time=time), windows.end[opening]
