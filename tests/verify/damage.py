"""A true trial, and ways to damage its log or plan so that one rule no longer holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import navsim
from navsim.engine.log import Outcome
from navsim.plan.model import Origin, Trigger
from navsim.plan.staffing import Use
from navsim.verify.trial import Trial
from navsim.verify.verify import trials

EVERYTHING = Path(__file__).parent / "everything.yaml"

Damage = Callable[[Trial], Trial]


@cache
def true_trials() -> tuple[Trial, ...]:
    """Three replications of the config that has everything."""
    return tuple(trials(navsim.load(EVERYTHING), ("base",), 3, "auto"))


def edited(trial: Trial, part: str, **columns: Any) -> Trial:
    """The trial with some columns of one table of its log replaced."""
    return replace(trial, log=replace(trial.log, **{part: replace(getattr(trial.log, part), **columns)}))


def at(column: Any, row: Any, value: Any) -> Any:
    """A copy of a column with another value in one row."""
    new = column.copy()
    new[row] = value
    return new


def row_where(mask: Any) -> int:
    """The first row for which something holds; there must be one."""
    return int(np.flatnonzero(mask)[0])


def without_row(trial: Trial, part: str, row: int) -> Trial:
    """The trial without one row of a table."""
    table = getattr(trial.log, part)
    return edited(trial, part, **{name: np.delete(column, row) for name, column in vars(table).items()})


def named(trial: Trial, field: str, value: object) -> Any:
    """Which tasks are of a type whose field has a value."""
    return trial.of_type(field) == value


# Persons


def somebody_missing(trial: Trial) -> Trial:
    return without_row(trial, "spells", row_where(trial.log.spells.origin == Origin.NEW))


def somebody_else_at_the_start(trial: Trial) -> Trial:
    """One who comes late is said to have been there, in the plan too."""
    row = row_where(trial.log.spells.origin == Origin.NEW)
    person = trial.log.spells.person[row]
    persons = replace(trial.plan.persons, origin=at(trial.plan.persons.origin, person, Origin.INITIAL))
    trial = replace(trial, plan=replace(trial.plan, persons=persons))
    return edited(trial, "spells", origin=at(trial.log.spells.origin, row, Origin.INITIAL))


def moved_to_nowhere(trial: Trial) -> Trial:
    spells = trial.log.spells
    row = row_where(spells.destination >= len(trial.plan.static.destinations))
    return edited(trial, "spells", destination=at(spells.destination, row, 0))


def neither_left_nor_present(trial: Trial) -> Trial:
    spells = trial.log.spells
    row = row_where(~np.isnan(spells.left) & (spells.destination < len(trial.plan.static.destinations)))
    return edited(trial, "spells", destination=at(spells.destination, row, -1))


def a_gap_between_spells(trial: Trial) -> Trial:
    spells = trial.log.spells
    row = row_where(spells.origin == Origin.MOVED)
    later = spells.arrival[row] + 1
    return edited(trial, "spells", arrival=at(spells.arrival, row, later), entered=at(spells.entered, row, later))


def leaves_too_late(trial: Trial) -> Trial:
    row = row_where((trial.log.spells.left < trial.horizon - 10) & (trial.log.spells.origin != Origin.MOVED))
    return edited(trial, "spells", left=at(trial.log.spells.left, row, trial.log.spells.left[row] + 1))


def leaves_too_early(trial: Trial) -> Trial:
    spells = trial.log.spells
    row = row_where(np.isnan(spells.left) & (spells.origin != Origin.MOVED) & (spells.arrival < 1000))
    return edited(trial, "spells", left=at(spells.left, row, 2000.0))


# Tasks


def done_but_open(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.DONE)
    return edited(trial, "tasks", outcome=at(trial.log.tasks.outcome, row, Outcome.OPEN))


def cancelled_though_begun(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.DONE)
    return edited(trial, "tasks", outcome=at(trial.log.tasks.outcome, row, Outcome.EXPIRED))


def left_at_another_time(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.LEFT)
    return edited(trial, "tasks", ended=at(trial.log.tasks.ended, row, trial.log.tasks.ended[row] + 1))


def superseded_without_contact(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.SUPERSEDED)
    return edited(trial, "tasks", ended=at(trial.log.tasks.ended, row, trial.log.tasks.ended[row] + 1))


def waits_for_somebody_gone(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.LEFT)
    trial = edited(trial, "tasks", ended=at(trial.log.tasks.ended, row, np.nan))
    return edited(trial, "tasks", outcome=at(trial.log.tasks.outcome, row, Outcome.OPEN))


def opens_when_nobody_comes(trial: Trial) -> Trial:
    row = row_where(named(trial, "trigger", Trigger.FROM_OUTSIDE))
    return edited(trial, "tasks", opened=at(trial.log.tasks.opened, row, trial.log.tasks.opened[row] + 1))


def opens_for_somebody_gone(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.LEFT)
    return edited(trial, "tasks", opened=at(trial.log.tasks.opened, row, trial.log.tasks.ended[row] + 1))


def done_twice(trial: Trial) -> Trial:
    """Another server does at the same time what one does."""
    work = trial.log.work
    columns = {name: np.append(column, column[:1]) for name, column in vars(work).items()}
    return edited(trial, "work", **columns)


def a_minute_too_much(trial: Trial) -> Trial:
    row = row_where(trial.log.tasks.outcome == Outcome.DONE)
    return edited(trial, "tasks", minutes=at(trial.log.tasks.minutes, row, trial.log.tasks.minutes[row] + 1))


def contact_that_is_none(trial: Trial) -> Trial:
    return edited(trial, "tasks", contact=at(trial.log.tasks.contact, row_where(trial.log.tasks.contact), False))


def contact_in_no_spell(trial: Trial) -> Trial:
    return edited(trial, "spells", contacts=at(trial.log.spells.contacts, 0, trial.log.spells.contacts[0] + 1))


# Servers


def two_things_at_a_time(trial: Trial) -> Trial:
    work = trial.log.work
    rows = np.flatnonzero(work.server == work.server[0])
    return edited(
        trial, "work", start=at(work.start, rows[1], work.start[rows[0]] + (work.end - work.start)[rows[0]] / 2)
    )


def works_at_night(trial: Trial) -> Trial:
    work = trial.log.work
    return edited(trial, "work", start=at(work.start, 0, 60.0), end=at(work.end, 0, 70.0))


def on_a_queue_of_others(trial: Trial) -> Trial:
    """A segment of the municipal side is given to a state task."""
    work, names = trial.log.work, np.array([server.name for server in trial.plan.staffing.servers])
    row = row_where(np.char.startswith(names[work.server], "municipal"))
    other = row_where(named(trial, "name", "intake"))
    return edited(trial, "work", task=at(work.task, row, other))


def from_another_list(trial: Trial) -> Trial:
    """The lists are of somebody else."""
    lists = trial.plan.caseworkers
    return replace(trial, plan=replace(trial.plan, caseworkers=replace(lists, employee=(lists.employee + 1) % 5)))


def decided_by_the_same(trial: Trial) -> Trial:
    """Everything is done by one employee."""
    rows = trial.plan.staffing.intervals
    intervals = replace(rows, employee=np.zeros_like(rows.employee))
    return replace(trial, plan=replace(trial.plan, staffing=replace(trial.plan.staffing, intervals=intervals)))


def two_talks_at_a_time(trial: Trial) -> Trial:
    tasks, work = trial.log.tasks, trial.log.work
    talks = np.flatnonzero(named(trial, "contact", True)[work.task])
    person = tasks.person[work.task[talks]]
    rows = talks[person == np.bincount(person).argmax()]
    return edited(trial, "work", start=at(work.start, rows[1], work.start[rows[0]]))


def left_lying(trial: Trial) -> Trial:
    """Nobody did what one did in the middle of a day, though it opened before."""
    tasks, work = trial.log.tasks, trial.log.work
    row = row_where((tasks.started[work.task] == work.start) & (tasks.opened[work.task] < work.start - 60)
                    & named(trial, "splittable", True)[work.task])  # fmt: skip
    task = work.task[row]
    trial = edited(trial, "tasks", started=at(tasks.started, task, np.nan), ended=at(tasks.ended, task, np.nan))
    rows = np.flatnonzero(work.task == task)
    kept = np.delete(np.arange(len(work.task)), rows)
    return edited(trial, "work", **{name: column[kept] for name, column in vars(work).items()})


# Flow and hours


def between_ticks(trial: Trial) -> Trial:
    return edited(trial, "spells", left=at(trial.log.spells.left, row_where(trial.log.spells.left > 0), 1234.00001))


def task_ends_before_it_begins(trial: Trial) -> Trial:
    return edited(trial, "tasks", ended=at(trial.log.tasks.ended, -1, trial.log.tasks.opened[-1] - 5))


def accounts_edited(trial: Trial, **columns: Any) -> Trial:
    """The trial with some columns of the accounts replaced."""
    staffing = replace(trial.plan.staffing, accounts=replace(trial.plan.staffing.accounts, **columns))
    return replace(trial, plan=replace(trial.plan, staffing=staffing))


def a_minute_unpaid(trial: Trial) -> Trial:
    accounts = trial.plan.staffing.accounts
    return accounts_edited(trial, end=at(accounts.end, 0, accounts.end[0] - 1))


def a_minute_twice(trial: Trial) -> Trial:
    """One use gives a minute to another that lies elsewhere in the day."""
    accounts = trial.plan.staffing.accounts
    return accounts_edited(
        trial, start=at(accounts.start, [0, 1], [accounts.start[0], accounts.start[1] - 1]),
        end=at(accounts.end, [0, 1], [accounts.end[0], accounts.end[1] - 1]),
    )  # fmt: skip


def work_on_a_public_holiday(trial: Trial) -> Trial:
    accounts = trial.plan.staffing.accounts
    row = row_where(accounts.use == Use.PUBLIC_HOLIDAY)
    return accounts_edited(trial, use=at(accounts.use, row, Use.OTHER))


def an_hour_not_measured(trial: Trial) -> Trial:
    """A use that the measures do not know of."""
    accounts = trial.plan.staffing.accounts
    return accounts_edited(trial, use=at(accounts.use, row_where(accounts.use == Use.OTHER), 99))


# The same again


def another_log(trial: Trial) -> Trial:
    return replace(trial, case=replace(trial.case, simulate=lambda plan: true_trials()[1].log))


def another_config(trial: Trial) -> Trial:
    return replace(trial, case=replace(trial.case, data={**trial.case.data, "seed": 4}))


def order_matters(trial: Trial) -> Trial:
    """A config that says something else when the keys of its users come in another order."""
    first, second = trial.case.data["users"].items()
    users = {second[0]: second[1], first[0]: {**first[1], "initial": 41}}
    return replace(trial, case=replace(trial.case, data={**trial.case.data, "users": users}))
