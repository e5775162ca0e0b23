"""Where each number of a config comes from: which have no evidence, and the table of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from navsim.config.document import Document
from navsim.config.fields import Texts
from navsim.config.merge import get
from navsim.config.office_rows import extent
from navsim.config.places import Path, dotted
from navsim.config.records import Evidence
from navsim.config.sourcing import EVERY, ROWS, find, number_paths

MOST_STEPS = 3
"""Steps of a timeline that are shown one by one; of more, how many and from where to where."""


SCENARIOS = "scenarios"


@dataclass(frozen=True)
class EvidenceRow:
    """One entry of the evidence: its path as it is written, what the path means, and the values there, each once."""

    path: str
    kind: str
    places: tuple[Path, ...] = ()
    values: tuple[Any, ...] = ()
    range: tuple[Any, ...] = ()
    source: Texts | None = None
    why: Texts | None = None
    says: Texts | None = None
    gives: Texts | None = None

    @property
    def place(self) -> Path:
        """What the path means; of one about every entry of a section with ``*`` in the place of their names."""
        first = self.places[0]
        return (first[0], EVERY, *first[2:]) if self.path.split(".")[1:2] == [EVERY] else first

    @property
    def value(self) -> str:
        """The values as a config writes them."""
        return " / ".join(as_text(value) for value in self.values)

    @property
    def span(self) -> str:
        """The range as a config writes it."""
        return " - ".join(as_text(value) for value in self.range)


def unsourced(document: Document) -> list[str]:
    """The numbers without an entry of evidence at their path or above it."""
    return [dotted(path) for path in unsourced_paths(document)]


def unsourced_paths(document: Document) -> list[Path]:
    """:func:`unsourced` as keys."""
    data = document.data
    covered = {found for path in data.get("evidence", {}) for found in find(data, path)}
    return [
        path for path in number_paths(data) if not any(path[:length] in covered for length in range(1, len(path) + 1))
    ]


def evidence_table(document: Document) -> list[EvidenceRow]:
    """Every entry of the evidence with the value that it is for, in the order in which they are written."""
    return [row(document.data, path, entry) for path, entry in document.config().evidence.items()]


def row(data: dict[str, Any], path: str, entry: Evidence) -> EvidenceRow:
    """One entry with what its path means."""
    places = tuple(find(data, path))
    values = once([extent(get(data, place)) if place == ROWS else get(data, place) for place in places])
    return EvidenceRow(
        path, entry.kind, places, values, entry.range or (), entry.source, entry.why, entry.says, entry.gives
    )


def changed_path(path: Path) -> Path:
    """What a scenario changes, from where the change is written: ``scenarios.a`` and ``staff.b.people`` below it."""
    section, *rest = str(path[2]).split(".")
    own = (rest[0], ".".join(rest[1:])) if section == "shocks" and len(rest) > 1 else rest
    return (section, *own, *path[3:])


def once(values: Sequence[Any]) -> tuple[Any, ...]:
    """The values in their order, those that are alike once."""
    return tuple({as_text(value): value for value in values}.values())


def as_text(value: object, inside: bool = False) -> str:
    """A value as it is written, on one line and whole but for titles; of many steps only how far they lead."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            text = ", ".join(f"{key}: {as_text(part, True)}" for key, part in value.items() if key != "title")
            return f"{{{text}}}" if inside else text
        case list() | tuple() if is_steps(value) and len(value) > MOST_STEPS:
            first, last = ends(value)
            return f"{len(value)} steps {as_text(first)} → {as_text(last)}"
        case list() | tuple():
            text = ", ".join(as_text(part, True) for part in value)
            return f"[{text}]" if inside else text
        case _:
            return str(value)


def is_steps(value: Sequence[Any]) -> bool:
    """Whether a list is that of the steps of a timeline."""
    return bool(value) and all(isinstance(step, dict) and "value" in step for step in value)


def ends(steps: Sequence[Any]) -> tuple[Any, Any]:
    """The value with which a timeline begins, and that with which it ends."""
    return steps[0]["value"], steps[-1].get("ramp_to", steps[-1]["value"])
