"""Heat maps of a sweep: the value in each cell, light to dark, so that it can be read without colours."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from navsim.report.plots.page import INK, NAMES, SIZE, SOFT, Page, name_over, sheet
from navsim.report.sweeps.maps import Map, Rows

LEFT, RIGHT, BOTTOM = 0.17, 0.97, 0.205
SHADES: Any = sns.color_palette("light:#0b3c5d", as_cmap=True)
MIDDLE = 0.18
"""The luminance on which white and black can be read equally well."""
PALE, DARK = 0.06, 0.92
CHARACTER = 0.72
"""Width of a character in its size, with the space beside a text."""
ROOMY = 5
"""Columns and rows up to which there is room for intervals in one map."""


def heat_map(shown: Map, page: Page) -> Figure:
    """A map for each panel, all with the same shades."""
    figure = sheet(page)
    count = len(shown.panels)
    across = count if count <= 3 else -(-count // 2)
    down = -(-count // across)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    room = NAMES if count > 1 else 0.03
    figure.subplots_adjust(LEFT, BOTTOM, RIGHT, page.top(room), wspace=0.05, hspace=0.36)
    every = list(grid.flat)
    for spare in every[count:]:
        spare.set_visible(False)
    for number, (axes, (name, rows)) in enumerate(zip(every, shown.panels, strict=False)):
        squares(axes, shown, rows, across)
        name_over(axes, two_lines(name, max(20, 84 // across)), size=12, width=max(20, 84 // across))
        dressed(axes, shown, across, number % across == 0, number + across >= count)
    figure.text(0.5 * (LEFT + RIGHT), BOTTOM - 0.105, shown.x, fontsize=13.5, fontweight="bold", color=INK, ha="center")
    figure.text(
        0.025, 0.5 * (BOTTOM + page.top(room)), "\n".join(textwrap.wrap(shown.y, 24)), fontsize=13.5, fontweight="bold",
        color=INK, va="center", ha="center", rotation=90, linespacing=1.2,
    )  # fmt: skip
    return figure


def two_lines(text: str, width: int) -> str:
    """As much of a text as two lines hold."""
    lines = textwrap.wrap(text, width)
    return text if len(lines) <= 2 else f"{' '.join(lines[:2])[: 2 * width - 6]}…"


def squares(axes: Axes, shown: Map, rows: Rows, across: int) -> None:
    """The cells of one map with their texts."""
    low, high = limits(shown)
    longest = max(len(f"{square.text} {square.mark}".strip()) for square in shown.squares)
    width = 72 * SIZE[0] * (RIGHT - LEFT) / across / len(shown.columns)
    size = min(15.0 if across == 1 else 12.5, width / (CHARACTER * longest))
    roomy = across == 1 and len(shown.columns) <= ROOMY and len(shown.rows) <= ROOMY
    for y, row in enumerate(rows):
        for x, square in enumerate(row):
            if square is None:
                axes.text(x, y, "–", ha="center", va="center", fontsize=size, color=SOFT)
                continue
            share = (square.one.mean - low) / (high - low)
            shade = PALE + (DARK - PALE) * (1 - share if shown.dark_is_less else share)
            axes.fill_between([x - 0.5, x + 0.5], y - 0.5, y + 0.5, color=SHADES(shade), lw=0)
            colour = readable_on(SHADES(shade))
            lines = [(f"{square.text} {square.mark}".strip(), size), *([(square.interval, 11)] if roomy else [])]
            for (text, large), below in zip(lines, (9, -13) if roomy and square.interval else (0,), strict=False):
                axes.annotate(
                    text, (x, y), (0, below), textcoords="offset points", ha="center", va="center", fontsize=large,
                    color=colour,
                )  # fmt: skip


def readable_on(colour: tuple[float, ...]) -> str:
    """White on what is dark, and ink on what is light: whichever has more contrast (WCAG's relative luminance)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    return "white" if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < MIDDLE else INK


def limits(shown: Map) -> tuple[float, float]:
    """What is lightest and darkest: at least as far apart as intervals are wide, twice, so that chance looks pale."""
    means = np.array([square.one.mean for square in shown.squares])
    widths = np.array([square.one.high - square.one.low for square in shown.squares])
    width = float(np.nanmean(widths)) if np.isfinite(widths).any() else 0.0
    middle, span = (means.min() + means.max()) / 2, max(float(np.ptp(means)), 2 * width) or 1.0
    return middle - span / 2, middle + span / 2


def dressed(axes: Axes, shown: Map, across: int, left: bool, bottom: bool) -> None:
    """Names of columns and rows; white lines between the cells."""
    axes.grid(False)
    width = max(6, int(92 / across / len(shown.columns)))
    size = 12 if across * len(shown.columns) <= 9 else 10
    columns = ["\n".join(textwrap.wrap(text.replace("\u00a0", " "), width)) for text in shown.columns]
    rows = ["\n".join(textwrap.wrap(text.replace("\u00a0", " "), 16)) for text in shown.rows]
    axes.set_xticks(range(len(columns)), columns, fontsize=size, color=INK)
    axes.set_yticks(range(len(rows)), rows, fontsize=size, color=INK)
    axes.tick_params(length=0, labelbottom=bottom, labelleft=left)
    for place in range(1, len(columns)):
        axes.axvline(place - 0.5, color="white", lw=3)
    for place in range(1, len(rows)):
        axes.axhline(place - 0.5, color="white", lw=3)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(-0.5, len(rows) - 0.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
