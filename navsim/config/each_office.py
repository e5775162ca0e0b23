"""One template, many offices: what a config says of each office, and which amounts an office may have of its own."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from navsim.config.fields import Name, Section
from navsim.config.problem import FieldError
from navsim.values.units import NUMBER, shown

MOST_OFFICES = 1_000

OWN = (
    "users.*.initial", "users.*.inflow", "users.*.returns",
    "shocks.*.*.add", "shocks.*.*.multiply", "shocks.*.*.set",
    "tasks.*.start.at_random", "tasks.*.start.outside", "tasks.*.start.visits",
    "staff.*.people", "staff.*.fte", "staff.*.productive", "staff.*.absence.share", "receptions.*.on_duty",
)  # fmt: skip
"""What may differ between offices, ``*`` being any name: how many come, and who is there to meet them.

The rest, such as what tasks there are and how long a stay is, is the same everywhere, so that offices add up.
"""

RATE = re.compile(NUMBER + r"\s*(/.*)$")
"""Of a factor that is a rate: the number, and what follows it."""


def factor(value: Any) -> Any:
    """A factor as it is written: a number, or a rate such as ``0.0105 / week``; ValueError when it is neither."""
    if isinstance(value, str) and RATE.match(value.strip()):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"{shown(value)} is not a factor: write a number, e.g. 0.9, or a rate, e.g. 0.0105 / week")


FACTOR = {"anyOf": [{"type": "string", "examples": ["0.0105 / week"]}, {"type": "number", "minimum": 0}]}


class OwnValue(Section):
    """An amount that each office has of its own: the number in its row, times a factor. Short form: the column."""

    column: str = Field(description="Heading of the column with the numbers")
    times: Annotated[float | str, BeforeValidator(factor), WithJsonSchema(FACTOR)] = Field(
        1.0,
        description="What one of them stands for, e.g. 0.9, or 0.0105 / week; people come in whole numbers, rounded",
    )


def long_form(value: Any) -> Any:
    """The mapping that the heading of a column stands for."""
    return {"column": value} if isinstance(value, str) else value


class EachOffice(Section):
    """Many offices (NAV-kontor) that share nobody: the config is a template, of which each has a copy of its own."""

    csv: str | None = Field(
        None, description="A file in the config's folder or below: a row for each office, its name in the first column"
    )
    rows: dict[Name, dict[str, float | str]] = Field(
        default_factory=dict, description="In place of the file: what it says of each office, by heading of the column"
    )
    set: dict[str, Annotated[OwnValue, BeforeValidator(long_form, json_schema_input_type=str | OwnValue)]] = Field(
        description="What differs between the offices: a path of the config, and the column that says how much"
    )

    @model_validator(mode="after")
    def sound(self) -> EachOffice:
        """The offices come from a file or are written out."""
        if bool(self.csv) == bool(self.rows):
            raise ValueError("give a csv file or rows, and not both")
        if len(self.rows) > MOST_OFFICES:
            raise FieldError(("rows",), f"{len(self.rows)} offices are too many: at most {MOST_OFFICES}")
        return self
