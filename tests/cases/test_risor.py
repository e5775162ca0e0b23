"""Risør: staff exactly as in the plan's tables, absence within its band, refugees who leave at five years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import navsim
from navsim.api import Result
from navsim.calendar.clock import Clock
from navsim.config.document import Document
from navsim.config.evidence import unsourced
from navsim.config.models import Config, Staff
from navsim.measures.asked import asked_of
from navsim.measures.staff import LEAST_EMPLOYEES, sick_share_between
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.expected import mean_caseload
from navsim.plan.staff_contract import employment
from navsim.plan.timelines import compile_line
from navsim.values.time import DAY, MONTH, WEEK
from tests.both import simulate

Period = tuple[date, date]
Floats = NDArray[np.float64]

CONFIGS = Path(__file__).parents[2] / "configs"
PLANNED, BEFORE = "risor-2020", "risor-2018"
SOCIAL, ADVICE, REFUGEES = "social_26100", "social_refugees_26200", "refugee_service_25200"
REFUGEE_GROUPS = ("settled_2013_14", "settled_2015_16", "settled_later")


@cache
def document(name: str) -> Document:
    return navsim.load(CONFIGS / f"{name}.yaml")


@cache
def prepared(name: str = PLANNED, scenario: str | None = None) -> Prepared:
    return prepare(document(name).config(scenario or document(name).scenarios[0]))


def employed(config: Config, day: date) -> Iterator[Staff]:
    """The entries with a contract on a day."""
    clock = Clock(config.start, config.weeks)
    for entry in config.staff.values():
        first, end = employment(entry, clock)
        if first <= clock.minute(day) < end:
            yield entry


# employees, FTE, full-time posts


@pytest.mark.parametrize(
    ("name", "day", "area", "expected"),
    [
        (BEFORE, date(2019, 1, 1), SOCIAL, (7, 6.3, 4)), (PLANNED, date(2020, 1, 1), SOCIAL, (7, 6.3, 4)),
        (PLANNED, date(2021, 1, 1), SOCIAL, (7, 6.5, 5)), (BEFORE, date(2019, 1, 1), ADVICE, (1, 0.4, 0)),
        (PLANNED, date(2020, 1, 1), ADVICE, (1, 0.4, 0)), (PLANNED, date(2021, 1, 1), ADVICE, (1, 1.0, 1)),
        (BEFORE, date(2019, 1, 1), REFUGEES, (17, 14.3, 10)), (BEFORE, date(2020, 1, 1), REFUGEES, (14, 12.1, 10)),
        (PLANNED, date(2020, 1, 1), REFUGEES, (14, 12.1, 10)), (PLANNED, date(2021, 1, 1), REFUGEES, (9, 7.9, 7)),
    ],
)  # fmt: skip
def test_staff_is_that_of_the_table(name: str, day: date, area: str, expected: tuple[int, float, int]) -> None:
    staff = [entry for entry in employed(document(name).config(), day) if entry.area == area]
    people, fte = sum(entry.people for entry in staff), sum(entry.people * entry.fte for entry in staff)
    full_time = sum(entry.people for entry in staff if entry.fte == 1)
    assert (people, round(fte, 9), full_time) == expected


def test_the_mean_positions_are_a_conflict_with_what_the_figures_give() -> None:
    conflict = document(PLANNED).config().evidence["staff.refugee_full.fte"]
    assert conflict.kind == "conflict"
    said = [conflict.says.text("en") if conflict.says else "", conflict.gives.text("en") if conflict.gives else ""]
    assert [number for number in ("0.89", "0.79") if number in said[0]] == ["0.89", "0.79"]
    for fte, people in ((14.3, 17), (12.1, 14), (7.9, 9)):
        assert f"{fte} / {people} = {fte / people:.2f}" in said[1]


@pytest.mark.parametrize("name", [PLANNED, BEFORE])
def test_every_number_has_evidence(name: str) -> None:
    assert unsourced(document(name)) == []


# absence

YEAR_2018, YEAR_2019 = (date(2018, 1, 1), date(2018, 12, 31)), (date(2019, 1, 1), date(2019, 12, 31))
QUARTER = (date(2019, 1, 1), date(2019, 3, 31))
COUNTED = [
    (SOCIAL, YEAR_2018, 0.0642), (SOCIAL, YEAR_2019, 0.0), (REFUGEES, YEAR_2018, 0.1107), (REFUGEES, YEAR_2019, 0.1261),
    (REFUGEES, YEAR_2019, 0.156), (REFUGEES, QUARTER, 0.0931),
]  # fmt: skip


def test_the_absence_that_was_counted_stands_beside_the_model() -> None:
    shown = [
        (one.group, (one.from_, one.until), one.value)
        for one in document(BEFORE).config().observed
        if one.measure == "sick_share"
    ]
    assert shown == COUNTED


@cache
def absence(replications: int = 100) -> dict[Period, dict[tuple[str, str], Floats]]:
    """The model's sick shares by period, dimension and name: one for each replication. They hang on no event."""
    made, asked = prepared(BEFORE), asked_of(document(BEFORE).config())
    minute, plans = made.clock.minute, [plan_of(made, number) for number in range(replications)]
    found = {
        period: [sick_share_between(plan, asked, minute(period[0]), minute(period[1]) + DAY) for plan in plans]
        for period in (YEAR_2018, YEAR_2019, QUARTER)
    }
    return {period: {key: np.array([one[key] for one in each]) for key in each[0]} for period, each in found.items()}


