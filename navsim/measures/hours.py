"""The hours account (timeregnskap): every contract minute by what it went to, and what was asked for.

Also what depends on it: capacity, utilisation, caseload for each FTE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from navsim.calendar.intervals import Intervals, intersect
from navsim.engine.log import Log
from navsim.measures.counting import open_in, pieces, ratio
from navsim.measures.parts import Cells, Floats, Ints, Parts, everybody, everything
from navsim.measures.rows import SpellRows
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Plan
from navsim.plan.staffing import Staffing, Use
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


def owners_of(staffing: Staffing) -> list[str]:
    """The owners of staff, sorted."""
    return sorted({employee.owner for employee in staffing.employees})


def owner_of_employees(staffing: Staffing) -> Ints:
    """The place among the owners of each employee's, and at the end one after all of them for nobody."""
    owners = owners_of(staffing)
    return np.array([owners.index(employee.owner) for employee in staffing.employees] + [len(owners)])


def employee_of_servers(staffing: Staffing) -> Ints:
    """The employee that each server is; -1 for a desk."""
    return np.array([server.employee for server in staffing.servers], np.int64)


def reception_of_servers(staffing: Staffing) -> Ints:
    """The reception in which each server is a desk; -1 for an employee."""
    number = {name: place for place, name in enumerate(staffing.receptions)}
    return np.array([number.get(server.reception, -1) for server in staffing.servers], np.int64)


@dataclass(frozen=True)
class Spent:
    """Minutes by week: ``uses[owner, use]`` of the account; ``worked[owner]`` by employees at their own work, of which
    ``overtime[owner]``; ``visited[owner]`` at desks by those on duty; ``desks[reception]`` the same by reception.
    """

    uses: Floats
    worked: Floats
    visited: Floats
    desks: Floats
    overtime: Floats


def spent_on(plan: Plan, log: Log, edges: Floats) -> Spent:
    """What time was spent on, in one pass over the account and one over the work."""
    staffing, work = plan.staffing, log.work
    owner, owners = owner_of_employees(staffing), len(owners_of(staffing))
    employee, desk = employee_of_servers(staffing), reception_of_servers(staffing)
    place = np.where(employee < 0, owners + desk, owner[employee])
    worked = pieces(work.start, work.end, edges).minutes_in(
        Cells(place[work.server], owners + len(staffing.receptions))
    )
    rows = np.flatnonzero((employee < 0)[work.server])
    on_duty = on_duty_at(plan, work.server[rows], work.start[rows])
    visited = pieces(work.start[rows], work.end[rows], edges).minutes_in(Cells(owner[on_duty], owners))
    return Spent(
        spent_by_use(staffing, edges, Cells(owner[:-1], owners)),
        worked[:owners],
        visited,
        worked[owners:],
        overtime_work(plan, log, edges),
    )


def spent_by_use(staffing: Staffing, edges: Floats, employees: Cells) -> Floats:
    """Minutes of the account; shape (cells of employees, uses, weeks). A use that is not known here is left out."""
    accounts, uses = staffing.accounts, len(Use) + 1
    place = employees.of[accounts.employee] * uses + np.minimum(accounts.use, len(Use))
    found = pieces(accounts.start, accounts.end, edges).minutes_in(Cells(place, employees.count * uses))
    return found.reshape(employees.count, uses, len(edges) - 1)[:, :-1]


def on_duty_at(plan: Plan, desk: Ints, time: Floats) -> Ints:
    """The employee who sits at each desk (server) at an instant at which somebody does.

    Desks stand on one line, desk i at minute t at ``i * stride + t``.
    """
    duties, stride = plan.staffing.duties, plan.static.horizon + 1
    line = duties.desk * stride + duties.start
    order = np.argsort(line)
    return duties.employee[order[np.searchsorted(line[order], desk * stride + time, side="right") - 1]]


