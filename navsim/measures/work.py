"""Measures of tasks: queue, backlog, waits, what was cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from navsim.engine.log import Log, Outcome
from navsim.measures.counting import Moments, moments, oldest_in, open_in, places, quantile_in, ratio, tally
from navsim.measures.parts import Cells, Cross, Floats, Ints, Parts, everything, gathered, kinds_of, parts_of_users
from navsim.measures.rows import TaskRows
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Plan, Static, Trigger
from navsim.plan.persons import OFFICE
from navsim.values.time import DAY, HOUR

REASONS = {
    Outcome.SUPERSEDED: "superseded", Outcome.LEFT: "left", Outcome.EXPIRED: "expired", Outcome.MOVED: "moved",
}  # fmt: skip


def task_measures(plan: Plan, log: Log, tasks: TaskRows, crosses: Sequence[Cross] = ()) -> Iterator[tuple[Key, Floats]]:
    """All measures of tasks: for all tasks of users, by owner, type and channel; who waits also by kind of user."""
    late = late_of(log, tasks)
    yield from queue_by_work(plan.static, log, tasks, late)
    yield from queue_by_users(plan.static, tasks, late, crosses)
    yield from first_contacts(plan.static, log, tasks)
    yield from on_time(plan.static, log, tasks)
    yield from reason_measures(log, tasks)
    yield from channel_measures(plan.static, log, tasks)


def queue_by_work(static: Static, log: Log, tasks: TaskRows, late: Late) -> Iterator[tuple[Key, Floats]]:
    """Queue, backlog, waits and what was cancelled, of all tasks of users, by owner and type."""
    cells, gone = tasks.work, np.flatnonzero(log.tasks.outcome > Outcome.DONE)
    counts = waiting(tasks, late, cells) | {
        "late_minutes": open_in(cells.at(late.rows), late.since, late.until, log.tasks.minutes[late.rows]),
        "cancelled": tally(cells.at(gone), tasks.ended.at(gone)),
    }
    oldest = oldest_in(cells, tasks.opened, tasks.waited)
    wait = np.fmax(tasks.wait, 0.0)  # nan for what was never started, and so is in no week
    for parts in parts_by_work(static):
        found = gathered(parts, counts)
        yield from rows_of(parts, {
            ("queue", "tasks"): found["queue"],
            ("backlog", "tasks"): found["backlog"],
            ("backlog_hours", "hours"): found["late_minutes"] / HOUR,
            ("oldest_days", "days"): parts.gather(oldest, np.maximum) / DAY,
            ("wait_days", "days"): ratio(found["waited"], found["started"]) / DAY,
            ("wait_days_p90", "days"): quantile_in(parts.of(cells), tasks.started, wait, 0.9) / DAY,
            ("cancelled", "tasks"): found["cancelled"],
        })  # fmt: skip


def queue_by_users(
    static: Static, tasks: TaskRows, late: Late, crosses: Sequence[Cross] = ()
) -> Iterator[tuple[Key, Floats]]:
    """Who waits, and for how long: by group, trait, office and cross."""
    counts = waiting(tasks, late, tasks.users)
    for parts in parts_by_user(static, crosses):
        found = gathered(parts, counts)
        yield from rows_of(parts, {
            ("queue", "tasks"): found["queue"],
            ("backlog", "tasks"): found["backlog"],
            ("wait_days", "days"): ratio(found["waited"], found["started"]) / DAY,
        })  # fmt: skip


def waiting(tasks: TaskRows, late: Late, cells: Cells) -> dict[str, Floats]:
    """What waits, what is late, what started and how long that had waited (minutes), by cell and week."""
    started = places(cells, tasks.started)
    return {
        "queue": open_in(cells, tasks.opened, tasks.waited),
        "backlog": open_in(cells.at(late.rows), late.since, late.until),
        "started": started.tally(),
        "waited": started.tally(tasks.wait),
    }


@dataclass(frozen=True)
class Late:
    """The tasks that are not over, or were not when they were due (rows), and when they are in the backlog."""

    rows: Ints
    since: Moments
    until: Moments


def late_of(log: Log, tasks: TaskRows) -> Late:
    """The late tasks: from their due time, or from their opening if that is later."""
    rows = np.flatnonzero(~(log.tasks.ended <= log.tasks.due))
    due, opened = moments(log.tasks.due[rows], tasks.opened.edges), tasks.opened.at(rows)
    since = replace(due, time=np.maximum(due.time, opened.time), week=np.maximum(due.week, opened.week))
    return Late(rows, since, tasks.ended.at(rows))


def parts_by_work(static: Static) -> list[Parts]:
    """All tasks of users, those of each owner, and every type, those from outside too; see :class:`TaskRows`."""
    users = np.tile([False, True], len(static.types))
    owners = sorted({type_.owner for type_ in static.types} - {""})
    owner = np.array([owners.index(t.owner) if t.owner else -1 for t in static.types], np.int64).repeat(2)
    return [
        everything(users),
        Parts("owner", tuple(owners), np.where(users, owner, -1)),
        Parts("task", tuple(type_.name for type_ in static.types), np.arange(len(static.types)).repeat(2)),
    ]


def parts_by_user(static: Static, crosses: Sequence[Cross] = ()) -> list[Parts]:
    """Tasks by the group in which their user was when they opened, by traits and crosses, in follow-up or not.

    What comes from outside to the queue of an office is that office's. The cells are those of :class:`TaskRows`.
    """
    kinds = kinds_of(static, len(static.types))
    found = parts_of_users(static, kinds, kinds.group >= 0, crosses)
    return [with_outside(static, parts) if parts.dimension == OFFICE else parts for parts in found]


def with_outside(static: Static, offices: Parts) -> Parts:
    """Parts by office, with the tasks that belong to no user but came to an office's queue."""
    names = office_of_types(static)
    outside = [offices.names.index(name) if name in offices.names else -1 for name in names]
    users = offices.label[: len(offices.label) - len(names)]
    return replace(offices, label=np.append(users, np.array(outside, np.int64)))


