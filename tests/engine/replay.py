"""A log read back beside its plan, by brute force and without the engine: who was free, what waited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from navsim.engine.log import Log
from navsim.plan.model import Plan, TaskType
from navsim.values.time import on_grid


@dataclass(frozen=True)
class Interval:
    """A worker's time at work."""

    start: float
    end: float
    proficiency: float
    queues: frozenset[int]
    employee: int


@dataclass(frozen=True)
class Segment:
    """A piece of work."""

    task: int
    server: int
    start: float
    end: float

    def holds(self, time: float) -> bool:
        return self.start <= time < self.end


class Replay:
    """A plan and its log as plain lists."""

    def __init__(self, plan: Plan, log: Log) -> None:
        self.plan, self.log = plan, log
        static, rows, work = plan.static, plan.staffing.intervals, log.work
        columns = (work.task.tolist(), work.server.tolist(), work.start.tolist(), work.end.tolist())
        self.segments = [Segment(*row) for row in zip(*columns, strict=True)]
        self.intervals: list[list[Interval]] = [[] for _ in plan.staffing.servers]
        for number, start, end, proficiency, service, employee in zip(
            *(c.tolist() for c in (rows.server, rows.start, rows.end, rows.proficiency, rows.service, rows.employee)),
            strict=True,
        ):
            queues = frozenset(queue for queue, _ in static.services[service])
            self.intervals[number].append(Interval(start, end, proficiency, queues, employee))

    @property
    def tasks(self) -> range:
        return range(len(self.log.tasks.type))

    def type_of(self, task: int) -> TaskType:
        return self.plan.static.types[int(self.log.tasks.type[task])]

    def queue_of(self, task: int) -> int:
        """The queue of a task: that of its user's mix of traits, the first for tasks from outside."""
        person = int(self.log.tasks.person[task])
        return self.type_of(task).queues[int(self.plan.persons.mix[person]) if person >= 0 else 0]

    def parts(self, task: int) -> list[Segment]:
        """The segments of a task, in order."""
        return [segment for segment in self.segments if segment.task == task]

    def interval_at(self, server: int, time: float) -> Interval | None:
        """The interval [start, end) of a worker that holds an instant."""
        return next((each for each in self.intervals[server] if each.start <= time < each.end), None)

    def is_kept(self, segment: Segment) -> bool:
        """Whether the worker keeps unfinished work for the next interval."""
        later = next((each for each in self.intervals[segment.server] if each.start >= segment.end), None)
        return (
            later is not None
            and later.start - segment.end <= self.plan.static.return_after
            and self.queue_of(segment.task) in later.queues
        )

    def waits(self, task: int, time: float) -> bool:
        """Whether a task is in its queue once everything of an instant has happened."""
        tasks = self.log.tasks
        if not tasks.opened[task] <= time or tasks.ended[task] <= time:
            return False
        before = [segment for segment in self.parts(task) if segment.start <= time]
        return not before or (before[-1].end <= time and not self.is_kept(before[-1]))

    def talks(self, person: int, time: float) -> bool:
        """Whether a user is in a talk."""
        return person >= 0 and any(
            segment.holds(time) and self.type_of(segment.task).contact and self.log.tasks.person[segment.task] == person
            for segment in self.segments
        )

    def could_start(self, task: int, server: int, time: float) -> bool:
        """Whether a worker could take a task that waits."""
        interval, type_ = self.interval_at(server, time), self.type_of(task)
        if interval is None or self.queue_of(task) not in interval.queues:
            return False
        if not self.may_take(task, interval.employee, time):
            return False
        if any(segment.server == server and segment.holds(time) for segment in self.segments):
            return False
        needed = 0.0 if type_.splittable else on_grid(float(self.log.tasks.minutes[task]) / interval.proficiency)
        return needed <= interval.end - time and not (
            type_.contact and self.talks(int(self.log.tasks.person[task]), time)
        )

    def may_take(self, task: int, employee: int, time: float) -> bool:
        """Whether a task is on the employee's list, on nobody's, or has waited long enough for help.

        What somebody else must do is let pass here: who did the task before is not in the log.
        """
        lists, queue, person = self.plan.caseworkers, self.queue_of(task), int(self.log.tasks.person[task])
        if self.type_of(task).succession.another:
            return False
        if lists.place[queue] < 0 or person < 0:
            return True
        row = lists.place[queue] * len(self.plan.persons) + person
        entries = range(lists.first[row], lists.first[row + 1])
        own = [int(lists.employee[entry]) for entry in entries if lists.since[entry] <= time][-1]
        return own in (-1, employee) or time >= self.log.tasks.opened[task] + lists.pool_after[queue]

    def instants(self) -> list[float]:
        """Every instant before the horizon at which anything happens or somebody comes or goes."""
        log, rows = self.log, self.plan.staffing.intervals
        columns = (
            log.spells.arrival, log.spells.left, log.tasks.opened, log.tasks.started, log.tasks.ended,
            log.work.start, log.work.end, rows.start, rows.end,
        )  # fmt: skip
        return sorted({time for column in columns for time in column.tolist() if time < self.plan.static.horizon})

    def neglected(self) -> Iterator[tuple[float, int, int]]:
        """(instant, task, server) wherever somebody is free while a task waits that they could take."""
        for time in self.instants():
            waiting = [task for task in self.tasks if self.waits(task, time)]
            for task in waiting:
                for server in range(len(self.intervals)):
                    if self.could_start(task, server, time):
                        yield time, task, server
