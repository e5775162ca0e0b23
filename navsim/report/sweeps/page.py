"""The page of a sweep: one file that needs no network, findings first, in the look of the report of a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from navsim.config.fields import Language
from navsim.report.download import address, file_name
from navsim.report.html import FEW_RUNS, Drawn, environment
from navsim.report.numbers import DASH, day, number
from navsim.report.sweeps.findings import findings
from navsim.report.sweeps.material import Swept
from navsim.report.sweeps.pictures import drawings
from navsim.report.sweeps.tables import (
    differences_table,
    effects_tables,
    factors_table,
    failed_table,
    points_table,
    shared_table,
)
from navsim.report.words import Words
from navsim.report.words import words as words_of

LIMITS = ("intervals", "overlap", "averaged", "many", "factors", "forecast")
SECTIONS = ("findings", "pictures", "points", "effects", "failed", "swept", "reading", "repeat")


def write_sweep(swept: Swept, target: Path, language: Language) -> None:
    """Write the page of a sweep, and no plots beside it."""
    words = words_of(language)
    shown = list(drawings(swept, words)) if swept.measures else []
    target.write_text(page(swept, shown, words), encoding="utf-8", newline="\n")


def page(swept: Swept, drawn: Sequence[Drawn], words: Words) -> str:
    """The text of the page."""
    points, differences = points_table(swept, words), differences_table(swept, words)
    shown: dict[str, Any] = {
        "findings": findings(swept, words),
        "pictures": drawn,
        "points": [table for table in (points, differences) if table],
        "effects": effects_tables(swept, words),
        "failed": failed_table(swept, words),
        "swept": [table for table in (factors_table(swept, words), shared_table(swept, words)) if table],
        "facts": facts(swept, words),
        "reading": [words(f"sweep.limit.{key}") for key in limits(swept)],
        "repeat": repeat(swept, words),
    }
    return environment().get_template("sweep.html.j2").render(
        t=words,
        language=words.language,
        title=swept.heading(words.language),
        period=period(swept, words),
        sections=[(name, title_of(name, words)) for name in SECTIONS if shown[name]],
        save=lambda table: (file_name(table, swept.name), address(table, words)),
        notes=notes(swept, words),
        **shown,
    )  # fmt: skip


def title_of(name: str, words: Words) -> str:
    """The heading of a section."""
    return words(f"page.{name}" if words.has(f"page.{name}") else f"sweep.page.{name}")


def period(swept: Swept, words: Words) -> str:
    """First and last day, how many points are done, and how many runs each has."""
    office = swept.office
    last = office.start + timedelta(days=7 * office.weeks - 1)
    done, everything = (number(count, words.language) for count in (swept.count("done"), len(swept.points)))
    points = (
        words.counted("sweep.points", everything)
        if done == everything
        else words("sweep.of", done=done, all=everything)
    )
    span = words("sweep.period", first=day(office.start, words), last=day(last, words))
    each = words("sweep.each", runs=runs(swept, words)) if done != "0" else ""
    return " · ".join(filter(None, (span, points, each)))


def runs(swept: Swept, words: Words) -> str:
    """Replications of each point, or from how few to how many."""
    low, high = (number(count, words.language) for count in swept.replications)
    return words.counted("plot.runs", high if low == high else f"{low}{DASH}{high}")


def notes(swept: Swept, words: Words) -> list[str]:
    """What stands right below the findings: how sure they are, and what they are."""
    least = swept.replications[0]
    if not least:
        return [words("page.honest")]
    rough = [words("uncertainty.few")] if 1 < least < FEW_RUNS else []
    return [words("page.one_run" if least == 1 else "sweep.interval_note"), *rough, words("page.honest")]


def limits(swept: Swept) -> list[str]:
    """How the figures are read, as far as it concerns this sweep."""
    left_out = {"averaged" if swept.sampled else "", "averaged" if len(swept.varying) < 2 else ""}
    own = [key for key in LIMITS if key not in left_out]
    return [*own, "sampled"] if swept.sampled else own


def facts(swept: Swept, words: Words) -> list[tuple[str, str]]:
    """What all points share, in words."""
    office, language = swept.office, words.language
    assumed = sum(entry.kind == "assumed" for entry in office.evidence)
    found = {
        "base": office.heading(language),
        "design": words(f"sweep.design.{swept.design}"),
        "scenarios": ", ".join(office.label("scenario", name, language) for name in office.scenarios),
        "replications": runs(swept, words) if swept.replications[1] else "",
        "assumed": words.counted("sweep.assumed", number(assumed, language)),
    }
    return [(words(f"sweep.fact.{key}"), text) for key, text in found.items() if text]


def repeat(swept: Swept, words: Words) -> list[tuple[str, str]]:
    """What is needed to make the same figures again."""
    command = f"navsim sweep experiment.yaml --out {words('sweep.another_folder')}"
    version, _, sources = swept.program.partition(" ")
    seed, config = (str(swept.office.manifest[key]) for key in ("seed", "config_hash"))
    keys = (
        ("version", version),
        ("engine_sources", sources),
        ("seed", seed),
        ("config_hash", config),
        ("command", command),
    )
    return [(words(f"{'sweep.' if key == 'engine_sources' else ''}repeat.{key}"), text) for key, text in keys if text]
