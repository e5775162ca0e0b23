"""The reference engine: the rules of the core in SimPy, written to be read.

SimPy keeps the agenda. Every event carries an explicit priority, :func:`navsim.engine.rules.agenda_order`,
so that the events of one instant are handled in the model's own order; when the instant has no more of
them, :meth:`Office.dispatch` is called as a plain function and starts work. There are no SimPy processes
or stores: each of their hops would be an event of its own and would reorder the instant.

The engine records; it computes no measure.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import simpy

from navsim.engine.log import Log, Outcome, Spells, Tasks, Work, table
from navsim.engine.rules import Kind, agenda_order, entry_still_open, leaving_time, most_work, next_start
from navsim.engine.state import Line, Person, Server, Stage, Task
from navsim.plan.model import Plan, Static, TaskType, Trigger
from navsim.values.random import Purpose, child, uniform
from navsim.values.time import on_grid

Handler = Callable[..., None]
Pair = tuple[tuple[float, ...], Task, Server]


def simulate(plan: Plan) -> Log:
    """Run a plan to its horizon.

    Parameters
    ----------
    plan:
        One replication of one scenario.

    Returns
    -------
    Log
        Every spell, task and segment of work; the same plan always gives the same log.
    """
    office = Office(plan)
    env, horizon = office.env, plan.static.horizon
    while (now := env.peek()) < horizon:
        office.now = now
        env.step()
        if env.peek() > now:
            office.dispatch()
    return office.log()


class Occurrence(simpy.Event):
    """An event of the agenda, with what to call when it comes."""

    def __init__(self, env: simpy.Environment, time: float, order: int, handler: Handler, *subject: Any) -> None:
        # What Event.__init__ and succeed would do, at once, as simpy.Timeout does it too.
        self.env = env
        self.callbacks = [lambda event: handler(*subject)]
        self._ok, self._value = True, subject
        env.schedule(self, order, time - env.now)  # type: ignore[arg-type]


class Office:
    """The state of one run, and one method for each kind of event."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.env = simpy.Environment()
        self.now = 0.0
        self.persons: list[Person] = []
        self.tasks: list[Task] = []
        self.work: list[tuple[int, int, float, float]] = []
        self.lines = [Line() for _ in plan.static.queues]
        self.types_for = types_by_person(plan.static)
        self.free: dict[int, Server] = {}
        self.fresh_servers: list[Server] = []
        self.fresh_tasks: list[Task] = []
        self.servers = self.all_servers()
        self.expect_arrivals()

    def at(
        self,
        time: float,
        kind: Kind,
        entity: int,
        handler: Handler,
        *subject: Any,
        type_number: int = 0,
        ordinal: int = 0,
    ) -> Occurrence:
        """Put an event on the agenda."""
        return Occurrence(self.env, time, agenda_order(kind, entity, type_number, ordinal), handler, *subject)

    # The beginning

    def all_servers(self) -> list[Server]:
        """Every server, with its first interval on the agenda."""
        intervals, service = self.plan.staffing.intervals, self.plan.staffing.intervals.service
        rows: list[list[tuple[float, float, float, int]]] = [[] for _ in self.plan.staffing.servers]
        for server, *row in zip(
            intervals.server.tolist(), intervals.start.tolist(), intervals.end.tolist(),
            intervals.proficiency.tolist(), service.tolist(), strict=True,
        ):  # fmt: skip
            rows[server].append((row[0], row[1], row[2], row[3]))
        servers = [Server(number, iter(row)) for number, row in enumerate(rows)]
        for server in servers:
            self.expect_interval(server)
        return servers

    def expect_interval(self, server: Server) -> None:
        """The server's next interval, if there is one."""
        server.upcoming = next(server.intervals, None)
        if server.upcoming is not None:
            self.at(server.upcoming[0], Kind.INTERVAL_START, server.number, self.interval_start, server)

    def expect_arrivals(self) -> None:
        """Persons and tasks from outside, numbered one after the other."""
        for number, time in enumerate(self.plan.persons.arrival.tolist()):
            self.at(time, Kind.ARRIVAL, number, self.arrival, number)
        first = len(self.plan.persons)
        for index, time in enumerate(self.plan.arrivals.time.tolist()):
            self.at(time, Kind.ARRIVAL, first + index, self.outside_arrival, index)

    # Persons

    def arrival(self, number: int) -> None:
        """A person comes in: tasks of entry, the follow-up clock, random starts, the day of leaving."""
        rows, static = self.plan.persons, self.plan.static
        person = Person(
            number=number, group=int(rows.group[number]), mix=int(rows.mix[number]), origin=int(rows.origin[number]),
            key=int(rows.key[number]), entered=float(rows.entered[number]), arrival=float(rows.arrival[number]),
            last_contact=float(rows.last_contact[number]), destination=int(rows.destination[number]),
        )  # fmt: skip
        self.persons.append(person)
        pace = static.groups[person.group].pace
        leaves = leaving_time(pace.times, pace.values, person.arrival, float(rows.need[number]))
        self.at(leaves, Kind.LEAVING, number, self.leaving, person)
        for type_ in self.types_for[person.group, person.mix]:
            self.first_start(person, type_)

    def first_start(self, person: Person, type_: TaskType) -> None:
        """What entering starts of one task type."""
        if type_.trigger == Trigger.ENTRY:
            self.entry_task(person, type_)
        elif type_.trigger == Trigger.AFTER_CONTACT:
            self.restart_clock(person, type_)
        elif type_.trigger == Trigger.AT_RANDOM:
            self.expect_random_start(person, type_, 0)

    def entry_task(self, person: Person, type_: TaskType) -> None:
        """A task that entry starts, with its probability."""
        happens = uniform(child(child(person.key, type_.key), Purpose.HAPPENS), 0) < type_.probability.at(
            person.entered
        )
        if happens and entry_still_open(person.entered, person.arrival, type_.opens + type_.typical_wait):
            self.expect_opening(person, type_, person.entered)

    def restart_clock(self, person: Person, type_: TaskType) -> None:
        """The clock of a follow-up runs from the last contact, or from entry."""
        since = person.entered if math.isnan(person.last_contact) else person.last_contact
        self.expect_opening(person, type_, since)

    def expect_random_start(self, person: Person, type_: TaskType, ordinal: int) -> None:
        """The person's next random start of a type."""
        key = child(person.key, type_.key)
        time = next_start(type_.rate.times, type_.rate.values, self.now, key, ordinal)
        if time < math.inf:
            self.at(
                time,
                Kind.TASK_OPENS,
                person.number,
                self.random_start,
                person,
                type_,
                ordinal,
                type_number=type_.number,
                ordinal=ordinal,
            )

    def random_start(self, person: Person, type_: TaskType, ordinal: int) -> None:
        """A random start has come: open the task, and wait for the next one."""
        if person.present:
            self.expect_opening(person, type_, self.now)
            self.expect_random_start(person, type_, ordinal + 1)

    def expect_opening(self, person: Person, type_: TaskType, since: float) -> None:
        """A task opens a time after its start, at once when that is past."""
        ordinal = person.next_ordinal(type_.number)
        time = since + type_.opens
        if time <= self.now:
            self.opening(person, type_, since, ordinal)
            return
        event = self.at(
            time,
            Kind.TASK_OPENS,
            person.number,
            self.clock_rings,
            person,
            type_,
            since,
            ordinal,
            type_number=type_.number,
            ordinal=ordinal,
        )
        if type_.trigger == Trigger.AFTER_CONTACT:
            person.clocks[type_.number] = event

    def clock_rings(self, person: Person, type_: TaskType, since: float, ordinal: int) -> None:
        """The time before a task opens is over."""
        person.clocks.pop(type_.number, None)
        if person.present:
            self.opening(person, type_, since, ordinal)

    def opening(self, person: Person, type_: TaskType, since: float, ordinal: int) -> None:
        """A person's task is there to be done."""
        key = child(child(person.key, type_.key), ordinal)
        person.unfinished.append(self.new_task(type_, person, ordinal, key, since + type_.due))

    def leaving(self, person: Person) -> None:
        """A person leaves: what waits is cancelled, what is begun goes on."""
        person.present = False
        person.left = self.now
        for task in list(person.unfinished):
            if task.stage is Stage.WAITING and not task.begun:
                self.cancel(task, Outcome.LEFT)

    # Tasks

    def outside_arrival(self, index: int) -> None:
        """A task from outside; it may expire."""
        rows = self.plan.arrivals
        type_ = self.plan.static.types[int(rows.type[index])]
        task = self.new_task(type_, None, index, int(rows.key[index]), self.now + type_.due)
        if rows.expires[index] < math.inf:
            self.at(float(rows.expires[index]), Kind.EXPIRY, len(self.plan.persons) + index, self.expiry, task)

    def new_task(self, type_: TaskType, person: Person | None, ordinal: int, key: int, due: float) -> Task:
        """A task with its channel and its work, in the line of its queue."""
        channel = self.channel_of(type_, key)
        way = type_.channels[channel]
        wanted = on_grid(way.minutes.draw(child(key, Purpose.WORK)) + way.extra)
        minutes = wanted if type_.splittable else min(wanted, self.plan.longest[type_.queue])
        task = Task(
            number=len(self.tasks), type=type_, person=person, ordinal=ordinal, channel=channel, opened=self.now,
            due=due, minutes=minutes, cut=minutes < wanted, in_one_piece=0.0 if type_.splittable else minutes,
            left=minutes,
        )  # fmt: skip
        self.tasks.append(task)
        self.wait(task)
        return task

    def channel_of(self, type_: TaskType, key: int) -> int:
        """The channel of a task, by the shares of the instant; nothing to draw where there is one."""
        if len(type_.channels) == 1:
            return 0
        choice = uniform(child(key, Purpose.CHANNEL), 0)
        return next(i for i, channel in enumerate(type_.channels) if choice < channel.upto.at(self.now))

    def wait(self, task: Task) -> None:
        """A task joins its line; whoever is free may start it in this instant."""
        task.stage = Stage.WAITING
        self.lines[task.type.queue].add(task)
        self.fresh_tasks.append(task)

    def cancel(self, task: Task, reason: Outcome) -> None:
        """A waiting task will not be done."""
        self.lines[task.type.queue].remove(task)
        self.end(task, reason)

    def end(self, task: Task, outcome: Outcome) -> None:
        """Nothing more happens to a task."""
        task.stage, task.outcome, task.ended = Stage.ENDED, outcome, self.now
        if task.person is not None:
            task.person.unfinished.remove(task)

    def expiry(self, task: Task) -> None:
        """It is too late for a task that nobody has begun."""
        if task.stage is Stage.WAITING and not task.begun:
            self.cancel(task, Outcome.EXPIRED)

    def talk_is_over(self, task: Task, person: Person) -> None:
        """The person can talk to others again; if still present, this was a contact."""
        person.talking = False
        self.fresh_tasks += [other for other in person.unfinished if other.stage is Stage.WAITING]
        if person.present:
            task.contact = True
            person.contacts += 1
            person.last_contact = self.now
            self.restart_clocks(person)

    def restart_clocks(self, person: Person) -> None:
        """A contact makes a waiting follow-up needless and starts all clocks of the person anew."""
        for task in list(person.unfinished):
            if task.stage is Stage.WAITING and not task.begun and task.type.trigger == Trigger.AFTER_CONTACT:
                self.cancel(task, Outcome.SUPERSEDED)
        for clock in person.clocks.values():
            clock.callbacks.clear()
        person.clocks.clear()
        for type_ in self.types_for[person.group, person.mix]:
            if type_.trigger == Trigger.AFTER_CONTACT:
                self.restart_clock(person, type_)

    # Servers

    def interval_start(self, server: Server) -> None:
        """A server comes in: paused work goes on, or it is free from now."""
        assert server.upcoming is not None
        _, server.until, server.proficiency, service = server.upcoming
        server.ranks = dict(self.plan.static.services[service])
        self.at(server.until, Kind.INTERVAL_END, server.number, self.interval_end, server)
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
        task.left, task.pace = server.finish - self.now, server.proficiency
        if self.goes_on(server, task):
            server.task, task.stage = task, Stage.PAUSED
        else:
            self.wait(task)

    def goes_on(self, server: Server, task: Task) -> bool:
        """Whether the server is back soon enough, and then still serves the queue, to finish paused work."""
        if server.upcoming is None or server.upcoming[0] - self.now > self.plan.static.return_after:
            return False
        return task.type.queue in dict(self.plan.static.services[server.upcoming[3]])

    def release(self, server: Server) -> None:
        """A server is free; whatever waits may go to it in this instant."""
        server.free_since = self.now
        self.free[server.number] = server
        self.fresh_servers.append(server)

    def work_on(self, server: Server, task: Task) -> None:
        """Work begins or goes on; it ends in this interval if it can."""
        task.stage = Stage.WORKED_ON
        server.task, server.since = task, self.now
        server.finish = self.now + task.minutes_for(server.proficiency)
        if server.finish <= server.until:
            self.at(server.finish, Kind.COMPLETION, server.number, self.completion, server)

    def set_down(self, server: Server) -> Task:
        """A segment of work is over: record it."""
        task = server.task
        assert task is not None
        server.task = None
        self.work.append((task.number, server.number, server.since, self.now))
        return task

    def completion(self, server: Server) -> None:
        """A server has done its task and is free."""
        task = self.set_down(server)
        self.end(task, Outcome.DONE)
        self.release(server)
        if task.person is not None and task.type.contact:
            self.talk_is_over(task, task.person)

    # The second step of an instant

    def dispatch(self) -> None:
        """Start the least feasible pair of task and server, again and again until there is none.

        Only pairs with a fresh server or a fresh task can have become feasible in this instant.
        """
        while self.free and (pair := min(self.feasible_pairs(), default=None, key=lambda pair: pair[0])):
            self.start(pair[1], pair[2])
        self.fresh_servers.clear()
        self.fresh_tasks.clear()

    def feasible_pairs(self) -> list[Pair]:
        """For each fresh server its first task, and for each fresh task every free server."""
        now = self.now
        pairs = []
        for server in self.fresh_servers:
            if server.number in self.free:
                for queue, rank in server.ranks.items():
                    task = self.lines[queue].first_for(server, now)
                    if task is not None:
                        pairs.append((pair_order(task, rank, server), task, server))
        for task in self.fresh_tasks:
            if task.stage is Stage.WAITING and not task.waits_for_talk:
                for server in self.free.values():
                    if task.type.queue in server.ranks and task.in_one_piece <= most_work(
                        server.until - now, server.proficiency
                    ):
                        pairs.append((pair_order(task, server.ranks[task.type.queue], server), task, server))
        return pairs

    def start(self, task: Task, server: Server) -> None:
        """A free server takes a waiting task."""
        self.lines[task.type.queue].remove(task)
        del self.free[server.number]
        if not task.begun:
            task.started = self.now
        if task.type.contact and task.person is not None:
            task.person.talking = True
        self.work_on(server, task)

    # The end

    def log(self) -> Log:
        """All that happened, as arrays; work that goes on at the horizon is cut there."""
        horizon = self.plan.static.horizon
        for server in self.servers:
            if server.task is not None and server.task.stage is Stage.WORKED_ON:
                self.work.append((server.task.number, server.number, server.since, horizon))
        return Log(
            spells=table(Spells, [person.row() for person in self.persons]),
            tasks=table(Tasks, [task.row() for task in self.tasks]),
            work=table(Work, self.work),
        )


def types_by_person(static: Static) -> dict[tuple[int, int], list[TaskType]]:
    """The task types for each (group, mix)."""
    _, groups, mixes = static.applies.shape
    return {
        (group, mix): [type_ for type_ in static.types if static.applies[type_.number, group, mix]]
        for group in range(groups)
        for mix in range(mixes)
    }


def pair_order(task: Task, rank: int, server: Server) -> tuple[float, ...]:
    """The order in which feasible pairs start."""
    return (task.type.priority, rank, task.due, task.number, server.free_since, server.number)
