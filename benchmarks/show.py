"""The results as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.memory import REPLICATIONS, WORKERS
from benchmarks.timing import Took, typical

if TYPE_CHECKING:
    from benchmarks.speed import Comparison, Model
    from benchmarks.startup import StartUp

WEEK = 7 * 1440


def row(name: str, *cells: str) -> str:
    """A name and right-aligned cells."""
    return f"{name:<34}" + "".join(f"{cell:>12}" for cell in cells)


def pair(name: str, mine: float, theirs: float, digits: int = 0, ratio: float | None = None) -> str:
    """One number of each model, and navsim's over the other's."""
    shown = mine / theirs if ratio is None else ratio
    return row(name, f"{mine:,.{digits}f}", f"{theirs:,.{digits}f}", f"{shown:.2f}")


def speed_lines(found: Comparison, weeks: int) -> Iterator[str]:
    """Seconds and events of both models, and whether they are of the same case."""
    mine, theirs = typical(found.navsim.took), typical(found.by_hand.took)
    planned = typical([plan + run for plan, run in zip(found.plans, found.navsim.took, strict=True)])
    yield row("one replication", "navsim", "by hand", "ratio")
    yield pair("seconds", mine.wall, theirs.wall, 3, found.ratio())
    yield pair("  of processor time", mine.cpu, theirs.cpu, 3)
    yield pair("  plan and persons compiled too", planned.wall, theirs.wall, 3)
    yield pair("SimPy events", found.navsim.simpy_events, found.by_hand.simpy_events)
    yield pair("  a second", found.navsim.simpy_events / mine.wall, found.by_hand.simpy_events / theirs.wall)
    yield pair("domain events", typical_events(found.navsim), typical_events(found.by_hand))
    yield pair("  a second", typical_rate(found.navsim), typical_rate(found.by_hand))
    yield ""
    yield from agreement_lines(found, weeks)


def typical_events(model: Model) -> float:
    """Domain events of a replication."""
    return median(total.events for total in model.totals)


def typical_rate(model: Model) -> float:
    """Domain events a second."""
    return median(total.events / took.wall for total, took in zip(model.totals, model.took, strict=True))


def agreement_lines(found: Comparison, weeks: int) -> Iterator[str]:
    """What both models say of the case, in the mean."""
    from benchmarks.totals import mean  # noqa: PLC0415 (loads both models)

    mine, theirs = mean(found.navsim.totals), mean(found.by_hand.totals)
    yield row("the same case? (means)", "navsim", "by hand", "ratio")
    yield pair("caseload", mine.present / weeks / WEEK, theirs.present / weeks / WEEK)
    yield pair("arrivals a week", mine.arrivals / weeks, theirs.arrivals / weeks, 1)
    yield pair("tasks done a week", mine.done / weeks, theirs.done / weeks, 1)
    yield pair("hours worked a week", mine.worked / weeks / 60, theirs.worked / weeks / 60, 1)


def stage_lines(stages: Mapping[str, Took]) -> Iterator[str]:
    """Where the processor time of a replication goes."""
    total = sum(took.cpu for took in stages.values())
    yield row("stages of one replication", "seconds", "share")
    for stage, took in stages.items():
        yield row(stage, f"{took.cpu:.3f}", f"{took.cpu / total:.0%}")


def memory_lines(peaks: Mapping[str, list[float]]) -> Iterator[str]:
    """Peaks, and what they add to the libraries."""
    base = peaks["libraries"][0]
    yield row("peak memory", "MB", "added")
    yield row("libraries alone", f"{base:.0f}")
    for case, name in (("navsim", "one replication, navsim"), ("by hand", "one replication, by hand")):
        yield row(name, f"{peaks[case][0]:.0f}", f"{peaks[case][0] - base:.0f}")
    parent, worker = peaks["workers"]
    yield row(f"{REPLICATIONS} replications, {WORKERS} workers: parent", f"{parent:.0f}", f"{parent - base:.0f}")
    yield row("  the largest worker", f"{worker:.0f}", f"{worker - base:.0f}")


def start_lines(found: StartUp) -> Iterator[str]:
    """Start-up in bare starts."""
    yield row("start-up", "ms", "bare starts")
    yield row("python -I -c pass", f"{found.bare.wall * 1000:.1f}", "1.0")
    yield row("navsim --help", f"{found.help.wall * 1000:.1f}", f"{found.ratio:.1f}")
