"""What is drawn while a run goes on, worked out again from its keys."""

from __future__ import annotations

import math

import pytest

from navsim.plan.model import Channel
from navsim.values.distributions import Distribution, Family
from navsim.values.random import Purpose, child, name_key, uniform
from navsim.values.time import on_grid
from navsim.values.timeline import Timeline
from tests.engine.small import AT_RANDOM, ENTRY, OPEN, Job, User, Visit, exactly, office, tell, worker

KEYS = [name_key(f"some user {number}") for number in range(40)]


def draw(key: int, job: str, purpose: Purpose, ordinal: int = 0) -> float:
    """The number in (0, 1) that decides something about a user and a job."""
    return uniform(child(child(key, name_key(f"task/{job}")), purpose), ordinal)


# Whether a task of entry happens


def test_probability_is_that_of_the_instant_of_entry() -> None:
    """Nobody until 100, everybody from then on, whenever the task opens."""
    probability = Timeline((0.0, 100.0), (0.0, 1.0))
    told = tell(office([Job("call", ENTRY, opens=30, probability=probability)], users=[User(99), User(100)]))
    assert [task[:3] for task in told.tasks] == [("call", 1, 130)]


def test_it_happens_to_those_whose_draw_lies_below_the_probability() -> None:
    users = [User(0, key=key) for key in KEYS]
    told = tell(office([Job("call", ENTRY, probability=Timeline.constant(0.4))], users=users))
    wanted = [number for number, key in enumerate(KEYS) if draw(key, "call", Purpose.HAPPENS) < 0.4]
    assert [task[1] for task in told.tasks] == wanted
    assert 5 < len(wanted) < 30


# Random starts


def starts_by_hand(key: int, since: float, until: float) -> list[float]:
    """Rate 0 until 100, 0.02 until 150, 0.01 from then on: gaps of -ln u are used up at the rate."""
    found: list[float] = []
    time = since
    while True:
        gap = -math.log(draw(key, "application", Purpose.GAP, len(found)))
        before = max(150 - max(time, 100), 0) * 0.02
        instant = max(time, 100) + gap / 0.02 if gap < before else max(time, 150) + (gap - before) / 0.01
        time = on_grid(instant)
        if time >= until:
            return found
        found.append(time)


RATE = Timeline((0.0, 100.0, 150.0), (0.0, 0.02, 0.01))


@pytest.mark.parametrize("since", [0.0, 120.0, 300.0])
def test_random_starts_come_at_a_piecewise_constant_rate(since: float) -> None:
    """Also for one who comes in the middle, and they overlap: nobody works on them."""
    application = Job("application", AT_RANDOM, rate=RATE)
    users = [User(since, key=key) for key in KEYS]
    told = tell(office([application], users=users, horizon=600))
    for number, key in enumerate(KEYS):
        mine = [task for task in told.tasks if task[1] == number]
        assert [task[2] for task in mine] == pytest.approx(starts_by_hand(key, since, 600), abs=1e-9)
        assert all(task[5] is OPEN for task in mine)
    assert len(told.tasks) > 60


def test_random_starts_cease_with_leaving() -> None:
    application = Job("application", AT_RANDOM, rate=RATE)
    told = tell(office([application], users=[User(0, stays=250, key=key) for key in KEYS], horizon=600))
    assert max(time for time in told.log.tasks.opened.tolist()) < 250
    assert [task[2] for task in told.tasks if task[1] == 0] == pytest.approx(starts_by_hand(KEYS[0], 0, 250))


def test_a_random_start_opens_a_time_later_and_numbers_go_on() -> None:
    plain = tell(office([Job("application", AT_RANDOM, rate=RATE)], users=[User(0)], horizon=600)).log.tasks
    later = tell(office([Job("application", AT_RANDOM, rate=RATE, opens=25)], users=[User(0)], horizon=625)).log.tasks
    assert later.opened.tolist() == [time + 25 for time in plain.opened.tolist()]
    assert later.ordinal.tolist() == plain.ordinal.tolist() == list(range(len(plain.ordinal)))


# Channels and minutes


def test_channel_is_that_of_the_share_when_the_task_opens() -> None:
    """On paper with 5 minutes of scanning until 50, digital from then on."""
    paper = Channel("paper", Timeline((0.0, 50.0), (1.0, 0.0)), exactly(10), 5.0)
    digital = Channel("digital", Timeline.constant(1.0), exactly(8), 0.0)
    job = Job("application", channels=(paper, digital))
    told = tell(office([job], visits=[Visit(0, "application"), Visit(49, "application"), Visit(50, "application")]))
    assert told.log.tasks.channel.tolist() == [0, 0, 1]
    assert told.log.tasks.minutes.tolist() == [15, 15, 8]


def test_channel_and_minutes_are_draws_of_their_own() -> None:
    exponential = Distribution(Family.EXPONENTIAL, 20.0)
    channels = (
        Channel("a", Timeline.constant(0.3), exponential, 0.0),
        Channel("b", Timeline.constant(1.0), exponential, 2.0),
    )
    told = tell(office([Job("call", ENTRY, channels=channels)], users=[User(0, key=key) for key in KEYS]))
    for row, key in enumerate(KEYS):
        task = child(child(key, name_key("task/call")), 0)
        channel = 0 if uniform(child(task, Purpose.CHANNEL), 0) < 0.3 else 1
        assert told.log.tasks.channel[row] == channel
        wanted = -20 * math.log(uniform(child(task, Purpose.WORK), 0)) + 2 * channel
        assert told.log.tasks.minutes[row] == on_grid(wanted)


def test_draws_of_a_task_are_its_own_whatever_else_happens() -> None:
    """The third call of a user has its minutes, whether or not others are served, come or call."""
    law = Distribution(Family.EXPONENTIAL, 20.0)
    call = Job("call", AT_RANDOM, minutes=law, rate=RATE)
    alone = tell(office([call], users=[User(0, key=KEYS[3])], horizon=900)).log.tasks
    crowd = tell(
        office(
            [call, Job("letter", ENTRY)], [User(0, key=key) for key in KEYS], workers=[worker((0, 900))], horizon=900
        )
    ).log.tasks
    mine = (crowd.person == 3) & (crowd.type == 0)
    assert crowd.minutes[mine].tolist() == alone.minutes.tolist()
    assert crowd.opened[mine].tolist() == alone.opened.tolist()
