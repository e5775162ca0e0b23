"""How reports name what a config names: scenarios in quotation marks, parts of the office's users."""

from __future__ import annotations

from navsim.report.material import Material, readable
from navsim.report.select import Part
from navsim.report.words import Words


def title_of(material: Material, scenario: str, words: Words) -> str:
    """A scenario's title in quotation marks."""
    return words.quoted(material.label("scenario", scenario, words.language))


def part_name(material: Material, part: Part, words: Words) -> str:
    """A group, a trait's value or an office; of a cross its values."""
    dimensions, groups = part.dimension.split("*"), part.group.split("*")
    texts = [material.label(*each, words.language) for each in zip(dimensions, groups, strict=True)]
    return ", ".join(texts)


def dimension_name(dimension: str, words: Words) -> str:
    """What users are divided by."""
    key = f"part.{dimension}"
    return words(key) if words.has(key) else readable(dimension)
