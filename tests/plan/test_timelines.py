"""Timelines against a naive evaluation, one day after another, and exact small cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.calendar.clock import Clock
from navsim.config.fields import Factor, Rate
from navsim.config.models import Change, Config
from navsim.config.timelines import Pulse, Spec, Step
from navsim.plan.timelines import changes_by_path, compile_line, pulse_line
from navsim.values.time import DAY, WEEK
from navsim.values.timeline import Timeline

START = date(2020, 1, 6)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Written = dict[str, Any]


def line(**written: Any) -> Spec[Any]:
    """A timeline of plain numbers."""
    return Spec[Factor].model_validate(written)


def pulse(**written: Any) -> Pulse[Any]:
    """A pulse of plain numbers."""
    return Pulse[Factor].model_validate(written)


def naive(spec: Spec[Any], changes: list[Pulse[Any]], day: date) -> float:
    """The value at noon of a day, worked out from scratch."""
    value: float
    begun = [step for step in spec.steps if step.from_ is None or step.from_ <= day]
    value = naive_step(begun[-1], day) if begun else float(spec.steps[0].value)
    if spec.season:
        value *= getattr(spec.season, MONTHS[day.month - 1])
    for change in [*spec.pulses, *changes]:
        part = naive_part(change, (day - change.from_).days + 0.5)
        if change.add is not None:
            value += part * float(change.add)
        elif change.multiply is not None:
            value = value * (1 - part) + value * change.multiply * part
        else:
            value = value * (1 - part) + float(change.set or 0.0) * part
    return value


def naive_step(step: Step[Any], day: date) -> float:
    """The value of a step that has begun."""
    if step.ramp_to is None or step.from_ is None or step.over is None:
        return float(step.value)
    gone = (day - step.from_).days * DAY + DAY / 2
    return float(step.ramp_to if gone >= step.over else step.value + (step.ramp_to - step.value) * gone / step.over)


def naive_part(change: Pulse[Any], days: float) -> float:
    """How much of a pulse is felt so many days after it began."""
    rise, hold, fall = change.rise / DAY, change.hold / DAY, change.fall / DAY
    if days < 0 or days >= rise + hold + fall:
        return 0.0
    if days < rise:
        return days / rise
    if days < rise + hold:
        return 1.0
    return (rise + hold + fall - days) / fall


DATES = st.dates(START - timedelta(days=60), START + timedelta(days=120))
NUMBERS = st.floats(0, 50, allow_nan=False).map(lambda number: round(number, 3))
LENGTHS = st.integers(0, 40).map(lambda days: f"{days} days") | st.integers(1, 100).map(lambda hours: f"{hours} h")


@st.composite
def steps(draw: st.DrawFn) -> list[Written]:
    days = sorted(draw(st.sets(DATES, min_size=1, max_size=4)))
    written: list[Written] = []
    for day in days:
        step: Written = {"from": day.isoformat(), "value": draw(NUMBERS)}
        if draw(st.booleans()):
            step |= {"ramp_to": draw(NUMBERS), "over": draw(LENGTHS)}
        written.append(step)
    if draw(st.booleans()):
        written[0] = {"value": draw(NUMBERS)}
    return written


@st.composite
def written_pulses(draw: st.DrawFn) -> Written:
    kind = draw(st.sampled_from(["add", "multiply", "set"]))
    rise, hold, fall = draw(LENGTHS), f"{draw(st.integers(1, 30))} days", draw(LENGTHS)
    return {kind: draw(NUMBERS), "from": draw(DATES).isoformat(), "rise": rise, "hold": hold, "fall": fall}


def pulses() -> st.SearchStrategy[Pulse[Any]]:
    return written_pulses().map(Pulse[Factor].model_validate)


@st.composite
def lines(draw: st.DrawFn) -> Spec[Any]:
    season = draw(st.none() | st.dictionaries(st.sampled_from(MONTHS), NUMBERS, max_size=3))
    return line(steps=draw(steps()), season=season, pulses=draw(st.lists(written_pulses(), max_size=2)))


@given(lines(), st.lists(pulses(), max_size=3), st.integers(1, 20))
def test_every_day_has_the_value_of_its_noon(spec: Spec[Any], changes: list[Pulse[Any]], weeks: int) -> None:
    clock = Clock(START, weeks)
    timeline = compile_line(spec, clock, changes)
    for number in range(clock.days):
        wanted = naive(spec, changes, START + timedelta(days=number))
        for moment in (number * DAY, number * DAY + 700, (number + 1) * DAY - 1 / 1024):
            assert timeline.at(moment) == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(lines(), st.lists(pulses(), max_size=2))
def test_it_changes_at_midnight_and_only_when_the_value_does(spec: Spec[Any], changes: list[Pulse[Any]]) -> None:
    clock = Clock(START, 12)
    timeline = compile_line(spec, clock, changes)
    times, values = np.array(timeline.times), np.array(timeline.values)
    assert times[0] == 0.0
    assert np.all(times % DAY == 0)
    assert np.all(np.diff(times) > 0)
    assert np.all(np.diff(values) != 0)
    assert times[-1] < clock.horizon


@given(lines(), st.integers(1, 10))
def test_a_longer_run_begins_with_the_same_days(spec: Spec[Any], weeks: int) -> None:
    short, long = compile_line(spec, Clock(START, weeks)), compile_line(spec, Clock(START, weeks + 5))
    noons = np.arange(weeks * 7, dtype=np.float64) * DAY + DAY / 2
    assert np.array_equal(short.sample(noons), long.sample(noons))


@given(pulses())
def test_an_addition_by_itself_is_what_it_adds(change: Pulse[Any]) -> None:
    clock = Clock(START, 30)
    if change.add is None:
        with pytest.raises(ValueError, match="addition"):
            pulse_line(change, clock)
        return
    noons = np.arange(clock.days, dtype=np.float64) * DAY + DAY / 2
    alone = pulse_line(change, clock).sample(noons)
    assert np.allclose(compile_line(7.0, clock, [change]).sample(noons), 7.0 + alone, rtol=1e-12)
    assert np.all(alone >= 0)


def test_a_number_stands_for_what_is_left_out() -> None:
    assert compile_line(0.0, Clock(START, 3)) == Timeline.constant(0.0)
    closed = pulse(set=0, **{"from": "2020-01-13"}, hold="1 week")
    assert compile_line(1.0, Clock(START, 3), [closed]) == Timeline((0.0, WEEK, 2 * WEEK), (1.0, 0.0, 1.0))


def test_a_pulse_begins_and_ends_at_midnight() -> None:
    change = pulse(add=6, **{"from": "2020-01-08"}, rise="3 days", hold="2 days", fall="2 days")
    timeline = pulse_line(change, Clock(START, 2))
    assert timeline.times == tuple(day * DAY for day in (0, 2, 3, 4, 5, 7, 8, 9))
    assert timeline.values == pytest.approx((0, 1, 3, 5, 6, 4.5, 1.5, 0))


def test_a_day_counts_when_the_pulse_lasts_past_its_noon() -> None:
    for hold, last in (("36 h", 3), ("37 h", 4)):
        change = pulse(add=6, **{"from": "2020-01-08"}, hold=hold)
        assert pulse_line(change, Clock(START, 2)) == Timeline((0.0, 2 * DAY, last * DAY), (0.0, 6.0, 0.0))


def test_whole_days_of_a_pulse_lose_nothing() -> None:
    change = pulse(add=78, **{"from": "2020-03-12"}, rise="1 week", hold="3 weeks", fall="5 weeks")
    timeline = pulse_line(change, Clock(START, 104))
    assert timeline.mean(0, 104 * WEEK) * 104 == pytest.approx(78 * (0.5 + 3 + 2.5))


def test_a_ramp_reaches_its_end() -> None:
    spec = line(steps=[{"value": 0}, {"from": "2020-01-08", "value": 0, "ramp_to": 0.6, "over": "3 days"}])
    timeline = compile_line(spec, Clock(START, 1))
    assert timeline.times == (0.0, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY)
    assert timeline.values == pytest.approx((0, 0.1, 0.3, 0.5, 0.6))


def test_a_ramp_that_takes_no_time_is_a_step() -> None:
    spec = line(steps=[{"from": "2020-01-08", "value": 1, "ramp_to": 2, "over": "0 min"}])
    assert compile_line(spec, Clock(START, 1)) == Timeline((0.0, 2 * DAY), (1.0, 2.0))


def test_the_first_value_also_holds_before_its_date() -> None:
    spec = line(steps=[{"from": "2020-01-13", "value": 3}, {"from": "2020-01-20", "value": 4}])
    assert compile_line(spec, Clock(START, 4)) == Timeline((0.0, 2 * WEEK), (3.0, 4.0))


def test_a_season_turns_with_the_month() -> None:
    spec = line(steps=[{"value": 2}], season={"feb": 0.5})
    timeline = compile_line(spec, Clock(START, 12))
    assert timeline == Timeline((0.0, 26 * DAY, 55 * DAY), (2.0, 1.0, 2.0))


def test_rates_are_per_minute() -> None:
    spec = Spec[Rate].model_validate({"steps": [{"value": "3 / week"}]})
    assert compile_line(spec, Clock(START, 1)).values == (3 / WEEK,)


def shocked(shocks: Written) -> Config:
    """A config with these shocks."""
    return Config.model_validate(
        {
            "name": "x",
            "start": "2020-01-06",
            "weeks": 4,
            "calendar": "always",
            "users": {"all": {"stay": "1 week", "inflow": "1 / week"}},
            "shocks": shocks,
        }
    )


def test_changes_are_found_under_the_full_path() -> None:
    change = {"multiply": 2, "from": "2020-01-13", "hold": "1 week"}
    found = changes_by_path(shocked({"b": {"inflow.all": change}, "a": {"users.all.inflow": change}}))
    assert list(found) == ["users.all.inflow"]
    assert [shock for shock, _ in found["users.all.inflow"]] == ["a", "b"]
    assert all(isinstance(change, Change) for _, change in found["users.all.inflow"])


def test_the_order_of_shocks_in_the_file_does_not_matter() -> None:
    shocks = {
        "d": {"pace.all": {"add": 1, "from": "2020-01-13", "hold": "1 week"}},
        "a": {"pace.all": {"multiply": 3, "from": "2020-01-13", "hold": "1 week"}},
        "c": {"pace.all": {"set": 2, "from": "2020-01-13", "hold": "1 week"}},
        "b": {"pace.all": {"set": 5, "from": "2020-01-06", "hold": "3 weeks"}},
    }
    found = changes_by_path(shocked(shocks))["users.all.pace"]
    assert [shock for shock, _ in found] == ["b", "c", "a", "d"]
    assert changes_by_path(shocked(dict(reversed(shocks.items()))))["users.all.pace"] == found
    timeline = compile_line(1.0, Clock(START, 4), [change for _, change in found])
    assert timeline == Timeline((0.0, WEEK, 2 * WEEK, 3 * WEEK), (5.0, 7.0, 5.0, 1.0))
