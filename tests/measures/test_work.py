"""Measures of tasks on logs written by hand, with the values worked out."""

from __future__ import annotations

from math import nan

import pytest

from navsim.engine.log import Outcome
from navsim.plan.model import Channel, GroupType, Plan
from navsim.values.distributions import Distribution
from navsim.values.time import DAY
from navsim.values.timeline import Timeline
from tests.engine.small import AFTER_CONTACT, ENTRY, Job, User, exactly, office
from tests.measures.logs import HORIZON, Done, Measured, Stay, log_of

DONE, SUPERSEDED, LEFT, EXPIRED = Outcome.DONE, Outcome.SUPERSEDED, Outcome.LEFT, Outcome.EXPIRED
ALWAYS = Timeline.constant(1.0)


def two_owners() -> Plan:
    """A talk of the state (type 0), an application of the municipality (1), a visit of nobody's (2)."""
    jobs = [
        Job("talk", ENTRY, contact=True, owner="state"),
        Job("application", ENTRY, owner="municipal"),
        Job("visit", owner=""),
    ]
    return office(jobs, [User()], horizon=HORIZON)


def measured(*tasks: Done) -> Measured:
    return Measured(two_owners(), log_of([Stay()], tasks))


# What waits at the end of the week


def test_queue_is_what_is_open_and_not_begun() -> None:
    """At 7: one opened before, one begun at 7 sharp, one cancelled later; not what is being done or opens at 7."""
    found = measured(
        Done(1, 30), Done(1, 30, started=7, ended=8, outcome=DONE), Done(2, 30, ended=9, outcome=LEFT),
        Done(3, 30, started=6.9, ended=7.1, outcome=DONE), Done(7, 30),
    )  # fmt: skip
    assert found("queue") == [3, 2]


def test_backlog_is_what_is_open_past_due() -> None:
    """At 7: one waits, one is being done, one is cancelled later. Not: due at 7 sharp, done by 7, done in time."""
    found = measured(
        Done(1, 3), Done(1, 3, started=6, ended=8, outcome=DONE), Done(1, 3, ended=9, outcome=LEFT),
        Done(1, 7), Done(1, 3, started=6, ended=6.5, outcome=DONE), Done(1, 9, started=2, ended=3, outcome=DONE),
        Done(1, 5, started=4, ended=5, outcome=DONE),
    )  # fmt: skip
    assert found("backlog") == [3, 2]


def test_a_task_that_is_due_before_it_opens_is_backlog_from_its_opening() -> None:
    """A follow-up of one met long before the start; the second opens in the second week though it was due before."""
    found = measured(Done(0, -5), Done(8, 6), Done(8, 6, started=9, ended=10, outcome=DONE))
    assert found("backlog") == [1, 2]


def test_backlog_hours_are_the_work_of_what_is_past_due() -> None:
    found = measured(
        Done(1, 3, minutes=90), Done(1, 3, started=6, ended=8, outcome=DONE, minutes=30), Done(1, 9, minutes=6)
    )
    assert found("backlog_hours") == pytest.approx([2.0, 1.6])


def test_oldest_is_the_longest_wait_at_the_end_of_the_week() -> None:
    """At 7 that of 1; at 14 that of 3, since the first was begun at 8. What nobody waits for is 0."""
    found = measured(Done(1, 30, started=8, ended=9, outcome=DONE), Done(3, 30), Done(5, 30, ended=13, outcome=LEFT))
    assert found("oldest_days") == [6, 11]
    assert found("oldest_days", "task", "application") == [0, 0]


def test_the_oldest_of_all_is_the_oldest_of_any_type() -> None:
    """Of users: what comes from outside is not among them."""
    found = measured(Done(3, 30), Done(1, 30, started=8, ended=9, outcome=DONE, type=1), Done(0, 30, type=2, person=-1))
    assert found("oldest_days") == [6, 11]
    assert found("oldest_days", "owner", "state") == [4, 11]
    assert found("oldest_days", "task", "application") == [6, 0]
    assert found("oldest_days", "task", "visit") == [7, 14]


# Flows


