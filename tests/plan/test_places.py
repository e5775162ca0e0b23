"""Several offices, days at another one, and what is different from a date on."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from navsim.calendar.intervals import Intervals
from navsim.config.models import Config
from navsim.config.services import ranked
from navsim.plan.staff_travel import take_travel
from navsim.plan.staffing import Staffing, Use
from tests.plan.offices import by_use, entry, own, same, spans, staffed
from tests.plan.offices import office as plain

TALK = {"start": "entry", "due": "14 days", "minutes": "45 min", "contact": True}
VISIT = {"start": {"visits": "9 / open day", "at": "desk"}, "due": "20 min", "minutes": "5 min"}


def office(**sections: Any) -> Config:
    """Two offices 40 minutes apart; talks are held at both, papers are joint."""
    places = {"ria": {"travel": {"nes": "40 min"}}, "nes": {}}
    tasks = {"talks": TALK, "papers": {**TALK, "contact": False, "joint": True}}
    return plain(**{"offices": places, "tasks": tasks, **sections})


def at_ria(**fields: Any) -> dict[str, Any]:
    return entry(office="ria", **fields)


def served(found: Staffing, server: int = 0) -> dict[int, tuple[tuple[str, int], ...]]:
    """What a server serves, by the day of the first interval in which it does."""
    mine = found.intervals.server == server
    days, services = found.intervals.start[mine] // 1440, found.intervals.service[mine]
    changes = np.flatnonzero(np.concatenate(([True], services[1:] != services[:-1])))
    return {int(days[row]): found.services[services[row]] for row in changes}


def test_the_rank_of_a_queue_comes_before_that_of_an_office() -> None:
    found = ranked(("x", ("z", "y"), "all"), ("a", ("c", "b")), {"all"})
    assert found == (("x@a", 0), ("x@c", 1), ("x@b", 1),
                     ("y@a", 2), ("y@c", 3), ("y@b", 3), ("z@a", 2), ("z@c", 3), ("z@b", 3), ("all", 4))  # fmt: skip
    assert ranked(("x", ("z", "y")), (), set()) == (("x", 0), ("y", 1), ("z", 1))


def test_staff_serve_their_own_office_unless_they_serve_others() -> None:
    staff = {
        "a": at_ria(queues=["papers", "talks"]),
        "b": at_ria(serves=["nes", "ria"]),
        "c": at_ria(serves=[["nes", "ria"]]),
    }
    week = staffed(office(staff=staff))
    assert served(week, 0) == {0: (("papers", 0), ("talks@ria", 1))}
    assert served(week, 1) == {0: (("talks@nes", 0), ("talks@ria", 1))}
    assert served(week, 2) == {0: (("talks@nes", 0), ("talks@ria", 0))}


def test_on_a_day_away_they_serve_the_office_where_they_sit_and_what_is_joint() -> None:
    queues = ["talks", "papers"]
    week = staffed(office(staff={"a": at_ria(queues=queues, serves=["ria", "nes"], away={"tue": "nes"})}))
    assert served(week) == {
        0: (("talks@ria", 0), ("talks@nes", 1), ("papers", 2)),
        1: (("talks@nes", 0), ("papers", 1)),
        2: (("talks@ria", 0), ("talks@nes", 1), ("papers", 2)),
    }


def test_the_way_there_and_back_is_paid_time() -> None:
    week = staffed(office(staff={"a": at_ria(away={"tue": "nes"}), "b": entry(office="nes", away={"fri": "ria"})}))
    assert spans(week, Use.TRAVEL, "a/1") == [(1440 + 480, 1440 + 520), (1440 + 890, 1440 + 930)]
    assert spans(week, Use.AVAILABLE, "a/1")[1] == (1440 + 520, 1440 + 890)
    assert by_use(week, "a/1") == {"TRAVEL": 80, "AVAILABLE": 5 * 450 - 80}
    assert spans(week, Use.TRAVEL, "b/1") == [(4 * 1440 + 480, 4 * 1440 + 520), (4 * 1440 + 890, 4 * 1440 + 930)]


def test_travel_is_taken_from_what_absences_and_training_leave() -> None:
    day = {"from": "2020-01-14", "until": "2020-01-14"}
    week = staffed(office(staff={"a": at_ria(
        away={"tue": "nes"}, productive=0.5, leave=[{**day, "share": 0.4}], training=[{**day, "share": 0.5}],
    )}))  # fmt: skip
    assert by_use(week, "a/1") == {
        "LONG_LEAVE": 180, "TRAINING": 135, "TRAVEL": 80, "OTHER": 900 + 27.5, "AVAILABLE": 900 + 27.5,
    }  # fmt: skip
    too_short = staffed(office(staff={"a": at_ria(away={"tue": "nes"}, leave=[{**day, "share": 0.9}])}))
    assert by_use(too_short, "a/1") == {"LONG_LEAVE": 405, "TRAVEL": 45, "AVAILABLE": 4 * 450}


def test_nobody_travels_on_a_day_off() -> None:
    thursdays = {"thu": "nes", "fri": "nes"}
    easter = staffed(office(start=date(2020, 4, 6), staff={"a": at_ria(away=thursdays)}))
    assert by_use(easter, "a/1") == {"PUBLIC_HOLIDAY": 2 * 450, "AVAILABLE": 3 * 450}


def test_travel_is_cut_from_both_ends_of_a_day_in_pieces() -> None:
    """Three pieces of 30, 100 and 20 on day 0, one of 90 on day 1, one of 50 on day 2; 40 minutes each way."""
    pieces = Intervals(np.array([0.0, 50, 200, 1000, 2000]), np.array([30.0, 150, 220, 1090, 2050]))
    travel, kept, stays = take_travel(pieces, np.array([0, 0, 0, 1, 2]), np.full(5, 40.0))
    assert (kept.start.tolist(), kept.end.tolist()) == ([60, 1040], [130, 1050])
    assert stays.tolist() == [1, 3]
    assert travel.start.tolist() == [0, 50, 130, 200, 1000, 1050, 2000]
    assert travel.end.tolist() == [30, 60, 150, 220, 1040, 1090, 2050]


def test_no_way_takes_nothing() -> None:
    pieces = Intervals(np.array([0.0, 50]), np.array([30.0, 150]))
    travel, kept, stays = take_travel(pieces, np.array([0, 0]), np.zeros(2))
    assert len(travel) == 0
    assert np.array_equal(kept.start, pieces.start)
    assert np.array_equal(kept.end, pieces.end)
    assert stays.tolist() == [0, 1]
    none = take_travel(Intervals(np.zeros(0), np.zeros(0)), np.zeros(0, np.int64), np.zeros(0))
    assert [len(part) for part in none] == [0, 0, 0]


def test_what_is_different_from_a_date_on_and_what_stays() -> None:
    """Wednesday of week 1 other queues; Thursday another office, serving and sitting; the rest stays."""
    later = [
        {"from": "2020-01-15", "queues": ["papers"]},
        {"from": "2020-01-16", "queues": ["papers", "talks"], "office": "nes"},
        {"from": "2020-01-20", "serves": ["ria", "nes"], "away": {"mon": "ria"}},
        {"from": "2020-01-21", "queues": []},
    ]
    weeks = staffed(office(weeks=2, staff={"a": at_ria(later=later)}))
    assert served(weeks) == {
        0: (("talks@ria", 0),),
        2: (("papers", 0),),
        3: (("papers", 0), ("talks@nes", 1)),
        7: (("papers", 0), ("talks@ria", 1)),
    }
    assert spans(weeks, Use.TRAVEL, "a/1") == [(7 * 1440 + 480, 7 * 1440 + 520), (7 * 1440 + 890, 7 * 1440 + 930)]
    assert weeks.intervals.end.max() == 7 * 1440 + 890, "who serves nothing takes no tasks"
    assert by_use(weeks, "a/1") == {"TRAVEL": 80, "AVAILABLE": 10 * 450 - 80}


def test_an_office_that_is_always_open_changes_at_midnight() -> None:
    later = [{"from": "2020-01-15", "queues": ["papers"]}]
    week = staffed(office(calendar="always", staff={"a": at_ria(later=later)}))
    assert (week.intervals.start.tolist(), week.intervals.end.tolist()) == ([0, 2880], [2880, 10080])


@pytest.mark.parametrize("dated", ["2019-12-02", "2020-01-13"])
def test_a_change_before_the_run_holds_from_its_beginning(dated: str) -> None:
    changed = staffed(office(staff={"a": at_ria(later=[{"from": dated, "queues": ["papers"]}])}))
    assert served(changed) == {0: (("papers", 0),)}
    never = staffed(office(staff={"a": at_ria(later=[{"from": "2020-02-03", "queues": ["papers"]}])}))
    assert served(never) == {0: (("talks@ria", 0),)}


def test_queues_change_at_a_date_without_offices_too() -> None:
    week = staffed(plain(staff={"a": entry(queues=[], later=[{"from": "2020-01-16", "queues": ["talks"]}])}))
    assert served(week) == {3: (("talks", 0),)}
    assert by_use(week, "a/1") == {"AVAILABLE": 5 * 450}


def test_a_day_away_or_another_queue_changes_nobodys_absences() -> None:
    fields: dict[str, Any] = {"absence": {"share": 0.3, "spell": "3 days"}, "holidays": {}, "people": 2}
    one, two = (
        staffed(office(weeks=20, staff={"a": at_ria(**fields, **more), "b": at_ria(**fields)}))
        for more in ({}, {"away": {"tue": "nes"}, "later": [{"from": "2020-03-02", "office": "nes", "away": {}}]})
    )
    for use in (Use.SICK, Use.HOLIDAY):
        assert spans(one, use, "a/2") == spans(two, use, "a/2")
    assert same(own(one, "b/1"), own(two, "b/1"))
    assert not same(own(one, "a/1"), own(two, "a/1"))


def desk(**fields: Any) -> dict[str, Any]:
    return {"opening": {"mon": "10:00-13:00"}, "on_duty": 1, "staff": ["a"], "office": "nes", **fields}


def test_a_desk_serves_those_who_come_to_it_at_its_office() -> None:
    back = {**TALK, "start": {"after": "visit", "at": "desk"}}
    tasks = {"visit": VISIT, "back": back, "form": {**VISIT, "queue": "forms", "joint": True}, "talks": TALK}
    week = staffed(office(tasks=tasks, staff={"a": at_ria()}, receptions={"desk": desk()}))
    assert served(week, 1) == {0: (("back@nes", 0), ("forms", 0), ("visit@nes", 0))}


def test_who_is_away_that_day_is_on_duty_only_there() -> None:
    staff = {"a": at_ria(away={"mon": "nes"}), "b": at_ria()}
    at_home = staffed(office(staff=staff, receptions={"desk": desk(office="ria", staff=["a", "b"])}))
    assert at_home.duties.employee.tolist() == [1]
    there = staffed(office(staff=staff, receptions={"desk": desk(office="nes", staff=["a"])}))
    assert there.duties.employee.tolist() == [0]
    nobody = staffed(office(staff=staff, receptions={"desk": desk(office="ria", staff=["a"])}))
    assert nobody.unfilled.start.tolist() == [600]
    late = staffed(office(staff=staff, receptions={"desk": desk(opening={"mon": "08:00-13:00"})}))
    assert late.unfilled.start.tolist() == [480], "the way there comes first"
