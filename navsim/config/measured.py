"""What a run measures, so that a config may ask for it: names, units, and by what each is divided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from navsim.config.models import Config
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.tasks import After, Outside, Visits

PERSONS = ("all", "group", "trait", "cross")
TASKS = (*PERSONS, "owner", "task")
STAFF = ("all", "owner", "area")

MEASURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "caseload": ("persons", PERSONS),
    "inflow": ("persons", PERSONS),
    "returns": ("persons", PERSONS),
    "moved_in": ("persons", PERSONS),
    "outflow": ("persons", PERSONS),
    "moved_out": ("persons", PERSONS),
    "to_work": ("persons", PERSONS),
    "to_work_share": ("share", PERSONS),
    "activity_share": ("share", ("all", "trait", "cross")),
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
    "on_time": ("share", ("all", "owner", "task")),
    "opened": ("tasks", ("task", "channel")),
    "unplanned_share": ("share", ("all",)),
    "topic_share": ("share", ("task",)),
    "completed_share": ("share", ("task",)),
    "demand_hours": ("hours", ("task", "owner", "office")),
    "fte": ("fte", STAFF),
    "sick_share": ("share", STAFF),
    "capacity_hours": ("hours", (*STAFF, "office")),
    "worked_hours": ("hours", STAFF),
    "utilisation": ("share", STAFF),
    "reception_worked_hours": ("hours", ("reception",)),
    "reception_idle_hours": ("hours", ("reception", "block")),
    "idle_hours": ("hours", ("all", "block")),
    "usable_idle_hours": ("hours", ("all", "reception")),
    "unfilled_desk_hours": ("hours", ("reception",)),
    "alone_hours": ("hours", ("reception",)),
    "untrained_staff": ("persons", ("all", "owner")),
    "user_travel_hours": ("hours", TASKS),
    "cost_nok": ("NOK", (*STAFF, "cost")),
}
"""The unit of each measure, and the kinds of dimension that it has: ``trait`` is each trait, the office among them,
and ``cross`` each cross that the config asks for. :data:`PERIOD_ONLY` are counted over a period only."""

PERIOD_MEASURES = (
    "inflow", "returns", "moved_in", "outflow", "moved_out", "served",
    "opened", "unplanned_share", "topic_share", "completed_share", "sick_share",
)  # fmt: skip
"""Those of them that are counted over a period."""
PERIOD_ONLY = ("served", "completed_share")
"""Those of these that no week has."""

OWN_DIMENSIONS = ("all", "group", "owner", "task", "channel", "reason", "reception", "block", "cost")
"""Dimensions that every config has; no trait can have their names."""

REASONS = ("superseded", "left", "expired", "moved")
BLOCKS = ("under_15", "15_30", "30_60", "over_60")
"""Lengths of unbroken blocks of time (minutes): each from its first number up to, and without, its second."""
OFFICE = "office"
AREA = "area"


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
        "block": list(BLOCKS),
        "cost": ["staff", "users"],
        **({AREA: list(config.areas)} if config.areas else {}),
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
    elif measure in OF_SOME_TASKS and group not in OF_SOME_TASKS[measure][0](config):
        has_it, described = OF_SOME_TASKS[measure]
        here = ", ".join(has_it(config)) or "none"
        yield FieldError((*path, "group"), f"{measure} is for {described}; here: {here}")


def unasked(config: Config) -> list[str]:
    """The tasks in which somebody is met who comes unasked."""
    return [
        name for name, task in config.tasks.items()
        if isinstance(task.start, Visits) or (isinstance(task.start, Outside) and task.contact)
        or (isinstance(task.start, After) and task.start.at is not None)
    ]  # fmt: skip


def coming_back(config: Config) -> list[str]:
    """The tasks after which somebody may come again: another, met in one piece, follows them."""
    followed = {
        task.start.after for task in config.tasks.values()
        if isinstance(task.start, After) and (task.contact or task.start.at is not None)
    }  # fmt: skip
    return [name for name in config.tasks if name in followed]


OF_SOME_TASKS: dict[str, tuple[Callable[[Config], list[str]], str]] = {
    "topic_share": (unasked, "visits, what comes at a reception, and tasks from outside with contact: true"),
    "completed_share": (coming_back, "tasks after which another visit or talk may follow (start: {after: task})"),
}
"""Shares that only some tasks have: which, and in words."""
