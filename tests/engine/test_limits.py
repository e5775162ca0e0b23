"""Offices out of all proportion: the compiled engine has room for them, or makes it."""

from __future__ import annotations

import pytest

from tests.both import simulate
from tests.engine.small import ENTRY, FOREVER, Job, Shift, User, office, on_lists, worker


@pytest.mark.parametrize("workers", [1100, 5000])
def test_more_workers_than_anything_else(workers: int) -> None:
    """One event may put as much on the agenda as there are workers."""
    plan = office([Job("letter", ENTRY, 1, opens=60)], [User(0)], workers=[worker((0, 160))] * workers, horizon=300)
    assert len(simulate(plan).work.task) == 1


@pytest.mark.parametrize("types", [130, 600])
def test_more_kinds_of_task_than_anything_else(types: int) -> None:
    """One event may open as many tasks as there are kinds."""
    jobs = [Job(f"job {number}", ENTRY, 1, due=number % 7) for number in range(types)]
    assert len(simulate(office(jobs, [User(0)], workers=[worker((0, 160))], horizon=300)).work.task) == min(types, 160)


def test_a_desk_where_nobody_is_on_duty_has_no_list() -> None:
    """It may help with the letter of somebody's user, after what is nobody's."""
    jobs = [Job("letter", ENTRY, due=50, queue="a"), Job("other", ENTRY, due=200, queue="b")]
    desk = worker(Shift(100, 130, 1, {"a": 1, "b": 2}), reception="desk")
    plan = office(jobs, [User(0)], workers=[worker((500, 600)), desk])
    log = simulate(on_lists(plan, "a", {0: [(-FOREVER, 0)]}, pool_after=20))
    assert log.work.task.tolist() == [1, 0]
