"""Every feature of a config, and how often random offices have it and it is seen to happen in a run.

``python -m tests.properties.features [FILE]`` counts over many offices, prints a table and writes it as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings

from navsim.engine.log import Outcome
from navsim.engine.rules import leaving_time
from navsim.plan.model import Origin, Trigger
from navsim.plan.persons import BAND
from navsim.plan.staffing import Use
from navsim.values.poisson import points_below
from navsim.values.random import Purpose, child, name_key, uniforms
from tests.properties import reading
from tests.properties.offices import offices
from tests.properties.people import Data
from tests.properties.running import Run, simulated

Configured = Callable[[Data], bool]
Happened = Callable[[Data, Run], bool]
COUNT = 300
"""How many offices show that each feature is reached."""


@dataclass(frozen=True)
class Feature:
    """A feature: whether a config has it, and whether it is seen in a run (None: there is nothing to see)."""

    name: str
    configured: Configured
    happened: Happened | None = None


# Looking into a config


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


# Looking into a run


def any_task(holds: Callable[[Run], Any]) -> Happened:
    """Whether some task of the log is so."""
    return lambda data, found: bool(np.any(holds(found)))


def outcome(which: Outcome) -> Happened:
    """Whether some task ended so."""
    return any_task(lambda found: found.log.tasks.outcome == which)


def opened(trigger: Trigger) -> Happened:
    """Whether a task with this start came."""
    return any_task(lambda found: np.isin(found.log.tasks.type, [t.number for t in reading.types_with(found, trigger)]))


def use(which: Use) -> Happened:
    """Whether some paid time went to this use."""
    return any_task(lambda found: reading.in_use(found, which))


def done(found: Run) -> Any:
    """Which tasks are done."""
    return found.log.tasks.outcome == Outcome.DONE


def limit_reached(data: Data, found: Run) -> bool:
    persons, spells = found.plan.persons, found.log.spells
    first = spells.origin != Origin.MOVED
    who = spells.person[first]
    return bool((spells.left[first] == persons.arrival[who] + persons.limit[who]).any())


def came_back(data: Data, found: Run) -> bool:
    spells = found.log.spells
    groups = [[int(spells.group[row]) for row in rows] for rows in reading.spells_by_person(found).values()]
    return any(len(set(mine)) < len(mine) for mine in groups)


def slowed(data: Data, found: Run) -> bool:
    """Whether somebody's first spell ended later than its need alone would have it, or still lasts."""
    plan, spells = found.plan, found.log.spells
    for row in np.flatnonzero(spells.origin != Origin.MOVED).tolist():
        person, pace = int(spells.person[row]), plan.static.groups[int(spells.group[row])].pace
        arrival, need = float(plan.persons.arrival[person]), float(plan.persons.need[person])
        alone = leaving_time(pace.times, pace.values, arrival, need, np.inf, 0.0)
        left = plan.static.horizon if np.isnan(spells.left[row]) else spells.left[row]
        if alone < min(left, arrival + plan.persons.limit[person]):
            return True
    return False


def office_of(found: Run, queue: int) -> str:
    """The office of a queue; empty for a joint one."""
    return found.plan.static.queues[queue].partition("@")[2]


def served_two_offices(data: Data, found: Run) -> bool:
    queues = reading.queues_of_tasks(found)
    served = {(part.employee, office_of(found, queues[part.task])) for part in reading.segments(found)}
    return any((employee, "gol") in served and (employee, "nes") in served for employee, _ in served)


def went_away(data: Data, found: Run) -> bool:
    """Whether somebody whose entry has a weekday away travelled."""
    staffing = found.plan.staffing
    travels = staffing.accounts.employee[reading.in_use(found, Use.TRAVEL)].tolist()
    return any("away" in data["staff"][staffing.employees[employee].entry] for employee in travels)


