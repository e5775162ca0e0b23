"""Targets by week: in which share of the runs each is kept, a strip for each target and scenario."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from navsim.report.keeping import Floats, Kept, bound, by_week, strips
from navsim.report.numbers import percent
from navsim.report.plots.page import BOTTOM, INK, SOFT, Page, sheet
from navsim.report.plots.weeks import mark_shocks, mondays, place_of, week_axis

LEFT, RIGHT = 0.25, 0.85
HEADER, GAP = 0.95, 0.25
SHADES = LinearSegmentedColormap.from_list("kept", ["#0b2545", "#3f7cac", "#dcecf7"])
STEPS = (1.0, 0.75, 0.5, 0.25, 0.0)


def targets(page: Page) -> Figure:
    """Dark: broken in all runs; light: kept in all; empty: outside the dates of the target. In a frame: by law."""
    found = strips(page.material)
    shares = dict(zip(found, by_week(page.material, found), strict=True))
    figure = sheet(page)
    axes = figure.add_axes((LEFT, BOTTOM + 0.075, RIGHT - LEFT, page.top(0.05) - BOTTOM - 0.075))
    top, names, places = 0.0, [], []
    for target in dict.fromkeys(each.target for each in found):
        mine = [each for each in found if each.target == target]
        axes.annotate(
            f"{page.label('target', target)} ({bound(mine[0], page.words)})", (0, top + HEADER / 2),
            xycoords=("axes fraction", "data"), va="center", fontsize=12.5, fontweight="bold", color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1}, zorder=4,
        )  # fmt: skip
        for row, each in enumerate(mine):
            strip(axes, top + HEADER + row, each, shares[each], page)
            names.append(page.scenario(each.scenario))
            places.append(top + HEADER + row + 0.5)
        top += HEADER + len(mine) + GAP
    axes.set_ylim(top - GAP, 0)
    axes.grid(False)
    week_axis(axes, page)
    mark_shocks(axes, page, page.material.base)
    axes.set_yticks(places, names, fontsize=12, color=INK)
    axes.annotate(
        page.words("plot.kept_runs"), (1, 1), (8, 2), xycoords="axes fraction", textcoords="offset points",
        va="bottom", fontsize=12, fontweight="bold", color=SOFT, annotation_clip=False,
    )  # fmt: skip
    legend(figure, page)
    return figure


def strip(axes: Axes, top: float, each: Kept, shares: Floats, page: Page) -> None:
    """One target in one scenario, and whether it is kept over all its dates."""
    first = mondays(page)[0]
    picture = SHADES(np.nan_to_num(shares))
    picture[np.isnan(shares), 3] = 0.0  # nothing was asked for, or nothing happened
    axes.imshow(
        picture[np.newaxis], aspect="auto", interpolation="nearest", zorder=2,
        extent=(place_of(first), place_of(first) + 7 * len(shares), top + 0.9, top + 0.1),
    )  # fmt: skip
    if each.legal:
        axes.add_patch(
            Rectangle((place_of(first), top + 0.1), 7 * len(shares), 0.8, fill=False, edgecolor=INK, lw=2.2, zorder=3)
        )
    text = percent(each.share, page.words.language)
    axes.annotate(
        f"{text} – {page.words('plot.kept' if each.holds else 'plot.broken')}", (1, top + 0.5), (8, 0),
        xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=12,
        color=INK if each.holds else "#a33c00", fontweight="normal" if each.holds else "bold", annotation_clip=False,
    )  # fmt: skip


def legend(figure: Figure, page: Page) -> None:
    """The shades."""
    patches = [
        Patch(facecolor=SHADES(step), edgecolor=SOFT, lw=0.5, label=percent(step, page.words.language))
        for step in STEPS
    ]
    figure.legend(
        handles=patches, title=page.words("plot.kept_shades"), loc="lower left", bbox_to_anchor=(LEFT - 0.01, 0.062),
        ncols=len(STEPS), frameon=False, fontsize=12, title_fontsize=12, alignment="left", handlelength=1.6,
    )  # fmt: skip
