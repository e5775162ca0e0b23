"""Dates and minutes are the same thing, told in two ways."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from navsim.calendar.clock import Clock

CLOCK = Clock(date(2020, 1, 6), 104)


def test_a_run_begins_at_midnight_of_its_first_day() -> None:
    assert CLOCK.minute(date(2020, 1, 6)) == 0
    assert CLOCK.minute(date(2020, 1, 7)) == 1440
    assert CLOCK.minute(date(2020, 1, 5)) == -1440
    assert (CLOCK.days, CLOCK.horizon) == (728, 728 * 1440)


def test_an_instant_lies_in_the_day_that_begins_with_it() -> None:
    assert CLOCK.date(0) == date(2020, 1, 6)
    assert CLOCK.date(1439.999) == date(2020, 1, 6)
    assert CLOCK.date(1440) == date(2020, 1, 7)
    assert CLOCK.date(-0.5) == date(2020, 1, 5)
    assert CLOCK.date(CLOCK.horizon) == date(2022, 1, 3)


def test_weeks_have_iso_names_also_where_a_year_has_53() -> None:
    assert [CLOCK.iso_week(week) for week in (0, 8, 50, 51, 52)] == [
        "2020-W02",
        "2020-W10",
        "2020-W52",
        "2020-W53",
        "2021-W01",
    ]
    assert CLOCK.monday(52) == date(2021, 1, 4)


@given(st.integers(-2000, 5000))
def test_a_day_comes_back(days: int) -> None:
    day = date(2020, 1, 6) + timedelta(days=days)
    assert CLOCK.date(CLOCK.minute(day)) == day


def test_the_same_week_a_year_before() -> None:
    """2020 has a week 53, the years beside it have none."""
    clock = Clock(date(2019, 1, 7), 160)
    found = {clock.iso_week(week): clock.year_before(week) for week in range(160)}
    assert {week for week, before in found.items() if before is not None} == {
        week for week in found if f"{int(week[:4]) - 1}{week[4:]}" in found
    }
    assert found["2020-W53"] is None
    assert found["2021-W01"] is not None
    assert clock.iso_week(found["2021-W01"]) == "2020-W01"
    assert (found["2020-W01"], found["2020-W02"]) == (None, 0)
