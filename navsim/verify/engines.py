"""Two independent programs: what one engine says, every other must say too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from navsim.engine import HOMES, engine_named
from navsim.engine.log import Log, Outcome, differing
from navsim.plan.model import Plan
from navsim.verify.trial import Result, Trial

Event = tuple[float, int, str]


def engines_agree(trial: Trial) -> Result:
    """Every engine gives the same log, to the bit; else the first event that differs is named."""
    count = len(trial.log.work.task) + len(trial.log.tasks.type) + len(trial.log.spells.person)
    for name in HOMES:
        own, simulate = engine_named(name)
        if simulate is not trial.case.simulate:
            other = simulate(trial.plan)
            if (place := differing(trial.log, other)) is not None:
                return count, f"{own} differs: {first_difference(trial.plan, trial.log, other) or place}"
    return count, None


def first_difference(plan: Plan, one: Log, other: Log) -> str | None:
    """The first event that is not in both logs, in words; None when they differ in nothing that has a time."""
    both = zip_longest(sorted(events(plan, one)), sorted(events(plan, other)))
    return next((f"{words(left)}, and there {words(right)}" for left, right in both if left != right), None)


def words(event: Event | None) -> str:
    """An event and its time."""
    return "nothing more happens" if event is None else f"at {event[0]} min {event[2]}"


def events(plan: Plan, log: Log) -> Iterator[Event]:
    """All that happens, each with its time; what comes with it stands in its words."""
    types, spells, tasks, work = plan.static.types, log.spells, log.tasks, log.work
    for row in range(len(spells.person)):
        who = f"person {spells.person[row]}"
        group = plan.static.groups[spells.group[row]].name
        yield float(spells.arrival[row]), 0, f"{who} enters {group} (origin {spells.origin[row]})"
        if spells.left[row] == spells.left[row]:
            met = f"after {spells.contacts[row]} contacts"
            yield float(spells.left[row]), 1, f"{who} leaves {group} for destination {spells.destination[row]} {met}"
    for row in range(len(tasks.type)):
        what = f"task {row} ({types[tasks.type[row]].name} {tasks.ordinal[row]} of person {tasks.person[row]})"
        drawn = f"channel {tasks.channel[row]}, {tasks.minutes[row]} minutes, due {tasks.due[row]}"
        yield float(tasks.opened[row]), 2, f"{what} opens, {drawn}"
        if tasks.ended[row] == tasks.ended[row]:
            kind = " as a contact" if tasks.contact[row] else ""
            yield float(tasks.ended[row]), 3, f"{what} ends: {Outcome(tasks.outcome[row]).name.lower()}{kind}"
    for task, server, start, end in zip(work.task, work.server, work.start, work.end, strict=True):
        yield float(start), 4, f"{plan.staffing.servers[server].name} works on task {task} until {end}"