def joint_work(data: Data, found: Run) -> bool:
    """Whether tasks of users at two offices were done from one queue."""
    if "office" not in [trait.name for trait in found.plan.static.traits]:
        return False
    names = [trait.name for trait in found.plan.static.traits]
    sizes = [len(trait.values) for trait in found.plan.static.traits]
    tasks, queues = found.log.tasks, reading.queues_of_tasks(found)
    rows = np.flatnonzero(done(found) & (tasks.person >= 0)).tolist()
    office = np.unravel_index(found.plan.persons.mix, sizes)[names.index("office")]
    seen = {(int(queues[row]), int(office[tasks.person[row]])) for row in rows}
    return any((queue, 0) in seen and (queue, 1) in seen for queue, _ in seen)


def reorganised(data: Data, found: Run) -> bool:
    """Whether somebody in an entry with a later change had another service after it than before."""
    intervals, staffing = found.plan.staffing.intervals, found.plan.staffing
    for number, server in enumerate(staffing.servers):
        entry = data["staff"][staffing.employees[server.employee].entry] if server.employee >= 0 else {}
        if "later" in entry and "away" not in entry:
            services = intervals.service[intervals.server == number]
            if len(set(services.tolist())) > 1:
                return True
    return False


def list_starts(found: Run) -> Iterator[tuple[int, int]]:
    """Of the first piece of each task on a list: whose the user was, and who did it."""
    queues, tasks, seen = reading.queues_of_tasks(found), found.log.tasks, set()
    for part in sorted(reading.segments(found), key=lambda part: part.start):
        if part.task in seen or found.plan.caseworkers.place[queues[part.task]] == reading.NOBODY:
            continue
        seen.add(part.task)
        person = int(tasks.person[part.task])
        if person >= 0:
            yield reading.caseworker_at(found, int(queues[part.task]), person, part.start), part.employee


def own_caseworker(data: Data, found: Run) -> bool:
    return any(own == who for own, who in list_starts(found))


def others_helped(data: Data, found: Run) -> bool:
    return any(own not in (reading.NOBODY, who) for own, who in list_starts(found))


def nobodys_user(data: Data, found: Run) -> bool:
    """Whether some user of a list had nobody for a time, and somebody at another."""
    lists = found.plan.caseworkers
    rows = [lists.employee[first:last] for first, last in pairwise(lists.first.tolist())]
    return any((row >= 0).any() and (row < 0).any() for row in rows)


def handed_over(data: Data, found: Run) -> bool:
    return bool((np.diff(found.plan.caseworkers.first) > 1).any())


def chose(data: Data, found: Run) -> bool:
    keys = [int(key) for key in found.plan.persons.key]
    share = max(rules.get("choose", 0) for rules in data["lists"].values())
    drawn = [uniforms(child(key, Purpose.CHOICE), 0) for key in keys]
    return bool(np.any(np.array(drawn) < share)) and bool((found.plan.caseworkers.employee >= 0).any())


def did(found: Run) -> dict[int, list[reading.Segment]]:
    """The pieces of each task."""
    parts: dict[int, list[reading.Segment]] = {}
    for part in reading.segments(found):
        parts.setdefault(part.task, []).append(part)
    return parts


def another_did(data: Data, found: Run) -> bool:
    numbers = [type_.number for type_ in found.plan.static.types if type_.succession.another]
    return bool((np.isin(found.log.tasks.type, numbers) & done(found)).any())


def chain_at_reception(data: Data, found: Run) -> bool:
    numbers = [type_.number for type_ in found.plan.static.types if type_.succession.windows.start]
    return bool((np.isin(found.log.tasks.type, numbers) & done(found)).any())


def chain_from_outside(data: Data, found: Run) -> bool:
    numbers = [type_.number for type_ in reading.types_with(found, Trigger.COMPLETION)]
    return bool((np.isin(found.log.tasks.type, numbers) & (found.log.tasks.person < 0)).any())


def worked_overtime(data: Data, found: Run) -> bool:
    accounts, late = found.plan.staffing.accounts, reading.in_use(found, Use.OVERTIME)
    spans = list(
        zip(accounts.employee[late].tolist(), accounts.start[late].tolist(), accounts.end[late].tolist(), strict=True)
    )
    return any(who == part.employee and part.start < end and start < part.end
               for part in reading.segments(found) for who, start, end in spans)  # fmt: skip


