"""Every program for queues simulates the same system: small ones, against the recursion that defines their waits."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.mmc import CONFIG, erlangs_wait, pooled, programs_of, system_of, wait_lines
from benchmarks.mmc_peers import System, Waits
from benchmarks.race import Absent, Raced, race, race_lines
from navsim.config.document import load
from navsim.plan.compile import Prepared, plan_of, prepare

RUNS = 3
SMALL = System(servers=3, per_minute=0.1, minutes=15, horizon=10_080)
"""About 1,000 customers at half load."""

NAMES = ("SimPy by hand", "Ciw", "salabim", "simmer", "navsim, reference", "navsim, compiled")


@cache
def small() -> Prepared:
    sets = ("weeks=1", "staff.clerk.people=3", "tasks.letter.start.outside=6 / h",
            "tasks.letter.minutes.exponential.mean=15 min")  # fmt: skip
    return prepare(load(CONFIG, sets).config())


@cache
def raced() -> tuple[list[str], dict[str, Raced[Waits]]]:
    """The race's lines, and what each program found."""
    programs = programs_of(small(), [plan_of(small(), number) for number in range(RUNS)])
    found = race(programs, RUNS)
    missing = {program.name: program.why for program in programs if isinstance(program, Absent)}
    assert tuple(program.name for program in programs) == NAMES
    assert set(found) | set(missing) == set(NAMES)
    return list(race_lines("title", programs, found, lambda waits: waits.events)), found


@cache
def recursion(system: System, runs: int) -> NDArray[np.float64]:
    """The mean wait of the customers of each run, by Kiefer and Wolfowitz (1955): when each server will be free."""
    chance = np.random.default_rng(1955)
    free, now, total = np.zeros((runs, system.servers)), np.zeros(runs), np.zeros(runs)
    customers = round(system.per_minute * system.horizon)
    for _ in range(customers):
        now += chance.exponential(1 / system.per_minute, runs)
        begin = np.maximum(free[:, 0], now)
        total += begin - now
        free[:, 0] = begin + chance.exponential(system.minutes, runs)
        free.sort(axis=1)
    return total / customers


def test_the_system_is_what_the_config_says() -> None:
    assert system_of(small()) == SMALL
    full = system_of(prepare(load(CONFIG).config()))
    assert full.per_minute * full.minutes / full.servers == pytest.approx(0.9)
    assert full.servers == 16
    assert full.per_minute * full.horizon == pytest.approx(200_000, rel=0.01)


def test_erlangs_wait_is_that_of_the_recursion() -> None:
    longer = System(SMALL.servers, SMALL.per_minute, SMALL.minutes, SMALL.horizon * 4)
    waits = recursion(longer, 400)
    assert abs(waits.mean() - erlangs_wait(longer)) < 4 * waits.std() / math.sqrt(len(waits))


@pytest.mark.parametrize("name", NAMES)
def test_the_mean_wait_is_that_of_the_recursion(name: str) -> None:
    lines, found = raced()
    if name not in found:
        pytest.skip(next(line for line in lines if line.startswith(name)))
    waits = recursion(SMALL, 400)
    error = waits.std() * math.sqrt(1 / RUNS + 1 / len(waits))
    assert error < 0.2 * waits.mean()
    assert abs(np.mean([one.mean for one in found[name].found]) - waits.mean()) < 4 * error
    customers = SMALL.per_minute * SMALL.horizon
    assert np.mean([one.customers for one in found[name].found]) == pytest.approx(customers, rel=0.1)


def test_each_replication_has_chances_of_its_own() -> None:
    for name, mine in raced()[1].items():
        assert len({one.mean for one in mine.found}) == RUNS, name


def test_the_page_shows_every_program() -> None:
    lines, found = raced()
    shown = list(wait_lines(found, erlangs_wait(SMALL)))
    assert len(lines) == 1 + len(NAMES)
    assert [line.split("  ")[0] for line in shown[1:-1]] == list(found)


def test_the_spread_is_that_within_programs() -> None:
    assert pooled([[1.0, 3.0], [11.0, 13.0]]) == pytest.approx(math.sqrt(2))
    assert pooled([[1.0, 2.0, 3.0], [5.0]]) == pytest.approx(1)
