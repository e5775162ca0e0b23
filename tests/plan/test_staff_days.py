"""Where the minutes of single days go, against hand-computed ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from navsim.calendar.intervals import Intervals
from navsim.plan.staff import mean_capacity
from navsim.plan.staff_blocks import blocks
from navsim.plan.staff_contract import part
from navsim.plan.staffing import Use
from tests.plan.offices import by_use, compiled, entry, minutes, office, spans, staffed

HOURS = 450.0
TICK = 1 / 1024


def test_a_plain_week_is_all_for_tasks() -> None:
    week = staffed(office(staff={"a": entry()}))
    assert spans(week, Use.AVAILABLE, "a/1") == [(day * 1440 + 480, day * 1440 + 930) for day in range(5)]
    assert by_use(week, "a/1") == {"AVAILABLE": 5 * HOURS}
    assert week.services == ((("talks", 0),),)


def test_public_holidays_are_paid_and_not_worked() -> None:
    easter = staffed(office(start=date(2020, 4, 6), weeks=2, staff={"a": entry()}))
    # Maundy Thursday, Good Friday and Easter Monday
    assert spans(easter, Use.PUBLIC_HOLIDAY, "a/1") == [(day * 1440 + 480, day * 1440 + 930) for day in (3, 4, 7)]
    assert by_use(easter, "a/1") == {"PUBLIC_HOLIDAY": 3 * HOURS, "AVAILABLE": 7 * HOURS}


def test_the_working_year_to_the_minute() -> None:
    table = compiled(
        office(start=date(2019, 12, 30), weeks=53, staff={"a": entry(holidays={"summer": 15, "other": 10})})
    )
    year = staffed(office(start=date(2019, 12, 30), weeks=53, staff={"a": entry(holidays={"summer": 15, "other": 10})}))
    first, end = table.clock.minute(date(2020, 1, 1)), table.clock.minute(date(2021, 1, 1))
    found = year.accounts
    inside = (found.start >= first) & (found.end <= end)
    length = np.bincount(found.use[inside], (found.end - found.start)[inside], len(Use))
    # 262 weekdays, 8 of them public holidays, 25 days of holiday
    assert length[Use.PUBLIC_HOLIDAY] == 8 * HOURS
    assert length[Use.HOLIDAY] == 25 * HOURS
    assert length[Use.AVAILABLE] == (262 - 8 - 25) * HOURS
    assert length.sum() == 262 * HOURS


def test_a_graded_leave_takes_its_share_of_each_day_from_its_first_to_its_last() -> None:
    leave = [{"from": date(2020, 1, 14), "until": date(2020, 1, 15), "share": "85 %"}]
    week = staffed(office(staff={"a": entry(leave=leave)}))
    assert by_use(week, "a/1") == {"LONG_LEAVE": 2 * 382.5, "AVAILABLE": 3 * HOURS + 2 * 67.5}
    tuesday = [span for span in spans(week, Use.AVAILABLE, "a/1") if 1440 <= span[0] < 2880]
    assert len(tuesday) == 1, "what is left of the day is in one piece"


def test_leaves_at_once_add_up_to_the_whole_day_at_most() -> None:
    both = [{"from": date(2020, 1, 1), "share": 0.5}, {"from": date(2020, 1, 15), "share": 0.75}]
    week = staffed(office(staff={"a": entry(leave=both)}))
    assert by_use(week, "a/1") == {"LONG_LEAVE": 2 * HOURS / 2 + 3 * HOURS, "AVAILABLE": 2 * HOURS / 2}


def test_half_a_position_is_half_of_each_day_and_not_always_the_morning() -> None:
    week = staffed(office(staff={"a": entry(people=3, fte=0.5)}))
    starts = {name: spans(week, Use.AVAILABLE, name) for name in ("a/1", "a/2", "a/3")}
    for found in starts.values():
        assert [end - start for start, end in found] == [HOURS / 2] * 5
        assert all(start % 1440 >= 480 and end % 1440 <= 930 for start, end in found)
    assert len({found[0] for found in starts.values()}) == 3


def test_employment_lasts_from_its_first_day_to_its_last() -> None:
    week = staffed(office(staff={"a": entry(**{"from": date(2020, 1, 14)}, until=date(2020, 1, 16))}))
    assert [start // 1440 for start, _ in spans(week, Use.AVAILABLE, "a/1")] == [1, 2, 3]


def test_a_recruited_person_begins_at_the_first_midnight_after_the_lead_time() -> None:
    recruiting = {"opened": date(2020, 1, 13), "lead": "30 h"}
    week = staffed(office(staff={"a": entry(recruiting=recruiting)}))
    assert [start // 1440 for start, _ in spans(week, Use.AVAILABLE, "a/1")] == [2, 3, 4]


def test_training_takes_its_share_of_what_is_left() -> None:
    absent = [{"from": date(2020, 1, 13), "share": 0.5}]
    week = staffed(office(staff={"a": entry(leave=absent, training=[{"from": date(2020, 1, 15), "share": 0.2}])}))
    assert by_use(week, "a/1") == {"LONG_LEAVE": 5 * 225, "TRAINING": 3 * 45, "AVAILABLE": 2 * 225 + 3 * 180}


def test_productive_time_comes_in_blocks_with_other_work_between() -> None:
    week = staffed(office(staff={"a": entry(productive=0.55, block="120 min")}))
    # 0.55 x 450 = 247.5 minutes: two blocks of 123.75 with gaps of 101.25
    found = spans(week, Use.AVAILABLE, "a/1")
    assert [end - start for start, end in found] == pytest.approx([123.75] * 10, abs=TICK)
    assert found[1][0] - found[0][0] == pytest.approx(225, abs=TICK)
    assert 480 <= found[0][0] < 480 + 101.25
    assert minutes(week, Use.OTHER, "a/1") == pytest.approx(5 * 202.5, abs=10 * TICK)
    assert minutes(week, Use.OTHER, "a/1") + minutes(week, Use.AVAILABLE, "a/1") == 5 * HOURS


def test_blocks_begin_where_the_phase_says() -> None:
    day = Intervals(np.array([480.0, 2000.0]), np.array([930.0, 2100.0]))
    found, span = blocks(day, np.array([0.55, 0.5]), np.array([80.0, 60.0]), np.array([0.5, 0.0]))
    assert span.tolist() == [0, 0, 0, 1]
    assert found.start.tolist() == [480 + 33.75, 480 + 183.75, 480 + 333.75, 2000]
    assert found.end.tolist() == [480 + 116.25, 480 + 266.25, 480 + 416.25, 2050]


def test_a_day_is_cut_alike_wherever_it_stands_on_the_line() -> None:
    share, phase = np.random.default_rng(1).random((2, 5000))
    midnight = 1440 * np.arange(5000, dtype=np.float64)
    day = Intervals(midnight + 480, midnight + 930)
    far = Intervals(day.start + 2.0**40, day.end + 2.0**40)
    (here, _), (there, _) = (blocks(spans, share, np.full(5000, 50.0), phase) for spans in (day, far))
    for found, shifted in ((here, there), (part(day, share, phase), part(far, share, phase))):
        assert np.array_equal(found.start + 2.0**40, shifted.start)
        assert np.array_equal(found.end + 2.0**40, shifted.end)


def test_one_part_only_of_a_day_makes_one_block_or_none() -> None:
    day = Intervals(np.array([480.0]), np.array([930.0]))
    whole, _ = blocks(day, np.array([1.0]), np.array([120.0]), np.array([0.7]))
    assert (whole.start.tolist(), whole.end.tolist()) == ([480], [930])
    none, _ = blocks(day, np.array([0.0]), np.array([120.0]), np.array([0.7]))
    assert len(none) == 0


def test_not_everybody_is_in_a_meeting_at_once() -> None:
    week = staffed(office(staff={"a": entry(people=5, productive=0.55, block="120 min")}))
    starts = [spans(week, Use.AVAILABLE, f"a/{number}")[0][0] for number in range(1, 6)]
    apart = np.diff(sorted([*starts, min(starts) + 101.25]))
    assert apart.min() > 101.25 / 5 / 2
    assert len({tuple(spans(week, Use.AVAILABLE, f"a/{number}")) for number in range(1, 6)}) == 5


def test_new_staff_work_slower_for_a_while() -> None:
    slow = entry(**{"from": date(2020, 1, 14)}, ramp={"from": 0.5, "over": "2 days"})
    week = staffed(office(staff={"a": slow}))
    # at noon half a day and one and a half days of two have passed
    assert week.intervals.proficiency.tolist() == [0.625, 0.875, 1, 1]


def test_those_who_were_always_there_are_past_their_ramp() -> None:
    week = staffed(office(staff={"a": entry(ramp={"from": 0.5, "over": "2 days"})}))
    assert week.intervals.proficiency.tolist() == [1] * 5


def test_around_the_clock_is_one_interval() -> None:
    always = staffed(office(calendar="always", weeks=3, staff={"a": entry(people=2)}))
    assert always.intervals.server.tolist() == [0, 1]
    assert always.intervals.start.tolist() == [0, 0]
    assert always.intervals.end.tolist() == [3 * 10080] * 2


def test_a_change_of_proficiency_cuts_the_clock_at_midnight() -> None:
    ramp = {"from": 0, "over": "2 days"}
    always = staffed(office(calendar="always", staff={"a": entry(**{"from": date(2020, 1, 13)}, ramp=ramp)}))
    assert always.intervals.start.tolist() == [0, 1440, 2880]
    assert always.intervals.proficiency.tolist() == [0.25, 0.75, 1]


def test_who_has_no_queues_has_hours_and_is_no_server() -> None:
    week = staffed(office(staff={"boss": entry(queues=[]), "a": entry(queues=["x", ["z", "y"]])}))
    assert [server.name for server in week.servers] == ["a/1"]
    assert [employee.name for employee in week.employees] == ["a/1", "boss/1"]
    assert minutes(week, Use.AVAILABLE, "boss/1") == 5 * HOURS
    assert week.services == ((("x", 0), ("y", 1), ("z", 1)),)


def test_services_are_numbered_by_their_queues() -> None:
    week = staffed(office(staff={name: entry(queues=[queue]) for name, queue in zip("abcdef", "pkznax", strict=True)}))
    assert [queues[0][0] for queues in week.services] == ["a", "k", "n", "p", "x", "z"]
    assert week.intervals.service[::5].tolist() == [3, 1, 5, 2, 0, 4]


def test_an_office_without_anybody() -> None:
    empty = staffed(office(staff={"a": entry(people=0)}))
    assert len(empty.employees) == len(empty.servers) == 0
    assert len(empty.accounts.start) == len(empty.intervals.start) == 0


def test_capacity_counts_hours_by_proficiency() -> None:
    staff = {
        "a": entry(people=2),
        "b": entry(**{"from": date(2020, 4, 6)}, ramp={"from": 0.5, "over": "0 days"}),
        "c": entry(queues=[]),
    }
    easter = compiled(office(start=date(2020, 4, 6), weeks=2, staff=staff))
    assert mean_capacity(easter, seed=1, replications=3).tolist() == [[2 * 22.5, 2 * 30], [22.5, 30], [0, 0]]
    slow = entry(**{"from": date(2020, 1, 13)}, ramp={"from": 0.5, "over": "1 day"})
    week = compiled(office(staff={"a": slow}))
    assert mean_capacity(week, seed=1, replications=2).tolist() == [[4.75 * 7.5]]