@pytest.mark.parametrize(("area", "period", "counted"), COUNTED)
def test_a_counted_share_lies_among_the_models(area: str, period: Period, counted: float) -> None:
    """Within the 95 % prediction band, and with at least one in forty of the runs themselves on either side."""
    found = absence()[period]["area", area]
    half = 1.984 * found.std(ddof=1) * np.sqrt(1 + 1 / len(found))
    assert abs(counted - found.mean()) < half
    if counted > 0:
        assert (found <= counted).mean() >= 0.025
        assert (found >= counted).mean() >= 0.025


def test_a_year_without_any_absence_is_hardly_one_of_the_models() -> None:
    """The band is that of a normal law and reaches 0; the runs hardly do, as the page of the case says."""
    assert (absence()[YEAR_2019]["area", SOCIAL] == 0).mean() < 0.025


@pytest.mark.parametrize(("area", "share"), [(SOCIAL, 0.032), (REFUGEES, 0.118)])
def test_the_mean_of_two_years_is_the_models_level(area: str, share: float) -> None:
    both = (absence()[YEAR_2018]["area", area] + absence()[YEAR_2019]["area", area]) / 2
    assert abs(both.mean() - share) < 3 * both.std(ddof=1) / np.sqrt(len(both))
    counted = [value for where, period, value in COUNTED[:4] if where == area]
    assert share == pytest.approx(np.mean(counted), abs=0.0006)


def test_the_absence_of_one_person_is_told_nowhere() -> None:
    for period in (YEAR_2018, YEAR_2019, QUARTER):
        assert np.isnan(absence()[period]["area", ADVICE]).all()
        assert np.isnan(absence()[period]["owner", "municipal"]).all()
        assert np.isnan(absence()[period]["all", "all"]).all()
    staff = document(PLANNED).config().staff
    assert sum(entry.people for entry in staff.values() if entry.area == ADVICE and not entry.from_) < LEAST_EMPLOYEES


def test_absence_comes_down_to_the_agencys_goal_where_it_is_above_it() -> None:
    """In May 2020; of those who have left by then, of the social services and of one person nothing changes."""
    config, base = document(PLANNED).config("absence_6_1"), document(PLANNED).config()
    clock = Clock(config.start, config.weeks)
    before, after = (clock.minute(date(2020, 5, day)) for day in (14, 15))
    for name, entry in config.staff.items():
        assert entry.absence is not None
        line = compile_line(entry.absence.share, clock)
        changes = entry.area in (REFUGEES, None) and name != "leaves_march"
        assert line.at(after) == (0.061 if changes else line.at(before))
        was = base.staff[name].absence
        assert was is not None
        assert line.at(before) == compile_line(was.share, clock).at(after)


