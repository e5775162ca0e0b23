"""Servers do one thing at a time, inside their intervals, and only what is theirs; users talk to one at a time."""

from __future__ import annotations

import numpy as np

from navsim.verify.trial import Bools, Ints, Result, Trial, first


def one_at_a_time(trial: Trial) -> Result:
    """The segments of a server never overlap."""
    work = trial.log.work
    rows = np.lexsort((work.start, work.server))
    one, other = rows[:-1], rows[1:]
    overlap = (work.server[one] == work.server[other]) & (work.end[one] > work.start[other])
    overlap |= work.end[one] < work.start[one]
    return len(rows), first(overlap, lambda at: f"{trial.server(work.server[one[at]])} does two things at a time")


def inside_intervals(trial: Trial) -> Result:
    """Each segment lies in one interval of its server, and its queue is served there."""
    work, interval, rows = trial.log.work, trial.interval_of_segment, trial.plan.staffing.intervals
    outside = interval < 0
    broken = first(
        outside, lambda at: f"{trial.server(work.server[at])} works outside its intervals at {work.start[at]:.1f} min"
    )
    if broken or not len(work.task):
        return len(work.task), broken
    other = ~trial.serves[rows.service[interval], trial.queue_of_task[work.task]]
    return len(work.task), first(
        other,
        lambda at: f"{trial.server(work.server[at])} does {trial.task(work.task[at])}, whose queue it does not serve",
    )


def begun_from_waiting(trial: Trial) -> Bools:
    """Whether each segment takes a task from its queue, and does not go on with what its employee had kept."""
    work, rows = trial.log.work, trial.by_task
    goes_on = np.zeros(len(rows), bool)
    follows = work.task[rows[:-1]] == work.task[rows[1:]]
    goes_on[rows[1:]] = follows & trial.kept_after[rows[:-1]]
    return ~goes_on


def own_lists(trial: Trial) -> Result:
    """What is on somebody's list is taken by that one, or by others when they may help."""
    lists, work = trial.plan.caseworkers, trial.log.work
    if max(lists.place, default=-1) < 0 or (trial.interval_of_segment < 0).any():
        return 0, None
    on_list = (np.array(lists.place) >= 0)[trial.queue_of_task[work.task]]
    rows: Ints = np.flatnonzero(on_list & begun_from_waiting(trial))
    whose, anybody = trial.caseworker(work.task[rows], work.start[rows])
    employee = trial.plan.staffing.intervals.employee[trial.interval_of_segment[rows]]
    return len(rows), first(
        ~anybody & (whose != employee),
        lambda at: f"{trial.server(work.server[rows[at]])} takes {trial.task(work.task[rows[at]])} from another's list",
    )


def talks_apart(trial: Trial) -> Result:
    """The talks of a user never overlap."""
    work, tasks = trial.log.work, trial.log.tasks
    person = tasks.person[work.task]
    talk = np.flatnonzero(trial.of_type("contact").astype(bool)[work.task] & (person >= 0))
    rows = talk[np.lexsort((work.start[talk], person[talk]))]
    one, other = rows[:-1], rows[1:]
    overlap = (person[one] == person[other]) & (work.end[one] > work.start[other])
    return len(rows), first(overlap, lambda at: f"person {person[one[at]]} is in two talks at a time")


def somebody_else(trial: Trial) -> Result:
    """Where another must do what follows a task, it is not the one who did the task before.

    Looked at where the log tells which task that was: the person had one of the kind before, done by one employee.
    """
    work = trial.log.work
    if (trial.interval_of_segment < 0).any():
        return 0, None
    employee = trial.plan.staffing.intervals.employee[trial.interval_of_segment]
    looked_at = 0
    for number, done in single_predecessors(trial).items():
        mine = np.flatnonzero(work.task == number)
        before = employee[np.flatnonzero(work.task == done)]
        looked_at += 1
        if np.isin(employee[mine], before[-1:]).any():
            return looked_at, f"{trial.task(number)} is done by whoever did {trial.task(done)}"
    return looked_at, None


def single_predecessors(trial: Trial) -> dict[int, int]:
    """For tasks that another must do, and that were begun, the task before it where there is only one candidate."""
    tasks, found = trial.log.tasks, {}
    for type_ in trial.plan.static.types:
        if not type_.succession.another:
            continue
        earlier = np.flatnonzero((tasks.type == type_.succession.after) & ~np.isnan(tasks.ended) & (tasks.person >= 0))
        of_person: dict[int, list[int]] = {}
        for task in earlier.tolist():
            of_person.setdefault(int(tasks.person[task]), []).append(task)
        for task in np.flatnonzero((tasks.type == type_.number) & ~np.isnan(tasks.started)).tolist():
            done = [
                other
                for other in of_person.get(int(tasks.person[task]), [])
                if not tasks.ended[other] > tasks.opened[task]
            ]
            if len(done) == 1:
                found[task] = done[0]
    return found
