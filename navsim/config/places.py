"""Raw config data together with where each part of it was written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from navsim.values.errors import InputError

Path = tuple[str | int, ...]
"""Keys and, for list items, numbers counted from 0."""


@dataclass(frozen=True)
class Place:
    """A file and, where it is known, a line counted from 1."""

    file: str
    line: int | None = None

    def error(self, message: str) -> InputError:
        """The error that points here."""
        return InputError(message, self.file, self.line)


@dataclass(frozen=True)
class Source:
    """Plain data (dict, list, str, int, float, bool, None) and the place of every part of it."""

    data: dict[str, Any]
    places: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Where the path, or the nearest part above it, was written."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place("config")


def dotted(path: Path) -> str:
    """A path as people write it: ``tasks.intake.due``; list items are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, if any does."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return close[0] if close else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: what was meant, or else what there is."""
    names = list(known)
    meant = nearest(word, names)
    if meant:
        return f"; did you mean {meant}?"
    return f"; known are {', '.join(names[:20])}" if names else ""


def has(data: Any, part: str | int) -> bool:
    """Whether a section or a list has such a part."""
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def walk(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every part of the data with its path, each before what lies below it."""
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from walk(value, (*path, number))
