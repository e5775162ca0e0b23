"""Counting functions against the plainest loops, on whole minutes and on the grid."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.measures.counting import (
    either,
    grouped,
    minutes_in,
    moments,
    oldest_in,
    open_in,
    pieces,
    quantile_in,
    ratio,
    tally,
    week_edges,
)
from navsim.measures.parts import Cells, Parts, gathered
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


NONE = 3
"""The cell of a row that is in none."""
CELLS = st.lists(st.sampled_from([0, 1, 2, NONE]), min_size=12, max_size=12)


def covered(row: tuple[float, float | None, float], week: tuple[float, float]) -> float:
    """The time that an interval covers in a week."""
    return max(min(until(row[0], row[1]), week[1]) - max(row[0], week[0]), 0.0)


@given(ROWS, CELLS)
def test_counts_are_those_of_the_rows_of_each_cell(rows: Rows, numbers: list[int]) -> None:
    """Open just before the end of a week: begun before it, over at it or later; of no length: never. A week holds its
    first instant and not its last. The third cell is often empty."""
    start, end, amount = columns(rows)
    cells = Cells(np.array(numbers[: len(rows)], int), 3)
    begin, over = moments(start, EDGES), moments(end, EDGES)
    for number in range(3):
        mine = [row for row, cell in zip(rows, numbers, strict=False) if cell == number]
        ends = [(until(a, length), x) for a, length, x in mine if length is not None]
        alive = [[x for a, length, x in mine if a < edge and until(a, length) >= edge] for _, edge in WEEKS]
        happened = [[x for time, x in ends if low <= time < high] for low, high in WEEKS]
        assert open_in(cells, begin, over)[number].tolist() == [len(week) for week in alive]
        assert open_in(cells, begin, over, amount)[number].tolist() == [sum(week) for week in alive]
        assert tally(cells, over)[number].tolist() == [len(week) for week in happened]
        assert tally(cells, over, amount)[number].tolist() == [sum(week) for week in happened]
        assert minutes_in(cells, begin, over)[number].tolist() == [sum(covered(row, w) for row in mine) for w in WEEKS]


@given(ROWS, CELLS)
def test_minutes_of_pieces_within_the_run(rows: Rows, numbers: list[int]) -> None:
    """With a weight and without, of intervals that cover weeks, end at the end of one, and of no length."""
    start, end, amount = columns([(min(a, 30.0), length, x) for a, length, x in rows])
    end = np.fmin(end, 30.0)
    cells, found = Cells(np.array(numbers[: len(rows)], int), 3), pieces(start, end, EDGES)
    for number in range(3):
        mine = [row for row, cell in zip(rows, numbers, strict=False) if cell == number]
        assert found.minutes_in(cells)[number].tolist() == [sum(covered(row, w) for row in mine) for w in WEEKS]
        weighted = [sum(covered(row, w) * row[2] for row in mine) for w in WEEKS]
        assert found.minutes_in(cells, amount)[number].tolist() == weighted


def test_what_was_open_before_the_run_is_open_in_it() -> None:
    begin, over = moments(np.array([-25.0, -5.0]), EDGES), moments(np.array([-1.0, 15.0]), EDGES)
    assert open_in(Cells(np.array([0, 0]), 1), begin, over).tolist() == [[1, 0, 0]]


def test_the_first_instant_or_else_the_second() -> None:
    found = either(moments(np.array([3.0, nan, nan]), EDGES), moments(np.array([15.0, 25.0, nan]), EDGES))
    assert (found.time[:2].tolist(), found.week.tolist()) == ([3.0, 25.0], [0, 2, 3])


@given(ROWS, CELLS, st.sampled_from([0.0, 0.5, 0.9, 1.0]))
def test_quantiles_are_numpys(rows: Rows, numbers: list[int], level: float) -> None:
    start, _, amount = columns(rows)
    cell = np.array(numbers[: len(rows)], int)
    found = quantile_in(Cells(cell, 3), moments(start, EDGES), amount, level)
    for number in range(3):
        for week, (low, high) in enumerate(WEEKS):
            own = amount[(cell == number) & (start >= low) & (start < high)]
            expected = np.quantile(own, level) if len(own) else nan
            assert found[number, week] == pytest.approx(expected, nan_ok=True)


@given(ROWS, CELLS)
def test_the_oldest_of_each_cell(rows: Rows, numbers: list[int]) -> None:
    """Also where the rows don't come in order of their starts."""
    start, end, _ = columns(rows)
    found = oldest_in(Cells(np.array(numbers[: len(rows)], int), 3), moments(start, EDGES), moments(end, EDGES))
    for number in range(3):
        mine = [row for row, cell in zip(rows, numbers, strict=False) if cell == number]
        waits = [[edge - a for a, length, _ in mine if a < edge and until(a, length) >= edge] for _, edge in WEEKS]
        assert found[number].tolist() == [max(week, default=0.0) for week in waits]


@given(st.lists(st.integers(0, 5), max_size=20))
def test_rows_in_order_of_their_labels(labels: list[int]) -> None:
    assert grouped(np.array(labels, int)).tolist() == sorted(range(len(labels)), key=lambda row: labels[row])


# From cells to parts

PARTS = Parts("age", ("a", "b", "c"), np.array([1, -1, 0, 1]))
TABLE = np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0], [3.0, 1.0]])


def test_parts_are_put_together_from_their_cells() -> None:
    """Two cells are of the second part, one of none; the third part has none."""
    assert PARTS.gather(TABLE).tolist() == [[100, 200], [4, 3], [0, 0]]
    assert PARTS.gather(TABLE, np.maximum).tolist() == [[100, 200], [3, 2], [0, 0]]
    found = gathered(PARTS, {"one": TABLE, "half": TABLE / 2})
    assert {name: table.tolist() for name, table in found.items()} == {
        "one": [[100, 200], [4, 3], [0, 0]], "half": [[50, 100], [2, 1.5], [0, 0]],
    }  # fmt: skip


def test_the_part_of_each_row() -> None:
    """Rows in no cell, and in a cell of no part, are in none."""
    found = PARTS.of(Cells(np.array([0, 1, 2, 3, 4]), 4))
    assert (found.of.tolist(), found.count) == ([1, 3, 0, 1, 3], 3)


def test_ratio_is_not_defined_where_there_is_nothing_to_divide_by() -> None:
    found = ratio(np.array([1.0, 0.0, 3.0]), np.array([2.0, 0.0, 4.0])).tolist()
    assert (found[0], found[2]) == (0.5, 0.75)
    assert isnan(found[1])
