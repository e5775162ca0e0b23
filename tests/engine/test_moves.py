"""Limits, and moves from one group to another, worked out by hand."""

from __future__ import annotations

import math

import pytest

from navsim.engine.rules import next_start
from navsim.plan.model import GroupType, Origin
from navsim.values.distributions import Distribution, Family
from navsim.values.random import Purpose, child, name_key
from navsim.values.time import on_grid
from navsim.values.timeline import Timeline
from tests.engine.small import (
    AFTER_CONTACT,
    ALWAYS,
    AT_RANDOM,
    DONE,
    ENTRY,
    GONE,
    LEFT,
    OPEN,
    SUPERSEDED,
    Job,
    User,
    exactly,
    office,
    tell,
    worker,
)

OTHER, WORK, FIRST, SECOND = range(4)
"""Destinations: two out of the office, and the two groups."""
ALL_WORK = (0.0, 1.0, 1.0, 1.0)
ALL_TO_FIRST = (0.0, 0.0, 1.0, 1.0)


def groups(stay: float = 50, limit: float | None = None, to: tuple[float, ...] = ALL_WORK) -> tuple[GroupType, ...]:
    """Two groups; those who enter the second stay for ``stay`` unless they reach ``limit``, and then go to ``to``."""
    law = exactly(limit) if limit is not None else None
    second = GroupType("second", True, ALWAYS, exactly(stay), to, law, (1.0, 1.0, 1.0, 1.0))
    return (GroupType("first", True, ALWAYS, exactly(30), ALL_WORK), second)


def spells(told: object) -> list[tuple[object, ...]]:
    rows = told.log.spells  # type: ignore[attr-defined]
    return [
        (person, group, Origin(origin), entered, None if math.isnan(left) else left, destination)
        for person, group, origin, entered, left, destination in zip(
            rows.person.tolist(), rows.group.tolist(), rows.origin.tolist(), rows.entered.tolist(), rows.left.tolist(),
            rows.destination.tolist(), strict=True,
        )
    ]  # fmt: skip


def test_the_limit_ends_a_spell_that_the_need_would_not_have_ended_yet() -> None:
    told = tell(office([], [User(0, 80, limit=60, destination=WORK, limit_destination=OTHER)], groups=groups()))
    assert spells(told) == [(0, 0, Origin.NEW, 0, 60, OTHER)]


def test_the_need_comes_before_the_limit_of_the_same_instant() -> None:
    told = tell(office([], [User(0, 60, limit=60, destination=WORK, limit_destination=OTHER)], groups=groups()))
    assert spells(told) == [(0, 0, Origin.NEW, 0, 60, WORK)]


def test_the_limit_is_calendar_time_whatever_the_pace() -> None:
    """At pace 0.5 a need of 40 would take 80."""
    slow = (GroupType("first", True, Timeline.constant(0.5)), groups()[1])
    told = tell(office([], [User(0, 40, limit=70, destination=WORK, limit_destination=OTHER)], groups=slow))
    assert spells(told) == [(0, 0, Origin.NEW, 0, 70, OTHER)]


def test_a_destination_that_is_a_group_begins_a_new_spell_there() -> None:
    """A need of 30, then the second group's stay of 50."""
    told = tell(office([], [User(0, 30, destination=SECOND)], groups=groups()))
    assert spells(told) == [(0, 0, Origin.NEW, 0, 30, SECOND), (0, 1, Origin.MOVED, 30, 80, WORK)]


def test_limit_and_its_destination_in_the_next_spell_are_that_groups() -> None:
    told = tell(office([], [User(0, 30, destination=SECOND)], groups=groups(stay=50, limit=20)))
    assert spells(told) == [(0, 0, Origin.NEW, 0, 30, SECOND), (0, 1, Origin.MOVED, 30, 50, OTHER)]


