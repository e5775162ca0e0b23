"""Overtime: whose, on which days, and what it is to the account and to servers."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from navsim.plan.staff_overtime import bridged
from navsim.plan.staffing import Staffing, Use
from tests.plan.offices import by_use, entry, minutes, office, spans, staffed

LATE = {"from": "2020-01-14", "until": "2020-01-16", "hours": "16:00-18:00"}
"""Tuesday to Thursday of the usual week, two hours each."""

SATURDAY = {"from": "2020-01-13", "until": "2020-01-19", "days": "sat", "hours": "09:00-12:00"}


def late(**fields: Any) -> Staffing:
    return staffed(office(staff={"a": entry(overtime=[LATE], **fields)}))


def at_work(staffing: Staffing) -> list[tuple[float, float]]:
    intervals = staffing.intervals
    return list(zip(intervals.start.tolist(), intervals.end.tolist(), strict=True))


def evenings(*days: int) -> list[tuple[float, float]]:
    return [(day * 1440 + 960.0, day * 1440 + 1080.0) for day in days]


def test_overtime_is_beside_the_contract_and_all_for_tasks() -> None:
    week = late(productive=0.5)
    assert by_use(week, "a/1") == {"OTHER": 5 * 225, "AVAILABLE": 5 * 225, "OVERTIME": 3 * 120}
    assert spans(week, Use.OVERTIME, "a/1") == evenings(1, 2, 3)
    assert [span for span in at_work(week) if span[0] % 1440 >= 960] == evenings(1, 2, 3)
    assert week.has_overtime


def test_part_time_staff_have_the_same_hours_of_overtime() -> None:
    assert spans(late(fte=0.2), Use.OVERTIME, "a/1") == evenings(1, 2, 3)


def test_overtime_goes_on_where_the_day_ends() -> None:
    touching = {**LATE, "hours": "15:30-18:00"}
    week = staffed(office(staff={"a": entry(overtime=[touching])}))
    assert at_work(week)[:2] == [(480, 930), (1440 + 480, 1440 + 1080)]
    assert spans(week, Use.AVAILABLE, "a/1")[1] == (1440 + 480, 1440 + 930)
    assert spans(week, Use.OVERTIME, "a/1")[0] == (1440 + 930, 1440 + 1080)


def test_overtime_on_the_weekdays_that_are_named_and_in_turn() -> None:
    week = staffed(office(staff={"a": entry(people=2, overtime=[SATURDAY, {**LATE, "days": "wed"}])}))
    for name in ("a/1", "a/2"):
        assert spans(week, Use.OVERTIME, name) == [*evenings(2), (5 * 1440 + 540, 5 * 1440 + 720)]


def test_only_the_employed_work_overtime() -> None:
    assert spans(late(**{"from": date(2020, 1, 15)}), Use.OVERTIME, "a/1") == evenings(2, 3)
    assert spans(late(until=date(2020, 1, 15)), Use.OVERTIME, "a/1") == evenings(1, 2)
    assert spans(late(people=2), Use.OVERTIME, "a/2") == evenings(1, 2, 3)
    assert not late(people=0).has_overtime


@pytest.mark.parametrize("share", [1, 0.2])
def test_nobody_on_long_leave_works_overtime_graded_or_not(share: float) -> None:
    week = late(leave=[{"from": "2020-01-15", "until": "2020-01-15", "share": share}])
    assert spans(week, Use.OVERTIME, "a/1") == evenings(1, 3)


def test_training_does_not_keep_from_overtime() -> None:
    assert spans(late(training=[{"from": "2020-01-13"}]), Use.OVERTIME, "a/1") == evenings(1, 2, 3)


def test_the_sick_work_no_overtime_from_the_minute_on() -> None:
    dates = {**LATE, "from": "2020-01-13", "until": "2021-01-10"}
    ill = {"absence": {"share": 0.4, "spell": {"exponential": {"mean": "30 h"}}}}
    found, in_turn = (
        staffed(office(weeks=60, staff={"a": entry(people=3, overtime=overtime, **ill)}))
        for overtime in ([dates], [{**dates, "days": "tue, thu"}, {**dates, "days": "mon, wed, fri"}])
    )
    assert all(spans(found, Use.OVERTIME, name) == spans(in_turn, Use.OVERTIME, name) for name in ("a/1", "a/2", "a/3"))
    lengths = [end - start for name in ("a/1", "a/2", "a/3") for start, end in spans(found, Use.OVERTIME, name)]
    dated = 3 * 260
    assert sum(lengths) / (dated * 120) == pytest.approx(0.6, abs=0.06)
    assert len([length for length in lengths if length < 120]) > 5, "spells that begin or end in an evening"
    everybody = late(absence={"share": 1, "spell": "3 days"})
    assert by_use(everybody, "a/1") == {"SICK": 5 * 450}
    assert everybody.has_overtime, "planned, though nothing came of it"


def test_no_overtime_on_own_holidays_nor_between_two() -> None:
    """Three weeks of holiday in July 2020: six days of the office each, Saturdays beside them."""
    dated = {"from": "2020-06-01", "until": "2020-08-30", "days": "mon-sat", "hours": "16:00-18:00"}
    right = {"summer": 15, "other": 0}
    found = staffed(office(start=date(2020, 6, 1), weeks=13, staff={"a": entry(overtime=[dated], holidays=right)}))
    off = {start // 1440 for start, _ in spans(found, Use.HOLIDAY, "a/1")}
    assert len(off) == 15
    worked = {start // 1440 for start, _ in spans(found, Use.OVERTIME, "a/1")}
    first, last = int(min(off)), int(max(off))
    assert worked == {day for day in range(91) if day % 7 < 6} - set(range(first, last + 1))


def test_days_between_holidays_are_holidays() -> None:
    week = np.array([True] * 5 + [False] * 2)
    off = np.zeros((3, 21), np.bool_)
    off[0, 4] = off[0, 7] = True
    off[1, 4] = off[1, 8] = True
    off[2, :] = np.tile(week, 3)
    found = bridged(off, np.tile(week, 3))
    assert np.flatnonzero(found[0]).tolist() == [4, 5, 6, 7]
    assert np.flatnonzero(found[1]).tolist() == [4, 8]
    assert np.flatnonzero(found[2]).tolist() == list(range(19)), "what comes after the run nobody knows"
    assert not bridged(np.zeros((1, 7), np.bool_), np.zeros(7, np.bool_)).any()


def test_overtime_is_worked_on_a_public_holiday_if_dated() -> None:
    thursday = {"from": "2020-04-09", "until": "2020-04-09", "hours": "16:00-18:00"}
    easter = staffed(office(start=date(2020, 4, 6), staff={"a": entry(overtime=[thursday])}))
    assert spans(easter, Use.OVERTIME, "a/1") == evenings(3)
    assert minutes(easter, Use.PUBLIC_HOLIDAY, "a/1") == 2 * 450


def test_overtime_is_worked_at_the_proficiency_and_for_the_queues_of_the_day() -> None:
    """At noon half a day, then one and a half days of two have passed."""
    new = {"from": date(2020, 1, 14)}
    ramp = {"from": 0.5, "over": "2 days"}
    later = [{"from": "2020-01-15", "queues": ["papers"]}]
    week = late(**new, ramp=ramp, later=later)
    evening = week.intervals.start % 1440 == 960
    assert week.intervals.proficiency[evening].tolist() == [0.625, 0.875, 1]
    served = [week.services[index] for index in week.intervals.service[evening]]
    assert served == [(("talks", 0),), (("papers", 0),), (("papers", 0),)]
    assert week.intervals.employee.tolist() == [0] * len(week.intervals.start)


def test_no_overtime_is_none() -> None:
    week = staffed(office(staff={"a": entry()}))
    assert not week.has_overtime
    assert minutes(week, Use.OVERTIME, "a/1") == 0
