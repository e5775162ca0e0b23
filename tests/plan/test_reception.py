"""The rota: who is on duty, and what it takes from the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from navsim.plan.staffing import Use
from navsim.values.timeline import Timeline
from tests.plan.offices import by_use, entry, minutes, office, spans, staffed


def reception(**fields: Any) -> dict[str, Any]:
    return {"opening": {"mon": "10:00-13:00"}, "on_duty": 1, "staff": ["a"], **fields}


def who(staffing: Any) -> list[str]:
    return [staffing.employees[index].name for index in staffing.duties.employee]


def test_a_duty_with_travel_takes_the_middle_of_the_day() -> None:
    week = staffed(office(staff={"a": entry()}, receptions={"r": reception(travel="3 h")}))
    assert spans(week, Use.TRAVEL, "a/1") == [(510, 600), (780, 870)]
    assert spans(week, Use.RECEPTION, "a/1") == [(600, 780)]
    assert spans(week, Use.AVAILABLE, "a/1")[:2] == [(480, 510), (870, 930)]
    assert by_use(week, "a/1") == {"TRAVEL": 180, "RECEPTION": 180, "AVAILABLE": 5 * 450 - 360}


def test_desks_are_servers_of_those_who_walk_in() -> None:
    walk_in = {"due": "10 min", "minutes": "5 min", "start": {"visits": "13 / open day", "at": "r"}}
    elsewhere = {**walk_in, "start": {"visits": "3 / open day", "at": "s"}}
    week = staffed(
        office(
            staff={"a": entry(people=2), "b": entry(queues=[])},
            tasks={"walk_in": walk_in, "form": {**walk_in, "queue": "counter"}, "elsewhere": elsewhere},
            receptions={"r": reception(on_duty=2), "s": reception(opening={"tue": "09:00-10:00"}, staff=["b"])},
        )
    )
    assert [(server.name, server.employee, server.reception) for server in week.servers] == [
        ("a/1", 0, ""), ("a/2", 1, ""), ("reception/r/1", -1, "r"), ("reception/r/2", -1, "r"),
        ("reception/s/1", -1, "s"),
    ]  # fmt: skip
    desks = week.intervals.server >= 2
    assert week.intervals.start[desks].tolist() == [600, 600, 1440 + 540]
    assert week.intervals.end[desks].tolist() == [780, 780, 1440 + 600]
    served = [week.services[index] for index in week.intervals.service[desks]]
    assert served == [(("counter", 0), ("walk_in", 0))] * 2 + [(("elsewhere", 0),)]
    assert week.receptions == ("r", "s")
    assert week.duties.reception.tolist() == [0, 0, 1]
    assert week.duties.desk.tolist() == [2, 3, 4]
    assert who(week) == ["a/1", "a/2", "b/1"]


def test_the_one_with_least_duty_goes_and_ties_go_by_name() -> None:
    all_days = {
        "mon": "09:00-10:00",
        "tue": "09:00-11:00",
        "wed": "09:00-10:00",
        "thu": "09:00-10:00",
        "fri": "09:00-10:00",
    }
    week = staffed(office(staff={"a": entry(people=3)}, receptions={"r": reception(opening=all_days)}))
    # After Wednesday they have 1, 2 and 1 hours; after Thursday 2, 2 and 1.
    assert who(week) == ["a/1", "a/2", "a/3", "a/1", "a/3"]


def test_duty_is_shared_by_time_at_work() -> None:
    all_days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "11:00-12:00")
    staff = {"a": entry(people=3), "b": entry(**{"from": date(2020, 7, 6)})}
    half_a_year = office(weeks=50, staff=staff, receptions={"r": reception(opening=all_days, staff=["a", "b"])})
    found = staffed(half_a_year)
    newcomer = found.duties.start[found.duties.employee == 3]
    first_month = newcomer[newcomer < newcomer[0] + 28 * 1440]
    assert 5 <= len(first_month) <= 7, "a third of twenty openings, as the others have had, and not all of them"
    counts = np.bincount(found.duties.employee)
    assert counts[:3].max() - counts[:3].min() <= 1


def test_what_nobody_can_fill_is_reported() -> None:
    one_of_two = staffed(office(staff={"a": entry()}, receptions={"r": reception(on_duty=2)}))
    assert one_of_two.unfilled.start.tolist() == [600]
    assert one_of_two.unfilled.end.tolist() == [780]
    assert who(one_of_two) == ["a/1"]
    too_far = staffed(office(staff={"a": entry()}, receptions={"r": reception(travel="5 h", on_duty=2)}))
    assert too_far.unfilled.reception.tolist() == [0, 0]
    assert by_use(too_far, "a/1") == {"AVAILABLE": 5 * 450}
    assert len(too_far.duties.start) == 0


@pytest.mark.parametrize(
    "away",
    [
        {"leave": [{"from": "2020-01-13"}]},
        {"leave": [{"from": "2020-01-13", "share": 0.7}]},
        {"absence": {"share": 1, "spell": "3 days"}},
        {"until": "2020-01-12"},
        {"training": [{"from": "2020-01-13", "until": "2020-01-13"}]},
    ],
    ids=["leave", "graded", "sick", "left", "training"],
)
def test_the_absent_are_not_on_duty(away: dict[str, Any]) -> None:
    week = staffed(office(staff={"a": entry(**away), "b": entry()}, receptions={"r": reception(staff=["a", "b"])}))
    assert who(week) == ["b/1"]


def test_nobody_sits_in_two_places() -> None:
    receptions = {
        "r": reception(),
        "s": reception(opening={"mon": "12:00-14:00"}),
        "t": reception(opening={"mon": "13:00-14:00"}),
    }
    week = staffed(office(staff={"a": entry()}, receptions=receptions))
    assert week.duties.reception.tolist() == [0, 2]
    assert week.unfilled.reception.tolist() == [1]
    with_travel = staffed(
        office(staff={"a": entry()}, receptions={**receptions, "t": {**receptions["t"], "travel": "1 min"}})
    )
    assert with_travel.duties.reception.tolist() == [0]


def test_openings_are_filled_in_order_of_time_whatever_the_reception() -> None:
    receptions = {"r": reception(opening={"tue": "10:00-11:00"}), "s": reception(opening={"mon": "10:00-12:00"})}
    week = staffed(office(staff={"a": entry(people=2)}, receptions=receptions))
    assert week.duties.reception.tolist() == [1, 0]
    assert who(week) == ["a/1", "a/2"]


def test_it_is_closed_on_public_holidays_and_days_without_work() -> None:
    opening = {"thu": "10:00-11:00", "wed": "10:00-11:00", "sat": "10:00-11:00"}
    easter = staffed(office(start=date(2020, 4, 6), staff={"a": entry()}, receptions={"r": reception(opening=opening)}))
    assert easter.duties.start.tolist() == [2 * 1440 + 600]
    assert len(easter.unfilled.start) == 0


def test_a_closed_reception_frees_its_staff() -> None:
    opening = {"mon": "10:00-13:00", "wed": "10:00-13:00"}
    config = office(staff={"a": entry()}, receptions={"r": reception(opening=opening)})
    week = staffed(config, changed={"receptions.r.open": Timeline((0.0, 2880.0), (1.0, 0.0))})
    assert week.duties.start.tolist() == [600]
    assert len(week.unfilled.start) == 0
    assert minutes(week, Use.AVAILABLE, "a/1") == 5 * 450 - 180


def test_a_staff_entry_that_a_scenario_removed_is_not_missed() -> None:
    week = staffed(office(staff={"a": entry()}, receptions={"r": reception(staff=["a", "gone"])}))
    assert who(week) == ["a/1"]
