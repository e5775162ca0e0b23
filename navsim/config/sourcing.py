"""The numbers of a config, and which of them a path of evidence means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from navsim.config import fields
from navsim.config.merge import ALTERNATIVES
from navsim.config.places import Path, Source, dotted, has, nearest, walk
from navsim.config.problem import FieldError
from navsim.values import units

SECTIONS = ("calendar", "users", "shocks", "tasks", "staff", "receptions", "rules", "goal", "each_office")
"""Where numbers need evidence."""

FORMS = (units.duration, units.rate, units.daily, units.share, fields.day, fields.hours, fields.month_day)
LAWS = ALTERNATIVES[0]
EVERY = "*"
"""In a path of evidence: every entry of the section."""


ROWS = ("each_office", "rows")
"""The rows of a table: where one number of a column comes from the others do too."""


def numbers(data: dict[str, Any]) -> list[str]:
    """The path of every number, date and opening hour that the config states."""
    return [dotted(path) for path in number_paths(data)]


def number_paths(data: dict[str, Any]) -> Iterator[Path]:
    """:func:`numbers` as keys."""
    for section in SECTIONS:
        if section in data:
            for path, value in walk(data[section], (section,)):
                if "title" not in path and is_number(value) and not stands_in(data, path):
                    yield path


def stands_in(data: dict[str, Any], path: Path) -> bool:
    """Whether a number is for nothing: each office has its own in its place, or no office uses its column.

    The first row of a table stands for the others.
    """
    own = data.get(ROWS[0])
    if not isinstance(own, dict):
        return False
    if path[:2] == ROWS:
        used = {amount if isinstance(amount, str) else amount["column"] for amount in own["set"].values()}
        return path[2] != next(iter(own[ROWS[1]])) or path[3] not in used
    return any(f"{dotted(path)}.".startswith(f"{target}.") for target in own["set"])


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
