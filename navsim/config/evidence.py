"""Where each number of a config comes from: which numbers there are, which have no evidence, and the table of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from navsim.config import fields
from navsim.config.merge import ALTERNATIVES, get
from navsim.config.places import Path, Source, dotted, has, nearest, walk
from navsim.config.problem import FieldError
from navsim.values import units

if TYPE_CHECKING:
    from navsim.config.document import Document

SECTIONS = ("calendar", "users", "shocks", "tasks", "staff", "receptions", "rules", "goal")
"""Where numbers need evidence."""

FORMS = (units.duration, units.rate, units.daily, units.share, fields.day, fields.hours, fields.month_day)
LAWS = ALTERNATIVES[0]
LONGEST = 60
EVERY = "*"
"""In a path of evidence: every entry of the section."""


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


def numbers(data: dict[str, Any]) -> list[str]:
    """The path of every number, date and opening hour that the config states."""
    return [dotted(path) for path in number_paths(data)]


def number_paths(data: dict[str, Any]) -> Iterator[Path]:
    """:func:`numbers` as keys."""
    for section in SECTIONS:
        if section in data:
            for path, value in walk(data[section], (section,)):
                if "title" not in path and is_number(value):
                    yield path


def is_number(value: object) -> bool:
    """Whether a value is a number, a date or an opening."""
    if isinstance(value, str):
        return any(reads(form, value) for form in FORMS)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def reads(form: Any, text: str) -> bool:
    """Whether a text is written in a form."""
    try:
        form(text)
    except ValueError:
        return False
    return True


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


def find(data: dict[str, Any], target: str) -> list[Path]:
    """The paths that an entry of evidence names: one, several with ``*`` for every entry of a section, or none.

    Keys may hold dots themselves, and the family of a distribution may be left out (``minutes.mean``).
    """
    return list(search(data, target.split("."), ()))


def search(data: Any, words: list[str], path: Path) -> Iterator[Path]:
    """:func:`find` below ``path``."""
    if not words:
        yield path
    elif isinstance(data, list):
        number = int(words[0]) - 1 if words[0].isdecimal() and len(words[0]) < 9 else -1
        if number >= 0 and has(data, number):
            yield from search(data[number], words[1:], (*path, number))
    elif isinstance(data, dict) and words[0] == EVERY:
        for key, value in data.items():
            yield from search(value, words[1:], (*path, key))
    elif isinstance(data, dict):
        yield from search_keys(data, words, path)


def search_keys(data: dict[str, Any], words: list[str], path: Path) -> Iterator[Path]:
    """:func:`search` by the longest key that the words begin with."""
    for length in range(len(words), 0, -1):
        key = ".".join(words[:length])
        if key in data:
            yield from search(data[key], words[length:], (*path, key))
            return
    family = next((law for law in LAWS if list(data) == [law]), None)
    if family:
        yield from search(data[family], words, (*path, family))


def misplaced(source: Source) -> Iterator[FieldError]:
    """Entries of evidence for paths that the config does not have."""
    known = [dotted(path) for path, _ in walk(source.data) if path and path[0] in SECTIONS]
    for path in source.data.get("evidence", {}):
        if not find(source.data, path):
            meant = nearest(path, known)
            message = "evidence for something that the config does not have"
            yield FieldError(("evidence", path), message + (f"; did you mean {meant}?" if meant else ""))
