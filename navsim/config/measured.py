"""What a run measures, so that a config may ask for it: names, units, and by what each is divided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from navsim.config.models import Config
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError

PERSONS = ("all", "group", "trait", "cross")
TASKS = (*PERSONS, "owner", "task")

MEASURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "caseload": ("persons", PERSONS),
    "inflow": ("persons", PERSONS),
    "returns": ("persons", PERSONS),
    "moved_in": ("persons", PERSONS),
    "outflow": ("persons", PERSONS),
    "moved_out": ("persons", PERSONS),
    "to_work": ("persons", PERSONS),
    "served": ("persons", PERSONS),
    "left_without_contact": ("persons", PERSONS),
    "follow_up_rate": ("share", PERSONS),
    "follow_up_rate_established": ("share", PERSONS),
    "caseload_per_fte": ("persons", ("all",)),
    "queue": ("tasks", TASKS),
    "backlog": ("tasks", TASKS),
    "backlog_hours": ("hours", ("all", "owner", "task")),
    "oldest_days": ("days", ("all", "owner", "task")),
    "wait_days": ("days", TASKS),
    "wait_days_p90": ("days", ("all", "owner", "task")),
    "cancelled": ("tasks", ("all", "owner", "task", "reason")),
    "first_contact_on_time": ("share", ("all",)),
    "opened": ("tasks", ("channel",)),
    "demand_hours": ("hours", ("task", "owner", "office")),
    "capacity_hours": ("hours", ("all", "owner", "office")),
    "worked_hours": ("hours", ("all", "owner")),
    "utilisation": ("share", ("all", "owner")),
    "reception_worked_hours": ("hours", ("reception",)),
    "reception_idle_hours": ("hours", ("reception",)),
    "unfilled_desk_hours": ("hours", ("reception",)),
    "cost_nok": ("NOK", ("all", "owner", "cost")),
}
"""The unit of each measure, and the kinds of dimension that it has: ``trait`` is each trait, the office among them,
and ``cross`` each cross that the config asks for. ``served`` is counted over a period only."""

PERIOD_MEASURES = ("inflow", "returns", "moved_in", "outflow", "moved_out", "served")
"""Those of them that are counted over a period."""

OWN_DIMENSIONS = ("all", "group", "owner", "task", "channel", "reason", "reception", "cost")
"""Dimensions that every config has; no trait can have their names."""

REASONS = ("superseded", "left", "expired", "moved")
OFFICE = "office"


def trait_values(config: Config) -> dict[str, list[str]]:
    """The values of each trait; with offices, the office is one of them."""
    found: dict[str, dict[str, None]] = {}
    for group in config.users.values():
        for trait, shares in group.traits.items():
            found.setdefault(trait, {}).update(dict.fromkeys(shares))
    values = {trait: list(names) for trait, names in found.items()}
    offices = office_names(config)
    return {**values, OFFICE: offices} if offices else values


def office_names(config: Config) -> list[str]:
    """The names of the offices; empty where there is one office without a name."""
    return list(config.each_office.rows if config.each_office else config.offices)


def parts_of_cross(cross: str) -> tuple[str, ...]:
    """The dimensions of a cross such as ``segment*office``."""
    return tuple(part.strip() for part in cross.split("*"))


def cross_name(parts: Iterable[str]) -> str:
    """A cross as it is written in tables."""
    return "*".join(parts)


def dimensions(config: Config) -> dict[str, list[str]]:
    """The dimensions of measures, with the names in each."""
    traits = trait_values(config)
    found = {
        "all": ["all"],
        "group": list(config.users),
        "owner": ["state", "municipal"],
        "task": list(config.tasks),
        "channel": sorted({channel for task in config.tasks.values() for channel in task.channels}),
        "reason": list(REASONS),
        "reception": list(config.receptions),
        "cost": ["staff", "users"],
        **traits,
    }
    for cross in config.crosses:
        parts = parts_of_cross(cross)
        if all(part in found for part in parts):
            found[cross_name(parts)] = crossed([found[part] for part in parts])
    return found


def crossed(names: list[list[str]]) -> list[str]:
    """Every combination of names, the last fastest."""
    combined = [""]
    for number, own in enumerate(names):
        combined = [f"{left}*{right}" if number else right for left in combined for right in own]
    return combined


def kind_of(config: Config, dimension: str) -> tuple[str, ...]:
    """The kinds that a dimension is of: the office is a trait of users, and a part of hours too."""
    if dimension == OFFICE and office_names(config):
        return "trait", "office"
    if dimension in trait_values(config):
        return ("trait",)
    return ("cross",) if "*" in dimension else (dimension,)


def figure_mistakes(config: Config, path: Path, measure: str, dimension: str, group: str) -> Iterator[FieldError]:
    """Mistakes in which figure is meant: a measure, a dimension that there is and that it has, a group in it."""
    known = dimensions(config)
    if measure not in MEASURES:
        yield FieldError((*path, "measure"), f"{measure} is not a measure{suggestion(measure, MEASURES)}")
    if dimension not in known:
        yield FieldError((*path, "dimension"), f"{dimension} is not a dimension{suggestion(dimension, known)}")
    elif group not in known[dimension]:
        what = f"there is no {dimension} {group}{suggestion(group, known[dimension])}"
        yield FieldError((*path, "group"), what)
    elif measure in MEASURES and not set(kind_of(config, dimension)) & set(MEASURES[measure][1]):
        which = [name for name in known if set(kind_of(config, name)) & set(MEASURES[measure][1])]
        what = f"{measure} is not measured by {dimension}; it is measured by {', '.join(which) or 'nothing here'}"
        yield FieldError((*path, "dimension" if dimension != "all" else "measure"), what)
