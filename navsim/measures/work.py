"""Measures of tasks: queue, backlog, waits, what was cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from navsim.engine.log import Log, Outcome
from navsim.measures.counting import Floats, count_in, moments, open_in, quantile_in, ratio, tally
from navsim.measures.parts import Cross, Parts, everything, parts_of_people
from navsim.measures.presence import chains_of, spell_at
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Plan, Static, Trigger
from navsim.plan.persons import OFFICE
from navsim.values.time import DAY, HOUR

REASONS = {
    Outcome.SUPERSEDED: "superseded", Outcome.LEFT: "left", Outcome.EXPIRED: "expired", Outcome.MOVED: "moved",
}  # fmt: skip


def task_measures(plan: Plan, log: Log, edges: Floats, crosses: Sequence[Cross] = ()) -> Iterator[tuple[Key, Floats]]:
    """All measures of tasks: for all tasks of users, by owner, type and channel; who waits also by kind of user."""
    tasks = log.tasks
    yield from queue_measures(plan, log, edges, crosses)
    yield from first_contacts(plan, log, edges)
    for reason, name in REASONS.items():
        yield Key("cancelled", "tasks", "reason", name), count_in(tasks.ended[tasks.outcome == reason], edges)
    yield from channel_measures(plan, log, edges)


def queue_measures(plan: Plan, log: Log, edges: Floats, crosses: Sequence[Cross] = ()) -> Iterator[tuple[Key, Floats]]:
    """Queue, backlog, waits and what was cancelled."""
    tasks = log.tasks
    waited_until = np.where(np.isnan(tasks.started), tasks.ended, tasks.started)
    opened, until, ended = (moments(times, edges) for times in (tasks.opened, waited_until, tasks.ended))
    started, waits = moments(tasks.started, edges), tasks.started - tasks.opened
    late = np.isnan(tasks.ended) | (tasks.ended > tasks.due)
    overdue = moments(np.maximum(tasks.due, tasks.opened), edges)
    cancelled = (tasks.outcome > Outcome.DONE).astype(float)

    def brief(parts: Parts) -> dict[tuple[str, str], Floats]:
        """Who waits, and for how long."""
        begun = tally(parts, started)
        return {
            ("queue", "tasks"): open_in(parts, opened, until),
            ("backlog", "tasks"): open_in(parts.among(late), overdue, ended),
            ("wait_days", "days"): ratio(tally(parts, started, waits), begun) / DAY,
        }

    def full(parts: Parts) -> dict[tuple[str, str], Floats]:
        """All of it, in the order of the tables."""
        found = brief(parts)
        longest = [oldest(tasks.opened[mine], waited_until[mine], edges)
                   for mine in (parts.label == number for number in range(len(parts.names)))]  # fmt: skip
        return {
            ("queue", "tasks"): found["queue", "tasks"],
            ("backlog", "tasks"): found["backlog", "tasks"],
            ("backlog_hours", "hours"): open_in(parts.among(late), overdue, ended, tasks.minutes) / HOUR,
            ("oldest_days", "days"): np.array(longest).reshape(len(parts.names), len(edges) - 1) / DAY,
            ("wait_days", "days"): found["wait_days", "days"],
            ("wait_days_p90", "days"): quantile_in(parts, started, waits, 0.9) / DAY,
            ("cancelled", "tasks"): tally(parts, ended, cancelled),
        }

    for parts in parts_by_work(plan, log):
        yield from rows_of(parts, full(parts))
    for parts in parts_by_user(plan, log, crosses):
        yield from rows_of(parts, brief(parts))


def parts_by_work(plan: Plan, log: Log) -> list[Parts]:
    """All tasks of users, those of each owner, and every type, those from outside too."""
    types, number, users = plan.static.types, log.tasks.type, log.tasks.person >= 0
    owners = sorted({type_.owner for type_ in types} - {""})
    owner = np.array([owners.index(t.owner) if t.owner else -1 for t in types], np.int64)[number]
    return [
        everything(users),
        Parts("owner", tuple(owners), np.where(users, owner, -1)),
        Parts("task", tuple(type_.name for type_ in types), number),
    ]


def parts_by_user(plan: Plan, log: Log, crosses: Sequence[Cross] = ()) -> list[Parts]:
    """Tasks by the group in which their user was when they opened, by traits and crosses, in follow-up or not.

    What comes from outside to the queue of an office is that office's.
    """
    static, spells, tasks = plan.static, log.spells, log.tasks
    users = tasks.person >= 0
    group, mix = np.full((2, len(users)), -1)
    row = spell_at(spells, chains_of(spells), tasks.person[users], tasks.opened[users])
    group[users], mix[users] = spells.group[row], spells.mix[row]
    found = parts_of_people(static, group, mix, users, crosses)
    return [with_outside(plan, log, parts) if parts.dimension == OFFICE else parts for parts in found]


def with_outside(plan: Plan, log: Log, offices: Parts) -> Parts:
    """Parts by office, with the tasks that belong to no user but came to an office's queue."""
    names = office_of_types(plan.static)
    number = np.array([offices.names.index(name) if name in offices.names else -1 for name in names], np.int64)
    return replace(offices, label=np.where(log.tasks.person < 0, number[log.tasks.type], offices.label))


def office_of_types(static: Static) -> list[str]:
    """The office of each task type that belongs to no user, by its queue; empty where the queue is no office's."""
    return [static.queues[type_.queues[0]].partition("@")[2] for type_ in static.types]


def offices_of_tasks(plan: Plan, log: Log) -> Parts | None:
    """The tasks of each office; None where there is one office without a name."""
    return next((parts for parts in parts_by_user(plan, log) if parts.dimension == OFFICE), None)


def oldest(opened: Floats, until: Floats, edges: Floats) -> Floats:
    """How long the oldest of the intervals open at the end of each week has been open; 0 when none is.

    In order of opening, the first still open at an instant is the first whose end the running maximum
    of ends has reached.
    """
    order = np.argsort(opened, kind="stable")
    opened, until = opened[order], np.where(np.isnan(until), np.inf, until)[order]
    first = (
        np.searchsorted(np.maximum.accumulate(until), edges[1:], side="left")
        if len(until)
        else np.zeros(len(edges) - 1, int)
    )
    since = np.append(opened, np.inf)[first]
    return np.asarray(np.maximum(edges[1:] - since, 0.0))


def first_contacts(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Share of the first talks due in a week that were done by then; those who left before are not counted."""
    tasks = log.tasks
    first = [t.number for t in plan.static.types if t.trigger == Trigger.ENTRY and t.contact]
    gone = (tasks.outcome > Outcome.DONE) & (tasks.ended <= tasks.due)
    counted = np.isin(tasks.type, first) & ~gone
    in_time = counted & (tasks.outcome == Outcome.DONE) & (tasks.ended <= tasks.due)
    if first:
        share = ratio(count_in(tasks.due[in_time], edges), count_in(tasks.due[counted], edges))
        yield Key("first_contact_on_time", "share", "all", "all"), share


def channel_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Tasks that came through each channel, over all task types that have channels."""
    tasks = log.tasks
    names = sorted({channel.name for type_ in plan.static.types for channel in type_.channels} - {""})
    for name in names:
        mask = np.zeros(len(tasks.type), bool)
        for type_ in plan.static.types:
            for number, channel in enumerate(type_.channels):
                if channel.name == name:
                    mask |= (tasks.type == type_.number) & (tasks.channel == number)
        yield Key("opened", "tasks", "channel", name), count_in(tasks.opened[mask], edges)
