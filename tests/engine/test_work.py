"""Work in intervals: what must fit, what pauses, what goes back to its queue."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.engine.rules import most_work, worked_minutes
from navsim.values.time import TICKS
from tests.engine.small import DONE, ENTRY, EXPIRED, OPEN, Job, Shift, User, Visit, office, tell, worker

TICK = 1 / TICKS
TALK = Job("talk", minutes=60, contact=True)
CASE = Job("case", minutes=50)
"""Work that may pause."""
OWN_CASE = Job("case", ENTRY, minutes=50)


# What must be done in one piece


def test_a_talk_that_fits_exactly_is_held() -> None:
    told = tell(office([TALK], visits=[Visit(0, "talk")], workers=[worker((0, 60), (100, 200))]))
    assert told.work == [(0, 0, 0, 60)]


def test_a_talk_one_tick_too_long_waits_for_the_next_interval() -> None:
    told = tell(office([TALK], visits=[Visit(0, "talk")], workers=[worker((0, 60 - TICK), (100, 200))]))
    assert told.work == [(0, 0, 100, 160)]


def test_a_shorter_talk_overtakes_one_that_does_not_fit() -> None:
    """20 minutes are left at 40: the talk of 30 that came first waits, the later one of 20 is held."""
    jobs = [Job(f"talk_{minutes}", minutes=minutes, contact=True) for minutes in (20, 30, 40)]
    told = tell(
        office(
            jobs,
            visits=[Visit(0, "talk_40"), Visit(1, "talk_30"), Visit(2, "talk_20")],
            workers=[worker((0, 60), (100, 200))],
        )
    )
    assert told.work == [(0, 0, 0, 40), (2, 0, 40, 60), (1, 0, 100, 130)]


def test_work_that_may_pause_need_not_fit() -> None:
    """The talk of 30 does not fit in the 20 minutes left; the case of 50 that came after it is begun."""
    told = tell(
        office(
            [Job("talk", minutes=30, contact=True), CASE],
            visits=[Visit(40, "talk"), Visit(40, "case")],
            workers=[worker((0, 60), (100, 200))],
        )
    )
    assert told.work == [(1, 0, 40, 60), (1, 0, 100, 130), (0, 0, 130, 160)]


def test_unbroken_work_that_is_no_contact_must_fit_too() -> None:
    told = tell(
        office(
            [Job("visit", minutes=30, unbroken=True)],
            visits=[Visit(40, "visit")],
            workers=[worker((0, 60), (100, 200))],
        )
    )
    assert told.work == [(0, 0, 100, 130)]


def test_whether_it_fits_depends_on_the_worker() -> None:
    """At half proficiency a talk of 60 takes 120 minutes: worker 0 has no room for it, worker 1 has."""
    slow, normal = worker(Shift(0, 119, 0.5), Shift(200, 320, 0.5)), worker((50, 110))
    told = tell(office([TALK], visits=[Visit(0, "talk")] * 2, workers=[slow, normal]))
    assert told.work == [(0, 1, 50, 110), (1, 0, 200, 320)]


def test_a_talk_does_not_run_over_where_two_intervals_touch() -> None:
    told = tell(office([TALK], visits=[Visit(0, "talk")], workers=[worker((0, 50), (50, 130))]))
    assert told.work == [(0, 0, 50, 110)]


@given(st.integers(0, 5000), st.floats(0.05, 3))
def test_most_work_is_the_most_that_is_done_within_the_room(ticks: int, proficiency: float) -> None:
    room = ticks / TICKS
    most = most_work(room, proficiency)
    assert most * TICKS == math.floor(most * TICKS)
    assert worked_minutes(most, proficiency) <= room
    assert worked_minutes(most + TICK, proficiency) > room


# What may pause


def test_work_pauses_at_interval_end_and_goes_on_in_the_next() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 20), (30, 40), (100, 200))]))
    assert told.work == [(0, 0, 0, 20), (0, 0, 30, 40), (0, 0, 100, 120)]
    assert told.tasks == [("case", None, 0, 0, 120, DONE)]


def test_paused_work_is_rescaled_when_proficiency_changes() -> None:
    """30 minutes at half proficiency do 15 of 50; the other 35 take 28 minutes at 1.25."""
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker(Shift(0, 30, 0.5), Shift(100, 200, 1.25))]))
    assert told.work == [(0, 0, 0, 30), (0, 0, 100, 128)]


def test_paused_work_is_rounded_once_while_proficiency_stays() -> None:
    """10 minutes at 0.3 are 33.3333 on the grid, and no more is added or lost by two pauses."""
    shifts = [Shift(start, end, 0.3) for start, end in ((0, 10.3), (20, 31.1), (50, 90))]
    told = tell(office([Job("case", minutes=10)], visits=[Visit(0, "case")], workers=[worker(*shifts)]))
    assert sum(end - start for _, _, start, end in told.work) == math.floor(10 / 0.3 * 1024 + 0.5) / 1024


def test_paused_work_goes_on_before_anything_else() -> None:
    """What came meanwhile is more urgent, but the case is begun."""
    told = tell(
        office(
            [Job("case", minutes=50, priority=1), Job("urgent", priority=0)],
            visits=[Visit(0, "case"), Visit(40, "urgent")],
            workers=[worker((0, 30), (100, 200))],
        )
    )
    assert told.work == [(0, 0, 0, 30), (0, 0, 100, 120), (1, 0, 120, 130)]


def test_paused_work_waits_for_its_worker() -> None:
    """Worker 1 comes in at 40 and is free, but worker 0 is back at 100."""
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 30), (100, 200)), worker((40, 200))]))
    assert told.work == [(0, 0, 0, 30), (0, 0, 100, 120)]


# What goes back to its queue


@pytest.mark.parametrize(("back", "rest"), [(130, (0, 0, 130, 150)), (130 + TICK, (0, 1, 40, 60))])
def test_work_returns_when_its_worker_is_away_longer_than_return_after(back: float, rest: tuple[float, ...]) -> None:
    """Away from 30 on: for 100 minutes the worker keeps the case, for a tick more worker 1 takes it at 40."""
    told = tell(
        office(
            [CASE],
            visits=[Visit(0, "case")],
            workers=[worker((0, 30), (back, 300)), worker((40, 300))],
            return_after=100,
        )
    )
    assert told.work == [(0, 0, 0, 30), rest]
    assert told.tasks == [("case", None, 0, 0, rest[3], DONE)]


def test_work_returns_when_its_worker_never_comes_back() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 30)), worker((40, 300))]))
    assert told.work == [(0, 0, 0, 30), (0, 1, 40, 60)]


def test_work_returns_when_its_worker_no_longer_serves_the_queue() -> None:
    jobs = [Job("case", minutes=50, queue="cases"), Job("letter", queue="letters")]
    first = worker(Shift(0, 30, serves={"cases": 0}), Shift(60, 300, serves={"letters": 0}))
    told = tell(office(jobs, visits=[Visit(0, "case")], workers=[first, worker((40, 300))]))
    assert told.work == [(0, 0, 0, 30), (0, 1, 40, 60)]


def test_work_may_return_in_the_instant_in_which_somebody_else_is_free() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 30)), worker((1, 300))]))
    assert told.work == [(0, 0, 0, 30), (0, 1, 30, 50)]


def test_returned_work_keeps_its_number_and_due_time() -> None:
    """At 40 three cases wait: the one due first goes first, and of two due at 90 the returned one has the number."""
    jobs = [Job("case", minutes=50, due=90), Job("late", minutes=10, due=80), Job("soon", minutes=10, due=60)]
    told = tell(
        office(
            jobs,
            visits=[Visit(0, "case"), Visit(10, "late"), Visit(11, "soon")],
            workers=[worker((0, 30)), worker((40, 300))],
        )
    )
    assert told.work == [(0, 0, 0, 30), (2, 1, 40, 50), (0, 1, 50, 70), (1, 1, 70, 80)]
    assert told.log.tasks.due.tolist() == [90, 90, 71]


def test_returned_work_is_rescaled_for_who_takes_it() -> None:
    """30 minutes at half proficiency do 15 of 50; the other 35 take 28 minutes at 1.25."""
    told = tell(
        office([CASE], visits=[Visit(0, "case")], workers=[worker(Shift(0, 30, 0.5)), worker(Shift(40, 300, 1.25))])
    )
    assert told.work == [(0, 0, 0, 30), (0, 1, 40, 68)]


def test_work_that_returns_twice_is_done_in_three_parts() -> None:
    told = tell(
        office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 30)), worker((40, 50)), worker((60, 300))])
    )
    assert told.work == [(0, 0, 0, 30), (0, 1, 40, 50), (0, 2, 60, 70)]


# Begun and not begun


def test_begun_work_is_not_cancelled_when_its_user_leaves() -> None:
    """The user leaves at 40, while the case is paused."""
    told = tell(office([OWN_CASE], users=[User(0, stays=40)], workers=[worker((0, 30), (100, 200))]))
    assert told.left == [40]
    assert told.tasks == [("case", 0, 0, 0, 120, DONE)]


def test_returned_work_is_not_cancelled_when_its_user_leaves() -> None:
    """The user leaves at 40, while the case waits in its queue for worker 1."""
    told = tell(
        office(
            [Job("case", ENTRY, minutes=50)], users=[User(0, stays=40)], workers=[worker((0, 30)), worker((60, 200))]
        )
    )
    assert told.tasks == [("case", 0, 0, 0, 80, DONE)]


def test_what_nobody_has_begun_expires() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case", expires=20)], workers=[worker((30, 100))]))
    assert told.tasks == [("case", None, 0, None, 20, EXPIRED)]


def test_begun_work_does_not_expire() -> None:
    """The first visit is worked on when it would expire, the second waits again after a beginning."""
    told = tell(
        office(
            [CASE],
            visits=[Visit(0, "case", expires=20), Visit(0, "case", expires=35)],
            workers=[worker((0, 100)), worker((0, 30))],
        )
    )
    assert told.tasks == [("case", None, 0, 0, 50, DONE), ("case", None, 0, 0, 70, DONE)]
    assert told.work == [(1, 1, 0, 30), (0, 0, 0, 50), (1, 0, 50, 70)]


# Cut to what fits


def test_a_talk_is_cut_to_what_fits_and_a_case_is_not() -> None:
    told = tell(
        office(
            [Job("talk", minutes=90, contact=True), Job("case", minutes=90)],
            visits=[Visit(0, "talk"), Visit(0, "case")],
            workers=[worker((0, 60), (100, 200))],
            longest=60,
        )
    )
    assert told.log.tasks.minutes.tolist() == [60, 90]
    assert told.log.tasks.cut.tolist() == [True, False]
    assert told.work == [(0, 0, 0, 60), (1, 0, 100, 190)]


def test_what_fits_nowhere_stays_open() -> None:
    told = tell(office([TALK], visits=[Visit(0, "talk")], workers=[worker((0, 50), (100, 150))]))
    assert told.tasks == [("talk", None, 0, None, None, OPEN)]
