"""A shock: which timelines it can change, and in which unit each is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from navsim.config.fields import Section, Title
from navsim.config.groups import Change
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

TITLE = "title"
"""The one key of a shock that is no timeline."""


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


def known(changes: Any) -> Any:
    """The changes as they are written, once each is known to be for a timeline, and the only one for it."""
    seen: dict[str, str] = {}
    for path in changes:
        full = canonical(path)
        if unit_of(full) is None:
            raise FieldError((path,), "is not a timeline that a shock can change" + known_forms(full))
        if full in seen:
            raise FieldError((path,), f"is the same timeline as {seen[full]}; a shock changes each once")
        seen[full] = path
    if not seen:
        raise FieldError((), "a shock changes something: write a timeline, e.g. inflow.<name>, and what happens to it")
    return changes


def in_units(changes: dict[str, Change]) -> dict[str, Change]:
    """The changes of a shock with ``add`` and ``set`` read in the unit of the timeline that each is for."""
    read = {}
    for path, change in changes.items():
        if not (change.traits is None and change.stay is None) and not brings_people(path):
            raise FieldError((path,), "traits and stay go with inflow and returns only")
        read[path] = change.model_copy(update=amounts(path, change))
    return read


def amounts(path: str, change: Change) -> dict[str, float]:
    """``add`` or ``set`` of a change as a number."""
    unit, read = unit_of(canonical(path)), {}
    for field in ("add", "set"):
        written = getattr(change, field)
        if unit and written is not None:
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
    return f"; known are {', '.join(own)}" if own else suggestion(path, [TITLE, *forms])


class Shock(Section):
    """What happens to the office from outside (sjokk): changes to timelines, by path, with a name for all of them."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    changes: Annotated[dict[str, Change], BeforeValidator(known), AfterValidator(in_units)] = Field(
        description="What it does to each timeline"
    )


def by_line(shocks: Mapping[str, Shock]) -> dict[str, tuple[tuple[str, Change], ...]]:
    """The changes of all shocks by the full path of their timeline, each with its shock's name.

    Where several change one timeline, values are first set, then multiplied, then added to; among equals the earlier
    comes first, then the name decides. So the order in which shocks are written does not matter.
    """
    found: defaultdict[str, list[tuple[str, Change]]] = defaultdict(list)
    for name, shock in shocks.items():
        for path, change in shock.changes.items():
            found[canonical(path)].append((name, change))
    return {path: tuple(sorted(pairs, key=rank)) for path, pairs in sorted(found.items())}


def rank(pair: tuple[str, Change]) -> tuple[object, ...]:
    """The place of a shock's change among those of the same timeline."""
    shock, change = pair
    return change.set is None, change.multiply is None, change.from_, shock