def brought_people(data: Data, found: Run) -> bool:
    """Whether a stream that a shock adds has people."""
    root = child(child(0, data["seed"]), 0)
    return any(
        len(points_below(child(root, name_key(stream.name)), stream.rate, BAND, found.plan.static.horizon))
        for stream in found.prepared.streams
        if stream.name.startswith("shock/")
    )


def slow_worker(data: Data, found: Run) -> bool:
    return any(part.proficiency < 1 for part in reading.segments(found))


def recruited(data: Data, found: Run) -> bool:
    staffing = found.plan.staffing
    return any(
        "recruiting" in data["staff"][staffing.employees[who].entry] for who in staffing.accounts.employee.tolist()
    )


def paused(data: Data, found: Run) -> bool:
    return any(len(parts) > 1 for parts in did(found).values())


def returned(data: Data, found: Run) -> bool:
    return any(len({part.employee for part in parts}) > 1 for parts in did(found).values())


def outlived(data: Data, found: Run) -> bool:
    talks = [type_.number for type_ in found.plan.static.types if type_.contact]
    tasks = found.log.tasks
    return bool((np.isin(tasks.type, talks) & done(found) & (tasks.person >= 0) & ~tasks.contact).any())


def two_channels(data: Data, found: Run) -> bool:
    return bool((found.log.tasks.channel > 0).any())


def desk_unfilled(data: Data, found: Run) -> bool:
    return len(found.plan.staffing.unfilled.start) > 0


def visit_done(data: Data, found: Run) -> bool:
    visits = [t.number for t in found.plan.static.types if t.trigger == Trigger.FROM_OUTSIDE and not t.splittable]
    return bool((np.isin(found.log.tasks.type, visits) & done(found)).any())


def no_minutes(data: Data, found: Run) -> bool:
    return bool(((found.log.tasks.minutes == 0) & done(found)).any())


