"""Personal lists: who can have users, when lists are handed over, and who has whom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from navsim.config.models import Config
from navsim.config.queues import queues_of
from navsim.plan.caseworkers import AT_WORK, absences, caseworkers_of, prepare_lists, weights_over_time
from navsim.plan.model import Caseworkers
from navsim.plan.persons import traits_of
from navsim.plan.staff import staff_of
from navsim.values.random import child, name_key, uniform
from navsim.values.time import DAY, WEEK
from tests.engine.small import User, persons
from tests.plan.offices import compiled, entry, staffed
from tests.plan.offices import office as plain

TALK = {"start": "entry", "due": "14 days", "minutes": "45 min", "contact": True}
MANY = [User(key=name_key(f"somebody/{number}")) for number in range(400)]
PERIOD = {"from": "2020-02-03", "until": "2020-03-29"}
"""Weeks 4 to 11 of the run, counted from 0: a Monday to a Sunday."""
FRIDAY_BEFORE = 2 * WEEK + 4 * DAY + 930
"""The end of the last working day before it."""


def office(staff: dict[str, Any], weeks: int = 16, **sections: Any) -> Config:
    """An office with lists for talks, handed over after two weeks."""
    tasks = {"talks": TALK, "papers": TALK}
    return plain(**{"weeks": weeks, "tasks": tasks, "lists": {"talks": {}}, "staff": staff, **sections})


class Lists:
    """Who has whom in one replication of a config."""

    def __init__(self, config: Config, users: Sequence[User] = MANY, replication: int = 0) -> None:
        self.config, self.users = config, users
        static, root = compiled(config), child(child(0, config.seed), replication)
        self.queues = queues_of(config)
        self.names = [employee.name for employee in static.people.employees]
        prepared = prepare_lists(config, static, traits_of(config), self.queues)
        found = caseworkers_of(prepared, static, staff_of(static, root).accounts, persons(users), root)
        self.found: Caseworkers = found

    def row(self, user: int, queue: str = "talks") -> list[tuple[float, str]]:
        """Since when a user has had whom."""
        place = self.found.place[self.queues.index(queue)] * len(self.users) + user
        rows = slice(self.found.first[place], self.found.first[place + 1])
        who = [self.names[number] if number >= 0 else "" for number in self.found.employee[rows]]
        return list(zip(self.found.since[rows].tolist(), who, strict=True))

    def at(self, time: float, queue: str = "talks") -> list[str]:
        """Who has each user at a time; nobody is an empty name."""
        rows = [self.row(user, queue) for user in range(len(self.users))]
        return [row[bisect_right(row, time, key=lambda each: each[0]) - 1][1] for row in rows]

    def times(self, queue: str = "talks") -> list[float]:
        """When anything changes."""
        rows = [self.row(user, queue)[1:] for user in range(len(self.users))]
        return sorted({since for row in rows for since, _ in row})

    def moves(self, before: float, after: float, queue: str = "talks") -> set[tuple[str, str]]:
        """From whom to whom users move between two times."""
        return {(a, b) for a, b in zip(self.at(before, queue), self.at(after, queue), strict=True) if a != b}


TWO_OF_A = {"a": entry(people=2)}


def test_users_are_spread_over_those_who_serve_the_queue_and_stay_there() -> None:
    lists = Lists(office({**TWO_OF_A, "b": entry(queues=["papers"]), "c": entry(queues=[])}))
    assert lists.times() == []
    assert {name: lists.at(0).count(name) > 150 for name in set(lists.at(0))} == {"a/1": True, "a/2": True}
    assert lists.found.place == (-1, 0)
    assert lists.found.pool_after == (0, np.inf)


def test_the_arrays_say_what_they_promise() -> None:
    config = office(
        {"a": entry(people=3, absence={"share": 0.4, "spell": "4 weeks"})}, weeks=60,
        lists={"talks": {}, "papers": {"pool_after": "3 days"}},
    )  # fmt: skip
    found = Lists(config, MANY[:50]).found
    assert (found.place, found.pool_after) == ((0, 1), (3 * DAY, np.inf))
    assert (found.first[0], len(found.first), found.first[-1]) == (0, 2 * 50 + 1, len(found.since))
    starts = found.first[:-1]
    assert (np.diff(found.first) >= 1).all()
    assert (found.since[starts] == -np.inf).all()
    inside = np.setdiff1d(np.arange(len(found.since)), starts)
    assert (found.since[inside] > found.since[inside - 1]).all()
    assert (found.employee[inside] != found.employee[inside - 1]).all()
    assert len(inside) > 50


def test_without_lists_nobody_has_anybody() -> None:
    found = Lists(office(TWO_OF_A, lists={})).found
    assert (found.place, found.pool_after) == ((-1, -1), (0, 0))
    assert len(found.since) == len(found.employee) == 0


@pytest.mark.parametrize(
    "staff", [{}, {"a": entry(people=0)}, {"b": entry(queues=["papers"])}], ids=["none", "0", "other"]
)
def test_nobody_who_could(staff: dict[str, Any]) -> None:
    lists = Lists(office(staff))
    assert [lists.row(user) for user in (0, 399)] == [[(-np.inf, "")]] * 2


def test_an_office_without_users() -> None:
    found = Lists(office(TWO_OF_A), []).found
    assert (found.first.tolist(), len(found.since)) == ([0], 0)


def test_when_everybody_is_sick_the_users_are_nobodys_after_two_weeks() -> None:
    """Last at work on the Friday before the run."""
    lists = Lists(office({"a": entry(people=2, absence={"share": 1, "spell": "3 days"})}))
    assert lists.times() == [-3 * DAY + 930 + 14 * DAY]
    assert set(lists.at(lists.times()[0])) == {""}


def test_long_leave_hands_over_exactly_and_back_on_return() -> None:
    away = entry(leave=[PERIOD])
    lists = Lists(office({**TWO_OF_A, "b": away}))
    out, back = FRIDAY_BEFORE + 14 * DAY, 11 * WEEK + 480
    assert lists.times() == [out, back]
    assert lists.moves(out - 1, out) == {("b/1", "a/1"), ("b/1", "a/2")}
    assert lists.moves(back - 1, back) == {("a/1", "b/1"), ("a/2", "b/1")}
    assert lists.moves(0, back) == set(), "everybody has their own again"


def test_a_graded_leave_hands_nothing_over() -> None:
    assert Lists(office({**TWO_OF_A, "b": entry(leave=[{**PERIOD, "share": 0.9}])})).times() == []


def test_a_course_is_time_at_work() -> None:
    assert Lists(office({**TWO_OF_A, "b": entry(training=[PERIOD])})).times() == []


def test_overtime_is_time_at_work() -> None:
    """Two weeks of leave with a Saturday of overtime between them."""
    saturday = {"from": "2020-02-08", "until": "2020-02-08", "days": "sat", "hours": "09:00-12:00"}
    leave = [{"from": "2020-02-03", "until": "2020-02-07"}, {"from": "2020-02-10", "until": "2020-02-14"}]
    assert Lists(office({**TWO_OF_A, "b": entry(leave=leave, overtime=[saturday])})).times() == []
    assert len(Lists(office({**TWO_OF_A, "b": entry(leave=leave)})).times()) == 2


def test_an_absence_must_last_longer() -> None:
    """From Friday 15:30 to Monday 08:00, with two weeks between: 16 days and 16.5 hours, 24 030 minutes."""
    staff = {**TWO_OF_A, "b": entry(leave=[{"from": "2020-02-03", "until": "2020-02-14"}])}
    exactly = {"talks": {"hand_over_after": "24030 min"}}
    assert Lists(office(staff, lists=exactly)).times() == []
    shorter = {"talks": {"hand_over_after": "24029 min"}}
    assert Lists(office(staff, lists=shorter)).times() == [5 * WEEK + 479, 5 * WEEK + 480]


@pytest.mark.parametrize(
    ("first", "out"),
    [("2019-12-02", -np.inf), ("2019-12-30", -np.inf), ("2020-01-06", 4 * DAY + 930 - WEEK + 7 * DAY)],
)
def test_a_leave_that_began_before_the_run(first: str, out: float) -> None:
    """Last at work on Friday 29 November or 27 December: handed over at once; on 3 January: on the 17th."""
    leave = [{"from": first, "until": "2020-02-02"}]
    lists = Lists(office({**TWO_OF_A, "b": entry(leave=leave)}))
    times = [3 * WEEK + 480]
    assert lists.times() == (times if out == -np.inf else [out, *times])
    assert ("b/1" in lists.at(0)) == (out > 0)


def test_who_is_employed_later_and_who_leaves() -> None:
    newcomer, leaver = {"from": date(2020, 2, 5)}, {"until": date(2020, 3, 3)}
    lists = Lists(office({**TWO_OF_A, "b": entry(**newcomer, **leaver)}))
    joins, leaves = 3 * WEEK + 2 * DAY, 7 * WEEK + 2 * DAY
    assert lists.times() == [joins, leaves]
    assert lists.moves(0, joins) == {("a/1", "b/1"), ("a/2", "b/1")}
    assert lists.moves(joins, leaves) == {("b/1", "a/1"), ("b/1", "a/2")}
    assert lists.moves(0, leaves) == set()


def test_who_comes_after_the_run_changes_nothing() -> None:
    """Long after it: on the line of minutes the wait for them must not reach the next employee's."""
    never = entry(**{"from": date(2024, 1, 1)})
    lists = Lists(office({"a": never, "b": entry(people=2)}))
    assert lists.times() == []
    assert set(lists.at(0)) == {"b/1", "b/2"}


