"""What starts at an age, before a limit, and when another task is done, worked out by hand."""

from __future__ import annotations

import pytest

from navsim.engine.rules import next_opening
from navsim.plan.model import GroupType
from navsim.values.time import DAY
from navsim.values.timeline import Timeline
from tests.engine.small import (
    AGE,
    ALWAYS,
    BEFORE_LIMIT,
    COMPLETION,
    DONE,
    ENTRY,
    EXPIRED,
    FOREVER,
    LEFT,
    OPEN,
    Job,
    Shift,
    User,
    Visit,
    exactly,
    office,
    tell,
    worker,
)

ALL_DAY = worker((0, 1000))


# At an age


def test_an_age_starts_a_task_that_long_after_entry_and_due_counts_from_there() -> None:
    told = tell(office([Job("look", AGE, age=30, opens=5, due=20)], [User(10)]))
    assert told.tasks == [("look", 0, 45, None, None, OPEN)]
    assert told.log.tasks.due.tolist() == [60]


def test_those_present_at_the_start_have_had_what_their_age_has_passed() -> None:
    """At 30 in the spell: entered 50 before it has been; entered 20 before it comes at 10."""
    told = tell(office([Job("look", AGE, age=30)], [User(0, entered=-50), User(0, entered=-20)]))
    assert told.tasks == [("look", 1, 10, None, None, OPEN)]


def test_what_is_typically_still_waiting_waits_at_the_start() -> None:
    """Its time came 20 ago, and it typically waits for 25."""
    told = tell(office([Job("look", AGE, age=30, due=40, typical_wait=25)], [User(0, entered=-50)]))
    assert told.tasks == [("look", 0, 0, None, None, OPEN)]
    assert told.log.tasks.due.tolist() == [20]


def test_an_age_that_is_not_reached_starts_nothing() -> None:
    assert tell(office([Job("look", AGE, age=30)], [User(0, 30)])).tasks == []


def test_an_age_counts_from_the_entry_of_each_spell() -> None:
    groups = (GroupType("first", True, ALWAYS), GroupType("second", True, ALWAYS, exactly(100), (1.0,) * 4))
    told = tell(office([Job("look", AGE, age=30)], [User(0, 20, destination=3)], groups=groups))
    assert [row[2] for row in told.tasks] == [50]


# Before a limit


def test_a_time_before_the_limit() -> None:
    told = tell(office([Job("look", BEFORE_LIMIT, age=30)], [User(10, limit=100), User(10)]))
    assert [row[:3] for row in told.tasks] == [("look", 0, 80)]


def test_a_limit_that_is_nearer_starts_it_at_entry() -> None:
    told = tell(office([Job("look", BEFORE_LIMIT, age=30)], [User(10, limit=20)]))
    assert told.tasks == [("look", 0, 10, None, 30, LEFT)]
    assert told.log.tasks.due.tolist() == [1010]


def test_those_present_at_the_start_count_what_is_left_of_their_limit() -> None:
    """100 left: 30 before is at 70. 20 left: its time was 10 ago, at -10: done already."""
    users = [User(0, limit=100, entered=-200), User(0, limit=20, entered=-200)]
    told = tell(office([Job("look", BEFORE_LIMIT, age=30)], users))
    assert [row[:3] for row in told.tasks] == [("look", 0, 70)]


# When another task is done


def test_completion_starts_another_task_after_its_delay() -> None:
    jobs = [Job("first"), Job("second", COMPLETION, after="first", delay=15, due=40)]
    told = tell(office(jobs, visits=[Visit(0, "first")], workers=[ALL_DAY]))
    assert told.tasks == [("first", None, 0, 0, 10, DONE), ("second", None, 25, 25, 35, DONE)]
    assert told.log.tasks.due.tolist() == [1000, 65]


def test_without_delay_it_is_there_in_the_same_instant() -> None:
    jobs = [Job("first"), Job("second", COMPLETION, after="first", minutes=5)]
    told = tell(office(jobs, visits=[Visit(0, "first")], workers=[ALL_DAY]))
    assert told.work == [(0, 0, 0, 10), (1, 0, 10, 15)]


def test_opens_comes_on_top_of_the_delay() -> None:
    jobs = [Job("first"), Job("second", COMPLETION, after="first", delay=15, opens=5)]
    told = tell(office(jobs, visits=[Visit(0, "first")], workers=[ALL_DAY]))
    assert told.tasks[1][2] == 30


@pytest.mark.parametrize(("probability", "number"), [(0.0, 0), (1.0, 40)])
def test_with_its_probability(probability: float, number: int) -> None:
    jobs = [
        Job("first", minutes=1),
        Job("second", COMPLETION, after="first", probability=Timeline.constant(probability)),
    ]
    told = tell(office(jobs, visits=[Visit(0, "first")] * 40, workers=[ALL_DAY]))
    assert sum(row[0] == "second" for row in told.tasks) == number


def test_probability_is_that_of_the_completion_and_each_draw_its_own() -> None:
    """Of 200 before 500 none, of 200 after it about half."""
    jobs = [
        Job("first", minutes=0),
        Job("second", COMPLETION, minutes=0, after="first", probability=Timeline((0.0, 500.0), (0.0, 0.5))),
    ]
    visits = [Visit(10, "first")] * 200 + [Visit(600, "first")] * 200
    told = tell(office(jobs, visits=visits, workers=[ALL_DAY]))
    opened = [row[2] for row in told.tasks if row[0] == "second"]
    assert set(opened) == {600}
    assert 70 <= len(opened) <= 130


