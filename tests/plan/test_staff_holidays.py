"""Holidays: how many, when, and for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from navsim.plan.staffing import Use
from tests.plan.offices import entry, office, spans, staffed

START = date(2019, 12, 30)
RIGHT = {"summer": 15, "other": 10}
PEOPLE = 12


def days_off(name: str = "a/1", year: int = 2020, replication: int = 0, weeks: int = 106, **fields: Any) -> list[date]:
    """The days of holiday of one employee in a year."""
    config = office(start=START, weeks=weeks, staff={"a": entry(people=PEOPLE, **{"holidays": RIGHT, **fields})})
    found = spans(staffed(config, replication), Use.HOLIDAY, name)
    days = [START + timedelta(minutes=start // 1440 * 1440) for start, _ in found]
    return [day for day in days if day.year == year]


@pytest.mark.parametrize("number", range(1, PEOPLE + 1))
def test_a_whole_year_has_three_weeks_in_summer_and_two_others(number: int) -> None:
    days = days_off(f"a/{number}")
    summer = [day for day in days if date(2020, 6, 22) <= day <= date(2020, 8, 16)]
    assert summer[0].weekday() == 0
    assert [(day - summer[0]).days for day in summer] == [7 * week + day for week in range(3) for day in range(5)]
    others = [day for day in days if day not in summer]
    mondays = others[::5]
    assert [day.weekday() for day in mondays] == [0, 0]
    assert others == [monday + timedelta(days=day) for monday in mondays for day in range(5)]


def test_people_years_and_replications_choose_for_themselves() -> None:
    chosen = {
        tuple((day - date(day.year, 1, 1)).days for day in days_off(f"a/{number}", year, replication))
        for number in (1, 2)
        for year in (2020, 2021)
        for replication in range(2)
    }
    assert len(chosen) == 8


def test_the_summer_begins_on_each_of_the_mondays_that_leave_room() -> None:
    summer = {
        next(day for day in days_off(f"a/{number}", replication=replication) if day >= date(2020, 6, 22))
        for number in range(1, PEOPLE + 1)
        for replication in range(5)
    }
    assert summer == {date(2020, 6, 22) + timedelta(weeks=week) for week in range(6)}


def test_what_makes_no_whole_week_is_taken_in_single_days_outside_summer() -> None:
    days = days_off(holidays={"summer": 0, "other": 8})
    assert len(days) == 8
    assert not [day for day in days if date(2020, 6, 22) <= day <= date(2020, 8, 16)]
    whole = [day for day in days if day.weekday() == 0 and all(day + timedelta(days=step) in days for step in range(5))]
    assert len(whole) >= 1


def test_a_longer_run_moves_no_holiday() -> None:
    assert days_off(weeks=60, year=2020) == days_off(weeks=106, year=2020)


def test_who_comes_after_the_summer_has_a_part_of_the_right() -> None:
    # From 1 September: 122 of 366 days, a third of 25 days
    late: dict[str, Any] = {"from": date(2020, 9, 1)}
    days = days_off(**late)
    assert len(days) == 8
    assert min(days) >= date(2020, 9, 1)


def test_who_comes_just_before_the_summer_has_a_part_of_its_long_piece() -> None:
    # From 1 June: 214 of 366 days, 14.6 of 25 of which 8.8 of 15 in summer
    early: dict[str, Any] = {"from": date(2020, 6, 1)}
    days = days_off(**early)
    assert len(days) == 15
    assert len([day for day in days if date(2020, 6, 22) <= day <= date(2020, 8, 16)]) == 9


def test_those_who_are_early_in_one_year_need_not_be_so_in_the_next() -> None:
    starts = [
        tuple(next(day for day in days_off(f"a/{number}", year) if day >= date(year, 6, 22)) for year in (2020, 2021))
        for number in range(1, PEOPLE + 1)
    ]
    second = [later for _, later in sorted(starts)]
    assert second != sorted(second)


def test_who_leaves_before_the_summer_ends_takes_the_days_before() -> None:
    # Until 31 July 2021: 212 of 365 days, 14.5 of 25
    days = days_off(year=2021, until=date(2021, 7, 31))
    assert len(days) == 15
    assert max(days) < date(2021, 6, 22)


def test_days_that_find_no_place_are_not_taken() -> None:
    short: dict[str, Any] = {"from": date(2020, 7, 1), "until": date(2020, 7, 31)}
    assert days_off(**short, holidays={"summer": 40, "other": 40}) == []


def test_a_piece_longer_than_the_summer_runs_on_after_it() -> None:
    days = days_off(holidays={"summer": 50, "other": 160})
    assert len(days) == 50 + 160
    piece = [day for day in days if date(2020, 6, 22) <= day < date(2020, 6, 22) + timedelta(weeks=10)]
    assert len(piece) == 50


def test_an_office_that_is_closed_on_fridays_has_weeks_of_four_days() -> None:
    config = office(
        start=START, weeks=54, calendar={"hours": "08:00-15:30", "days": "mon-thu"},
        staff={"a": entry(holidays={"summer": 4, "other": 8})},
    )  # fmt: skip
    found = spans(staffed(config), Use.HOLIDAY, "a/1")
    assert [int(start // 1440 % 7) for start, _ in found] == [0, 1, 2, 3] * 3
