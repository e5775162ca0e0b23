"""No server is free inside an interval while a task waits that it could start.

Read from plan and log alone: who was free and what waited, at a sample of the instants at which anything happened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from navsim.values.time import all_on_grid
from navsim.verify.trial import Bools, Floats, Ints, Result, Trial

INSTANTS = 500
"""How many instants of a replication are looked at, at most."""


@dataclass(frozen=True)
class Waiting:
    """When tasks are in their queues: from ``start`` on and before ``end`` (inf: to the end)."""

    task: Ints
    start: Floats
    end: Floats


def nobody_idle(trial: Trial) -> Result:
    """The check, at up to :data:`INSTANTS` instants; others in each replication."""
    instants = instants_of(trial)
    if len(instants) > INSTANTS:
        step = len(instants) / INSTANTS
        instants = instants[((np.arange(INSTANTS) + (trial.replication * 0.618) % 1) * step).astype(int)]
    if (trial.interval_of_segment < 0).any():
        return 0, None  # that is for the servers' check
    waiting, barred = waiting_spans(trial), barred_employees(trial)
    for time in instants.tolist():
        found = neglected(trial, waiting, barred, time)
        if found is not None:
            task, server = found
            return len(instants), f"at {time:.1f} min {trial.server(server)} is free, but {trial.task(task)} waits"
    return len(instants), None


def instants_of(trial: Trial) -> Floats:
    """Every instant before the end at which anything happens, in order."""
    log, rows = trial.log, trial.plan.staffing.intervals
    times = np.unique(np.concatenate([
        log.spells.arrival, log.spells.left, log.tasks.opened, log.tasks.ended, log.work.start, log.work.end,
        rows.start, rows.end,
    ]))  # fmt: skip
    return times[times < trial.horizon]


def waiting_spans(trial: Trial) -> Waiting:
    """From opening to the first segment; and from a segment that paused, unless its employee kept it, to the next."""
    tasks, work, rows = trial.log.tasks, trial.log.work, trial.by_task
    ended = np.where(np.isnan(tasks.ended), np.inf, tasks.ended)
    first_end = np.where(np.isnan(tasks.started), ended, tasks.started)
    task = work.task[rows]
    follows = np.append(task[:-1] == task[1:], False)[: len(rows)]
    until = np.where(follows, np.append(work.start[rows][1:], 0.0)[: len(rows)], ended[task])
    returned = ~trial.kept_after[rows] & (work.end[rows] < until)
    return Waiting(
        np.concatenate((np.arange(len(ended)), task[returned])),
        np.concatenate((tasks.opened, work.end[rows][returned])),
        np.concatenate((first_end, until[returned])),
    )


def neglected(trial: Trial, waiting: Waiting, barred: dict[int, frozenset[int]], time: float) -> tuple[int, int] | None:
    """A task that waits once all of an instant has happened, and a free server that could start it; None: there is
    none."""
    rows, work, tasks = trial.plan.staffing.intervals, trial.log.work, trial.log.tasks
    going = (work.start <= time) & (time < work.end)
    intervals = np.flatnonzero((rows.start <= time) & (time < rows.end))
    free = intervals[~np.isin(rows.server[intervals], work.server[going])]
    task = waiting.task[(waiting.start <= time) & (time < waiting.end)]
    if not len(free) or not len(task):
        return None
    talk = trial.of_type("contact").astype(bool)
    talking = tasks.person[work.task[going]][talk[work.task[going]]]
    could = trial.serves[rows.service[free]][:, trial.queue_of_task[task]]
    could &= fits(trial, task, free, time)
    could &= ~(talk[task] & (tasks.person[task] >= 0) & np.isin(tasks.person[task], talking))
    whose, anybody = trial.caseworker(task, np.full(len(task), time))
    could &= anybody | (whose == rows.employee[free][:, None])
    for place, number in enumerate(task.tolist()):
        if number in barred:
            could[:, place] &= ~np.isin(rows.employee[free], list(barred[number]))
    found = np.argwhere(could)
    return (int(task[found[0][1]]), int(rows.server[free[found[0][0]]])) if len(found) else None


def fits(trial: Trial, task: Ints, free: Ints, time: float) -> Bools:
    """Whether each task (column) fits in what is left of each interval (row); splittable work always does."""
    rows = trial.plan.staffing.intervals
    needed = all_on_grid(trial.log.tasks.minutes[task] / rows.proficiency[free][:, None])
    splittable = trial.of_type("splittable").astype(bool)[task]
    return np.asarray(splittable | (needed <= (rows.end[free] - time)[:, None]))


def barred_employees(trial: Trial) -> dict[int, frozenset[int]]:
    """For tasks that somebody else must do, all employees who may be meant.

    The log does not say which task one follows: whoever did any that may be it is left out of the check.
    """
    tasks, work, found = trial.log.tasks, trial.log.work, {}
    employee = trial.plan.staffing.intervals.employee[trial.interval_of_segment]
    for type_ in trial.plan.static.types:
        if type_.succession.another:
            earlier = np.flatnonzero(tasks.type[work.task] == type_.succession.after)
            by: dict[int, set[int]] = {}
            for segment in earlier.tolist():
                by.setdefault(int(tasks.person[work.task[segment]]), set()).add(int(employee[segment]))
            for task in np.flatnonzero(tasks.type == type_.number).tolist():
                found[task] = frozenset(by.get(int(tasks.person[task]), set()))
    return found
