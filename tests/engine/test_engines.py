"""Both engines give the same log to the bit: over plans at random, and wherever the compiled one's own machinery works.

What it has of its own, and the reference engine has not: memory that grows while the run stops, memory that serves the
next run, spans of time, lines that move in their stretch of memory.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from numpy.typing import NDArray

from navsim.engine import compiled, reference
from navsim.engine.compiled import memory
from navsim.engine.compiled.given import Arrays, Records
from navsim.engine.log import differing
from navsim.plan.model import Plan
from navsim.values.timeline import Timeline
from tests.both import simulate
from tests.engine.crowds import HORIZON, all_at_once, crowd, towards_the_end, towards_the_front
from tests.engine.plans import plans
from tests.engine.small import AT_RANDOM, COMPLETION, ENTRY, OUTSIDE, Job, Shift, User, Visit, Worker, office, worker
from tests.properties.offices import offices
from tests.properties.running import simulated

TINY = 2.0**-10
"""A tick of the model's clock."""


@settings(max_examples=150)
@given(plans())
def test_small_plans_at_random(plan: Plan) -> None:
    simulate(plan)


@settings(max_examples=15)
@given(offices())
def test_configs_at_random(data: dict[str, Any]) -> None:
    simulated(data)


# Memory


STEP = 40
"""More than one event adds to a table, with six kinds of task and six workers."""


def step(run: Records, name: str) -> int:
    """By how much a table grows: the lines' by something for each of them."""
    return STEP * (2 * int(run[0]["lines_count"]) if name == "entries" else 1)


def moved(array: NDArray[Any], room: int) -> NDArray[Any]:
    """The beginning of an array in another place, with this much room."""
    there = np.empty(room, array.dtype)
    there[: len(array)] = array[:room]
    return there


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A run has as little memory as can be, and stops again and again for more: at these instants."""
    counted: list[float] = []

    def run_of(plan: Plan, arrays: Arrays) -> Records:
        run = memory.run_of(plan, arrays)
        arrays |= {
            each: moved(arrays[each], step(run, name)) for name in memory.GROWING for each in memory.parts_of(name)
        }
        memory.point(run, arrays)
        return run

    def widen(run: Records, arrays: Arrays) -> None:
        counted.append(float(run[0]["now"]))
        name = memory.GROWING[run[0]["short"]]
        room = int(run[0][f"{name}_room"]) + step(run, name)
        arrays |= {each: moved(arrays[each], room) for each in memory.parts_of(name)}
        memory.point(run, arrays)

    monkeypatch.setattr(compiled, "run_of", run_of)
    monkeypatch.setattr(compiled, "widen", widen)
    return counted


def test_memory_that_is_too_small_grows(stops: list[float]) -> None:
    """Between any two events, also of one instant; what grew is the same as if it had been there."""
    log = simulate(crowd(1500, 300))
    assert len(log.tasks.type) > 2500
    assert len(stops) > 100
    stops.clear()
    simulate(all_at_once(2000, [worker((0, 5), (60, 160))]))
    assert sum(time == 60 for time in stops) > 20


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_small_plans_in_little_memory(stops: list[float], plan: Plan) -> None:
    simulate(plan)


def test_guesses_are_widened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own guess for users that have hundreds of tasks each."""
    counted: list[int] = []

    def widen(run: Records, arrays: Arrays) -> None:
        counted.append(int(run[0]["tasks_used"]))
        memory.widen(run, arrays)

    monkeypatch.setattr(compiled, "widen", widen)
    often = Job("letter", AT_RANDOM, 1, rate=Timeline.constant(1.0), unbroken=True)
    after = Job("copy", COMPLETION, 0, after="letter", opens=2000)
    simulate(office([often, after], [User(0)] * 3, workers=[worker((0, 1e5))] * 4, horizon=3000))
    assert len(counted) > 3


def test_memory_that_serves_again() -> None:
    """A big run, a small one, one with other numbers of everything, and the big one again: as in any order."""
    big, small, other = crowd(900, 200), crowd(5, 5, 1), crowd(60, 400, 30, seed="other")
    logs = [reference.simulate(plan) for plan in (big, small, other)]
    for which in (0, 1, 0, 2, 1, 2, 0):
        assert differing(logs[which], compiled.simulate((big, small, other)[which])) is None


