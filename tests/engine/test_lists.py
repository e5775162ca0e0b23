"""Personal lists and the pool's help, worked out by hand. User 0 is on the list of employee 0."""

from __future__ import annotations

import pytest

from tests.engine.small import (
    COMPLETION,
    DONE,
    ENTRY,
    FOREVER,
    OPEN,
    QUEUE,
    Job,
    Shift,
    User,
    Visit,
    office,
    on_lists,
    tell,
    worker,
)

LETTER = Job("letter", ENTRY)
MINE = {0: [(-FOREVER, 0)]}


def test_a_task_waits_for_its_caseworker_while_others_are_free() -> None:
    plan = office([LETTER], [User(0)], workers=[worker((50, 100)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, MINE)).work == [(0, 0, 50, 60)]
    assert tell(plan).work == [(0, 1, 0, 10)]


def test_after_a_wait_the_pool_helps() -> None:
    plan = office([LETTER], [User(0)], workers=[worker((50, 100)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, MINE, pool_after=20)).work == [(0, 1, 20, 30)]
    assert tell(on_lists(plan, QUEUE, MINE, pool_after=0)).work == [(0, 1, 0, 10)]


def test_when_the_wait_ends_with_the_caseworkers_coming_the_caseworker_has_it() -> None:
    """Both could start it at 50; worker 0's own list ranks before worker 1's helping."""
    plan = office([LETTER], [User(0)], workers=[worker((50, 100)), worker((50, 100))])
    swapped = on_lists(plan, QUEUE, {0: [(-FOREVER, 1)]}, pool_after=50)
    assert tell(swapped).work == [(0, 1, 50, 60)]


def test_the_wait_counts_from_the_opening() -> None:
    plan = office([Job("letter", ENTRY, opens=30)], [User(0)], workers=[worker((200, 300)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, MINE, pool_after=20)).work == [(0, 1, 50, 60)]


def test_ones_own_list_comes_before_helping_whatever_is_due() -> None:
    """User 0's letter is due first and may be helped with; worker 1 does the own user's first."""
    plan = office(
        [Job("letter", ENTRY, due=10)], [User(0), User(5)],
        workers=[worker((500, 600)), worker((100, 200))],
    )  # fmt: skip
    told = tell(on_lists(plan, QUEUE, {0: [(-FOREVER, 0)], 1: [(-FOREVER, 1)]}, pool_after=20))
    assert told.work == [(1, 1, 100, 110), (0, 1, 110, 120)]


def test_priority_comes_before_ones_own_list() -> None:
    plan = office(
        [Job("urgent", ENTRY, priority=0, groups=None), Job("letter", priority=1)], [User(0)],
        visits=[Visit(0, "letter")], workers=[worker((500, 600)), worker((100, 200))],
    )  # fmt: skip
    told = tell(on_lists(plan, QUEUE, MINE, pool_after=20))
    assert told.work == [(0, 1, 100, 110), (1, 1, 110, 120)]


def test_what_is_nobodys_is_everybodys_at_once() -> None:
    """Tasks from outside, and users without a caseworker."""
    plan = office([LETTER, Job("call")], [User(0)], visits=[Visit(0, "call")], workers=[worker((0, 100))])
    told = tell(on_lists(plan, QUEUE, {0: [(-FOREVER, -1)]}))
    assert told.work == [(0, 0, 0, 10), (1, 0, 10, 20)]


def test_a_handed_over_task_goes_to_the_new_caseworker_in_that_instant() -> None:
    plan = office([LETTER], [User(0)], workers=[worker((500, 600)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, {0: [(-FOREVER, 0), (30, 1)]})).work == [(0, 1, 30, 40)]


def test_a_list_that_nobody_has_any_more_is_everybodys() -> None:
    plan = office([LETTER], [User(0)], workers=[worker((500, 600)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, {0: [(-FOREVER, 0), (30, -1)]})).work == [(0, 1, 30, 40)]


def test_what_was_handed_over_before_it_opened_is_the_new_ones() -> None:
    plan = office([Job("letter", ENTRY, opens=60)], [User(0)], workers=[worker((0, 100)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, {0: [(-FOREVER, 0), (30, 1)]})).work == [(0, 1, 60, 70)]


def test_returned_work_goes_on_the_list_again() -> None:
    """Worker 0 goes at 20 for good, the list was handed over at 10: worker 1 finishes it."""
    plan = office([Job("letter", ENTRY, minutes=30)], [User(0)], workers=[worker((0, 20)), worker((40, 100))])
    told = tell(on_lists(plan, QUEUE, {0: [(-FOREVER, 0), (10, 1)]}))
    assert told.work == [(0, 0, 0, 20), (0, 1, 40, 50)]


@pytest.mark.parametrize("pool_after", [FOREVER, 5.0])
def test_a_task_done_by_its_caseworker_is_not_done_again(pool_after: float) -> None:
    plan = office([LETTER], [User(0)], workers=[worker((0, 100)), worker((0, 100))])
    told = tell(on_lists(plan, QUEUE, {0: [(-FOREVER, 0), (3, 1), (7, 0)]}, pool_after))
    assert told.work == [(0, 0, 0, 10)]


def test_somebody_else_on_a_list_waits_for_the_pool() -> None:
    """The second decision is on the list of the one who must not make it."""
    jobs = [LETTER, Job("decision", COMPLETION, after="letter", another=True)]
    plan = office(jobs, [User(0)], workers=[worker((0, 100)), worker((0, 100))])
    assert tell(on_lists(plan, QUEUE, MINE)).tasks[1] == ("decision", 0, 10, None, None, OPEN)
    assert tell(on_lists(plan, QUEUE, MINE, pool_after=20)).tasks[1] == ("decision", 0, 10, 30, 40, DONE)


@pytest.mark.parametrize(
    ("next_one", "after"), [(0, [(0, 2, 40, 50), (1, 2, 50, 60)]), (1, [(1, 2, 40, 50), (0, 2, 50, 60)])]
)
def test_paused_work_goes_on_by_the_same_employee_only(next_one: int, after: list[object]) -> None:
    """At a desk another employee has the next duty: the task goes back to its queue, where an urgent one is first."""
    told = tell(
        office(
            [Job("form", minutes=30, priority=1), Job("urgent", priority=0)],
            visits=[Visit(0, "form"), Visit(30, "urgent")],
            workers=[
                worker(Shift(900, 910, serves={})), worker(Shift(900, 910, serves={})),
                worker((0, 20), (40, 60), reception="front"),
            ],
            duties=[(2, 0, 0, 20), (2, next_one, 40, 60)],
        )
    )  # fmt: skip
    assert told.work == [(0, 2, 0, 20), *after]
