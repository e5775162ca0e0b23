"""Dots with 95 % intervals in rows: what columns of differences, of levels and of shares have in common."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from navsim.report.numbers import Estimate, amount, number
from navsim.report.phrases import direction
from navsim.report.plots.page import BLUE, INK, SOFT, Page

ROOM = 1.95
"""The axis is so many times as long as the farthest interval: beside it there is room for its number."""

NOTHING = 1e-9

Rows = Sequence[tuple[float, Estimate | None]]
"""Where each row lies, from the top, and what it shows."""


def difference_column(axes: Axes, found: Rows, page: Page, least: int = 1) -> None:
    """Differences to zero: a full dot when the interval does not hold it, else an open ring."""
    axes.axvline(0, color=INK, lw=1.6)
    widest = 0.0
    for place, one in found:
        if one is not None:
            clear = direction(one) in ("more", "less") and one.known
            dot(axes, place, one, BLUE if clear else SOFT, clear)
            text = amount(one, page.words, signed=True, least=least)[0]
            outward = (one.high if one.mean >= 0 else one.low) if one.known else one.mean
            beside(axes, place, outward, text, BLUE if clear else SOFT, right=one.mean >= 0)
            widest = max(widest, abs(one.mean), *((abs(one.low), abs(one.high)) if one.known else ()))
    axes.set_xlim(-ROOM * (widest or 1), ROOM * (widest or 1))
    axes.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, page, signed=True)))
    lined_up(axes, found)


def level_column(axes: Axes, found: Rows, page: Page, least: int = 1) -> None:
    """Levels from zero."""
    widest = 0.0
    for place, one in found:
        if one is not None:
            end = one.high if one.known else one.mean
            dot(axes, place, one, INK, True)
            beside(axes, place, end, amount(one, page.words, least=least)[0], INK, right=True)
            widest = max(widest, end)
    axes.set_xlim(0, 1.45 * (widest or 1))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, page)))
    lined_up(axes, found)


def dot(axes: Axes, place: float, one: Estimate, colour: str, full: bool) -> None:
    """A mean with its interval, if it has one."""
    if one.known:
        axes.plot([one.low, one.high], [place, place], color=colour, lw=2.5, marker="|", ms=13, mew=2)
    axes.plot(
        [one.mean], [place], "o", ms=8, mfc=colour if full else "white", mec=colour, mew=2, zorder=3, clip_on=False
    )


def beside(axes: Axes, place: float, end: float, text: str, colour: str, right: bool) -> None:
    """A number beside the end of its interval."""
    axes.annotate(
        text, (end, place), (10 if right else -10, 0), textcoords="offset points",
        ha="left" if right else "right", va="center", fontsize=12.5, color=colour,
    )  # fmt: skip


def lined_up(axes: Axes, found: Rows) -> None:
    """Rows from the top, with a thin line for each; the names stand beside the first column."""
    places = [place for place, _ in found]
    axes.set_ylim(max(places) + 0.5, min(places) - 0.5)
    axes.set_yticks(places, [""] * len(places))
    axes.grid(axis="x")


def tick(value: float, page: Page, signed: bool = False) -> str:
    """A tick with as many decimals as it needs."""
    decimals = next((places for places in (0, 1) if abs(value - round(value, places)) < NOTHING), 2)
    return number(value, page.words.language, decimals, signed=signed)


def roomy(axes: Axes) -> None:
    """A vertical axis of differences in counts: never so short that its ticks are parts of one."""
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -1.0), max(high, 1.0))
