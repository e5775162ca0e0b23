"""Differences to the base: with intervals by scenario, and week by week."""

from __future__ import annotations

import math

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from navsim.report.numbers import amount, number
from navsim.report.phrases import SHARES, direction
from navsim.report.plots.lines import band
from navsim.report.plots.page import BLUE, BOTTOM, INK, ORANGE, SOFT, Page, cells, name_over, sheet
from navsim.report.plots.weeks import mark_shocks, month_axis, place_of
from navsim.report.select import dates, estimate, rows, told_apart, total

SHOWN = ("backlog", "follow_up_rate", "wait_days")
NAMES_END = 0.27


def forest(differences: pd.DataFrame, page: Page) -> Figure:
    """Mean difference over the run with its 95 % interval: a row for each scenario, a column for each measure."""
    figure = sheet(page)
    shown = [measure for measure in SHOWN if any(estimate(differences, measure, name) for name in page.material.others)]
    width = (0.97 - NAMES_END) / len(shown)
    for place, measure in enumerate(shown):
        axes = figure.add_axes((NAMES_END + place * width + 0.008, BOTTOM, width - 0.03, page.top(0.09) - BOTTOM))
        column(axes, differences, measure, page)
        names = [page.scenario(name) for name in page.material.others] if place == 0 else []
        axes.set_yticks(range(len(names)), names, fontsize=13, color=INK)
    return figure


def column(axes: Axes, differences: pd.DataFrame, measure: str, page: Page) -> None:
    """The differences of one measure."""
    axes.axvline(0, color=INK, lw=1.6)
    widest = 0.0
    for place, scenario in enumerate(page.material.others):
        found = estimate(differences, measure, scenario)
        if found is None:
            continue
        scaled = found.times(100.0) if measure in SHARES else found
        clear = direction(found) in ("more", "less") and not math.isnan(found.low)
        colour = BLUE if clear else SOFT
        if scaled.known:
            axes.plot([scaled.low, scaled.high], [place, place], color=colour, lw=2.5, marker="|", ms=13, mew=2)
            widest = max(widest, abs(scaled.low), abs(scaled.high))
        axes.plot([scaled.mean], [place], "o", ms=8, mfc=colour if clear else "white", mec=colour, mew=2, zorder=3)
        widest = max(widest, abs(scaled.mean))
        text = amount(scaled, page.words, signed=True, least=0 if measure == "backlog" else 1)[0]
        outward = scaled.high if scaled.mean >= 0 and scaled.known else scaled.low if scaled.known else scaled.mean
        axes.annotate(
            text, (outward, place), (10 if scaled.mean >= 0 else -10, 0), textcoords="offset points",
            ha="left" if scaled.mean >= 0 else "right", va="center", fontsize=12.5, color=colour,
        )  # fmt: skip
    axes.set_xlim(-1.95 * (widest or 1), 1.95 * (widest or 1))
    axes.set_ylim(len(page.material.others) - 0.5, -0.5)
    axes.grid(axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value, page)))
    axes.set_title(
        page.words(f"plot.change.{measure}", window=number(page.material.window_days, page.words.language)),
        fontsize=13,
        fontweight="bold",
    )


def signed(value: float, page: Page) -> str:
    """A tick of a difference, with as many decimals as it needs."""
    return number(value, page.words.language, 0 if value == round(value) else 1, signed=True)


def over_time(weekly_differences: pd.DataFrame, page: Page) -> Figure:
    """Difference in backlog by week, a small plot for each scenario, one scale, paired 95 % band."""
    table = total(weekly_differences, "backlog")
    figure, grid = cells(page, len(page.material.others), min(4, len(page.material.others)))
    for axes, scenario in zip(grid, page.material.others, strict=True):
        own = rows(table, scenario=scenario)
        axes.axhline(0, color=INK, lw=1.4)
        band(axes, own, ORANGE, "low", "high", 0.3)
        sns.lineplot(own.assign(date=dates(own)), x="date", y="mean", color=ORANGE, lw=2.2, errorbar=None, ax=axes)
        name_over(axes, page.scenario(scenario))
        mark_shocks(axes, page, scenario)
        extreme(axes, own, page)
        axes.margins(y=0.12)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value, page)))
        month_axis(axes, page)
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
