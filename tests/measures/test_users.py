"""Measures of users on logs written by hand, with the values worked out."""

from __future__ import annotations

from math import nan

import pytest

from navsim.engine.log import Outcome
from navsim.measures import Asked
from navsim.plan.model import GroupType, Origin, Trait
from navsim.values.time import DAY
from navsim.values.timeline import Timeline
from tests.engine.small import Job, User, office
from tests.measures.logs import HORIZON, Done, Measured, Stay, log_of

ALWAYS = Timeline.constant(1.0)
GROUPS = (GroupType("aap", True, ALWAYS), GroupType("recipients", False, ALWAYS))
AGE = Trait("age", ("over_30", "under_30"))
SEGMENT = Trait("segment", ("situational", "special", "standard"))


def measured(
    stays: list[Stay], met: list[float] | None = None, contacts: list[tuple[int, float]] | None = None
) -> Measured:
    """``met`` is each one's last contact before the start, ``contacts`` are (person, day); the window is three days."""
    users = [User(s.arrival * DAY, met=m * DAY) for s, m in zip(stays, met or [nan] * len(stays), strict=True)]
    plan = office([Job("talk")], users, horizon=HORIZON, window=3 * DAY, groups=GROUPS, traits=(AGE, SEGMENT))
    talks = [Done(day, day, day, day, Outcome.DONE, person=who, contact=True) for who, day in contacts or []]
    return Measured(plan, log_of(stays, talks))


# Stocks and flows


def test_caseload_is_who_is_present_just_before_the_end_of_the_week() -> None:
    """One stays, one is there from 3 to 10; who leaves at 7 sharp is there to the end; who comes at 7 sharp is not."""
    found = measured([Stay(0), Stay(3, left=10), Stay(0, left=7), Stay(7)])
    assert found("caseload") == [3, 2]


def test_flows_count_new_and_returning_apart_and_the_week_begins_with_its_first_instant() -> None:
    found = measured([
        Stay(0, origin=Origin.INITIAL), Stay(1), Stay(7), Stay(13.9), Stay(2, origin=Origin.RETURNING, left=7),
        Stay(3, left=6.9, destination=1), Stay(3, left=12, destination=1), Stay(4, left=9, destination=0),
    ])  # fmt: skip
    assert found("inflow") == [4, 2]
    assert found("returns") == [1, 0]
    assert found("outflow") == [1, 3]
    assert found("to_work") == [1, 1]


def test_an_office_where_nobody_goes_to_work_has_no_such_measure() -> None:
    plan = office([], [User()], horizon=HORIZON, destinations=("other",))
    assert not Measured(plan, log_of([Stay()])).has("to_work")


def test_parts_are_by_group_and_trait_and_everybody_means_those_in_follow_up() -> None:
    """Mix numbers the pairs of age and segment, segment fastest: 4 is under 30 and special."""
    found = measured([Stay(0, mix=4), Stay(0, mix=0), Stay(0, mix=3), Stay(0, mix=4, group=1)])
    assert found("caseload") == [3, 3]
    assert found("caseload", "group", "aap") == [3, 3]
    assert found("caseload", "group", "recipients") == [1, 1]
    assert found("caseload", "age", "under_30") == [2, 2]
    assert found("caseload", "age", "over_30") == [1, 1]
    assert found("caseload", "segment", "special") == [1, 1]
    assert found("caseload", "segment", "situational") == [2, 2]
    assert found("caseload", "segment", "standard") == [0, 0]


def test_left_without_contact_are_those_never_met() -> None:
    """One was met in the run, one before it, one never, and one never but is still here."""
    stays = [Stay(0, left=8, contacts=1), Stay(0, left=8), Stay(0, left=8), Stay(0)]
    assert measured(stays, met=[nan, -40, nan, nan])("left_without_contact") == [0, 1]


# Follow-up


@pytest.mark.parametrize(
    ("stay", "met", "contacts", "covered", "present"),
    [
        (Stay(0), nan, [2], (3, 0), (7, 7)),  # covered from 2 to 5
        (Stay(0), nan, [4], (3, 0), (7, 7)),  # the window ends with the week
        (Stay(0), nan, [5], (2, 1), (7, 7)),  # and here a day after it
        (Stay(0), nan, [1, 2], (4, 0), (7, 7)),  # days covered twice count once
        (Stay(0), nan, [2, 1], (4, 0), (7, 7)),  # logs have talks in order of their opening, which may end otherwise
        (Stay(0), nan, [1, 9], (3, 3), (7, 7)),
        (Stay(0), nan, [12], (0, 2), (7, 7)),  # to the horizon
        (Stay(0), -1, [5], (4, 1), (7, 7)),  # met a day before the start: covered until 2, then from 5 to 8
        (Stay(0), -10, [], (0, 0), (7, 7)),
        (Stay(0), -3, [], (0, 0), (7, 7)),  # exactly a window old
        (Stay(0, left=3), nan, [2], (1, 0), (3, 0)),  # nobody is followed up who has left
        (Stay(5, left=9), nan, [6, 8], (1, 2), (2, 2)),
    ],
)
def test_follow_up_rate_is_the_share_of_time_with_a_recent_contact(
    stay: Stay, met: float, contacts: list[float], covered: tuple[float, float], present: tuple[float, float]
) -> None:
    found = measured([stay], met=[met], contacts=[(0, day) for day in contacts])("follow_up_rate")
    assert found == pytest.approx([c / p if p else nan for c, p in zip(covered, present, strict=True)], nan_ok=True)


