"""The reference pages of configs and experiments, from their JSON Schemas, which come from the models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docs.generator.markdown import HEAD, table
from navsim.config.schema import FIELDS, schema
from navsim.sweeps.schema import schema as experiment_schema

WRITTEN: Mapping[str, tuple[str, str]] = {
    "Duration": ("duration", "a number with `min`, `h`, `days`, `weeks`, `months` (a twelfth of 365.25 days), `years`"),
    "Rate": ("rate", "events for each unit of time: `12 / week`, `1.1 / month`"),
    "Daily": ("visits", "for each day on which the reception is open: `12.8 / open day`"),
    "Day": ("date", "`2020-03-12`; what begins on it begins at 00:00, what ends on it ends at 24:00"),
    "Hours": ("hours", "from-to on the clock: `08:00-15:30`"),
    "Share": ("share", "from 0 to 1, or with a percent sign: `0.55`, `55 %`"),
    "Factor": ("factor", "a plain number, 0 or more"),
    "Name": ("name", "a-z, 0-9, `_` and `-`, beginning with a letter, at most 60 characters"),
    "Text": ("text", "one text, or one for each language: `{nb: ..., nn: ..., en: ...}`"),
}  # fmt: skip
"""What single values are called on the page, and how they are written."""

TIMELINE_PARTS = {"Spec": "Timeline", "Step": "Step", "Pulse": "Pulse"}
KEYS = {"shocks.<name>": "<timeline>", "evidence": "<path>", "each_office.set": "<path>"}
"""Sections whose keys are not names."""
UNITS = {"Rate": "rate", "Share": "share", "Factor": "factor", "Daily": "visits"}


ABOUT = {
    "Timeline": "What changes with the calendar: steps or a series, times a season, then pulses. "
    "A bare value is constant; a list is a list of steps. Within a day the value is constant.",
    "Step": "From a date on the value is this, or it moves in a straight line to `ramp_to` over a while.",
    "Pulse": "A passing change: straight up over `rise`, constant for `hold`, straight down over `fall`. "
    "Exactly one of `add`, `multiply` and `set`. With `multiply` and `set` the pulse moves from the undisturbed value "
    "to the new one and back.",
    "Change": "What a shock does to one timeline: a pulse. Its key is the timeline's path, e.g. "
    "`tasks.intake.probability`; `inflow.aap` is short for `users.aap.inflow`. Added inflow is a stream of its own, "
    "with its own people.",
    "Shock": "What happens to the office from outside (sjokk). Every other key is the path of a timeline, and its "
    "value a [Change](#change) to it.",
    "Scenario": "A named, ordered list of changes to the config (alternativ). Every other key is a path, and its value "
    "what stands there in this scenario; `none` removes the entry.",
}
"""What the schema cannot say of a section; the parts of a timeline exist once for each unit there."""


def config_page() -> str:
    """Every section and field of a config."""
    text = "# Config\n\nOne YAML file. Unknown keys are mistakes. Where a value has several forms, all are listed.\n\n"
    text += "## How values are written\n\n" + table(("value", "written"), sorted(WRITTEN.values()))
    return HEAD + text + described(schema()["$defs"], "Config")


def experiment_page() -> str:
    """Every section and field of an experiment."""
    text = (
        "# Experiment\n\nOne YAML file for `navsim sweep`. Unknown keys are mistakes. Paths are those of the base "
        "config, as in its [scenarios](config.md#scenario); values are written "
        "[as there](config.md#how-values-are-written).\n"
    )
    return HEAD + text + described(experiment_schema()["$defs"], "Experiment")


def described(parts: Mapping[str, Any], root: str) -> str:
    """The sections below one, with a table of the fields of each."""
    text = ""
    for name, (title, path) in sections(parts, root).items():
        part = parts[name]
        required = part.get("required", ())
        value = "value in its unit" if title in TIMELINE_PARTS.values() else "rate"
        rows = [
            (
                f"`{key}`",
                value if (form := type_text(field)) == "rate" else form,
                "required" if key in required else default_text(field),
                field.get("description", ""),
            )
            for key, field in part["properties"].items()
        ]
        about = ABOUT.get(title) or part["description"]
        text += f"\n## {title}\n\n{about}\n\n"
        text += f"Written at `{path}`.\n\n" if path else ""
        text += table(("field", "type", "default", "meaning"), rows)
    return text


def sections(parts: Mapping[str, Any], root: str) -> dict[str, tuple[str, str]]:
    """The sections that a file can have, each with its title and a path where it is written, in order of reading."""
    found = {root: (root, "")}
    todo = [(root, "")]
    while todo:
        name, path = todo.pop(0)
        inside = [(field, f"{path}.{key}".lstrip(".")) for key, field in parts[name].get("properties", {}).items()]
        by_path = {"additionalProperties": parts[name].get("additionalProperties")}
        for field, place in [*inside, (by_path, path)]:
            for other, below in references(field, place):
                title = titled(other)
                if other not in FIELDS and title not in {known for known, _ in found.values()}:
                    found[other] = (title, "" if title in TIMELINE_PARTS.values() else below)
                    todo.append((other, below))
    return found


def references(field: Any, path: str) -> Iterator[tuple[str, str]]:
    """The sections that a field's value may be or hold, with the path of each."""
    if isinstance(field, list):
        for item in field:
            yield from references(item, path)
    elif isinstance(field, dict):
        if "$ref" in field:
            yield field["$ref"].removeprefix("#/$defs/"), path
        for key in ("anyOf", "oneOf"):
            yield from references(field.get(key, []), path)
        yield from references(field.get("items", []), path + "[]")
        for value in (*field.get("patternProperties", {}).values(), field.get("additionalProperties")):
            yield from references(value, f"{path}.{KEYS.get(path, '<name>')}")


