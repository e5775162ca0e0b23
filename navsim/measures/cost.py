"""What it costs: staff by contract hours and overtime, users by the months for which they are present."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from navsim.engine.log import Log
from navsim.measures.asked import Asked, StaffCost
from navsim.measures.counting import Floats, minutes_in, moments, open_minutes
from navsim.measures.parts import Parts
from navsim.measures.series import Key
from navsim.plan.model import Plan
from navsim.plan.staffing import Use
from navsim.values.time import MONTH

OWNERS = ("municipal", "state")


def cost_measures(plan: Plan, log: Log, asked: Asked, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """``cost_nok`` in each week: in all, by who pays, and for staff and users; nothing when nothing has a cost."""
    if not asked.staff_costs and not asked.user_costs:
        return
    staff, users = staff_cost(plan, asked, edges), user_cost(plan, log, asked, edges)
    yield Key("cost_nok", "NOK", "all", "all"), (staff + users).sum(axis=0)
    for number, owner in enumerate(OWNERS):
        yield Key("cost_nok", "NOK", "owner", owner), staff[number] + users[number]
    yield Key("cost_nok", "NOK", "cost", "staff"), staff.sum(axis=0)
    yield Key("cost_nok", "NOK", "cost", "users"), users.sum(axis=0)


def staff_cost(plan: Plan, asked: Asked, edges: Floats) -> Floats:
    """NOK for contract hours that are not long leave, which others pay, and for overtime; (owners, weeks)."""
    accounts, total = plan.staffing.accounts, np.zeros((len(OWNERS), len(edges) - 1))
    entry = np.array([employee.entry for employee in plan.staffing.employees] or [""])[accounts.employee]
    owner_of = {employee.entry: employee.owner for employee in plan.staffing.employees}
    paid = (accounts.use != Use.LONG_LEAVE) & (accounts.use != Use.OVERTIME)
    for name, cost in sorted(asked.staff_costs.items()):
        if name in owner_of:  # somebody is in the entry
            mine, late = paid & (entry == name), (accounts.use == Use.OVERTIME) & (entry == name)
            normal = open_minutes(accounts.start[mine], accounts.end[mine], edges)
            beyond = overtime_minutes(cost, accounts.start[late], accounts.end[late], edges)
            total[OWNERS.index(owner_of[name])] += (normal + beyond) * cost.minute
    return total


def overtime_minutes(cost: StaffCost, start: Floats, end: Floats, edges: Floats) -> Floats:
    """Minutes of overtime in each week, each counted as many times as it is paid."""
    upto = [cost.overtime.integral(np.minimum(end, edge)) - cost.overtime.integral(np.minimum(start, edge))
            for edge in edges]  # fmt: skip
    return np.diff(np.sum(upto, axis=1))


def user_cost(plan: Plan, log: Log, asked: Asked, edges: Floats) -> Floats:
    """NOK for the months for which users were present, in follow-up or not; shape (owners, weeks)."""
    groups, spells, total = plan.static.groups, log.spells, np.zeros((len(OWNERS), len(edges) - 1))
    end = np.where(np.isnan(spells.left), plan.static.horizon, spells.left)
    parts = Parts("group", tuple(group.name for group in groups), spells.group)
    present = minutes_in(parts, moments(spells.arrival, edges), moments(end, edges))
    for number, group in enumerate(groups):
        if group.name in asked.user_costs:
            cost = asked.user_costs[group.name]
            total[OWNERS.index(cost.paid_by)] += present[number] / MONTH * cost.month
    return total