def test_one_may_come_back_to_a_group() -> None:
    told = tell(office([], [User(0, 30, destination=SECOND)], groups=groups(to=ALL_TO_FIRST)))
    assert spells(told) == [
        (0, 0, Origin.NEW, 0, 30, SECOND), (0, 1, Origin.MOVED, 30, 80, FIRST), (0, 0, Origin.MOVED, 80, 110, WORK),
    ]  # fmt: skip


def test_each_spell_has_draws_of_its_own() -> None:
    """The k-th move draws below child(child(person, MOVE), k)."""
    law = Distribution(Family.EXPONENTIAL, 40.0)
    kinds = (
        GroupType("first", True, ALWAYS, law, ALL_WORK),
        GroupType("second", True, ALWAYS, law, ALL_TO_FIRST),
    )
    told = tell(office([], [User(0, 30, destination=SECOND)], groups=kinds))
    key = child(name_key("user/0"), Purpose.MOVE)
    second, third = (on_grid(law.draw(child(child(key, number), Purpose.STAY))) for number in (1, 2))
    assert told.log.spells.left.tolist() == [30, 30 + second, 30 + second + third]


def test_a_move_cancels_what_waits_and_is_not_for_the_new_group() -> None:
    jobs = [Job("old", ENTRY, groups=("first",)), Job("both", ENTRY)]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], groups=groups(stay=100), horizon=60))
    assert told.tasks == [("old", 0, 0, None, 30, GONE), ("both", 0, 0, None, None, OPEN)]


def test_what_is_begun_is_finished_after_a_move() -> None:
    jobs = [Job("old", ENTRY, minutes=50, groups=("first",))]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 60))], groups=groups()))
    assert told.tasks == [("old", 0, 0, 0, 50, DONE)]


def test_begun_work_that_returned_to_its_queue_is_not_cancelled_by_a_move() -> None:
    """Begun from 0 to 20, back in its queue when the user moves at 30, finished from 50 to 80."""
    jobs = [Job("old", ENTRY, minutes=50, groups=("first",))]
    plan = office(
        jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 20)), worker((50, 100))], groups=groups(stay=100)
    )
    assert tell(plan).tasks == [("old", 0, 0, 0, 80, DONE)]


def test_what_comes_once_starts_anew_in_the_next_spell() -> None:
    jobs = [Job("intake", ENTRY, minutes=10)]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 60))], groups=groups()))
    assert told.tasks == [("intake", 0, 0, 0, 10, DONE), ("intake", 0, 30, 30, 40, DONE)]


def test_what_comes_once_is_not_doubled_while_the_first_one_waits() -> None:
    jobs = [Job("intake", ENTRY, minutes=10)]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], groups=groups(), horizon=60))
    assert told.tasks == [("intake", 0, 0, None, None, OPEN)]


def test_what_has_not_opened_yet_begins_anew() -> None:
    """Opening 20 after entry: the move at 10 restarts it, so it opens at 30 and not at 20."""
    jobs = [Job("intake", ENTRY, opens=20)]
    told = tell(office(jobs, [User(0, 10, destination=SECOND)], groups=groups(), horizon=50))
    assert told.tasks == [("intake", 0, 30, None, None, OPEN)]


def test_last_contact_is_kept_and_the_clock_runs_on() -> None:
    """Met from 0 to 10; the follow-up opens 40 later, at 50, in the second group that was entered at 30."""
    jobs = [
        Job("intake", ENTRY, minutes=10, contact=True, groups=("first",)),
        Job("follow_up", AFTER_CONTACT, minutes=5, contact=True, opens=40),
    ]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 60))], groups=groups()))
    assert told.tasks[1] == ("follow_up", 0, 50, 50, 55, DONE)


def test_a_follow_up_only_of_the_new_group_runs_from_the_last_contact() -> None:
    jobs = [
        Job("intake", ENTRY, minutes=10, contact=True, groups=("first",)),
        Job("follow_up", AFTER_CONTACT, minutes=5, contact=True, opens=40, groups=("second",)),
    ]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 60))], groups=groups()))
    assert told.tasks[1] == ("follow_up", 0, 50, 50, 55, DONE)