def test_who_is_on_leave_from_the_first_day_has_users_for_two_weeks() -> None:
    """Nobody knew."""
    late = entry(**{"from": date(2020, 2, 3)}, leave=[{"from": "2020-02-03"}])
    assert Lists(office({**TWO_OF_A, "b": late})).times() == [3 * WEEK, 5 * WEEK]


def test_users_by_fte() -> None:
    many = [User(key=name_key(f"more/{number}")) for number in range(3000)]
    found = Lists(office({"a": entry(fte=1), "b": entry(fte=0.5)}), many).at(0)
    assert found.count("a/1") / 3000 == pytest.approx(2 / 3, abs=4 * (2 / 9 / 3000) ** 0.5)


def test_a_newcomer_with_a_ramp_takes_a_few_more_each_monday() -> None:
    """From a Wednesday; half-way up on the first day, full after two weeks: at noon on Mondays 5.5 and 12.5 days."""
    new = entry(**{"from": date(2020, 1, 22)}, ramp={"from": 0.5, "over": "14 days"})
    lists = Lists(office({**TWO_OF_A, "b": new}))
    first = WEEK + 2 * DAY
    assert lists.times() == [first, 2 * WEEK, 3 * WEEK, 4 * WEEK]
    for before, after in zip([0, *lists.times()], lists.times(), strict=False):
        assert lists.moves(before, after) <= {("a/1", "b/1"), ("a/2", "b/1")}
    steps = [0.5 + 0.5 * 0.5 / 14, 0.5 + 0.5 * 5.5 / 14, 0.5 + 0.5 * 12.5 / 14, 1.0]
    static = compiled(lists.config)
    prepared = prepare_lists(lists.config, static, (), lists.queues)
    mine = prepared.lists[0].employee == 2
    assert prepared.lists[0].weight[mine].tolist() == pytest.approx(steps)


