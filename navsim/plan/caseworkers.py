"""Personal lists (fast veileder): who has whom, whatever happens in the run.

Candidates for the users of a list are those who are employed and serve its queue, with the weight FTE x
proficiency. The rule is that of :mod:`navsim.plan.rendezvous`. The queue is not part of the key, so a user
has the same caseworker in all lists whose candidates agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, product
from math import ceil

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.calendar.days import days
from navsim.calendar.intervals import Intervals, subtract
from navsim.config.models import Config, ListRules
from navsim.config.queues import joint_queues
from navsim.config.services import service_on
from navsim.plan.model import Caseworkers, Persons, Trait
from navsim.plan.persons import OFFICE
from navsim.plan.rendezvous import NOBODY, Changes, Weights, holders
from navsim.plan.staff import StaticStaff, settle
from navsim.plan.staff_blocks import joined
from navsim.plan.staff_contract import contract_blocks, employment, people_of, proficiency
from navsim.plan.staff_servers import in_force
from navsim.plan.staffing import Accounts, Index, Minutes, Use
from navsim.values.distributions import Distribution
from navsim.values.random import Keys, Purpose, children, uniforms
from navsim.values.time import DAY, WEEK, on_grid

Floats = NDArray[np.float64]

AT_WORK = (Use.TRAINING, Use.TRAVEL, Use.RECEPTION, Use.OTHER, Use.AVAILABLE, Use.OVERTIME)
"""Uses of time in which somebody is not absent."""


@dataclass(frozen=True)
class List:
    """One list.

    ``mixes`` tells which mixes of traits have users on it. On ``spans`` (on the line on which employee i at
    minute t stands at ``i * stride + t``) an employee can have users, absences apart, with a weight.
    """

    rules: ListRules
    mixes: NDArray[np.bool_]
    spans: Intervals
    employee: Index
    weight: Floats


@dataclass(frozen=True)
class Lists:
    """What is the same in all replications. ``place`` and ``pool_after`` are those of :class:`Caseworkers`.

    ``seen`` is when each employee was last at work before the run, or the first minute of a later employment.
    """

    place: tuple[int, ...]
    pool_after: tuple[float, ...]
    lists: tuple[List, ...]
    seen: Minutes


def prepare_lists(config: Config, staff: StaticStaff, traits: tuple[Trait, ...], queues: tuple[str, ...]) -> Lists:
    """The lists of a scenario: one for each queue that has them, so one for each office."""
    with_list = [queue for queue in queues if queue.partition("@")[0] in config.lists]
    rules = {queue: config.lists[queue.partition("@")[0]] for queue in with_list}
    helped = {queue: np.inf if rule.pool_after is None else on_grid(rule.pool_after) for queue, rule in rules.items()}
    return Lists(
        place=tuple(with_list.index(queue) if queue in rules else -1 for queue in queues),
        pool_after=tuple(float(helped.get(queue, 0.0)) for queue in queues),
        lists=tuple(
            List(rules[queue], mixes_at(queue.partition("@")[2], traits), *candidates(config, staff, queue))
            for queue in with_list
        ),
        seen=last_seen(config, staff) if with_list else staff.people.first,
    )


def mixes_at(office: str, traits: tuple[Trait, ...]) -> NDArray[np.bool_]:
    """Which mixes of traits are those of an office's users; all of them when no office is named."""
    names = [trait.name for trait in traits]
    mixes = product(*(trait.values for trait in traits))
    return np.array([not office or mix[names.index(OFFICE)] == office for mix in mixes], np.bool_)


def candidates(config: Config, staff: StaticStaff, queue: str) -> tuple[Intervals, Index, Floats]:
    """When each employee is employed and serves a queue on some weekday, with their weight."""
    clock, people = staff.clock, staff.people
    of_entry = [list(entry_pieces(config, name, queue, clock)) for name in people.entries]
    rows = [
        (employee * staff.stride + start, employee * staff.stride + end, employee, weight)
        for employee, entry in enumerate(people.entry.tolist())
        for start, end, weight in of_entry[entry]
    ]
    start, end, employee, weight = np.array(rows, np.float64).reshape(-1, 4).T
    who = employee.astype(np.int64)
    spans, first = joined(Intervals(start, end), (who, weight))
    return spans, who[first], weight[first]


def entry_pieces(config: Config, name: str, queue: str, clock: Clock) -> Iterator[tuple[float, float, float]]:
    """Start, end and weight of each week, or part of one, in which an entry is employed and serves a queue.

    The weight is that of the week's Monday, and in the first week that of the first day.
    """
    entry, joint, weekdays = config.staff[name], joint_queues(config), tuple(config.calendar.opening())
    ready = proficiency(entry, clock)
    begins, ends = (int(min(max(bound, 0.0), clock.horizon) / DAY) for bound in employment(entry, clock))
    for period, held in in_force(entry, clock):
        if all(queue != served for day in weekdays for served, _ in service_on(period, day, joint)):
            continue
        first, last = max(held.start, begins), min(held.stop, ends)
        for day, end in pairwise(sorted({first, *range(7 * ceil(first / 7), last, 7), max(first, last)})):
            yield day * DAY, end * DAY, entry.fte * float(ready[max(day - day % 7, begins)])


