"""Parts of the office's users: who is followed up, who waits, and who is displaced when others come first."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from navsim.report.divided import compared, followed, waiting
from navsim.report.naming import dimension_name, part_name
from navsim.report.numbers import number, percent
from navsim.report.plots.forest import difference_column, level_column
from navsim.report.plots.lines import End, medians
from navsim.report.plots.page import BOTTOM, INK, SOFT, Page, cells, name_over, sheet
from navsim.report.plots.weeks import mark_shocks, month_axis, shares
from navsim.report.select import Part, estimate, people

COLUMNS = 4
"""So many small plots stand in two rows."""
NAMES_END = 0.28
HEADER, GAP = 0.9, 0.35


def follow_up(weekly: pd.DataFrame, page: Page) -> Figure:
    """Share of users with a contact in the window by week, a small plot for each group, trait and office."""
    material = page.material
    found = followed(material)
    figure, grid = cells(page, len(found), -(-len(found) // (1 if len(found) < COLUMNS else 2)))
    figure.subplots_adjust(bottom=BOTTOM + 0.055)
    for axes, part in zip(grid, found, strict=True):
        ends = medians(axes, weekly, "follow_up_rate", page, part)
        shares(axes, page.words)
        month_axis(axes, page)
        mark_shocks(axes, page, material.base)
        if material.goal is not None:
            axes.axhline(material.goal, color=INK, lw=1.4, zorder=2)
        name_over(axes, part_name(material, part, page.words))
        mean = estimate(material.summary, "follow_up_rate", material.base, part=part)
        if mean is not None:
            text = page.words("plot.on_average", value=percent(mean.mean, page.words.language))
            axes.text(0.98, 0.05, text, transform=axes.transAxes, ha="right", fontsize=11.5, color=INK)
    under_title(figure, page, ends)
    return figure


def under_title(figure: Figure, page: Page, ends: list[End]) -> None:
    """The scenarios' lines with their names and the goal's, in one row: small plots have no room for them."""
    handles = [Line2D([], [], color=e.colour, lw=e.width, dashes=e.dashes or (1, 0), label=e.text) for e in ends]
    goal = page.material.goal
    if goal is not None:
        text = page.words("plot.goal", goal=percent(goal, page.words.language))
        handles.append(Line2D([], [], color=INK, lw=1.4, label=text))
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.022, 0.066), ncols=len(handles), frameon=False,
        fontsize=12.5, handlelength=3.2, columnspacing=2.0,
    )  # fmt: skip


def who_waits(page: Page) -> Figure:
    """Waits by group, trait and office: the level of the base, then differences to it, with intervals."""
    material = page.material
    found = waiting(material)
    places, headers = laid_out(found)
    names = [material.base, *compared(material)]
    figure = sheet(page)
    width = (0.97 - NAMES_END) / len(names)
    for column, scenario in enumerate(names):
        axes = figure.add_axes((NAMES_END + column * width + 0.008, BOTTOM, width - 0.03, page.top(0.09) - BOTTOM))
        if column == 0:
            levels = [estimate(material.summary, "wait_days", scenario, part=part) for part in found]
            level_column(axes, list(zip(places, levels, strict=True)), page)
            row_names(axes, found, places, headers, page)
        else:
            changes = [estimate(material.differences, "wait_days", scenario, part=part) for part in found]
            difference_column(axes, list(zip(places, changes, strict=True)), page)
        axes.set_ylim(max(places) + 0.6, -0.6)
        name = "\n".join(wrap(page.scenario(scenario), 24))
        shown = page.words("plot.wait_level" if column == 0 else "plot.wait_change")
        axes.set_title(f"{name}\n{shown}", loc="left", fontsize=13, fontweight="bold", color=INK)
    return figure


def laid_out(found: list[Part]) -> tuple[list[float], list[tuple[float, str]]]:
    """Where each row lies, and the name of each dimension above its rows."""
    places: list[float] = []
    headers: list[tuple[float, str]] = []
    top = 0.0
    for dimension, members in groupby(found, key=lambda part: part.dimension):
        headers.append((top, dimension))
        count = len(list(members))
        places += [top + HEADER + row for row in range(count)]
        top += HEADER + count + GAP
    return places, headers


def row_names(axes: Axes, found: list[Part], places: list[float], headers: list[tuple[float, str]], page: Page) -> None:
    """The name of each row with how many users it has, and of each dimension."""
    users = people(page.material.weekly)
    size = 13 if len(found) < 13 else 11
    texts = [
        f"{part_name(page.material, part, page.words)} ({number(users[part], page.words.language)})" for part in found
    ]
    axes.set_yticks(places, texts, fontsize=size, color=INK)
    for place, dimension in headers:
        axes.annotate(
            dimension_name(page.material, dimension, page.words), (0, place), (-6, 0),
            xycoords=("axes fraction", "data"), textcoords="offset points", ha="right", va="center", fontsize=size,
            fontweight="bold", color=SOFT, annotation_clip=False,
        )  # fmt: skip
