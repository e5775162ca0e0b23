"""Plans with hundreds of users and tasks, so that what the compiled engine keeps in memory grows and moves."""

from __future__ import annotations

from collections.abc import Sequence

from navsim.plan.model import GroupType, Plan
from navsim.values.distributions import Distribution, Family
from navsim.values.random import name_key, uniform
from navsim.values.time import on_grid
from navsim.values.timeline import Timeline
from tests.engine.small import (
    AFTER_CONTACT,
    AT_RANDOM,
    COMPLETION,
    ENTRY,
    FOREVER,
    OUTSIDE,
    Job,
    Shift,
    User,
    Visit,
    Worker,
    exactly,
    office,
    on_lists,
    worker,
)

HORIZON = 600.0
LAWS = (
    Distribution(Family.EXPONENTIAL, 3.0),
    Distribution.lognormal(3.0, 0.9),
    Distribution.weibull(3.0, 0.7),
    Distribution(Family.UNIFORM, 1.0, 4.0),
    Distribution(Family.TRIANGULAR, 1.0, 2.0, 6.0),
    Distribution(Family.EMPIRICAL, 0.0, values=(0.0, 2.5, 7.0), shares=(0.1, 0.6, 1.0)),
)
GROUPS = tuple(
    GroupType(name, True, Timeline((0.0, 90.0), (1.0, 0.5)), Distribution(Family.EXPONENTIAL, 200.0),
              (0.2, 0.5, other, 1.0), Distribution(Family.EXPONENTIAL, 400.0), (0.5, 1.0, 1.0, 1.0))
    for name, other in (("first", 0.5), ("second", 0.8))
)  # fmt: skip


def crowd(users: int, visits: int = 0, workers: int = 6, *, horizon: float = HORIZON, seed: str = "crowd") -> Plan:
    """A full house: every way to start a task, every law, lists, moves, priorities, pauses; the same each time."""
    draws = iter(uniform(name_key(seed), number) for number in range(8 * users + 4 * visits))
    jobs = [
        Job("talk", ENTRY, LAWS[0], due=40, contact=True, priority=1, queue="a"),
        Job("follow", AFTER_CONTACT, LAWS[1], opens=60, due=90, contact=True, priority=1, queue="a"),
        Job("letter", AT_RANDOM, LAWS[2], due=30, queue="b", rate=Timeline((0.0, 200.0), (0.02, 0.005))),
        Job("second", COMPLETION, LAWS[3], due=10, queue="b", after="letter", delay=LAWS[0], another=True),
        Job("knock", OUTSIDE, LAWS[4], due=5, priority=0, queue="b", unbroken=True),
        Job("answer", COMPLETION, LAWS[5], opens=5, due=300, priority=2, queue="b", after="knock",
            probability=Timeline.constant(0.5), openings=((100.0, 200.0), (300.0, 550.0))),
    ]  # fmt: skip
    people = sorted(
        (
            User(
                max(at, 0.0), stays=on_grid(30 + 400 * next(draws)), group=int(2 * next(draws)),
                entered=min(at, on_grid(at - 100 * next(draws) * (at < 0))), destination=int(4 * next(draws)),
                limit=on_grid(300 * next(draws)) if next(draws) < 0.3 else FOREVER,
            )
            for at in [on_grid(1.3 * horizon * next(draws) - 0.3 * horizon) for _ in range(users)]
        ),
        key=lambda user: user.arrives,
    )  # fmt: skip
    outside = sorted(
        (
            Visit(at, "knock", at + on_grid(60 * next(draws)) if next(draws) < 0.5 else FOREVER)
            for at in [on_grid(horizon * next(draws)) for _ in range(visits)]
        ),
        key=lambda visit: visit.time,
    )
    staff = [shifts(number, horizon) for number in range(workers)]
    plan = office(jobs, people, outside, staff, horizon=horizon, return_after=30, window=50, effect=0.3, groups=GROUPS)
    rows = {number: [(-FOREVER, number % (workers + 1) - 1), (150.0, number % workers)] for number in range(users)}
    return on_lists(plan, "a", rows, pool_after=25) if workers else plan


def shifts(number: int, horizon: float) -> Worker:
    """At work from the start, with breaks, and with another pace and other queues by and by; all begin at once."""
    serves = ({"a": 0, "b": 0}, {"b": 0, "a": 1}, {"a": 0})
    return Worker(
        tuple(
            Shift(
                start, min(start + 50, horizon), (1.0, 0.7, 1.25)[(number + turn) % 3], serves[(number + turn // 4) % 3]
            )
            for turn, start in enumerate(range(0, int(horizon), 50))
            if (number + turn) % 5
        )
    )


def towards_the_front(users: int) -> Plan:
    """Who comes later was registered earlier: each joins the line at its front, and those at its end leave first."""
    job = Job("letter", ENTRY, 5, due=0, typical_wait=1e6)
    people = [User(float(number), stays=40.0, entered=-10.0 * number) for number in range(users)]
    return office([job], people, workers=[worker((float(users) / 2, float(users)))], horizon=2.0 * users)


def towards_the_end(users: int) -> Plan:
    """Each joins the line at its end, and those at its front leave first."""
    people = [User(float(number), stays=40.0) for number in range(users)]
    return office([Job("letter", ENTRY, 5)], people, workers=[worker((users / 2, float(users)))], horizon=2.0 * users)


def all_at_once(users: int, workers: Sequence[Worker]) -> Plan:
    """Every task opens in one instant, and may be helped with in another, when something else has been before."""
    jobs = [Job("letter", ENTRY, exactly(1), opens=60)]
    plan = office(jobs, [User(0) for _ in range(users)], workers=workers, horizon=300)
    return on_lists(plan, jobs[0].queue, {number: [(-FOREVER, 0)] for number in range(users)}, pool_after=60)
