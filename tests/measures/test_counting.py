"""Counting functions against the plainest loops, on whole minutes and on the grid."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.measures.counting import (
    count_in,
    minutes_in,
    moments,
    open_at_ends,
    open_in,
    open_minutes,
    quantile_in,
    ratio,
    tally,
    week_edges,
    weighted_minutes,
)
from navsim.measures.parts import Parts
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
    start, end, _ = columns(rows)
    alive = [[(a, x) for a, length, x in rows if a < edge and until(a, length) >= edge] for _, edge in WEEKS]
    assert open_at_ends(start, end, EDGES).tolist() == [len(week) for week in alive]


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
def test_count_in(rows: Rows) -> None:
    """A week holds its first instant and not its last."""
    _, end, _ = columns(rows)
    assert count_in(end, EDGES).tolist() == [sum(low <= e < high for e in end) for low, high in WEEKS]


# By part of the office


@given(ROWS, st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=12, max_size=12))
def test_counts_by_part_are_those_of_its_rows(rows: Rows, labels: list[int]) -> None:
    """The third part is often empty, and a row labelled -1 is in none."""
    start, end, amount = columns(rows)
    parts = Parts("age", ("a", "b", "c"), np.array(labels[: len(rows)], int))
    begin, over = moments(start, EDGES), moments(end, EDGES)
    for number in range(3):
        mine = parts.label == number
        assert open_in(parts, begin, over)[number].tolist() == open_at_ends(start[mine], end[mine], EDGES).tolist()
        assert minutes_in(parts, begin, over)[number].tolist() == open_minutes(start[mine], end[mine], EDGES).tolist()
        assert tally(parts, over)[number].tolist() == count_in(end[mine], EDGES).tolist()
        alive = [sum(amount[mine][(start[mine] < edge) & ~(end[mine] < edge)]) for _, edge in WEEKS]
        assert open_in(parts, begin, over, amount)[number].tolist() == alive
        happens = [sum(amount[mine][(end[mine] >= low) & (end[mine] < high)]) for low, high in WEEKS]
        assert tally(parts, over, amount)[number].tolist() == happens


def test_what_was_open_before_the_run_is_open_in_it() -> None:
    parts = Parts("all", ("all",), np.array([0, 0]))
    begin, over = moments(np.array([-5.0, -5.0]), EDGES), moments(np.array([-1.0, 15.0]), EDGES)
    assert open_in(parts, begin, over).tolist() == [[1, 0, 0]]


@given(ROWS, st.lists(st.sampled_from([-1, 0, 1]), min_size=12, max_size=12), st.sampled_from([0.0, 0.5, 0.9, 1.0]))
def test_quantiles_by_part_are_numpys(rows: Rows, labels: list[int], level: float) -> None:
    start, _, amount = columns(rows)
    label = np.array(labels[: len(rows)], int)
    found = quantile_in(Parts("age", ("a", "b"), label), moments(start, EDGES), amount, level)
    for number in (0, 1):
        for week, (low, high) in enumerate(WEEKS):
            own = amount[(label == number) & (start >= low) & (start < high)]
            expected = np.quantile(own, level) if len(own) else nan
            assert found[number, week] == pytest.approx(expected, nan_ok=True)


@given(ROWS)
def test_oldest(rows: Rows) -> None:
    start, end, _ = columns(rows)
    waits = [[edge - a for a, length, _ in rows if a < edge and until(a, length) >= edge] for _, edge in WEEKS]
    assert oldest(start, end, EDGES).tolist() == [max(week, default=0.0) for week in waits]


def test_ratio_is_not_defined_where_there_is_nothing_to_divide_by() -> None:
    found = ratio(np.array([1.0, 0.0, 3.0]), np.array([2.0, 0.0, 4.0])).tolist()
    assert (found[0], found[2]) == (0.5, 0.75)
    assert isnan(found[1])
