"""What plots over the weeks share: bands, single runs, emphasised medians, labels at the end of the lines."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from navsim.report.plots.page import COLOURS, DASHES, FAINT, SIZE, WIDTHS, Page
from navsim.report.select import EVERYBODY, Part, dates, rows, total

RUNS = 20
LINE = 16.5


@dataclass(frozen=True)
class End:
    """Where a line ends, and how it looks."""

    value: float
    text: str
    colour: str
    dashes: Any = ""
    width: float = 3.0


def band(axes: Axes, table: pd.DataFrame, colour: str, low: str = "p10", high: str = "p90", alpha: float = 0.2) -> None:
    """The space between two columns of a weekly table; of a single week a bar, since a space needs two."""
    days, bottom, top = dates(table), table[low].astype(float), table[high].astype(float)
    if len(table) == 1:
        axes.vlines(days, bottom, top, color=colour, alpha=alpha, lw=14)
    else:
        axes.fill_between(days, bottom, top, color=colour, alpha=alpha, lw=0)


def line(axes: Axes, table: pd.DataFrame, colour: str, width: float, column: str = "p50") -> None:
    """A column of a weekly table of one scenario, over the weeks in which it is defined."""
    known = table[table[column].notna()]
    axes.plot(dates(known), known[column].astype(float), color=colour, lw=width)


def points_for_single_weeks(axes: Axes) -> None:
    """A point on every line that consists of one: a line needs two to be seen."""
    for drawn in axes.lines:
        values = np.asarray(drawn.get_ydata(), float)
        if np.isfinite(values).sum() == 1 and drawn.get_marker() in ("None", "", None):
            drawn.set_marker("o")
            drawn.set_clip_on(False)
            drawn.set_markersize(3 + 2 * drawn.get_linewidth())


def single_runs(axes: Axes, replications: pd.DataFrame, measure: str, scenario: str) -> None:
    """Each of the first runs as a thin grey line."""
    found = total(replications, measure, scenario=scenario)
    found = found[found["replication"] < RUNS]
    sns.lineplot(
        found.assign(date=dates(found)), x="date", y="value", units="replication", estimator=None,
        color=FAINT, lw=0.5, alpha=0.8, ax=axes, legend=False, zorder=1,
    )  # fmt: skip


def medians(axes: Axes, weekly: pd.DataFrame, measure: str, page: Page, part: Part = EVERYBODY) -> list[End]:
    """Bold medians of the emphasised scenarios with 10-90 % bands, each with its own colour, width and dashes.

    The dashed ones lie on the base, so that both are seen where they are equal.
    """
    scenarios = page.material.focus
    looks = list(zip(scenarios, COLOURS, DASHES, WIDTHS, strict=False))
    table = rows(weekly, measure=measure, **part._asdict())
    table = table[table["scenario"].isin(scenarios)]
    for scenario, colour, _, _ in looks:
        band(axes, rows(table, scenario=scenario), colour)
    sns.lineplot(
        table.assign(date=dates(table)), x="date", y="p50", hue="scenario", style="scenario", size="scenario",
        hue_order=scenarios, style_order=scenarios, size_order=scenarios, palette=[look[1] for look in looks],
        dashes=[look[2] for look in looks], sizes=[look[3] for look in looks], estimator=None, errorbar=None,
        legend=False, ax=axes, zorder=3,
    )  # fmt: skip
    lasts = {scenario: rows(table, scenario=scenario)["p50"].dropna() for scenario in scenarios}
    return [
        End(float(lasts[scenario].iloc[-1]), page.scenario(scenario), colour, dashes, width)
        for scenario, colour, dashes, width in looks
        if len(lasts[scenario])
    ]


def end_labels(axes: Axes, ends: Sequence[End], width: int = 18) -> None:
    """Beside the ends of lines a piece of each with its text, moved apart; of equals the first is higher."""
    bottom, top = axes.get_ylim()
    height = axes.get_position().height * SIZE[1] * 72
    each = sorted(ends, key=lambda end: end.value, reverse=True)[::-1]
    heights = [(end.value - bottom) / (top - bottom) * height for end in each]
    needs = [LINE * len(textwrap.wrap(end.text, width)) for end in each]
    for end, place in zip(each, apart(heights, needs, height, 6.0), strict=True):
        y = place / height
        axes.plot(
            [1.015, 1.05], [y, y], transform=axes.transAxes, clip_on=False, color=end.colour, lw=end.width,
            dashes=end.dashes or (1, 0), solid_capstyle="butt",
        )  # fmt: skip
        axes.annotate(
            "\n".join(textwrap.wrap(end.text, width)), (1.06, y), xycoords="axes fraction", color=end.colour,
            fontsize=13, fontweight="bold", va="center", annotation_clip=False,
        )  # fmt: skip


def apart(heights: Sequence[float], needs: Sequence[float], top: float, gap: float = 0.0) -> list[float]:
    """Where labels that need so much room stand (points, from below) instead of at ascending heights.

    They are moved up until they don't meet, and down again where they would leave the plot.
    """
    places: list[float] = []
    below, above = 0.0, top
    for height, need in zip(heights, needs, strict=True):
        places.append(max(height, below + need / 2))
        below = places[-1] + need / 2 + gap
    for number in reversed(range(len(places))):
        places[number] = min(places[number], above - needs[number] / 2)
        above = places[number] - needs[number] / 2 - gap
    return places
