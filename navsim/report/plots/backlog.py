"""Backlog (restanser): the emphasised scenarios together, every scenario by itself, and by task type."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from navsim.report.plots.lines import band, end_labels, line, medians, single_runs
from navsim.report.plots.page import BLUE, ORANGE, SOFT, Page, cells, name_over, single
from navsim.report.plots.weeks import counts, counts_together, mark, mark_shocks, month_axis, week_axis
from navsim.report.select import rows, total

MOST = 4


def backlog(weekly: pd.DataFrame, replications: pd.DataFrame, page: Page) -> Figure:
    """Tasks past due by week: base and the next two scenarios."""
    figure, axes = single(page)
    single_runs(axes, replications, "backlog", page.material.base)
    ends = medians(axes, weekly, "backlog", page)
    counts(axes, page.words)
    week_axis(axes, page)
    mark(axes, page, page.material.base, ("shock", "hire"))
    end_labels(axes, ends)
    return figure


def scenarios(weekly: pd.DataFrame, page: Page) -> Figure:
    """Tasks past due by week: every scenario in its own small plot, the base behind it in grey."""
    table = total(weekly, "backlog")
    figure, grid = cells(page, len(page.material.scenarios), min(4, len(page.material.scenarios)))
    base = rows(table, scenario=page.material.base)
    for axes, scenario in zip(grid, page.material.scenarios, strict=True):
        own = rows(table, scenario=scenario)
        colour = BLUE if scenario == page.material.base else ORANGE
        line(axes, base, SOFT, 1.6)
        band(axes, own, colour, alpha=0.25)
        line(axes, own, colour, 2.4)
        name_over(axes, page.scenario(scenario), colour)
        mark_shocks(axes, page, scenario)
        month_axis(axes, page)
    counts_together(grid, page.words)
    return figure


def tasks(weekly: pd.DataFrame, page: Page) -> Figure:
    """Tasks past due by week in the base, for the task types with the largest backlog."""
    table = rows(weekly, measure="backlog", dimension="task", scenario=page.material.base)
    order = table.groupby("group", observed=True)["mean"].max().sort_values(ascending=False)
    names = [str(name) for name in order.index][:MOST]
    figure, grid = cells(page, len(names), len(names))
    for axes, name in zip(grid, names, strict=True):
        own = rows(table, group=name)
        band(axes, own, BLUE, alpha=0.25)
        line(axes, own, BLUE, 2.4)
        name_over(axes, page.label("task", name))
        mark_shocks(axes, page, page.material.base)
        month_axis(axes, page)
    counts_together(grid, page.words)
    return figure