def test_who_takes_up_a_queue_in_mid_week_has_the_weight_of_that_monday() -> None:
    """Employed from Monday of week 1 with a ramp of four weeks from 0; serving talks from Wednesday of week 2."""
    later = [{"from": "2020-01-29", "queues": ["talks"]}]
    new = entry(**{"from": date(2020, 1, 20)}, ramp={"from": 0, "over": "4 weeks"}, queues=["papers"], later=later)
    lists = Lists(office({**TWO_OF_A, "b": new}))
    assert lists.times() == [2 * WEEK + 2 * DAY, 3 * WEEK, 4 * WEEK, 5 * WEEK]
    (only,) = prepare_lists(lists.config, compiled(lists.config), (), lists.queues).lists
    assert only.weight[only.employee == 2].tolist() == pytest.approx([7.5 / 28, 14.5 / 28, 21.5 / 28, 1])


def test_with_the_same_candidates_the_same_caseworker_in_all_lists() -> None:
    both: dict[str, Any] = {"talks": {}, "papers": {}}
    staff = {"a": entry(people=3, queues=["talks", "papers"]), "b": entry(queues=["talks"])}
    lists = Lists(office(staff, lists=both))
    talks, papers = lists.at(0, "talks"), lists.at(0, "papers")
    assert all(one == other for one, other in zip(talks, papers, strict=True) if one != "b/1")
    assert set(papers) == {"a/1", "a/2", "a/3"}


