"""Time at receptions without a visitor, by the length of its unbroken blocks."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from navsim.report.blocked import Waiting, waiting_at_desks
from navsim.report.numbers import number
from navsim.report.plots.page import BOTTOM, INK, Page, sheet

LOOKS = {"under_15": ("#f2f2f2", ""), "15_30": ("#d0d0d0", ""), "30_60": ("#66a3c2", ""), "over_60": ("#0173b2", "")}
"""Grey: too short for a talk."""
EDGE = "#8c8c8c"
NAMES_END, NAME_WIDTH = 0.27, 26
SHOWN = 0.05
"""Parts wider than this share of the longest bar have room for their label."""


def blocks(page: Page) -> Figure:
    """Hours a week, stacked from the shortest blocks to the longest: one bar for each scenario."""
    found = waiting_at_desks(page.material)
    figure = sheet(page)
    axes = figure.add_axes((NAMES_END, BOTTOM + 0.08, 0.97 - NAMES_END, page.top(0.02) - BOTTOM - 0.08))
    longest = max(each.idle for each in found)
    for place, each in enumerate(found):
        bar(axes, place, each, page, SHOWN * longest)
    names = ["\n".join(textwrap.wrap(page.scenario(each.scenario), NAME_WIDTH)) for each in found]
    axes.set_yticks(range(len(found)), names, fontsize=13, color=INK)
    axes.tick_params(left=False)
    axes.invert_yaxis()
    axes.grid(axis="x")
    axes.grid(False, axis="y")
    axes.set_xlim(0, 1.08 * longest)
    axes.xaxis.set_major_formatter(lambda value, _: number(value, page.words.language))
    axes.set_xlabel(page.words("plot.hours_a_week"))
    patches = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=EDGE, label=page.words(f"block.{name}"))
        for name, (colour, hatch) in LOOKS.items()
    ]
    figure.legend(
        handles=patches, loc="lower left", bbox_to_anchor=(0.03, 0.075), ncols=4, frameon=False, fontsize=12.5,
        handlelength=1.6, columnspacing=2.0,
    )  # fmt: skip
    return figure


def bar(axes: Axes, place: int, each: Waiting, page: Page, room: float) -> None:
    """One stacked bar with the hours inside the parts that have room for them, and its sum beside it."""
    left = 0.0
    for name, (colour, hatch) in LOOKS.items():
        hours = each.hours[name]
        axes.barh(place, hours, left=left, height=0.62, color=colour, hatch=hatch, edgecolor=EDGE, lw=0.8)
        if hours > room:
            axes.text(
                left + hours / 2, place, number(hours, page.words.language, 1), ha="center", va="center", fontsize=12.5,
                color="white" if name == "over_60" else "black",
            )  # fmt: skip
        left += hours
    axes.text(left, place, f" {number(left, page.words.language, 1)}", va="center", fontsize=13, fontweight="bold")
