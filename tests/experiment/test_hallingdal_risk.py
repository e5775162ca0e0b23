"""The simulated risk matrix: its figures against other ways to them, its levels, and what is published of it."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest

from experiments import hallingdal_figures as figures
from experiments.hallingdal_factors import FACTORS, GREY, LEVELS, Figure
from experiments.hallingdal_figures import SERVICES, Year
from experiments.hallingdal_risk import (
    CONFIG,
    FOLDER,
    PAGE,
    SIMULATED,
    SYMBOLS,
    cell,
    cells,
    choice,
    matrix,
    model_figures,
    page,
    picture,
    read,
    rows,
)
from navsim.config.document import Document, load
from navsim.engine.log import Outcome
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.series import Key
from navsim.plan.compile import plan_of, prepare
from navsim.values.time import DAY, HOUR, WEEK
from tests.both import simulate

LENGTH, AFTER = 10, date(2018, 10, 1)
"""Weeks simulated here, and the Monday from which on they are looked at: after the state staff were gathered."""


@cache
def document() -> Document:
    return load(CONFIG, [f"weeks={LENGTH}"])


@cache
def year(model: str) -> Year:
    """A short one."""
    prepared = prepare(document().config(model))
    plan = plan_of(prepared, 1)
    log = simulate(plan)
    return Year(prepared, plan, log, measure(plan, log, asked_of(prepared.config)), prepared.clock.minute(AFTER))


def weekly(model: str, *key: str) -> float:
    """The mean over the weeks that are looked at of one measure."""
    return float(year(model).weekly[Key(*key)][round(year(model).start / WEEK) :].mean())


@pytest.mark.parametrize("model", ["a", "e"])
def test_travel_is_that_of_the_hours_account_and_of_the_measure(model: str) -> None:
    paid = sum(weekly(model, "hours", "hours", "travel", owner) for owner in ("state", "municipal"))
    assert figures.staff_on_the_road(year(model)) == pytest.approx(paid)
    log, static = year(model).log, year(model).plan.static
    meetings = 0
    for number, kind in enumerate(log.tasks.type):
        channel = static.types[kind].channels[log.tasks.channel[number]].name
        meetings += channel == "office" and log.tasks.started[number] >= year(model).start
    hours = weekly(model, "user_travel_hours", "hours", "all", "all") * year(model).weeks
    assert figures.journey_of_users(year(model)) == pytest.approx(hours * 60 / meetings)


@pytest.mark.parametrize("model", ["a", "s"])
def test_late_tasks_one_by_one(model: str) -> None:
    log, names = year(model).log, [type_.name for type_ in year(model).plan.static.types]
    for name, of in (
        ("application", figures.late_applications),
        ("second_decision", figures.late_second_decisions),
    ):
        late = counted = 0
        for kind, due, ended, outcome in zip(
            log.tasks.type, log.tasks.due, log.tasks.ended, log.tasks.outcome, strict=True
        ):
            over_by_then = ended <= due  # nan is not
            if names[kind] == name and year(model).start <= due < year(model).plan.static.horizon:
                if over_by_then and outcome != Outcome.DONE:
                    continue
                counted += 1
                late += not over_by_then
        assert counted > 20
        assert of(year(model)) == pytest.approx(100 * late / counted)


def test_a_decision_that_never_comes_is_late() -> None:
    assert figures.late_second_decisions(year("s")) > figures.late_second_decisions(year("e"))


@pytest.mark.parametrize("model", ["a", "e", "s"])
def test_days_without_anybody_one_by_one(model: str) -> None:
    """By day, municipality and service: is there a server with an interval that day and the queue among theirs?"""
    plan, clock = year(model).plan, year(model).prepared.clock
    first, found = round(year(model).start / DAY), plan.staffing.intervals
    working = [day for day in range(first, clock.days) if clock.date(day * DAY).weekday() < 5]
    empty = 0
    for day in working:
        here = [n for n, start in enumerate(found.start) if day * DAY <= start < (day + 1) * DAY]
        served = {queue for n in here for queue, _ in plan.staffing.services[found.service[n]]}
        for service in SERVICES:
            empty += sum(
                not {service, f"{service}@{office}"} & served for office in year(model).prepared.config.offices
            )
    assert figures.percent_unserved(year(model)) == pytest.approx(100 * empty / (len(working) * 18))


def test_free_hours_are_part_of_what_nobody_used() -> None:
    for model in ("a", "e", "a_short"):
        idle = sum(weekly(model, "hours", "hours", "idle", owner) for owner in ("state", "municipal"))
        assert 0 < figures.usable_free_hours(year(model)) < idle


def test_free_blocks_by_hand() -> None:
    """Of each employee's intervals less their work, the gaps of an hour or more, one after another."""
    chosen = year("a")
    total = 0.0
    for n, each in enumerate(chosen.plan.staffing.servers):
        if each.employee < 0:
            continue
        mine = chosen.plan.staffing.intervals.server == n
        done = sorted(
            (start, end)
            for start, end, who in zip(chosen.log.work.start, chosen.log.work.end, chosen.log.work.server, strict=True)
            if who == n and end > start
        )
        for start, end in zip(
            chosen.plan.staffing.intervals.start[mine], chosen.plan.staffing.intervals.end[mine], strict=True
        ):
            at = start
            for begins, ends in [*((b, e) for b, e in done if start <= b < end), (end, end)]:
                if begins - at >= HOUR and at >= chosen.start:
                    total += begins - at
                at = ends
    assert figures.usable_free_hours(chosen) == pytest.approx(total / HOUR / chosen.weeks)


