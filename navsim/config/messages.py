"""Turns what pydantic says about a config into one message for the person who wrote it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from navsim.config.models import Config
from navsim.config.places import Path, has, suggestion
from navsim.config.problem import FieldError
from navsim.config.shape import below, is_tag, keys_at
from navsim.config.yaml_source import kind
from navsim.values.units import shown

FORMS = {
    "model_type": "a section (lines such as key: value)", "dict_type": "a section (lines such as key: value)",
    "model_attributes_type": "a section (lines such as key: value)",
    "tuple_type": "a list", "list_type": "a list", "string_type": "a text", "bool_type": "true or false",
    "int_type": "a whole number", "int_from_float": "a whole number", "int_parsing": "a whole number",
    "float_type": "a number", "float_parsing": "a number",
}  # fmt: skip


def mistakes_of(error: ValidationError, data: dict[str, Any], model: type[BaseModel] = Config) -> list[FieldError]:
    """Every mistake that pydantic found in data of a model, unknown keys first: often they cause the others."""
    details = error.errors(include_url=False)
    details.sort(key=lambda detail: detail["type"] != "extra_forbidden")
    return [problem(detail, data, model) for detail in details]


def problem(detail: ErrorDetails, data: dict[str, Any], model: type[BaseModel]) -> FieldError:
    """One mistake, at its path in the data as it was written."""
    path = written_path(detail["loc"], data, model)
    kind_, context = detail["type"], detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, FieldError):
        return FieldError((*path, *cause.path), cause.message)
    if isinstance(cause, ValueError):
        return FieldError(path, str(cause))
    if kind_ == "missing":
        return FieldError(path, f"{detail['loc'][-1]} is missing")
    if kind_ == "extra_forbidden":
        *section, key = detail["loc"]
        return FieldError(path, "unknown key" + suggestion(str(key), keys_at(model, tuple(section))))
    if kind_ in FORMS:
        return FieldError(path, f"should be {FORMS[kind_]}, not {written(detail['input'])}")
    return FieldError(path, limit(kind_, context, detail))


def limit(kind_: str, context: dict[str, Any], detail: ErrorDetails) -> str:
    """The message about a value of the right form that is out of bounds."""
    value = written(detail["input"])
    match kind_:
        case "greater_than_equal":
            return f"{value} is too low: at least {context['ge']}"
        case "less_than_equal":
            return f"{value} is too high: at most {context['le']}"
        case "too_short":
            return f"give at least {context['min_length']}"
        case "less_than":
            return f"{value} is too high: it must be below {context['lt']}"
        case "literal_error":
            return f"{value} is not known here: write {context['expected'].replace(chr(39), '')}"
        case _:
            return f"{value}: {detail['msg']}"


def written(value: object) -> str:
    """A value as it is quoted in a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return kind(value) if isinstance(value, (dict, list)) else shown(value)


def written_path(loc: tuple[int | str, ...], data: Any, model: type[BaseModel] = Config) -> Path:
    """Where pydantic's location lies in the data: short forms and choices between forms leave no trace there."""
    path: Path = ()
    kinds: list[Any] = [model]
    for part in loc:
        if has(data, part) and not is_tag(kinds, part):
            path, data = (*path, part), data[part]
        kinds = below(kinds, part)
    return path