def test_waits_are_from_opening_to_beginning_by_the_week_of_beginning() -> None:
    """Waits of 1, 2 and 6 days end in week 1: mean 3; nine tenths between 2 and 6 at 0.8: 5.2. The fourth waits on."""
    found = measured(
        Done(1, 9, started=2, ended=3, outcome=DONE), Done(1, 9, started=3, ended=12, outcome=DONE),
        Done(0, 9, started=6), Done(0, 9),
    )  # fmt: skip
    assert found("wait_days") == pytest.approx([3, nan], nan_ok=True)
    assert found("wait_days_p90") == pytest.approx([5.2, nan], nan_ok=True)


def test_a_wait_belongs_to_the_week_in_which_it_ends() -> None:
    found = measured(Done(1, 30, started=7, ended=7.1, outcome=DONE))
    assert found("wait_days") == pytest.approx([nan, 6], nan_ok=True)


def test_cancelled_by_reason_and_part() -> None:
    found = measured(
        Done(0, 9, ended=1, outcome=LEFT), Done(0, 9, ended=8, outcome=LEFT, type=1),
        Done(0, 9, ended=7, outcome=SUPERSEDED),
        Done(0, 9, ended=2, outcome=EXPIRED, type=2, person=-1), Done(0, 9, started=1, ended=2, outcome=DONE),
    )  # fmt: skip
    assert found("cancelled", "reason", "left") == [1, 1]
    assert found("cancelled", "reason", "superseded") == [0, 1]
    assert found("cancelled", "reason", "expired") == [1, 0]
    assert found("cancelled") == [1, 2]
    assert found("cancelled", "task", "visit") == [1, 0]


def test_parts_are_by_owner_and_type_and_everybody_means_tasks_of_users() -> None:
    found = measured(Done(0, 1), Done(0, 1, type=1), Done(0, 1, type=1), Done(0, 1, type=2, person=-1))
    assert found("backlog") == [3, 3]
    assert found("backlog", "owner", "state") == [1, 1]
    assert found("backlog", "owner", "municipal") == [2, 2]
    assert found("backlog", "task", "talk") == [1, 1]
    assert found("backlog", "task", "visit") == [1, 1]
    assert [key.group for key in found.keys("backlog") if key.dimension == "owner"] == ["municipal", "state"]


def test_first_contact_on_time_is_by_the_week_due() -> None:
    """Due in week 1: done in time, done on the dot, done late, open, left after it was due; not: left before."""
    found = measured(
        Done(0, 5, started=1, ended=2, outcome=DONE), Done(0, 5, started=4, ended=5, outcome=DONE),
        Done(0, 5, started=4, ended=5.1, outcome=DONE), Done(0, 5), Done(0, 5, ended=6, outcome=LEFT),
        Done(0, 5, ended=3, outcome=LEFT), Done(0, 5, ended=5, outcome=LEFT),
        Done(0, 7, started=1, ended=2, outcome=DONE), Done(0, 3, started=1, ended=2, outcome=DONE, type=1),
    )  # fmt: skip
    assert found("first_contact_on_time") == pytest.approx([2 / 5, 1])


def test_on_time_is_by_the_week_due_and_by_type() -> None:
    """Of the talks due in week 1: done on the dot, done late, open, left too late. Left or needless before: not.

    A visitor who was sent home before the visit was due counts as not on time.
    """
    found = measured(
        Done(0, 5, started=4, ended=5, outcome=DONE), Done(0, 5, started=4, ended=5.1, outcome=DONE), Done(0, 5),
        Done(0, 5, ended=6, outcome=LEFT), Done(0, 5, ended=5, outcome=LEFT), Done(0, 20),
        Done(0, 5, ended=3, outcome=SUPERSEDED), Done(0, 5, ended=3, outcome=Outcome.MOVED),
        Done(8, 3, started=9, ended=10, outcome=DONE, type=1), Done(0, 9, started=1, ended=2, outcome=DONE, type=1),
        Done(0, 3, ended=1, outcome=EXPIRED, type=2, person=-1),
        Done(0, 3, started=1, ended=1, outcome=DONE, type=2, person=-1),
    )  # fmt: skip
    assert found("on_time", "task", "talk") == pytest.approx([1 / 4, nan], nan_ok=True)
    assert found("on_time", "task", "application") == pytest.approx([nan, 1 / 2], nan_ok=True)
    assert found("on_time", "task", "visit") == pytest.approx([1 / 2, nan], nan_ok=True)
    assert found("on_time", "owner", "municipal") == pytest.approx([nan, 1 / 2], nan_ok=True)
    assert found("on_time") == pytest.approx([1 / 4, 1 / 2])


