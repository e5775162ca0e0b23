"""The sheet that every plot is drawn on: 16:9, title, subtitle, a note on how to read it, source and version."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from navsim.report.headings import Heading
from navsim.report.material import Material
from navsim.report.words import Words

SIZE = (12.8, 7.2)
LEFT, RIGHT, BOTTOM = 0.075, 0.8, 0.18
INK, SOFT, FAINT, GRID = "#1a1a1a", "#595959", "#b5b5b5", "#e4e4e4"
TITLE_WIDTH, TITLE_LINE = 74, 0.052
NOTE_WIDTH = 140
MARKS, NAMES = 0.125, 0.075

_SIX = sns.color_palette("colorblind").as_hex()
BLUE, ORANGE, GREEN = _SIX[0], _SIX[3], _SIX[2]
COLOURS = (BLUE, ORANGE, GREEN)
DASHES: tuple[Any, ...] = ("", (5, 2.4), (1.3, 1.3))
WIDTHS = (4.0, 2.8, 2.8)

THEME: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "text.parse_math": False,  # a title may hold dollar signs
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "grid.color": GRID,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid.axis": "y",
    "xtick.bottom": True,
    "axes.axisbelow": True,
    "svg.fonttype": "path",
    "svg.hashsalt": "navsim",
    "path.simplify": True,
    "path.simplify_threshold": 0.4,
    "axes.unicode_minus": True,
}


@dataclass(frozen=True)
class Page:
    """The texts of one plot, and how names are shown."""

    heading: Heading
    note: str
    corner: str
    words: Words
    material: Material

    def label(self, kind: str, name: str) -> str:
        """The title of an entry of the config."""
        return self.material.label(kind, name, self.words.language)

    def scenario(self, name: str) -> str:
        """A scenario's title."""
        return self.label("scenario", name)

    @property
    def title_lines(self) -> list[str]:
        """The title in lines of about equal length."""
        least = len(textwrap.wrap(self.heading.title, TITLE_WIDTH)) or 1
        widths = range(len(self.heading.title) // least, TITLE_WIDTH + 1)
        tries = (textwrap.wrap(self.heading.title, width) for width in widths if width > 0)
        return next((lines for lines in tries if len(lines) <= least), [self.heading.title])

    def top(self, room: float) -> float:
        """Where plots may begin (share of the height), with room above them for marks or names."""
        return 0.915 - TITLE_LINE * len(self.title_lines) - room


def name_over(axes: Axes, text: str, colour: str = INK, size: float = 12, width: int = 25) -> None:
    """The name of a small plot, above it, in as many lines as it needs."""
    axes.set_title("\n".join(textwrap.wrap(text, width)), loc="left", fontsize=size, fontweight="bold", color=colour)


@contextmanager
def theme() -> Iterator[None]:
    """seaborn's white grid in talk size, with this project's colours; the settings of before come back afterwards."""
    with matplotlib.rc_context(), sns.axes_style("whitegrid"), sns.plotting_context("notebook", font_scale=1.3):
        matplotlib.rcParams.update(THEME)
        yield


def sheet(page: Page) -> Figure:
    """An empty figure with its texts."""
    figure = Figure(figsize=SIZE)
    dress(figure, page)
    return figure


def dress(figure: Figure, page: Page) -> None:
    """Write title, subtitle, note and corner on a figure."""
    lines = page.title_lines
    figure.text(0.03, 0.97, "\n".join(lines), fontsize=20, fontweight="bold", va="top", linespacing=1.2)
    below = 0.96 - TITLE_LINE * len(lines)
    figure.text(0.03, below, page.heading.subtitle, fontsize=13.5, color=SOFT, va="top")
    note = textwrap.wrap(page.note, NOTE_WIDTH)
    figure.text(0.03, 0.036 if len(note) < 2 else 0.014, "\n".join(note), fontsize=11.5, color=SOFT, va="bottom")
    figure.text(0.97, 0.012, page.corner, fontsize=9, color=SOFT, va="bottom", ha="right")


def single(page: Page, room: float = MARKS) -> tuple[Figure, Axes]:
    """A figure with one plot, room for direct labels at its right, and some (share of the height) above it."""
    figure = sheet(page)
    axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, page.top(room) - BOTTOM))
    return figure, axes


def cells(page: Page, count: int, columns: int) -> tuple[Figure, list[Axes]]:
    """A figure with ``count`` small plots that share both scales."""
    figure = sheet(page)
    rows = -(-count // columns)
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    figure.subplots_adjust(LEFT, BOTTOM, 0.97, page.top(NAMES), wspace=0.09, hspace=0.4)
    every: Sequence[Axes] = list(grid.flat)
    for spare in every[count:]:
        spare.set_visible(False)
    for above in every[max(0, count - columns) : count]:
        above.tick_params(labelbottom=True)
    return figure, list(every[:count])
