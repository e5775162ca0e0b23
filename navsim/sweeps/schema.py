"""JSON Schema of an experiment file, for editors that complete and check while one types."""

from __future__ import annotations

import json

from navsim.config.schema import FIELDS, Schema, parts_of
from navsim.sweeps.models import Experiment


def schema_text() -> str:
    """The schema as text (draft 2020-12); the same for the same version of the program."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> Schema:
    """The schema of a whole file. Whether paths are in the base config is found out when the experiment is loaded."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A navsim experiment",
        "description": "One config at many points: what varies, which points are tried, what is kept of each",
        "$ref": "#/$defs/Experiment",
        "$defs": dict(sorted((parts_of(Experiment) | FIELDS).items())),
    }
