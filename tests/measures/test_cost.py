"""What it costs: by hand, and of a whole run against hours and months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navsim.calendar.clock import Clock
from navsim.config.document import load
from navsim.config.models import Staff
from navsim.measures import Asked, measure
from navsim.measures.asked import StaffCost, UserCost, asked_of, minutes_a_year, overtime_pay
from navsim.measures.series import Key
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import GroupType
from navsim.plan.staffing import Use
from navsim.values.time import DAY, HOUR, MONTH
from navsim.values.timeline import Timeline
from tests.both import simulate
from tests.configs.files import path
from tests.engine.small import Job, User, office, worker
from tests.measures.logs import HORIZON, Measured, Stay, log_of

ALWAYS = Timeline.constant(1.0)
GROUPS = (GroupType("aap", True, ALWAYS), GroupType("recipients", False, ALWAYS))
NO_OVERTIME = Timeline.constant(0.0)


def test_cost_by_hand() -> None:
    """An hour costs 300. Contract time of one employee in week 1: 5 hours at tasks, 2 sick; 3 of long leave are not
    paid here. Overtime: 2 hours at 1.5, one of them in week 2. Two users at 1000 a month, one for half a week."""
    other = (
        (Use.SICK, 2 * DAY, 2 * DAY + 2 * HOUR), (Use.LONG_LEAVE, 3 * DAY, 3 * DAY + 3 * HOUR),
        (Use.OVERTIME, 7 * DAY - HOUR, 7 * DAY + HOUR),
    )  # fmt: skip
    someone = worker((DAY, DAY + 5 * HOUR))
    workers = [type(someone)(someone.shifts, "state", "", other)]
    plan = office([Job("talk")], [User(), User()], workers=workers, horizon=HORIZON, groups=GROUPS)
    pay = Timeline((0.0, 6 * DAY, 8 * DAY), (0.0, 1.5, 0.0))
    asked = Asked((), {"staff": StaffCost(300 / HOUR, pay)}, {"recipients": UserCost(1000, "municipal")})
    found = Measured(plan, log_of([Stay(0, 3.5, group=1), Stay(0, group=1)]), asked)
    week = 1000 * 7 * DAY / MONTH
    assert found("cost_nok", "cost", "staff") == pytest.approx([(7 + 1.5) * 300, 1.5 * 300])
    assert found("cost_nok", "cost", "users") == pytest.approx([1.5 * week, week])
    assert found("cost_nok", "owner", "state") == found("cost_nok", "cost", "staff")
    assert found("cost_nok", "owner", "municipal") == found("cost_nok", "cost", "users")
    assert found("cost_nok") == pytest.approx([8.5 * 300 + 1.5 * week, 450 + week])


def test_each_entry_has_a_cost_and_overtime_of_its_own() -> None:
    """Two hours of contract and one of overtime each: at 60 and 1.5 in one entry, at 120 and 2 in the other."""
    someone = worker((DAY, DAY + 2 * HOUR))
    late = ((Use.OVERTIME, 2 * DAY, 2 * DAY + HOUR),)
    plan = office([Job("talk")], workers=[replace(someone, other=late)] * 2, horizon=HORIZON)
    first, second = plan.staffing.employees
    staffing = replace(plan.staffing, employees=(first, replace(second, entry="others", owner="municipal")))
    costs = {"staff": StaffCost(60 / HOUR, Timeline.constant(1.5)), "others": StaffCost(2, Timeline.constant(2.0))}
    found = Measured(replace(plan, staffing=staffing), log_of(), Asked((), costs, {}))
    assert found("cost_nok", "owner", "state") == [2 * 60 + 1.5 * 60, 0]
    assert found("cost_nok", "owner", "municipal") == [2 * 120 + 2 * 120, 0]


def test_where_nothing_has_a_cost_there_is_no_such_measure() -> None:
    plan = office([Job("talk")], [User()], workers=[worker((0, HOUR))], horizon=HORIZON)
    assert not Measured(plan, log_of([Stay()])).has("cost_nok")


def test_who_has_no_cost_is_left_out() -> None:
    plan = office([Job("talk")], [User()], workers=[worker((0, HOUR))], horizon=HORIZON, groups=GROUPS)
    found = Measured(plan, log_of([Stay()]), Asked((), {"others": StaffCost(5, NO_OVERTIME)}, {}))
    assert found("cost_nok") == [0, 0]


def test_a_full_time_position_costs_its_yearly_cost_in_a_year() -> None:
    """37.5 hours a week times 365.25 / 7; the rich office has two state positions at 800 000 and a municipal one."""
    document = load(path("rich"), ["replications=1"])
    config = document.config()
    assert minutes_a_year(config) == pytest.approx(37.5 * 60 * 365.25 / 7)
    plan = plan_of(prepare(config), 0)
    weekly = measure(plan, simulate(plan), asked_of(config))
    staff = weekly[Key("cost_nok", "NOK", "cost", "staff")]
    assert staff == pytest.approx([(2 * 800_000 + 700_000) * 7 / 365.25] * 12)
    months = [weekly[Key("caseload", "persons", "group", name)] for name in ("young", "adult")]
    users = weekly[Key("cost_nok", "NOK", "cost", "users")]
    rough = (months[0] * 10_000 + months[1] * 20_000) * 7 * DAY / MONTH
    assert users.sum() == pytest.approx(rough.sum(), rel=0.1)
    owners = [weekly[Key("cost_nok", "NOK", "owner", name)] for name in ("state", "municipal")]
    assert sum(owners) == pytest.approx(staff + users)
    assert weekly[Key("cost_nok", "NOK", "all", "all")] == pytest.approx(staff + users)


def test_overtime_is_paid_by_date_weekday_and_hour() -> None:
    """Weekday evenings at 1.5 and Saturdays at 2, from a Monday on; where plans overlap the higher one is paid."""
    staff = Staff.model_validate({
        "people": 1, "owner": "state", "productive": 0.5,
        "overtime": [
            {"from": "2020-01-06", "until": "2020-01-17", "hours": "16:00-20:00"},
            {"from": "2020-01-06", "until": "2020-01-12", "days": "sat", "hours": "10:00-14:00", "pay": 2},
            {"from": "2020-01-07", "until": "2020-01-07", "hours": "18:00-19:00", "pay": 3},
        ],
    })  # fmt: skip
    pay = overtime_pay(staff, Clock(date(2020, 1, 6), 3))
    told = {(0, 15): 0, (0, 16): 1.5, (0, 20): 0, (1, 17): 1.5, (1, 18): 3, (1, 19): 1.5, (5, 10): 2, (5, 14): 0,
            (12, 10): 0, (11, 16): 1.5, (14, 16): 0}  # fmt: skip
    assert {(day, hour): pay.at(day * DAY + hour * HOUR) for day, hour in told} == told
    assert (
        overtime_pay(Staff(people=1, owner="state", productive=staff.productive), Clock(date(2020, 1, 6), 3)).at(0) == 0
    )
