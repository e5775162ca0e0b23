"""What holds for the staff of any office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from navsim.calendar.days import days
from navsim.config.models import Config
from navsim.config.services import periods
from navsim.plan.staffing import Staffing, Use
from navsim.values.time import on_grid
from tests.plan.offices import entry, index_of, office, own, same, spans, staffed

START = date(2020, 6, 1)
WEEKS = 12
DAYS = st.integers(-40, 120).map(lambda day: START + timedelta(days=day))
SHARES = st.sampled_from([0.0, 0.1, 1 / 3, 0.55, 0.85, 1.0])
LEAVES = st.lists(st.builds(lambda day, share: {"from": day, "share": share}, DAYS, SHARES), max_size=2)
OVERTIME = st.builds(
    lambda day, days, hours: {"from": day, "until": day + timedelta(days=30), "days": days, "hours": hours},
    DAYS, st.sampled_from(["mon-fri", "wed, sat"]), st.sampled_from(["15:30-17:00", "18:00-24:00"]),
)  # fmt: skip
LATER = st.builds(lambda day, queues: [{"from": day, "queues": queues}], DAYS, st.sampled_from([[], ["talks"], ["z"]]))
SPELLS = st.sampled_from(["3 days", {"lognormal": {"mean": "2 weeks", "cv": 1.5}}])


@st.composite
def entries(draw: st.DrawFn, closes: bool = True) -> dict[str, Any]:
    """An entry; there is overtime where the office ``closes``."""
    fields: dict[str, Any] = {
        "people": draw(st.integers(0, 3)),
        "fte": draw(st.sampled_from([0.05, 1 / 3, 0.5, 0.85, 1.0])),
        "productive": draw(SHARES),
        "block": draw(st.sampled_from(["30 min", "120 min", "1 day"])),
        "queues": draw(st.sampled_from([[], ["talks"], ["talks", "papers"]])),
        "leave": draw(LEAVES),
        "training": draw(LEAVES),
        "absence": draw(st.none() | st.builds(lambda share, spell: {"share": share, "spell": spell}, SHARES, SPELLS)),
        "holidays": draw(
            st.none() | st.fixed_dictionaries({"summer": st.integers(0, 30), "other": st.integers(0, 30)})
        ),
        "ramp": draw(st.none() | st.just({"from": 0.5, "over": "30 days"})),
        "overtime": draw(st.lists(OVERTIME, max_size=1)) if closes else [],
        "later": draw(st.just([]) | LATER),
    }
    if draw(st.booleans()):
        fields["from"] = draw(DAYS)
    if draw(st.booleans()):
        fields["until"] = max(draw(DAYS), fields.get("from", date.min))
    return entry(**fields)


@st.composite
def offices(draw: st.DrawFn) -> Config:
    calendar = draw(
        st.sampled_from([{"hours": "08:00-15:30"}, {"hours": {"mon": "09:00-12:00", "sun": "00:00-24:00"}}, "always"])
    )
    reception = st.builds(
        lambda hours, places, travel: {
            "opening": {"mon": hours}, "on_duty": places, "staff": ["a", "b"], "travel": travel,
        },
        st.sampled_from(["09:00-10:00", "09:30-11:00"]), st.integers(1, 3), st.sampled_from(["0 min", "45 min"]),
    )  # fmt: skip
    return office(
        start=START, weeks=WEEKS, calendar=calendar, seed=draw(st.integers(0, 99)),
        staff=draw(st.dictionaries(st.sampled_from("abc"), entries(calendar != "always"), max_size=3)),
        receptions=draw(st.dictionaries(st.sampled_from("rs"), reception, max_size=2)),
    )  # fmt: skip


def contract_minutes(config: Config, name: str) -> float:
    """Contract minutes of an employee, counted day by day."""
    position = config.staff[name]
    table = days(config.calendar.opening(), None, START, 7 * WEEKS)
    first, last = position.from_ or date.min, position.until or date.max
    return sum(
        on_grid(position.fte * float(hours))
        for day, hours in enumerate(table.closes - table.opens)
        if first <= START + timedelta(days=day) <= last
    )


@settings(max_examples=60)
@given(offices())
def test_the_hours_account_is_a_partition_of_the_contract_minutes(config: Config) -> None:
    found = staffed(config)
    accounts = found.accounts
    assert (accounts.start < accounts.end).all()
    follows = accounts.employee[1:] == accounts.employee[:-1]
    assert (accounts.end[:-1][follows] <= accounts.start[1:][follows]).all()
    assert (np.diff(accounts.employee) >= 0).all()
    for index, employee in enumerate(found.employees):
        mine = (accounts.employee == index) & (accounts.use != Use.OVERTIME)
        assert (accounts.end - accounts.start)[mine].sum() == contract_minutes(config, employee.entry)
    if len(accounts.start):
        assert accounts.start.min() >= 0
        assert accounts.end.max() <= WEEKS * 10080


@settings(max_examples=40)
@given(offices())
def test_servers_work_when_the_account_says_so(config: Config) -> None:
    found = staffed(config)
    intervals, accounts = found.intervals, found.accounts
    assert (np.diff(intervals.server) >= 0).all()
    for index, server in enumerate(found.servers):
        length = (intervals.end - intervals.start)[intervals.server == index].sum()
        start, end = intervals.start[intervals.server == index], intervals.end[intervals.server == index]
        assert (end[:-1] <= start[1:]).all()
        if server.employee >= 0:
            for_tasks = (accounts.use == Use.AVAILABLE) | (accounts.use == Use.OVERTIME)
            mine = (accounts.employee == server.employee) & for_tasks
            time = (accounts.end - accounts.start)[mine].sum()
            at_all_times = all(each.queues for each in periods(config.staff[found.employees[server.employee].entry]))
            assert length == time if at_all_times else length <= time
        else:
            assert length == (found.duties.end - found.duties.start)[found.duties.desk == index].sum()
    for index in range(len(found.employees)):
        mine = (accounts.employee == index) & (accounts.use == Use.RECEPTION)
        duty = found.duties.employee == index
        assert sorted(accounts.start[mine]) == sorted(found.duties.start[duty])


@settings(max_examples=25)
@given(offices())
def test_every_place_is_filled_or_reported(config: Config) -> None:
    found = staffed(config)
    for index, name in enumerate(found.receptions):
        filled = (found.duties.reception == index).sum()
        missing = (found.unfilled.reception == index).sum()
        assert (filled + missing) % config.receptions[name].on_duty == 0
        assert filled + missing > 0 or "mon" not in config.calendar.opening()


@settings(max_examples=25)
@given(offices())
def test_neither_a_second_run_nor_the_order_of_the_file_changes_anything(config: Config) -> None:
    raw = config.model_dump(by_alias=False)
    turned = config.model_copy(
        update={"staff": dict(reversed(config.staff.items())), "receptions": dict(reversed(config.receptions.items()))}
    )
    assert raw == config.model_dump(by_alias=False)
    first = staffed(config)
    for other in (staffed(config), staffed(turned)):
        assert equal(first, other)


def equal(a: Staffing, b: Staffing) -> bool:
    names = (a.employees, a.servers, a.services, a.receptions) == (b.employees, b.servers, b.services, b.receptions)
    tables = [(a.accounts, b.accounts), (a.intervals, b.intervals), (a.duties, b.duties), (a.unfilled, b.unfilled)]
    return names and all(
        np.array_equal(value, vars(other)[column]) for one, other in tables for column, value in vars(one).items()
    )


@settings(max_examples=25)
@given(offices(), entries(), st.sampled_from(["0first", "a", "z"]))
def test_what_happens_to_one_entry_changes_nobody_else(config: Config, changed: dict[str, Any], name: str) -> None:
    without = config.model_copy(update={"receptions": {}})
    fresh = office(staff={"x": changed}).staff["x"]
    other = without.model_copy(update={"staff": {**without.staff, name: fresh}})
    before, after = staffed(without), staffed(other)
    for employee in before.employees:
        if employee.entry != name and config.staff[employee.entry].queues:
            assert same(own(before, employee.name), own(after, employee.name))


def test_one_more_person_in_an_entry_changes_nobody_else() -> None:
    absence = {"share": 0.3, "spell": "3 days"}
    fields: dict[str, Any] = {"absence": absence, "productive": 0.55, "fte": 0.8, "holidays": {}}
    two, three = (
        staffed(office(weeks=30, staff={"a": entry(people=count, **fields), "b": entry(**fields)})) for count in (2, 3)
    )
    for name in ("a/1", "a/2", "b/1"):
        assert same(own(two, name), own(three, name))
    assert index_of(two, "b/1") != index_of(three, "b/1")


def test_replications_differ() -> None:
    config = office(weeks=30, staff={"a": entry(absence={"share": 0.3, "spell": "3 days"})})
    assert not equal(staffed(config, 0), staffed(config, 1))


def test_each_person_of_an_entry_has_chances_of_their_own() -> None:
    """A year with a fifth of it sick: no two of three have the same sick minutes, or take their holidays alike."""
    sick = {"share": 0.2, "spell": {"exponential": {"mean": "14 days"}}}
    holidays = {"summer": 15, "other": 10}
    staffing = staffed(office(weeks=52, staff={"one": entry(people=3, absence=sick, holidays=holidays)}))
    for use in (Use.SICK, Use.HOLIDAY):
        taken = [spans(staffing, use, f"one/{number}") for number in (1, 2, 3)]
        assert all(taken)
        assert taken[0] != taken[1] != taken[2] != taken[0]
