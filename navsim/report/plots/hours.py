"""The hours account (timeregnskap): what the paid hours of a year go to, by owner."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from navsim.report.numbers import number, percent
from navsim.report.plots.page import BOTTOM, Page, sheet
from navsim.report.select import AWAY, rows

USES: dict[str, tuple[str, str]] = {
    "worked": ("#0173b2", ""),
    "idle": ("#d9eefa", ".."),
    "meetings_other": ("#c79a3b", ""),
    "training": ("#a6761d", ""),
    "travel": ("#cbb2dd", ""),
    "reception_visitors": ("#d55e00", ""),
    "reception_idle": ("#ffffff", "////"),
    "away": ("#e9e9e9", ""),
    "overtime_worked": ("#00334d", ""),
    "overtime_idle": ("#66a3c2", "...."),
}
EDGE = "#d55e00"
EDGES = {"reception_idle": EDGE, "idle": "#5aa5d6", "overtime_idle": EDGE}
SHOWN = 0.045
"""Parts wider than this share of the longest bar have room for their label."""


def hours(table: pd.DataFrame, page: Page) -> Figure:
    """Hours of the base, stacked by use, overtime last: one bar for each owner and year, all on one scale from zero."""
    mine = rows(table, scenario=page.material.base)
    by_year = yearly(mine)
    figure = sheet(page)
    axes = figure.add_axes((0.165, BOTTOM + 0.16, 0.805, page.top(0.04) - BOTTOM - 0.15))
    for place, (_, row) in enumerate(by_year.iterrows()):
        bar(axes, place, row, page, SHOWN * float(by_year.sum(axis=1).max()))
    names = [f"{page.words(f'owner.{owner}')} {year}" for owner, year in by_year.index]
    axes.set_yticks(range(len(names)), names, fontsize=15)
    axes.tick_params(left=False)
    axes.invert_yaxis()
    axes.grid(axis="x")
    axes.grid(False, axis="y")
    axes.set_xlim(0, 1.1 * float(by_year.sum(axis=1).max()))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, page.words.language))
    axes.set_xlabel(page.words("plot.hours"))
    legend(figure, [use for use in USES if by_year[use].sum() > 0], page)
    return figure


def yearly(table: pd.DataFrame) -> pd.DataFrame:
    """Hours by (owner, year) and shown use; a week belongs to its ISO year."""
    kept = table[~table["use"].isin(["capacity", "demand"])]
    use = kept["use"].where(~kept["use"].isin(AWAY), "away")
    wide = kept.assign(use=use, year=kept["week"].str[:4]).pivot_table(
        index=["owner", "year"], columns="use", values="mean", aggfunc="sum", fill_value=0.0
    )
    owners = [owner for owner in ("state", "municipal") if owner in wide.index.get_level_values("owner")]
    return wide.reindex(columns=list(USES), fill_value=0.0).loc[owners]


def bar(axes: Axes, place: int, row: pd.Series[float], page: Page, room: float) -> None:
    """One stacked bar with shares inside the parts that have room for them, and its sum beside it."""
    left, whole = 0.0, float(row.sum())
    for use, (colour, hatch) in USES.items():
        size = float(row[use])
        if size == 0:
            continue
        axes.barh(
            place, size, left=left, height=0.62, color=colour, hatch=hatch, edgecolor=EDGES.get(use, "white"), lw=0.8
        )
        text = percent(size / whole, page.words.language)
        if use == "reception_idle" and size > 0 and whole > 3 * room:
            axes.text(left + size / 2, place - 0.4, text, ha="center", fontsize=12, fontweight="bold", color=EDGE)
        elif size > room:
            dark = use in ("worked", "training", "reception_visitors", "overtime_worked")
            axes.text(
                left + size / 2, place, text, ha="center", va="center", fontsize=13, fontweight="bold",
                color="white" if dark else "black",
            )  # fmt: skip
        left += size
    axes.text(left, place, f" {number(whole, page.words.language)}", va="center", fontsize=13)


def legend(figure: Figure, uses: list[str], page: Page) -> None:
    """The parts in the order of the bars."""
    patches = [
        Patch(
            facecolor=USES[use][0],
            hatch=USES[use][1],
            edgecolor=EDGES.get(use, "none"),
            label=page.words(f"use.{use}"),
        )
        for use in uses
    ]
    figure.legend(
        handles=patches, loc="lower left", bbox_to_anchor=(0.03, 0.085), ncols=3, frameon=False, fontsize=12.5,
        handlelength=1.6, columnspacing=2.2,
    )  # fmt: skip
