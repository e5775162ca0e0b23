"""Heat maps: an outcome at two factors against each other, and a small map for each value of a third."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from navsim.report.numbers import NO_BREAK, Estimate
from navsim.report.sweeps.best import MORE_IS_BETTER
from navsim.report.sweeps.material import Factor, Outcome, Swept, figures
from navsim.report.sweeps.naming import at, figure, stop_text
from navsim.report.sweeps.pool import LEAST, Combined, Stop, across, apart, means, stops
from navsim.report.words import Words

COLUMNS, ROWS, PANELS = 10, 8, 6
SMALL = 6
"""Columns and rows of a small map."""
SHORT = 28
"""Characters of a factor and its value above a small map."""
WHOLE = 40
"""Characters of the values of a cell that are kept on one line."""
BEST, ALIKE = "●", "○"


@dataclass(frozen=True)
class Square:
    """One cell: what is shown in it, where it is, and whether it is best or can't be told apart."""

    one: Estimate
    text: str
    interval: str
    at: str
    mark: str = ""


Rows = tuple[tuple[Square | None, ...], ...]
"""The cells of one map, the first row lowest."""


@dataclass(frozen=True)
class Map:
    """What is drawn. ``panels`` are titles with their cells; ``averaged`` are the factors that are averaged over,
    ``thinned`` says that some values are left out."""

    x: str
    y: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    panels: tuple[tuple[str, Rows], ...]
    dark_is_less: bool
    averaged: tuple[Factor, ...] = ()
    thinned: bool = False

    @property
    def squares(self) -> list[Square]:
        """All cells that have a figure."""
        return [square for _, rows in self.panels for row in rows for square in row if square]


def map_of(swept: Swept, outcome: Outcome, words: Words) -> Map | None:
    """The map of an outcome; None when fewer than two factors vary, or the points can't be compared."""
    table = figures(swept, outcome)
    if len(swept.varying) < 2 or len(table) < 2 or (swept.sampled and len(table) < LEAST):
        return None
    axes = swept.varying[: 2 if swept.sampled else 3]
    others = [factor for factor in swept.varying if factor not in axes]
    limits = (COLUMNS, ROWS) if len(axes) < 3 else (SMALL, SMALL, PANELS)
    own = {
        factor: stops(factor, swept.sampled, across(len(table)), most)
        for factor, most in zip(axes, limits, strict=True)
    }
    found = means(table, own, others, swept.sampled)
    if len(found) < 2:
        return None
    texts = {factor: [stop_text(factor, stop, words) for stop in every] for factor, every in own.items()}
    marks = marks_of(found, outcome)
    squares = {
        key: Square(one, *figure(swept, outcome, one, words), called(axes, key, words), marks[key])
        for key, one in found.items()
    }
    x, y, *more = axes
    panels = [
        (name_of(more[0], texts[more[0]][number], words) if more else "", rows_of(squares, own[x], own[y], key))
        for number, key in enumerate([(stop,) for stop in own[more[0]]] if more else [()])
    ]
    return Map(
        x.title(words.language), y.title(words.language), tuple(texts[x]), tuple(texts[y]),
        tuple((name, rows) for name, rows in panels if any(square for row in rows for square in row)),
        outcome.measure in MORE_IS_BETTER, tuple(others),
        any(len(own[factor]) < len(factor.values) and own[factor][0].single for factor in axes),
    )  # fmt: skip


def name_of(factor: Factor, value: str, words: Words) -> str:
    """What stands above a small map: the factor and its value, or the value alone where both would be too long."""
    whole = at(factor, value, words)
    return whole if len(whole) <= SHORT else value


def rows_of(squares: dict[Combined, Square], columns: Sequence[Stop], rows: Sequence[Stop], panel: Combined) -> Rows:
    """The cells of one map."""
    return tuple(tuple(squares.get((column, row, *panel)) for column in columns) for row in rows)


def called(axes: Sequence[Factor], key: Combined, words: Words) -> str:
    """Where a cell is, by its values alone; on one line unless it is long."""
    texts = (stop_text(factor, stop, words) for factor, stop in zip(axes, key, strict=True))
    text = " · ".join(texts)
    return text.replace(" ", NO_BREAK) if len(text) <= WHOLE else text


def marks_of(found: dict[Combined, Estimate], outcome: Outcome) -> dict[Combined, str]:
    """Of levels the best cell and those that can't be told apart from it; of differences those that hold zero.

    When the best can't be told apart from any, no cell is marked: the title says it.
    """
    if outcome.scenario:
        return {key: "" if one.known and not one.holds_zero else ALIKE for key, one in found.items()}
    choose = max if outcome.measure in MORE_IS_BETTER else min
    best = choose(found, key=lambda key: found[key].mean)
    if not any(apart(found[best], one) for one in found.values()):
        return dict.fromkeys(found, "")
    return {key: BEST if key == best else "" if apart(found[best], one) else ALIKE for key, one in found.items()}
