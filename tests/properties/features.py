"""Every feature of a config, and how often random offices have it and it is seen to happen in a run.

``python -m tests.properties.features [FILE]`` counts over many offices, prints a table and writes it as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from navsim.engine.log import Outcome
from navsim.plan.model import Origin, Trigger
from navsim.plan.staffing import Use
from tests.properties import reading, seen
from tests.properties.offices import offices
from tests.properties.people import Data
from tests.properties.running import simulated
from tests.properties.seen import Happened

Configured = Callable[[Data], bool]
COUNT = 600
"""How many offices show that each feature is reached."""


@dataclass(frozen=True)
class Feature:
    """A feature: whether a config has it, and whether it is seen in a run (None: there is nothing to see)."""

    name: str
    configured: Configured
    happened: Happened | None = None


def any_of(section: str, holds: Callable[[Any], bool]) -> Configured:
    """Whether some entry of a section is so."""
    return lambda data: any(holds(entry) for entry in data.get(section, {}).values())


def has(section: str, field: str) -> Configured:
    """Whether some entry of a section has a field."""
    return any_of(section, lambda entry: field in entry)


def starts(kind: str) -> Configured:
    """Whether some task starts so."""
    return any_of(
        "tasks", lambda task: task["start"] == kind or (isinstance(task["start"], dict) and kind in task["start"])
    )


def chain(field: str) -> Configured:
    """Whether some task that starts after another says this of its start."""
    return any_of("tasks", lambda task: "after" in task["start"] and field in task["start"])


def ways_to_groups(data: Data) -> set[tuple[str, str]]:
    """From which group to which users move, by need or limit."""
    return {
        (name, other)
        for name, group in data["users"].items()
        for part in (group, group.get("limit", {}))
        for other in part.get("moves_to", {})
    }


def circle(data: Data) -> bool:
    """Whether users can come back to a group."""
    ways = ways_to_groups(data)
    reached = set(ways)
    for _ in data["users"]:
        reached |= {(one, four) for one, two in reached for three, four in ways if two == three}
    return any(one == other for one, other in reached)


def on_shock(ending: str, *fields: str) -> Configured:
    """Whether a shock changes a timeline with this ending, with these fields."""
    return lambda data: any(
        path.rpartition(".")[2] == ending or path.startswith(ending + ".")
        for changes in data.get("shocks", {}).values()
        for path, change in changes.items()
        if all(field in change for field in fields)
    )  # fmt: skip


def texts(data: Any) -> Iterator[str]:
    """Every key of a config."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def written(key: str) -> Configured:
    """Whether a key stands anywhere."""
    return lambda data: key in set(texts(data))