def test_who_no_longer_serves_the_queue_has_no_users() -> None:
    later = [{"from": "2020-02-05", "queues": ["papers"]}, {"from": "2020-02-12", "queues": [["papers", "talks"]]}]
    lists = Lists(office({**TWO_OF_A, "b": entry(later=later)}))
    assert lists.times() == [3 * WEEK + 2 * DAY, 4 * WEEK + 2 * DAY]
    assert "b/1" not in lists.at(3 * WEEK + 2 * DAY)


def test_what_is_over_before_a_user_comes_is_left_out() -> None:
    newcomer = entry(**{"from": date(2020, 2, 3)})
    config = office({**TWO_OF_A, "b": newcomer})
    taken = next(user for user, name in enumerate(Lists(config).at(WEEK * 3)) if name == "b/1")
    key = MANY[taken].key
    times = [0.0, 3 * WEEK - 1, 3 * WEEK, 3 * WEEK + 1]
    lists = Lists(config, [User(arrives=time, key=key) for time in times])
    rows = [lists.row(user) for user in range(4)]
    assert rows[0] == rows[1]
    assert [since for since, _ in rows[0]] == [-np.inf, 3 * WEEK]
    assert rows[2] == rows[3] == [(-np.inf, "b/1")]


def test_those_who_choose_go_by_popularity_whatever_the_position() -> None:
    choosing = {"talks": {"choose": 1, "popularity": 1.5}}
    ramp = {"from": 0.1, "over": "8 weeks"}
    small = {"a": entry(people=5, fte=0.2), "b": entry(**{"from": date(2020, 1, 20)}, ramp=ramp)}
    large = {"a": entry(people=5), "b": entry(**{"from": date(2020, 1, 20)}, fte=0.1)}
    one, two = Lists(office(small, lists=choosing)), Lists(office(large, lists=choosing))
    assert one.times() == two.times() == [WEEK]
    assert one.at(2 * WEEK) == two.at(2 * WEEK)
    counts = np.unique(one.at(0), return_counts=True)[1]
    assert counts.max() > 2 * counts.min()
    alike = Lists(office({"a": entry(people=5)}, lists={"talks": {"choose": 1, "popularity": 0}})).at(0)
    assert alike == Lists(office({"a": entry(people=5)})).at(0), "equally popular is equally likely"


def test_popularity_is_drawn_anew_in_each_replication() -> None:
    config = office({"a": entry(people=5)}, lists={"talks": {"choose": 1, "popularity": 1.5}})
    assert Lists(config).at(0) != Lists(config, replication=1).at(0)
    assert Lists(office({"a": entry(people=5)})).at(0) == Lists(office({"a": entry(people=5)}), replication=1).at(0)


def test_only_some_choose() -> None:
    staff = {"a": entry(people=5)}
    given, some, all_ = (
        Lists(office(staff, lists={"talks": {"choose": share, "popularity": 1.5}})).at(0) for share in (0, 0.3, 1)
    )
    chooses = [uniform(child(int(user.key or 0), 20), 0) < 0.3 for user in MANY]
    assert 80 < sum(chooses) < 160
    assert some == [free if choice else fixed for free, fixed, choice in zip(all_, given, chooses, strict=True)]


