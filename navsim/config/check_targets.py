"""Whether what is asked for can be measured: targets and crosses."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from navsim.config.measured import (
    MEASURES,
    OFFICE,
    OWN_DIMENSIONS,
    cross_name,
    figure_mistakes,
    office_names,
    parts_of_cross,
    trait_values,
)
from navsim.config.models import Config
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.targets import Target

MOST_PARTS = 500
"""Groups of one cross: each is a row in every table."""


def asked(config: Config) -> Iterator[FieldError]:
    """Mistakes in what a config asks for."""
    yield from crosses(config)
    for name, target in config.targets.items():
        yield from of_target(config, ("targets", name), target)
    yield from reserved(config)


def of_target(config: Config, path: Path, target: Target) -> Iterator[FieldError]:
    """Mistakes in one target."""
    if target.measure == "served":
        yield FieldError((*path, "measure"), "served is counted over a period; a target is about weeks")
        return
    yield from figure_mistakes(config, path, target.measure, dimension_of(target), target.group)
    bound = target.at_least if target.at_least is not None else target.at_most
    unit = MEASURES.get(target.measure, ("", ()))[0]
    if unit == "share" and bound is not None and not 0 <= bound <= 1:
        side = "at_least" if target.at_least is not None else "at_most"
        yield FieldError((*path, side), f"{target.measure} is a share, from 0 to 1, not {bound:g}")


def dimension_of(target: Target) -> str:
    """The dimension of a target: all for all, else group, unless another is given."""
    given = target.dimension or ("all" if target.group == "all" else "group")
    return cross_name(parts_of_cross(given))


def crosses(config: Config) -> Iterator[FieldError]:
    """Crosses are of the group and the traits, each once, and not of too many parts."""
    known = {"group": list(config.users), **trait_values(config)}
    seen: set[tuple[str, ...]] = set()
    for number, cross in enumerate(config.crosses):
        path, parts = ("crosses", number), parts_of_cross(cross)
        unknown = [part for part in parts if part not in known]
        if len(parts) < 2:
            yield FieldError(path, f"{cross!r} crosses nothing: write two dimensions with * between, e.g. group*age")
        elif unknown:
            what = f"{unknown[0] or 'nothing'} is no trait of the users, and not group"
            yield FieldError(path, what + suggestion(unknown[0], known))
        elif len(set(parts)) < len(parts):
            yield FieldError(path, f"{cross!r} names a dimension twice")
        elif (size := prod(len(known[part]) for part in parts)) > MOST_PARTS:
            yield FieldError(path, f"{cross!r} has {size} parts; at most {MOST_PARTS}")
        elif parts in seen:
            yield FieldError(path, f"{cross!r} is asked for twice")
        seen.add(parts)


def reserved(config: Config) -> Iterator[FieldError]:
    """A trait must not be called like a dimension of its own."""
    names = (*OWN_DIMENSIONS, *([OFFICE] if office_names(config) else []))
    for name, group in config.users.items():
        for trait in group.traits:
            if trait in names:
                yield FieldError(("users", name, "traits", trait), f"{trait} is the name of another dimension")