# refugees and those who work with them


def refugees(name: str, day: date, scenario: str | None = None) -> float:
    """The expected refugees in their five years."""
    made = prepared(name, scenario)
    persons = mean_caseload(made, np.array([made.clock.minute(day)]))[:, :, 0].sum(axis=1)
    return float(sum(n for n, group in zip(persons, made.static.groups, strict=True) if group.name in REFUGEE_GROUPS))


def fte(name: str, day: date, area: str, scenario: str | None = None) -> float:
    config = document(name).config(scenario)
    return sum(entry.people * entry.fte for entry in employed(config, day) if entry.area == area)


def test_the_plan_is_in_step_with_the_users() -> None:
    """Refugees for each FTE on each 1 January of the tables are the same within 6 %; so in the middle of 2020."""
    at = [(BEFORE, date(2019, 1, 1)), (PLANNED, date(2020, 1, 1)), (PLANNED, date(2021, 1, 1))]
    ratios = [refugees(name, day) / fte(name, day, REFUGEES) for name, day in [*at, (PLANNED, date(2020, 7, 1))]]
    assert ratios == pytest.approx([10] * 4, rel=0.06)


def test_too_fast_and_not_at_all() -> None:
    middle, later = date(2020, 7, 1), date(2021, 7, 1)
    assert fte(PLANNED, middle, REFUGEES, "too_fast") == pytest.approx(7.9)
    assert refugees(PLANNED, middle) / fte(PLANNED, middle, REFUGEES, "too_fast") > 12
    assert fte(PLANNED, later, REFUGEES, "too_fast") == fte(PLANNED, later, REFUGEES)
    assert fte(PLANNED, later, REFUGEES, "not_cut") == pytest.approx(12.1)


def test_five_years_are_a_limit() -> None:
    groups = document(PLANNED).config().users
    later = groups["settled_later"].limit
    assert later is not None
    assert later.after.distribution().mean == pytest.approx(5 * 12 * MONTH)
    assert refugees(PLANNED, date(2021, 12, 31)) < 0.4 * refugees(PLANNED, date(2020, 1, 1))


# Digisos, budgets


def minutes_of(name: str, scenario: str, at: date) -> float:
    """Expected minutes of a task for each recipient and month, on a day."""
    made = prepared(PLANNED, scenario)
    (type_,) = [one for one in made.static.types if one.name == name]
    now = np.array([made.clock.minute(at)])
    upto = [float(channel.upto.sample(now)[0]) for channel in type_.channels]
    minutes = [channel.minutes.mean + channel.extra for channel in type_.channels]
    return float(type_.rate.sample(now)[0]) * MONTH * float(np.dot(np.diff([0.0, *upto]), minutes))


def test_what_digisos_frees_is_spent_on_follow_up() -> None:
    """Half of 1.1 applications a month save 15 minutes each, spent on extra talks; before March nothing differs."""
    for day, freed in ((date(2020, 3, 2), 0.0), (date(2020, 6, 15), 8.25 / 2), (date(2021, 3, 1), 8.25)):
        with_it, without = (minutes_of("application", name, day) for name in ("as_planned", "no_digisos"))
        assert without - with_it == pytest.approx(freed, abs=0.05)
        assert minutes_of("activity_talk", "as_planned", day) == pytest.approx(freed, abs=0.05)
        assert minutes_of("activity_talk", "no_digisos", day) == 0


@cache
def two_years() -> Result:
    """Some scenarios, one replication."""
    kept = {"as_planned", "not_cut", "child_benefit"}
    others = [f"scenarios.{name}=none" for name in document(PLANNED).scenarios if name not in kept]
    return navsim.run(navsim.load(CONFIGS / f"{PLANNED}.yaml", [*others, "replications=1"]))


def cost(scenario: str, dimension: str, group: str) -> float:
    """NOK in the run."""
    table = two_years().tables.weekly
    mine = (table["scenario"] == scenario) & (table["measure"] == "cost_nok")
    return float(table[mine & (table["dimension"] == dimension) & (table["group"] == group)]["mean"].sum())


