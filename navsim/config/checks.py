"""What must fit together across the sections of a config."""

from __future__ import annotations

from collections.abc import Iterator

from navsim.config.areas import unknown_areas
from navsim.config.check_days import over_the_days
from navsim.config.check_offices import offices
from navsim.config.check_size import too_large
from navsim.config.check_targets import asked
from navsim.config.check_until import until
from navsim.config.check_work import work
from navsim.config.lines import lines_of
from navsim.config.measured import OFFICE, PERIOD_MEASURES, PERIOD_ONLY, figure_mistakes
from navsim.config.models import Config, Observed
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.shocks import brings_people, canonical


def mistakes(config: Config) -> Iterator[FieldError]:
    """Every mistake that a section cannot see by itself."""
    if config.start.weekday() != 0:
        yield FieldError(("start",), f"{config.start} is a {config.start:%A}, but a run starts on a Monday")
    groups = list(traits(config))
    yield from groups
    references = [
        *shocks(config), *work(config), *offices(config), *areas(config), *observed(config), *asked(config),
        *until(config),
    ]  # fmt: skip
    yield from references
    if not groups and not references:
        yield from over_the_days(config)
        yield from too_large(config)


def known_traits(config: Config) -> dict[str, set[str]]:
    """The values of each trait."""
    found: dict[str, set[str]] = {}
    for group in config.users.values():
        for trait, shares in group.traits.items():
            found.setdefault(trait, set()).update(shares)
    return found


def traits(config: Config) -> Iterator[FieldError]:
    """Every group has every trait, with the same values."""
    known = known_traits(config)
    for name, group in config.users.items():
        for trait, values in known.items():
            path: Path = ("users", name, "traits")
            if trait not in group.traits:
                what = f"the trait {trait}, which other groups have, is missing"
                yield FieldError(path if group.traits else path[:2], what)
            elif missing := " and ".join(sorted(values - set(group.traits[trait]))):
                yield FieldError((*path, trait), f"the share of {missing}, which other groups have, is missing")
    yield from trait_titles(config, known)


def trait_titles(config: Config, known: dict[str, set[str]]) -> Iterator[FieldError]:
    """Only what some group has is given a title."""
    for name, trait in config.traits.items():
        if name not in known:
            yield FieldError(("traits", name), "no group has this trait" + suggestion(name, known))
            continue
        for value in trait.values:
            if value not in known[name]:
                what = f"{name} has no value {value}" + suggestion(value, sorted(known[name]))
                yield FieldError(("traits", name, "values", value), what)


def shocks(config: Config) -> Iterator[FieldError]:
    """What a shock changes exists, and the people it brings are of known kinds."""
    lines, known = lines_of(config), known_traits(config)
    known |= {OFFICE: set(config.offices)} if config.offices else {}
    for name, shock in config.shocks.items():
        for written, change in shock.changes.items():
            path, full = ("shocks", name, written), canonical(written)
            if full not in lines:
                yield FieldError(path, "there is no such timeline in this config" + suggestion(full, lines))
            elif change.multiply is not None and lines[full] == 0.0 and brings_people(full):
                yield FieldError(path, f"{full} is not given, so there is nothing to multiply; write add or set")
            for trait, shares in (change.traits or {}).items():
                if trait not in known:
                    yield FieldError((*path, "traits", trait), "no group has this trait" + suggestion(trait, known))
                elif set(shares) != known[trait]:
                    values = ", ".join(sorted(known[trait]))
                    yield FieldError((*path, "traits", trait), f"the trait has other values: {values}")


def areas(config: Config) -> Iterator[FieldError]:
    """Staff and costs belong to areas that there are."""
    sections = (("staff", config.staff), ("users", config.users))
    named: list[tuple[Path, str | None]] = [
        ((section, name, "area"), entry.area) for section, entries in sections for name, entry in entries.items()
    ]
    yield from unknown_areas(config.areas, named)


def observed(config: Config) -> Iterator[FieldError]:
    """What was counted is something that the model counts, for a group that exists."""
    for number, figure in enumerate(config.observed):
        path: Path = ("observed", number)
        yield from figure_mistakes(config, path, figure.measure, dimension_of(figure), figure.group)
        if figure.week is None and figure.measure not in PERIOD_MEASURES:
            counted = ", ".join(PERIOD_MEASURES)
            yield FieldError((*path, "measure"), f"{figure.measure} goes with a week; a period has {counted}")
        elif figure.week is not None and figure.measure in PERIOD_ONLY:
            what = f"{figure.measure} goes with a period: write from and until in place of week"
            yield FieldError((*path, "measure"), what)


def dimension_of(figure: Observed) -> str:
    """The dimension of a figure: all for all, else group, unless another is given."""
    return figure.dimension or ("all" if figure.group == "all" else "group")
