"""NAV Indre Fosen through corona: the config against what the office counted and wrote down itself."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import navsim
from navsim.api import Result
from navsim.config.document import Document
from navsim.config.evidence import unsourced
from navsim.experiment.staffing import staffing_table
from navsim.plan.compile import Prepared, prepare
from navsim.plan.expected import mean_caseload, mean_demand, starts_a_week
from navsim.values.time import DAY, HOUR, WEEK
from tests.cli.commands import CORONA
from tests.theory.samples import weeks

Floats = NDArray[np.float64]
FOLLOWED = ("aap", "unemployment_benefit", "other")


@cache
def document() -> Document:
    return navsim.load(CORONA)


@cache
def prepared(scenario: str = "happened") -> Prepared:
    return prepare(document().config(scenario))


def end_of(week: str) -> float:
    """The last instant of an ISO week (minutes)."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return prepared().clock.minute(monday) + WEEK


def stock(at: float, group: str | None = None, age: str | None = None, scenario: str = "happened") -> float:
    """The expected caseload: of a group or of all in follow-up, of an age or of all."""
    static = prepared(scenario).static
    persons = mean_caseload(prepared(scenario), np.array([at]))[:, :, 0]
    rows = [number for number, g in enumerate(static.groups) if g.name in ((group,) if group else FOLLOWED)]
    columns = [n for n, name in enumerate(static.traits[0].values) if age in (None, name)]
    return float(persons[np.ix_(rows, columns)].sum())


COUNTS = [
    ("2020-W10", None, None, 581), ("2020-W10", "aap", None, 241), ("2020-W10", "unemployment_benefit", None, 73),
    ("2020-W10", None, "under_30", 171), ("2020-W18", None, None, 1130), ("2020-W18", "aap", None, 241),
    ("2020-W18", "unemployment_benefit", None, 149), ("2020-W18", None, "under_30", 257),
]  # fmt: skip


@pytest.mark.parametrize(("week", "group", "age", "count"), COUNTS)
def test_the_expected_caseload_passes_through_the_counts(
    week: str, group: str | None, age: str | None, count: int
) -> None:
    assert stock(end_of(week), group, age) == pytest.approx(count, rel=0.03)


def test_the_counts_are_shown_beside_the_projection() -> None:
    observed = {(o.week, o.group if not o.dimension else None, o.group if o.dimension else None, o.value)
                for o in document().config().observed if o.week}  # fmt: skip
    assert observed == {(week, group or (None if age else "all"), age, count) for week, group, age, count in COUNTS}
    assert {o.use for o in document().config().observed} == {"fit"}


def test_it_falls_by_mid_june() -> None:
    peak = max(stock(end_of(f"2020-W{week}")) for week in range(10, 27))
    assert stock(end_of("2020-W24")) < stock(end_of("2020-W18")) < peak + 1
    assert stock(end_of("2020-W24")) < 0.97 * peak
    assert stock(end_of("2020-W50")) < 0.8 * peak


def test_without_the_shock_the_caseload_stays() -> None:
    for week in ("2020-W10", "2020-W30", "2021-W10", "2021-W50"):
        assert stock(end_of(week), scenario="no_shock") == pytest.approx(581, rel=0.03)


def test_every_number_has_evidence() -> None:
    assert unsourced(document()) == []


# Staff


def fte(day: str, owner: str, column: str = "fte") -> float:
    """Positions on a day."""
    table = staffing_table({"happened": [document().config("happened")]})
    rows = table[(table["owner"] == owner) & (table["date"] <= pd.Timestamp(day))]
    return float(rows.sort_values("date")[column].iloc[-1])


def test_positions_at_the_start() -> None:
    assert fte("2020-01-06", "state") == pytest.approx(9.3)
    assert fte("2020-01-06", "municipal") == pytest.approx(7.0)
    assert document().config().staff["head"].people == 1


