"""The horizontal axis: ISO weeks with their months, and the dates on which something happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from navsim.report.numbers import number, percent
from navsim.report.plots.page import SIZE, SOFT, Page
from navsim.report.select import dates, rows
from navsim.report.words import Words

MARKED = {"shock": "★", "hire": "▲", "leaver": "▼"}
CHARACTER = 0.0882
"""Width of a character of an event's name (inches)."""
LEVELS, LEVEL = 4, 14
"""In how many rows events are named above a plot, and the height of a row (points)."""
LONGEST = 46
LEAST_TOP = 4.0
"""The least height of an axis of counts."""

Event = tuple[float, str, str]
"""Day, kind and text."""


def place_of(day: date | str) -> float:
    """Where a day lies on a date axis of matplotlib: days since 1970."""
    return float((pd.Timestamp(day) - pd.Timestamp(0)) / pd.Timedelta(days=1))


def mondays(page: Page) -> list[date]:
    """The Monday of every week of the run."""
    return [page.material.start + timedelta(weeks=week) for week in range(page.material.weeks)]


def week_axis(axes: Axes, page: Page, most: int = 11) -> None:
    """Ticks on Mondays: the week's number, and below it the month, with the year where a new one begins."""
    every = mondays(page)
    step = next((step for step in (1, 2, 5, 10, 26, 52) if len(every) / step <= most), 104)
    chosen = [
        day for day in every if step == 1 or (0 < day.isocalendar().week < 53 and day.isocalendar().week % step == 0)
    ]
    texts, year = [], None
    for day in chosen:
        middle = day + timedelta(days=3)
        month = page.words(f"month_short.{middle.month}")
        texts.append(f"{day.isocalendar().week}\n{month}" + (f"\n{middle.year}" if middle.year != year else ""))
        year = middle.year
    axes.set_xticks([place_of(day) for day in chosen], texts, fontsize=12)
    span(axes, every)
    axes.annotate(
        page.words("plot.week"), (0, 0), (-9, -17), xycoords="axes fraction", textcoords="offset points",
        ha="right", va="center", fontsize=12, color=SOFT,
    )  # fmt: skip


def month_axis(axes: Axes, page: Page, most: int = 5) -> None:
    """For small plots: ticks at the beginning of months, with the year where a new one begins."""
    every = mondays(page)
    firsts = pd.date_range(every[0], every[-1], freq="MS")
    step = next((step for step in (1, 2, 3, 6, 12) if len(firsts) / step <= most), 24)
    chosen = [first for first in firsts if (first.month - 1) % min(step, 12) == 0]
    years = [str(first.year) if place == 0 or first.month <= step else "" for place, first in enumerate(chosen)]
    texts = [f"{page.words(f'month_short.{first.month}')}\n{year}" for first, year in zip(chosen, years, strict=True)]
    axes.set_xticks([place_of(first) for first in chosen], texts, fontsize=11.5)
    span(axes, every)


def span(axes: Axes, every: list[date]) -> None:
    """The whole run, no axis names."""
    axes.set_xlim(place_of(every[0]), place_of(every[-1] + timedelta(days=6)))
    axes.set_xlabel("")
    axes.set_ylabel("")


def counts(axes: Axes, words: Words) -> None:
    """A vertical axis of counts, from zero; never so short that whole numbers would repeat."""
    axes.set_ylim(0, max(axes.get_ylim()[1], LEAST_TOP))
    axes.yaxis.set_major_locator(MaxNLocator(7, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, words.language)))


def counts_together(grid: Iterable[Axes], words: Words) -> None:
    """The same for small plots that share their scale, once all is drawn: a limit that is set no longer grows."""
    for axes in grid:
        counts(axes, words)


def shares(axes: Axes, words: Words) -> None:
    """A vertical axis of shares, the whole of it."""
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, words.language)))


def events(page: Page, scenario: str, kinds: tuple[str, ...]) -> list[Event]:
    """(day, kind, text) of a scenario's marks of some kinds in order, those of one day and kind together."""
    found = rows(page.material.marks, scenario=scenario)
    found = found.assign(date=dates(found))[found["kind"].isin(kinds)]
    first, last = pd.Timestamp(page.material.start), pd.Timestamp(mondays(page)[-1]) + pd.Timedelta(days=6)
    kept = found[found["date"].between(first, last)].sort_values(["date", "kind", "label"])
    table = []
    for (day, kind), group in kept.groupby(["date", "kind"], sort=True):
        name = {"hire": "staff", "leaver": "staff"}.get(str(kind), str(kind))
        texts = dict.fromkeys(page.label(name, label) for label in group["label"])
        table.append((place_of(pd.Timestamp(str(day))), str(kind), clipped(", ".join(texts))))
    return table


def clipped(text: str) -> str:
    """A text short enough to stand over a plot."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip(' ,')}…"


def mark_shocks(axes: Axes, page: Page, scenario: str) -> None:
    """Only the lines of the shocks, for small plots."""
    for day, _, _ in events(page, scenario, ("shock",)):
        axes.axvline(day, color=SOFT, lw=1.0, ls=(0, (4, 2)), zorder=1)


def mark(
    axes: Axes, page: Page, scenario: str, kinds: tuple[str, ...] = ("shock", "hire", "leaver"), levels: int = LEVELS
) -> None:
    """Thin upright lines at the dates of a scenario, named above the plot where there is room for the name."""
    start, end = axes.get_xlim()
    found = events(page, scenario, kinds)
    for (day, kind, text), level in zip(found, steps(page, found, axes.get_position().width, levels), strict=True):
        axes.axvline(
            day, color=SOFT, lw=1.6 if kind == "shock" else 0.9, ls=(0, (4, 2)) if kind == "shock" else ":", zorder=1
        )
        if level is None:
            continue
        left = (day - start) / (end - start) + share_of(text, axes.get_position().width) < 1.2
        axes.annotate(
            f"{MARKED[kind]} {text}", (day, 1), (0, 4 + LEVEL * level), xycoords=("data", "axes fraction"),
            textcoords="offset points", fontsize=10.5, color=SOFT, ha="left" if left else "right", va="bottom",
            annotation_clip=False,
        )  # fmt: skip


def steps(page: Page, found: Sequence[Event], width: float, levels: int) -> list[int | None]:
    """In which row above a plot (share ``width`` of the sheet) each event is named, if in any; no names touch."""
    first, last = mondays(page)[0], mondays(page)[-1] + timedelta(days=6)
    free = [-1.0] * levels
    chosen: list[int | None] = []
    for day, _, text in found:
        place = (day - place_of(first)) / (place_of(last) - place_of(first))
        level = next((level for level in range(levels) if free[level] <= place), None)
        chosen.append(level)
        if level is not None:
            free[level] = place + share_of(text, width)
    return chosen


def share_of(text: str, width: float) -> float:
    """About how much of the width of a plot (share ``width`` of the sheet) the name of an event takes."""
    return (len(text) + 2) * CHARACTER / (width * SIZE[0])
