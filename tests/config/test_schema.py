"""The JSON Schema agrees with what a config may say, and lists every field with a description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from navsim.config.document import load
from navsim.config.schema import schema, schema_text
from navsim.config.yaml_source import parse_value
from tests.config.broken_forms import FORMS
from tests.config.examples import OFFICE, SMALL, office

VALIDATOR = Draft202012Validator(schema())

FOUND_ON_LOADING = {
    "reversed direction", "not a Monday", "hours backwards", "hours of no clock", "days and hours by weekday", "days",
    "no days", "talk without end", "due before open", "no minutes", "two distributions", "distribution without spread",
    "shares not adding up", "destinations not adding up", "ramp without length", "ramp without date",
    "steps out of order", "no steps", "pulse without change", "no work", "impossible date",
    "summer", "follow-up that is no contact",
}  # fmt: skip
"""Mistakes that a schema of single fields cannot see."""


def faults(text: str) -> list[str]:
    """What the schema has against a config as it is written."""
    return [error.message for error in VALIDATOR.iter_errors(parse_value(text, "f"))]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_its_text_is_always_the_same() -> None:
    assert schema_text() == schema_text()
    assert json.loads(schema_text()) == schema()
    assert schema_text().endswith("}\n")


@pytest.mark.parametrize("text", [OFFICE, SMALL], ids=["office", "small"])
def test_examples_validate(text: str) -> None:
    assert faults(text) == []


def test_a_resolved_config_validates(tmp_path: Path) -> None:
    assert faults(load(office(tmp_path)).yaml()) == []


def test_a_part_validates_where_it_extends() -> None:
    part = "users: {young: {initial: 3, inflow: none}}\nstaff: {temporary: none}\n"
    assert faults("extends: base.yaml\n" + part) == []
    assert faults(part) != []
    assert faults("extends: base.yaml\nusers: {young: {initial: many}}\n") != []
    assert faults("extends: base.yaml\nusers: {young: {intial: 3}}\n") != []
    assert faults("extends: 3\n") != []


def readable(text: str | bytes) -> bool:
    """Whether a broken config is at least YAML, and one whose mistake lies in a single field."""
    try:
        return isinstance(text, str) and isinstance(parse_value(text, "f"), dict)
    except Exception:  # whatever is wrong with it, the schema never gets to see it
        return False


READABLE = sorted(name for name, (text, _) in FORMS.items() if readable(text))


@pytest.mark.parametrize("name", READABLE)
def test_common_mistakes_are_seen(name: str) -> None:
    text, _ = FORMS[name]
    assert isinstance(text, str)
    assert bool(faults(text)) != (name in FOUND_ON_LOADING)


def test_most_mistakes_are_seen_by_editors() -> None:
    assert len(READABLE) > 50
    assert len(FOUND_ON_LOADING & set(READABLE)) < len(READABLE) / 2


def test_every_field_has_a_description() -> None:
    parts: dict[str, Any] = schema()["$defs"]
    missing = [
        f"{name}.{field}"
        for name, part in parts.items()
        if not name.endswith("Over")
        for field, form in part.get("properties", {}).items()
        if "description" not in form
    ]
    assert missing == []
