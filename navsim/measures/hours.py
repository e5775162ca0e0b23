"""The hours account (timeregnskap): every contract minute by what it went to, and what was asked for.

Also what depends on it: capacity, utilisation, caseload for each FTE.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.calendar.intervals import Intervals, intersect
from navsim.engine.log import Log
from navsim.measures.counting import Bools, Floats, open_at_ends, open_minutes, ratio, weighted_minutes
from navsim.measures.series import Key
from navsim.measures.users import selections
from navsim.plan.model import Plan
from navsim.plan.staffing import Use
from navsim.values.time import HOUR

SIMPLE_USES = {
    Use.PUBLIC_HOLIDAY: "public_holiday",
    Use.LONG_LEAVE: "long_leave",
    Use.HOLIDAY: "holiday",
    Use.SICK: "sick",
    Use.TRAINING: "training",
    Use.TRAVEL: "travel",
    Use.OTHER: "meetings_other",
}
"""Uses that the plan settles; reception and available time depend on what happened."""


def owners_of(plan: Plan) -> list[str]:
    """The owners of staff, sorted."""
    return sorted({employee.owner for employee in plan.staffing.employees})


def hours_account(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Hours by use and owner in each week; over the uses they add up to contract hours exactly.

    Where overtime is planned, ``overtime_worked`` and ``overtime_idle`` stand beside them: they are beyond
    the contract.
    """
    accounts, staffing = plan.staffing.accounts, plan.staffing
    owner_of = np.array([employee.owner for employee in staffing.employees] or [""])
    account_owner = owner_of[accounts.employee]
    worked_by, visited_by = work_owners(plan, log)
    late_start, late_end, late_owner = overtime_work(plan, log)
    for owner in owners_of(plan):
        mine = account_owner == owner

        def total(use: Use, mine: Bools = mine) -> Floats:
            which = mine & (accounts.use == use)
            return open_minutes(accounts.start[which], accounts.end[which], edges) / HOUR

        late = late_owner == owner
        overtime = open_minutes(late_start[late], late_end[late], edges) / HOUR
        worked = segment_hours(log, worked_by == owner, edges) - overtime
        visitors = segment_hours(log, visited_by == owner, edges)
        uses = {name: total(use) for use, name in SIMPLE_USES.items()}
        uses |= {"worked": worked, "idle": total(Use.AVAILABLE) - worked}
        uses |= {"reception_visitors": visitors, "reception_idle": total(Use.RECEPTION) - visitors}
        if staffing.has_overtime:
            uses |= {"overtime_worked": overtime, "overtime_idle": total(Use.OVERTIME) - overtime}
        for use_name, values in uses.items():
            yield Key("hours", "hours", use_name, owner), values


def segment_hours(log: Log, which: Bools, edges: Floats) -> Floats:
    """Hours of the chosen segments of work in each week."""
    return open_minutes(log.work.start[which], log.work.end[which], edges) / HOUR


def overtime_work(plan: Plan, log: Log) -> tuple[Floats, Floats, np.ndarray]:
    """Start, end and owner of each piece of work done in overtime; a segment may have begun in contract time.

    Employees stand on one line, employee i at minute t at ``i * stride + t``.
    """
    staffing, work = plan.staffing, log.work
    accounts, stride = staffing.accounts, plan.static.horizon + 1
    employee = np.array([server.employee for server in staffing.servers] or [-1])[work.server]
    own = np.flatnonzero((employee >= 0) & (work.end > work.start))
    own = own[np.lexsort((work.start[own], employee[own]))]
    late = accounts.use == Use.OVERTIME
    offset, beyond = employee[own] * stride, accounts.employee[late] * stride
    pieces, of = intersect(
        Intervals(work.start[own] + offset, work.end[own] + offset),
        Intervals(accounts.start[late] + beyond, accounts.end[late] + beyond),
    )
    owner = np.array([each.owner for each in staffing.employees] or [""])
    return pieces.start - offset[of], pieces.end - offset[of], owner[employee[own][of]]


