"""The corona case in SimPy as one would write it by hand: what navsim's engine is measured against.

Users, their applications, inflow and visits are processes; a team is a ``PriorityStore`` of tasks, and
each of its members a process that takes tasks out while on shift. It keeps the same kind of log: when
each user came and left, when each task opened, started and ended, and each stretch of work.

What such an author would leave out, and this model does:

- The work schedule is an input, as it is for navsim's engine: both get the same shifts.
- One line for each owner's team, in order of priority and due time: everybody in it does everything.
- Any work may stop at the end of a shift; whoever is next takes it on. So nothing has to fit.
- Follow-up waits for the first talk, so no follow-up is ever overtaken by another talk.
- Draws come from one stream of random numbers, in whatever order they are made; durations are not rounded.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import simpy

from benchmarks.parameters import Parameters, Shift, Span, pieces, team_of
from navsim.plan.model import TaskType
from navsim.plan.persons import Stream
from navsim.values.distributions import Distribution
from navsim.values.timeline import Timeline

USER_COLUMNS = ["user", "group", "age", "destination", "entered", "arrived", "left", "contacts"]
TASK_COLUMNS = ["task", "type", "user", "channel", "opened", "due", "minutes", "started", "ended"]

Process = Generator[simpy.Event, Any, None]


@dataclass(slots=True)
class User:
    """A user; ``left`` is None while present."""

    number: int
    group: int
    age: int
    destination: int
    entered: float
    arrived: float
    left: float | None = None
    contacts: int = 0


@dataclass(slots=True)
class Task:
    """A task; ``left`` minutes of work remain."""

    number: int
    type: TaskType
    user: User | None
    channel: int
    opened: float
    due: float
    minutes: float
    left: float
    done: simpy.Event
    started: float | None = None
    ended: float | None = None
    expired: bool = False

    @property
    def cancelled(self) -> bool:
        """Whether it is too late to begin."""
        return self.started is None and (self.expired or (self.user is not None and self.user.left is not None))


@dataclass(frozen=True)
class Log:
    """What happened, one row each; times in minutes."""

    users: pd.DataFrame
    tasks: pd.DataFrame
    work: pd.DataFrame


@dataclass
class Office:
    """The state of one run."""

    parameters: Parameters
    random: random.Random
    env: simpy.Environment = field(default_factory=simpy.Environment)
    teams: dict[str, simpy.PriorityStore] = field(default_factory=dict)
    users: list[User] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    work: list[tuple[int, int, float, float]] = field(default_factory=list)

    def start(self) -> None:
        """Every process that is there from the beginning."""
        parameters, env = self.parameters, self.env
        for team in {team for team, _ in parameters.shifts}:
            self.teams[team] = simpy.PriorityStore(env)
        for number, (team, shifts) in enumerate(parameters.shifts):
            env.process(self.worker(number, team, shifts))
        for stream in parameters.streams:
            self.present_at_start(stream)
            env.process(self.inflow(stream))
        for type_ in parameters.outside:
            env.process(self.outside(type_))
        for type_, openings in parameters.visits:
            env.process(self.visits(type_, openings))

    # Users

    def present_at_start(self, stream: Stream) -> None:
        """Those whose spell has begun before: its length is length-biased, its age uniform."""
        care = self.parameters.care[stream.group]
        mean, spread = stream.stay.a, stream.stay.b
        for _ in range(stream.initial):
            stay = self.random.lognormvariate(mean + spread**2, spread)
            entered = -stay * self.random.random()
            last_contact = None
            first = entered + care.first_talk.typical_wait
            if first <= 0:
                cycle = care.follow_up.opens + care.follow_up.typical_wait
                last_contact = max(first, -cycle * self.random.random())
            self.env.process(self.user(stream, entered, stay + entered, last_contact))

    def inflow(self, stream: Stream) -> Process:
        """New users at a rate that changes."""
        for start, end, rate in pieces(stream.rate, self.parameters.horizon):
            time = start + self.random.expovariate(rate)
            while time < end:
                yield self.env.timeout(time - self.env.now)
                self.env.process(self.user(stream, time, self.random.lognormvariate(stream.stay.a, stream.stay.b)))
                time += self.random.expovariate(rate)

    def user(self, stream: Stream, entered: float, need: float, last_contact: float | None = None) -> Process:
        """A first talk, then follow-up some weeks after each contact, until the user leaves."""
        env, care = self.env, self.parameters.care[stream.group]
        age, destination = self.pick(stream.traits[0]), self.pick(self.parameters.leaves_to[stream.group])
        user = User(len(self.users), stream.group, age, destination, entered, env.now)
        self.users.append(user)
        leaving = env.timeout(need)
        if entered == env.now:
            for call in care.calls:
                if self.random.random() < call.probability.at(entered):
                    self.open(call, user)
        for type_ in care.at_random:
            env.process(self.applications(user, type_))

        talk = self.open(care.first_talk, user, entered) if last_contact is None else None
        while True:
            if talk is None:
                assert last_contact is not None
                yield env.timeout(max(last_contact + care.follow_up.opens - env.now, 0)) | leaving
                if leaving.processed:
                    break
                talk = self.open(care.follow_up, user, last_contact)
            yield talk.done | leaving
            if leaving.processed:
                break
            user.contacts += 1
            last_contact, talk = env.now, None
        user.left = env.now

    def applications(self, user: User, type_: TaskType) -> Process:
        """Applications at random while the user is present."""
        while True:
            yield self.env.timeout(self.random.expovariate(type_.rate.at(self.env.now)))
            if user.left is not None:
                return
            self.open(type_, user)

    # From outside

    def outside(self, type_: TaskType) -> Process:
        """Tasks that belong to no user."""
        while True:
            yield self.env.timeout(self.random.expovariate(type_.rate.at(self.env.now)))
            self.open(type_)

    def visits(self, type_: TaskType, openings: tuple[Span, ...]) -> Process:
        """Visitors during the opening hours; the rate is that of a day, squeezed into them."""
        for opens, closes in openings:
            rate = type_.rate.at(opens) * 1440 / (closes - opens)
            time = opens + self.random.expovariate(rate)
            while time < closes:
                yield self.env.timeout(time - self.env.now)
                self.env.process(self.visit(type_, closes))
                time += self.random.expovariate(rate)

    def visit(self, type_: TaskType, closes: float) -> Process:
        """One visitor, who has to go at closing time."""
        task = self.open(type_)
        yield self.env.timeout(closes - self.env.now)
        if task.started is None:
            task.expired, task.ended = True, self.env.now

    # Work

    def open(self, type_: TaskType, user: User | None = None, since: float | None = None) -> Task:
        """A task, in its team's line."""
        now = self.env.now
        channel = self.pick_now([channel.upto for channel in type_.channels])
        minutes = self.minutes(type_.channels[channel].minutes) + type_.channels[channel].extra
        due = (now if since is None else since) + type_.due
        task = Task(len(self.tasks), type_, user, channel, now, due, minutes, minutes, self.env.event())
        self.tasks.append(task)
        self.put(task)
        return task

    def put(self, task: Task) -> None:
        """A task joins its team's line."""
        self.teams[team_of(task.type)].put(simpy.PriorityItem((task.type.priority, task.due, task.number), task))

    def worker(self, number: int, team: str, shifts: tuple[Shift, ...]) -> Process:
        """A member of a team: takes tasks while on shift."""
        env, line = self.env, self.teams[team]
        for start, end, pace in shifts:
            yield env.timeout(max(start - env.now, 0))
            over = env.timeout(end - start)
            while env.now < end:
                get = line.get()
                yield get | over
                if not get.triggered:
                    get.cancel()
                    break
                task = get.value.item  # type: ignore[union-attr]
                if not task.cancelled:
                    yield from self.work_on(task, number, end, pace)

    def work_on(self, task: Task, number: int, end: float, pace: float) -> Process:
        """Work until the task is done or the shift is over."""
        env, began = self.env, self.env.now
        if task.started is None:
            task.started = began
        minutes = task.left / pace
        yield env.timeout(min(minutes, end - began))
        self.work.append((task.number, number, began, env.now))
        if began + minutes <= end:
            task.ended = env.now
            task.done.succeed()
        else:
            task.left -= (end - began) * pace
            self.put(task)

    # Chance

    def pick(self, cumulated: tuple[float, ...]) -> int:
        """One of several, by cumulative shares."""
        return self.random.choices(range(len(cumulated)), cum_weights=cumulated)[0]

    def pick_now(self, cumulated: list[Timeline]) -> int:
        """One of several, by the cumulative shares of today."""
        return 0 if len(cumulated) == 1 else self.pick(tuple(line.at(self.env.now) for line in cumulated))

    def minutes(self, law: Distribution) -> float:
        """The work of a task."""
        return self.random.lognormvariate(law.a, law.b)

    # The end

    def log(self) -> Log:
        """All that happened, as tables; a task that was cancelled has no start, one still open no end."""
        for task in self.tasks:
            if task.cancelled and task.user is not None:
                task.ended = task.user.left
        users = [
            (u.number, u.group, u.age, u.destination, u.entered, u.arrived, u.left, u.contacts) for u in self.users
        ]
        tasks = [
            (t.number, t.type.number, None if t.user is None else t.user.number, t.channel, t.opened, t.due,
             t.minutes, t.started, t.ended)
            for t in self.tasks
        ]  # fmt: skip
        return Log(
            pd.DataFrame(users, columns=USER_COLUMNS),
            pd.DataFrame(tasks, columns=TASK_COLUMNS),
            pd.DataFrame(self.work, columns=["task", "worker", "start", "end"]),
        )


def simulate(parameters: Parameters, seed: int) -> Log:
    """Run the model to its horizon."""
    office = Office(parameters, random.Random(seed))
    office.start()
    office.env.run(until=parameters.horizon)
    return office.log()