def two_offices(staff: dict[str, Any], **sections: Any) -> Config:
    group = {"stay": "1 year", "office": {"ria": 0.5, "nes": 0.5}}
    tasks = {"talks": TALK, "papers": {**TALK, "joint": True}}
    return office(staff, **{
        "offices": {"ria": {"travel": {"nes": "40 min"}}, "nes": {}}, "users": {"all": group}, "tasks": tasks,
        "lists": {"talks": {}, "papers": {}}, **sections,
    })  # fmt: skip


def test_each_office_has_its_own_list_of_its_own_users() -> None:
    """Offices are sorted by name: users of mix 0 are at nes, those of mix 1 at ria."""
    queues = ["talks", "papers"]
    staff = {"a": entry(people=2, office="ria", queues=queues), "b": entry(people=2, office="nes", queues=queues)}
    users = [User(mix=number % 2, key=user.key) for number, user in enumerate(MANY)]
    lists = Lists(two_offices(staff), users)
    assert lists.queues == ("papers", "talks@nes", "talks@ria")
    assert lists.found.place == (0, 1, 2)
    assert set(lists.at(0, "talks@nes")[::2]) == {"b/1", "b/2"}
    assert set(lists.at(0, "talks@ria")[1::2]) == {"a/1", "a/2"}
    assert lists.row(0, "talks@ria") == lists.row(1, "talks@nes") == [(-np.inf, "")]
    assert set(lists.at(0, "papers")) == {"a/1", "a/2", "b/1", "b/2"}


def test_days_away_change_no_list_but_make_one_possible() -> None:
    users = [User(mix=number % 2, key=user.key) for number, user in enumerate(MANY)]
    at_home = {"a": entry(people=2, office="ria"), "b": entry(people=2, office="nes")}
    away = {**at_home, "c": entry(office="ria", away={"tue": "nes"})}
    lists = Lists(two_offices(away), users)
    assert lists.times("talks@nes") == lists.times("talks@ria") == []
    assert "c/1" in lists.at(0, "talks@nes")
    assert "c/1" in lists.at(0, "talks@ria")
    moved_on = {**at_home, "c": entry(office="ria", away={"tue": "nes"}, later=[{"from": "2020-02-05", "away": {}}])}
    assert Lists(two_offices(moved_on), users).times("talks@nes") == [3 * WEEK + 2 * DAY]
    assert Lists(two_offices(moved_on), users).times("talks@ria") == []


def test_the_order_of_the_file_changes_nothing() -> None:
    staff = {"a": entry(people=2), "b": entry(leave=[PERIOD])}
    one, other = Lists(office(staff)), Lists(office(dict(reversed(staff.items()))))
    assert [one.row(user) for user in range(400)] == [other.row(user) for user in range(400)]


@pytest.mark.parametrize("replication", range(3))
def test_lists_follow_absences_as_the_account_has_them(replication: int) -> None:
    """By the rule itself, minute by minute: at work somewhere in the last so many days, or at work now."""
    config = office({"a": entry(people=3, absence={"share": 0.4, "spell": "10 days"}, holidays={})}, weeks=60)
    found, static = staffed(config, replication), compiled(config)
    prepared = prepare_lists(config, static, (), queues_of(config))
    accounts, patience = found.accounts, 14 * DAY
    gaps = absences(accounts, prepared.seen, static.clock.horizon)
    weights = weights_over_time(prepared.lists[0], gaps, static)
    changes = 0
    for employee in range(3):
        at_work = (accounts.employee == employee) & np.isin(accounts.use, AT_WORK)
        start, end = accounts.start[at_work], accounts.end[at_work]
        mine = weights.employee == employee
        times, values = weights.time[mine], weights.weight[mine]
        changes += len(times) - 1
        for time in [*np.linspace(0, 60 * WEEK, 700, endpoint=False), *times, *(times[1:] - 1)]:
            now = bool(((start <= time) & (time < end)).any())
            last = end[end <= time].max(initial=-3 * DAY + 930)
            expected = now or time - last < patience
            assert (values[np.searchsorted(times, time, side="right") - 1] > 0) == expected
    assert changes > 10
