"""Recovery: whether, and after how many weeks, the backlog is back where it was before a shock."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from navsim.report.numbers import number, percent
from navsim.report.plots.forest import lined_up
from navsim.report.plots.page import BLUE, BOTTOM, INK, SOFT, Page, name_over, sheet
from navsim.report.recovered import Recovery, recoveries

NAMES_END, MIDDLE = 0.3, 0.06


def recovery(page: Page) -> Figure:
    """Share of the runs that are back within the period, and the median of the weeks, a row for each scenario."""
    found = recoveries(page.material)
    shocks = list(dict.fromkeys(each.shock for each in found))
    figure = sheet(page)
    width = (0.97 - NAMES_END - MIDDLE) / 2
    height = page.top(0.075) - BOTTOM
    places = [float(place) for place in range(len(found))]
    both = [figure.add_axes((left, BOTTOM, width, height)) for left in (NAMES_END + 0.008, NAMES_END + MIDDLE + width)]
    for axes, key in zip(both, ("share", "weeks"), strict=True):
        lined_up(axes, [(place, None) for place in places])
        name_over(axes, page.words(f"plot.recovery_{key}"), INK, 13, 48)
    for place, each in zip(places, found, strict=True):
        share(both[0], place, each, page)
        weeks(both[1], place, each, page)
    both[0].set_xlim(0, 1.02)
    both[0].set_xticks([0, 0.25, 0.5, 0.75, 1], [percent(value / 4, page.words.language) for value in range(5)])
    both[1].set_xlim(0, 1.35 * max([each.latest for each in found] + [4.0]))
    both[1].xaxis.set_major_formatter(lambda value, _: number(value, page.words.language))
    both[0].set_yticks(places, [name(each, len(shocks) > 1, page) for each in found], fontsize=13, color=INK)
    return figure


def name(each: Recovery, several: bool, page: Page) -> str:
    """The scenario, and the shock where there are several."""
    shock = f"\n★ {page.label('shock', each.shock)}" if several else ""
    return f"{page.scenario(each.scenario)}{shock}"


def share(axes: Axes, place: float, each: Recovery, page: Page) -> None:
    """The share of the runs, with its interval."""
    axes.plot([each.share.low, each.share.high], [place, place], color=BLUE, lw=2.5, marker="|", ms=13, mew=2)
    axes.plot([each.share.mean], [place], "o", ms=9, color=BLUE, zorder=3, clip_on=False)
    text = percent(each.share.mean, page.words.language)
    axes.annotate(
        text, (each.share.mean, place), (0, 9), textcoords="offset points", fontsize=12.5, color=BLUE,
        ha="center" if 0.05 < each.share.mean < 0.95 else "right" if each.share.mean > 0.5 else "left",
    )  # fmt: skip


def weeks(axes: Axes, place: float, each: Recovery, page: Page) -> None:
    """The median with its interval; an arrow where that has no end, words where fewer than half are back."""
    if not math.isfinite(each.median):
        axes.text(
            0.02, place, page.words("plot.not_recovered"), transform=axes.get_yaxis_transform(), va="center",
            fontsize=12, color=SOFT, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )  # fmt: skip
        return
    end = each.high if math.isfinite(each.high) else each.latest * 1.2
    if math.isfinite(each.low):
        axes.plot([each.low, end], [place, place], color=BLUE, lw=2.5, zorder=2)
        axes.plot([each.low], [place], marker="|", ms=13, mew=2, color=BLUE)
        axes.plot([end], [place], marker="|" if math.isfinite(each.high) else ">", ms=11, mew=2, color=BLUE)
    axes.plot([each.median], [place], "o", ms=9, color=BLUE, zorder=3, clip_on=False)
    text = page.words.counted("weeks", number(each.median, page.words.language))
    axes.annotate(
        text, (each.median, place), (0, 9), textcoords="offset points", fontsize=12.5, color=BLUE,
        ha="center" if each.median > 0.05 * each.latest else "left",
    )  # fmt: skip
