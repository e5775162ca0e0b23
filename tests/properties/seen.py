"""Looking into a run for what a feature does: whether it is seen to happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from navsim.engine.log import Outcome
from navsim.engine.rules import leaving_time
from navsim.plan.model import Origin, Trigger
from navsim.plan.persons import BAND
from navsim.plan.staffing import Use
from navsim.values.poisson import points_below
from navsim.values.random import Purpose, child, name_key, uniforms
from tests.properties import reading
from tests.properties.people import Data
from tests.properties.running import Run

Happened = Callable[[Data, Run], bool]


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
