"""Measures: pure functions of a plan and its log."""

from __future__ import annotations

from navsim.engine.log import Log
from navsim.measures.asked import Asked
from navsim.measures.blocks import idle_measures
from navsim.measures.cost import cost_measures
from navsim.measures.counting import week_edges
from navsim.measures.demand import demand_measures
from navsim.measures.hours import capacity_measures, hours_account, spent_on
from navsim.measures.rows import spell_rows, task_rows
from navsim.measures.series import Key, Weekly
from navsim.measures.staff import staff_measures
from navsim.measures.training import untrained_staff
from navsim.measures.travel import travel_measures
from navsim.measures.unplanned import unplanned_measures
from navsim.measures.users import user_measures
from navsim.measures.work import task_measures
from navsim.plan.model import Plan

__all__ = ["Asked", "Key", "Weekly", "measure"]

NOTHING_MORE = Asked()


def measure(plan: Plan, log: Log, asked: Asked = NOTHING_MORE) -> Weekly:
    """Every measure of one replication, by week.

    Parameters
    ----------
    plan, log:
        A plan and what an engine made of it.
    asked:
        Crosses of dimensions, costs, budget areas, which groups are in an activity, and when new staff are untrained.

    Returns
    -------
    Weekly
        One row a key; stocks at the end of the week, flows and shares over it. The hours account is
        among them, as ``hours`` by use and owner.
    """
    edges = week_edges(plan.static.horizon)
    spells = spell_rows(plan, log, edges)
    tasks, spent = task_rows(plan, log, spells), spent_on(plan, log, edges)
    rows = [
        *user_measures(plan, log, spells, asked.crosses, asked.activities),
        *task_measures(plan, log, tasks, asked.crosses),
        *unplanned_measures(plan, log, tasks),
        *demand_measures(plan, log, spells, tasks),
        *capacity_measures(plan, spells, spent),
        *staff_measures(plan, log, spent, asked, edges),
        *idle_measures(plan, log, edges),
        *cost_measures(plan, spells, asked),
        *untrained_staff(plan.staffing, asked.untrained, edges),
        *travel_measures(plan, log, tasks, asked.travel, asked.crosses),
        *hours_account(plan.staffing, spent),
    ]
    return Weekly.of(rows, len(edges) - 1)
