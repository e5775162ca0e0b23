"""Measures: pure functions of a plan and its log."""

from __future__ import annotations

from navsim.engine.log import Log
from navsim.measures.asked import Asked
from navsim.measures.cost import cost_measures
from navsim.measures.counting import week_edges
from navsim.measures.demand import demand_measures
from navsim.measures.hours import capacity_measures, hours_account
from navsim.measures.series import Key, Weekly
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
        Crosses of dimensions, and costs.

    Returns
    -------
    Weekly
        One row a key; stocks at the end of the week, flows and shares over it. The hours account is
        among them, as ``hours`` by use and owner.
    """
    edges = week_edges(plan.static.horizon)
    rows = [
        *user_measures(plan, log, edges, asked.crosses),
        *task_measures(plan, log, edges, asked.crosses),
        *demand_measures(plan, log, edges),
        *capacity_measures(plan, log, edges),
        *cost_measures(plan, log, asked, edges),
        *hours_account(plan, log, edges),
    ]
    return Weekly.of(rows, len(edges) - 1)
