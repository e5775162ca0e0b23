"""The JSON Schema of experiments agrees with what an experiment may say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from navsim.config.yaml_source import parse_value
from navsim.sweeps.schema import schema, schema_text
from tests.cli.commands import ROOT
from tests.cli.commands import navsim as run

VALIDATOR = Draft202012Validator(schema())
FILES = sorted(file for file in (ROOT / "experiments").glob("*.yaml") if "factors:" in file.read_text("utf-8"))
GOOD = """\
name: small
base: tiny.yaml
factors:
  people: {path: staff.caseworkers.people, values: [1, 2]}
  start: {path: start, low: 2020-01-01, high: 2020-06-01}
design: {sobol: 8}
keep: {weekly: true}
"""


def faults(text: str) -> list[str]:
    """What the schema has against an experiment as it is written."""
    return [error.message for error in VALIDATOR.iter_errors(parse_value(text, "f"))]


def test_it_is_a_schema_and_the_command_prints_it() -> None:
    Draft202012Validator.check_schema(schema())
    assert json.loads(schema_text()) == schema()
    assert run("schema", "--experiment").stdout == schema_text()


def test_what_is_right_validates() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_experiments_here_validate(file: Path) -> None:
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("name: small", "name: Small office"),
        ("base: tiny.yaml\n", ""),
        ("factors:", "factor:"),
        ("path:", "paths:"),
        ("sobol: 8", "sobol: many"),
        ("sobol: 8", "random: 8"),
        ("weekly: true", "weekly: 1"),
    ],
)
def test_mistakes_are_seen(right: str, wrong: str) -> None:
    assert right in GOOD
    assert faults(GOOD.replace(right, wrong)) != []