def test_the_areas_and_the_state_are_all_that_costs() -> None:
    areas = sum(cost("as_planned", "area", area) for area in (SOCIAL, ADVICE, REFUGEES))
    assert areas == pytest.approx(cost("as_planned", "owner", "municipal"))
    assert cost("as_planned", "all", "all") == pytest.approx(areas + cost("as_planned", "owner", "state"))


def test_a_recipient_costs_9700_a_month_and_800_more_without_child_benefit() -> None:
    """A social assistance of about 73 recipients: 8.5 million a year, in the area of the social services alone."""
    users = cost("as_planned", "cost", "users")
    assert users * 52.18 / 105 == pytest.approx(73 * 9700 * 12, rel=0.15)
    more = cost("child_benefit", "area", SOCIAL) - cost("as_planned", "area", SOCIAL)
    assert more == pytest.approx(users * 800 / 9700)
    assert cost("child_benefit", "area", REFUGEES) == cost("as_planned", "area", REFUGEES)


def test_whoever_is_not_cut_costs_the_refugee_service() -> None:
    more = cost("not_cut", "area", REFUGEES) - cost("as_planned", "area", REFUGEES)
    entries = [entry for name, entry in document(PLANNED).config().staff.items() if name.startswith("leaves_")]
    end = date(2022, 1, 2)
    assert {entry.yearly_cost for entry in entries} == {690000}
    years = sum(entry.fte * (end - entry.until).days / 365.25 for entry in entries if entry.until)
    assert more == pytest.approx(690000 * years, rel=0.01)


# the two engines, merger


@pytest.mark.parametrize("scenario", document(PLANNED).scenarios)
def test_the_engines_agree(scenario: str) -> None:
    """Half a year; the merger alone has all of it, since it begins in the second year."""
    length = 70 if scenario == "merged" else 26
    config = navsim.load(CONFIGS / f"{PLANNED}.yaml", [f"weeks={length}", "observed=[]"]).config(scenario)
    assert len(simulate(plan_of(prepare(config), 0)).work.task) > 1000


def test_the_engines_agree_on_the_years_before() -> None:
    config = navsim.load(CONFIGS / f"{BEFORE}.yaml", ["weeks=20", "observed=[]"]).config("as_it_was")
    assert len(simulate(plan_of(prepare(config), 0)).work.task) > 1000


def test_the_merger_disrupts_first_and_then_makes_one_pool() -> None:
    """From 4 January 2021 a fifth of the productive time is lost, less and less; from 1 March queues are joint."""
    base, merged = (prepared(PLANNED, name) for name in ("as_planned", "merged"))
    at = [merged.clock.minute(day) for day in (date(2020, 12, 1), date(2021, 2, 1), date(2021, 11, 1))]
    plan, joint = plan_of(base, 0).staffing, plan_of(merged, 0).staffing
    for start, less in zip(at, (1.0, 0.8, 1.0), strict=True):
        time = []
        for staffing in (plan, joint):
            own = {number for number, one in enumerate(staffing.employees) if one.entry == "state_caseworkers"}
            spans = staffing.intervals
            mine = np.isin(spans.employee, list(own)) & (spans.start >= start) & (spans.start < start + 4 * WEEK)
            time.append(float((spans.end - spans.start)[mine].sum()))
        assert time[1] == pytest.approx(less * time[0], rel=0.02)
    services = {
        joint.employees[who].entry: {queue for queue, _ in joint.services[service]}
        for who, service, start in zip(
            joint.intervals.employee, joint.intervals.service, joint.intervals.start, strict=True
        )
        if start >= merged.clock.minute(date(2021, 3, 2))
    }
    pooled = {"application", "refugee_advice", "neighbour_work"}
    for entry in ("social_full", "social_part", "youth_full", "advice_full", "neighbour"):
        assert pooled <= services[entry]
    assert services["refugee_full"].isdisjoint(pooled)
