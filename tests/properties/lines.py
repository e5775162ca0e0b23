"""Random timelines and distributions, as they are written in a config."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Line = SearchStrategy[Any]


@st.composite
def some_days(draw: DrawFn, start: str, count: int) -> list[str]:
    """Different days around the run, in order."""
    offsets = draw(st.lists(st.integers(-10, 30), min_size=count, max_size=count, unique=True))
    return [str(date.fromisoformat(start) + timedelta(days=offset)) for offset in sorted(offsets)]


@st.composite
def lines(draw: DrawFn, start: str, most: float, written: Callable[[float], Any], season: bool) -> Any:
    """A constant, steps, a ramp, a season or a pulse, of values up to ``most``."""
    one, two, three = (written(round(draw(st.floats(0, most)), 3)) for _ in range(3))
    early, late = draw(some_days(start, 2))
    forms = [
        one,
        [{"value": one}, {"from": early, "value": two}, {"from": late, "value": three}],
        [{"from": early, "value": one, "ramp_to": two, "over": "9 days"}, {"from": late, "value": three}],
        {"steps": [{"value": one}], "pulses": [{"set": two, "from": early, "rise": "2 days", "hold": "5 days"}]},
        {"steps": [{"value": one}], "season": {"jan": 0.5, "apr": 0}} if season else two,
    ]
    return draw(st.sampled_from(forms))


def rates(start: str, most: float) -> Line:
    """How often something happens, up to ``most`` a week."""
    return lines(start, most, lambda value: f"{value} / week", True)


def daily(start: str) -> Line:
    """Visitors on an open day."""
    return lines(start, 10, lambda value: f"{value} / open day", True)


def shares(start: str, most: float = 1.0) -> Line:
    """A share."""
    return lines(start, most, float, False)


def factors(start: str) -> Line:
    """A speed."""
    return lines(start, 2, float, True)


@st.composite
def pulse(draw: DrawFn, start: str, changes: SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """What a shock does to a timeline."""
    (first,) = draw(some_days(start, 1))
    rise, hold, fall = (draw(st.integers(0, 6)) for _ in range(3))
    lengths = {"rise": f"{rise} days", "hold": f"{hold + 1} days", "fall": f"{fall} days"}
    return {**draw(changes), "from": first, **lengths}


@st.composite
def laws(draw: DrawFn, unit: str, low: int, high: int) -> Any:
    """A distribution of durations between about two numbers of a unit."""
    one, two, three = sorted(draw(st.lists(st.integers(low, high), min_size=3, max_size=3, unique=True)))
    forms: list[Any] = [
        f"{one} {unit}",
        {"exponential": {"mean": f"{one} {unit}"}},
        {"lognormal": {"mean": f"{two} {unit}", "cv": draw(st.sampled_from([0.3, 1.5]))}},
        {"uniform": {"low": f"{one} {unit}", "high": f"{two} {unit}"}},
        {"triangular": {"low": f"{one} {unit}", "mode": f"{two} {unit}", "high": f"{three} {unit}"}},
        {"weibull": {"mean": f"{two} {unit}", "shape": 0.8}},
        {"empirical": {"values": [f"{one} {unit}", f"{three} {unit}"], "shares": [0.4, 0.6]}},
    ]
    return draw(st.sampled_from(forms))
