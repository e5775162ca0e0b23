"""The words of the report: one catalogue for each language, with the same keys and placeholders."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from navsim.config.fields import Language


@dataclass(frozen=True)
class Words:
    """The texts of one language, by dotted key."""

    language: Language
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key`` with its placeholders filled in; KeyError for a key that does not exist."""
        return self.table[key].format(**values)

    def counted(self, key: str, number: str, **values: object) -> str:
        """The singular of ``key`` for a number written as 1, else the plural; ``{number}`` is the number."""
        form = "one" if number == "1" else "other"
        return self(f"{key}.{form}", number=number, **values)

    def has(self, key: str) -> bool:
        """Whether the catalogue has a text for ``key``."""
        return key in self.table

    def listed(self, parts: list[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('general.and')} {parts[-1]}"

    def quoted(self, text: str) -> str:
        """A title inside a sentence."""
        return self("general.quoted", text=text)


@cache
def words(language: Language) -> Words:
    """The catalogue of a language."""
    raw = files("navsim.report").joinpath("catalogues", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(flat(tomllib.loads(raw))))


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Dotted keys and texts of a nested table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
