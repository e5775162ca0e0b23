"""How reports name what a config names: scenarios in quotation marks, parts of the office's users."""

from __future__ import annotations

from navsim.report.material import Material
from navsim.report.select import Part
from navsim.report.words import Words


def title_of(material: Material, scenario: str, words: Words) -> str:
    """A scenario's title in quotation marks."""
    return words.quoted(material.label("scenario", scenario, words.language))


def part_name(material: Material, part: Part, words: Words) -> str:
    """A group, a trait's value, an office or an owner; of a cross its values."""
    if part.dimension == "owner":
        return words(f"owner.{part.group}")
    dimensions, groups = part.dimension.split("*"), part.group.split("*")
    return ", ".join(material.label(*each, words.language) for each in zip(dimensions, groups, strict=True))


def dimension_name(material: Material, dimension: str, words: Words) -> str:
    """What users are divided by: what the config calls it, or else what the field does."""
    key = f"part.{dimension}"
    titled = ("trait", dimension) in material.names
    return words(key) if words.has(key) and not titled else material.label("trait", dimension, words.language)
