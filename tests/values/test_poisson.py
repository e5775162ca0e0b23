"""Poisson points: as many as the rate says, and a higher rate or a longer run only adds some."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navsim.values.poisson import Points, points_below, points_of_each, points_up_to
from navsim.values.random import child, children
from navsim.values.time import TICKS, WEEK
from navsim.values.timeline import Timeline

HEIGHT = 1 / WEEK
UNTIL = 52 * WEEK
RATE = Timeline((0.0, 10 * WEEK, 20 * WEEK, 30 * WEEK), (2.5 / WEEK, 8 / WEEK, 0.0, 0.4 / WEEK))


def rows(points: Points) -> list[tuple[float, int, int, int]]:
    columns = (points.time, points.band, points.ordinal, points.key)
    return list(zip(*(column.tolist() for column in columns), strict=True))


RATES = st.lists(st.sampled_from([0.0, 0.3, 1.0, 2.5]), min_size=1, max_size=4).map(
    lambda values: Timeline(tuple(5 * WEEK * place for place in range(len(values))), tuple(v / WEEK for v in values))
)


def test_the_mean_number_of_points_is_the_integral_of_the_rate() -> None:
    """Over 400 streams, in the whole run and in each piece of the rate; and the variance is the mean."""
    counts = np.array(
        [np.histogram(points_below(child(1, n), RATE, HEIGHT, UNTIL).time, [*RATE.times, UNTIL])[0] for n in range(400)]
    )
    expected = np.array([25.0, 80.0, 0.0, 0.4 * 22])
    assert (np.abs(counts.mean(axis=0) - expected) <= 4 * np.sqrt(expected / 400)).all()
    total = counts.sum(axis=1)
    assert total.var() == pytest.approx(expected.sum(), rel=4 * math.sqrt(2 / 400))


def test_points_lie_anywhere_in_the_week() -> None:
    """Boxes of a week leave no trace: twenty bins of the week, chi-square below its 99.99 % point (about 52)."""
    times = np.concatenate(
        [points_below(child(2, n), Timeline.constant(HEIGHT), HEIGHT, UNTIL).time for n in range(100)]
    )
    counts = np.histogram(times % WEEK, bins=20, range=(0, WEEK))[0]
    assert ((counts - counts.mean()) ** 2 / counts.mean()).sum() < 52


@settings(max_examples=40)
@given(st.integers(0, 2**64 - 1), RATES)
def test_points_are_sorted_on_the_grid_and_within_the_run(key: int, rate: Timeline) -> None:
    points = points_below(key, rate, HEIGHT, 20 * WEEK)
    assert rows(points) == sorted(rows(points))
    assert (points.time * TICKS % 1 == 0).all()
    assert ((points.time >= 0) & (points.time < 20 * WEEK)).all()
    assert (rate.sample(points.time) > 0).all()
    assert len(set(points.key.tolist())) == len(points)


@settings(max_examples=40)
@given(st.integers(0, 2**64 - 1), RATES, RATES)
def test_a_higher_rate_keeps_every_point_with_its_key(key: int, rate: Timeline, more: Timeline) -> None:
    times = tuple(sorted({*rate.times, *more.times}))
    higher = Timeline(times, tuple(rate.at(time) + more.at(time) for time in times))
    before, after = rows(points_below(key, rate, HEIGHT, 20 * WEEK)), rows(points_below(key, higher, HEIGHT, 20 * WEEK))
    assert set(before) <= set(after)


@settings(max_examples=40)
@given(st.integers(0, 2**64 - 1), RATES)
def test_a_longer_run_keeps_every_point_with_its_key(key: int, rate: Timeline) -> None:
    short, long = rows(points_below(key, rate, HEIGHT, 7.3 * WEEK)), rows(points_below(key, rate, HEIGHT, 20 * WEEK))
    assert short == [row for row in long if row[0] < 7.3 * WEEK]


def test_another_stream_has_other_points() -> None:
    one, other = (rows(points_below(key, RATE, HEIGHT, UNTIL)) for key in (1, 2))
    assert not set(one) & set(other)


def test_a_rate_of_nothing_has_no_points() -> None:
    assert len(points_below(1, Timeline.constant(0.0), HEIGHT, UNTIL)) == 0


def test_levels_fill_their_bands_evenly() -> None:
    field = points_up_to(children(3, np.arange(50, dtype=np.uint64)), 2.5 / WEEK, HEIGHT, UNTIL)
    assert set(field.band.tolist()) == {0, 1, 2}
    assert (np.floor(field.level / HEIGHT) == field.band).all()
    assert abs(len(field) - 50 * 3 * 52) <= 4 * math.sqrt(50 * 3 * 52)
    counts = np.histogram(field.level / HEIGHT % 1, bins=20, range=(0, 1))[0]
    assert ((counts - counts.mean()) ** 2 / counts.mean()).sum() < 52


def test_points_below_a_rate_are_those_of_the_field_with_lower_levels() -> None:
    field = points_up_to(np.array([9], np.uint64), max(RATE.values), HEIGHT, UNTIL)
    chosen = field[field.level < RATE.sample(field.time)]
    assert sorted(chosen.key.tolist()) == sorted(points_below(9, RATE, HEIGHT, UNTIL).key.tolist())


@settings(max_examples=40)
@given(st.lists(RATES, max_size=4), st.integers(0, 1000))
def test_the_points_of_several_rates_are_those_of_each(rates: list[Timeline], root: int) -> None:
    """In order of (band, ordinal), and none is lost for looking only at the boxes that a rate reaches."""
    keys = children(root, np.arange(len(rates), dtype=np.uint64))
    for key, rate, found in zip(keys, rates, points_of_each(keys, rates, HEIGHT, 20 * WEEK), strict=True):
        assert sorted(rows(found), key=lambda row: row[1:3]) == rows(found)
        field = points_up_to(np.array([key]), max(rate.values), HEIGHT, 20 * WEEK)
        assert sorted(rows(found)) == sorted(rows(points_below(int(key), rate, HEIGHT, 20 * WEEK)))
        assert sorted(found.key.tolist()) == sorted(field.key[field.level < rate.sample(field.time)].tolist())


def test_a_field_may_be_lower_in_some_boxes() -> None:
    """Bands are counted box by box; the points of a box stay what they are."""
    keys, tops = children(4, np.arange(2, dtype=np.uint64)), np.array([[0.0, 2.0, 0.5], [1.0, 0.0, 3.0]]) / WEEK
    some, everything = (points_up_to(keys, top, HEIGHT, 3 * WEEK) for top in (tops, 3 / WEEK))
    cell = (everything.time // WEEK).astype(np.int64)
    wanted = everything.band < np.ceil(tops / HEIGHT)[everything.stream, cell]
    assert some.key.tolist() == everything.key[wanted].tolist()
    order = np.lexsort((some.ordinal, some.band, some.stream))
    assert order.tolist() == list(range(len(some)))


def test_several_streams_are_each_as_alone() -> None:
    keys = children(4, np.arange(3, dtype=np.uint64))
    together = points_up_to(keys, 2 / WEEK, HEIGHT, UNTIL)
    for number in range(3):
        alone = points_up_to(keys[number : number + 1], 2 / WEEK, HEIGHT, UNTIL)
        mine = together[together.stream == number]
        assert sorted(zip(mine.time.tolist(), mine.level.tolist(), mine.key.tolist(), strict=True)) == sorted(
            zip(alone.time.tolist(), alone.level.tolist(), alone.key.tolist(), strict=True)
        )
