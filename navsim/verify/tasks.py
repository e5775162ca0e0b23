"""No task is lost, and none is done twice."""

from __future__ import annotations

import numpy as np

from navsim.engine.log import Outcome
from navsim.plan.model import Trigger
from navsim.values.time import TICKS, all_on_grid
from navsim.verify.trial import Bools, Ints, Result, Trial, first


def fates(trial: Trial) -> Result:
    """Created = done + cancelled (by reason) + open; done ones were begun, cancelled ones never, open ones not over."""
    tasks = trial.log.tasks
    known = np.isin(tasks.outcome, [int(outcome) for outcome in Outcome])
    is_open, done = tasks.outcome == Outcome.OPEN, tasks.outcome == Outcome.DONE
    begun, over = ~np.isnan(tasks.started), ~np.isnan(tasks.ended)
    wrong = ~known | (is_open == over) | (done & ~begun) | (over & ~done & begun)
    wrong |= (
        (tasks.started < tasks.opened) | (tasks.ended < tasks.opened) | (over & begun & (tasks.ended < tasks.started))
    )
    return len(wrong), first(wrong, lambda at: f"{trial.task(at)} is in no state that there is") or reasons(trial)


def reasons(trial: Trial) -> str | None:
    """Each reason for which a task was cancelled is true, and nobody who is gone has one waiting."""
    tasks, spells = trial.log.tasks, trial.log.spells
    outside = len(trial.plan.static.destinations)
    moves, gone = spells.destination >= outside, ~np.isnan(spells.left) & (spells.destination < outside)
    left = np.full(len(trial.plan.persons) + 1, np.nan)
    left[spells.person[gone]] = spells.left[gone]
    left_at = left[tasks.person]
    moved = set(zip(spells.person[moves].tolist(), spells.left[moves].tolist(), strict=True))
    met = set(zip(tasks.person[tasks.contact].tolist(), tasks.ended[tasks.contact].tolist(), strict=True))
    who = list(zip(tasks.person.tolist(), tasks.ended.tolist(), strict=True))
    after_contact = trial.of_type("trigger") == Trigger.AFTER_CONTACT
    true: dict[Outcome, Bools] = {
        Outcome.LEFT: tasks.ended == left_at,
        Outcome.MOVED: np.array([each in moved for each in who], bool),
        Outcome.SUPERSEDED: after_contact & np.array([each in met for each in who], bool),
    }
    wrong = np.zeros(len(who), bool)
    for outcome, holds in true.items():
        wrong |= (tasks.outcome == outcome) & ~holds
    waits = (tasks.outcome == Outcome.OPEN) & np.isnan(tasks.started) & ~np.isnan(left_at)
    return first(wrong | waits, lambda at: f"{trial.task(at)} was cancelled for no reason, or waits for nobody")


def arrivals_open(trial: Trial) -> Result:
    """Each task from outside of the plan opens once, when it comes; each other one opens while it is for its person."""
    tasks, arrivals = trial.log.tasks, trial.plan.arrivals
    came = arrivals.time < trial.horizon
    trigger = trial.of_type("trigger")
    mine = np.flatnonzero(trigger == Trigger.FROM_OUTSIDE)
    one = sorted(zip(tasks.opened[mine].tolist(), tasks.type[mine].tolist(), strict=True))
    other = sorted(zip(arrivals.time[came].tolist(), arrivals.type[came].tolist(), strict=True))
    if one != other:
        return len(trigger), f"{len(one)} tasks opened from outside, {len(other)} came, or they differ in type or time"
    return len(trigger), not_for_its_person(trial)


