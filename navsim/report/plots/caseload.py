"""Caseload (brukere i oppfølging) beside what the office counted: simulated bands, counted black diamonds."""

from __future__ import annotations

from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from navsim.report.numbers import number
from navsim.report.plots.lines import band, line
from navsim.report.plots.page import BLUE, BOTTOM, LEFT, MARKS, Page, name_over, sheet
from navsim.report.plots.weeks import counts, mark, month_axis, place_of, week_axis
from navsim.report.select import dates, rows, total

SMALL = 3
Across = Literal["left", "center", "right"]
Upright = Literal["top", "bottom"]


def caseload(weekly: pd.DataFrame, observed: pd.DataFrame, page: Page) -> Figure:
    """Users by week in the base: all of them, and, on one smaller scale, the groups that were counted."""
    base = page.material.base
    mine = rows(weekly, measure="caseload", scenario=base)
    counted = rows(observed, measure="caseload", scenario=base)
    counted = counted[counted["week"].notna()]
    parts = list(dict.fromkeys(zip(counted["dimension"], counted["group"], strict=True)))
    parts = [part for part in parts if part[0] != "all"][:SMALL]
    figure, top = sheet(page), page.top(MARKS)
    width = 0.56 if parts else 0.895
    axes = figure.add_axes((LEFT, BOTTOM, width, top - BOTTOM))
    simulated(axes, total(mine, "caseload"), total(counted, "caseload"), page)
    week_axis(axes, page)
    mark(axes, page, base, ("shock",))
    key(axes, counted, page)
    tops = [axes_top(rows(mine, dimension=d, group=g), rows(counted, dimension=d, group=g)) for d, g in parts]
    height = (top - BOTTOM + 0.075) / max(1, len(parts)) - 0.075
    for place, (dimension, group) in enumerate(parts):
        below = top - (place + 1) * height - place * 0.075
        small = figure.add_axes((LEFT + width + 0.075, below, 0.97 - LEFT - width - 0.075, height))
        own = {"dimension": dimension, "group": group}
        simulated(small, rows(mine, **own), rows(counted, **own), page, 1.35 * max(tops))
        name_over(small, page.label(dimension, group))
        month_axis(small, page)
        if place < len(parts) - 1:
            small.tick_params(labelbottom=False)
    return figure


def axes_top(simulated_rows: pd.DataFrame, counted: pd.DataFrame) -> float:
    """The highest value that is drawn."""
    return float(max(simulated_rows["p90"].max(), counted["value"].max()))


def simulated(axes: Axes, table: pd.DataFrame, counted: pd.DataFrame, page: Page, small: float = 0.0) -> None:
    """Line and band of the simulation, and the counts: filled when the model was fitted to them, else open.

    ``small`` is the height of the scale of a small plot.
    """
    width = 2.2 if small else 3.0
    band(axes, table, BLUE)
    line(axes, table, BLUE, width)
    for use, face in (("fit", "black"), ("check", "white")):
        own = rows(counted, use=use)
        axes.scatter(
            dates(own) + pd.Timedelta(days=6), own["value"].astype(float), marker="D", s=70 * width / 3, color=face,
            edgecolors="black", linewidths=1.6, zorder=5,
        )  # fmt: skip
        for day, value in zip(dates(own), own["value"], strict=True):
            place, across, upright = label_place(day == dates(counted).min(), float(value), small)
            axes.annotate(
                number(value, page.words.language), (place_of(day) + 6, value), place,
                textcoords="offset points", fontsize=11 if small else 13, fontweight="bold", ha=across, va=upright,
            )  # fmt: skip
    counts(axes, page.words)
    if small:
        axes.set_ylim(0, small)


def label_place(first: bool, value: float, small: float) -> tuple[tuple[int, int], Across, Upright]:
    """Where a count's figure stands (points from it): beside the line, and clear of axis and next count."""
    if not first:
        return (8, 4), "left", "bottom"
    if not small:
        return (-7, 4), "right", "bottom"
    return ((0, -9), "center", "top") if value > 0.3 * small else ((-5, 5), "right", "bottom")


def key(axes: Axes, counted: pd.DataFrame, page: Page) -> None:
    """What line and diamonds stand for."""
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom, max(top, 1.08 * top))
    handles = [axes.plot([], [], color=BLUE, lw=3, label=page.words("plot.simulated"))[0]]
    for use, key_of, face in (("fit", "plot.fitted", "black"), ("check", "plot.check", "white")):
        if (counted["use"] == use).any():
            handles += axes.plot(
                [], [], marker="D", ls="", ms=8, mfc=face, mec="black", mew=1.6, label=page.words(key_of)
            )
    axes.legend(handles=handles, loc="lower right", frameon=True, framealpha=1, edgecolor="none", fontsize=12)
