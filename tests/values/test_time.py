"""The grid of time: nearest point, halves up, and sums that do not depend on their order."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from navsim.values.time import DAY, HOUR, MONTH, TICKS, WEEK, YEAR, all_on_grid, on_grid

MINUTES = st.floats(-1e8, 1e8)
POINTS = st.integers(-(2**34), 2**34).map(lambda tick: tick / TICKS)


def test_units_of_time() -> None:
    assert (HOUR, DAY, WEEK, YEAR, MONTH) == (60, 1440, 10080, 525960, 43830)


@given(MINUTES)
def test_on_grid_is_the_nearest_point(minutes: float) -> None:
    found = on_grid(minutes)
    assert (found * TICKS).is_integer()
    assert abs(Fraction(found) - Fraction(minutes)) <= Fraction(1, 2048)
    assert all_on_grid(np.array([minutes])).tolist() == [found]


@given(POINTS)
def test_a_point_of_the_grid_stays(point: float) -> None:
    assert on_grid(point) == point


def test_halves_go_up() -> None:
    assert [on_grid(half / 2048) for half in (-1, 1, 3)] == [0, 1 / 1024, 2 / 1024]


@given(st.lists(POINTS, max_size=20), st.randoms())
def test_sums_on_the_grid_are_exact_in_any_order(points: list[float], random: object) -> None:
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sum(points) == sum(shuffled) == float(sum(map(Fraction, points)))
