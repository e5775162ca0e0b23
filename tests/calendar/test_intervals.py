"""Operations on intervals, against sets of whole minutes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from navsim.calendar.intervals import Intervals, clip, intersect, merged, overlaps, subtract, total

RAW = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=8)


def spans(pairs: Iterable[tuple[float, float]]) -> Intervals:
    table = np.array(list(pairs), np.float64).reshape(-1, 2)
    return Intervals(table[:, 0], table[:, 1])


def from_raw(raw: list[tuple[int, int]]) -> Intervals:
    found = spans((start, start + length) for start, length in raw)
    return merged(found.start, found.end)


@st.composite
def touching(draw: st.DrawFn) -> Intervals:
    """Disjoint intervals of which some touch."""
    cuts = sorted(draw(st.sets(st.integers(0, 50), max_size=12)))
    kept = draw(st.lists(st.booleans(), min_size=len(cuts), max_size=len(cuts)))
    return spans(pair for pair, keep in zip(pairwise(cuts), kept, strict=False) if keep)


def minutes(found: Intervals) -> set[int]:
    return {minute for start, end in zip(found.start, found.end, strict=True) for minute in range(int(start), int(end))}


def check_sound(found: Intervals) -> None:
    assert (found.start < found.end).all()
    assert (found.end[:-1] <= found.start[1:]).all()


@given(RAW)
def test_merging_keeps_every_minute_once(raw: list[tuple[int, int]]) -> None:
    found = from_raw(raw)
    check_sound(found)
    assert (found.end[:-1] < found.start[1:]).all()
    assert minutes(found) == {minute for start, length in raw for minute in range(start, start + length)}


@given(touching(), touching())
def test_operations_are_those_of_sets(a: Intervals, b: Intervals) -> None:
    both, in_a = intersect(a, b)
    only, outside_of = subtract(a, b)
    for found, source, expected in (
        (both, in_a, minutes(a) & minutes(b)),
        (only, outside_of, minutes(a) - minutes(b)),
    ):
        check_sound(found)
        assert minutes(found) == expected
        assert ((a.start[source] <= found.start) & (found.end <= a.end[source])).all()
    assert total(both) + total(only) == total(a)


@given(touching(), touching())
def test_pieces_know_both_their_sources(a: Intervals, b: Intervals) -> None:
    pieces, in_a, in_b = overlaps(a, b)
    assert (pieces.start == np.maximum(a.start[in_a], b.start[in_b])).all()
    assert (pieces.end == np.minimum(a.end[in_a], b.end[in_b])).all()


@given(touching(), st.integers(0, 50), st.integers(0, 50))
def test_clipping_keeps_what_is_inside(a: Intervals, low: int, high: int) -> None:
    found = clip(a, low, high)
    check_sound(found)
    assert minutes(found) == {minute for minute in minutes(a) if low <= minute < high}


def test_touching_intervals_stay_apart_until_they_are_merged() -> None:
    a = spans([(0, 10), (10, 20)])
    found, source = subtract(a, spans([(5, 5.5)]))
    assert found.start.tolist() == [0, 5.5, 10]
    assert found.end.tolist() == [5, 10, 20]
    assert source.tolist() == [0, 0, 1]
    assert len(merged(a.start, a.end)) == 1
