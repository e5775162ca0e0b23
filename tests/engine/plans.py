"""Small plans at random, on a coarse grid of times so that much happens in the same instant."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from navsim.plan.model import Channel, Plan
from navsim.values.distributions import Distribution, Family
from navsim.values.timeline import Timeline
from tests.engine.small import (
    AFTER_CONTACT,
    ALWAYS,
    AT_RANDOM,
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
)

HORIZON = 300.0
QUEUES = ("a", "b")
TIMES = st.integers(0, 60).map(lambda step: 5.0 * step)
LAWS = st.sampled_from([*map(exactly, (0, 5, 10, 10, 20, 45.5, 60)), Distribution(Family.EXPONENTIAL, 15.0)])


@st.composite
def jobs(draw: st.DrawFn, name: str) -> Job:
    """A task type; follow-ups open a while after a contact, or they would never cease."""
    start = draw(st.sampled_from([ENTRY, ENTRY, AFTER_CONTACT, AFTER_CONTACT, AT_RANDOM, OUTSIDE, OUTSIDE]))
    law = draw(LAWS)
    two = (Channel("x", Timeline((0.0, 100.0), (0.3, 0.8)), law, 5.0), Channel("y", ALWAYS, draw(LAWS), 0.0))
    return Job(
        name, start, law,
        opens=draw(st.sampled_from([5, 20, 60] if start is AFTER_CONTACT else [0, 0, 5, 30])),
        due=draw(st.sampled_from([0, 20, 50, 50, 200])), priority=draw(st.integers(0, 2)),
        queue=draw(st.sampled_from(QUEUES)), contact=draw(st.booleans()), unbroken=draw(st.booleans()),
        probability=Timeline.constant(draw(st.sampled_from([0.5, 1.0]))),
        rate=draw(st.sampled_from([Timeline.constant(0.02), Timeline((0.0, 100.0, 150.0), (0.0, 0.1, 0.01))])),
        typical_wait=draw(st.sampled_from([0, 50])), channels=draw(st.sampled_from([(), two])),
    )  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> User:
    """Somebody who comes in the run, or was there at its start."""
    stays = draw(st.sampled_from([0.0, 20.0, 60.0, 200.0, FOREVER, FOREVER]))
    if draw(st.booleans()):
        return User(draw(TIMES), stays)
    entered = draw(st.sampled_from([-100.0, -40.0, -5.0]))
    return User(0, stays, entered=entered, met=draw(st.sampled_from([float("nan"), entered, -1.0])))


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
def plans(draw: st.DrawFn) -> Plan:
    """A plan with two to five task types, up to eight users, ten visits and four workers."""
    types = [draw(jobs(f"job_{number}")) for number in range(draw(st.integers(2, 5)))]
    outside = [job.name for job in types if job.start is OUTSIDE]
    visits: list[Visit] = []
    for time in sorted(draw(st.lists(TIMES, min_size=3, max_size=10))) if outside else ():
        late = draw(st.sampled_from([FOREVER, FOREVER, 0.0, 10.0, 40.0]))
        visits.append(Visit(time, draw(st.sampled_from(outside)), time + late))
    return office(
        types,
        sorted(draw(st.lists(people(), min_size=1, max_size=8)), key=lambda user: user.arrives),
        visits,
        draw(st.lists(workers(), min_size=1, max_size=4)),
        horizon=HORIZON,
        return_after=draw(st.sampled_from([0.0, 20.0, 100.0])),
        longest=draw(st.sampled_from([10.0, FOREVER, FOREVER])),
    )
