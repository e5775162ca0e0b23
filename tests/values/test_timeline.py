"""Timelines: values, integrals, and the instant at which an integral is reached."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from navsim.values.timeline import Timeline, reach, segment

STEPS = Timeline((0.0, 10.0, 20.0), (2.0, 0.0, 1.0))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    times = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=6, unique=True)))
    values = draw(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 3.0]), min_size=len(times), max_size=len(times)))
    return Timeline(tuple(map(float, times)), tuple(values))


def test_a_value_holds_from_its_time_and_the_first_one_before_it() -> None:
    times = [-5.0, 0.0, 9.9, 10.0, 19.9, 20.0, 1e6]
    values = [2, 2, 2, 0, 0, 1, 1]
    assert [STEPS.at(time) for time in times] == values
    assert STEPS.sample(np.array(times)).tolist() == values
    assert [segment(STEPS.times, time) for time in times] == [0, 0, 0, 1, 1, 2, 2]


@given(timelines(), st.lists(st.floats(-50, 150), max_size=8))
def test_many_instants_are_sampled_as_one_by_one(line: Timeline, times: list[float]) -> None:
    assert line.sample(np.array(times)).tolist() == [line.at(time) for time in times]


def test_integral_by_hand() -> None:
    assert STEPS.integral(np.array([-5.0, 0.0, 4.0, 10.0, 15.0, 20.0, 23.0])).tolist() == [-10, 0, 8, 20, 20, 20, 23]
    assert STEPS.mean(5, 25) == (10 + 5) / 20
    assert (STEPS.is_constant, Timeline.constant(3.0).is_constant) == (False, True)


@pytest.mark.parametrize(
    ("start", "amount", "instant"),
    [
        (0, 0, 0), (12, 0, 12), (0, 8, 4),
        (5, 10, 10), (5, 10.5, 20.5), (12, 3, 23), (-5, 10, 0), (-5, 12, 1), (30, 7, 37),
    ],
)  # fmt: skip
def test_reach_by_hand(start: float, amount: float, instant: float) -> None:
    assert reach(STEPS.times, STEPS.values, start, amount) == instant


def test_what_a_rate_of_nothing_never_reaches() -> None:
    assert reach((0.0, 10.0), (1.0, 0.0), 0, 10.5) == inf
    assert reach((0.0, 10.0), (1.0, 0.0), 0, 10) == 10
    assert reach((0.0,), (1.0,), 0, inf) == inf


@given(timelines(), st.floats(-20, 120), st.floats(0, 200))
def test_reach_is_the_inverse_of_the_integral(line: Timeline, start: float, amount: float) -> None:
    instant = reach(line.times, line.values, start, amount)
    if instant == inf:
        low, far = line.integral(np.array([start, 1e6]))
        assert far - low <= amount + 1e-9
        assert line.values[-1] == 0
    else:
        low, high = line.integral(np.array([start, instant]))
        assert instant >= start
        assert high - low == pytest.approx(amount, abs=1e-9)


@given(timelines(), st.floats(-20, 120), st.floats(0.01, 100))
def test_integral_is_the_inverse_of_reach(line: Timeline, start: float, length: float) -> None:
    """Where the value at the end is above 0, so that no other instant has the same integral."""
    end = start + length
    assume(line.at(end) > 0 and line.at(np.nextafter(end, -inf)) > 0)
    low, high = line.integral(np.array([start, end]))
    assume(high > low)
    assert reach(line.times, line.values, start, float(high - low)) == pytest.approx(end, abs=1e-9)


def test_the_greatest_value_within_stretches() -> None:
    """Both ends count, and the first value holds before the first time."""
    line = Timeline((0.0, 10.0, 20.0, 30.0), (2.0, 7.0, 1.0, 3.0))
    low, high = np.array([-5.0, 0.0, 0.0, 10.0, 20.0, 20.0, 40.0]), np.array([-1.0, 9.9, 10.0, 30.0, 29.0, 30.0, 50.0])
    assert line.greatest(low, high).tolist() == [2, 2, 7, 7, 1, 3, 3]
    assert Timeline.constant(4.0).greatest(low, high).tolist() == [4] * 7
