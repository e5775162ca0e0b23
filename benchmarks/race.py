"""Several programs with the same model: timed in turn, and the table of what each took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Generic, TypeVar

from benchmarks.show import row
from benchmarks.timing import Took, typical

RUNS = 7
SLOW = 10.0
FEW = 2
"""A program whose first run takes more than ``SLOW`` seconds of processor time is run ``FEW`` times only."""

BY_HAND = "SimPy by hand"
REFERENCE = "navsim, reference"
COMPILED = "navsim, compiled"

T = TypeVar("T")


@dataclass(frozen=True)
class Entrant(Generic[T]):
    """A program: ``run`` tells for a replication what it found and how long that took."""

    name: str
    run: Callable[[int], tuple[T, Took]]


@dataclass(frozen=True)
class Absent:
    """A program that can't run here, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Raced(Generic[T]):
    """What a program took and found, replication by replication."""

    took: list[Took]
    found: list[T]


def race(programs: Sequence[Entrant[T] | Absent], runs: int) -> dict[str, Raced[T]]:
    """Run those that are there in turn, so that a machine which slows down slows all of them."""
    entrants = [program for program in programs if isinstance(program, Entrant)]
    raced: dict[str, Raced[T]] = {entrant.name: Raced([], []) for entrant in entrants}
    for replication in range(runs):
        for entrant in entrants:
            mine = raced[entrant.name]
            if replication < FEW or mine.took[0].cpu < SLOW:
                found, took = entrant.run(replication)
                mine.found.append(found)
                mine.took.append(took)
    return raced


def race_lines(
    title: str, programs: Sequence[Entrant[T] | Absent], raced: Mapping[str, Raced[T]], events: Callable[[T], float]
) -> Iterator[str]:
    """Seconds, speed over SimPy by hand, how much faster our compiled engine is, and events a second."""
    by_hand, compiled = raced.get(BY_HAND), raced.get(COMPILED)
    yield row(title, "runs", "seconds", "x SimPy", "compiled x", "events/s")
    for program in programs:
        if isinstance(program, Absent):
            yield f"{program.name:<34}{program.why}"
            continue
        mine = raced[program.name]
        rate = median(events(found) / took.wall for found, took in zip(mine.found, mine.took, strict=True))
        yield row(
            program.name, f"{len(mine.took)}", f"{typical(mine.took).wall:.4g}", times(mine, by_hand),
            times(compiled, mine), f"{rate:,.0f}",
        )  # fmt: skip
    if any(0 < len(mine.took) < len(other.took) for mine in raced.values() for other in raced.values()):
        yield f"  (what takes more than {SLOW:.0f} s of processor time is run {FEW} times only)"


def times(faster: Raced[T] | None, slower: Raced[T] | None) -> str:
    """How many times faster one program is than another: the median over the replications of both."""
    if faster is None or slower is None:
        return "-"
    pairs = zip(faster.took, slower.took, strict=False)
    return f"{median(theirs.wall / mine.wall for mine, theirs in pairs):.3g}"
