"""The STRESS-DES checklist, filled from the config and the manifest.

Source: Monks, T., Currie, C., Onggo, B., Robinson, S., Kunc, M. and Taylor, S. (2019), "Strengthening the reporting of
empirical simulation studies: Introducing the STRESS guidelines", *Journal of Simulation* 13(1), 55-67: six sections,
20 items. What a run doesn't know about itself is said not to be reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from navsim.report.material import Material
from navsim.report.numbers import day, number, window
from navsim.report.tables import Cell, Table
from navsim.report.words import Words

Status = Literal["reported", "partly", "not_reported"]


def always(status: Status) -> Callable[[Material], Status]:
    """A status that no run changes."""
    return lambda material: status


def sources(material: Material) -> Status:
    """Whether the config says where its numbers come from."""
    if not material.evidence:
        return "not_reported"
    return "partly" if material.unsourced else "reported"


def prepared(material: Material) -> Status:
    """Derived numbers come with their reasoning; other work on the data is not known here."""
    return "partly" if any(entry.kind == "derived" for entry in material.evidence) else "not_reported"


def estimated(material: Material) -> Status:
    """One run gives no interval."""
    return "reported" if runs(material) > 1 else "partly"


ITEMS: tuple[tuple[str, Callable[[Material], Status]], ...] = (
    ("1.1", always("partly")),
    ("1.2", always("reported")),
    ("1.3", always("partly")),
    ("2.1", always("not_reported")),
    ("2.2", always("reported")),
    ("2.3", always("reported")),
    ("2.4", always("reported")),
    ("2.5", always("reported")),
    ("3.1", sources),
    ("3.2", prepared),
    ("3.3", sources),
    ("3.4", always("partly")),
    ("4.1", always("reported")),
    ("4.2", always("reported")),
    ("4.3", estimated),
    ("5.1", always("reported")),
    ("5.2", always("reported")),
    ("5.3", always("reported")),
    ("5.4", always("reported")),
    ("6.1", always("partly")),
)


def runs(material: Material) -> int:
    """Replications of each scenario; 0 when the manifest doesn't say."""
    return int(material.manifest.get("replications", 0))


def checklist(material: Material, words: Words) -> Table:
    """The 20 items: what is reported, how completely and what it is or where it stands."""
    values = facts(material, words)
    lines = []
    for item, status in ITEMS:
        key = item.replace(".", "_")
        title = f"{item} {words(f'stress.item_{key}')}"
        found = status(material)
        variant = f"stress.answer_{key}_{found}"
        answer = words(variant if words.has(variant) else f"stress.answer_{key}", **values)
        lines.append((title, (Cell(words(f"stress.{found}")), Cell(answer))))
    columns = tuple(words(f"stress.{key}") for key in ("column_item", "column_status", "column_answer"))
    return Table(words("stress.caption"), columns, tuple(lines), "stress-des", (words("stress.source"),))


def facts(material: Material, words: Words) -> dict[str, object]:
    """All that the answers may mention."""
    manifest, language = material.manifest, words.language
    kinds = Counter(entry.kind for entry in material.evidence)
    weekly = material.weekly[material.weekly["scenario"] == material.base]
    parts = weekly[["dimension", "group"]].drop_duplicates()["dimension"].value_counts()
    unknown = words("stress.unknown")
    libraries = manifest.get("libraries", {})
    return {
        "title": words.quoted(material.heading(language)),
        "base": words.quoted(material.label("scenario", material.base, language)),
        "scenarios": words.listed([words.quoted(material.label("scenario", one, language)) for one in material.others])
        or words("stress.none"),
        "window": window(material, words),
        "groups": number(int(parts.get("group", 0)), language),
        "tasks": number(int(parts.get("task", 0)), language),
        "offices": number(max(1, int(parts.get("office", 0))), language),
        "receptions": number(int(parts.get("reception", 0)), language),
        "observed": kinds["observed"],
        "estimates": kinds["estimate"],
        "derived": kinds["derived"],
        "assumed": kinds["assumed"],
        "conflicts": kinds["conflict"],
        "unsourced": len(material.unsourced),
        "weeks": number(material.weeks, language),
        "first": day(material.start, words),
        "last": day(material.start + timedelta(days=7 * material.weeks - 1), words),
        "runs": words.counted("plot.runs", number(runs(material), language)),
        "version": manifest.get("version", unknown),
        "python": manifest.get("python", unknown),
        "libraries": words.listed([f"{name} {version}" for name, version in libraries.items()]) or unknown,
        "engine": manifest.get("engine", unknown),
        "machine": manifest.get("machine", unknown),
        "seed": manifest.get("seed", unknown),
        "command": manifest.get("command", unknown),
        "revision": manifest.get("revision") or unknown,
        "hash": str(manifest.get("config_hash", unknown))[:8],
    }
