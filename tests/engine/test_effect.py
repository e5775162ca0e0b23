"""The follow-up effect: the need is used up more slowly while nobody has been in touch, worked out by hand."""

from __future__ import annotations

import math

import pytest

from navsim.engine.rules import leaving_time, need_left
from navsim.plan.model import GroupType
from navsim.values.timeline import Timeline
from tests.engine.small import ALWAYS, ENTRY, Job, User, exactly, office, tell, worker


@pytest.mark.parametrize(
    ("effect", "left"),
    [(0.0, 100.0), (0.5, 160.0), (0.2, 115.0), (1.0, None)],
)
def test_after_the_window_the_need_is_used_up_more_slowly(effect: float, left: float | None) -> None:
    """A need of 100 and a window of 40: 60 are left at 40, and take 60 / (1 - effect)."""
    told = tell(office([], [User(0, 100)], window=40, effect=effect, horizon=1000))
    assert told.left == [left]


def test_a_contact_brings_back_the_full_speed() -> None:
    """Slow from 40; a talk from 60 to 80 ends that: 60 - 20 = 40 are left at 80, 0 at 120, before 80 + 40 = 120."""
    jobs = [Job("talk", ENTRY, minutes=20, contact=True)]
    told = tell(office(jobs, [User(0, 100)], workers=[worker((60, 80))], window=40, effect=0.5))
    assert told.left == [120]


def test_a_contact_at_full_speed_only_moves_the_slow_time() -> None:
    """Talk from 10 to 20: slow from 60, when 40 are left, which take 80."""
    jobs = [Job("talk", ENTRY, minutes=10, contact=True)]
    told = tell(office(jobs, [User(0, 100)], workers=[worker((10, 20))], window=40, effect=0.5))
    assert told.left == [140]


@pytest.mark.parametrize("effect", [0.0, 0.5, 1.0])
def test_a_need_that_is_used_up_at_the_start_ends_there(effect: float) -> None:
    """Not before the start, although nobody has been in touch since long before it."""
    told = tell(office([], [User(0, 0, entered=-100)], window=20, effect=effect))
    assert told.left == [0]


def test_those_present_at_the_start_may_be_slow_already() -> None:
    """Last met 50 before, with a window of 40: all of a need of 30 takes 60."""
    told = tell(office([], [User(0, 30, entered=-100, met=-50)], window=40, effect=0.5))
    assert told.left == [60]


def test_without_contact_the_registration_counts() -> None:
    """Registered 30 before: slow from 10 on; 20 of 30 are left then and take 40."""
    told = tell(office([], [User(0, 30, entered=-30)], window=40, effect=0.5))
    assert told.left == [50]


def test_the_registration_carries_over_to_the_next_spell() -> None:
    """Entered at 0, moved at 30: slow from 40. 50 of 60 are left then and take 100."""
    groups = (
        GroupType("first", True, ALWAYS),
        GroupType("second", True, ALWAYS, exactly(60), (1.0, 1.0, 1.0, 1.0)),
    )
    told = tell(office([], [User(0, 30, destination=3)], window=40, effect=0.5, groups=groups))
    assert told.left == [30, 30 + 10 + 100]


def test_pace_and_effect_multiply() -> None:
    """Pace 2 from 60 on; slow from 40: 60 left at 40, 50 left at 60, then 50 / (2 * 0.5) = 50."""
    groups = (GroupType("users", True, Timeline((0.0, 60.0), (1.0, 2.0))),)
    told = tell(office([], [User(0, 100)], window=40, effect=0.5, groups=groups))
    assert told.left == [110]


def test_a_limit_is_not_slowed_down() -> None:
    told = tell(office([], [User(0, 100, limit=130)], window=40, effect=0.5))
    assert told.left == [130]


def test_need_is_rounded_at_each_change_of_speed() -> None:
    """At a third of the pace, 10.1 minutes leave a third of that less, on the grid of 1/1024."""
    third = Timeline.constant(1 / 3)
    left = need_left(third.times, third.values, 0.0, 10.0, 10.1, 0.5, 10.1)
    assert left == math.floor((10 - 10.1 / 3) * 1024 + 0.5) / 1024
    after = need_left(third.times, third.values, 0.0, 10.0, 10.1, 0.5, 12.3)
    assert after == math.floor((left - 0.5 * (12.3 - 10.1) / 3) * 1024 + 0.5) / 1024
    whole = leaving_time(third.times, third.values, 0.0, 10.0, 10.1, 0.5)
    assert whole == math.floor((10.1 + left * 2 * 3) * 1024 + 0.5) / 1024
