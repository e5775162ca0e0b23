"""What the numbers rest on, as tables: counts, evidence, conflicts, and what each scenario changes."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from navsim.config.evidence import EvidenceRow
from navsim.config.fields import Texts
from navsim.config.places import dotted
from navsim.report.material import Material
from navsim.report.naming import part_name
from navsim.report.numbers import DASH, day, number, percent, week
from navsim.report.outcomes import left_out, measure_name
from navsim.report.phrases import SHARES
from navsim.report.places import place, unit_field
from navsim.report.privacy import changes_shown, counts_shown, evidence_shown
from navsim.report.said import said
from navsim.report.select import Part, rows
from navsim.report.tables import Cell, Table
from navsim.report.words import Words

KINDS = ("assumed", "estimate", "derived", "observed", "target")
FIELDS = ("value", "range", "source", "why")
CONFLICT_FIELDS = ("says", "gives", "source", "why")
BEHIND = re.compile(r"([\d.,]+)(\D*)")
"""A number, and what stands behind it."""


def of_kind(material: Material, kind: str, words: Words) -> list[EvidenceRow]:
    """The evidence of one kind, as it may be shown."""
    return [entry for entry in evidence_shown(material, words) if entry.kind == kind]


def evidence_tables(material: Material, words: Words) -> list[Table]:
    """Where the numbers come from, a table for each kind that there is."""
    by_kind = [(kind, of_kind(material, kind, words)) for kind in KINDS]
    return [
        entries_table(
            words("grounds.evidence", kind=words(f"kind.{kind}"), count=len(found)), kind, found, material, words
        )
        for kind, found in by_kind
        if found
    ]  # fmt: skip


def conflicts(material: Material, words: Words) -> Table | None:
    """What a source says beside what its own figures give."""
    found = of_kind(material, "conflict", words)
    caption = words("grounds.conflicts")
    return entries_table(caption, "conflict", found, material, words, CONFLICT_FIELDS) if found else None


def entries_table(
    caption: str, kind: str, entries: list[EvidenceRow], material: Material, words: Words,
    wanted: tuple[str, ...] = FIELDS,
) -> Table:  # fmt: skip
    """Entries of the evidence; only the columns that have something to say."""
    columns = {name: [entry_cell(entry, name, material, words) for entry in entries] for name in wanted}
    columns = {name: cells for name, cells in columns.items() if any(cell.value != DASH for cell in cells)}
    titles = [place(entry.place, material, words) for entry in entries]
    lines = tuple(zip(titles, zip(*columns.values(), strict=True), strict=True)) if columns else ()
    heads = tuple(words(f"table.{name}") for name in ("path", *columns))
    return Table(caption, heads, lines, f"evidence-{kind}", codes=tuple(entry.path for entry in entries))


def entry_cell(entry: EvidenceRow, name: str, material: Material, words: Words) -> Cell:
    """One field of an entry: quantities in words, texts in the language of the page or the nearest that there is."""
    unit = unit_field(entry.place)
    if name == "value":
        return Cell(" / ".join(said(value, unit, material, words) for value in entry.values) or DASH)
    if name == "range":
        return Cell(span([said(value, unit, material, words) for value in entry.range]) or DASH)
    found: Texts | None = getattr(entry, name)
    if found is None:
        return Cell(DASH)
    spoken = found.spoken(words.language)
    return Cell(found.text(words.language), spoken="" if spoken in (None, words.language) else str(spoken))


def span(told: list[str]) -> str:
    """``30–60 minutter``: what several values have in common behind their numbers is told once."""
    found = [BEHIND.fullmatch(text) for text in told]
    if len(told) > 1 and len({one[2] if one else None for one in found}) == 1 and found[0]:
        return DASH.join(one[1] for one in found if one) + found[0][2]
    return (" / " if any(DASH in text for text in told) else f" {DASH} ").join(dict.fromkeys(told))


def changes(material: Material, words: Words) -> Table | None:
    """Every value that a scenario changes, before and after; a scenario that changes nothing has its line too."""
    found = {name: list(group) for name, group in groupby(changes_shown(material, words), key=lambda one: one.scenario)}
    lines = []
    for scenario in material.scenarios:
        title = material.label("scenario", scenario, words.language)
        if scenario not in found:
            lines.append((title, (Cell(words("changes.nothing")), Cell(DASH), Cell(DASH))))
        for change in found.get(scenario, ()):
            unit = unit_field(change.path)
            before, after = (said(value, unit, material, words) for value in (change.before, change.after))
            what = Cell(place(change.path, material, words), code=dotted(change.path))
            whole = len(change.path) == (3 if change.path[0] == "shocks" else 2)  # not one field of something
            absent, removed = ("absent", "removed") if whole else ("unset", "unset")
            shown = Cell(before or words(f"changes.{absent}")), Cell(after or words(f"changes.{removed}"))
            lines.append((title, (what, *shown)))
    columns = tuple(words(f"changes.{key}") for key in ("path", "before", "after"))
    return Table(words("changes.caption"), (words("table.scenario"), *columns), tuple(lines), "changes")


def unsourced(material: Material, words: Words) -> list[tuple[str, str]]:
    """The numbers without evidence: each in words, and its path."""
    return [(place(path, material, words), dotted(path)) for path in material.unsourced]


def observed(material: Material, words: Words) -> Table | None:
    """Counts beside the base, and whether the model was fitted to them; counts of a few people are left out.

    Only what was held out can be said to lie inside its band or not: the model was made to meet the others.
    """
    found = rows(material.observed, scenario=material.base)
    shown = rows(counts_shown(material), scenario=material.base).to_dict("records")
    if not shown:
        return None
    tested = any(row["use"] == "check" for row in shown)
    keys = ("what", "when", "counted", "model", "band", *(("inside",) if tested else ()), "use", "source")
    lines = tuple(observed_line(row, tested, material, words) for row in shown)
    notes = (words("grounds.fitted"), *(() if tested else (words("grounds.untested"),)))
    hidden = left_out(len(found) - len(shown), words)
    columns = tuple(words(f"table.{key}") for key in keys)
    return Table(words("table.observed"), columns, lines, "observed", (*notes, *hidden))


def observed_line(
    row: dict[Hashable, Any], tested: bool, material: Material, words: Words
) -> tuple[str, tuple[Cell, ...]]:
    """One count: when and what, the model's mean and band, and of one that was held out whether it lies inside."""
    name = measure_name(str(row["measure"]), material, words)
    if row["dimension"] != "all":
        name = f"{name}: {part_name(material, Part(str(row['dimension']), str(row['group'])), words)}"
    value, mean, low, high = (
        figure(float(row[key]), row, words) for key in ("value", "model_mean", "prediction_low", "prediction_high")
    )
    banded = math.isfinite(float(row["prediction_low"]))
    inside = words("grounds.inside" if str(row["inside"]) == "True" else "grounds.outside")
    verdict = (inside if banded and row["use"] == "check" else DASH,) if tested else ()
    band = f"{low}{DASH}{high}" if banded else DASH
    texts = (when_counted(row, words), value, mean, band, *verdict, words(f"table.{row['use']}"))
    source = material.label("source", str(row["source"]), words.language)
    return name, tuple(Cell(text) for text in (*texts, source))


def figure(value: float, row: Mapping[Hashable, Any], words: Words) -> str:
    """A number of a count's line, in as many decimals as the count needs; a share in percent."""
    if row["measure"] in SHARES:
        return percent(value, words.language, 1)
    return number(value, words.language, decimals(float(row["value"])))


def decimals(value: float) -> int:
    """Whole numbers for what is counted in them; for others more, the smaller they are."""
    if value == round(value):
        return 0
    return 1 if abs(value) >= 10 else 2


def when_counted(row: dict[Hashable, Any], words: Words) -> str:
    """The week of a count, or its period."""
    if isinstance(row["week"], str):
        return week(row["week"], words)
    first, last = (day(pd.Timestamp(row[key]).date(), words) for key in ("from", "until"))
    return f"{first} {DASH} {last}"
