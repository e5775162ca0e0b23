"""Staffing (årsverk): contract FTE by owner, with everyone who begins or leaves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from navsim.report.plots.lines import End, end_labels
from navsim.report.plots.page import BLUE, GREEN, INK, LEFT, MARKS, ORANGE, RIGHT, SIZE, Page, single
from navsim.report.plots.weeks import LEVEL, LEVELS, MARKED, counts, events, mark, mondays, steps, week_axis
from navsim.report.select import LEAST_PEOPLE, rows

STYLES: dict[str, tuple[str, Any]] = {
    "total": (INK, ""),
    "state": (BLUE, (5, 2.4)),
    "municipal": (GREEN, (1.3, 1.3)),
}
PRESENT = (3.0, 1.0)
MOST = 8
"""In so many rows at most, everyone who begins or leaves is named."""


def staffing(staff: pd.DataFrame, page: Page) -> Figure:
    """FTE employed by day in the base, by owner and in all; the thin line leaves out those on long leave."""
    named = steps(page, events(page, page.material.base, tuple(MARKED)), RIGHT - LEFT, MOST)
    higher = max(0, max((level + 1 for level in named if level is not None), default=0) - LEVELS)
    figure, axes = single(page, MARKS + higher * LEVEL / (72 * SIZE[1]))
    mine = rows(staff, scenario=page.material.base)
    employed, present = daily(mine, "fte", page), daily(mine, "fte_present", page)
    names = ["total", *(owner for owner in ("state", "municipal") if owner in employed)]
    table = employed.assign(total=employed.sum(axis=1))[names].reset_index().melt("date", var_name="line")
    sns.lineplot(
        table, x="date", y="value", hue="line", style="line", hue_order=names, style_order=names,
        palette=[STYLES[name][0] for name in names], dashes=[STYLES[name][1] for name in names], lw=3,
        drawstyle="steps-post", errorbar=None, legend=False, ax=axes,
    )  # fmt: skip
    away = without_those_on_leave(employed, present)
    ends = [
        End(float(table[table["line"] == name]["value"].iloc[-1]), text_of(name, page), *STYLES[name]) for name in names
    ]
    if not away.equals(employed.sum(axis=1)):
        axes.plot(away.index, away.to_numpy(), color=INK, lw=1.2, ls=(0, PRESENT), drawstyle="steps-post")
        ends.append(End(float(away.iloc[-1]), page.words("plot.present"), INK, PRESENT, 1.2))
    counts(axes, page.words)
    axes.set_ylim(0, 1.08 * float(employed.sum(axis=1).max()))
    week_axis(axes, page)
    mark(axes, page, page.material.base, levels=MOST)
    for day, kind, _ in events(page, page.material.base, ("hire", "leaver")):
        height = employed.sum(axis=1).loc[: pd.Timestamp(0) + pd.Timedelta(days=day)].iloc[-1]
        shape, face = ("^", GREEN) if kind == "hire" else ("v", ORANGE)
        axes.plot(day, height, marker=shape, ms=12, mfc=face, mec="white", zorder=5)
    end_labels(axes, ends)
    return figure


def without_those_on_leave(employed: pd.DataFrame, present: pd.DataFrame) -> pd.Series[float]:
    """FTE by day without those on long leave, where they are so many that the line points to nobody."""
    away = employed - present
    return (employed - away.where(away >= LEAST_PEOPLE, 0.0)).sum(axis=1)


def text_of(name: str, page: Page) -> str:
    """The label of a line."""
    return page.words("plot.employed") if name == "total" else page.words(f"owner.{name}")


def daily(table: pd.DataFrame, column: str, page: Page) -> pd.DataFrame:
    """FTE by owner for every day of the run, from the days on which it changes."""
    days = pd.date_range(page.material.start, pd.Timestamp(mondays(page)[-1]) + pd.Timedelta(days=6), name="date")
    wide = table.assign(date=pd.to_datetime(table["date"])).pivot_table(index="date", columns="owner", values=column)
    return wide.ffill().reindex(days, method="ffill").fillna(0.0).rename_axis("date")