def test_the_young_are_compared_between_municipalities() -> None:
    rates = [weekly("a", "follow_up_rate", "share", "age*office", f"under_30*{office}")
             for office in document().config().offices]  # fmt: skip
    assert len(rates) == 6
    assert figures.spread_for_the_young(year("a")) == pytest.approx(100 * (max(rates) - min(rates)))


def test_municipal_time_leaves_the_municipality_in_e_only() -> None:
    assert figures.away_from_the_town_hall(year("a")) == 0.0
    assert figures.away_from_the_town_hall(year("s")) == 0.0
    assert 30 < figures.away_from_the_town_hall(year("e")) < 60  # three days of five, for those who are not Gol's


def test_levels_part_where_they_say() -> None:
    more = Figure(figures.slow_access, "", "", "dager", 7, 9, "")
    assert [more.level(value) for value in (6.9, 7, 8.9, 9)] == [0, 1, 1, 2]
    less = Figure(figures.usable_free_hours, "", "", "timer i uken", 70, 35, "")
    assert [less.level(value) for value in (71, 70, 36, 35)] == [0, 1, 1, 2]
    factor = SIMULATED[0]
    assert factor.figure is not None
    assert not cell(factor, "a", 80, 79, 81, 9).unsure
    assert cell(factor, "a", 73, 70, 76, 9).unsure


def test_every_factor_of_the_report_is_there_once_and_none_is_a_sum() -> None:
    assert [factor.number for factor in FACTORS if factor.number] == [str(number) for number in range(1, 17)]
    assert [factor.number for factor in FACTORS if not factor.figure] == ["6", "7", "8", "13", "14", "15", "16"]
    written = read(FOLDER / "risk.csv")
    assert {row[1] for row in written} == {factor.nb for factor in FACTORS}
    grey = [row for row in written if row[8] == GREY]
    assert len(grey) == 7
    assert all(row[2:8] == ("",) * 6 for row in grey)


def test_the_page_is_that_of_the_published_table() -> None:
    written = read(FOLDER / "risk.csv")
    figures_of, differences = ([row for row in written if (row[4] == "e - s") is paired] for paired in (False, True))
    assert len(differences) == len(SIMULATED)
    text = PAGE.read_text(encoding="utf-8")
    assert page(text, figures_of, differences) == text
    assert {row[9] for row in written if row[9]} == {"100"}


def test_what_is_published_is_what_the_program_gives() -> None:
    """One replication of two models of the whole config lies where a hundred say that one may."""
    whole = load(CONFIG)
    written = read(FOLDER / "risk.csv")
    for model in ("a", "e"):
        (found,) = model_figures(whole, model, 1)
        for factor, value in zip(SIMULATED, found, strict=True):
            row = next(row for row in written if row[1] == factor.nb and row[4] == model)
            mean, half = float(row[5]), (float(row[7]) - float(row[6])) / 2
            spread = half / 1.984 * np.sqrt(100)
            assert abs(value - mean) < 4.5 * spread + 0.02, (factor.en, value, mean, spread)


def test_table_and_picture_hold_every_cell() -> None:
    drawn = {
        "a": np.ones((2, len(SIMULATED))),
        "e": 2 * np.ones((2, len(SIMULATED))),
        "s": np.ones((2, len(SIMULATED))),
    }
    found = cells(drawn)
    written = rows(found)
    assert len(written) == 3 * len(SIMULATED) + 7
    text = matrix(written, ["a", "e", "s"])
    assert text.count("| –") == 7 * 3
    assert sum(text.count(symbol) for symbol in SYMBOLS) == 3 * len(SIMULATED)
    shown = [
        each.get_text() for each in picture(found, {"a": "A Som i dag", "e": "E Én", "s": "S Staten"}).axes[0].texts
    ]
    assert all(factor.nb in shown for factor in FACTORS)
    assert shown.count("–") == 7 * 3
    assert sum(text[0] in SYMBOLS for text in shown) == 3 * len(SIMULATED)
    assert all(any(level in row[8] for level in (*LEVELS, GREY)) for row in written)
    assert {row[5] for row in choice(drawn)} == {"1.0000"}
