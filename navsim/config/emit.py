"""Writes plain data as YAML that reads back as the same data."""

from __future__ import annotations

import json
from typing import Any

from navsim.config.scalars import is_plain_text


def yaml_text(data: dict[str, Any]) -> str:
    """The data in block style, keys in their order; lists of single values on one line."""
    return "".join(f"{line}\n" for line in section(data, 0))


def section(data: dict[str, Any], depth: int) -> list[str]:
    """The lines of a mapping."""
    lines: list[str] = []
    for key, value in data.items():
        lines += entry(f"{'  ' * depth}{scalar(key)}:", value, depth + 1)
    return lines


def entry(head: str, value: Any, depth: int) -> list[str]:
    """The lines of a value after the key or dash that it belongs to."""
    if isinstance(value, dict) and value:
        return [head, *section(value, depth)]
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        lines = [head]
        for item in value:
            lines += entry(f"{'  ' * depth}-", item, depth + 1)
        return lines
    return [f"{head} {flat(value)}"]


def flat(value: Any) -> str:
    """An empty mapping, a list of single values, or a single value."""
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[" + ", ".join(scalar(item) for item in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A single value; texts that could be taken for something else in quotes."""
    if isinstance(value, str):
        return value if is_plain_text(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, allow_nan=False)
