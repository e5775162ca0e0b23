"""What is true of every run, over small plans at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from navsim.engine.log import Outcome, differing
from navsim.engine.reference import office as reference
from navsim.engine.reference.floor import Floor, Pair
from navsim.engine.reference.state import Server, Stage, Task
from navsim.plan.model import Origin, Plan, Trigger
from navsim.values.time import TICKS, on_grid
from tests.both import simulate
from tests.engine.plans import HORIZON, plans
from tests.engine.replay import Replay

OFTEN = settings(max_examples=80)


class AllPairs(Floor):
    """The engine with the plainest dispatcher: it looks at every task and every worker, each time."""

    ever: list[Task]

    def wait(self, task: Task) -> None:
        self.ever = [*getattr(self, "ever", []), task]
        super().wait(task)

    def feasible_pairs(self) -> Iterator[Pair]:
        now = self.agenda.now
        for server in self.free.values():
            for task in {task.number: task for task in getattr(self, "ever", [])}.values():
                if task.stage is not Stage.WAITING or task.queue not in server.ranks:
                    continue
                if not task.type.splittable and on_grid(task.minutes / server.proficiency) > server.until - now:
                    continue
                if task.type.contact and task.person is not None and task.person.talking:
                    continue
                if task.not_by >= 0 and task.not_by == server.employee:
                    continue
                own, helped = caseworker(self.plan, task, now)
                if own in (-1, server.employee) or helped:
                    yield self.order(task, server, own not in (-1, server.employee)), task, server

    @staticmethod
    def order(task: Task, server: Server, helps: bool) -> tuple[float, ...]:
        rank = server.ranks[task.queue] + 1000 * helps
        return (task.type.priority, rank, task.due, task.number, server.free_since, server.number)


def caseworker(plan: Plan, task: Task, now: float) -> tuple[int, bool]:
    """Whose a waiting task is (-1: nobody's), and whether others may help."""
    lists = plan.caseworkers
    place = lists.place[task.queue]
    if place < 0 or task.person is None:
        return -1, True
    row = place * len(plan.persons) + task.person.number
    entries = range(lists.first[row], lists.first[row + 1])
    own = [int(lists.employee[entry]) for entry in entries if lists.since[entry] <= now][-1]
    return own, now >= task.opened + lists.pool_after[task.queue]


@OFTEN
@given(plans())
def test_looking_at_fresh_pairs_only_gives_the_log_of_looking_at_all(plan: Plan) -> None:
    log = simulate(plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "Floor", AllPairs)
        assert differing(log, simulate(plan)) is None
    assert differing(log, simulate(plan)) is None


@OFTEN
@given(plans())
def test_nobody_is_free_while_a_feasible_task_waits(plan: Plan) -> None:
    assert list(Replay(plan, simulate(plan)).neglected()) == []


@OFTEN
@given(plans())
def test_a_worker_does_one_task_at_a_time_inside_the_intervals(plan: Plan) -> None:
    replay = Replay(plan, simulate(plan))
    for server in range(len(replay.intervals)):
        mine = [segment for segment in replay.segments if segment.server == server]
        assert all(one.end <= other.start for one, other in pairwise(mine))
        for segment in mine:
            interval = replay.interval_at(server, segment.start)
            assert interval is not None
            assert segment.end <= interval.end
            assert replay.queue_of(segment.task) in interval.queues


@OFTEN
@given(plans())
def test_minutes_are_work_over_proficiency(plan: Plan) -> None:
    """To the bit where proficiency stays; else to half a tick of rounding for each segment."""
    replay = Replay(plan, simulate(plan))
    for task in replay.tasks:
        if replay.log.tasks.outcome[task] != Outcome.DONE:
            continue
        parts, minutes = replay.parts(task), float(replay.log.tasks.minutes[task])
        found = [replay.interval_at(part.server, part.start) for part in parts]
        pace = [interval.proficiency for interval in found if interval is not None]
        if len(set(pace)) == 1:
            assert sum(part.end - part.start for part in parts) == on_grid(minutes / pace[0])
        else:
            work = sum((part.end - part.start) * p for part, p in zip(parts, pace, strict=True))
            assert abs(work - minutes) <= len(parts) * 1.25 / TICKS


@OFTEN
@given(plans())
def test_every_task_has_one_fate(plan: Plan) -> None:
    """Done: its last segment ends it. Cancelled: nobody has begun it, and the reason is true."""
    replay = Replay(plan, simulate(plan))
    tasks, spells = replay.log.tasks, replay.log.spells
    left = dict(zip(spells.person.tolist(), spells.left.tolist(), strict=True))  # the last spell of each
    ends = {(int(person), float(end)) for person, end in zip(spells.person, spells.left, strict=True)}
    expires = dict(enumerate(plan.arrivals.expires.tolist()))
    for task in replay.tasks:
        outcome, person, ended = Outcome(tasks.outcome[task]), int(tasks.person[task]), float(tasks.ended[task])
        parts, type_ = replay.parts(task), replay.type_of(task)
        assert (outcome is Outcome.OPEN) == np.isnan(ended)
        assert bool(parts) == (not np.isnan(tasks.started[task]))
        if parts:
            assert parts[0].start == tasks.started[task] >= tasks.opened[task]
            assert len(parts) == 1 or type_.splittable
        if outcome is Outcome.DONE:
            assert parts[-1].end == ended
        elif outcome is not Outcome.OPEN:
            assert not parts
            assert ended >= tasks.opened[task]
        if outcome is Outcome.LEFT:
            assert ended == left[person]
        elif outcome is Outcome.EXPIRED:
            if type_.trigger == Trigger.FROM_OUTSIDE:
                assert ended == expires[int(tasks.ordinal[task])]
            else:
                assert ended in type_.succession.windows.end
        elif outcome is Outcome.MOVED:
            assert (person, ended) in ends
            assert not all(plan.static.applies[type_.number, group, plan.persons.mix[person]] for group in (0, 1))
        elif outcome is Outcome.SUPERSEDED:
            assert type_.trigger == Trigger.AFTER_CONTACT
            assert np.any((tasks.person == person) & tasks.contact & (tasks.ended == ended))


@OFTEN
@given(plans())
def test_users_come_and_leave_as_planned(plan: Plan) -> None:
    plan = replace(plan, static=replace(plan.static, follow_up_effect=0.0))
    log, persons = simulate(plan), plan.persons
    spells, horizon = log.spells, plan.static.horizon
    first = spells.origin != Origin.MOVED
    come = np.flatnonzero(persons.arrival < horizon)
    assert spells.person[first].tolist() == come.tolist()
    assert (np.isnan(spells.left) == (spells.destination == -1)).all()
    for row, person in zip(np.flatnonzero(first).tolist(), come.tolist(), strict=True):
        pace = plan.static.groups[persons.group[person]].pace
        instants = persons.arrival[person] + np.arange(0.0, horizon, 0.125)
        used = pace.integral(instants) - pace.integral(instants[:1])
        full = instants[np.searchsorted(used, persons.need[person])] if used[-1] >= persons.need[person] else np.inf
        leaves = min(full, persons.arrival[person] + persons.limit[person])
        assert (leaves >= horizon) == np.isnan(spells.left[row])
        if leaves < horizon:
            assert abs(spells.left[row] - leaves) <= 0.125
            by_need = full <= persons.arrival[person] + persons.limit[person]
            chosen = persons.destination if by_need else persons.limit_destination
            assert spells.destination[row] == chosen[person]


@OFTEN
@given(plans())
def test_one_spell_follows_another(plan: Plan) -> None:
    """Somebody who moves begins the next spell in that instant, in the group that was the destination."""
    spells = simulate(plan).spells
    for person in set(spells.person.tolist()):
        mine = np.flatnonzero(spells.person == person)
        for one, other in pairwise(mine.tolist()):
            assert spells.left[one] == spells.entered[other] == spells.arrival[other]
            assert spells.destination[one] == len(plan.static.destinations) + spells.group[other]
            assert spells.origin[other] == Origin.MOVED
        assert spells.destination[mine[-1]] < len(plan.static.destinations)
        assert spells.origin[mine[0]] != Origin.MOVED


@OFTEN
@given(plans())
def test_a_contact_is_a_talk_that_ends_while_its_user_is_present(plan: Plan) -> None:
    log = simulate(plan)
    left = np.full(len(plan.persons) + 1, -1.0)  # the last is for tasks of no user
    left[log.spells.person] = log.spells.left  # of several spells the last
    present = ~(left[log.tasks.person] < log.tasks.ended)
    is_talk = np.array([type_.contact for type_ in plan.static.types], bool)[log.tasks.type]
    assert (log.tasks.contact == (is_talk & present & (log.tasks.outcome == Outcome.DONE))).all()
    of_user = np.bincount(log.tasks.person[log.tasks.contact], minlength=len(plan.persons))
    counted = np.bincount(log.spells.person, log.spells.contacts, minlength=len(plan.persons))
    assert counted.tolist() == of_user.tolist()


@OFTEN
@given(plans())
def test_the_talks_of_a_user_never_overlap(plan: Plan) -> None:
    replay = Replay(plan, simulate(plan))
    for person in set(replay.log.tasks.person.tolist()) - {-1}:
        talks = sorted(
            (segment.start, segment.end)
            for segment in replay.segments
            if replay.log.tasks.person[segment.task] == person and replay.type_of(segment.task).contact
        )
        assert all(end <= start for (_, end), (start, _) in pairwise(talks))


@OFTEN
@given(plans())
def test_a_user_has_one_open_talk_of_each_follow_up_at_most(plan: Plan) -> None:
    replay = Replay(plan, simulate(plan))
    tasks = replay.log.tasks
    for type_ in plan.static.types:
        if type_.trigger == Trigger.AFTER_CONTACT and type_.contact:
            for person in set(tasks.person[tasks.type == type_.number].tolist()):
                mine = np.flatnonzero((tasks.type == type_.number) & (tasks.person == person))
                assert all(tasks.ended[one] <= tasks.opened[other] for one, other in pairwise(mine.tolist()))


@OFTEN
@given(plans())
def test_littles_law_holds_exactly(plan: Plan) -> None:
    """The integral of the number in system over the run is the sum of the times in system within it."""
    log = simulate(plan)
    for start, end in ((log.spells.arrival, log.spells.left), (log.tasks.opened, log.tasks.ended)):
        until = np.where(np.isnan(end), plan.static.horizon, end)
        changes = sorted([(time, 1) for time in start.tolist()] + [(time, -1) for time in until.tolist()])
        area, number, now = 0.0, 0, 0.0
        for time, change in changes:
            area += number * (time - now)
            number, now = number + change, time
        assert number == 0
        assert area == (until - start).sum()


@OFTEN
@given(plans())
def test_what_is_to_come_changes_nothing(plan: Plan) -> None:
    """A run to half the horizon is the first half of the run."""
    whole = simulate(plan)
    half = simulate(replace(plan, static=replace(plan.static, horizon=HORIZON / 2)))
    for name in ("opened", "started", "ended"):
        times = getattr(whole.tasks, name)[: len(half.tasks.type)]
        expected = np.where(times < HORIZON / 2, times, np.nan)
        assert np.array_equal(getattr(half.tasks, name), expected, equal_nan=True)
    assert len(half.tasks.type) == (whole.tasks.opened < HORIZON / 2).sum()
