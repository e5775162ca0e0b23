"""The reception and the channel strategy: the configs against what the report tells, and what the scenarios give."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

import navsim
from docs.generator.places import ROOT
from navsim.api import Result
from navsim.config.document import Document
from navsim.config.evidence import unsourced
from navsim.config.models import Config
from navsim.config.tasks import After, Visits
from navsim.plan.compile import plan_of, prepare
from navsim.report.select import rows
from tests.both import simulate

Floats = NDArray[np.float64]
SUBJECTS = {
    "visit_social_assistance": 0.24, "visit_aap": 0.14, "visit_unemployment_benefit": 0.11,
    "visit_sickness_benefit": 0.09,
}  # fmt: skip
FINISHED = {"visit_money": 0.81, "visit_debt": 0.35, "visit_drugs_or_mental_health": 0.27}
NOT_DIGITAL = "visit_not_digital"
FILES = {"subjects": "channels-2016.yaml", "completion": "channels-2016-completion.yaml"}
HALF_A_YEAR = 39
"""Weeks: until the end of June 2017, when the scenarios have changed what they change."""


@cache
def document(name: str = "subjects") -> Document:
    return navsim.load(ROOT / "configs" / FILES[name])


@cache
def result(weeks: int, replications: int, name: str = "subjects") -> Result:
    return navsim.run(navsim.load(ROOT / "configs" / FILES[name], [f"weeks={weeks}", f"replications={replications}"]))


def visits_a_day(config: Config, day: str) -> dict[str, float]:
    """Visitors on an open day, by task."""
    found = {}
    for name, task in config.tasks.items():
        if isinstance(task.start, Visits):
            steps = task.start.visits.steps
            last = [step for step in steps if step.from_ is None or step.from_ <= date.fromisoformat(day)][-1]
            found[name] = float(last.value if last.ramp_to is None else last.ramp_to)
    return found


def mean(scenario: str, measure: str, dimension: str = "all", group: str = "all") -> float:
    """The mean over half a year and a few replications."""
    table = result(HALF_A_YEAR, 2).tables.summary
    where = {"scenario": scenario, "measure": measure, "dimension": dimension, "group": group}
    return float(rows(table, period="run", statistic="mean", **where)["mean"].item())


def weekly(scenario: str, measure: str, dimension: str = "all", group: str = "all") -> Floats:
    """The means over a few replications, week by week."""
    table = result(HALF_A_YEAR, 2).tables.weekly
    found = rows(table, scenario=scenario, measure=measure, dimension=dimension, group=group)
    return found["mean"].to_numpy(np.float64)


@pytest.mark.parametrize("name", FILES)
def test_every_number_has_evidence(name: str) -> None:
    assert unsourced(document(name)) == []


@pytest.mark.parametrize("name", FILES)
def test_the_engines_agree(name: str) -> None:
    shorter = navsim.load(ROOT / "configs" / FILES[name], ["weeks=26"])
    for scenario in shorter.scenarios:
        log = simulate(plan_of(prepare(shorter.config(scenario)), 0))
        assert len(log.tasks.type) > 4000


# What the report tells


def test_who_comes_by_subject() -> None:
    """Shares of the visits; 42 % are without a name, those who cannot use digital channels among them."""
    visits = visits_a_day(document().config(), "2016-12-31")
    whole = sum(visits.values())
    assert {name: visits[name] / whole for name in SUBJECTS} == pytest.approx(SUBJECTS)
    assert (visits["visit_other"] + visits[NOT_DIGITAL]) / whole == pytest.approx(0.42)


def test_the_figures_of_the_report_stand_beside_the_model() -> None:
    observed = {(o.measure, o.group): o.value for o in document().config().observed}
    shares = {("topic_share", name): share for name, share in SUBJECTS.items()}
    assert observed == shares | {("unplanned_share", "all"): 0.9}
    back = {(o.measure, o.group): o.value for o in document("completion").config().observed}
    assert back == {("completed_share", name): share for name, share in FINISHED.items()}
    assert {o.use for name in FILES for o in document(name).config().observed} == {"fit"}


def test_the_model_gives_the_shares_of_the_report() -> None:
    observed = result(13, 8).tables.observed
    assert observed["inside"].all()
    off = (observed["model_mean"] - observed["value"]).abs()
    assert (off < 0.012).all()


def test_who_is_not_finished_comes_again() -> None:
    """Those of the last weeks are still to come: over half a year a little more than the report's share is finished."""
    config = document("completion").config()
    for name, share in FINISHED.items():
        start = config.tasks[name.replace("visit", "again")].start
        assert isinstance(start, After)
        assert start.after == name
        assert start.probability is not None
        assert start.probability.steps[0].value == pytest.approx(1 - share)
    observed = result(HALF_A_YEAR, 4, "completion").tables.observed
    assert observed["inside"].all()
    assert ((observed["model_mean"] - observed["value"]).abs() < 0.05).all()


