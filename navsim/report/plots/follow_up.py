"""Follow-up: the share met lately with its goal, and how long people wait."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from navsim.report.numbers import percent
from navsim.report.plots.lines import End, band, end_labels, medians, single_runs
from navsim.report.plots.page import COLOURS, INK, SOFT, Page, cells, name_over, single
from navsim.report.plots.weeks import counts_together, mark, mark_shocks, month_axis, shares, week_axis
from navsim.report.select import dates, total

WAITS = ["wait_days", "wait_days_p90"]
STYLES: list[Any] = ["", (3, 1.5)]


def follow_up(weekly: pd.DataFrame, replications: pd.DataFrame, page: Page) -> Figure:
    """Share of users with a contact in the window by week, on the whole scale from 0 to 1, with the goal as a line."""
    figure, axes = single(page)
    single_runs(axes, replications, "follow_up_rate", page.material.base)
    ends = medians(axes, weekly, "follow_up_rate", page)
    shares(axes, page.words)
    week_axis(axes, page)
    goal = page.material.goal
    if goal is not None:
        axes.axhline(goal, color=INK, lw=2, zorder=2)
        ends.append(End(goal, page.words("plot.goal", goal=percent(goal, page.words.language)), INK, "", 2.0))
    mark(axes, page, page.material.base, ("shock", "hire"))
    end_labels(axes, ends)
    return figure


def waits(weekly: pd.DataFrame, page: Page) -> Figure:
    """Days from when a task can be done until it begins, by week of beginning: mean and 90th percentile."""
    figure, grid = cells(page, len(page.material.focus), len(page.material.focus))
    highest = []
    for axes, scenario, colour in zip(grid, page.material.focus, COLOURS, strict=False):
        mean, longest = (total(weekly, measure, scenario=scenario) for measure in WAITS)
        highest.append(float(longest["p50"].max()))
        band(axes, mean, colour)
        both = pd.concat([mean, longest], ignore_index=True)
        sns.lineplot(
            both.assign(date=dates(both)), x="date", y="p50", style="measure", style_order=WAITS, dashes=STYLES,
            size="measure", size_order=WAITS, sizes=[3, 1.8], color=colour, errorbar=None, legend=False, ax=axes,
        )  # fmt: skip
        name_over(axes, page.scenario(scenario), colour, 14)
        mark_shocks(axes, page, scenario)
        month_axis(axes, page, 6)
    counts_together(grid, page.words)
    roomiest = min(zip(highest, grid, strict=True), key=lambda pair: pair[0])[1]
    roomiest.legend(handles=key(page), loc="upper right", frameon=False, fontsize=12)
    return figure


def key(page: Page) -> list[Line2D]:
    """What the two kinds of lines stand for."""
    mean = Line2D([], [], color=SOFT, lw=3, label=page.words("plot.mean"))
    return [Line2D([], [], color=SOFT, lw=1.8, ls=(0, (3, 1.5)), label=page.words("plot.p90")), mean]
