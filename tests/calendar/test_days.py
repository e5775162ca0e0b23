"""Working days of a Norwegian office, against counts by hand."""

from __future__ import annotations

from datetime import date, timedelta

from navsim.calendar.days import Weekday, days

NORMAL: dict[Weekday, tuple[float, float]] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (480.0, 930.0))


def test_the_working_year_2020() -> None:
    year = days(NORMAL, "NO", date(2020, 1, 1), 366)
    # 262 weekdays; off: 1 January, 9, 10 and 13 April, 1 and 21 May, 1 June, 25 December (17 May is a Sunday).
    assert year.has_hours.sum() == 262
    assert year.works.sum() == 262 - 8
    assert (year.closes - year.opens)[year.works].sum() == 254 * 450


def test_public_holidays_are_named_ones() -> None:
    year = days(NORMAL, "NO", date(2021, 1, 1), 365)
    off = [
        date(2021, 1, 1) + timedelta(days=int(place)) for place in (year.public_holiday & year.has_hours).nonzero()[0]
    ]
    moving = [date(2021, 4, 1), date(2021, 4, 2), date(2021, 4, 5), date(2021, 5, 13), date(2021, 5, 24)]
    assert off == [date(2021, 1, 1), *moving[:3], *moving[3:4], date(2021, 5, 17), moving[4]]


def test_christmas_eve_is_worked_and_christmas_day_is_not() -> None:
    table = days(NORMAL, "NO", date(2020, 12, 24), 2)
    assert table.works.tolist() == [True, False]


def test_without_a_country_no_day_is_off() -> None:
    assert days(NORMAL, None, date(2020, 1, 1), 366).works.sum() == 262


def test_hours_by_weekday_whatever_the_first_day() -> None:
    table = days({"wed": (540.0, 600.0), "sat": (0.0, 1440.0)}, "NO", date(2020, 1, 8), 4)
    assert table.weekday.tolist() == [2, 3, 4, 5]
    assert table.opens.tolist() == [540, 0, 0, 0]
    assert table.closes.tolist() == [600, 0, 0, 1440]
    assert table.has_hours.tolist() == [True, False, False, True]


def test_a_span_over_new_year_knows_the_holidays_of_both_years() -> None:
    table = days(NORMAL, "NO", date(2019, 12, 23), 14)
    assert table.public_holiday.nonzero()[0].tolist() == [2, 3, 9]