def test_subjects_and_completion_are_never_crossed() -> None:
    by_subject, by_completion = (set(document(name).config().tasks) for name in FILES)
    visits = {name for name in by_subject & by_completion if name.startswith(("visit", "again"))}
    assert visits == set()
    again = sum(share * visits_a_day(document("completion").config(), "2016-12-31")[name]
                for name, share in ((name, 1 - share) for name, share in FINISHED.items()))  # fmt: skip
    all_day = sum(visits_a_day(document("completion").config(), "2016-12-31").values()) + again
    assert all_day == pytest.approx(sum(visits_a_day(document().config(), "2016-12-31").values()), rel=0.01)


# What moves to the web, and who stays


def test_more_use_the_web_as_fast_as_in_hallingdal() -> None:
    """28 % fewer visits in half a year; those who cannot use digital channels come as before."""
    before, after = (visits_a_day(document().config(name), "2017-12-31") for name in ("as_in_2016", "self_service"))
    assert sum(after.values()) / sum(before.values()) == pytest.approx(0.72)
    assert after[NOT_DIGITAL] == before[NOT_DIGITAL]
    assert after["visit_social_assistance"] == before["visit_social_assistance"]
    assert visits_a_day(document().config("self_service"), "2017-01-01") == before


def test_visitors_who_stay_away_free_nobody_from_the_desk() -> None:
    """Waiting at the desk grows by what visits shrink; the caseworkers' time and their users are as before, exactly."""
    for measure in ("capacity_hours", "worked_hours", "idle_hours", "follow_up_rate", "backlog"):
        np.testing.assert_array_equal(weekly("as_in_2016", measure), weekly("self_service", measure))
    less, more = (
        mean("self_service", m, "reception", "desk") - mean("as_in_2016", m, "reception", "desk")
        for m in ("reception_worked_hours", "reception_idle_hours")
    )
    assert more == pytest.approx(-less)
    assert more > 1.5


def test_most_of_the_idle_time_is_too_short_for_a_talk() -> None:
    idle, usable = (mean("as_in_2016", m, "reception", "desk") for m in ("reception_idle_hours", "usable_idle_hours"))
    assert 0.1 < usable / idle < 0.45


def test_opening_hours_free_time_and_send_more_visitors_home() -> None:
    """Acute help comes as often, and agreed talks go on; those who cannot use digital channels are sent home too."""
    assert mean("shorter", "capacity_hours") > 1.05 * mean("as_in_2016", "capacity_hours")
    assert mean("shorter", "opened", "task", "acute") == mean("as_in_2016", "opened", "task", "acute")
    assert mean("shorter", "follow_up_rate") > mean("as_in_2016", "follow_up_rate") - 0.005
    assert mean("shorter", "opened", "task", NOT_DIGITAL) == mean("as_in_2016", "opened", "task", NOT_DIGITAL)
    base, both, only = (
        mean(name, "cancelled", "task", NOT_DIGITAL) for name in ("as_in_2016", "self_service_shorter", "shorter")
    )
    assert base < both < only


def test_help_costs_time_first_and_lowers_visits_later() -> None:
    """Until July the help takes more hours than fewer visits save."""
    helped = weekly("digital_help", "demand_hours", "task", "digital_help")
    saved = weekly("self_service", "demand_hours", "task", NOT_DIGITAL) - weekly(
        "digital_help", "demand_hours", "task", NOT_DIGITAL
    )
    assert helped[:13].sum() == 0
    assert helped.sum() > 2 * saved.sum() > 0
    assert saved[30:].mean() > saved[13:20].mean()


# Two on duty


def test_one_on_duty_breaks_what_two_keep() -> None:
    """One works faster for the office, and is alone."""
    targets = result(HALF_A_YEAR, 2).tables.targets.set_index(["scenario", "target"])["kept"]
    assert {name: bool(targets[name, "two_on_duty"]) for name in document().scenarios} == {
        name: name != "one_on_duty" for name in document().scenarios
    }
    assert all(targets[name, "acute"] for name in document().scenarios)
    assert mean("one_on_duty", "alone_hours", "reception", "desk") > 25
    assert mean("as_in_2016", "alone_hours", "reception", "desk") < 1
    assert [document().config(name).receptions["desk"].on_duty for name in document().scenarios] == [2, 2, 2, 2, 2, 1]
