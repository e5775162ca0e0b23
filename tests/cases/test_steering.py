"""The steering letter of 2019: its time limits and goals as targets of a made-up office."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

import navsim
from navsim.config.document import Document
from navsim.config.evidence import unsourced
from navsim.config.models import Age, BeforeLimit
from navsim.config.targets import Baseline
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.expected import mean_caseload, mean_demand
from navsim.values.time import DAY, HOUR, MONTH, WEEK
from tests.both import simulate
from tests.cli.commands import ROOT

STEERING = ROOT / "configs" / "steering-2019.yaml"
FOLLOWED = {"jobseekers", "unemployment_benefit", "aap", "measures", "aap_measures"}
EVERY = [
    "as_funded", "two_fewer", "young_first", "digital_contact", "more_absence", "late_course",
]  # fmt: skip


@cache
def document() -> Document:
    return navsim.load(STEERING)


@cache
def prepared() -> Prepared:
    return prepare(document().config())


def test_every_number_has_evidence() -> None:
    assert list(unsourced(document())) == []
    assert list(document().scenarios) == EVERY


# What the letter asks for


def test_its_time_limits_are_those_of_the_tasks() -> None:
    tasks = document().config().tasks
    assert tasks["youth_follow_up"].due == 8 * WEEK
    assert (tasks["youth_follow_up"].start, tasks["youth_follow_up"].for_.traits) == ("entry", {"age": "under_30"})
    review, clarification, meeting = (tasks[name].start for name in ("benefit_review", "aap_clarification",
                                                                      "dialogue_meeting"))  # fmt: skip
    assert isinstance(review, BeforeLimit)
    assert (review.before_limit, tasks["benefit_review"].for_.group) == (6 * MONTH, "unemployment_benefit")
    assert isinstance(clarification, BeforeLimit)
    assert clarification.before_limit - tasks["aap_clarification"].due == pytest.approx(6 * MONTH, abs=2 * DAY)
    assert isinstance(meeting, Age)
    assert meeting.age + tasks["dialogue_meeting"].due == 26 * WEEK
    assert tasks["complaint"].due == 3 * WEEK


def test_contact_within_30_days_is_for_two_of_the_four_needs() -> None:
    tasks = document().config().tasks
    for name in ("follow_up", "follow_up_young"):
        assert set(tasks[name].for_.traits["segment"]) == {"situational", "specially_adapted"}
        assert tasks[name].due == 30 * DAY
    assert {tasks[name].for_.traits["age"] for name in ("follow_up", "follow_up_young")} == {"over_30", "under_30"}
    assert set(tasks["light_follow_up"].for_.traits["segment"]) == {"standard", "permanently_adapted"}


def test_only_the_dialogue_meeting_is_a_deadline_by_law() -> None:
    targets = document().config().targets
    assert {name for name, target in targets.items() if target.legal} == {"dialogue_meetings"}
    assert (targets["dialogue_meetings"].at_least, targets["dialogue_meetings"].over) == (1, "each_week")


@pytest.mark.parametrize("measure", ["follow_up_rate", "activity_share"])
def test_contact_and_activity_are_to_rise_through_2019(measure: str) -> None:
    asked = [target for target in document().config().targets.values() if target.measure == measure]
    assert {target.group for target in asked} == {"situational", "specially_adapted"}
    for target in asked:
        assert target.against == Baseline.model_validate({"from": "2018-12-31", "until": "2019-03-31"})
        assert (target.at_least, target.over) == (0, "period")
        assert (target.from_, target.until) == (date(2019, 9, 30), date(2019, 12, 29))


def test_the_own_goal_for_sick_leave_stands_beside_the_agencys() -> None:
    asked = {name: t for name, t in document().config().targets.items() if t.measure == "sick_share"}
    assert {name: target.at_most for name, target in asked.items()} == {
        "sick_leave_agency": 0.061, "sick_leave_own": 0.08,
    }  # fmt: skip
    assert all((target.over, target.from_) == ("period", date(2018, 12, 31)) for target in asked.values())


def test_work_is_held_against_the_year_before() -> None:
    asked = {t.group: t for t in document().config().targets.values() if t.measure == "to_work_share"}
    assert set(asked) == {
        "usual_capacity", "reduced_capacity", "measures*situational", "aap_measures*specially_adapted",
    }  # fmt: skip
    for target in asked.values():
        assert (target.against, target.at_least, target.from_) == ("last_year", 0, date(2018, 12, 31))


def test_reduced_work_capacity_is_a_specially_or_permanently_adapted_need() -> None:
    for group in document().config().users.values():
        needs, capacity = group.traits["segment"], group.traits["work_capacity"]
        assert needs["specially_adapted"] + needs["permanently_adapted"] == capacity["reduced_capacity"]


# The office


def test_the_office_is_level_over_the_two_years() -> None:
    """The closed form: no group drifts by more than it would by chance, so that a change is not put in by hand."""
    static = prepared().static
    middles = (np.arange(104) + 0.5) * WEEK
    persons = mean_caseload(prepared(), middles).sum(axis=1)
    for number, group in enumerate(static.groups):
        assert np.abs(persons[number] / persons[number, 0] - 1).max() < 0.05, group.name
    followed = [number for number, group in enumerate(static.groups) if group.in_follow_up]
    assert {static.groups[number].name for number in followed} == FOLLOWED
    assert persons[followed].sum(axis=0) == pytest.approx(np.full(104, 740), rel=0.02)


def test_it_is_funded_for_a_little_more_than_what_is_asked_for() -> None:
    hours = mean_demand(prepared()).sum(axis=0).mean()
    capacity = prepared_capacity()
    assert 0.75 < hours / capacity < 0.9


def prepared_capacity() -> float:
    """Hours a week, in one replication."""
    intervals = plan_of(prepared(), 0).staffing.intervals
    return float(((intervals.end - intervals.start) * intervals.proficiency).sum()) / HOUR / 104


def test_the_activity_share_is_what_the_transitions_give() -> None:
    names = [group.name for group in prepared().static.groups]
    persons = mean_caseload(prepared(), (np.arange(104) + 0.5) * WEEK).sum(axis=1).mean(axis=1)
    stock = dict(zip(names, persons, strict=True))
    expected = (stock["measures"] + stock["aap_measures"]) / sum(stock[name] for name in FOLLOWED)
    assert value("activity_share", "as_funded") == pytest.approx(expected, abs=0.015)
    assert expected == pytest.approx(0.135, abs=0.01)


# Runs


@pytest.mark.parametrize("scenario", EVERY)
def test_the_engines_agree(scenario: str) -> None:
    """Eight weeks into the year in which the scenarios differ."""
    config = navsim.load(STEERING, ["weeks=60"]).config(scenario)
    simulate(plan_of(prepare(config), 0))


@cache
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Targets and summary of three replications of four scenarios."""
    unwanted = [f"scenarios.{name}=none" for name in ("digital_contact", "more_absence")]
    result = navsim.run(navsim.load(STEERING, [*unwanted, "replications=3"]))
    return result.tables.targets, result.tables.summary


