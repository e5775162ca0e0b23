"""The floor of the reference engine: servers, the lines in which tasks wait, and who starts what."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator

from navsim.engine.reference.agenda import Agenda
from navsim.engine.reference.state import NOBODY, Interval, Line, Server, Stage, Task
from navsim.engine.rules import HELPING, Kind, change_of_caseworker
from navsim.plan.model import Plan

Pair = tuple[tuple[float, ...], Task, Server]

EVERYBODY, HELPERS = -1, -2
"""The lines of a queue that belong to no one's list: of tasks that are nobody's, and of those that others may help
with."""


class Floor:
    """Servers and waiting tasks; ``done`` is told which task is done, before its server is free."""

    def __init__(self, plan: Plan, agenda: Agenda, done: Callable[[Task, Server], None]) -> None:
        self.plan, self.agenda, self.done = plan, agenda, done
        self.work: list[tuple[int, int, float, float]] = []
        self.lines: defaultdict[tuple[int, int], Line] = defaultdict(Line)
        self.looks: dict[tuple[int, int], tuple[tuple[int, Line], ...]] = {}
        self.free: dict[int, Server] = {}
        self.fresh_servers: list[Server] = []
        self.fresh_tasks: list[Task] = []
        self.servers = [Server(number, rows) for number, rows in enumerate(intervals_of(plan))]
        for server in self.servers:
            self.expect_interval(server)

    # Tasks that wait

    def wait(self, task: Task) -> None:
        """A task joins its line; whoever is free may start it in this instant."""
        task.stage = Stage.WAITING
        self.join_lines(task)
        self.fresh_tasks.append(task)

    def join_lines(self, task: Task) -> None:
        """A task stands where those who may do it look; on a list, until more of them may."""
        if (place := self.plan.caseworkers.place[task.queue]) != NOBODY:
            self.give_to_caseworker(task, place)
        if task.caseworker != NOBODY:
            self.stand_in(task, task.caseworker)
        if task.open_to_all:
            self.stand_in(task, EVERYBODY if task.caseworker == NOBODY else HELPERS)

    def give_to_caseworker(self, task: Task, place: int) -> None:
        """Whose a task on a list is now, whether others may help, and when that changes next."""
        now, lists = self.agenda.now, self.plan.caseworkers
        changes = math.inf
        if task.person is not None:
            row = place * len(self.plan.persons) + task.person.number
            entry, changes = change_of_caseworker(lists.since, lists.first[row], lists.first[row + 1], now)
            task.caseworker = int(lists.employee[entry])
        pool = task.opened + lists.pool_after[task.queue]
        task.open_to_all = task.caseworker == NOBODY or pool <= now
        widens = changes if task.open_to_all else min(changes, pool)
        if widens < math.inf:
            task.widening = self.agenda.at(
                widens, Kind.MAY_HELP, task.entity.number, self.widen, task,
                type_number=task.type.number, ordinal=task.ordinal,
            )  # fmt: skip

    def stand_in(self, task: Task, whose: int) -> None:
        """Put a task in one line of its queue."""
        line = self.lines[task.queue, whose]
        line.add(task)
        task.lines.append(line)

    def widen(self, task: Task) -> None:
        """Others may do a waiting task now: its wait for its own caseworker is over, or it has a new one."""
        self.leave_lines(task)
        self.wait(task)

    def leave_lines(self, task: Task) -> None:
        """A task waits no more."""
        for line in task.lines:
            line.remove(task)
        task.lines.clear()
        if task.widening is not None:
            task.widening.cancel()
            task.widening = None

    def talk_is_over(self, tasks: list[Task]) -> None:
        """Those of a person's tasks that wait may be started again."""
        self.fresh_tasks += [task for task in tasks if task.stage is Stage.WAITING]

    # Servers

    def expect_interval(self, server: Server) -> None:
        """The server's next interval, if there is one."""
        server.upcoming = next(server.intervals, None)
        if server.upcoming is not None:
            self.agenda.at(
                server.upcoming.start, Kind.INTERVAL_START, server.number, self.interval_start, server, server.upcoming
            )

    def interval_start(self, server: Server, interval: Interval) -> None:
        """A server comes in: paused work goes on, or it is free from now."""
        server.until, server.proficiency, server.employee = interval.end, interval.proficiency, interval.employee
        server.ranks = dict(self.plan.static.services[interval.service])
        server.looks = self.lines_for(interval.service, interval.employee)
        self.agenda.at(server.until, Kind.INTERVAL_END, server.number, self.interval_end, server)
        self.expect_interval(server)
        if server.task is not None:
            self.work_on(server, server.task)
        else:
            self.release(server)

    def interval_end(self, server: Server) -> None:
        """A server goes: unfinished work pauses, or goes back to its line when the server is away for long."""
        self.free.pop(server.number, None)
        if server.task is None:
            return
        task = self.set_down(server)
        task.left, task.pace = server.finish - self.agenda.now, server.proficiency
        if self.goes_on(server, task):
            server.task, task.stage = task, Stage.PAUSED
        else:
            self.wait(task)

    def goes_on(self, server: Server, task: Task) -> bool:
        """Whether the same employee is back soon enough, and then still serves the queue, to finish paused work."""
        after = server.upcoming
        return (
            after is not None
            and after.start - self.agenda.now <= self.plan.static.return_after
            and after.employee == server.employee
            and task.queue in dict(self.plan.static.services[after.service])
        )

    def release(self, server: Server) -> None:
        """A server is free; whatever waits may go to it in this instant."""
        server.free_since = self.agenda.now
        self.free[server.number] = server
        self.fresh_servers.append(server)

    def work_on(self, server: Server, task: Task) -> None:
        """Work begins or goes on; it ends in this interval if it can."""
        now = self.agenda.now
        task.stage = Stage.WORKED_ON
        server.task, server.since = task, now
        server.finish = now + task.minutes_for(server.proficiency)
        if server.finish <= server.until:
            self.agenda.at(server.finish, Kind.COMPLETION, server.number, self.completion, server)

    def set_down(self, server: Server) -> Task:
        """A segment of work is over: record it."""
        task = server.task
        assert task is not None
        server.task = None
        self.work.append((task.number, server.number, server.since, self.agenda.now))
        return task

    def completion(self, server: Server) -> None:
        """A server has done its task and is free."""
        task = self.set_down(server)
        self.done(task, server)
        self.release(server)

    def going_on(self, horizon: float) -> list[tuple[int, int, float, float]]:
        """The segments of work that the horizon cuts."""
        busy = [server for server in self.servers if server.task is not None]
        return [
            (server.task.number, server.number, server.since, horizon)
            for server in busy
            if server.task is not None and server.task.stage is Stage.WORKED_ON
        ]

    # The second step of an instant

    def dispatch(self) -> None:
        """Start the least feasible pair of task and server, again and again until there is none.

        Only pairs with a fresh server or a fresh task can have become feasible in this instant.
        """
        while self.free and (pair := min(self.feasible_pairs(), default=None, key=lambda pair: pair[0])):
            self.start(pair[1], pair[2])
        self.fresh_servers.clear()
        self.fresh_tasks.clear()

    def feasible_pairs(self) -> Iterator[Pair]:
        """For each fresh server its first tasks, and for each fresh task every free server."""
        now = self.agenda.now
        for server in self.fresh_servers:
            if server.number in self.free:
                for rank, line in server.looks:
                    task = line.first_for(server, now) if line.entries else None
                    if task is not None:
                        yield pair_order(task, rank, server), task, server
        for task in self.fresh_tasks:
            if task.stage is Stage.WAITING and not task.waits_for_talk:
                for server in self.free.values():
                    if is_for(task, server) and server.can_hold(task, now):
                        yield pair_order(task, server.ranks[task.queue], server), task, server

    def lines_for(self, service: int, employee: int) -> tuple[tuple[int, Line], ...]:
        """The lines from which an employee with these queues may take tasks, each with the rank of its queue."""
        if (service, employee) not in self.looks:
            pooled = [place == NOBODY for place in self.plan.caseworkers.place]
            self.looks[service, employee] = tuple(
                (rank, self.lines[queue, whose])
                for queue, rank in self.plan.static.services[service]
                for whose in ((EVERYBODY,) if pooled[queue] else (employee, EVERYBODY, HELPERS))
            )
        return self.looks[service, employee]

    def start(self, task: Task, server: Server) -> None:
        """A free server takes a waiting task."""
        self.leave_lines(task)
        del self.free[server.number]
        if not task.begun:
            task.started = self.agenda.now
        if task.type.contact and task.person is not None:
            task.person.talking = True
        self.work_on(server, task)


def intervals_of(plan: Plan) -> list[Iterator[Interval]]:
    """The intervals of each server, in order of time."""
    rows, found = plan.staffing.intervals, [list[Interval]() for _ in plan.staffing.servers]
    columns = (rows.start, rows.end, rows.proficiency, rows.service, rows.employee)
    for server, *row in zip(rows.server.tolist(), *(column.tolist() for column in columns), strict=True):
        found[server].append(Interval(*row))
    return [iter(each) for each in found]


def is_for(task: Task, server: Server) -> bool:
    """Whether a server serves a task's queue, and the task is on its list, on nobody's, or open to all."""
    return task.queue in server.ranks and (task.open_to_all or task.caseworker == server.employee)


def pair_order(task: Task, rank: int, server: Server) -> tuple[float, ...]:
    """The order in which feasible pairs start; one's own list, and what is nobody's, come before helping."""
    helps = HELPING if task.caseworker not in (NOBODY, server.employee) else 0
    return (task.type.priority, rank + helps, task.due, task.number, server.free_since, server.number)
