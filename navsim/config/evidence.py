"""Where each number of a config comes from: which have no evidence, and the table of it."""

from __future__ import annotations

from dataclasses import dataclass

from navsim.config.document import Document
from navsim.config.merge import get
from navsim.config.places import dotted
from navsim.config.sourcing import find, number_paths

LONGEST = 60
"""Characters of a value in the table."""


@dataclass(frozen=True)
class EvidenceRow:
    """One entry of the evidence, as text: what is not given is empty."""

    path: str
    value: str
    kind: str
    range: str
    source: str
    why: str
    says: str
    gives: str


def unsourced(document: Document) -> list[str]:
    """The numbers without an entry of evidence at their path or above it."""
    data = document.data
    covered = {found for path in data.get("evidence", {}) for found in find(data, path)}
    return [
        dotted(path)
        for path in number_paths(data)
        if not any(path[:length] in covered for length in range(1, len(path) + 1))
    ]


def evidence_table(document: Document) -> list[EvidenceRow]:
    """Every entry of the evidence with the value that it is for, in the order in which they are written."""
    rows = []
    for path, entry in document.config().evidence.items():
        values = dict.fromkeys(as_text(get(document.data, found)) for found in find(document.data, path))
        rows.append(
            EvidenceRow(
                path=path, value=" / ".join(values), kind=entry.kind,
                range=" - ".join(as_text(part) for part in entry.range or ()), source=entry.source or "",
                why=entry.why or "", says=entry.says or "", gives=entry.gives or "",
            )
        )  # fmt: skip
    return rows


def as_text(value: object) -> str:
    """A value as it is written, on one line; a long section is cut."""
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {as_text(part)}" for key, part in value.items() if key != "title")
    elif isinstance(value, (list, tuple)):
        text = ", ".join(as_text(part) for part in value)
    else:
        return "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