def test_5_85_positions_leave() -> None:
    """Four who leave, one on parental leave, one on 85 % graded leave."""
    staff = document().config().staff
    last = prepared().clock.date(prepared().clock.horizon)
    hired = {"temporary", "reassigned"}
    leavers = sum(s.people * s.fte for name, s in staff.items() if s.until and s.until < last and name not in hired)
    on_leave = sum(s.people * s.fte * s.leave[0].share for s in staff.values() if s.leave)
    assert leavers + on_leave == pytest.approx(5.85)
    assert fte("2020-05-03", "state") - fte("2020-05-03", "state", "fte_present") == pytest.approx(0.85)
    assert fte("2020-06-15", "state") - fte("2020-06-15", "state", "fte_present") == pytest.approx(1.40)


def test_the_temporaries_stay_until_august_2021() -> None:
    staff = document().config().staff
    assert (staff["temporary"].people, staff["temporary"].until) == (2, date(2021, 7, 31))
    assert fte("2021-07-31", "state") - fte("2021-08-01", "state") == pytest.approx(2.0)
    assert fte("2020-08-03", "state") - fte("2020-08-02", "state") == pytest.approx(3.0)
    assert staff["market_adviser"].people == 1
    assert fte("2020-03-23", "municipal") - fte("2020-03-22", "municipal") == pytest.approx(2.0)


# Receptions


@pytest.mark.parametrize(("name", "days", "open_hours", "travel_hours"), [("rissa", 17, 45, 0), ("leksvik", 5, 15, 30)])
def test_receptions_are_open_as_measured(name: str, days: int, open_hours: float, travel_hours: float) -> None:
    reception = document().config().receptions[name]
    windows = prepared().windows[name]
    length = windows.length[:days]
    assert length.sum() / HOUR == pytest.approx(open_hours, abs=0.1)
    assert reception.on_duty * length.sum() / HOUR == pytest.approx(2 * open_hours, abs=0.2)
    assert reception.on_duty * days * reception.travel / HOUR == travel_hours


@pytest.mark.parametrize(("name", "days", "visits", "hours"), [("rissa", 17, 218, 15), ("leksvik", 5, 16, 4)])
def test_receptions_are_at_work_as_measured(name: str, days: int, visits: float, hours: float) -> None:
    task = document().config().tasks[f"visit_{name}"]
    assert task.minutes is not None
    assert task.start.visits.steps[0].value * days == pytest.approx(visits, rel=0.01)  # type: ignore[union-attr]
    assert visits * task.minutes.distribution().mean / HOUR == pytest.approx(hours, rel=0.01)


def test_receptions_are_closed_during_the_shock() -> None:
    for name in ("rissa", "leksvik"):
        opens = prepared().windows[name].start
        assert not ((opens >= day("2020-03-13")) & (opens < day("2020-06-15"))).any()
        assert (opens < day("2020-03-13")).sum() > 5
        assert (opens >= day("2020-06-15")).sum() > 50


# Social assistance


def day(text: str) -> float:
    """00:00 of a day (minutes)."""
    return prepared().clock.minute(date.fromisoformat(text))


def come(first: str, last: str, kind: str) -> float:
    """Expected recipients who come, or come back, from a first to a last day."""
    (stream,) = [s for s in prepared().streams if s.name == f"{kind}/social_assistance"]
    low, high = stream.rate.integral(np.array([day(first), day(last) + DAY]))
    return float(high - low)


@pytest.mark.parametrize(
    ("first", "last", "served", "new"), [("2020-01-01", "2020-03-15", 109, 27), ("2020-03-16", "2020-06-15", 124, 21)]
)
def test_recipients(first: str, last: str, served: int, new: int) -> None:
    present = stock(day(first), "social_assistance")
    assert come(first, last, "inflow") == pytest.approx(new, rel=0.03)
    assert present + come(first, last, "inflow") + come(first, last, "returns") == pytest.approx(served, rel=0.03)


