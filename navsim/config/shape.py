"""Which keys a section may have, read off the models."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag


def keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys of the section at a location as pydantic gives it (with the tags of the forms it chose)."""
    found: list[Any] = [model]
    for part in loc:
        found = below(found, part)
    return [
        field.alias or name
        for outer in found
        for _, kind in forms(outer)
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, field in kind.model_fields.items()
    ]


def is_tag(kinds: list[Any], part: int | str) -> bool:
    """Whether a part of pydantic's location names the form that it chose, and nothing that was written."""
    return any(tag == part for kind in kinds for tag, _ in forms(kind))


def below(kinds: list[Any], part: int | str) -> list[Any]:
    """The types of what lies at ``part`` in a value of one of these types."""
    tagged = [inner for kind in kinds for tag, inner in forms(kind) if tag == part]
    if tagged:
        return tagged
    return [content for kind in kinds for _, form in forms(kind) for content in contents(form, part)]


def forms(kind: Any, tag: str | None = None) -> list[tuple[str | None, Any]]:
    """The forms that a value may take, each with its tag, if it has one."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *marks = get_args(kind)
        return forms(inner, next((mark.tag for mark in marks if isinstance(mark, Tag)), tag))
    if origin in (Union, UnionType):
        return [form for part in get_args(kind) if part is not NoneType for form in forms(part, tag)]
    return [(tag, kind)]


def contents(kind: Any, part: int | str) -> list[Any]:
    """The type of what lies at ``part`` in a value of one type."""
    origin = get_origin(kind)
    if origin is dict:
        return [get_args(kind)[1]]
    if origin is tuple:
        return [get_args(kind)[0]]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.annotation for name, field in kind.model_fields.items() if part in (field.alias or name,)]
    return []