FEATURES: tuple[Feature, ...] = (
    Feature("calendar: always", lambda data: data["calendar"] == "always"),
    Feature("calendar: Norwegian holidays", lambda data: "NO" in str(data["calendar"]), use(Use.PUBLIC_HOLIDAY)),
    Feature("calendar: hours by weekday", lambda data: "thu" in str(data["calendar"])),
    Feature("timeline: steps", written("steps")),
    Feature("timeline: ramp", written("ramp_to")),
    Feature("timeline: season", written("season")),
    Feature("timeline: pulse", written("pulses")),
    Feature("users present at the start", any_of("users", lambda users: users["initial"] > 0)),
    Feature("inflow", has("users", "inflow"), any_task(lambda found: found.log.spells.origin == Origin.NEW)),
    Feature("returns", has("users", "returns"), any_task(lambda found: found.log.spells.origin == Origin.RETURNING)),
    Feature("pace", has("users", "pace")),
    Feature("group outside follow-up", any_of("users", lambda users: users.get("in_follow_up") is False)),
    Feature("traits", any_of("users", lambda users: bool(users["traits"]))),
    Feature("limit", has("users", "limit"), limit_reached),
    Feature("move by need", has("users", "moves_to"), any_task(reading.leads_to_group)),
    Feature("move by limit", any_of("users", lambda users: "moves_to" in users.get("limit", {}))),
    Feature("move back to a group", circle, came_back),
    Feature("task cancelled by a move", lambda data: bool(ways_to_groups(data)), outcome(Outcome.MOVED)),
    Feature("effect of follow-up", lambda data: "follow_up_effect" in data.get("rules", {}), slowed),
    Feature("cost of users", has("users", "monthly_cost")),
    Feature("offices", lambda data: "offices" in data),
    Feature("group spread over offices", any_of("users", lambda users: isinstance(users.get("office"), dict))),
    Feature("staff serve several offices", has("staff", "serves"), served_two_offices),
    Feature("staff away on a weekday", has("staff", "away"), went_away),
    Feature("staff change at a date", has("staff", "later"), reorganised),
    Feature("joint queue", has("tasks", "joint"), joint_work),
    Feature("start: entry", starts("entry"), opened(Trigger.ENTRY)),
    Feature("start: after contact", starts("after_contact"), opened(Trigger.AFTER_CONTACT)),
    Feature("start: at random", starts("at_random"), opened(Trigger.AT_RANDOM)),
    Feature("start: outside", starts("outside"), opened(Trigger.FROM_OUTSIDE)),
    Feature("start: age", starts("age"), opened(Trigger.AGE)),
    Feature("start: before limit", starts("before_limit"), opened(Trigger.BEFORE_LIMIT)),
    Feature("start: after another task", starts("after"), opened(Trigger.COMPLETION)),
    Feature("after: probability", chain("probability")),
    Feature("after: delay", chain("delay")),
    Feature("after: at a reception", chain("at"), chain_at_reception),
    Feature("after: from outside", lambda data: "answer" in data.get("tasks", {}), chain_from_outside),
    Feature("by another", has("tasks", "by"), another_did),
    Feature("visits", starts("visits"), visit_done),
    Feature("visit expired", starts("visits"), outcome(Outcome.EXPIRED)),
    Feature("reception closed at times", has("receptions", "open")),
    Feature("travel to a reception", any_of("receptions", lambda desk: desk["travel"] != "0 min")),
    Feature("desk that nobody fills", lambda data: "receptions" in data, desk_unfilled),
    Feature("task for groups or traits", has("tasks", "for")),
    Feature("shared queue", has("tasks", "queue")),
    Feature("channels", has("tasks", "channels"), two_channels),
    Feature("extra minutes in a channel", written("extra")),
    Feature("zero minutes", any_of("tasks", lambda task: task["minutes"] == "0 min"), no_minutes),
    Feature("work cut to fit", has("tasks", "contact"), any_task(lambda found: found.log.tasks.cut)),
    Feature("work paused", lambda data: "tasks" in data, paused),
    Feature("paused work done by another", lambda data: "tasks" in data, returned),
    Feature("follow-up superseded", starts("after_contact"), outcome(Outcome.SUPERSEDED)),
    Feature("task cancelled by leaving", lambda data: "tasks" in data, outcome(Outcome.LEFT)),
    Feature("talk that outlives its person", has("tasks", "contact"), outlived),
    Feature("lists: by the own caseworker", lambda data: "lists" in data, own_caseworker),
    Feature("lists: others help", has("lists", "pool_after"), others_helped),
    Feature("lists: nobody's user", lambda data: "lists" in data, nobodys_user),
    Feature("lists: handed over", lambda data: "lists" in data, handed_over),
    Feature("lists: users choose", has("lists", "choose"), chose),
    Feature("lists: popularity", has("lists", "popularity")),
    Feature("overtime", has("staff", "overtime"), worked_overtime),
    Feature("sick leave", has("staff", "absence"), use(Use.SICK)),
    Feature("holidays", has("staff", "holidays"), use(Use.HOLIDAY)),
    Feature("long leave", has("staff", "leave"), use(Use.LONG_LEAVE)),
    Feature("graded leave", any_of("staff", lambda entry: any(leave["share"] < 1 for leave in entry.get("leave", [])))),
    Feature("training", has("staff", "training"), use(Use.TRAINING)),
    Feature("ramp", has("staff", "ramp"), slow_worker),
    Feature("recruiting", has("staff", "recruiting"), recruited),
    Feature("employment that ends", has("staff", "until")),
    Feature("part-time position", has("staff", "fte")),
    Feature("nobody in an entry", any_of("staff", lambda entry: entry["people"] == 0)),
    Feature("cost of staff", has("staff", "yearly_cost")),
    Feature("targets", lambda data: "targets" in data),
    Feature("crosses", lambda data: "crosses" in data),
    Feature("shock: added inflow", on_shock("inflow", "add"), brought_people),
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
