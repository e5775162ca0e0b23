"""Response curves of a sweep with the intervals of the mean, and clouds of points with a smooth."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from navsim.report.numbers import NO_BREAK, number, percent
from navsim.report.plots.lines import End, end_labels
from navsim.report.plots.page import BLUE, BOTTOM, COLOURS, FAINT, INK, LEFT, RIGHT, SOFT, Page, sheet
from navsim.report.sweeps.curves import Cloud, Curves, Line

HUES = (*COLOURS, *(sns.color_palette("colorblind").as_hex()[number] for number in (4, 7)))
MARKERS = ("o", "s", "^", "D", "v")
MARKED = 15
"""Places up to which each is marked on a line."""
RAISED = 0.055
"""How much higher the plot begins than others: below it stands what its axis is."""
ASIDE = 0.06
"""Names that are no numbers: so far apart lie the marks of two lines, as a share of the axis."""


def response(shown: Curves, page: Page, share: bool, signed: bool) -> Figure:
    """A line with its band for each value of the second factor; of names only dots with intervals."""
    figure = sheet(page)
    room = 0.075 if shown.lines_of else 0.035
    right = RIGHT if shown.lines_of else 0.96
    axes = figure.add_axes((LEFT + 0.01, BOTTOM + RAISED, right - LEFT - 0.01, page.top(room) - BOTTOM - RAISED))
    axes.margins(x=0.05 if shown.joined else 0.15)
    places = np.arange(len(shown.lines)) - (len(shown.lines) - 1) / 2
    for line, hue, marker, place in zip(shown.lines, HUES, MARKERS, places, strict=False):
        drawn(axes, line, hue, marker, 0.0 if shown.joined else ASIDE * float(place), shown.joined)
    dress(axes, shown.ticks, shown.x, page, share, signed, shown.lines)
    if shown.lines_of:
        ends = [
            End(line.found[-1][1].mean, line.name.replace(NO_BREAK, " "), hue)
            for line, hue in zip(shown.lines, HUES, strict=False)
        ]
        end_labels(axes, ends, 16)
        axes.annotate(
            "\n".join(textwrap.wrap(shown.lines_of, 24)), (1.0, 1.02), xycoords="axes fraction", fontsize=12.5,
            color=SOFT, va="bottom", ha="left", annotation_clip=False,
        )  # fmt: skip
    return figure


def clouds(shown: Sequence[Cloud], page: Page, share: bool, signed: bool) -> Figure:
    """A small plot for each factor: every point, and its means over pieces of the range with their band."""
    figure = sheet(page)
    across = len(shown) if len(shown) <= 3 else -(-len(shown) // 2)
    grid = figure.subplots(-(-len(shown) // across), across, sharey=True, squeeze=False)
    figure.subplots_adjust(LEFT + 0.01, BOTTOM + RAISED, 0.97, page.top(0.03), wspace=0.1, hspace=0.62)
    every = list(grid.flat)
    for spare in every[len(shown) :]:
        spare.set_visible(False)
    for axes, cloud in zip(every, shown, strict=False):
        places, values = zip(*cloud.points, strict=True)
        axes.plot(places, values, "o", ms=5, mfc=FAINT, mec=SOFT, mew=0.6, alpha=0.8, zorder=2)
        if cloud.smooth.found:
            drawn(axes, cloud.smooth, BLUE, "o", 0.0, cloud.joined)
        axes.margins(x=0.05 if cloud.joined else 0.3)
        few = (
            cloud.ticks
            if across == 1 or not cloud.joined
            else cloud.ticks[:: 2 if across == 2 else len(cloud.ticks) - 1]
        )
        dress(axes, few, cloud.x, page, share, signed, [cloud.smooth], values)
    return figure


def drawn(axes: Axes, line: Line, hue: str, marker: str, aside: float, joined: bool) -> None:
    """Means with their intervals: as a band along a line, or as bars where there is nothing between the values."""
    places = [place + aside for place, _ in line.found]
    means = [one.mean for _, one in line.found]
    low, high = [one.low for _, one in line.found], [one.high for _, one in line.found]
    if joined and len(places) > 1:
        axes.fill_between(places, low, high, color=hue, alpha=0.2, lw=0)
        axes.plot(places, means, color=hue, lw=2.8, zorder=3)
    else:
        axes.vlines(places, low, high, color=hue, lw=2.5)
    if len(places) <= MARKED or not joined:
        axes.plot(places, means, marker, color=hue, ms=8, zorder=4, clip_on=False, mec="white", mew=0.8)


def dress(
    axes: Axes, ticks: Sequence[tuple[float, str]], name: str, page: Page, share: bool, signed: bool,
    lines: Sequence[Line], values: Sequence[float] = (),
) -> None:  # fmt: skip
    """Scales with their texts. A scale of levels begins at zero, unless that would press everything flat."""
    width = max(8, int(100 * axes.get_position().width / max(len(ticks), 1)))
    texts = ["\n".join(textwrap.wrap(text.replace("\u00a0", " "), width)) for _, text in ticks]
    axes.set_xticks([place for place, _ in ticks], texts, fontsize=12 if len(ticks) <= 4 else 11, color=INK)
    axes.set_xlabel(name, fontsize=13, fontweight="bold", color=INK, labelpad=7)
    axes.set_ylabel("")
    found = [one for line in lines for _, one in line.found]
    ends = [value for one in found for value in (one.mean, one.low, one.high) if np.isfinite(value)] + list(values)
    low, high = min(ends), max(ends)
    margin = 0.07 * ((high - low) or abs(high) or 1.0)
    bottom = low - margin
    if signed:
        axes.axhline(0, color=INK, lw=1.4, zorder=1)
        bottom, high = min(bottom, -margin), max(high, 0.0)
    elif low < 0.5 * high:
        bottom = 0.0
    axes.set_ylim(bottom, high + margin)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    decimals = decimals_of(axes, share and not signed)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, decimals, page, share, signed)))


def decimals_of(axes: Axes, share: bool) -> int:
    """So many that no two ticks read alike."""
    steps = np.diff(axes.get_yticks()) * (100 if share else 1)
    return 0 if not len(steps) or abs(steps[0] - round(steps[0])) < 1e-9 else 1 if steps[0] >= 0.1 else 2


def tick(value: float, decimals: int, page: Page, share: bool, signed: bool) -> str:
    """A number of the vertical scale: a level that is a share in percent, a difference with its sign."""
    if share and not signed:
        return percent(value, page.words.language, decimals)
    return number(value, page.words.language, decimals, signed=signed)
