"""What it costs: staff by contract hours and overtime, users by the months for which they are present."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    """``cost_nok`` in each week: in all, by who pays, for staff and users, and by budget area; nothing when nothing
    has a cost."""
    if not asked.staff_costs and not asked.user_costs:
        return
    of_staff, of_users = staff_cost(plan, asked, spells.arrival.edges), user_cost(plan, spells, asked)
    none = np.zeros(spells.present.shape[1])
    owner_of = {employee.entry: employee.owner for employee in plan.staffing.employees}
    staff, users = total(of_staff.values(), none), total(of_users.values(), none)
    yield Key("cost_nok", "NOK", "all", "all"), staff + users
    for owner in OWNERS:
        paid = total((cost for name, cost in of_staff.items() if owner_of[name] == owner), none)
        paid = total((cost for name, cost in of_users.items() if asked.user_costs[name].paid_by == owner), paid)
        yield Key("cost_nok", "NOK", "owner", owner), paid
    yield Key("cost_nok", "NOK", "cost", "staff"), staff
    yield Key("cost_nok", "NOK", "cost", "users"), users
    for area in asked.areas:
        paid = total((cost for name, cost in of_staff.items() if asked.area_of.get(name) == area), none)
        paid = total((cost for name, cost in of_users.items() if asked.user_costs[name].area == area), paid)
        yield Key("cost_nok", "NOK", "area", area), paid


def total(costs: Iterable[Floats], first: Floats) -> Floats:
    """Costs by week added up, from a first one on."""
    return np.asarray(sum(costs, first))


def staff_cost(plan: Plan, asked: Asked, edges: Floats) -> dict[str, Floats]:
    """NOK by entry and week for contract hours that are not long leave, which others pay, and for overtime."""
    accounts, employees = plan.staffing.accounts, plan.staffing.employees
    somebody = {employee.entry for employee in employees}
    names = [name for name in sorted(asked.staff_costs) if name in somebody]
    place = {name: number for number, name in enumerate(names)}
    entry = np.array([place.get(employee.entry, len(names)) for employee in employees], np.int64)[accounts.employee]
    late = np.flatnonzero(accounts.use == Use.OVERTIME)
    unpaid = (accounts.use == Use.LONG_LEAVE) | (accounts.use == Use.OVERTIME)
    paid = Cells(np.where(unpaid, len(names), entry), len(names))
    normal = pieces(accounts.start, accounts.end, edges).minutes_in(paid)
    found = {}
    for number, name in enumerate(names):
        cost, mine = asked.staff_costs[name], late[entry[late] == number]
        beyond = overtime_minutes(cost, accounts.start[mine], accounts.end[mine], edges)
        found[name] = np.asarray((normal[number] + beyond) * cost.minute)
    return found


def overtime_minutes(cost: StaffCost, start: Floats, end: Floats, edges: Floats) -> Floats:
    """Minutes of overtime in each week, each counted as many times as it is paid."""
    found = pieces(start, end, edges)
    paid = cost.overtime.integral(found.end) - cost.overtime.integral(found.start.time)
    return np.asarray(tally(one_cell(len(paid)), found.start, paid)[0])


def user_cost(plan: Plan, spells: SpellRows, asked: Asked) -> dict[str, Floats]:
    """NOK by group and week for the months for which users were present, in follow-up or not."""
    groups = plan.static.groups
    parts = Parts("group", tuple(group.name for group in groups), kinds_of(plan.static).group)
    present = parts.gather(spells.present)
    return {
        group.name: present[number] / MONTH * asked.user_costs[group.name].month
        for number, group in enumerate(groups)
        if group.name in asked.user_costs
    }
