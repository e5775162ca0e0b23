"""Parts of an office: traits, crosses, offices; and who waits in each."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from navsim.config.document import load
from navsim.engine.log import Outcome
from navsim.measures import Asked, measure
from navsim.measures.asked import asked_of
from navsim.measures.demand import office_served
from navsim.measures.series import Key
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import GroupType, Trait
from navsim.values.time import HOUR
from navsim.values.timeline import Timeline
from tests.both import simulate
from tests.configs.files import path
from tests.engine.small import AFTER_CONTACT, ENTRY, Job, Shift, User, Worker, office, worker
from tests.measures.logs import HORIZON, Done, Measured, Stay, log_of

ALWAYS = Timeline.constant(1.0)
GROUPS = (GroupType("aap", True, ALWAYS), GroupType("recipients", False, ALWAYS))
TRAITS = (Trait("age", ("old", "young")), Trait("office", ("gol", "nes")))
"""Mixes: 0 old in gol, 1 old in nes, 2 young in gol, 3 young in nes."""

CROSSES = (("age", "office"), ("group", "age"))


def test_users_by_cross() -> None:
    """Crosses of traits hold those in follow-up, like the traits; with the group they hold everybody, like groups."""
    stays = [Stay(0, mix=0), Stay(0, mix=1), Stay(0, mix=3), Stay(0, mix=3), Stay(0, mix=3, group=1)]
    plan = office([], [User()] * 5, horizon=HORIZON, groups=GROUPS, traits=TRAITS)
    found = Measured(plan, log_of(stays), Asked(CROSSES))
    names = [key.group for key in found.keys("caseload") if key.dimension == "age*office"]
    assert names == ["old*gol", "old*nes", "young*gol", "young*nes"]
    assert [found("caseload", "age*office", name)[0] for name in names] == [1, 1, 0, 2]
    names = [key.group for key in found.keys("caseload") if key.dimension == "group*age"]
    assert names == ["aap*old", "aap*young", "recipients*old", "recipients*young"]
    assert [found("caseload", "group*age", name)[0] for name in names] == [2, 2, 0, 1]
    assert found("caseload", "age", "young")[0] == 2


def test_without_crosses_there_are_none() -> None:
    plan = office([], [User()], horizon=HORIZON, groups=GROUPS, traits=TRAITS)
    assert all("*" not in key.dimension for key in Measured(plan, log_of([Stay()])).weekly.keys)


def who_waits(*tasks: Done) -> Measured:
    """Five users: old in gol, old in nes, young in gol, young in nes, and a recipient, young in nes."""
    jobs = [Job("talk", ENTRY, queue="talk"), Job("letter", queue="letter"), Job("call", queue="call@nes")]
    stays = [Stay(0, mix=mix) for mix in range(4)] + [Stay(0, mix=3, group=1)]
    plan = office(jobs, [User()] * 5, horizon=HORIZON, groups=GROUPS, traits=TRAITS)
    return Measured(plan, log_of(stays, tasks), Asked(CROSSES))


def test_who_waits_by_group_trait_office_and_cross() -> None:
    """In follow-up or not: these add up to all tasks of users."""
    found = who_waits(Done(1, 3, person=0), Done(1, 30, person=2), Done(1, 3, person=3), Done(1, 3, person=4))
    assert found("queue")[0] == 4
    assert [found("queue", "group", name)[0] for name in ("aap", "recipients")] == [3, 1]
    assert [found("queue", "age", name)[0] for name in ("old", "young")] == [1, 3]
    assert [found("backlog", "age", name)[0] for name in ("old", "young")] == [1, 2]
    assert [found("queue", "office", name)[0] for name in ("gol", "nes")] == [2, 2]
    crossed = [key.group for key in found.keys("queue") if key.dimension == "age*office"]
    assert [found("queue", "age*office", name)[0] for name in crossed] == [1, 0, 1, 2]
    assert found("backlog", "group*age", "recipients*young") == [1, 1]


def test_waits_by_trait() -> None:
    """Waits of 1 and 3 days for the young of week 1, 5 for the old; the second young one starts in week 2."""
    found = who_waits(
        Done(0, 9, 1, 2, Outcome.DONE, person=2), Done(1, 9, 4, 5, Outcome.DONE, person=3),
        Done(1, 9, 6, 7, Outcome.DONE, person=0), Done(6, 9, 8, 9, Outcome.DONE, person=4),
    )  # fmt: skip
    assert found("wait_days", "age", "young") == pytest.approx([2, 2])
    assert found("wait_days", "age", "old") == pytest.approx([5, nan], nan_ok=True)
    assert found("wait_days", "age*office", "young*nes") == pytest.approx([3, 2])


def test_what_comes_from_outside_belongs_to_the_office_of_its_queue() -> None:
    """A letter comes to all, a call to nes; neither belongs to a group or a trait of users."""
    found = who_waits(Done(1, 3, type=1, person=-1), Done(1, 3, type=2, person=-1), Done(1, 3, person=1))
    assert [found("queue", "office", name)[0] for name in ("gol", "nes")] == [0, 2]
    assert [found("queue", "age", name)[0] for name in ("old", "young")] == [1, 0]
    assert found("queue", "group", "aap")[0] == 1
    assert found("queue")[0] == 1


def test_demand_by_office() -> None:
    """A follow-up due each week, 60 minutes: an hour for each user. Talks as they open, calls to nes."""
    week = HORIZON / 2
    jobs = [
        Job("follow_up", AFTER_CONTACT, minutes=60, opens=week / 2, due=week), Job("talk", ENTRY),
        Job("call", queue="call@nes"),
    ]  # fmt: skip
    plan = office(jobs, [User()] * 3, horizon=HORIZON, groups=GROUPS, traits=TRAITS)
    stays = [Stay(0, mix=0), Stay(0, mix=2), Stay(0, mix=1, left=3.5)]
    tasks = [
        Done(1, 9, type=1, person=0, minutes=30), Done(8, 9, type=1, person=2, minutes=90),
        Done(1, 9, type=2, person=-1, minutes=12), Done(1, 9, type=0, person=0, minutes=999),
    ]  # fmt: skip
    found = Measured(plan, log_of(stays, tasks))
    assert found("demand_hours", "office", "gol") == pytest.approx([2.5, 2])
    assert found("demand_hours", "office", "nes") == pytest.approx([0.5 + 0.2, 1.5])


def test_capacity_by_office_is_of_those_who_serve_it_first() -> None:
    """One serves gol before nes, one nes alone at half speed, one both alike, one a joint queue. Desks do not count."""
    day = 24 * HOUR

    def shift(hours: float, serves: dict[str, int], proficiency: float = 1) -> Shift:
        return Shift(day, day + hours * HOUR, proficiency, serves)

    workers = [
        worker(shift(5, {"talk@gol": 0, "talk@nes": 1, "letter": 0})), worker(shift(4, {"talk@nes": 0}, 0.5)),
        worker(shift(3, {"talk@gol": 0, "talk@nes": 0})), worker(shift(2, {"letter": 0})),
        Worker((shift(1, {"talk@gol": 0}),), reception="desk"),
    ]  # fmt: skip
    jobs = [Job("talk", ENTRY, queue="talk@gol")]
    plan = office(jobs, [User()], workers=workers, horizon=HORIZON, groups=GROUPS, traits=TRAITS)
    found = Measured(plan, log_of([Stay()]))
    assert found("capacity_hours", "office", "gol") == [5, 0]
    assert found("capacity_hours", "office", "nes") == [2, 0]
    assert found("capacity_hours") == [12, 0]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ((("talk@gol", 1), ("talk@nes", 0)), 1),
        ((("letter", 0), ("talk@gol", 3)), 0),
        ((("talk@gol", 0), ("plan@gol", 1), ("talk@nes", 2)), 0),
        ((("talk@gol", 0), ("plan@nes", 0)), -1),
        ((("letter", 0),), -1),
        ((), -1),
    ],
)
def test_the_office_served_first(service: tuple[tuple[str, int], ...], expected: int) -> None:
    assert office_served(service, ("gol", "nes")) == expected


def test_parts_add_up_in_a_whole_run() -> None:
    """Crosses to their traits, groups to all tasks of users, offices to those and what came to an office."""
    config = load(path("rich")).config()
    plan = plan_of(prepare(config), 1)
    log = simulate(plan)
    weekly = measure(plan, log, asked_of(config))

    def of(name: str, unit: str, dimension: str) -> np.ndarray:
        keys = [key for key in weekly.keys if key[:3] == (name, unit, dimension)]
        return np.asarray(np.sum([weekly[key] for key in keys], axis=0))

    def one(name: str, unit: str, dimension: str, group: str) -> np.ndarray:
        return weekly[Key(name, unit, dimension, group)]

    for name, unit in (("caseload", "persons"), ("outflow", "persons"), ("left_without_contact", "persons")):
        assert (of(name, unit, "segment*office") == one(name, unit, "all", "all")).all()
        assert (of(name, unit, "office") == one(name, unit, "all", "all")).all()
        assert (of(name, unit, "group*segment") == of(name, unit, "group")).all()
    for name in ("queue", "backlog"):
        everything = one(name, "tasks", "all", "all")
        for dimension in ("group", "segment", "segment*office", "group*segment"):
            assert (of(name, "tasks", dimension) == everything).all()
        call, visit = (one(name, "tasks", "task", task) for task in ("call", "visit"))
        assert (of(name, "tasks", "office") == everything + call + visit).all()
    by_task = of("demand_hours", "hours", "task") - one("demand_hours", "hours", "task", "letter")
    assert of("demand_hours", "hours", "office") == pytest.approx(by_task)
    assert of("capacity_hours", "hours", "office") == pytest.approx(one("capacity_hours", "hours", "all", "all"))


def test_nobody_and_nothing_can_be_measured() -> None:
    plan = office([], [], horizon=HORIZON, groups=GROUPS, traits=TRAITS)
    found = Measured(plan, log_of(), Asked(CROSSES))
    assert found("caseload", "age*office", "old*gol") == [0, 0]
    assert found("queue", "group", "aap") == [0, 0]
    static = replace(plan.static, groups=(), traits=(), applies=np.zeros((0, 0, 1), bool))
    assert Measured(replace(plan, static=static), log_of())("queue") == [0, 0]
