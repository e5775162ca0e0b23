"""What coming, leaving and talking start and stop; clocks; talks that never overlap."""

from __future__ import annotations

import pytest

from navsim.engine.log import Log
from navsim.plan.model import GroupType, Origin
from navsim.values.timeline import Timeline
from tests.engine.small import (
    AFTER_CONTACT,
    DONE,
    ENTRY,
    LEFT,
    OPEN,
    SUPERSEDED,
    Job,
    Shift,
    User,
    Visit,
    office,
    tell,
    worker,
)

TALK = Job("talk", ENTRY, minutes=30, contact=True, queue="talks")
FOLLOW_UP = Job("follow_up", AFTER_CONTACT, minutes=10, opens=20, due=35, contact=True, queue="follow_ups")
TALKS_ONLY = worker(Shift(0, 1000, serves={"talks": 0}))


def due(log: Log) -> list[float]:
    return [float(time) for time in log.tasks.due]


# Clocks


def test_a_clock_runs_from_entry_and_then_from_each_completed_contact() -> None:
    """Opens 20 after entry at 5; held 25 to 35; opens again 20 after 35, held at 55; due 35 after the same instants."""
    told = tell(office([FOLLOW_UP], users=[User(5)], workers=[worker((0, 100))], horizon=80))
    assert told.tasks == [("follow_up", 0, 25, 25, 35, DONE), ("follow_up", 0, 55, 55, 65, DONE)]
    assert due(told.log) == [40, 70]
    assert told.contacts == [0, 1]
    assert told.log.spells.contacts.tolist() == [2]


def test_the_first_clock_of_one_who_was_met_runs_from_there() -> None:
    told = tell(office([FOLLOW_UP], users=[User(0, entered=-100, met=-15)], horizon=50))
    assert told.tasks == [("follow_up", 0, 5, None, None, OPEN)]
    assert due(told.log) == [20]


def test_a_clock_that_rang_before_the_start_opens_at_once_with_its_own_due_time() -> None:
    told = tell(office([FOLLOW_UP], users=[User(0, entered=-100, met=-50)], horizon=50))
    assert told.tasks == [("follow_up", 0, 0, None, None, OPEN)]
    assert due(told.log) == [-15]


def test_the_clock_of_one_never_met_runs_from_entry_before_the_start() -> None:
    told = tell(office([FOLLOW_UP], users=[User(0, entered=-12)], horizon=50))
    assert told.tasks == [("follow_up", 0, 8, None, None, OPEN)]
    assert due(told.log) == [23]


def test_a_contact_supersedes_the_follow_up_that_waits_and_restarts_its_clock() -> None:
    """The follow-up opens at 20 and waits; the first talk ends at 30; the next follow-up opens at 50."""
    told = tell(office([TALK, FOLLOW_UP], users=[User(0)], workers=[TALKS_ONLY], horizon=60))
    assert told.tasks == [
        ("talk", 0, 0, 0, 30, DONE),
        ("follow_up", 0, 20, None, 30, SUPERSEDED),
        ("follow_up", 0, 50, None, None, OPEN),
    ]
    assert due(told.log)[2] == 65


def test_every_clock_restarts_and_a_user_has_one_follow_up_of_a_type_at_most() -> None:
    """Two follow-ups for one user, opening 20 and 40 after contact: the first always comes before the second."""
    slow = Job("slow", AFTER_CONTACT, minutes=10, opens=40, contact=True, queue="follow_ups")
    told = tell(office([FOLLOW_UP, slow], users=[User(0)], workers=[worker((0, 200))], horizon=90))
    assert [task[:3] for task in told.tasks] == [("follow_up", 0, 20), ("follow_up", 0, 50), ("follow_up", 0, 80)]


def test_other_waiting_tasks_are_not_superseded() -> None:
    letter = Job("letter", ENTRY, queue="letters")
    told = tell(office([TALK, letter], users=[User(0)], workers=[TALKS_ONLY]))
    assert told.tasks[1] == ("letter", 0, 0, None, None, OPEN)


def test_begun_follow_up_is_not_superseded() -> None:
    """A written follow-up, begun at 20 and back in its queue at 25, is still to be finished after the talk."""
    written = Job("written", AFTER_CONTACT, minutes=10, opens=20, queue="letters")
    told = tell(
        office(
            [TALK, written],
            users=[User(0)],
            workers=[
                TALKS_ONLY,
                worker(Shift(0, 25, serves={"letters": 0})),
                worker(Shift(40, 90, serves={"letters": 0})),
            ],
            horizon=49,
        )
    )
    assert told.tasks == [("talk", 0, 0, 0, 30, DONE), ("written", 0, 20, 20, 45, DONE)]


def test_work_that_is_no_contact_restarts_nothing() -> None:
    written = Job("written", AFTER_CONTACT, minutes=10, opens=20)
    told = tell(office([written], users=[User(0)], workers=[worker((0, 200))], horizon=200))
    assert told.tasks == [("written", 0, 20, 20, 30, DONE)]
    assert told.contacts == []


def test_a_follow_up_is_for_some_groups_only() -> None:
    groups = tuple(GroupType(name, True, Timeline.constant(1)) for name in ("a", "b"))
    only_b = Job("follow_up", AFTER_CONTACT, opens=20, groups=("b",))
    told = tell(
        office([TALK, only_b], users=[User(0), User(0, group=1)], workers=[TALKS_ONLY], groups=groups, horizon=55)
    )
    assert [task[:3] for task in told.tasks] == [("talk", 0, 0), ("talk", 1, 0), ("follow_up", 1, 20)]


