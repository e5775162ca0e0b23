"""Who is run how often, what is shown of it, and threads."""

from __future__ import annotations

import time
from threading import Lock

import pytest

from benchmarks.race import BY_HAND, COMPILED, FEW, SLOW, Absent, Entrant, race, race_lines
from benchmarks.threads import in_turn, threaded
from benchmarks.timing import Took
from navsim.plan.model import Plan


def entrant(name: str, seconds: float, order: list[tuple[str, int]]) -> Entrant[float]:
    """A program of 100 events that says how long it took."""

    def run(replication: int) -> tuple[float, Took]:
        order.append((name, replication))
        return 100.0, Took(seconds * (1 + replication), seconds)

    return Entrant(name, run)


def test_programs_run_in_turn_and_slow_ones_fewer_times() -> None:
    order: list[tuple[str, int]] = []
    programs: list[Entrant[float] | Absent] = [
        entrant("a", 1, order),
        Absent("b", "not here"),
        entrant("c", SLOW + 1, order),
    ]
    raced = race(programs, 4)
    assert order == [("a", 0), ("c", 0), ("a", 1), ("c", 1), ("a", 2), ("a", 3)]
    assert {name: len(mine.found) for name, mine in raced.items()} == {"a": 4, "c": FEW}


def test_the_table_has_ratios_of_the_same_replications() -> None:
    order: list[tuple[str, int]] = []
    programs: list[Entrant[float] | Absent] = [
        entrant(BY_HAND, 2, order), entrant("slow", 20, order), entrant(COMPILED, 0.1, order),
        Absent("gone", "not here"),
    ]  # fmt: skip
    lines = list(race_lines("title", programs, race(programs, 3), lambda events: events))
    assert [line.split() for line in lines] == [
        ["title", "runs", "seconds", "x", "SimPy", "compiled", "x", "events/s"],
        [*BY_HAND.split(), "3", "4", "1", "20", "25"],
        ["slow", str(FEW), "30", "0.1", "200", "4"],
        [*COMPILED.split(), "3", "0.2", "20", "1", "500"],
        ["gone", "not", "here"],
        ["(what", "takes", "more", "than", "10", "s", "of", "processor", "time", "is", "run", "2", "times", "only)"],
    ]


def test_each_plan_is_simulated_once_for_each_number_of_threads() -> None:
    seen: list[object] = []
    lock = Lock()

    def simulate(plan: Plan) -> None:
        with lock:
            seen.append(plan)

    plans: list[Plan] = [object(), object(), object()]  # type: ignore[list-item]
    threaded(simulate, plans, 2)
    assert sorted(map(id, seen)) == sorted(map(id, plans))
    seen.clear()
    alone, together = in_turn(simulate, plans, 2)
    assert len(alone) == len(together) == 2
    assert len(seen) == 1 + 2 * 2 * len(plans)


def test_two_threads_work_at_the_same_time() -> None:
    def simulate(plan: Plan) -> None:
        time.sleep(0.05)

    plans: list[Plan] = [object()] * 4  # type: ignore[list-item]
    alone, together = in_turn(simulate, plans, 1)
    assert alone[0].wall / together[0].wall == pytest.approx(2, rel=0.3)