def kept(target: str, scenario: str) -> float:
    """The share of the replications that keep a target."""
    found = tables()[0].query("target == @target and scenario == @scenario")
    assert len(found) == 1
    return float(found["kept_share"].iloc[0])


def value(measure: str, scenario: str, dimension: str = "all", group: str = "all") -> float:
    """The mean of a measure in 2019."""
    found = tables()[1].query(
        "measure == @measure and scenario == @scenario and dimension == @dimension and group == @group"
        " and period == '2019' and statistic == 'mean'"
    )
    assert len(found) == 1
    return float(found["mean"].iloc[0])


def test_every_target_has_weeks_to_be_judged_by() -> None:
    assert len(tables()[0]) == 4 * len(document().config().targets)
    assert tables()[0]["kept_share"].notna().all()


def test_two_caseworkers_fewer_reach_few_of_the_young_in_time_unless_they_come_first() -> None:
    shares = {
        name: value("on_time", name, "task", "youth_follow_up") for name in ("as_funded", "two_fewer", "young_first")
    }
    assert shares["two_fewer"] < 0.5 < shares["as_funded"] < shares["young_first"]
    assert (kept("youth_in_8_weeks", "young_first"), kept("youth_in_8_weeks", "two_fewer")) == (1, 0)
    older = {name: value("follow_up_rate", name, "age", "over_30") for name in shares}
    assert older["young_first"] < older["two_fewer"] < older["as_funded"]


def test_the_deadline_by_law_is_kept_since_it_comes_first() -> None:
    assert {kept("dialogue_meetings", name) for name in ("as_funded", "two_fewer", "young_first")} == {1.0}


def test_a_course_in_autumn_comes_too_late() -> None:
    """From 7 January, 26 weeks end on 8 July; the course ends on 4 October."""
    assert (kept("basic_training", "as_funded"), kept("basic_training", "late_course")) == (1, 0)
    late = tables()[0].query("target == 'basic_training' and scenario == 'late_course'").iloc[0]
    assert (late["first_week_broken"], late["mean_weeks_broken"]) == ("2019-W28", 12)


def test_the_office_changes_nothing_for_work_and_activity() -> None:
    """Without an effect of follow-up these targets are alike in every scenario: they are left to chance."""
    alike = [name for name, target in document().config().targets.items()
             if target.measure in ("to_work_share", "activity_share")]  # fmt: skip
    assert len(alike) == 6
    for target in alike:
        assert len({kept(target, name) for name in ("as_funded", "two_fewer", "young_first", "late_course")}) == 1
