"""Many targets at once: in which share of the runs each is kept over all its dates, a mark for each scenario."""

from __future__ import annotations

import textwrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from navsim.report.keeping import kept
from navsim.report.numbers import percent
from navsim.report.plots.page import BOTTOM, INK, SOFT, Page, sheet

LEFT, RIGHT, HEADS = 0.36, 0.98, 0.1
KEPT, BROKEN = "#3f7cac", "#a33c00"
WIDTH = {1: 40, 2: 40, 3: 24, 4: 18, 5: 15, 6: 13}
"""Characters in a line of a scenario's title, by how many there are."""


def targets_kept(page: Page) -> Figure:
    """A row for each target, a column for each scenario. Square: by law; round: a goal. Filled: kept; open: broken."""
    found, material = kept(page.material), page.material
    names = list(dict.fromkeys(each.target for each in found))
    figure = sheet(page)
    top = page.top(HEADS)
    axes = figure.add_axes((LEFT, BOTTOM - 0.01, RIGHT - LEFT, top - BOTTOM + 0.01))
    for each in found:
        place = (material.scenarios.index(each.scenario), names.index(each.target))
        mark(axes, place, each.legal, each.holds)
        axes.annotate(
            percent(each.share, page.words.language), place, (11, 0), textcoords="offset points", va="center",
            fontsize=11.5, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            color=INK if each.holds else BROKEN, fontweight="normal" if each.holds else "bold",
        )  # fmt: skip
    axes.set_xlim(-0.4, len(material.scenarios) - 0.3)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(True, axis="y")
    width = WIDTH.get(len(material.scenarios), 11)
    heads = [
        "\n".join(textwrap.wrap(page.scenario(name), width, break_long_words=False)) for name in material.scenarios
    ]
    axes.set_xticks(range(len(heads)), heads, fontsize=11, color=INK, va="bottom")
    axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
    axes.set_yticks(range(len(names)), [page.label("target", name) for name in names], fontsize=12, color=INK)
    legend(figure, page, any(each.legal for each in found))
    return figure


def mark(axes: Axes, place: tuple[float, float], legal: bool, holds: bool) -> None:
    """One target in one scenario."""
    axes.plot(*place, **style(legal, holds), zorder=3, clip_on=False)


def style(legal: bool, holds: bool) -> dict[str, Any]:
    """Shape and filling of a mark."""
    colour = KEPT if holds else BROKEN
    return {
        "marker": "s" if legal else "o", "markersize": 11, "markeredgewidth": 2.2, "markeredgecolor": colour,
        "markerfacecolor": colour if holds else "white", "linestyle": "none",
    }  # fmt: skip


def legend(figure: Figure, page: Page, law: bool) -> None:
    """The marks: those of deadlines by law where there are any."""
    kinds = [(legal, holds) for legal in ((True, False) if law else (False,)) for holds in (True, False)]
    handles = [
        Line2D(
            [], [], **style(*kind),
            label=page.words(f"plot.{'legal' if kind[0] else 'goals'}_{'kept' if kind[1] else 'broken'}"),
        )
        for kind in kinds
    ]  # fmt: skip
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.02, 0.07), ncols=len(handles), frameon=False, fontsize=12,
        labelcolor=SOFT, handletextpad=0.4, columnspacing=1.8,
    )  # fmt: skip