def overtime_work(plan: Plan, log: Log, edges: Floats) -> Floats:
    """Minutes of work done in overtime; shape (owners, weeks). A segment may have begun in contract time.

    Employees stand on one line, employee i at minute t at ``i * stride + t``.
    """
    staffing, work, stride = plan.staffing, log.work, plan.static.horizon + 1
    owners, late = len(owners_of(staffing)), staffing.accounts.use == Use.OVERTIME
    if not late.any():
        return np.zeros((owners, len(edges) - 1))
    planned = np.zeros(len(staffing.employees) + 1, bool)  # the last one, for desks, is nobody
    planned[staffing.accounts.employee[late]] = True
    employee = employee_of_servers(staffing)
    rows = np.flatnonzero(planned[employee][work.server] & (work.end > work.start))
    offset, beyond = employee[work.server[rows]] * stride, staffing.accounts.employee[late] * stride
    order = np.argsort(work.start[rows] + offset)
    rows, offset = rows[order], offset[order]
    found, at = intersect(
        Intervals(work.start[rows] + offset, work.end[rows] + offset),
        Intervals(staffing.accounts.start[late] + beyond, staffing.accounts.end[late] + beyond),
    )
    owner = owner_of_employees(staffing)[employee[work.server[rows[at]]]]
    return pieces(found.start - offset[at], found.end - offset[at], edges).minutes_in(Cells(owner, owners))


def hours_account(staffing: Staffing, spent: Spent) -> Iterator[tuple[Key, Floats]]:
    """Hours by use and owner in each week; over the uses they add up to contract hours exactly.

    Where overtime is planned, ``overtime_worked`` and ``overtime_idle`` stand beside them: they are beyond
    the contract.
    """
    planned, visitors, overtime = spent.uses / HOUR, spent.visited / HOUR, spent.overtime / HOUR
    worked = spent.worked / HOUR - overtime
    uses = {name: planned[:, use] for use, name in SIMPLE_USES.items()}
    uses |= {"worked": worked, "idle": planned[:, Use.AVAILABLE] - worked}
    uses |= {"reception_visitors": visitors, "reception_idle": planned[:, Use.RECEPTION] - visitors}
    if staffing.has_overtime:
        uses |= {"overtime_worked": overtime, "overtime_idle": planned[:, Use.OVERTIME] - overtime}
    for number, owner in enumerate(owners_of(staffing)):
        for name, table in uses.items():
            yield Key("hours", "hours", name, owner), table[number]


def capacity_measures(plan: Plan, spells: SpellRows, spent: Spent) -> Iterator[tuple[Key, Floats]]:
    """Capacity, work done and their quotient, by owner and together; reception measures by reception.

    ``capacity_hours`` is time for tasks times proficiency; ``worked_hours`` is clock time. Both hold overtime.
    """
    staffing, intervals, owners = plan.staffing, plan.staffing.intervals, owners_of(plan.staffing)
    time = pieces(intervals.start, intervals.end, spells.arrival.edges)
    owner = owner_of_employees(staffing)[employee_of_servers(staffing)][intervals.server]
    by_owner = Parts("owner", tuple(owners), np.arange(len(owners)))
    for parts in (everything(by_owner.label >= 0), by_owner):
        cells, worked = parts.of(Cells(owner, len(owners))), parts.gather(spent.worked) / HOUR
        yield from rows_of(parts, {
            ("capacity_hours", "hours"): time.minutes_in(cells, intervals.proficiency) / HOUR,
            ("worked_hours", "hours"): worked,
            ("utilisation", "share"): ratio(worked, time.minutes_in(cells) / HOUR),
        })  # fmt: skip
    yield Key("caseload_per_fte", "persons", "all", "all"), caseload_per_fte(plan, spells, spent)
    yield from reception_measures(staffing, spent, spells.arrival.edges)


def caseload_per_fte(plan: Plan, spells: SpellRows, spent: Spent) -> Floats:
    """Users in follow-up at the end of each week for each FTE (årsverk) of that week that is not on long leave.

    Overtime makes no more FTE.
    """
    paid = [use for use in Use if use not in {Use.LONG_LEAVE, Use.OVERTIME}]
    caseload = everybody(plan.static).gather(open_in(spells.cells, spells.arrival, spells.left))[0]
    return ratio(caseload, spent.uses[:, paid].sum(axis=(0, 1)) / plan.static.full_week)


def reception_measures(staffing: Staffing, spent: Spent, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Idle desk hours, hours with visitors and unfilled desk hours, by reception."""
    staffed, missing = (
        pieces(time.start, time.end, edges).minutes_in(Cells(time.reception, len(staffing.receptions))) / HOUR
        for time in (staffing.duties, staffing.unfilled)
    )
    parts = Parts("reception", staffing.receptions, np.arange(len(staffing.receptions)))
    yield from rows_of(parts, {
        ("reception_worked_hours", "hours"): spent.desks / HOUR,
        ("reception_idle_hours", "hours"): staffed - spent.desks / HOUR,
        ("unfilled_desk_hours", "hours"): missing,
    })  # fmt: skip
