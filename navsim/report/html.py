"""The page: one file that needs no network, findings first. All texts of the config are escaped."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from navsim.config.evidence import EvidenceRow
from navsim.report.findings import findings, window
from navsim.report.headings import Heading
from navsim.report.material import Material, readable
from navsim.report.numbers import DASH, day, number, week
from navsim.report.select import rows
from navsim.report.tables import Cell, Table, difference_lines, level_lines
from navsim.report.words import Words

KINDS = ("assumed", "estimate", "derived", "observed", "target")
LIMITS = ("activity", "outcome", "fitted", "reception", "people", "quality", "ranking")
UNCERTAINTIES = ("chance", "assumptions", "never_mixed")
REPEAT = ("version", "revision", "engine", "replications", "seed", "config_hash", "command")
SAFE = " /:=;,()[]@!*+.-_~&?$'"


@dataclass(frozen=True)
class Drawn:
    """A plot with its texts, as SVG."""

    name: str
    heading: Heading
    svg: str

    @property
    def address(self) -> str:
        """The plot inside the page itself: a picture of its own, so that names in two of them never meet."""
        return "data:image/svg+xml," + quote(self.svg.replace("\n", " "), safe=SAFE)


def page(material: Material, drawn: Sequence[Drawn], words: Words) -> str:
    """The text of ``report.html``."""
    environment = Environment(
        loader=PackageLoader("navsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        t=words,
        language=words.language,
        title=material.heading(words.language),
        period=period(material, words),
        findings=findings(material, words),
        one_run=replications(material) == 1,
        differences=difference_lines(material, words) if material.others else None,
        levels=level_lines(material, words),
        observed=observed(material, words),
        pictures=drawn,
        evidence=[
            (words(f"kind.{kind}"), evidence(material, kind, words)) for kind in KINDS if of_kind(material, kind)
        ],
        unsourced=material.unsourced,
        conflicts=conflicts(material, words) if of_kind(material, "conflict") else None,
        uncertainties=[words(f"uncertainty.{key}") for key in UNCERTAINTIES],
        limits=[words(f"limit.{key}", window=window(material, words)) for key in LIMITS],
        repeat=[
            (words(f"repeat.{key}"), material.manifest[key]) for key in REPEAT if material.manifest.get(key) is not None
        ],
    )


def replications(material: Material) -> int:
    """How many runs there are of each scenario; 0 when it is not said."""
    return int(material.manifest.get("replications", 0))


def period(material: Material, words: Words) -> str:
    """First and last day and the number of runs."""
    last = material.start + timedelta(days=7 * material.weeks - 1)
    runs = words.counted("plot.runs", number(replications(material), words.language))
    return words("page.period", first=day(material.start, words), last=day(last, words), runs=runs)


def of_kind(material: Material, kind: str) -> list[EvidenceRow]:
    """The evidence of one kind."""
    return [entry for entry in material.evidence if entry.kind == kind]


def evidence(material: Material, kind: str, words: Words) -> Table:
    """Where the numbers of one kind come from; only the columns that have something to say."""
    entries = of_kind(material, kind)
    fields = [field for field in ("value", "range", "source", "why") if any(getattr(entry, field) for entry in entries)]
    lines = tuple((entry.path, tuple(Cell(getattr(entry, field) or DASH) for field in fields)) for entry in entries)
    titles = tuple(words(f"table.{field}") for field in ("path", *fields))
    return Table(words(f"kind.{kind}"), titles, lines)


def conflicts(material: Material, words: Words) -> Table:
    """What a source says beside what its own figures give."""
    lines = tuple((entry.path, (Cell(entry.says), Cell(entry.gives))) for entry in of_kind(material, "conflict"))
    return Table(words("page.conflicts"), tuple(words(f"table.{key}") for key in ("path", "says", "gives")), lines)


def observed(material: Material, words: Words) -> Table | None:
    """Counts beside the base, and whether the model was fitted to them."""
    found = rows(material.observed, scenario=material.base)
    if found.empty:
        return None
    lines = []
    for row in found.to_dict("records"):
        measure = str(row["measure"])
        name = (
            words(f"measure.{measure}", window=window(material, words))
            if words.has(f"measure.{measure}")
            else readable(measure)
        )
        if row["dimension"] != "all":
            name = f"{name}: {material.label(str(row['dimension']), str(row['group']), words.language)}"
        value, mean, low, high = (
            number(float(row[key]), words.language)
            for key in ("value", "model_mean", "prediction_low", "prediction_high")
        )
        when = when_counted(row, words)
        texts = (when, value, mean, f"{low}{DASH}{high}", words(f"table.{row['use']}"), str(row["source"]))
        lines.append((name, tuple(Cell(text) for text in texts)))
    keys = ("what", "when", "counted", "model", "band", "use", "source")
    return Table(words("table.observed"), tuple(words(f"table.{key}") for key in keys), tuple(lines))


def when_counted(row: dict[Hashable, Any], words: Words) -> str:
    """The week of a count, or its period."""
    if isinstance(row["week"], str):
        return week(row["week"], words)
    first, last = (day(pd.Timestamp(row[key]).date(), words) for key in ("from", "until"))
    return f"{first} {DASH} {last}"
