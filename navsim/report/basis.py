"""What the numbers rest on, as tables: counts, evidence, conflicts, and what each scenario changes."""

from __future__ import annotations

import math
from collections.abc import Hashable
from itertools import groupby
from typing import Any

import pandas as pd

from navsim.config.evidence import EvidenceRow
from navsim.report.material import Material
from navsim.report.naming import part_name
from navsim.report.numbers import DASH, day, number, week
from navsim.report.outcomes import left_out, measure_name
from navsim.report.privacy import changes_shown, evidence_shown, few_people, without_small
from navsim.report.select import Part, rows
from navsim.report.tables import Cell, Table
from navsim.report.words import Words

KINDS = ("assumed", "estimate", "derived", "observed", "target")
FIELDS = ("value", "range", "source", "why")
CONFLICT_FIELDS = ("says", "gives", "source", "why")


def of_kind(material: Material, kind: str, words: Words) -> list[EvidenceRow]:
    """The evidence of one kind, as it may be shown."""
    return [entry for entry in evidence_shown(material, words) if entry.kind == kind]


def evidence_tables(material: Material, words: Words) -> list[Table]:
    """Where the numbers come from, a table for each kind that there is."""
    by_kind = [(kind, of_kind(material, kind, words)) for kind in KINDS]
    return [
        entries_table(words("grounds.evidence", kind=words(f"kind.{kind}"), count=len(found)), kind, found, words)
        for kind, found in by_kind
        if found
    ]


def conflicts(material: Material, words: Words) -> Table | None:
    """What a source says beside what its own figures give."""
    entries = of_kind(material, "conflict", words)
    return entries_table(words("grounds.conflicts"), "conflict", entries, words, CONFLICT_FIELDS) if entries else None


def entries_table(
    caption: str, kind: str, entries: list[EvidenceRow], words: Words, wanted: tuple[str, ...] = FIELDS
) -> Table:
    """Entries of the evidence; only the columns that have something to say."""
    fields = [field for field in wanted if any(getattr(entry, field) for entry in entries)]
    lines = tuple((entry.path, tuple(Cell(getattr(entry, field) or DASH) for field in fields)) for entry in entries)
    titles = tuple(words(f"table.{field}") for field in ("path", *fields))
    return Table(caption, titles, lines, f"evidence-{kind}", code=True)


def changes(material: Material, words: Words) -> Table | None:
    """Every value that a scenario changes, before and after; a scenario that changes nothing has its line too."""
    found = {name: list(group) for name, group in groupby(changes_shown(material, words), key=lambda one: one.scenario)}
    lines = []
    for scenario in material.scenarios:
        title = material.label("scenario", scenario, words.language)
        if scenario not in found:
            lines.append((title, (Cell(words("changes.nothing")), Cell(DASH), Cell(DASH))))
        for change in found.get(scenario, ()):
            before = change.before or words("changes.absent")
            after = change.after or words("changes.removed")
            lines.append((title, (Cell(change.path, code=True), Cell(before), Cell(after))))
    columns = tuple(words(f"changes.{key}") for key in ("path", "before", "after"))
    return Table(words("changes.caption"), (words("table.scenario"), *columns), tuple(lines), "changes")


def observed(material: Material, words: Words) -> Table | None:
    """Counts beside the base, and whether the model was fitted to them; counts of a few people are left out.

    Only what was held out can be said to lie inside its band or not: the model was made to meet the others.
    """
    found = rows(material.observed, scenario=material.base)
    large, _ = without_small(found, material)
    shown = [row for row in large.to_dict("records") if not few_people(row)]
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
        number(float(row[key]), words.language, decimals(float(row["value"])))
        for key in ("value", "model_mean", "prediction_low", "prediction_high")
    )
    banded = math.isfinite(float(row["prediction_low"]))
    inside = words("grounds.inside" if str(row["inside"]) == "True" else "grounds.outside")
    verdict = (inside if banded and row["use"] == "check" else DASH,) if tested else ()
    band = f"{low}{DASH}{high}" if banded else DASH
    texts = (when_counted(row, words), value, mean, band, *verdict, words(f"table.{row['use']}"), str(row["source"]))
    return name, tuple(Cell(text) for text in texts)


def decimals(value: float) -> int:
    """Whole numbers for what is counted in tens, more for what is not."""
    return 0 if abs(value) >= 10 or value == round(value) else 2


def when_counted(row: dict[Hashable, Any], words: Words) -> str:
    """The week of a count, or its period."""
    if isinstance(row["week"], str):
        return week(row["week"], words)
    first, last = (day(pd.Timestamp(row[key]).date(), words) for key in ("from", "until"))
    return f"{first} {DASH} {last}"