def work_owners(plan: Plan, log: Log) -> tuple[np.ndarray, np.ndarray]:
    """For each segment the owner of the employee who did it: at their own work, and on duty at a desk.

    Where it doesn't apply the owner is empty.
    """
    staffing, work = plan.staffing, log.work
    owner_of = np.array([employee.owner for employee in staffing.employees] + [""])
    employee_of = np.array([server.employee for server in staffing.servers] or [-1])
    at_own_work = owner_of[employee_of[work.server]]

    duties = staffing.duties
    on_duty = np.full(len(work.server), -1)
    for desk in np.unique(duties.desk):
        rows = np.flatnonzero(duties.desk == desk)
        mine = np.flatnonzero(work.server == desk)
        place = np.searchsorted(duties.start[rows], work.start[mine], side="right") - 1
        on_duty[mine] = duties.employee[rows[place]]
    return at_own_work, owner_of[on_duty]


def capacity_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Capacity, work done and their quotient, by owner and together; reception measures by reception.

    ``capacity_hours`` is time for tasks times proficiency; ``worked_hours`` is clock time. Both hold overtime.
    """
    staffing, work = plan.staffing, log.work
    intervals = staffing.intervals
    server_owner = np.array([server.owner for server in staffing.servers] or [""])
    is_employee = np.array([server.employee >= 0 for server in staffing.servers] or [False])
    parts = [("all", "all", is_employee)] + [("owner", name, server_owner == name) for name in owners_of(plan)]
    for dimension, group, servers in parts:
        mine, done = servers[intervals.server], servers[work.server]
        start, end = intervals.start[mine], intervals.end[mine]
        available = open_minutes(start, end, edges) / HOUR
        capacity = weighted_minutes(start, end, intervals.proficiency[mine], edges) / HOUR
        worked = segment_hours(log, done, edges)
        yield Key("capacity_hours", "hours", dimension, group), capacity
        yield Key("worked_hours", "hours", dimension, group), worked
        yield Key("utilisation", "share", dimension, group), ratio(worked, available)
    yield Key("caseload_per_fte", "persons", "all", "all"), caseload_per_fte(plan, log, edges)
    yield from reception_measures(plan, log, edges)


def caseload_per_fte(plan: Plan, log: Log, edges: Floats) -> Floats:
    """Users in follow-up at the end of each week for each FTE (årsverk) of that week that is not on long leave.

    Overtime makes no more FTE.
    """
    accounts = plan.staffing.accounts
    paid = (accounts.use != Use.LONG_LEAVE) & (accounts.use != Use.OVERTIME)
    minutes = open_minutes(accounts.start[paid], accounts.end[paid], edges)
    _, _, in_follow_up = selections(plan.static, log)[0]
    caseload = open_at_ends(log.spells.arrival[in_follow_up], log.spells.left[in_follow_up], edges)
    return ratio(caseload, minutes / plan.static.full_week)


def reception_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Idle desk hours, hours with visitors and unfilled desk hours, by reception."""
    staffing = plan.staffing
    duties, unfilled = staffing.duties, staffing.unfilled
    desk_of = np.array([server.reception for server in staffing.servers] or [""])
    for number, name in enumerate(staffing.receptions):
        on = duties.reception == number
        staffed = open_minutes(duties.start[on], duties.end[on], edges) / HOUR
        visitors = segment_hours(log, (desk_of == name)[log.work.server], edges)
        empty = unfilled.reception == number
        missing = open_minutes(unfilled.start[empty], unfilled.end[empty], edges) / HOUR
        yield Key("reception_worked_hours", "hours", "reception", name), visitors
        yield Key("reception_idle_hours", "hours", "reception", name), staffed - visitors
        yield Key("unfilled_desk_hours", "hours", "reception", name), missing