def test_an_office_without_first_talks_has_no_such_measure() -> None:
    plan = office([Job("application", ENTRY)], [User()], horizon=HORIZON)
    assert not Measured(plan, log_of([Stay()])).has("first_contact_on_time")


def test_opened_by_channel_over_all_types_that_have_it() -> None:
    """Digital is the second channel of the first type and the first of the second."""
    first = (Channel("paper", Timeline.constant(0.5), exactly(5), 0), Channel("digital", ALWAYS, exactly(5), 0))
    second = (Channel("digital", Timeline.constant(0.5), exactly(5), 0), Channel("phone", ALWAYS, exactly(5), 0))
    jobs = [Job("application", ENTRY, channels=first), Job("message", ENTRY, channels=second), Job("talk", ENTRY)]
    tasks = [
        Done(0, 9, type=0, channel=0), Done(7, 9, type=0, channel=1), Done(1, 9, type=1, channel=0),
        Done(1, 9, type=1, channel=1), Done(1, 9, type=2, channel=0),
    ]  # fmt: skip
    found = Measured(office(jobs, [User()], horizon=HORIZON), log_of([Stay()], tasks))
    assert found("opened", "channel", "digital") == [1, 1]
    assert found("opened", "channel", "paper") == [1, 0]
    assert found("opened", "channel", "phone") == [1, 0]
    assert sorted(key.dimension for key in found.keys("opened")) == ["channel"] * 3 + ["task"] * 3


# Demand


def test_demand_of_follow_up_is_everybody_once_in_the_due_interval() -> None:
    """Due every 3.5 days, 30 minutes: one user takes an hour a week. The second stays for half of week 1; the third
    is of another group."""
    groups = (GroupType("aap", True, ALWAYS), GroupType("others", True, ALWAYS))
    jobs = [
        Job("follow_up", AFTER_CONTACT, minutes=30, opens=3 * DAY, due=3.5 * DAY, groups=("aap",)),
        Job("talk", ENTRY, owner="municipal"),
    ]
    stays = [Stay(0), Stay(0, left=3.5), Stay(0, group=1)]
    tasks = [Done(0, 9, type=1, minutes=90), Done(7, 9, type=1, minutes=30), Done(3, 9, type=0, minutes=999)]
    users = [User(group=0), User(group=0), User(group=1)]
    found = Measured(office(jobs, users, horizon=HORIZON, groups=groups), log_of(stays, tasks))
    assert found("demand_hours", "task", "follow_up") == pytest.approx([1.5, 1.0])
    assert found("demand_hours", "task", "talk") == pytest.approx([1.5, 0.5])
    assert found("demand_hours", "owner", "state") == pytest.approx([1.5, 1.0])
    assert found("demand_hours", "owner", "municipal") == pytest.approx([1.5, 0.5])


def test_demand_of_follow_up_takes_the_mean_work_of_the_channels_of_the_week() -> None:
    """40 and 15 + 5 minutes: half of each at first, only the second from the second week on."""
    channels = (
        Channel("office", Timeline((0.0, 7 * DAY), (0.5, 0.0)), Distribution.lognormal(40, 0.5), 0.0),
        Channel("phone", ALWAYS, exactly(15), 5.0),
    )
    job = Job("follow_up", AFTER_CONTACT, opens=DAY, due=7 * DAY, channels=channels)
    found = Measured(office([job], [User()], horizon=HORIZON), log_of([Stay()]))
    assert found("demand_hours", "task", "follow_up") == pytest.approx([30 / 60, 20 / 60])