def last_seen(config: Config, staff: StaticStaff) -> Minutes:
    """When each employee was last at work before the run, as far back as matters, by contract and long leave."""
    longest = max((rules.hand_over_after for rules in config.lists.values()), default=0.0)
    clock = staff.clock
    before = Clock(clock.start - timedelta(weeks=ceil(longest / WEEK) + 1), ceil(longest / WEEK) + 1)
    people = people_of(config.staff, before)
    entries = [config.staff[name] for name in people.entries]
    table = days(config.calendar.opening(), config.calendar.country, before.start, before.days)
    contract = contract_blocks(people, people.each([entry.fte for entry in entries]), table, before.horizon + DAY)
    _, left = settle(people, entries, contract, table.public_holiday, before)
    seen = np.full(len(people), -before.horizon)
    np.maximum.at(seen, left.employee, left.spans.end - left.employee * (before.horizon + DAY) - before.horizon)
    return np.asarray(np.maximum(seen, staff.people.first))


def caseworkers_of(lists: Lists, staff: StaticStaff, accounts: Accounts, persons: Persons, root: int) -> Caseworkers:
    """Who has whom in one replication, whose key is ``root``."""
    none = np.zeros(0, np.int64)
    if not lists.lists:
        return Caseworkers(lists.place, lists.pool_after, np.zeros(1, np.int64), np.zeros(0), none)
    count = len(persons)
    gaps = absences(accounts, lists.seen, staff.clock.horizon)
    changes = []
    for number, each in enumerate(lists.lists):
        weights = weights_over_time(each, gaps, staff)
        on_list = each.mixes[persons.mix]
        chooses = uniforms(children(persons.key, int(Purpose.CHOICE)), 0) < each.rules.choose
        liked = popularity(children(root, staff.keys), each.rules.popularity)
        for who, scale in ((on_list & ~chooses, weights), (on_list & chooses, weights.by_popularity(liked))):
            found = holders(persons.key[who], staff.keys, scale)
            changes.append(found.of(number * count + np.flatnonzero(who)))
        off_list = number * count + np.flatnonzero(~on_list)
        changes.append(Changes(off_list, np.full(len(off_list), -np.inf), np.full(len(off_list), NOBODY)))
    row, since = np.concatenate([part.row for part in changes]), np.concatenate([part.since for part in changes])
    order = np.lexsort((since, row))
    ordered = Changes(row[order], since[order], np.concatenate([part.employee for part in changes])[order])
    return packed(ordered, np.tile(persons.arrival, len(lists.lists)), lists)


@dataclass(frozen=True)
class Absences:
    """Gaps in the presence at work of the employees (minutes), in order of (employee, start)."""

    employee: Index
    start: Minutes
    end: Minutes


def absences(accounts: Accounts, seen: Minutes, horizon: float) -> Absences:
    """From the last minute at work to the first one again, or to the end of the run."""
    people, seen = np.arange(len(seen)), np.minimum(seen, horizon)
    at_work = np.isin(accounts.use, [int(use) for use in AT_WORK])
    employee = np.concatenate((people, accounts.employee[at_work], people))
    start = np.concatenate((seen, accounts.start[at_work], np.full(len(seen), horizon)))
    end = np.concatenate((seen, accounts.end[at_work], np.full(len(seen), horizon)))
    order = np.lexsort((end, start, employee))
    employee, start, end = employee[order], start[order], end[order]
    gap = (employee[1:] == employee[:-1]) & (start[1:] > end[:-1])
    return Absences(employee[:-1][gap], end[:-1][gap], start[1:][gap])


def weights_over_time(each: List, gaps: Absences, staff: StaticStaff) -> Weights:
    """Everybody's weight on a list: absences that have lasted long enough take it away until they end."""
    patience = on_grid(each.rules.hand_over_after)
    long = gaps.end - gaps.start > patience
    offset = gaps.employee[long] * staff.stride
    handed = Intervals(np.maximum(gaps.start[long] + patience, 0.0) + offset, gaps.end[long] + offset)
    spans, within = subtract(each.spans, handed)
    employee, weight = each.employee[within], each.weight[within]
    start, end = spans.start - employee * staff.stride, spans.end - employee * staff.stride
    stops = np.ones(len(spans), np.bool_)
    stops[:-1] = (employee[1:] != employee[:-1]) | (start[1:] != end[:-1])
    time = np.concatenate((start, end[stops]))
    who = np.concatenate((employee, employee[stops]))
    to = np.concatenate((weight, np.zeros(stops.sum())))
    order = np.argsort(time, kind="stable")
    order = order[time[order] < staff.clock.horizon]
    return Weights(time[order], who[order], to[order])


def popularity(keys: Keys, cv: float) -> Floats:
    """How liked each employee is: lognormal with mean 1."""
    law = Distribution.lognormal(1.0, cv)
    return law.draws(children(keys, Purpose.CHOICE))


def packed(changes: Changes, arrival: Minutes, lists: Lists) -> Caseworkers:
    """The changes in order of (row, since), without those that are over when the user of a row arrives."""
    row, since, employee = changes.row, changes.since, changes.employee
    kept = np.ones(len(row), np.bool_)
    kept[:-1] = (row[1:] != row[:-1]) | (since[1:] > arrival[row[:-1]])
    row, since, employee = row[kept], since[kept], employee[kept]
    begins = np.concatenate(([True], row[1:] != row[:-1])) if len(row) else np.zeros(0, np.bool_)
    return Caseworkers(
        place=lists.place,
        pool_after=lists.pool_after,
        first=np.searchsorted(row, np.arange(len(arrival) + 1)),
        since=np.where(begins, -np.inf, since),
        employee=employee,
    )
