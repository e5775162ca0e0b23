"""Who comes unasked, on what subject, and whether they must come again; by week and over dates."""

from __future__ import annotations

from datetime import date
from math import isnan, nan

import pytest

from navsim.calendar.clock import Clock
from navsim.config.models import Observed
from navsim.engine.log import Log, Outcome
from navsim.measures import measure
from navsim.measures.observations import observations
from navsim.plan.model import Plan
from tests.engine.small import COMPLETION, ENTRY, OUTSIDE, Job, User, office
from tests.measures.logs import HORIZON, Done, Measured, Stay, log_of

JOBS = [
    Job("aap", OUTSIDE, unbroken=True), Job("debt", OUTSIDE, unbroken=True), Job("letter", OUTSIDE),
    Job("talk", ENTRY, contact=True), Job("debt_again", COMPLETION, after="debt", contact=True),
    Job("note", COMPLETION, after="aap"),
]  # fmt: skip
AAP, DEBT, LETTER, TALK, AGAIN, NOTE = range(6)
NOBODY = -1


def done(day: float, job: int, person: int = NOBODY) -> Done:
    return Done(day, day + 1, day, day + 0.01, Outcome.DONE, type=job, person=person)


def small() -> tuple[Plan, Log]:
    """Week 1: three on AAP, one of whom is sent home; one on debt, who comes again; two letters, a note, a talk.

    Week 2: one on debt, a talk.
    """
    tasks = [
        done(0, AAP), done(1, AAP), Done(1, 2, ended=1.2, outcome=Outcome.EXPIRED, type=AAP, person=NOBODY),
        done(1, DEBT), done(2, AGAIN), done(2, LETTER), done(2, LETTER), done(2, NOTE), done(3, TALK, 0),
        done(8, DEBT), done(9, TALK, 0),
    ]  # fmt: skip
    return office(JOBS, [User()], horizon=HORIZON), log_of([Stay()], tasks)


def test_shares_are_of_those_who_are_met() -> None:
    """Letters and notes are no meeting; who comes again was asked to, and so is a planned one."""
    found = Measured(*small())
    assert found("opened", "task", "aap") == [3, 0]
    assert found("opened", "task", "letter") == [2, 0]
    assert found("topic_share", "task", "aap") == [0.75, 0]
    assert found("topic_share", "task", "debt") == [0.25, 1]
    assert found("unplanned_share") == [3 / 5, 1 / 2]
    assert {key.group for key in found.keys("topic_share")} == {"aap", "debt"}
    assert not found.has("completed_share")


def test_who_comes_again_to_a_reception_comes_unasked() -> None:
    jobs = [Job("debt", OUTSIDE, unbroken=True),
            Job("debt_again", COMPLETION, after="debt", unbroken=True, openings=((0, 60),)),
            Job("talk", ENTRY, contact=True)]  # fmt: skip
    tasks = [done(0, 0), done(1, 1), done(2, 2, 0)]
    found = Measured(office(jobs, [User()], horizon=HORIZON), log_of([Stay()], tasks))
    assert found("unplanned_share")[0] == pytest.approx(2 / 3)
    assert found("topic_share", "task", "debt_again")[0] == 0.5


def test_there_is_no_share_of_nobody() -> None:
    plan, _ = small()
    found = Measured(plan, log_of([Stay()]))
    for name, dimension, group in (("unplanned_share", "all", "all"), ("topic_share", "task", "aap")):
        assert found(name, dimension, group) == pytest.approx([nan, nan], nan_ok=True)
    assert not Measured(office([Job("letter")], horizon=HORIZON), log_of()).has("unplanned_share")


@pytest.mark.parametrize(
    ("name", "group", "until", "expected"),
    [
        ("opened", "aap", "2020-01-06", 1),
        ("opened", "aap", "2020-01-07", 3),
        ("opened", "letter", "2020-01-19", 2),
        ("topic_share", "aap", "2020-01-19", 3 / 5),
        ("completed_share", "debt", "2020-01-19", 1 / 2),
        ("unplanned_share", "all", "2020-01-19", 4 / 7),
    ],
)
def test_over_dates_it_is_counted_from_the_first_day_to_the_last(
    name: str, group: str, until: str, expected: float
) -> None:
    """Shares are of all that came in the period, not means of weeks."""
    assert over_dates(name, group, until) == pytest.approx(expected)


def test_what_is_no_subject_has_no_share() -> None:
    assert isnan(over_dates("topic_share", "talk", "2020-01-19"))
    assert isnan(over_dates("completed_share", "aap", "2020-01-19"))


def over_dates(name: str, group: str, until: str) -> float:
    """The model's figure from 6 January on."""
    plan, log = small()
    part = {} if group == "all" else {"dimension": "task", "group": group}
    figure = Observed.model_validate(
        {"measure": name, **part, "from": "2020-01-06", "until": until, "value": 1, "use": "fit", "source": "a test"}
    )
    return float(observations(plan, log, measure(plan, log), [figure], Clock(date(2020, 1, 6), 2))[0])
