"""Hours on plans and logs written by hand: the account, capacity, receptions."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from navsim.plan.model import Plan
from navsim.plan.staffing import Use
from navsim.values.time import DAY, HOUR
from tests.engine.small import Job, Shift, User, Worker, office, worker
from tests.measures.logs import HORIZON, Measured, Segment, Stay, log_of


def hours(day: int, start: float, end: float) -> tuple[float, float]:
    """A part of a day of the run, as minutes."""
    return day * DAY + start * HOUR, day * DAY + end * HOUR


def at(server: int, day: int, start: float, end: float) -> Segment:
    """Work between two hours of a day."""
    return Segment(server, day + start / 24, day + end / 24)


def small_office() -> Plan:
    """Two employees of the state, one of the municipality, and a desk at Rissa on two days of week 1.

    On day 1 the desk is staffed from 10 to 12 by employee 0, on day 2 from 10 to 12 by employee 2.
    """
    first = replace(
        worker(hours(0, 8, 12), hours(1, 8, 10), hours(8, 8, 16)),
        other=((Use.RECEPTION, *hours(1, 10, 12)), (Use.TRAVEL, *hours(1, 12, 12.5)), (Use.SICK, *hours(9, 8, 16))),
    )
    second = replace(
        worker(Shift(*hours(0, 8, 12), proficiency=0.5), Shift(*hours(7, 8, 12), proficiency=1)),
        other=((Use.LONG_LEAVE, *hours(10, 8, 16)), (Use.HOLIDAY, *hours(3, 8, 16))),
    )
    third = Worker(
        (Shift(*hours(2, 8, 10)),), owner="municipal",
        other=((Use.RECEPTION, *hours(2, 10, 12)), (Use.OTHER, *hours(2, 12, 13))),
    )  # fmt: skip
    desk = worker(hours(1, 10, 12), hours(2, 10, 12), reception="rissa")
    return office(
        [Job("visit")], workers=[first, second, third, desk], horizon=HORIZON, full_week=16 * HOUR,
        duties=[(3, 0, *hours(1, 10, 12)), (3, 2, *hours(2, 10, 12))],
        unfilled=[(0, *hours(3, 10, 11.5)), (0, *hours(9, 10, 12))],
    )  # fmt: skip


WORK = [
    at(0, 0, 8, 11),
    at(0, 8, 8, 10),
    at(1, 0, 9, 11),
    at(2, 2, 8, 8.5),
    at(3, 1, 10, 10.5),
    at(3, 1, 11, 11.25),
    at(3, 2, 10.5, 11.5),
]


def measured() -> Measured:
    return Measured(small_office(), log_of(work=WORK))


def test_capacity_is_time_for_tasks_times_proficiency() -> None:
    """State: 4 + 2 + 4 at half, then 8 + 4. The desk is not capacity."""
    found = measured()
    assert found("capacity_hours", "owner", "state") == [8, 12]
    assert found("capacity_hours", "owner", "municipal") == [2, 0]
    assert found("capacity_hours") == [10, 12]


def test_worked_hours_and_utilisation_are_of_clock_time() -> None:
    """State: 5 of 10 hours, then 2 of 12; municipality: half of one, and no time at all in week 2."""
    found = measured()
    assert found("worked_hours", "owner", "state") == [5, 2]
    assert found("worked_hours") == [5.5, 2]
    assert found("utilisation", "owner", "state") == pytest.approx([0.5, 2 / 12])
    assert found("utilisation", "owner", "municipal") == pytest.approx([0.25, nan], nan_ok=True)
    assert found("utilisation") == pytest.approx([5.5 / 12, 2 / 12])


def test_each_use_of_contract_time() -> None:
    found = measured()
    state = {
        key.dimension: found("hours", key.dimension, "state") for key in found.keys("hours") if key.group == "state"
    }
    assert state == {
        "public_holiday": [0, 0], "long_leave": [0, 8], "holiday": [8, 0], "sick": [0, 8], "training": [0, 0],
        "travel": [0.5, 0], "meetings_other": [0, 0], "worked": [5, 2], "idle": [5, 10],
        "reception_visitors": [0.75, 0], "reception_idle": [1.25, 0],
    }  # fmt: skip
    assert found("hours", "reception_visitors", "municipal") == [1, 0]
    assert found("hours", "reception_idle", "municipal") == [1, 0]
    assert found("hours", "meetings_other", "municipal") == [1, 0]


def test_uses_add_up_to_contract_hours_exactly() -> None:
    """State 4+2+2+0.5 and 4+8 in week 1, 8+8 and 4+8 in week 2; municipality 2+2+1."""
    found = measured()
    for owner, contract in (("state", [20.5, 28]), ("municipal", [5, 0])):
        uses = [found("hours", key.dimension, key.group) for key in found.keys("hours") if key.group == owner]
        assert [sum(week) for week in zip(*uses, strict=True)] == contract


def test_reception_is_idle_when_staffed_without_a_visitor() -> None:
    found = measured()
    assert found("reception_worked_hours", "reception", "rissa") == [1.75, 0]
    assert found("reception_idle_hours", "reception", "rissa") == [2.25, 0]
    assert found("unfilled_desk_hours", "reception", "rissa") == [1.5, 2]


def test_receptions_are_counted_apart() -> None:
    desks = [worker(hours(0, 8, 10), reception=name) for name in ("rissa", "leksvik")]
    plan = office(
        [Job("visit")], workers=[worker(), worker(), *desks], horizon=HORIZON,
        duties=[(2, 0, *hours(0, 8, 10)), (3, 1, *hours(0, 8, 10))], unfilled=[(1, *hours(1, 8, 9))],
    )  # fmt: skip
    found = Measured(plan, log_of(work=[at(2, 0, 8, 8.5)]))
    assert found("reception_idle_hours", "reception", "leksvik") == [2, 0]
    assert found("reception_idle_hours", "reception", "rissa") == [1.5, 0]
    assert found("unfilled_desk_hours", "reception", "rissa") == [1, 0]
    assert found("unfilled_desk_hours", "reception", "leksvik") == [0, 0]


def test_visitors_are_had_by_those_on_duty_at_the_desk() -> None:
    """Two desks; duties come in order of start, and at each desk the state has the first hour and the last."""
    desks = [worker(hours(0, 8, 11), reception=name) for name in ("rissa", "leksvik")]
    plan = office(
        [Job("visit")], workers=[worker(), worker(owner="municipal"), *desks], horizon=HORIZON,
        duties=[
            (2, 0, *hours(0, 8, 9)), (3, 0, *hours(0, 8, 9)), (2, 1, *hours(0, 9, 10)), (3, 1, *hours(0, 9, 10)),
            (2, 0, *hours(0, 10, 11)), (3, 0, *hours(0, 10, 11)),
        ],
    )  # fmt: skip
    found = Measured(plan, log_of(work=[at(2, 0, 9, 9.5), at(3, 0, 10, 10.25), at(3, 0, 8, 8.25), at(3, 0, 9.5, 10)]))
    assert found("hours", "reception_visitors", "state") == [0.5, 0]
    assert found("hours", "reception_visitors", "municipal") == [1, 0]
    assert found("reception_worked_hours", "reception", "leksvik") == [1, 0]


def test_time_over_the_end_of_a_week_is_split_there() -> None:
    """An office that never closes: 24 hours at work around the end of week 1, of which 6 to work from 20 to 02."""
    shift = (6.5 * DAY, 7.5 * DAY)
    plan = office([Job("call")], workers=[worker(Shift(*shift, proficiency=0.5))], horizon=HORIZON)
    found = Measured(plan, log_of(work=[Segment(0, 7 - 4 / 24, 7 + 2 / 24)]))
    assert found("capacity_hours") == pytest.approx([6, 6])
    assert found("worked_hours") == pytest.approx([4, 2])
    assert found("hours", "idle", "state") == pytest.approx([8, 10])
    assert found("utilisation") == pytest.approx([4 / 12, 2 / 12])


def test_caseload_per_fte_is_for_those_not_on_long_leave() -> None:
    """Full time is 16 hours here. Week 1: 25.5 hours; week 2: 28 less 8 on leave; two users, then one."""
    found = Measured(small_office_with_users(), log_of([Stay(0), Stay(0, left=8)]))
    assert found("caseload_per_fte") == pytest.approx([2 / (25.5 / 16), 1 / (20 / 16)])


def small_office_with_users() -> Plan:
    return replace(small_office(), persons=office([], [User(), User()]).persons)


def test_an_office_without_staff_has_no_utilisation() -> None:
    found = Measured(office([Job("visit")], horizon=HORIZON), log_of())
    assert found("capacity_hours") == [0, 0]
    assert found("utilisation") == pytest.approx([nan, nan], nan_ok=True)
    assert found("caseload_per_fte") == pytest.approx([nan, nan], nan_ok=True)


def office_with_overtime(planned: bool = True) -> Plan:
    """Two of the state at work 8 to 12, then till 14 in overtime, on day 0; the second also on day 8. One municipal."""
    first = worker(hours(0, 8, 12), hours(0, 12, 14))
    second = worker(hours(0, 8, 12), hours(0, 12, 14), hours(8, 12, 14))
    third = Worker((Shift(*hours(0, 8, 14)),), owner="municipal")
    plan = office([Job("call")], workers=[first, second, third], horizon=HORIZON, full_week=16 * HOUR)
    accounts = plan.staffing.accounts
    late = np.where((accounts.start % DAY == 12 * HOUR), int(Use.OVERTIME), accounts.use)
    return replace(plan, staffing=replace(plan.staffing, accounts=replace(accounts, use=late), has_overtime=planned))


def test_overtime_is_apart_from_contract_time() -> None:
    """One talk goes from 11 into overtime until 13, another is all of it, a third touches it at 12."""
    work = [at(2, 0, 11, 13), at(1, 8, 12, 12.5), at(0, 0, 11, 13), at(1, 0, 11.5, 12), at(0, 0, 9, 10)]
    found = Measured(office_with_overtime(), log_of(work=work))
    state = {use: found("hours", use, "state") for use in ("worked", "idle", "overtime_worked", "overtime_idle")}
    assert state == {"worked": [2.5, 0], "idle": [5.5, 0], "overtime_worked": [1, 0.5], "overtime_idle": [3, 1.5]}
    assert found("hours", "worked", "municipal") == [2, 0]
    assert found("hours", "overtime_worked", "municipal") == [0, 0]
    assert found("hours", "overtime_idle", "municipal") == [0, 0]


def test_overtime_is_capacity_and_no_fte() -> None:
    found = Measured(replace(office_with_overtime(), persons=office([], [User(), User()]).persons), log_of([Stay(0)]))
    assert found("capacity_hours", "owner", "state") == [12, 2]
    assert found("caseload_per_fte") == pytest.approx([1 / (14 / 16), nan], nan_ok=True)


def test_overtime_has_figures_when_it_is_planned() -> None:
    """Also where illness left nothing of it, and nowhere else: replications have the same figures."""
    uses = {
        planned: {key.dimension for key in Measured(office_with_overtime(planned), log_of()).keys("hours")}
        for planned in (True, False)
    }
    assert uses[True] - uses[False] == {"overtime_worked", "overtime_idle"}
