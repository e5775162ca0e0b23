"""Small plans at random, on a coarse grid of times so that much happens in the same instant."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from navsim.plan.model import Channel, GroupType, Plan, Trait
from navsim.values.distributions import Distribution, Family
from navsim.values.timeline import Timeline
from tests.engine.small import (
    AFTER_CONTACT,
    AGE,
    ALWAYS,
    AT_RANDOM,
    BEFORE_LIMIT,
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
)

HORIZON = 300.0
QUEUES = ("a", "b")
DESTINATIONS = ("other", "work")
TIMES = st.integers(0, 60).map(lambda step: 5.0 * step)
LAWS = st.sampled_from([*map(exactly, (0, 5, 10, 10, 20, 45.5, 60)), Distribution(Family.EXPONENTIAL, 15.0)])
STARTS = (ENTRY, ENTRY, AFTER_CONTACT, AFTER_CONTACT, AT_RANDOM, OUTSIDE, OUTSIDE, AGE, BEFORE_LIMIT)
OPENINGS = ((), (), ((0.0, 100.0), (200.0, 250.0)))
TRAIT = Trait("site", ("here", "there"))


@st.composite
def jobs(draw: st.DrawFn, name: str, before: list[str]) -> Job:
    """A task type; follow-ups open a while after a contact, or they would never cease."""
    start = draw(st.sampled_from([*STARTS, COMPLETION, COMPLETION] if before else STARTS))
    law = draw(LAWS)
    two = (Channel("x", Timeline((0.0, 100.0), (0.3, 0.8)), law, 5.0), Channel("y", ALWAYS, draw(LAWS), 0.0))
    queue = draw(st.sampled_from(QUEUES))
    return Job(
        name, start, law,
        opens=draw(st.sampled_from([5, 20, 60] if start is AFTER_CONTACT else [0, 0, 5, 30])),
        due=draw(st.sampled_from([0, 20, 50, 50, 200])), priority=draw(st.integers(0, 2)),
        queues=(queue, draw(st.sampled_from([queue, *QUEUES]))),
        contact=draw(st.booleans()), unbroken=draw(st.booleans()),
        probability=Timeline.constant(draw(st.sampled_from([0.5, 1.0]))),
        rate=draw(st.sampled_from([Timeline.constant(0.02), Timeline((0.0, 100.0, 150.0), (0.0, 0.1, 0.01))])),
        typical_wait=draw(st.sampled_from([0, 50])), channels=draw(st.sampled_from([(), two])),
        age=draw(st.sampled_from([0, 10, 35])), groups=draw(st.sampled_from([None, None, ("first",), ("second",)])),
        after=draw(st.sampled_from(before)) if start is COMPLETION else None, delay=draw(LAWS),
        another=draw(st.booleans()), openings=draw(st.sampled_from(OPENINGS)),
    )  # fmt: skip


@st.composite
def groups(draw: st.DrawFn) -> tuple[GroupType, ...]:
    """Two groups; from either one may go to the other, by need or by limit."""
    shares = st.sampled_from([(0.5, 1.0, 1.0, 1.0), (0.2, 0.4, 0.4, 1.0), (0.2, 0.4, 0.7, 1.0)])
    limits = st.sampled_from([None, exactly(40), Distribution(Family.EXPONENTIAL, 60.0)])
    pace = st.sampled_from([ALWAYS, Timeline((0.0, 50.0, 120.0), (1.0, 0.25, 2.0))])
    return tuple(
        GroupType(
            name, True, draw(pace), Distribution(Family.EXPONENTIAL, 50.0), draw(shares), draw(limits), draw(shares)
        )
        for name in ("first", "second")
    )


@st.composite
def people(draw: st.DrawFn) -> User:
    """Somebody who comes in the run, or was there at its start; 2 and 3 stand for the groups as destinations."""
    stays = draw(st.sampled_from([0.0, 20.0, 60.0, 200.0, FOREVER, FOREVER]))
    limit = draw(st.sampled_from([FOREVER, FOREVER, 30.0, 60.0]))
    some = User(
        0, stays, limit=limit, group=draw(st.integers(0, 1)), mix=draw(st.integers(0, 1)),
        destination=draw(st.integers(0, 3)), limit_destination=draw(st.integers(0, 3)),
    )  # fmt: skip
    if draw(st.booleans()):
        return replace(some, arrives=draw(TIMES))
    entered = draw(st.sampled_from([-100.0, -40.0, -5.0]))
    met = draw(st.sampled_from([float("nan"), entered, -1.0]))
    return replace(some, entered=entered, met=met)


@st.composite
def workers(draw: st.DrawFn) -> Worker:
    """Somebody with some intervals, of which some touch."""
    edges = sorted(draw(st.lists(TIMES, min_size=2, max_size=7, unique=True)))
    ranks = st.dictionaries(st.sampled_from(QUEUES), st.integers(0, 1), min_size=1)
    one = draw(st.one_of(st.just({"a": 0, "b": 1}), ranks))
    return Worker(
        tuple(
            Shift(start, end, draw(st.sampled_from([1.0, 1.0, 0.3, 1.25])), draw(st.one_of(st.just(one), ranks)))
            for start, end in pairwise(edges)
            if draw(st.integers(0, 3))
        )
    )


@st.composite
def caseworkers(draw: st.DrawFn, employees: int) -> list[tuple[float, int]]:
    """Who has a user on the list, from when on; -1 is nobody."""
    since = sorted(draw(st.lists(TIMES, max_size=3, unique=True)))
    return [(time, draw(st.integers(-1, employees - 1))) for time in (-FOREVER, *since)]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan with two to six task types, up to eight users, ten visits, four workers and a desk."""
    types: list[Job] = []
    for number in range(draw(st.integers(2, 6))):
        types.append(draw(jobs(f"job_{number}", [job.name for job in types])))
    outside = [job.name for job in types if job.start is OUTSIDE]
    visits: list[Visit] = []
    for time in sorted(draw(st.lists(TIMES, min_size=3, max_size=10))) if outside else ():
        late = draw(st.sampled_from([FOREVER, FOREVER, 0.0, 10.0, 40.0]))
        visits.append(Visit(time, draw(st.sampled_from(outside)), time + late))
    staff = draw(st.lists(workers(), min_size=1, max_size=4))
    employees, duties = len(staff), list[tuple[int, int, float, float]]()
    if draw(st.booleans()):
        staff.append(replace(draw(workers()), reception="desk"))
        for shift in staff[-1].shifts:
            duties.append((employees, draw(st.integers(0, employees - 1)), shift.start, shift.end))
    users = sorted(draw(st.lists(people(), min_size=1, max_size=8)), key=lambda user: user.arrives)
    plan = office(
        types, users, visits, staff,
        horizon=HORIZON, return_after=draw(st.sampled_from([0.0, 20.0, 100.0])), groups=draw(groups()),
        traits=(TRAIT,), destinations=DESTINATIONS, longest=draw(st.sampled_from([10.0, FOREVER, FOREVER])),
        window=draw(st.sampled_from([20.0, 60.0])), effect=draw(st.sampled_from([0.0, 0.0, 0.5, 1.0])),
        duties=duties,
    )  # fmt: skip
    if draw(st.booleans()) and "a" in plan.static.queues:
        rows = {number: draw(caseworkers(employees)) for number in range(len(users))}
        plan = on_lists(plan, "a", rows, draw(st.sampled_from([0.0, 25.0, FOREVER])))
    return plan
