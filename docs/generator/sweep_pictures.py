"""The pictures of ``docs/sweeps.md``, each drawn from the published numbers of its sweep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from docs.generator.sweep_studies import ABSENCE, DIFFERENCE, DIGISOS, HIRES
from docs.generator.sweep_tables import number
from docs.generator.sweep_words import BEGIN, WORDS
from navsim.report.plots.page import INK, SOFT, theme

MARKS = ("o", "s", "^", "D", "v")
SIZES: dict[Any, Any] = {
    "font.size": 10, "axes.labelsize": 10, "xtick.labelsize": 9.5, "ytick.labelsize": 9.5, "legend.fontsize": 9.5,
    "legend.title_fontsize": 9.5, "legend.frameon": False, "axes.linewidth": 0.8, "xtick.major.width": 0.8,
    "lines.markersize": 5,
}  # fmt: skip
NOTE = "Differences for each replication, then their mean. Bands and bars: 95 % interval of the mean."


def differences(table: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Each point's difference from the one that the study holds it against."""
    return table[(table["kind"] == DIFFERENCE) & (table["figure"] == figure)]


def curves(axes: Axes, rows: pd.DataFrame, across: str, lines: str, palette: str) -> None:
    """The mean over one factor, with its band; a line, a colour and a mark for each value of another."""
    groups = list(rows.groupby(lines, sort=False))
    for (name, own), colour, mark in zip(groups, sns.color_palette(palette, len(groups)), MARKS, strict=False):
        axes.fill_between(own[across], own["low"], own["high"], color=colour, alpha=0.25, linewidth=0)
        sns.lineplot(
            x=own[across],
            y=own["mean"],
            ax=axes,
            color=colour,
            marker=mark,
            errorbar=None,
            label=str(name),
            legend=False,
        )
    axes.axhline(0, color=SOFT, linewidth=0.8)


def finished(figure: Figure, title: str, note: str) -> Figure:
    """Title above, note below."""
    figure.suptitle(title, x=0.01, y=0.985, ha="left", va="top", fontsize=13, weight="bold")
    figure.text(0.01, 0.012, note, ha="left", va="bottom", fontsize=8, color=SOFT)
    return figure


def hires(table: pd.DataFrame) -> Figure:
    """What hires change, by their number: mean and peak of the overdue tasks, for each shock and date."""
    figure = Figure(figsize=(10, 6.4))
    grid = figure.subplots(2, 3, sharex=True, sharey="row")
    for row, (name, title) in enumerate((("overdue", "Overdue tasks, mean"), ("peak", "Overdue tasks, peak"))):
        rows = differences(table, name)
        for axes, (shock, own) in zip(grid[row], rows.groupby("shock", sort=False), strict=True):
            curves(axes, own.assign(advertised=own["advertised"].map(BEGIN)), "hires", "advertised", "colorblind")
            axes.set(xlabel="Temporary caseworkers", ylabel=f"{title}:\ndifference from none", xticks=range(5))
            if row == 0:
                axes.set_title(f"Shock: {WORDS[str(shock)]}", fontsize=10, loc="left")
    handles, labels = grid[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, title="At work from", loc="upper right", ncols=4, bbox_to_anchor=(0.99, 0.955))
    figure.subplots_adjust(left=0.09, right=0.99, top=0.82, bottom=0.12, hspace=0.16, wspace=0.08)
    return finished(figure, "Who begins in August comes too late for the peak, not for what follows", NOTE)


def digisos(table: pd.DataFrame) -> Figure:
    """Days that applicants wait by both factors, and that users in follow-up wait by the hours alone."""
    figure = Figure(figsize=(10, 4.9))
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1))
    own = differences(table, "application")
    wide = own.pivot_table(index="hours", columns="digital", values="mean", sort=False)
    wide.index = wide.index.map(WORDS)
    wide.columns = [f"{100 * share:.0f} %" for share in wide.columns]
    sns.heatmap(
        wide,
        annot=wide.map(lambda days: number(days, 1, "+")),
        fmt="",
        cmap="RdBu_r",
        center=0,
        cbar=False,
        ax=left,
        linewidths=1,
    )
    left.set(xlabel="Digital applications", ylabel="")
    left.set_title("Wait of an application in 2021:\ndifference from the case, days", fontsize=10, loc="left")
    rows = differences(table, "follow_up")
    rows = rows[rows["digital"] == DIGISOS.versus["digital"]]
    places = range(len(rows))
    half = [rows["mean"] - rows["low"], rows["high"] - rows["mean"]]
    right.errorbar(rows["mean"], places, xerr=half, fmt="o", color=INK, capsize=3)
    right.axvline(0, color=SOFT, linewidth=0.8)
    right.set(yticks=list(places), yticklabels=[], ylim=(len(rows) - 0.5, -0.5))
    right.set_title("Wait of a follow-up talk in 2021:\ndifference from the case, days", fontsize=10, loc="left")
    right.set_xlabel("Digital applications change nothing here")
    figure.subplots_adjust(left=0.15, right=0.985, top=0.8, bottom=0.17, wspace=0.06)
    return finished(
        figure, "Digital applications shorten only the applicants' wait; shorter opening hours everybody's", NOTE
    )


def absence(table: pd.DataFrame) -> Figure:
    """What sick leave changes, for each number of caseworkers."""
    figure = Figure(figsize=(10, 4.9))
    for axes, (name, title) in zip(
        figure.subplots(1, 2),
        (("overdue", "Overdue tasks, mean"), ("contact", "Contact in the last 30 days, percentage points")),
        strict=True,
    ):
        rows = differences(table, name)
        curves(axes, rows.assign(sick=100 * rows["sick"]), "sick", "people", "viridis_r")
        axes.set(xlabel="Sick leave, %", ylabel="Difference from five at 7 %", xticks=range(5, 10))
        axes.set_title(title, fontsize=10, loc="left")
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, title="Permanent state caseworkers", loc="upper right", ncols=5,
        bbox_to_anchor=(0.99, 0.93),
    )  # fmt: skip
    figure.subplots_adjust(left=0.08, right=0.99, top=0.76, bottom=0.17, wspace=0.2)
    return finished(figure, "One caseworker more or less outweighs the whole range of sick leave", NOTE)


DRAWN: Mapping[str, Callable[[pd.DataFrame], Figure]] = {
    HIRES.name: hires, DIGISOS.name: digisos, ABSENCE.name: absence,
}  # fmt: skip


def draw(name: str, table: pd.DataFrame) -> Figure:
    """The picture of a study."""
    with theme(), matplotlib.rc_context(SIZES):
        return DRAWN[name](table)
