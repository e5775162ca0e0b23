"""Small plans written by hand, and their logs as rows to compare with.

A test tells who comes, what there is to do and who is at work, in plain minutes, and what must happen.
Jobs, users, visits and workers are numbered in the order written; queues are sorted by name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from navsim.engine.log import Log, Outcome
from navsim.plan.model import (
    Arrivals,
    Caseworkers,
    Channel,
    GroupType,
    Origin,
    Persons,
    Plan,
    Static,
    Succession,
    TaskType,
    Trait,
    Trigger,
    Windows,
)
from navsim.plan.staffing import Accounts, Duties, Employee, Server, ServerIntervals, Staffing, Unfilled, Use
from navsim.values.distributions import Distribution, Family
from navsim.values.random import name_key
from navsim.values.time import DAY, HOUR, WEEK
from navsim.values.timeline import Timeline
from tests.both import simulate

ENTRY, AFTER_CONTACT, AT_RANDOM, OUTSIDE, AGE, BEFORE_LIMIT, COMPLETION = Trigger
OPEN, DONE, SUPERSEDED, LEFT, EXPIRED, GONE = Outcome
FOREVER = math.inf
ALWAYS = Timeline.constant(1.0)
EVERYONE = (GroupType("users", True, ALWAYS),)
NO_LISTS = (np.zeros(0, int), np.zeros(0), np.zeros(0, int))
QUEUE = "tasks"
"""The queue of jobs that name none."""


def exactly(minutes: float) -> Distribution:
    """Work that never varies."""
    return Distribution(Family.CONSTANT, minutes)


@dataclass(frozen=True)
class Job:
    """A task type; whole numbers of minutes make logs that can be worked out by hand."""

    name: str
    start: Trigger = OUTSIDE
    minutes: float | Distribution = 10
    opens: float = 0
    due: float = 1000
    priority: int = 0
    queue: str = QUEUE
    contact: bool = False
    unbroken: bool = False
    probability: Timeline = ALWAYS
    rate: Timeline = ALWAYS
    typical_wait: float = 0
    channels: tuple[Channel, ...] = ()
    groups: tuple[str, ...] | None = None
    owner: str = "state"
    queues: tuple[str, ...] = ()
    """One for each mix of traits, when they differ."""
    age: float = 0
    after: str | None = None
    delay: float | Distribution = 0
    another: bool = False
    openings: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class User:
    """A person; ``entered`` before ``arrives`` makes one who was there at the start."""

    arrives: float = 0
    stays: float = FOREVER
    group: int = 0
    mix: int = 0
    entered: float | None = None
    met: float = math.nan
    origin: Origin = Origin.NEW
    limit: float = FOREVER
    destination: int = 0
    limit_destination: int = 0
    key: int | None = None


@dataclass(frozen=True)
class Visit:
    """A task from outside."""

    time: float
    job: str
    expires: float = FOREVER


@dataclass(frozen=True)
class Shift:
    """A time at work; ``serves`` gives queues their ranks, None serves every queue alike."""

    start: float
    end: float
    proficiency: float = 1
    serves: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Worker:
    """An employee, or with ``reception`` a desk; ``other`` is contract time that is not for tasks."""

    shifts: tuple[Shift, ...]
    owner: str = "state"
    reception: str = ""
    other: tuple[tuple[Use, float, float], ...] = ()


def worker(*shifts: Shift | tuple[float, float], owner: str = "state", reception: str = "") -> Worker:
    """Somebody at work at these times."""
    return Worker(tuple(s if isinstance(s, Shift) else Shift(*s) for s in shifts), owner, reception)


def office(
    jobs: Sequence[Job],
    users: Sequence[User] = (),
    visits: Sequence[Visit] = (),
    workers: Sequence[Worker] = (),
    *,
    horizon: float = WEEK,
    return_after: float = 3 * DAY,
    window: float = 30 * DAY,
    effect: float = 0.0,
    groups: tuple[GroupType, ...] = EVERYONE,
    traits: tuple[Trait, ...] = (),
    destinations: tuple[str, ...] = ("other", "work"),
    longest: float = FOREVER,
    full_week: float = 37.5 * HOUR,
    duties: Sequence[tuple[int, int, float, float]] = (),
    unfilled: Sequence[tuple[int, float, float]] = (),
    caseworkers: Caseworkers | None = None,
) -> Plan:
    """The plan of one run. ``duties`` are (desk, employee, start, end), ``unfilled`` (reception, start, end)."""
    queues = tuple(
        sorted(
            {q for job in jobs for q in job.queues or (job.queue,)}
            | {q for w in workers for s in w.shifts for q in s.serves or ()}
        )
    )
    mixes = math.prod(len(trait.values) for trait in traits)
    services = list(dict.fromkeys(ranks(shift, queues) for w in workers for shift in w.shifts))
    static = Static(
        groups=groups, traits=traits, destinations=destinations,
        types=tuple(task_type(number, job, queues, mixes, [j.name for j in jobs]) for number, job in enumerate(jobs)),
        queues=queues, services=tuple(services),
        applies=np.array([is_for(job, group) for job in jobs for group in groups for _ in range(mixes)], bool).reshape(
            len(jobs), len(groups), mixes
        ),
        horizon=horizon, return_after=return_after, contact_window=window, follow_up_effect=effect, full_week=full_week,
    )  # fmt: skip
    names = [job.name for job in jobs]
    return Plan(
        static=static,
        persons=persons(users),
        arrivals=Arrivals(
            np.array([v.time for v in visits], float), np.array([names.index(v.job) for v in visits], int),
            np.array([v.expires for v in visits], float), keys("visit", len(visits)),
        ),
        staffing=staffing(workers, queues, services, duties, unfilled),
        caseworkers=caseworkers or Caseworkers((-1,) * len(queues), (0.0,) * len(queues), *NO_LISTS),
        longest=(longest,) * len(queues),
    )  # fmt: skip


def is_for(job: Job, group: GroupType) -> bool:
    return job.groups is None or group.name in job.groups


def ranks(shift: Shift, queues: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    serves = dict.fromkeys(queues, 0) if shift.serves is None else shift.serves
    return tuple((queues.index(queue), rank) for queue, rank in serves.items())


def task_type(number: int, job: Job, queues: tuple[str, ...], mixes: int, names: list[str]) -> TaskType:
    minutes, delay = (law if isinstance(law, Distribution) else exactly(law) for law in (job.minutes, job.delay))
    return TaskType(
        number=number, name=job.name, key=name_key(f"task/{job.name}"), trigger=job.start,
        probability=job.probability, rate=job.rate, opens=job.opens, due=job.due, typical_wait=job.typical_wait,
        priority=job.priority, queues=tuple(queues.index(q) for q in job.queues or (job.queue,) * mixes),
        contact=job.contact,
        splittable=not (job.contact or job.unbroken),
        channels=job.channels or (Channel("", ALWAYS, minutes, 0.0),), owner=job.owner, age=job.age,
        succession=Succession(
            names.index(job.after) if job.after else -1, delay, job.another,
            Windows(tuple(start for start, _ in job.openings), tuple(end for _, end in job.openings)),
        ),
    )  # fmt: skip


def keys(kind: str, count: int) -> np.ndarray:
    return np.array([name_key(f"{kind}/{number}") for number in range(count)], np.uint64)


def persons(users: Sequence[User]) -> Persons:
    default = keys("user", len(users)).tolist()
    return Persons(
        arrival=np.array([u.arrives for u in users], float),
        entered=np.array([u.arrives if u.entered is None else u.entered for u in users], float),
        group=np.array([u.group for u in users], int), mix=np.array([u.mix for u in users], int),
        origin=np.array([u.origin for u in users], int), need=np.array([u.stays for u in users], float),
        limit=np.array([u.limit for u in users], float),
        destination=np.array([u.destination for u in users], int),
        limit_destination=np.array([u.limit_destination for u in users], int),
        last_contact=np.array([u.met for u in users], float),
        key=np.array([k if u.key is None else u.key for u, k in zip(users, default, strict=True)], np.uint64),
    )  # fmt: skip


def staffing(
    workers: Sequence[Worker],
    queues: tuple[str, ...],
    services: list[tuple[tuple[int, int], ...]],
    duties: Sequence[tuple[int, int, float, float]],
    unfilled: Sequence[tuple[int, float, float]],
) -> Staffing:
    employee_of, count = {}, 0
    for number, each in enumerate(workers):
        employee_of[number] = -1 if each.reception else count
        count += not each.reception
    shifts = [(number, shift) for number, each in enumerate(workers) for shift in each.shifts]
    account = [(employee_of[n], Use.AVAILABLE, s.start, s.end) for n, s in shifts if employee_of[n] >= 0]
    account += [(employee_of[n], *other) for n, each in enumerate(workers) for other in each.other]
    owner = {employee_of[n]: each.owner for n, each in enumerate(workers)}
    account.sort(key=lambda row: (row[0], row[2]))
    receptions = tuple(sorted({each.reception for each in workers} - {""}))
    seats = [[each.reception for each in workers[: n + 1]].count(w.reception) for n, w in enumerate(workers)]
    return Staffing(
        employees=tuple(Employee(f"staff/{e}", "staff", owner[e], name_key(f"staff/{e}")) for e in range(count)),
        servers=tuple(
            Server(f"reception/{w.reception}/{seats[n]}" if w.reception else f"server/{n}", employee_of[n],
                   "" if w.reception else w.owner, w.reception)
            for n, w in enumerate(workers)
        ),
        services=tuple(tuple((queues[queue], rank) for queue, rank in service) for service in services),
        receptions=receptions,
        accounts=Accounts(*columns(account, int, int, float, float)),
        intervals=ServerIntervals(
            *columns(
                [
                    (n, s.start, s.end, s.proficiency, services.index(ranks(s, queues)),
                     who(employee_of[n], n, s, duties))
                    for n, s in shifts
                ],
                int, float, float, float, int, int,
            )
        ),
        duties=Duties(*columns(
            [(receptions.index(workers[desk].reception), desk, e, start, end) for desk, e, start, end in duties],
            int, int, int, float, float,
        )),
        unfilled=Unfilled(*columns(list(unfilled), int, float, float)),
    )  # fmt: skip


def who(employee: int, worker: int, shift: Shift, duties: Sequence[tuple[int, int, float, float]]) -> int:
    """The one at work: at a desk, who is on duty there."""
    on_duty = (person for desk, person, start, _ in duties if desk == worker and start == shift.start)
    return employee if employee >= 0 else next(on_duty, -1)


def columns(rows: Sequence[tuple[float, ...]], *kinds: type) -> list[np.ndarray]:
    return [np.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)]


def on_lists(
    plan: Plan, queue: str, rows: Mapping[int, Sequence[tuple[float, int]]], pool_after: float = FOREVER
) -> Plan:
    """The plan with caseworkers for one queue: for each user (since, employee) in order; others have nobody."""
    place, number = plan.static.queues.index(queue), len(plan.persons)
    entries = [rows.get(person, [(-FOREVER, -1)]) for person in range(number)]
    lists = Caseworkers(
        tuple(0 if q == place else -1 for q in range(len(plan.static.queues))),
        tuple(pool_after if q == place else 0.0 for q in range(len(plan.static.queues))),
        np.concatenate(([0], np.cumsum([len(row) for row in entries]))).astype(int),
        np.array([since for row in entries for since, _ in row], float),
        np.array([employee for row in entries for _, employee in row], int),
    )  # fmt: skip
    return replace(plan, caseworkers=lists)


class Told(NamedTuple):
    """A log as rows; None stands for what has not happened.

    ``tasks``: (job, user, opened, started, ended, outcome); ``work``: (task, worker, start, end);
    ``left``: when each user left, in order of arrival; ``contacts``: the tasks that were contacts.
    """

    tasks: list[tuple[object, ...]]
    work: list[tuple[float, ...]]
    left: list[float | None]
    contacts: list[int]
    log: Log


def tell(plan: Plan) -> Told:
    """Run a plan and read its log."""
    log = simulate(plan)
    tasks, work = log.tasks, log.work
    return Told(
        [
            (plan.static.types[number].name, None if user < 0 else user, *map(known, times), Outcome(outcome))
            for number, user, *times, outcome in zip(
                tasks.type.tolist(), tasks.person.tolist(), tasks.opened.tolist(), tasks.started.tolist(),
                tasks.ended.tolist(), tasks.outcome.tolist(), strict=True,
            )
        ],
        list(zip(work.task.tolist(), work.server.tolist(), work.start.tolist(), work.end.tolist(), strict=True)),
        [known(time) for time in log.spells.left.tolist()],
        np.flatnonzero(tasks.contact).tolist(),
        log,
    )  # fmt: skip


def known(time: float) -> float | None:
    return None if math.isnan(time) else time