def test_a_log_is_not_touched_by_the_next_run() -> None:
    plan = crowd(300, 50)
    first = compiled.simulate(plan)
    compiled.simulate(crowd(300, 50, seed="other"))
    assert differing(first, reference.simulate(plan)) is None


def test_two_threads_at_once() -> None:
    these = [crowd(400, 100, seed=f"thread {number}") for number in range(4)]
    logs = [reference.simulate(plan) for plan in these]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(compiled.simulate, these * 6))
    assert [differing(logs[place % 4], log) for place, log in enumerate(found)] == [None] * 24


# The agenda's spans of time


@pytest.mark.parametrize("horizon", [TINY, 1.0, 7 + TINY, HORIZON / 2, 1e5, 1e9])
def test_short_and_long_horizons(horizon: float) -> None:
    """Spans of less than a tick, and one span that has everything in it."""
    plan = crowd(200, 100)
    simulate(replace(plan, static=replace(plan.static, horizon=horizon)))


def test_all_in_the_first_span_and_the_last() -> None:
    """An event at the horizon is none; one a tick before it is."""
    horizon = 1e6
    jobs = [Job("letter", OUTSIDE, TINY), Job("talk", ENTRY, 5, contact=True)]
    near = [horizon - 2 * TINY, horizon - 2 * TINY, horizon - TINY, horizon, horizon + 1]
    visits = [Visit(0, "letter", TINY), Visit(TINY, "letter"), *(Visit(time, "letter", horizon) for time in near)]
    users = [User(0, stays=horizon), User(0, stays=horizon - TINY), User(horizon - TINY), User(horizon)]
    staff = [
        worker((0, 3 * TINY), (horizon - 2 * TINY, horizon)),
        worker((horizon - 5, horizon + 9)),
        worker((horizon, horizon + 9)),
    ]
    log = simulate(office(jobs, users, visits, staff, horizon=horizon))
    assert len(log.spells.person) == 3
    assert log.work.end.max() == horizon


@pytest.mark.parametrize("users", [1, 5000])
def test_thousands_of_events_in_one_instant(users: int) -> None:
    """All join the heap of one span, while another span is under way."""
    log = simulate(all_at_once(users, [worker((0, 5), (150, 200)), worker((20, 21), (100, 160))]))
    assert len(log.tasks.type) == users


def test_hundreds_begin_at_once() -> None:
    """More tasks and more workers than one, in one instant, each with a choice."""
    jobs = [Job("letter", OUTSIDE, 10, due=5), Job("call", OUTSIDE, 10, due=5, queue="other", unbroken=True)]
    visits = [Visit(float(number // 50), ("letter", "call")[number % 2]) for number in range(300)]
    staff = [worker(Shift(20, 20 + 5 * (number % 7 + 1), 1 + number % 3, {"tasks": number % 2, "other": number % 3}))
             for number in range(200)]  # fmt: skip
    log = simulate(office(jobs, visits=visits, workers=staff, horizon=100))
    assert (log.work.start == 20).sum() > 150


# Lines


@pytest.mark.parametrize("plan_of", [towards_the_front, towards_the_end])
def test_a_line_moves_through_its_stretch(plan_of: Any) -> None:
    """Some dozens wait at a time, thousands in all: the line wanders to one end and is put in the middle again."""
    log = simulate(plan_of(3000))
    assert len(log.tasks.type) == 3000
    assert len(log.work.task) > 100


# Plans in which something is missing


@pytest.mark.parametrize("jobs", [[], [Job("letter", OUTSIDE, 10), Job("talk", ENTRY, 10, contact=True)]])
@pytest.mark.parametrize("users", [[], [User(0), User(10, stays=30)]])
@pytest.mark.parametrize("visits", [[], [Visit(5, "letter", 20), Visit(5, "letter")]])
@pytest.mark.parametrize("staff", [[], [Worker(())], [worker((0, 50))]])
def test_with_nobody_or_nothing(jobs: list[Job], users: list[User], visits: list[Visit], staff: list[Worker]) -> None:
    log = simulate(office(jobs, users, visits if jobs else [], staff, horizon=100))
    assert len(log.tasks.type) == (len(users) + len(visits) if jobs else 0)


def test_work_that_is_paused_at_the_horizon_is_not_cut_there() -> None:
    """The worker's next interval is after it."""
    log = simulate(office([Job("letter", ENTRY, 30)], [User(0)], workers=[worker((0, 20), (150, 200))], horizon=100))
    assert log.work.end.tolist() == [20]