def not_for_its_person(trial: Trial) -> str | None:
    """A task that opened while its person was not in a group that it is for."""
    tasks, spells, stride = trial.log.tasks, trial.log.spells, trial.horizon + 1.0
    mine = np.flatnonzero(tasks.person >= 0)
    if not len(mine):
        return None
    rows = np.argsort(spells.person, kind="stable")
    line = spells.person[rows] * stride + spells.arrival[rows]
    place = np.searchsorted(line, tasks.person[mine] * stride + tasks.opened[mine], "right") - 1
    now, before = rows[place], rows[np.maximum(place - 1, 0)]

    def fits(row: Ints) -> Bools:
        applies = trial.plan.static.applies[tasks.type[mine], spells.group[row], spells.mix[row]]
        return np.asarray(
            applies & (spells.person[row] == tasks.person[mine]) & ~(spells.left[row] < tasks.opened[mine])
        )

    # What a talk starts in the very instant in which its person moves opens before the move.
    wrong = ~fits(now) & ~fits(before)
    return first(wrong, lambda at: f"{trial.task(mine[at])} is not for its person then")


def done_once(trial: Trial) -> Result:
    """The segments of a task never overlap; a done one took its minutes over proficiency, and ended with the last."""
    tasks, work, rows = trial.log.tasks, trial.log.work, trial.by_task
    one, other = rows[:-1], rows[1:]
    overlap = (work.task[one] == work.task[other]) & (work.end[one] > work.start[other])
    broken = first(overlap, lambda at: f"{trial.task(work.task[one[at]])} is worked on twice at a time")
    return len(tasks.type), broken or wrong_minutes(trial)


def wrong_minutes(trial: Trial) -> str | None:
    """A task on which other than its minutes were spent."""
    tasks, work, count = trial.log.tasks, trial.log.work, len(trial.log.tasks.type)
    if (trial.interval_of_segment < 0).any():
        return None  # that is for the servers' check
    speed = trial.plan.staffing.intervals.proficiency[trial.interval_of_segment]
    slow, fast = np.full(count, np.inf), np.zeros(count)
    begins, ends = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(slow, work.task, speed)
    np.maximum.at(fast, work.task, speed)
    np.minimum.at(begins, work.task, work.start)
    np.maximum.at(ends, work.task, work.end)
    parts = np.bincount(work.task, minlength=count)
    minutes = np.bincount(work.task, work.end - work.start, count)
    done_work = np.bincount(work.task, (work.end - work.start) * speed, count)
    done, begun = tasks.outcome == Outcome.DONE, parts > 0
    steady = slow == fast
    exact = minutes == all_on_grid(tasks.minutes / np.where(steady & begun, fast, 1.0))
    # Work is rounded once each time that the proficiency changes.
    near = np.abs(done_work - tasks.minutes) <= parts * np.maximum(fast, 1.0) * 1.25 / TICKS
    wrong = done & ~np.where(steady, exact, near)
    wrong |= ~done & (done_work > tasks.minutes + parts * 1.25 / TICKS)
    wrong |= done & (ends != tasks.ended)
    wrong |= (begun & (begins != tasks.started)) | (begun == np.isnan(tasks.started))
    wrong |= (parts > 1) & ~trial.of_type("splittable").astype(bool)
    return first(wrong, lambda at: f"{trial.task(at)}: {minutes[at]:.3f} minutes were spent on {tasks.minutes[at]:.3f}")


def contacts_count(trial: Trial) -> Result:
    """A contact is a talk that is done while its person is present, and is counted in the spell in which it ends."""
    tasks, spells = trial.log.tasks, trial.log.spells
    outside = len(trial.plan.static.destinations)
    gone = ~np.isnan(spells.left) & (spells.destination < outside)
    left = np.full(len(trial.plan.persons) + 1, np.inf)
    left[spells.person[gone]] = spells.left[gone]
    talk = trial.of_type("contact").astype(bool) & (tasks.outcome == Outcome.DONE) & (tasks.person >= 0)
    wrong = tasks.contact != (talk & ~(left[tasks.person] < tasks.ended))
    broken = first(wrong, lambda at: f"{trial.task(at)} counts as a contact, or does not, against the rule")
    counted, there = int(spells.contacts.sum()), int(tasks.contact.sum())
    if broken is None and counted != there:
        broken = f"{counted} contacts in the spells, {there} in the tasks"
    return int(talk.sum()), broken