# Entry


@pytest.mark.parametrize(("entered", "opened"), [(-49, 0), (-50, None), (-51, None)])
def test_a_task_of_entry_is_still_to_come_for_those_younger_than_the_typical_wait(
    entered: float, opened: float | None
) -> None:
    told = tell(office([Job("talk", ENTRY, typical_wait=50, due=60)], users=[User(0, entered=entered)]))
    assert told.tasks == ([] if opened is None else [("talk", 0, 0, None, None, OPEN)])
    assert due(told.log) == ([] if opened is None else [entered + 60])


@pytest.mark.parametrize(("entered", "opened"), [(-69, 0), (-70, None)])
def test_what_opens_later_is_to_come_for_longer(entered: float, opened: float | None) -> None:
    """It opens 20 after entry and typically waits 50: for those who came less than 70 ago it is still to do."""
    told = tell(office([Job("talk", ENTRY, opens=20, typical_wait=50)], users=[User(0, entered=entered)]))
    assert [task[2] for task in told.tasks] == ([] if opened is None else [opened])


def test_a_task_of_entry_opens_a_time_after_entry() -> None:
    told = tell(office([Job("talk", ENTRY, opens=20, due=60, typical_wait=50)], users=[User(0, entered=-5), User(7)]))
    assert [task[:3] for task in told.tasks] == [("talk", 0, 15), ("talk", 1, 27)]
    assert due(told.log) == [55, 67]


def test_a_user_who_comes_in_the_run_has_every_task_of_entry() -> None:
    told = tell(office([Job("talk", ENTRY, typical_wait=0)], users=[User(0), User(7)]))
    assert [task[1] for task in told.tasks] == [0, 1]


# Leaving


def test_need_is_used_up_at_the_pace_of_the_group() -> None:
    """Need 40 at arrival 10: pace 1 until 20 uses 10, none until 50, then 20 remain after 60 at pace 1, 40 at half."""
    pace = Timeline((0.0, 20.0, 50.0, 60.0), (1.0, 0.0, 1.0, 0.5))
    told = tell(office([], users=[User(10, stays=40)], groups=(GroupType("users", True, pace),)))
    assert told.left == [100]


def test_leaving_cancels_what_waits_and_stops_clocks() -> None:
    told = tell(office([TALK, FOLLOW_UP], users=[User(0, stays=15)], workers=[]))
    assert told.tasks == [("talk", 0, 0, None, 15, LEFT)]


def test_a_talk_that_outlives_its_user_is_finished_but_no_contact_and_starts_nothing() -> None:
    told = tell(office([TALK, FOLLOW_UP], users=[User(0, stays=10)], workers=[TALKS_ONLY]))
    assert told.tasks == [("talk", 0, 0, 0, 30, DONE)]
    assert told.contacts == []
    assert told.log.spells.contacts.tolist() == [0]


def test_spells_tell_who_came_and_who_went_where() -> None:
    users = [
        User(0, entered=-9, stays=5, destination=1, origin=Origin.INITIAL),
        User(3, destination=1, origin=Origin.RETURNING),
    ]
    spells = tell(office([], users=users)).log.spells
    assert spells.origin.tolist() == [Origin.INITIAL, Origin.RETURNING]
    assert spells.entered.tolist() == [-9, 3]
    assert spells.arrival.tolist() == [0, 3]
    assert spells.left.tolist()[0] == 5
    assert spells.destination.tolist() == [1, -1]


# Talks


def test_the_talks_of_a_user_never_overlap() -> None:
    """Two workers are free, but user 0's second talk waits for the first; user 1's goes before it."""
    second = Job("second", ENTRY, minutes=20, contact=True, queue="talks", groups=("two",))
    groups = (GroupType("two", True, Timeline.constant(1)), GroupType("one", True, Timeline.constant(1)))
    told = tell(
        office([TALK, second], users=[User(0), User(5, group=1)], workers=[TALKS_ONLY, worker((0, 100))], groups=groups)
    )
    assert told.work == [(0, 0, 0, 30), (2, 1, 5, 35), (1, 0, 30, 50)]


def test_a_worker_who_was_free_all_along_takes_the_second_talk_when_the_first_ends() -> None:
    """Both are free at 30; worker 1 since 0."""
    second = Job("second", ENTRY, minutes=20, contact=True, queue="talks")
    told = tell(office([TALK, second], users=[User(0)], workers=[TALKS_ONLY, worker((0, 100))]))
    assert told.work == [(0, 0, 0, 30), (1, 1, 30, 50)]


def test_work_without_the_user_goes_on_during_a_talk() -> None:
    told = tell(
        office([TALK, Job("letter", ENTRY, queue="letters")], users=[User(0)], workers=[TALKS_ONLY, worker((0, 100))])
    )
    assert told.work == [(1, 1, 0, 10), (0, 0, 0, 30)]


def test_talks_with_nobody_among_the_users_may_overlap() -> None:
    """Employers ring: they are many."""
    told = tell(
        office([Job("call", contact=True)], visits=[Visit(0, "call")] * 2, workers=[worker((0, 100)), worker((0, 100))])
    )
    assert told.work == [(0, 0, 0, 10), (1, 1, 0, 10)]
    assert told.contacts == []
