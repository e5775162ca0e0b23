"""The whole config: sections, their fields, and what must fit together.

Every field has a description; the reference page and the JSON Schema are made from them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from navsim.config.areas import Area
from navsim.config.each_office import EachOffice
from navsim.config.fields import Day, Duration, Name, Owner, Section, Share, Title, Whole
from navsim.config.groups import Change, Group, Trait
from navsim.config.offices import ListRules, Office
from navsim.config.opening import Calendar, Summer, WrittenCalendar, weekdays
from navsim.config.records import Evidence, Observed
from navsim.config.shocks import TITLE, Shock
from navsim.config.staff import Absence, Holidays, Leave, Ramp, Reception, Recruiting, Staff
from navsim.config.targets import Target, Until
from navsim.config.tasks import After, Age, AtRandom, BeforeLimit, Channel, For, Outside, Task, Visits
from navsim.values.time import DAY

__all__ = [
    "Absence",
    "After",
    "Age",
    "Area",
    "AtRandom",
    "BeforeLimit",
    "Calendar",
    "Change",
    "Channel",
    "Config",
    "Evidence",
    "For",
    "Group",
    "Holidays",
    "Leave",
    "ListRules",
    "Observed",
    "Office",
    "Outside",
    "Owner",
    "Ramp",
    "Reception",
    "Recruiting",
    "Rules",
    "Scenario",
    "Shock",
    "Staff",
    "Summer",
    "Target",
    "Task",
    "Trait",
    "Until",
    "Visits",
    "weekdays",
]


class Rules(Section):
    """Rules of work that a config may change."""

    return_after: Duration = Field(
        7 * DAY, description="Paused work goes back to its queue when its worker is away for longer than this"
    )
    contact_window: Duration = Field(
        30 * DAY, description="How recent a contact must be to count in the follow-up rate"
    )
    follow_up_effect: Share = Field(
        0.0, description="How much slower the need is used up when the last contact is older than contact_window"
    )


class Scenario(Section):
    """A named, ordered list of changes to the config (alternativ)."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    changes: dict[str, Any] = Field(default_factory=dict, description="Path and new value; none removes an entry")


def with_changes(value: Any) -> Any:
    """A scenario or a shock from ``{title, path: value, ...}`` as it is written; order kept."""
    if not isinstance(value, dict):
        return value
    return {
        **({TITLE: value[TITLE]} if TITLE in value else {}),
        "changes": {path: change for path, change in value.items() if path != TITLE},
    }


class Config(Section):
    """An office, what happens to it, and what is asked."""

    name: Name = Field(description="Names the results")
    title: Title | None = Field(None, description="Heading of the report")
    start: Day = Field(description="A Monday")
    weeks: Whole = Field(ge=1, le=1600, description="Length of the run")
    replications: Whole = Field(
        100, ge=1, le=1_000_000, description="How many times the run is repeated with other chances"
    )
    seed: Whole = Field(1, ge=0, lt=2**63, description="Which chances: the same seed gives the same results")
    calendar: WrittenCalendar = Field(description="Working days and hours of the office, or always")
    users: dict[Name, Group] = Field(default_factory=dict, description="The groups of users (brukere), by name")
    traits: dict[Name, Trait] = Field(
        default_factory=dict, description="What the traits of the users are called (kjennetegn), by name"
    )
    shocks: dict[Name, Annotated[Shock, BeforeValidator(with_changes)]] = Field(
        default_factory=dict, description="Named sets of changes to timelines (sjokk), by name"
    )
    tasks: dict[Name, Task] = Field(default_factory=dict, description="The kinds of work (oppgaver), by name")
    staff: dict[Name, Staff] = Field(default_factory=dict, description="Entries of employees (ansatte), by name")
    receptions: dict[Name, Reception] = Field(default_factory=dict, description="Receptions (mottak), by name")
    rules: Rules = Field(default_factory=Rules, description="Rules of work")
    offices: dict[Name, Office] = Field(
        default_factory=dict, description="Several offices in one config; left out: one office without a name"
    )
    each_office: EachOffice | None = Field(
        None, description="Many offices that share nobody, each with its own copy of this config"
    )
    areas: dict[Name, Area] = Field(
        default_factory=dict, description="Budget areas (budsjettområder) of staff and of what users cost, by name"
    )
    lists: dict[Name, ListRules] = Field(
        default_factory=dict, description="Queues whose users have a caseworker each, by name of the queue"
    )
    targets: dict[Name, Target] = Field(default_factory=dict, description="What is to be kept (mål), by name")
    crosses: tuple[str, ...] = Field((), description="Dimensions to cross, e.g. segment*office")
    until: Until | None = Field(None, description="Replications go on until a figure is known precisely enough")
    goal: Share | None = Field(None, description="Goal for the follow-up rate, a line in its plot")
    scenarios: dict[Name, Annotated[Scenario, BeforeValidator(with_changes)]] = Field(
        default_factory=lambda: {"base": Scenario()},
        min_length=1,
        description="The first is the base of all differences",
    )
    observed: tuple[Observed, ...] = Field((), description="Figures that were counted, to show beside the projection")
    evidence: dict[str, Evidence] = Field(
        default_factory=dict, description="By path; a path also covers what lies below it"
    )
