"""Where in a config something stands, in words: ``tasks.application.channels.digital.share`` by titles and fields."""

from __future__ import annotations

from navsim.config.evidence import SCENARIOS, changed_path
from navsim.config.merge import ALTERNATIVES
from navsim.config.places import Path
from navsim.config.shocks import canonical
from navsim.config.sourcing import EVERY
from navsim.report.material import Material, readable
from navsim.report.naming import dimension_name
from navsim.report.words import Words

KINDS = {
    "users": "group", "tasks": "task", "staff": "staff", "receptions": "reception", "offices": "office",
    "targets": "target", "shocks": "shock", "lists": "task", "areas": "area",
}  # fmt: skip
"""Sections of entries that have names, and what kind of name that is."""

NAMED = {
    "channels": "channel", "moves_to": "group", "office": "office", "travel": "office", "leaves_to": "", "extra": "",
    "traits": "",
}  # fmt: skip
"""Fields below which there are names again."""

TRAITS = "traits"
LAWS = frozenset(ALTERNATIVES[0])
SILENT = frozenset({*LAWS, "steps", "channels", "traits", "start"})
"""Parts of a path that say nothing which what follows them doesn't say."""

VALUES = frozenset({"value", "ramp_to", "add", "set"})
"""Fields whose unit is that of the field above them."""


def place(path: Path, material: Material, words: Words) -> str:
    """A path by the titles of what it names, and its fields in plain words."""
    section, *rest = path
    if section == SCENARIOS and rest:
        entry = material.label("scenario", str(rest[0]), words.language)
        return f"{entry}: {place(changed_path(path), material, words)}" if len(rest) > 1 else entry
    if section not in KINDS or not rest:
        return readable(parts(path, material, words))
    if rest[0] == EVERY:
        entry = words("field.every", section=field(str(section), words))
    else:
        entry = material.label(KINDS[str(section)], str(rest[0]), words.language)
    if section == "shocks" and len(rest) > 1:
        return f"{entry}: {place(below_shock(rest), material, words)}"
    told = parts(tuple(rest[1:]), material, words)
    return readable(f"{entry}: {told}" if told else entry)


def below_shock(rest: list[str | int]) -> Path:
    """The timeline that a shock changes, and what lies below the change."""
    return (*canonical(str(rest[1])).split("."), *rest[2:])


def parts(path: Path, material: Material, words: Words) -> str:
    """What stands below an entry, part by part."""
    told = []
    for number, part in enumerate(path):
        above = [str(one) for one in path[:number]]
        if isinstance(part, int):
            told.append(words("field.number", number=part + 1))
        elif above[-2:-1] == ["traits"]:
            told.append(material.label(above[-1], part, words.language))
        elif above[-1:] == ["traits"]:
            told.append(dimension_name(material, part, words).lower())
        elif above and above[-1] in NAMED:
            told.append(name(NAMED[above[-1]], part, material, words))
        elif part not in SILENT or number == len(path) - 1:
            told.append(field(part, words))
    return ", ".join(told)


def name(kind: str, text: str, material: Material, words: Words) -> str:
    """The title of something of a kind; of what has no titles, the word for it or the name as it can be read."""
    if kind:
        return material.label(kind, text, words.language)
    return words(f"value.{text}") if words.has(f"value.{text}") else text.replace("_", " ")


def field(text: str, words: Words) -> str:
    """A field of the config in plain words."""
    return words(f"field.{text}") if words.has(f"field.{text}") else text.replace("_", " ")


def unit_field(path: Path) -> str:
    """The field that says in which unit the value at a path is, and what the names in it are names of."""
    if path[:1] == (SCENARIOS,) and len(path) > 2:
        path = changed_path(path)
    if path[:1] == ("shocks",) and len(path) > 2:
        path = below_shock(list(path[1:]))
    texts = [str(part) for part in path]
    if TRAITS in texts[:-1]:
        return of_trait(texts[texts.index(TRAITS) + 1])
    while len(texts) > 1 and (texts[-1].isdecimal() or texts[-1] in {"steps", *VALUES, *LAWS}):
        texts.pop()
    return texts[-2] if len(texts) > 1 and texts[-2] in NAMED else texts[-1]


def of_trait(trait: str) -> str:
    """The unit of what is said of one trait: shares of its values, or their names."""
    return f"{TRAITS}.{trait}"


def trait_of(unit: str) -> str:
    """The trait in a unit made by :func:`of_trait`; empty in any other."""
    field, _, trait = unit.partition(".")
    return trait if field == TRAITS else ""
