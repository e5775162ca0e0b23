"""The page: one file that needs no network, findings first. All texts of the config are escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from navsim.report.areas import area_tables
from navsim.report.basis import changes, conflicts, evidence_tables, observed, unsourced
from navsim.report.download import address, file_name
from navsim.report.findings import findings
from navsim.report.headings import Heading
from navsim.report.material import Material
from navsim.report.naming import title_of
from navsim.report.numbers import day, number, window
from navsim.report.outcomes import break_even, target_tables, targets_left_out, targets_overview
from navsim.report.priced import level
from navsim.report.select import rows
from navsim.report.spending import spending
from navsim.report.stress import checklist, runs
from navsim.report.tables import Table, difference_lines, level_lines
from navsim.report.visitors import visitors
from navsim.report.whom import for_whom, levels
from navsim.report.words import Words

LIMITS = ("forecast", "base", "activity", "fitted", "displaced", "ranking")
LEFT_OUT = ("case", "quality", "people", "no_show", "dependence", "breaks")
UNCERTAINTIES = ("chance", "many", "assumptions", "not_swept", "never_mixed")
FEW_RUNS = 20
FOLDED_TARGETS = 5
"""From so many targets on their tables are folded below the overview."""
REPEAT = ("version", "revision", "engine", "replications", "seed", "config_hash", "command")
SECTIONS = (
    "findings", "pictures", "tables", "targets", "whom", "spending", "areas", "break_even", "changes", "uncertainties",
    "assumptions", "conflicts", "limits", "left_out", "checklist", "repeat",
)  # fmt: skip
ALWAYS = frozenset({"tables", "assumptions", "conflicts"})
"""Sections that say so when there is nothing; the others are left out then."""
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
    shown = contents(material, drawn, words)
    return environment().get_template("report.html.j2").render(
        t=words,
        language=words.language,
        title=material.heading(words.language),
        period=period(material, words),
        sections=[(name, section_title(name, words)) for name in SECTIONS if name in ALWAYS or shown[name]],
        save=lambda table: (file_name(table, material.name), address(table, words)),
        notes=notes(material, words),
        **shown,
    )  # fmt: skip


@cache
def environment() -> Environment:
    """Templates that escape whatever they are given, and fail where something is missing."""
    return Environment(
        loader=PackageLoader("navsim.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def contents(material: Material, drawn: Sequence[Drawn], words: Words) -> dict[str, Any]:
    """What stands in each section."""
    return {
        "findings": findings(material, words),
        "pictures": drawn,
        "differences": difference_lines(material, words) if material.others else None,
        "levels": level_lines(material, words),
        "observed": observed(material, words),
        "visitors": visitors(material, words),
        "targets": target_tables(material, words),
        "targets_overview": targets_overview(material, words),
        "targets_folded": FOLDED_TARGETS,
        "targets_left_out": targets_left_out(material, words),
        "whom": [*told(levels(material, words)), *folded(for_whom(material, words), len(material.focus) - 1)],
        "spending": spending(material, words),
        "areas": area_tables(material, words),
        "break_even": break_even(material, words),
        "changes": changes(material, words) if material.others else None,
        "uncertainties": [words(f"uncertainty.{key}") for key in UNCERTAINTIES],
        "evidence": evidence_tables(material, words),
        "unsourced": unsourced(material, words),
        "conflicts": conflicts(material, words),
        "limits": limits(material, words),
        "left_out": [words(f"{'left_out' if words.has(f'left_out.{key}') else 'limit'}.{key}") for key in LEFT_OUT],
        "checklist": checklist(material, words),
        "repeat": repeat(material.manifest, words),
    }


def told(table: Table | None) -> list[tuple[bool, Table]]:
    """A table that is shown at once, if there is one."""
    return [(True, table)] if table else []


def folded(tables: Sequence[Table], unfolded: int) -> list[tuple[bool, Table]]:
    """Tables with whether they are shown at once: those of the scenarios that the plots emphasise are."""
    return [(place < unfolded, table) for place, table in enumerate(tables)]


def section_title(name: str, words: Words) -> str:
    """The heading of a section."""
    return words("changes.title") if name == "changes" else words(f"page.{name}")


def period(material: Material, words: Words) -> str:
    """First and last day and the number of runs."""
    last = material.start + timedelta(days=7 * material.weeks - 1)
    count = words.counted("plot.runs", number(runs(material), words.language))
    return words("page.period", first=day(material.start, words), last=day(last, words), runs=count)


def notes(material: Material, words: Words) -> list[str]:
    """What stands right below the findings: how sure they are, and what they are."""
    count = runs(material)
    rough = [words("uncertainty.few")] if 1 < count < FEW_RUNS else []
    return [words("page.one_run" if count == 1 else "page.interval_note"), *rough, words("page.honest")]


def limits(material: Material, words: Words) -> list[str]:
    """What the figures do not say, as far as it concerns this run."""
    keys = [*LIMITS, "effect" if material.follow_up_effect > 0 else "outcome"]
    if rows(material.hours, use="reception_idle")["mean"].sum() > 0:
        keys.append("reception")
    if level(material, material.base) is None:
        keys.append("no_cost")
    values = {"window": window(material, words), "base": title_of(material, material.base, words)}
    return [*(words(f"limit.{key}", **values) for key in keys), words("privacy.note")]


def repeat(manifest: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """What is needed to make the same figures again."""
    return [(words(f"repeat.{key}"), str(manifest[key])) for key in REPEAT if manifest.get(key) is not None]
