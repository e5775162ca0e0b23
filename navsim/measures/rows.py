"""What several measures ask of the users and the tasks of a log: computed once, and shared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from navsim.engine.log import Log
from navsim.measures.chains import Chains, chains_of, spell_at
from navsim.measures.counting import Moments, either, minutes_in, moments
from navsim.measures.parts import Cells, Floats, mixes
from navsim.plan.model import Plan, Static


@dataclass(frozen=True)
class SpellRows:
    """The spells, by kind of user (a cell for each group and mix), and when they begin and end.

    ``left`` is after the run for those who are still there, ``end`` is cut at the horizon.
    """

    cells: Cells
    chains: Chains
    arrival: Moments
    left: Moments
    end: Moments

    @cached_property
    def present(self) -> Floats:
        """Minutes for which users of each kind were present; shape (cells, weeks)."""
        return minutes_in(self.cells, self.arrival, self.end)


def spell_rows(plan: Plan, log: Log, edges: Floats) -> SpellRows:
    """The spells of a log."""
    spells = log.spells
    end = np.where(np.isnan(spells.left), plan.static.horizon, spells.left)
    return SpellRows(
        cells=cells_of_spells(plan.static, log), chains=chains_of(spells),
        arrival=moments(spells.arrival, edges), left=moments(spells.left, edges), end=moments(end, edges),
    )  # fmt: skip


def cells_of_spells(static: Static, log: Log) -> Cells:
    """Spells by kind of user."""
    return Cells(log.spells.group * mixes(static) + log.spells.mix, len(static.groups) * mixes(static))


@dataclass(frozen=True)
class TaskRows:
    """The tasks: by work and by user (cells), and when they open, are started, cease to wait, and end.

    ``work``: two cells for each type, its tasks from outside and those of users. ``users``: the kind of user (as in
    the spells) in whose spell a task opened, and after these a cell for each type, of tasks from outside.
    ``wait`` is from opening to start (minutes), nan for those that nobody started.
    """

    work: Cells
    users: Cells
    opened: Moments
    started: Moments
    waited: Moments
    ended: Moments
    wait: Floats


def task_rows(plan: Plan, log: Log, spells: SpellRows) -> TaskRows:
    """The tasks of a log."""
    tasks, edges = log.tasks, spells.arrival.edges
    started, ended = moments(tasks.started, edges), moments(tasks.ended, edges)
    return TaskRows(
        work=cells_of_work(plan.static, log), users=cells_of_users(plan.static, log, spells),
        opened=moments(tasks.opened, edges), started=started,
        waited=either(started, ended), ended=ended, wait=tasks.started - tasks.opened,
    )  # fmt: skip


def cells_of_work(static: Static, log: Log) -> Cells:
    """Tasks by type, and whether they are of users."""
    return Cells(2 * log.tasks.type + (log.tasks.person >= 0), 2 * len(static.types))


def cells_of_users(static: Static, log: Log, spells: SpellRows) -> Cells:
    """Tasks by kind of user, or from outside by type."""
    tasks, kinds = log.tasks, spells.cells
    cell = kinds.count + tasks.type
    users = np.flatnonzero(tasks.person >= 0)
    cell[users] = kinds.of[spell_at(log.spells, spells.chains, tasks.person[users], tasks.opened[users])]
    return Cells(cell, kinds.count + len(static.types))
