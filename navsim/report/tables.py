"""The two headline tables, for terminal and page: differences to the base first, then levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from navsim.report.material import Material
from navsim.report.numbers import DASH, Estimate, amount, window, within
from navsim.report.phrases import SHARES, direction
from navsim.report.select import EVERYBODY, Part, estimate, has_users, shock_periods
from navsim.report.words import Words

Tone = Literal["", "clear", "unclear"]
COLUMNS: tuple[tuple[str, str], ...] = (
    ("backlog", "mean"),
    ("backlog", "max"),
    ("backlog", "end"),
    ("follow_up_rate", "mean"),
    ("caseload", "max"),
    ("wait_days", "mean"),
)
DAYS = frozenset({"wait_days"})
LONG = 60
"""Characters."""

CLEAR: Tone = "clear"
UNCLEAR: Tone = "unclear"


@dataclass(frozen=True)
class Cell:
    """One number with its interval, or a text; ``note`` says in words that two scenarios cannot be told apart.

    ``estimate`` is the number itself, as shown and in ``unit``, for the copy that a spreadsheet reads. ``code`` is a
    path of the config that stands below, ``spoken`` the language of a text in another one than the page.
    """

    value: str
    interval: str = ""
    note: str = ""
    tone: Tone = ""
    estimate: Estimate | None = None
    unit: str = ""
    code: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class Table:
    """Column titles (the first is that of the row titles) and rows of (title, cells).

    ``name`` is that of the file it can be saved as, ``notes`` stand below it. ``codes`` are paths of the config that
    stand below the row titles, if there are any.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    name: str = "table"
    notes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def prose(self) -> bool:
        """Whether it holds texts too long for a narrow screen: then its cells stand below one another there."""
        return any(cell.code or len(cell.value) > LONG for _, cells in self.rows for cell in cells)


def difference_lines(material: Material, words: Words) -> Table:
    """Each scenario's paired differences to the base, with 95 % intervals."""
    base = words.quoted(material.label("scenario", material.base, words.language))
    picked = columns(material, material.differences)
    rows = tuple(
        (
            material.label("scenario", scenario, words.language),
            tuple(difference(material.differences, scenario, *column, words=words) for column in picked),
        )
        for scenario in material.others
    )
    titles = tuple(column_title(material, *column, words=words, points=True) for column in picked)
    return Table(
        headline("differences", material, words, base=base), (words("table.scenario"), *titles),
        rows if picked else (), "differences",
    )  # fmt: skip


def level_lines(material: Material, words: Words) -> Table:
    """Each scenario's levels, with 95 % intervals."""
    picked = columns(material, material.summary)
    rows = tuple(
        (
            material.label("scenario", scenario, words.language),
            tuple(level(material.summary, scenario, *column, words=words) for column in picked),
        )
        for scenario in material.scenarios
    )
    titles = tuple(column_title(material, *column, words=words, points=False) for column in picked)
    columns_of = (words("table.scenario"), *titles)
    return Table(headline("levels", material, words), columns_of, rows if picked else (), "levels")


def headline(key: str, material: Material, words: Words, **values: str) -> str:
    """A caption, which speaks of an interval only where there can be one."""
    return words(f"table.{key}_one_run" if material.manifest.get("replications") == 1 else f"table.{key}", **values)


def columns(material: Material, table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(measure, statistic, period) of the headline numbers of a table; the follow-up rate also during each shock.

    None where there are no users: their tasks and how they are followed up are what these numbers are about.
    """
    if not has_users(material.weekly):
        return []
    wanted = [(measure, statistic, "run") for measure, statistic in COLUMNS]
    wanted[4:4] = [
        ("follow_up_rate", "mean", period) for period in shock_periods(material.summary, material.marks, material.base)
    ]
    return [
        (measure, statistic, period)
        for measure, statistic, period in wanted
        if any(estimate(table, measure, scenario, period, statistic) for scenario in material.scenarios)
    ]


def column_title(material: Material, measure: str, statistic: str, period: str, *, words: Words, points: bool) -> str:
    """Measure, statistic and, when it is not the whole run, period."""
    short = words(f"short.{measure}", window=window(material, words))
    title = words(f"table.{statistic}", measure=short)
    if period != "run":
        title = words("table.period", column=title, period=material.label("shock", period, words.language))
    return words("table.points", column=title) if points and measure in SHARES else title


def difference(table: pd.DataFrame, scenario: str, measure: str, statistic: str, period: str, *, words: Words) -> Cell:
    """One difference, signed."""
    return difference_cell(estimate(table, measure, scenario, period, statistic), measure, words)


def difference_cell(found: Estimate | None, measure: str, words: Words) -> Cell:
    """A difference, signed, that says so when it can't be told apart; a dash where it is not defined."""
    if found is None:
        return Cell(DASH)
    way = direction(found)
    if way == "same":
        return Cell("0", note=words("table.same"), tone=UNCLEAR, estimate=found)
    scaled = found.times(100.0) if measure in SHARES else found
    mean, interval = amount(scaled, words, signed=True, least=1 if measure in SHARES | DAYS else 0)
    note, tone = (words("table.unclear"), UNCLEAR) if way == "unclear" else ("", CLEAR)
    return Cell(mean, interval, note, tone, scaled)


def level(
    table: pd.DataFrame, scenario: str, measure: str, statistic: str, period: str, part: Part = EVERYBODY, *,
    words: Words,
) -> Cell:  # fmt: skip
    """One level, of the whole office or a part."""
    found = estimate(table, measure, scenario, period, statistic, part)
    if found is None:
        return Cell(DASH)
    share = measure in SHARES
    found = within(found, 0.0, math.inf)
    shown = amount(found, words, "percent" if share else "", least=1 if share or measure in DAYS else 0)
    return Cell(*shown, estimate=found.times(100.0) if share else found, unit="%" if share else "")
