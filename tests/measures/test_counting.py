"""Counting functions against the plainest loops, on whole minutes and on the grid."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.measures.counting import (
    amount_in,
    by_week,
    count_in,
    open_amount_at_ends,
    open_at_ends,
    open_minutes,
    ratio,
    week_edges,
    weighted_minutes,
)
from navsim.measures.work import oldest
from navsim.values.time import WEEK

EDGES = np.array([0.0, 10.0, 20.0, 30.0])
WEEKS = [(0.0, 10.0), (10.0, 20.0), (20.0, 30.0)]
TIMES = st.integers(0, 60).map(lambda step: step / 2)
AMOUNTS = st.integers(0, 9).map(float)
ROWS = st.lists(st.tuples(TIMES, st.none() | TIMES, AMOUNTS), max_size=12)
"""Start, length or None for no end yet, amount."""

Rows = list[tuple[float, float | None, float]]


def columns(rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, end (nan where it has not come) and amount."""
    start = np.array([row[0] for row in rows])
    end = np.array([nan if length is None else begin + length for begin, length, _ in rows])
    return start, end, np.array([row[2] for row in rows])


def until(start: float, length: float | None) -> float:
    return 1e9 if length is None else start + length


@pytest.mark.parametrize("weeks", [1, 2, 104, 1560])
def test_week_edges(weeks: int) -> None:
    edges = week_edges(weeks * WEEK)
    assert edges.tolist() == [week * WEEK for week in range(weeks + 1)]


@given(ROWS)
def test_open_at_ends(rows: Rows) -> None:
    """Open just before the end of a week: begun before it, over at it or later. Of no length: never open."""
    start, end, amount = columns(rows)
    alive = [[(a, x) for a, length, x in rows if a < edge and until(a, length) >= edge] for _, edge in WEEKS]
    assert open_at_ends(start, end, EDGES).tolist() == [len(week) for week in alive]
    assert open_amount_at_ends(start, end, amount, EDGES).tolist() == [sum(x for _, x in week) for week in alive]


@given(ROWS)
def test_open_minutes(rows: Rows) -> None:
    start, end, amount = columns(rows)

    def covered(row: tuple[float, float | None, float], week: tuple[float, float]) -> float:
        return max(min(until(row[0], row[1]), week[1]) - max(row[0], week[0]), 0.0)

    assert open_minutes(start, end, EDGES).tolist() == [sum(covered(row, week) for row in rows) for week in WEEKS]
    inside = np.minimum(np.where(np.isnan(end), 30.0, end), 30.0)
    some = start < inside
    expected = [sum(covered(row, week) * row[2] for row in rows) for week in WEEKS]
    assert weighted_minutes(start[some], inside[some], amount[some], EDGES).tolist() == expected


@given(ROWS)
def test_count_and_amount_in(rows: Rows) -> None:
    """A week holds its first instant and not its last."""
    _, end, amount = columns(rows)
    happens = [[(e, x) for e, x in zip(end, amount, strict=True) if low <= e < high] for low, high in WEEKS]
    assert count_in(end, EDGES).tolist() == [len(week) for week in happens]
    assert amount_in(end, amount, EDGES).tolist() == [sum(x for _, x in week) for week in happens]


@given(ROWS)
def test_by_week_gives_each_weeks_values(rows: Rows) -> None:
    start, _, amount = columns(rows)
    found = [sorted(week.tolist()) for week in by_week(start, amount, EDGES)]
    expected = [sorted(x for a, _, x in rows if low <= a < high) for low, high in WEEKS]
    assert found == expected


@given(ROWS)
def test_oldest(rows: Rows) -> None:
    start, end, _ = columns(rows)
    waits = [[edge - a for a, length, _ in rows if a < edge and until(a, length) >= edge] for _, edge in WEEKS]
    assert oldest(start, end, EDGES).tolist() == [max(week, default=0.0) for week in waits]


def test_ratio_is_not_defined_where_there_is_nothing_to_divide_by() -> None:
    found = ratio(np.array([1.0, 0.0, 3.0]), np.array([2.0, 0.0, 4.0])).tolist()
    assert (found[0], found[2]) == (0.5, 0.75)
    assert isnan(found[1])