def office_of_types(static: Static) -> list[str]:
    """The office of each task type that belongs to no user, by its queue; empty where the queue is no office's."""
    return [static.queues[type_.queues[0]].partition("@")[2] for type_ in static.types]


def first_contacts(static: Static, log: Log, tasks: TaskRows) -> Iterator[tuple[Key, Floats]]:
    """Share of the first talks due in a week that were done by then; those who left before are not counted."""
    first = np.array([t.trigger == Trigger.ENTRY and t.contact for t in static.types], bool)
    if first.any():
        rows = np.flatnonzero(first[log.tasks.type])
        due, outcome = moments(log.tasks.due[rows], tasks.opened.edges), log.tasks.outcome[rows]
        over = log.tasks.ended[rows] <= due.time
        # Those who left before are counted nowhere: in the cell after the one cell.
        together = Cells((over & (outcome > Outcome.DONE)).astype(np.int64), 1)
        share = ratio(tally(together, due, over & (outcome == Outcome.DONE)), tally(together, due))
        yield Key("first_contact_on_time", "share", "all", "all"), share[0]


def on_time(static: Static, log: Log, tasks: TaskRows) -> Iterator[tuple[Key, Floats]]:
    """Share of the tasks due in a week that were done by then, by owner and type.

    Those that nobody needed any more before they were due are not counted; a visitor who was sent home is.
    """
    over = log.tasks.ended <= log.tasks.due
    needless = over & np.isin(log.tasks.outcome, [Outcome.SUPERSEDED, Outcome.LEFT, Outcome.MOVED])
    rows = np.flatnonzero(~needless)
    due = moments(np.maximum(log.tasks.due, log.tasks.opened)[rows], tasks.opened.edges)
    done, cells = (over & (log.tasks.outcome == Outcome.DONE))[rows], tasks.work.at(rows)
    counts = {"done": tally(cells, due, done), "due": tally(cells, due)}
    for parts in parts_by_work(static):
        found = gathered(parts, counts)
        yield from rows_of(parts, {("on_time", "share"): ratio(found["done"], found["due"])})


def reason_measures(log: Log, tasks: TaskRows) -> Iterator[tuple[Key, Floats]]:
    """Tasks that will not be done, by why."""
    label = np.full(len(Outcome), -1)
    label[list(REASONS)] = np.arange(len(REASONS))
    gone = np.flatnonzero(log.tasks.outcome > Outcome.DONE)
    found = tally(Cells(label[log.tasks.outcome[gone]], len(REASONS)), tasks.ended.at(gone))
    for number, name in enumerate(REASONS.values()):
        yield Key("cancelled", "tasks", "reason", name), found[number]


def channel_measures(static: Static, log: Log, tasks: TaskRows) -> Iterator[tuple[Key, Floats]]:
    """Tasks that came through each channel, over all task types that have channels."""
    names, cells = by_channel(static, log)
    if names:
        found = tally(cells, tasks.opened)
        for number, name in enumerate(names):
            yield Key("opened", "tasks", "channel", name), found[number]


def by_channel(static: Static, log: Log) -> tuple[list[str], Cells]:
    """The names of the channels, sorted, and the tasks by channel; those of types without any are in none."""
    names = sorted({channel.name for type_ in static.types for channel in type_.channels} - {""})
    most = max((len(type_.channels) for type_ in static.types), default=0)
    label = np.full(len(static.types) * most, len(names))
    for type_ in static.types:
        for number, channel in enumerate(type_.channels):
            label[type_.number * most + number] = names.index(channel.name) if channel.name else len(names)
    return names, Cells(label[log.tasks.type * most + log.tasks.channel], len(names))