def test_follow_up_rate_weighs_users_by_their_time() -> None:
    """7 days of which 3 covered, and 2 days of which 1 covered."""
    found = measured([Stay(0), Stay(5)], contacts=[(0, 2), (1, 6)])
    assert found("follow_up_rate") == pytest.approx([4 / 9, 2 / 14])


def test_follow_up_rate_counts_each_part_of_the_office_alone() -> None:
    found = measured([Stay(0, mix=0), Stay(0, mix=3), Stay(0, group=1)], contacts=[(0, 2), (2, 1)])
    assert found("follow_up_rate") == pytest.approx([3 / 14, 0])
    assert found("follow_up_rate", "age", "over_30") == pytest.approx([3 / 7, 0])
    assert found("follow_up_rate", "age", "under_30") == pytest.approx([0, 0])
    assert found("follow_up_rate", "group", "recipients") == pytest.approx([3 / 7, 0])


@pytest.mark.parametrize(
    ("stay", "met", "contacts", "covered", "counted"),
    [
        (Stay(1), nan, [2], (3, 0), (5, 7)),  # 6 days present, the first without contact left out
        (Stay(1), nan, [], (0, 0), (3, 7)),  # 6 days present, three of grace
        (Stay(1), nan, [4.5], (2.5, 0.5), (3, 7)),  # grace ends with the window, before the contact
        (Stay(0, entered=-1), nan, [], (0, 0), (5, 7)),  # two days of grace are left
        (Stay(0, entered=-3), nan, [], (0, 0), (7, 7)),  # none is left
        (Stay(0, entered=-2), -1, [], (2, 0), (7, 7)),  # met already: no grace
        (Stay(6), nan, [], (0, 0), (0, 5)),  # all of the first week is grace, and two days of the next
        (Stay(1, left=2), nan, [], (0, 0), (0, 0)),
    ],
)
def test_established_leaves_out_the_new_who_have_not_been_met_yet(
    stay: Stay, met: float, contacts: list[float], covered: tuple[float, float], counted: tuple[float, float]
) -> None:
    """Beside one who is met at 0, is covered for three days and counts for all of both weeks."""
    talks = [(0, day) for day in contacts]
    found = measured([stay, Stay(0)], met=[met, 0], contacts=talks)("follow_up_rate_established")
    assert found == pytest.approx([(covered[0] + 3) / (counted[0] + 7), covered[1] / (counted[1] + 7)])


def test_where_all_are_new_nobody_is_established() -> None:
    assert measured([Stay(0)])("follow_up_rate_established") == pytest.approx([0, 0])
    assert measured([Stay(0, left=2)])("follow_up_rate_established") == pytest.approx([nan, nan], nan_ok=True)


def test_nobody_present_has_no_follow_up_rate() -> None:
    found = measured([])
    assert found("caseload") == [0, 0]
    assert found("follow_up_rate") == pytest.approx([nan, nan], nan_ok=True)


# Activity and work


def test_activity_is_the_share_of_the_time_of_those_in_follow_up() -> None:
    """Over 30: all of week 1 in activity beside one who is not; under 30 half of it. Recipients are in no follow-up."""
    groups = (*GROUPS, GroupType("measures", True, ALWAYS))
    stays = [Stay(0, group=2, mix=0), Stay(0, group=0, mix=0), Stay(0, 3.5, group=2, mix=3), Stay(0, group=1, mix=0),
             Stay(3.5, 7, group=0, mix=3)]  # fmt: skip
    plan = office([Job("talk")], [User()] * 5, horizon=HORIZON, groups=groups, traits=(AGE, SEGMENT))
    found = Measured(plan, log_of(stays), Asked(crosses=(("age", "segment"),), activities=frozenset({"measures"})))
    assert found("activity_share") == pytest.approx([1.5 / 3, 1 / 2])
    assert found("activity_share", "age", "over_30") == pytest.approx([1 / 2, 1 / 2])
    assert found("activity_share", "age", "under_30") == pytest.approx([1 / 2, nan], nan_ok=True)
    assert found("activity_share", "age*segment", "over_30*situational") == pytest.approx([1 / 2, 1 / 2])
    assert {key.dimension for key in found.keys("activity_share")} == {"all", "age", "segment", "age*segment"}
    assert not Measured(plan, log_of(stays)).has("activity_share")


def test_to_work_is_also_a_share_of_those_present_for_a_month() -> None:
    """In week 1 two leave for work; four are there, on average: two all week, two for half of it, two for the rest."""
    stays = [Stay(0), Stay(0), Stay(0, 3.5, destination=1), Stay(0, 3.5, destination=1), Stay(3.5), Stay(3.5)]
    weeks = 365.25 / 12 / 7
    assert measured(stays)("to_work_share") == pytest.approx([2 / 4 * weeks, 0])