FEATURES: tuple[Feature, ...] = (
    Feature("calendar: always", lambda data: data["calendar"] == "always"),
    Feature("calendar: Norwegian holidays", lambda data: "NO" in str(data["calendar"]), seen.use(Use.PUBLIC_HOLIDAY)),
    Feature("calendar: hours by weekday", lambda data: "thu" in str(data["calendar"])),
    Feature("timeline: steps", written("steps")),
    Feature("timeline: ramp", written("ramp_to")),
    Feature("timeline: season", written("season")),
    Feature("timeline: pulse", written("pulses")),
    Feature("users present at the start", any_of("users", lambda users: users["initial"] > 0)),
    Feature("inflow", has("users", "inflow"), seen.any_task(lambda found: found.log.spells.origin == Origin.NEW)),
    Feature(
        "returns", has("users", "returns"), seen.any_task(lambda found: found.log.spells.origin == Origin.RETURNING)
    ),
    Feature("pace", has("users", "pace")),
    Feature("group outside follow-up", any_of("users", lambda users: users.get("in_follow_up") is False)),
    Feature("traits", any_of("users", lambda users: bool(users["traits"]))),
    Feature("limit", has("users", "limit"), seen.limit_reached),
    Feature("move by need", has("users", "moves_to"), seen.any_task(reading.leads_to_group)),
    Feature("move by limit", any_of("users", lambda users: "moves_to" in users.get("limit", {}))),
    Feature("move back to a group", circle, seen.came_back),
    Feature("task cancelled by a move", lambda data: bool(ways_to_groups(data)), seen.outcome(Outcome.MOVED)),
    Feature("effect of follow-up", lambda data: "follow_up_effect" in data.get("rules", {}), seen.slowed),
    Feature("cost of users", has("users", "monthly_cost")),
    Feature("offices", lambda data: "offices" in data),
    Feature("group spread over offices", any_of("users", lambda users: isinstance(users.get("office"), dict))),
    Feature("staff serve several offices", has("staff", "serves"), seen.served_two_offices),
    Feature("staff away on a weekday", has("staff", "away"), seen.went_away),
    Feature("staff change at a date", has("staff", "later"), seen.reorganised),
    Feature("joint queue", has("tasks", "joint"), seen.joint_work),
    Feature("start: entry", starts("entry"), seen.opened(Trigger.ENTRY)),
    Feature("start: after contact", starts("after_contact"), seen.opened(Trigger.AFTER_CONTACT)),
    Feature("start: at random", starts("at_random"), seen.opened(Trigger.AT_RANDOM)),
    Feature("start: outside", starts("outside"), seen.opened(Trigger.FROM_OUTSIDE)),
    Feature("start: age", starts("age"), seen.opened(Trigger.AGE)),
    Feature("start: before limit", starts("before_limit"), seen.opened(Trigger.BEFORE_LIMIT)),
    Feature("start: after another task", starts("after"), seen.opened(Trigger.COMPLETION)),
    Feature("after: probability", chain("probability")),
    Feature("after: delay", chain("delay")),
    Feature("after: at a reception", chain("at"), seen.chain_at_reception),
    Feature("after: from outside", lambda data: "answer" in data.get("tasks", {}), seen.chain_from_outside),
    Feature("by another", has("tasks", "by"), seen.another_did),
    Feature("visits", starts("visits"), seen.visit_done),
    Feature("visit expired", starts("visits"), seen.outcome(Outcome.EXPIRED)),
    Feature("reception closed at times", has("receptions", "open")),
    Feature("travel to a reception", any_of("receptions", lambda desk: desk["travel"] != "0 min")),
    Feature("desk that nobody fills", lambda data: "receptions" in data, seen.desk_unfilled),
    Feature("task for groups or traits", has("tasks", "for")),
    Feature("shared queue", has("tasks", "queue")),
    Feature("channels", has("tasks", "channels"), seen.two_channels),
    Feature("extra minutes in a channel", written("extra")),
    Feature("zero minutes", any_of("tasks", lambda task: task["minutes"] == "0 min"), seen.no_minutes),
    Feature("work cut to fit", has("tasks", "contact"), seen.any_task(lambda found: found.log.tasks.cut)),
    Feature("work paused", lambda data: "tasks" in data, seen.paused),
    Feature("paused work done by another", lambda data: "tasks" in data, seen.returned),
    Feature("follow-up superseded", starts("after_contact"), seen.outcome(Outcome.SUPERSEDED)),
    Feature("task cancelled by leaving", lambda data: "tasks" in data, seen.outcome(Outcome.LEFT)),
    Feature("talk that outlives its person", has("tasks", "contact"), seen.outlived),
    Feature("lists: by the own caseworker", lambda data: "lists" in data, seen.own_caseworker),
    Feature("lists: others help", has("lists", "pool_after"), seen.others_helped),
    Feature("lists: nobody's user", lambda data: "lists" in data, seen.nobodys_user),
    Feature("lists: handed over", lambda data: "lists" in data, seen.handed_over),
    Feature("lists: users choose", has("lists", "choose"), seen.chose),
    Feature("lists: popularity", has("lists", "popularity")),
    Feature("overtime", has("staff", "overtime"), seen.worked_overtime),
    Feature("sick leave", has("staff", "absence"), seen.use(Use.SICK)),
    Feature("holidays", has("staff", "holidays"), seen.use(Use.HOLIDAY)),
    Feature("long leave", has("staff", "leave"), seen.use(Use.LONG_LEAVE)),
    Feature("graded leave", any_of("staff", lambda entry: any(leave["share"] < 1 for leave in entry.get("leave", [])))),
    Feature("training", has("staff", "training"), seen.use(Use.TRAINING)),
    Feature("ramp", has("staff", "ramp"), seen.slow_worker),
    Feature("recruiting", has("staff", "recruiting"), seen.recruited),
    Feature("employment that ends", has("staff", "until")),
    Feature("part-time position", has("staff", "fte")),
    Feature("nobody in an entry", any_of("staff", lambda entry: entry["people"] == 0)),
    Feature("cost of staff", has("staff", "yearly_cost")),
    Feature("targets", lambda data: "targets" in data),
    Feature("crosses", lambda data: "crosses" in data),
    Feature("shock: added inflow", on_shock("inflow", "add"), seen.brought_people),
    Feature("shock: people with a stay of their own", on_shock("inflow", "stay")),
    Feature("shock: people with traits of their own", on_shock("inflow", "traits")),
    Feature("shock: set", written("set")),
    Feature("shock: multiply", written("multiply")),
    Feature("shock on a task's start", on_shock("tasks")),
    Feature("shock on staff", on_shock("staff")),
    Feature("shock on a reception", on_shock("receptions")),
)  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """In how many of ``offices`` a feature was configured, and seen to happen (None: there is nothing to see)."""

    feature: str
    configured: int
    happened: int | None
    offices: int


def seeded_offices(count: int) -> list[Data]:
    """The same random offices each time."""
    found: list[Data] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(offices())
    def collect(data: Data) -> None:
        found.append(data)

    collect()
    return found


def count_features(count: int = COUNT) -> list[Reached]:
    """How often each feature is reached over seeded offices."""
    runs = [(data, simulated(data)) for data in seeded_offices(count)]
    rows = []
    for feature in FEATURES:
        mine = [(data, found) for data, found in runs if feature.configured(data)]
        happened = sum(feature.happened(data, found) for data, found in mine) if feature.happened else None
        rows.append(Reached(feature.name, len(mine), happened, len(runs)))
    return rows


def table(rows: list[Reached]) -> str:
    """The counts as text."""
    lines = [f"{'feature':<40} {'configured':>10} {'happened':>10}"]
    lines += [
        f"{row.feature:<40} {row.configured:>10} {'' if row.happened is None else row.happened:>10}" for row in rows
    ]
    return "\n".join([*lines, f"of {rows[0].offices} offices"])


def main(arguments: list[str]) -> None:
    """Count, print, and write JSON when a file is named."""
    rows = count_features()
    print(table(rows))
    if arguments:
        text = json.dumps([vars(row) for row in rows], indent=1) + "\n"
        Path(arguments[0]).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
