"""Whether what is asked for can be measured: targets and crosses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import prod

from navsim.calendar.clock import Clock
from navsim.config.measured import (
    AREA,
    MEASURES,
    OFFICE,
    OWN_DIMENSIONS,
    PERIOD_ONLY,
    cross_name,
    figure_mistakes,
    office_names,
    parts_of_cross,
    trait_values,
)
from navsim.config.models import Config
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.targets import Baseline, Target

DAY = timedelta(days=1)
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
    if target.measure in PERIOD_ONLY:
        what = f"{target.measure} is counted over a period; a target is about weeks"
        yield FieldError((*path, "measure"), what)
        return
    yield from figure_mistakes(config, path, target.measure, dimension_of(target), target.group)
    if target.measure == "activity_share" and not any(group.activity for group in config.users.values()):
        yield FieldError((*path, "measure"), "no group of users has activity: true, so there is no activity to measure")
    bound = target.at_least if target.at_least is not None else target.at_most
    unit = MEASURES.get(target.measure, ("", ()))[0]
    least, what = (0, "is a share, from 0 to 1") if target.against is None else (-1, "changes by -1 to 1, as a share")
    if unit == "share" and bound is not None and not least <= bound <= 1:
        side = "at_least" if target.at_least is not None else "at_most"
        yield FieldError((*path, side), f"{target.measure} {what}, not {bound:g}")
    yield from compared(Clock(config.start, config.weeks), path, target)


def compared(clock: Clock, path: Path, target: Target) -> Iterator[FieldError]:
    """Mistakes in what a target compares with: weeks that the run doesn't have, or that it compares with themselves."""
    if target.against is None:
        return
    first = max(target.from_ or clock.start, clock.start)
    if isinstance(target.against, Baseline):
        days, place = target.against, (*path, "against")
        if days.from_ < clock.start:
            yield FieldError((*place, "from"), f"the run starts on {clock.start}, after {days.from_}")
        elif days.until >= first:
            what = f"the days to compare with end on {days.until}, but the target's own begin on {first}"
            yield FieldError((*place, "until"), f"{what}: it is compared with days before them (from)")
        elif not len(whole_weeks(clock, days.from_, days.until)):
            yield FieldError(place, f"no whole week, Monday to Sunday, from {days.from_} until {days.until}")
    else:
        known = (clock.monday(week) for week in range(clock.weeks) if clock.year_before(week) is not None)
        year_after = next(known, None)
        if year_after is None:
            what = f"the run, of {clock.weeks} weeks from {clock.start}, is too short to compare with the year before"
            yield FieldError((*path, "against"), what)
        elif first < year_after:
            what = f"the weeks from {first} on have no week a year before in this run, which starts on {clock.start}"
            yield FieldError(
                (*path, "from" if target.from_ else "against"), f"{what}: write from: {year_after} or later"
            )


def whole_weeks(clock: Clock, first: date, last: date) -> list[int]:
    """The weeks of a run that lie wholly within some days."""
    return [week for week in range(clock.weeks) if clock.monday(week) >= first and clock.monday(week + 1) <= last + DAY]


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
    names = (*OWN_DIMENSIONS, *([OFFICE] if office_names(config) else []), *([AREA] if config.areas else []))
    for name, group in config.users.items():
        for trait in group.traits:
            if trait in names:
                yield FieldError(("users", name, "traits", trait), f"{trait} is the name of another dimension")
