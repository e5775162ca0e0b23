"""The staff by owner and budget area: FTE, sick leave as a share of agreed time, and who is too few to be told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan, nan

import pytest

from navsim.config.document import load
from navsim.measures import Asked, measure
from navsim.measures.asked import asked_of
from navsim.measures.series import Key
from navsim.measures.staff import sick_share_between
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import Plan
from navsim.plan.staffing import Use
from navsim.values.time import DAY, HOUR, WEEK
from tests.both import simulate
from tests.configs.files import path
from tests.engine.small import Job, office, worker
from tests.measures.logs import HORIZON, Measured, Segment, log_of

OTHER = (
    (Use.PUBLIC_HOLIDAY, DAY, DAY + 8 * HOUR), (Use.LONG_LEAVE, 2 * DAY, 2 * DAY + 8 * HOUR),
    (Use.HOLIDAY, 3 * DAY, 3 * DAY + 8 * HOUR), (Use.SICK, 4 * DAY, 4 * DAY + 2 * HOUR),
    (Use.OVERTIME, 5 * DAY, 5 * DAY + 8 * HOUR),
)  # fmt: skip
"""Of a week with 8 hours a day: 8 hours at tasks on Monday, 2 sick of those agreed on Friday."""


def staff(members: Sequence[tuple[str, str]], horizon: float = HORIZON) -> Plan:
    """Employees of (entry, owner), each with the same first week, and 8 hours at tasks in the second."""
    someone = replace(worker((0, 8 * HOUR), (WEEK, WEEK + 8 * HOUR)), other=OTHER)
    plan = office([Job("talk")], workers=[someone] * len(members), horizon=horizon, full_week=16 * HOUR)
    employees = tuple(
        replace(employee, entry=entry, owner=owner)
        for employee, (entry, owner) in zip(plan.staffing.employees, members, strict=True)
    )
    return replace(plan, staffing=replace(plan.staffing, employees=employees))


AREAS = Asked(areas=("big", "small"), area_of={"large": "big", "single": "small"})


def test_sick_leave_is_a_share_of_agreed_time() -> None:
    """Two hours of the ten that are no public holiday, leave or holiday; overtime is beyond. Then none of eight."""
    found = Measured(staff([("large", "state")] * 5), log_of())
    assert found("sick_share") == found("sick_share", "owner", "state") == [0.2, 0]


def test_fte_are_contract_hours_without_long_leave() -> None:
    """26 hours and then 8, of a full week of 16, each; holidays count, overtime doesn't."""
    found = Measured(staff([("large", "state")] * 3 + [("other", "municipal")]), log_of())
    assert found("fte") == [4 * 26 / 16, 4 * 8 / 16]
    assert found("fte", "owner", "state") == [3 * 26 / 16, 3 * 8 / 16]


def test_by_area() -> None:
    plan = staff([("large", "municipal")] * 5 + [("single", "municipal")] + [("free", "state")] * 5)
    found = Measured(plan, log_of(work=[Segment(0, 0, 1 / 24), Segment(10, 0, 1 / 24)]), AREAS)
    assert found("fte", "area", "big") == [5 * 26 / 16, 5 * 8 / 16]
    assert found("fte", "area", "small") == [26 / 16, 8 / 16]
    assert found("sick_share", "area", "big") == [0.2, 0]
    assert found("worked_hours", "area", "big") == [1, 0]
    assert found("worked_hours") == [2, 0]
    assert found("capacity_hours", "area", "big") == [40, 40]
    assert found("utilisation", "area", "big") == pytest.approx([1 / 40, 0])


def undefined(values: list[float]) -> bool:
    return all(isnan(value) for value in values)


def test_of_fewer_than_five_nothing_is_told() -> None:
    found = Measured(staff([("large", "state")] * 4), log_of())
    assert undefined(found("sick_share"))
    assert undefined(found("sick_share", "owner", "state"))
    found = Measured(staff([("large", "state")] * 5 + [("single", "state")] * 4), log_of(), AREAS)
    for name in ("sick_share", "worked_hours", "capacity_hours", "utilisation"):
        assert undefined(found(name, "area", "small"))
        assert not undefined(found(name, "area", "big"))


@pytest.mark.parametrize(("others", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_total_is_not_told_when_the_rest_beside_an_area_is_a_few(others: int, told: bool) -> None:
    """Else theirs would be the total less the area."""
    found = Measured(staff([("large", "state")] * 5 + [("free", "state")] * others), log_of(), AREAS)
    assert not undefined(found("sick_share", "area", "big"))
    assert undefined(found("sick_share", "owner", "state")) is not told
    assert undefined(found("sick_share")) is not told


def test_a_total_is_not_told_when_the_rest_beside_areas_and_owners_is_a_few() -> None:
    members = [("large", "municipal")] * 5 + [("single", "municipal")] + [("free", "state")] * 5
    found = Measured(staff(members), log_of(), AREAS)
    assert not undefined(found("sick_share", "owner", "state"))
    assert undefined(found("sick_share", "owner", "municipal"))
    assert undefined(found("sick_share"))


def test_who_has_left_no_longer_counts() -> None:
    """Five in the first week, four in the second."""
    plan = staff([("large", "state")] * 5)
    accounts = plan.staffing.accounts
    keep = (accounts.employee > 0) | (accounts.start < WEEK)
    shorter = replace(
        accounts, employee=accounts.employee[keep], use=accounts.use[keep], start=accounts.start[keep],
        end=accounts.end[keep],
    )  # fmt: skip
    plan = replace(plan, staffing=replace(plan.staffing, accounts=shorter))
    assert Measured(plan, log_of())("sick_share") == pytest.approx([0.2, nan], nan_ok=True)


def test_a_period_may_begin_and_end_on_any_day() -> None:
    """Friday alone: all agreed time is sick; from Monday to Friday two of ten hours."""
    plan = staff([("large", "municipal")] * 5 + [("single", "municipal")] * 4)
    friday = sick_share_between(plan, AREAS, 4 * DAY, 5 * DAY)
    assert friday["area", "big"] == 1
    assert undefined([friday["area", "small"], friday["owner", "municipal"], friday["all", "all"]])
    assert sick_share_between(plan, AREAS, 0, 5 * DAY)["area", "big"] == 0.2
    assert isnan(sick_share_between(plan, AREAS, -WEEK, 0)["area", "big"])


def test_cost_by_area() -> None:
    """Of the rich office: the municipal position and what adult users cost belong to one area; nothing to the other."""
    config = load(path("rich"), ["replications=1"]).config()
    plan = plan_of(prepare(config), 0)
    weekly = measure(plan, simulate(plan), asked_of(config))
    area = weekly[Key("cost_nok", "NOK", "area", "social")]
    assert area == pytest.approx(weekly[Key("cost_nok", "NOK", "owner", "municipal")])
    assert not weekly[Key("cost_nok", "NOK", "area", "refugees")].any()
