"""Measures of tasks: queue, backlog, waits, what was cancelled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.engine.log import Log, Outcome
from navsim.measures.counting import (
    Bools,
    Floats,
    amount_in,
    by_week,
    count_in,
    open_amount_at_ends,
    open_at_ends,
    open_minutes,
    ratio,
)
from navsim.measures.series import Key
from navsim.plan.expected import minutes_at
from navsim.plan.model import Plan, TaskType, Trigger
from navsim.values.time import DAY, HOUR

REASONS = {Outcome.SUPERSEDED: "superseded", Outcome.LEFT: "left", Outcome.EXPIRED: "expired"}


def task_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """All measures of tasks: for all tasks of persons together, by owner, by task type, by channel."""
    tasks, types = log.tasks, plan.static.types
    owner = np.array([type_.owner for type_ in types] or [""])[tasks.type]
    parts: list[tuple[str, str, Bools]] = [("all", "all", tasks.person >= 0)]
    parts += [
        ("owner", name, (owner == name) & (tasks.person >= 0)) for name in sorted({t.owner for t in types} - {""})
    ]
    parts += [("task", type_.name, tasks.type == type_.number) for type_ in types]
    for dimension, group, mask in parts:
        for measure, unit, values in of_part(log, mask, edges):
            yield Key(measure, unit, dimension, group), values
    yield from first_contacts(plan, log, edges)
    for reason, name in REASONS.items():
        yield Key("cancelled", "tasks", "reason", name), count_in(tasks.ended[tasks.outcome == reason], edges)
    yield from channel_measures(plan, log, edges)
    yield from demand(plan, log, edges)


def of_part(log: Log, mask: Bools, edges: Floats) -> Iterator[tuple[str, str, Floats]]:
    """The measures of the tasks that a mask selects."""
    tasks = log.tasks
    opened, started, ended = tasks.opened[mask], tasks.started[mask], tasks.ended[mask]
    waited_until = np.where(np.isnan(started), ended, started)
    yield "queue", "tasks", open_at_ends(opened, waited_until, edges)

    late = np.isnan(ended) | (ended > tasks.due[mask])
    overdue = np.maximum(tasks.due[mask], opened)[late]
    yield "backlog", "tasks", open_at_ends(overdue, ended[late], edges)
    minutes = open_amount_at_ends(overdue, ended[late], tasks.minutes[mask][late], edges)
    yield "backlog_hours", "hours", minutes / HOUR
    yield "oldest_days", "days", oldest(opened, waited_until, edges) / DAY

    begun = ~np.isnan(started)
    waits = by_week(started[begun], (started - opened)[begun] / DAY, edges)
    yield "wait_days", "days", np.array([week.mean() if len(week) else np.nan for week in waits])
    yield "wait_days_p90", "days", np.array([np.quantile(week, 0.9) if len(week) else np.nan for week in waits])
    yield "cancelled", "tasks", count_in(ended[tasks.outcome[mask] > Outcome.DONE], edges)


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


def demand(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Hours asked for in each week, by task type and owner.

    Follow-up: the persons concerned, each once in the due interval, since a follow-up that waits
    keeps the next one from opening. Other tasks: as they opened.
    """
    tasks, rows = log.tasks, []
    for type_ in plan.static.types:
        if type_.trigger == Trigger.AFTER_CONTACT:
            hours = follow_up_demand(plan, log, type_, edges)
        else:
            mine = tasks.type == type_.number
            hours = amount_in(tasks.opened[mine], tasks.minutes[mine], edges) / HOUR
        rows.append((type_, hours))
        yield Key("demand_hours", "hours", "task", type_.name), hours
    for owner in sorted({type_.owner for type_ in plan.static.types} - {""}):
        total = sum((hours for type_, hours in rows if type_.owner == owner), np.zeros(len(edges) - 1))
        yield Key("demand_hours", "hours", "owner", owner), total


def follow_up_demand(plan: Plan, log: Log, type_: TaskType, edges: Floats) -> Floats:
    """Hours a week that it takes to meet everybody concerned once in each due interval."""
    spells = log.spells
    mine = plan.static.applies[type_.number][spells.group, spells.mix]
    end = np.where(np.isnan(spells.left), plan.static.horizon, spells.left)
    present = open_minutes(spells.arrival[mine], end[mine], edges)
    return np.asarray(present / type_.due * minutes_at(type_, (edges[1:] + edges[:-1]) / 2) / HOUR)
