"""One replication of one scenario, and its log read back beside its plan, without the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.engine.log import Log
from navsim.plan.compile import Prepared
from navsim.plan.expected import mean_caseload
from navsim.plan.model import Plan
from navsim.values.time import WEEK

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Result = tuple[int, str | None]
"""How many things were looked at, and the first that is not as it must be, in words."""


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario: its name, its raw config, that config compiled, and the engine."""

    name: str
    data: Mapping[str, Any]
    prepared: Prepared
    simulate: Callable[[Plan], Log]

    @cached_property
    def expected_caseload(self) -> Floats:
        """The mean number of users at the end of each week, shape (groups, weeks)."""
        ends = WEEK * np.arange(1, self.prepared.clock.weeks + 1, dtype=np.float64)
        return np.asarray(mean_caseload(self.prepared, ends).sum(axis=1))


@dataclass(frozen=True, eq=False)
class Trial:
    """What there is to look at."""

    case: Case
    replication: int
    plan: Plan
    log: Log

    @property
    def prepared(self) -> Prepared:
        """The compiled scenario."""
        return self.case.prepared

    @property
    def horizon(self) -> float:
        """The end of the run (minutes)."""
        return self.plan.static.horizon

    def type_names(self) -> list[str]:
        """The names of the task types, by number."""
        return [type_.name for type_ in self.plan.static.types]

    def task(self, number: int | np.int64) -> str:
        """A task in words."""
        tasks = self.log.tasks
        name = self.type_names()[tasks.type[number]]
        return f"task {number} ({name}, opened at {tasks.opened[number]:.1f} min)"

    def server(self, number: int | np.int64) -> str:
        """A server in words."""
        return f"server {self.plan.staffing.servers[number].name}"

    def of_type(self, field: str) -> NDArray[Any]:
        """A field of the task types for each task."""
        return np.array([getattr(type_, field) for type_ in self.plan.static.types])[self.log.tasks.type]

    @cached_property
    def mix_of_person(self) -> Ints:
        """The combination of traits of each person; 0 for nobody, who is the last."""
        return np.append(self.plan.persons.mix, 0)

    @cached_property
    def queue_of_task(self) -> Ints:
        """The queue of each task: by its type, and the traits of its person."""
        queues = np.array([type_.queues for type_ in self.plan.static.types], np.int64)
        tasks = self.log.tasks
        return queues[tasks.type, self.mix_of_person[tasks.person]] if len(tasks.type) else tasks.type

    @cached_property
    def interval_of_segment(self) -> Ints:
        """The row of the server's interval in which each segment of work lies; -1 where it lies in none."""
        rows, work, stride = self.plan.staffing.intervals, self.log.work, self.horizon + 1.0
        if not len(rows.start):
            return np.full(len(work.task), -1)
        place = np.searchsorted(rows.server * stride + rows.start, work.server * stride + work.start, "right") - 1
        inside = (place >= 0) & (rows.server[place] == work.server) & (work.end <= rows.end[place])
        return np.where(inside, place, -1)

    @cached_property
    def serves(self) -> Bools:
        """Whether each service (row) covers each queue (column)."""
        static = self.plan.static
        table = np.zeros((len(static.services), len(static.queues)), bool)
        for number, service in enumerate(static.services):
            table[number, [queue for queue, _ in service]] = True
        return table

    @cached_property
    def kept_after(self) -> Bools:
        """For each segment whether its employee, when the interval ends first, keeps the task for the next one."""
        rows, work = self.plan.staffing.intervals, self.log.work
        now = self.interval_of_segment
        later = np.minimum(now + 1, len(rows.start) - 1)
        same = (rows.server[later] == work.server) & (later > now) & (rows.employee[later] == rows.employee[now])
        soon = rows.start[later] - work.end <= self.plan.static.return_after
        return np.asarray(same & soon & self.serves[rows.service[later], self.queue_of_task[work.task]])

    @cached_property
    def by_task(self) -> Ints:
        """The segments in order of (task, start)."""
        return np.lexsort((self.log.work.start, self.log.work.task))

    def caseworker(self, tasks: Ints, times: Floats) -> tuple[Ints, Bools]:
        """On whose list some tasks are at given times (-1: nobody's), and whether others may do them."""
        lists, persons = self.plan.caseworkers, len(self.plan.persons)
        queue, person = self.queue_of_task[tasks], self.log.tasks.person[tasks]
        place = np.array(lists.place, np.int64)[queue]
        whose = np.full(len(tasks), -1)
        for at in np.flatnonzero((place >= 0) & (person >= 0)):
            row = place[at] * persons + person[at]
            low, high = lists.first[row], lists.first[row + 1]
            whose[at] = lists.employee[low + np.searchsorted(lists.since[low:high], times[at], "right") - 1]
        pool = np.array(lists.pool_after)[queue]
        return whose, (whose < 0) | (self.log.tasks.opened[tasks] + pool <= times)


def first(broken: Bools, words: Callable[[int], str]) -> str | None:
    """The first place where something is broken, in words; None when nothing is."""
    places = np.flatnonzero(broken)
    return words(int(places[0])) if len(places) else None
