"""What it costs: staff by contract hours and overtime, users by the months for which they are present."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.measures.asked import Asked, StaffCost
from navsim.measures.counting import pieces, tally
from navsim.measures.parts import Cells, Floats, Parts, kinds_of, one_cell
from navsim.measures.rows import SpellRows
from navsim.measures.series import Key
from navsim.plan.model import Plan
from navsim.plan.staffing import Use
from navsim.values.time import MONTH

OWNERS = ("municipal", "state")


def cost_measures(plan: Plan, spells: SpellRows, asked: Asked) -> Iterator[tuple[Key, Floats]]:
    """``cost_nok`` in each week: in all, by who pays, and for staff and users; nothing when nothing has a cost."""
    if not asked.staff_costs and not asked.user_costs:
        return
    staff, users = staff_cost(plan, asked, spells.arrival.edges), user_cost(plan, spells, asked)
    yield Key("cost_nok", "NOK", "all", "all"), (staff + users).sum(axis=0)
    for number, owner in enumerate(OWNERS):
        yield Key("cost_nok", "NOK", "owner", owner), staff[number] + users[number]
    yield Key("cost_nok", "NOK", "cost", "staff"), staff.sum(axis=0)
    yield Key("cost_nok", "NOK", "cost", "users"), users.sum(axis=0)


def staff_cost(plan: Plan, asked: Asked, edges: Floats) -> Floats:
    """NOK for contract hours that are not long leave, which others pay, and for overtime; (owners, weeks)."""
    accounts, employees = plan.staffing.accounts, plan.staffing.employees
    owner_of = {employee.entry: employee.owner for employee in employees}
    names = [name for name in sorted(asked.staff_costs) if name in owner_of]  # somebody is in the entry
    place = {name: number for number, name in enumerate(names)}
    entry = np.array([place.get(employee.entry, len(names)) for employee in employees], np.int64)[accounts.employee]
    late = np.flatnonzero(accounts.use == Use.OVERTIME)
    unpaid = (accounts.use == Use.LONG_LEAVE) | (accounts.use == Use.OVERTIME)
    paid = Cells(np.where(unpaid, len(names), entry), len(names))
    normal = pieces(accounts.start, accounts.end, edges).minutes_in(paid)
    total = np.zeros((len(OWNERS), len(edges) - 1))
    for number, name in enumerate(names):
        cost, mine = asked.staff_costs[name], late[entry[late] == number]
        beyond = overtime_minutes(cost, accounts.start[mine], accounts.end[mine], edges)
        total[OWNERS.index(owner_of[name])] += (normal[number] + beyond) * cost.minute
    return total


def overtime_minutes(cost: StaffCost, start: Floats, end: Floats, edges: Floats) -> Floats:
    """Minutes of overtime in each week, each counted as many times as it is paid."""
    found = pieces(start, end, edges)
    paid = cost.overtime.integral(found.end) - cost.overtime.integral(found.start.time)
    return np.asarray(tally(one_cell(len(paid)), found.start, paid)[0])


def user_cost(plan: Plan, spells: SpellRows, asked: Asked) -> Floats:
    """NOK for the months for which users were present, in follow-up or not; shape (owners, weeks)."""
    groups, total = plan.static.groups, np.zeros((len(OWNERS), spells.present.shape[1]))
    parts = Parts("group", tuple(group.name for group in groups), kinds_of(plan.static).group)
    present = parts.gather(spells.present)
    for number, group in enumerate(groups):
        if group.name in asked.user_costs:
            cost = asked.user_costs[group.name]
            total[OWNERS.index(cost.paid_by)] += present[number] / MONTH * cost.month
    return total