def test_a_thousand_applications_a_year() -> None:
    plan = prepared("no_shock")
    (application,) = [type_ for type_ in plan.static.types if type_.name == "application"]
    middles = (np.arange(52) + 0.5) * WEEK
    year = starts_a_week(plan, application, mean_caseload(plan, middles), middles).sum() * 365.25 / 364
    assert year == pytest.approx(1000, rel=0.05)


def test_digital_applications_save_the_scanning() -> None:
    application = document().config().tasks["application"]
    assert sum(application.channels["paper"].extra.values()) == 15
    (type_,) = [t for t in prepared().static.types if t.name == "application"]
    digital = type_.channels[0]
    assert digital.name == "digital"
    share = digital.upto.sample(np.array([day("2020-03-24"), day("2020-04-22"), day("2020-12-01")]))
    assert share[0] == 0
    assert 0 < share[1] < share[2]
    assert 0.6 <= share[2] <= 0.7


# The office in balance


def test_the_office_is_in_balance_before_the_shock() -> None:
    hours = mean_demand(prepared())[:, :10].mean(axis=1)
    by_owner = {owner: sum(h for h, t in zip(hours, prepared().static.types, strict=True) if t.owner == owner)
                for owner in ("state", "municipal")}  # fmt: skip
    assert 90 < by_owner["state"] < 135
    assert 40 < by_owner["municipal"] < 85
    assert document().scenarios[0] == "happened"
    assert set(document().scenarios) >= {
        "no_shock", "no_temporaries", "temporaries_permanent", "recruitment_not_frozen", "no_digisos", "second_wave",
    }  # fmt: skip


@cache
def simulated(base: str, length: int, replications: int) -> Result:
    """A few replications of one scenario alone."""
    others = [f"scenarios.{name}=none" for name in document().scenarios if name != base]
    return navsim.run(navsim.load(CORONA, [*others, f"weeks={length}", f"replications={replications}"]))


def test_the_simulation_passes_through_the_counts() -> None:
    """Half a year: the counts lie in the 95 % prediction band, the means where the closed form has them."""
    result = simulated("happened", 25, 8)
    observed = result.tables.observed
    assert len(observed) == 12
    assert observed["inside"].sum() >= 11
    for week, group, age, count in COUNTS:
        dimension = "group" if group else "age" if age else "all"
        row = observed[(observed["week"] == week) & (observed["group"] == (group or age or "all"))].iloc[0]
        assert (row["dimension"], row["value"]) == (dimension, count)
        error = (row["model_high"] - row["model_low"]) / 2 / 2.365
        assert abs(row["model_mean"] - stock(end_of(week), group, age)) < 4 * error
    follow_up = weeks(result, "follow_up_rate", "all", "all").mean(axis=0)
    backlog = weeks(result, "backlog", "all", "all").mean(axis=0)
    assert follow_up[:10].min() > 0.8
    assert follow_up[20:].max() < 0.7
    assert backlog[:10].max() < 60
    assert backlog[20:].min() > 250


@pytest.mark.long
def test_without_a_shock_the_backlog_comes_back_after_each_summer() -> None:
    result = simulated("no_shock", 105, 4)
    backlog = weeks(result, "backlog", "all", "all").mean(axis=0)
    week = {result.tables.weekly["week"].astype(str).iloc[n]: n for n in range(105)}
    for year in (2020, 2021):
        summer = backlog[week[f"{year}-W27"] : week[f"{year}-W36"]].max()
        assert backlog[week[f"{year}-W46"] : week[f"{year}-W50"]].mean() < max(15.0, 0.25 * summer)
    assert backlog[5:25].max() < 60
    assert np.median(backlog) < 15


@pytest.mark.long
def test_in_the_end_the_office_catches_up() -> None:
    result = simulated("happened", 105, 4)
    backlog = weeks(result, "backlog", "all", "all").mean(axis=0)
    assert backlog[15:45].max() > 300
    assert backlog[-5:].mean() < 0.25 * backlog.max()
