"""What each owner pays for, and what comes of it: cost beside overdue tasks, as differences to the base."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from navsim.report.numbers import Estimate
from navsim.report.phrases import direction
from navsim.report.plots.forest import roomy, tick
from navsim.report.plots.lines import apart
from navsim.report.plots.page import BLUE, BOTTOM, FAINT, INK, SIZE, SOFT, Page, name_over, sheet
from navsim.report.priced import a_year, owners
from navsim.report.select import estimate

LEFT, GAP = 0.09, 0.04
THOUSAND = 1000.0
NAMES = 0.58
"""Where names begin (share of the width)."""
LABEL = 15.0
"""Height of a label (points)."""


def costs(page: Page) -> Figure:
    """A plot for each owner whose cost differs: extra cost a year against the difference in backlog, a point each."""
    figure = sheet(page)
    shown = owners(page.material)
    width = (0.97 - LEFT + GAP) / len(shown) - GAP
    grid: list[Axes] = []
    for place, owner in enumerate(shown):
        below = BOTTOM + 0.055
        box = (LEFT + place * (width + GAP), below, width, page.top(0.075) - below)
        axes = figure.add_axes(box, sharey=grid[0] if grid else None)
        grid.append(axes)
        name_over(axes, page.words(f"owner.{owner}"), INK, 14)
        points(axes, owner, page)
        axes.tick_params(labelleft=place == 0)
        axes.set_xlabel(page.words("plot.extra_cost"), fontsize=12.5)
    grid[0].set_ylabel(page.words("plot.change.backlog"), fontsize=12.5)
    for axes, owner in zip(grid, shown, strict=True):
        labels(axes, owner, page)
    return figure


def pair(owner: str, scenario: str, page: Page) -> tuple[Estimate, Estimate] | None:
    """Extra cost a year (thousand NOK) and difference in backlog."""
    cost = a_year(page.material, scenario, owner)
    backlog = estimate(page.material.differences, "backlog", scenario)
    return (cost.times(1 / THOUSAND), backlog) if cost and backlog else None


def points(axes: Axes, owner: str, page: Page) -> None:
    """The points with their intervals, and the lines of no difference."""
    axes.axhline(0, color=INK, lw=1.4)
    axes.axvline(0, color=INK, lw=1.4)
    for scenario in page.material.others:
        found = pair(owner, scenario, page)
        if found is None:
            continue
        cost, backlog = found
        clear = direction(backlog) in ("more", "less") and backlog.known
        colour = BLUE if clear else SOFT
        if backlog.known:
            axes.plot([cost.mean] * 2, [backlog.low, backlog.high], color=colour, lw=2.2, marker="_", ms=10, mew=2)
        if cost.known and cost.low < cost.high:
            axes.plot([cost.low, cost.high], [backlog.mean] * 2, color=colour, lw=2.2, marker="|", ms=10, mew=2)
        axes.plot([cost.mean], [backlog.mean], "o", ms=8, mfc=colour if clear else "white", mec=colour, mew=2, zorder=3)
    axes.grid(True)
    axes.margins(x=0.12, y=0.1)
    roomy(axes)
    low, high = axes.get_xlim()
    axes.set_xlim(low, low + (high - low) / (NAMES - 0.06))
    axes.set_xticks([place for place in MaxNLocator(4).tick_values(low, high) if low <= place <= high])
    axes.yaxis.set_major_locator(MaxNLocator(5))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, page, signed=True)))


def labels(axes: Axes, owner: str, page: Page) -> None:
    """Each scenario's name at the right, at its point's height or moved apart, with a thin line to the point."""
    bottom, top = axes.get_ylim()
    height = axes.get_position().height * SIZE[1] * 72
    found = [(*each, name) for name in page.material.others if (each := pair(owner, name, page))]
    found.sort(key=lambda each: each[1].mean)
    heights = [(each[1].mean - bottom) / (top - bottom) * height for each in found]
    for (cost, backlog, name), place in zip(found, apart(heights, [LABEL] * len(heights), height), strict=True):
        axes.annotate(
            page.scenario(name), (cost.mean, backlog.mean), (NAMES, place / height), xycoords="data",
            textcoords="axes fraction", ha="left", va="center", fontsize=11, color=INK, zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            arrowprops={"arrowstyle": "-", "color": FAINT, "lw": 0.8, "shrinkA": 1, "shrinkB": 5},
        )  # fmt: skip
