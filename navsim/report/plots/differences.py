"""Differences to the base: with intervals by scenario, and week by week."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from navsim.report.numbers import Estimate, number
from navsim.report.phrases import points
from navsim.report.plots.forest import difference_column, roomy, tick
from navsim.report.plots.lines import band, line
from navsim.report.plots.page import BOTTOM, INK, ORANGE, Page, cells, name_over, sheet
from navsim.report.plots.weeks import mark_shocks, month_axis, place_of
from navsim.report.select import estimate, rows, told_apart, total

SHOWN = ("backlog", "follow_up_rate", "wait_days")
NAMES_END = 0.27


def forest(differences: pd.DataFrame, page: Page) -> Figure:
    """Mean difference over the run with its 95 % interval: a row for each scenario, a column for each measure."""
    figure = sheet(page)
    shown = [measure for measure in SHOWN if any(estimate(differences, measure, name) for name in page.material.others)]
    width = (0.97 - NAMES_END) / len(shown)
    for place, measure in enumerate(shown):
        axes = figure.add_axes((NAMES_END + place * width + 0.008, BOTTOM, width - 0.03, page.top(0.09) - BOTTOM))
        found = [(float(n), change(differences, measure, name)) for n, name in enumerate(page.material.others)]
        difference_column(axes, found, page, 0 if measure == "backlog" else 1)
        axes.set_title(
            page.words(f"plot.change.{measure}", window=number(page.material.window_days, page.words.language)),
            fontsize=13, fontweight="bold",
        )  # fmt: skip
        names = [page.scenario(name) for name in page.material.others] if place == 0 else []
        axes.set_yticks(range(len(names)), names, fontsize=13, color=INK)
    return figure


def change(differences: pd.DataFrame, measure: str, scenario: str) -> Estimate | None:
    """A difference over the run in the unit in which it is shown."""
    found = estimate(differences, measure, scenario)
    return points(found, measure) if found else None


def over_time(weekly_differences: pd.DataFrame, page: Page) -> Figure:
    """Difference in backlog by week, a small plot for each scenario, one scale, paired 95 % band."""
    table = total(weekly_differences, "backlog")
    figure, grid = cells(page, len(page.material.others), min(4, len(page.material.others)))
    for axes, scenario in zip(grid, page.material.others, strict=True):
        own = rows(table, scenario=scenario)
        axes.axhline(0, color=INK, lw=1.4)
        band(axes, own, ORANGE, "low", "high", 0.3)
        line(axes, own, ORANGE, 2.2, "mean")
        name_over(axes, page.scenario(scenario))
        mark_shocks(axes, page, scenario)
        extreme(axes, own, page)
        axes.margins(y=0.12)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, page, signed=True)))
        month_axis(axes, page)
    roomy(grid[0])  # they share the scale, and limits that are set no longer grow with what is drawn later
    return figure


def extreme(axes: Axes, own: pd.DataFrame, page: Page) -> None:
    """The largest weekly difference that can be told apart from none, written beside its point."""
    clear = told_apart(own)
    if clear.empty:
        return
    row = clear.iloc[int(clear["mean"].abs().to_numpy().argmax())]
    day, value = place_of(row["date"]), float(row["mean"])
    axes.plot([day], [value], "o", ms=5, color=INK)
    axes.annotate(
        number(value, page.words.language, signed=True), (day, value), (7, 0), textcoords="offset points",
        va="bottom" if value > 0 else "top", fontsize=12, fontweight="bold",
    )  # fmt: skip