def titled(name: str) -> str:
    """The title of a section; those that exist for each unit share one."""
    return next((title for end, title in TIMELINE_PARTS.items() if name in {unit + end for unit in UNITS}), name)


def linked(title: str) -> str:
    """A link to a section of the page."""
    return f"[{title}](#{title.lower()})"


KNOWN: Mapping[tuple[str, ...], str] = {
    ("number from 0 to 1", "percent"): "share",
    ("factor", "text"): "value in the timeline's unit",
    ("name", "list of name"): "name or names",
    ("text", "whole number", "number"): "number, or text with a unit",
    ("text", "whole number", "number", "`true` or `false`"): "single value",
    ("text", "whole number", "number", "`true` or `false`", "list of any value", "by path: any value"): "any value",
}
"""Choices of forms that have a name of their own."""


def type_text(field: Mapping[str, Any]) -> str:
    """The form of a field's value in words."""
    forms = field.get("anyOf") or field.get("oneOf")
    if forms:
        texts = list(dict.fromkeys(type_text(form) for form in forms))
        line = next((text for text in texts if "](#timeline)" in text), None)
        return line or KNOWN.get(tuple(texts)) or " or ".join(texts)
    if "$ref" in field:
        name = field["$ref"].removeprefix("#/$defs/")
        unit = next((unit for unit in UNITS if name == unit + "Spec"), None)
        return (
            f"{linked('Timeline')} ({UNITS[unit]})"
            if unit
            else WRITTEN[name][0]
            if name in FIELDS
            else linked(titled(name))
        )
    if "items" in field:
        return f"list of {type_text(field['items'])}"
    if "patternProperties" in field:
        return f"by name: {type_text(next(iter(field['patternProperties'].values())))}"
    if isinstance(field.get("additionalProperties"), dict):
        return f"by key: {type_text(field['additionalProperties'])}"
    if "enum" in field or "const" in field:
        return ", ".join(f"`{value}`" for value in field.get("enum", [field.get("const")]))
    return single(field)


def single(field: Mapping[str, Any]) -> str:
    """The form of a single value."""
    pattern, kind = field.get("pattern", ""), field.get("type")
    low, high = (
        field.get("minimum", field.get("exclusiveMinimum")),
        field.get("maximum", field.get("exclusiveMaximum")),
    )
    if kind == "integer":
        return "whole number" + (
            f", {low} to {high}" if high is not None and high < 2**53 else f", from {low}" if low is not None else ""
        )
    if kind == "number":
        return "number from 0 to 1" if high == 1 else "factor" if low == 0 else "number"
    if kind == "string":
        return "percent" if pattern.endswith("%$") else "name" if pattern.startswith("^[a-z]") else {
            "^[12]\\d{3}-W\\d{2}$": "ISO week (`2020-W10`)", r"^\d{2}-\d{2}$": "month-day (`06-22`)",
        }.get(pattern, "text")  # fmt: skip
    return {"boolean": "`true` or `false`", "object": "by path: any value"}.get(str(kind), "any value")


def default_text(field: Mapping[str, Any]) -> str:
    """The default as it would be written; a dash when there is nothing to write."""
    if "default" not in field or field["default"] in (None, {}, []):
        return "–"
    value = field["default"]
    return f"`{json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value}`"
