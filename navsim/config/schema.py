"""JSON Schema of a config as it is written, for editors that complete and check while one types.

It knows the keys, the forms and the units. What must fit together is checked when the config is loaded.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter

from navsim.config.fields import Daily, Day, Duration, Hours, Rate
from navsim.config.merge import NONE
from navsim.config.models import Config
from navsim.values.time import DAY, HOUR

Schema = dict[str, Any]

EXTENDS = {"type": "string", "description": "Another config, in this folder or below, that this one builds on"}
OVER = "Over"
"""Ends the names of what a file may write that builds on another: parts, and ``none``."""

AMOUNT = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "examples": ["78 / week", "10 %"]}]}


KINDS: dict[str, Any] = {"Duration": Duration, "Rate": Rate, "Daily": Daily, "Day": Day, "Hours": Hours}
FIELDS: dict[str, Schema] = {name: TypeAdapter(kind).json_schema() for name, kind in KINDS.items()}
"""Single fields that are named once and referred to."""


def schema_text() -> str:
    """The schema as text (draft 2020-12); the same for the same version of the program."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> Schema:
    """The schema of a whole file."""
    parts = parts_of(Config)
    parts["Scenario"] = by_path(parts["Scenario"])
    parts["Shock"] = by_path(parts["Shock"])
    for field in ("add", "set"):
        parts["Change"]["properties"][field] |= AMOUNT
    over = {name + OVER: partial(part) for name, part in parts.items() if name != "Scenario"}
    over["Config" + OVER]["properties"] |= {"extends": EXTENDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A navsim config",
        "description": "An office, what happens to it, and what is asked. Numbers carry units: 45 min, 12 / week, 55 %",
        "if": {"type": "object", "required": ["extends"]},
        "then": {"$ref": f"#/$defs/Config{OVER}"},
        "else": {"$ref": "#/$defs/Config"},
        "$defs": dict(sorted((parts | over | FIELDS).items())),
    }


def parts_of(model: type[BaseModel]) -> dict[str, Schema]:
    """The schema of a model and of every model in it, by name."""
    made = model.model_json_schema()
    parts: dict[str, Schema] = made.pop("$defs") | {model.__name__: made}
    names = {name: part.get("title", name) for name, part in parts.items()}
    return {names[name]: tidy(part, names) for name, part in parts.items()}


def tidy(part: Any, names: dict[str, str], keys_are_names: bool = False) -> Any:
    """A part without what pydantic adds for itself: null, titles, module names, numbers for durations."""
    if isinstance(part, list):
        return [tidy(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    if keys_are_names:
        return {key: tidy(value, names) for key, value in part.items()}
    result = {key: tidy(value, names, key == "properties") for key, value in part.items() if key != "title"}
    if "$ref" in result:
        result["$ref"] = "#/$defs/" + names[result["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in result:
        result = without_null(result)
    if "patternProperties" in result:
        result["additionalProperties"] = False
    if "description" in result:
        result["description"] = " ".join(result["description"].replace("``", "").split())
    return tidy_default(with_reference(result))


def without_null(part: Schema) -> Schema:
    """A choice of forms without null; a single form left over takes the choice's place."""
    forms = [form for form in part["anyOf"] if form != {"type": "null"}]
    rest = {key: value for key, value in part.items() if key != "anyOf"}
    return {**forms[0], **rest} if len(forms) == 1 else {**rest, "anyOf": forms}


def with_reference(part: Schema) -> Schema:
    """A part that is one of the named fields, as a reference to it."""
    for name, field in FIELDS.items():
        if field.items() <= part.items():
            return {**{key: value for key, value in part.items() if key not in field}, "$ref": f"#/$defs/{name}"}
    return part


def tidy_default(part: Schema) -> Schema:
    """Durations as they are written; no default that says nothing."""
    default = part.get("default")
    if default is None or default in ([], {}):
        part.pop("default", None)
    elif part.get("$ref") == "#/$defs/Duration":
        part["default"] = duration_text(default)
    return part


def duration_text(minutes: float) -> str:
    """A duration in the largest unit that divides it."""
    units = ((DAY, "days"), (HOUR, "h"), (1.0, "min"))
    unit, name = next((unit, name) for unit, name in units if minutes % unit == 0 and (minutes or unit == 1.0))
    return f"{minutes / unit:g} {name}"


def by_path(part: Schema) -> Schema:
    """A scenario or a shock as it is written: a title, and beside it paths with their changes."""
    fields = part["properties"]
    return {
        "type": "object",
        "description": part["description"],
        "properties": {"title": fields["title"]},
        "additionalProperties": fields["changes"]["additionalProperties"],
    }


def partial(part: Any, inside: bool = False) -> Any:
    """The same part where a file only says what is different: nothing is required, ``none`` takes away."""
    if isinstance(part, list):
        return [partial(item) for item in part]
    if not isinstance(part, dict):
        return part
    if inside:
        return {key: or_none(partial(value)) for key, value in part.items()}
    entries = ("properties", "patternProperties")
    result = {key: partial(value, key in entries) for key, value in part.items() if key not in ("required", "oneOf")}
    if "oneOf" in part:
        result["anyOf"] = partial(part["oneOf"])
    if isinstance(part.get("additionalProperties"), dict):
        result["additionalProperties"] = or_none(partial(part["additionalProperties"]))
    if part.get("$ref", "").removeprefix("#/$defs/") not in ("", "Scenario", *FIELDS):
        result["$ref"] = part["$ref"] + OVER
    return result


def or_none(part: Any) -> Any:
    """A value, or the word that takes the entry away."""
    return {"anyOf": [part, {"const": NONE}]}