def test_it_is_the_same_users_task_and_not_for_those_who_left() -> None:
    jobs = [Job("first", ENTRY), Job("second", COMPLETION, after="first", delay=30)]
    told = tell(office(jobs, [User(0, 100), User(0, 30)], workers=[ALL_DAY, ALL_DAY]))
    assert [row[:3] for row in told.tasks] == [("first", 0, 0), ("first", 1, 0), ("second", 0, 40)]


def test_what_outlives_its_user_starts_nothing() -> None:
    jobs = [Job("first", ENTRY, minutes=50), Job("second", COMPLETION, after="first")]
    told = tell(office(jobs, [User(0, 30)], workers=[ALL_DAY]))
    assert told.tasks == [("first", 0, 0, 0, 50, DONE)]


def test_it_is_not_for_a_group_that_it_is_not_for() -> None:
    groups = (GroupType("first", True, ALWAYS), GroupType("second", True, ALWAYS))
    jobs = [Job("first", ENTRY), Job("second", COMPLETION, after="first", groups=("second",))]
    told = tell(office(jobs, [User(0, group=0), User(0, group=1)], workers=[ALL_DAY], groups=groups))
    assert [row[:2] for row in told.tasks] == [("first", 0), ("first", 1), ("second", 1)]


def test_a_chain_with_a_delay_may_go_round() -> None:
    jobs = [
        Job("first"), Job("again", COMPLETION, after="second", delay=100), Job("second", COMPLETION, after="first"),
        Job("third", COMPLETION, after="again"),
    ]  # fmt: skip
    told = tell(office(jobs, visits=[Visit(0, "first")], workers=[ALL_DAY]))
    assert [(row[0], row[2]) for row in told.tasks] == [("first", 0), ("second", 10), ("again", 120), ("third", 130)]


# Another must do it


def test_another_must_do_it_even_when_free_later() -> None:
    """Worker 0 did the first and is free from 10; worker 1 comes at 50."""
    jobs = [Job("first"), Job("second", COMPLETION, after="first", another=True)]
    told = tell(office(jobs, visits=[Visit(0, "first")], workers=[ALL_DAY, worker((50, 100))]))
    assert told.work == [(0, 0, 0, 10), (1, 1, 50, 60)]


def test_another_is_another_employee_not_another_server() -> None:
    """Employee 0 does the first at the desk, and must not do the second at the own place; employee 1 comes at 60."""
    jobs = [Job("first", queue="desk", unbroken=True), Job("second", COMPLETION, after="first", another=True)]
    told = tell(
        office(
            jobs, visits=[Visit(0, "first")],
            workers=[
                worker(Shift(20, 100, serves={"tasks": 0})), worker(Shift(60, 100, serves={"tasks": 0})),
                worker(Shift(0, 20, serves={"desk": 0}), reception="front"),
            ],
            duties=[(2, 0, 0, 20)],
        )
    )  # fmt: skip
    assert told.work == [(0, 2, 0, 10), (1, 1, 60, 70)]


def test_who_is_barred_takes_the_next_one_in_line() -> None:
    jobs = [Job("first"), Job("second", COMPLETION, after="first", another=True, due=10), Job("third")]
    told = tell(office(jobs, visits=[Visit(0, "first"), Visit(5, "third")], workers=[ALL_DAY]))
    assert told.tasks == [
        ("first", None, 0, 0, 10, DONE), ("third", None, 5, 10, 20, DONE), ("second", None, 10, None, None, OPEN),
    ]  # fmt: skip


# Back at a reception


OPENINGS = ((600.0, 840.0), (DAY + 600, DAY + 840))


@pytest.mark.parametrize(
    ("time", "comes"),
    [
        (0, (600, 840)),  # the beginning of the day is that of the opening
        (720, (720, 840)),  # half the day is half the opening, which is not before
        (721, (DAY + 600 + 721 / DAY * 240, DAY + 840)),  # else it would be before: the next day
        (DAY, (DAY + 600, DAY + 840)),
        (DAY + 721, (FOREVER, FOREVER)),
    ],
)
def test_next_opening(time: float, comes: tuple[float, float]) -> None:
    starts, ends = zip(*OPENINGS, strict=True)
    found = next_opening(starts, ends, time)
    assert found == pytest.approx(comes, abs=1 / 1024)


def test_a_return_visit_comes_when_it_is_open_and_expires_at_closing() -> None:
    """Done at 610; a day later is 1450 + 610: the part 610/1440 of the second opening, 600 + 101.67."""
    jobs = [
        Job("visit", unbroken=True),
        Job("back", COMPLETION, after="visit", delay=DAY, unbroken=True, openings=OPENINGS),
    ]
    told = tell(office(jobs, visits=[Visit(600, "visit", 840)], workers=[worker((600, 840))]))
    name, _, opened, started, ended, outcome = told.tasks[1]
    assert (name, started, outcome) == ("back", None, EXPIRED)
    assert opened == pytest.approx(DAY + 600 + 610 / DAY * 240, abs=1 / 1024)
    assert ended == DAY + 840


def test_after_the_last_opening_nobody_comes_back() -> None:
    jobs = [
        Job("visit", unbroken=True),
        Job("back", COMPLETION, after="visit", delay=2 * DAY, unbroken=True, openings=OPENINGS),
    ]
    told = tell(office(jobs, visits=[Visit(600, "visit", 840)], workers=[worker((600, 840))]))
    assert len(told.tasks) == 1
