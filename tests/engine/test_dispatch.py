"""Who takes what: each part of the dispatch order where it alone decides, and where it outranks the next."""

from __future__ import annotations

from tests.engine.small import DONE, Job, Shift, Visit, office, tell, worker

BOTH = [worker((0, 100)), worker((0, 100))]


def test_priority_class_decides() -> None:
    """The letter is due first and has the lower number, but its class comes after that of the urgent one."""
    told = tell(
        office(
            [Job("letter", due=20, priority=1), Job("urgent", due=90, priority=0)],
            visits=[Visit(0, "letter"), Visit(0, "urgent")],
            workers=[worker((0, 100))],
        )
    )
    assert told.work == [(1, 0, 0, 10), (0, 0, 10, 20)]


def test_priority_class_comes_before_rank() -> None:
    told = tell(
        office(
            [Job("letter", priority=1, queue="a"), Job("urgent", priority=0, queue="b")],
            visits=[Visit(0, "letter"), Visit(0, "urgent")],
            workers=[worker(Shift(0, 100, serves={"a": 0, "b": 1}))],
        )
    )
    assert told.work == [(1, 0, 0, 10), (0, 0, 10, 20)]


def test_rank_of_the_queue_for_the_worker_decides() -> None:
    """The call is due first and has the lower number, but the worker's first queue is that of letters."""
    told = tell(
        office(
            [Job("call", due=20, queue="calls"), Job("letter", due=90, queue="letters")],
            visits=[Visit(0, "call"), Visit(0, "letter")],
            workers=[worker(Shift(0, 100, serves={"calls": 1, "letters": 0}))],
        )
    )
    assert told.work == [(1, 0, 0, 10), (0, 0, 10, 20)]


def test_rank_decides_between_workers_too() -> None:
    """Both are free, worker 0 since longer and with the lower number; the call is worker 1's first queue."""
    told = tell(
        office(
            [Job("call", queue="calls"), Job("letter", queue="letters")],
            visits=[Visit(10, "call")],
            workers=[
                worker(Shift(0, 100, serves={"letters": 0, "calls": 1})),
                worker(Shift(5, 100, serves={"calls": 0})),
            ],
        )
    )
    assert told.work == [(0, 1, 10, 20)]


def test_due_decides() -> None:
    """The letter came first, the call is due first."""
    told = tell(
        office(
            [Job("letter", due=90), Job("call", due=20)],
            visits=[Visit(0, "letter"), Visit(1, "call")],
            workers=[worker((2, 100))],
        )
    )
    assert told.work == [(1, 0, 2, 12), (0, 0, 12, 22)]


def test_task_number_decides() -> None:
    """Both are due at 20; the letter came first, though the call's type comes first."""
    told = tell(
        office(
            [Job("call", due=19), Job("letter", due=20)],
            visits=[Visit(0, "letter"), Visit(1, "call")],
            workers=[worker((2, 100))],
        )
    )
    assert told.work == [(0, 0, 2, 12), (1, 0, 12, 22)]


def test_due_and_then_task_number_decide_between_queues_of_one_rank() -> None:
    """The worker serves both queues alike: the call that came last is due first; of two due at 50 the first goes."""
    jobs = [
        Job("call", due=20, queue="calls"),
        Job("letter", due=50, queue="letters"),
        Job("ring", due=49, queue="calls"),
    ]
    visits = [Visit(0, "letter"), Visit(1, "ring"), Visit(2, "call")]
    told = tell(office(jobs, visits=visits, workers=[worker((3, 100))]))
    assert told.work == [(2, 0, 3, 13), (0, 0, 13, 23), (1, 0, 23, 33)]


def test_free_since_decides() -> None:
    """Worker 0 has been free since 10, worker 1 since 5."""
    told = tell(
        office(
            [Job("letter")],
            visits=[Visit(0, "letter"), Visit(20, "letter")],
            workers=[worker((0, 100)), worker((5, 100))],
        )
    )
    assert told.work == [(0, 0, 0, 10), (1, 1, 20, 30)]


def test_free_since_restarts_at_each_interval() -> None:
    """Worker 0 has had nothing to do since 0, but came in anew at 15; worker 1 has been free since 10."""
    told = tell(
        office(
            [Job("letter", queue="letters"), Job("call", queue="calls")],
            visits=[Visit(0, "call"), Visit(20, "letter")],
            workers=[
                worker(Shift(0, 15, serves={"letters": 0}), Shift(15, 100, serves={"letters": 0})),
                worker(Shift(0, 100, serves={"letters": 0, "calls": 0})),
            ],
        )
    )
    assert told.work == [(0, 1, 0, 10), (1, 1, 20, 30)]


def test_worker_number_decides() -> None:
    told = tell(office([Job("letter")], visits=[Visit(5, "letter")], workers=BOTH))
    assert told.work == [(0, 0, 5, 15)]


def test_least_pair_starts_first_and_then_the_least_of_those_left() -> None:
    """Worker 0 ranks calls first, worker 1 letters: at 0 each takes its own; later tasks go round by rank."""
    told = tell(
        office(
            [Job("call", queue="calls", due=50), Job("letter", queue="letters", due=40)],
            visits=[Visit(0, "call"), Visit(0, "call"), Visit(0, "letter")],
            workers=[
                worker(Shift(0, 100, serves={"calls": 0, "letters": 1})),
                worker(Shift(0, 100, serves={"calls": 1, "letters": 0})),
            ],
        )
    )
    assert told.work == [(0, 0, 0, 10), (2, 1, 0, 10), (1, 0, 10, 20)]


def test_a_worker_takes_only_what_the_interval_serves() -> None:
    """The worker turns from calls to letters at 50: reorganisations have dates."""
    told = tell(
        office(
            [Job("call", queue="calls"), Job("letter", queue="letters")],
            visits=[Visit(0, "letter"), Visit(10, "call"), Visit(60, "call")],
            workers=[worker(Shift(0, 50, serves={"calls": 0}), Shift(50, 100, serves={"letters": 0}))],
        )
    )
    assert told.work == [(1, 0, 10, 20), (0, 0, 50, 60)]
    assert told.tasks[1] == ("call", None, 10, 10, 20, DONE)
