"""Which timelines a shock can change, and in which unit each is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from navsim.config.places import suggestion
from navsim.config.problem import FieldError
from navsim.values import units

Unit = Callable[[object], float]

LINES: dict[tuple[str, ...], Unit] = {
    ("users", "*", "inflow"): units.rate,
    ("users", "*", "returns"): units.rate,
    ("users", "*", "pace"): units.factor,
    ("tasks", "*", "probability"): units.share,
    ("tasks", "*", "start", "probability"): units.share,
    ("tasks", "*", "start", "at_random"): units.rate,
    ("tasks", "*", "start", "outside"): units.rate,
    ("tasks", "*", "start", "visits"): units.daily,
    ("tasks", "*", "channels", "*", "share"): units.share,
    ("staff", "*", "productive"): units.share,
    ("staff", "*", "absence", "share"): units.share,
    ("receptions", "*", "open"): units.share,
}
"""The paths of timelines, ``*`` being any name, and what reads their values."""

SHORT = ("inflow", "returns", "pace")
"""``inflow.other`` is short for ``users.other.inflow``."""


def canonical(path: str) -> str:
    """The full path of a timeline."""
    field, _, group = path.partition(".")
    return f"users.{group}.{field}" if field in SHORT and "." not in group else path


def unit_of(path: str) -> Unit | None:
    """What reads the values of the timeline at a full path; None when no timeline has such a path."""
    words = path.split(".")
    for form, unit in LINES.items():
        if len(form) == len(words) and all(part in ("*", word) for part, word in zip(form, words, strict=True)):
            return unit
    return None


def brings_people(path: str) -> bool:
    """Whether what a shock adds at a path is a stream of users of its own."""
    return canonical(path).startswith("users.") and canonical(path).endswith((".inflow", ".returns"))


def by_line(shocks: dict[str, dict[str, Any]]) -> dict[str, tuple[tuple[str, Any], ...]]:
    """The changes of all shocks by the full path of their timeline, each with its shock's name.

    Where several change one timeline, values are first set, then multiplied, then added to; among equals the earlier
    comes first, then the name decides. So the order in which shocks are written does not matter.
    """
    found: defaultdict[str, list[tuple[str, Any]]] = defaultdict(list)
    for shock, changes in shocks.items():
        for path, change in changes.items():
            found[canonical(path)].append((shock, change))
    return {path: tuple(sorted(pairs, key=rank)) for path, pairs in sorted(found.items())}


def rank(pair: tuple[str, Any]) -> tuple[object, ...]:
    """The place of a shock's change among those of the same timeline."""
    shock, change = pair
    return change.set is None, change.multiply is None, change.from_, shock


def in_units(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes of a shock with ``add`` and ``set`` read in the unit of the timeline that each is for."""
    seen: dict[str, str] = {}
    read = {}
    for path, change in changes.items():
        full = canonical(path)
        unit = unit_of(full)
        if unit is None:
            raise FieldError((path,), "is not a timeline that a shock can change" + known_forms(full))
        if full in seen:
            raise FieldError((path,), f"is the same timeline as {seen[full]}; a shock changes each once")
        seen[full] = path
        if not (change.traits is None and change.stay is None) and not brings_people(full):
            raise FieldError((path,), "traits and stay go with inflow and returns only")
        read[path] = change.model_copy(update=amounts(path, change, unit))
    return read


def amounts(path: str, change: Any, unit: Unit) -> dict[str, float]:
    """``add`` or ``set`` of a change as a number."""
    read = {}
    for field in ("add", "set"):
        written = getattr(change, field)
        if written is not None:
            try:
                read[field] = unit(written)
            except ValueError as error:
                raise FieldError((path, field), str(error)) from error
    return read


def known_forms(path: str) -> str:
    """The end of a message about a path that is no timeline."""
    section = path.partition(".")[0]
    forms = [".".join(form).replace("*", "<name>") for form in LINES]
    own = [form for form in forms if form.startswith(section + ".")]
    return f"; known are {', '.join(own)}" if own else suggestion(path, forms)