def test_somebody_never_met_is_followed_up_from_the_registration() -> None:
    jobs = [Job("follow_up", AFTER_CONTACT, minutes=5, contact=True, opens=40, groups=("second",))]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 60))], groups=groups()))
    assert told.tasks[0] == ("follow_up", 0, 40, 40, 45, DONE)


def test_a_follow_up_of_the_old_group_rings_no_more() -> None:
    jobs = [Job("follow_up", AFTER_CONTACT, contact=True, opens=40, groups=("first",))]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], groups=groups(), horizon=60))
    assert told.tasks == []


@pytest.mark.parametrize("for_", [None, ("first",), ("second",)])
def test_random_starts_run_on_where_they_are_for_both_groups(for_: tuple[str, ...] | None) -> None:
    """A rate of 1 in 10: for both groups they are those of somebody who never moves."""
    jobs = [Job("paper", AT_RANDOM, rate=Timeline.constant(0.1), groups=for_)]
    moved = tell(office(jobs, [User(0, 30, destination=SECOND)], groups=groups(stay=70), horizon=100))
    stays = tell(office([Job("paper", AT_RANDOM, rate=Timeline.constant(0.1))], [User(0)], horizon=100))
    opened, all_opened = [row[2] for row in moved.tasks], [row[2] for row in stays.tasks]
    assert opened
    if for_ is None:
        assert opened == all_opened
    elif for_ == ("first",):
        assert opened == [time for time in all_opened if time < 30]  # type: ignore[operator]
        assert {row[5] for row in moved.tasks} == {GONE}
    else:
        assert all(time >= 30 for time in opened)  # type: ignore[operator]


def test_random_starts_stop_with_the_group_and_begin_once_on_coming_back() -> None:
    """In the first group from 0 to 30 and from 80 to 110: one chain of gaps, broken by the move."""
    rate = Timeline.constant(0.2)
    jobs = [Job("paper", AT_RANDOM, rate=rate, groups=("first",))]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], groups=groups(to=ALL_TO_FIRST), horizon=200))
    key, gap, expected = child(name_key("user/0"), name_key("task/paper")), 0, []
    for start, end in ((0.0, 30.0), (80.0, 110.0)):
        while (start := next_start(rate.times, rate.values, start, key, gap)) < end:
            expected.append(start)
            gap += 1
        gap += 1
    assert [row[2] for row in told.tasks] == expected
    assert len(expected) > 6


def test_a_talk_that_outlives_its_spell_is_a_contact_of_the_next() -> None:
    """The talk of the first group ends at 40, when the user is in the second."""
    jobs = [Job("talk", ENTRY, minutes=40, contact=True, groups=("first",))]
    told = tell(office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 60))], groups=groups()))
    assert told.contacts == [0]
    assert told.log.spells.contacts.tolist() == [0, 1]


def test_leaving_for_good_cancels_as_left() -> None:
    told = tell(office([Job("letter", ENTRY)], [User(0, 30, destination=WORK)], groups=groups(), horizon=60))
    assert told.tasks == [("letter", 0, 0, None, 30, LEFT)]


def test_a_contact_after_a_move_supersedes_the_follow_up_of_before() -> None:
    """A follow-up waits since 20; the second group's intake at 30 makes it needless at 40."""
    jobs = [
        Job("a_intake", ENTRY, minutes=10, contact=True, groups=("second",)),
        Job("follow_up", AFTER_CONTACT, minutes=200, contact=True, opens=20),
    ]
    told = tell(
        office(jobs, [User(0, 30, destination=SECOND)], workers=[worker((0, 100))], groups=groups(), horizon=60)
    )
    assert told.tasks[:2] == [("follow_up", 0, 20, None, 40, SUPERSEDED), ("a_intake", 0, 30, 30, 40, DONE)]
