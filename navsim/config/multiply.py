"""From a template to the config of each office: an ordinary config of one office, with a seed of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from navsim.config.each_office import OWN, RATE
from navsim.config.merge import changed, locate
from navsim.config.models import Config
from navsim.config.places import Path, Place, Source, suggestion
from navsim.config.shape import below, forms
from navsim.config.shocks import canonical
from navsim.values.random import child, name_key
from navsim.values.units import shown, to_float

SECTION = "each_office"
OF_ALL = (SECTION, "scenarios", "targets", "crosses", "until", "observed", "evidence")
"""Sections about all offices together: no office has them by itself."""


@dataclass(frozen=True)
class OneOffice:
    """The config of one office, with the places of its numbers; without ``each_office`` there is one, named ''."""

    name: str
    source: Source


def offices_of(source: Source) -> list[OneOffice]:
    """The offices of a config, sorted by name; its section ``each_office`` has the form that it should have.

    Raises
    ------
    InputError
        Where a path can't differ between offices, or a row lacks a number.
    """
    if SECTION not in source.data:
        return [OneOffice("", source)]
    template = of_one(source)
    rows = source.data[SECTION]["rows"]
    amounts = {target: long_form(written) for target, written in source.data[SECTION]["set"].items()}
    columns = sorted({column for row in rows.values() for column in row})
    for target, amount in amounts.items():
        place = source.place((SECTION, "set", target))
        check_own(template, target, place)
        if amount["column"] not in columns:
            raise place.error(f"there is no column {amount['column']}" + suggestion(amount["column"], columns))
    return [OneOffice(name, with_amounts(template, source, name, amounts)) for name in sorted(rows)]


def of_one(source: Source) -> Source:
    """The template alone, as an ordinary config."""
    return Source(
        {key: value for key, value in source.data.items() if key not in OF_ALL},
        {path: place for path, place in source.places.items() if path[:1] and path[0] not in OF_ALL},
    )


def long_form(written: Any) -> Mapping[str, Any]:
    """The mapping that the heading of a column stands for."""
    return {"column": written} if isinstance(written, str) else written


def check_own(template: Source, target: str, place: Place) -> None:
    """InputError when a path is none that can differ between offices."""
    path = locate(template, target, place)
    if not any(fits(path, form.split(".")) for form in OWN):
        raise place.error(f"{target} can't differ between offices; what can: {', '.join(OWN)}")
    if path[0] == "shocks" and not any(fits(canonical(str(path[2])).split("."), form.split(".")) for form in OWN):
        raise place.error(f"{target}: a shock to this can't differ between offices")


def fits(path: Path | list[str], form: list[str]) -> bool:
    """Whether a path is of a form, in which ``*`` stands for any name."""
    return len(path) == len(form) and all(part in ("*", word) for part, word in zip(form, path, strict=True))


def with_amounts(template: Source, whole: Source, name: str, amounts: Mapping[str, Mapping[str, Any]]) -> Source:
    """The template with an office's own amounts and its own seed, which hangs on the seed and its name alone."""
    seed = own_seed(template.data.get("seed", Config.model_fields["seed"].default), name)
    source = Source({**template.data, "seed": seed}, template.places)
    row = whole.data[SECTION]["rows"][name]
    for target, amount in amounts.items():
        place = whole.place((SECTION, "rows", name, amount["column"]))
        try:
            value = own_amount(row.get(amount["column"]), amount.get("times", 1), is_whole(target))
        except ValueError as error:
            raise place.error(f"office {name}, {amount['column']}: {error}") from error
        source = changed(source, target, value, place)
    return source


def own_seed(seed: int, name: str) -> int:
    """The seed of an office."""
    return child(child(0, seed), name_key(f"office/{name}")) >> 1


def own_amount(number: object, times: float | str, rounded: bool) -> float | str:
    """A number of a row times its factor, as a config writes it; ValueError when it is none."""
    if number is None:
        raise ValueError("the number is missing")
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise ValueError(f"{shown(number)} is not a number")
    rate = RATE.match(times) if isinstance(times, str) else None
    product = number * (to_float(rate[1]) if rate else float(times))
    if not math.isfinite(product):
        raise ValueError(f"{shown(number)} times {times} is too large")
    if rate:
        return f"{product:.12g} {rate[2]}"
    return math.floor(product + 0.5) if rounded else product


@cache
def is_whole(target: str) -> bool:
    """Whether a field takes whole numbers only."""
    kinds: list[Any] = [Config]
    for part in target.split("."):
        kinds = below(kinds, part)
    return any(form is int for kind in kinds for _, form in forms(kind))


def check_change(source: Source, target: str, place: Place) -> None:
    """InputError when each office has its own of what is to be changed, so that the change would be undone."""
    own = source.data.get(SECTION)
    if not isinstance(own, dict) or not isinstance(own.get("set"), dict) or target.partition(".")[0] == SECTION:
        return
    path = locate(source, target, place)
    for each in own["set"]:
        other = locate(source, each, place)
        if path[: len(other)] == other or other[: len(path)] == path:
            raise place.error(f"{target}: each office has its own {each}; change {SECTION}.set.{each}, or remove it")
