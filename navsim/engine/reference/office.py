"""The office of the reference engine: persons, and what starts and ends their tasks.

:mod:`navsim.engine.reference.agenda` keeps what is to come, in the model's own order. When an instant has no more
events, :meth:`navsim.engine.reference.floor.Floor.dispatch` starts work. The engine records; it computes no measure.
"""

from __future__ import annotations

import math

from navsim.engine.log import Log, Outcome, Spells, Tasks, Work, table
from navsim.engine.reference.agenda import Agenda
from navsim.engine.reference.floor import Floor
from navsim.engine.reference.state import NOBODY, Entity, Person, Server, Spell, Stage, Task
from navsim.engine.rules import Kind, choice, leaving_time, need_left, next_opening, next_start, still_to_do
from navsim.plan.model import Origin, Plan, Static, TaskType, Trigger
from navsim.values.random import Purpose, child, uniform
from navsim.values.time import on_grid

ONCE = (Trigger.ENTRY, Trigger.AGE, Trigger.BEFORE_LIMIT)
"""What starts once in a spell."""


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
    office.agenda.run(plan.static.horizon, office.floor.dispatch)
    return office.log()


class Office:
    """Persons and tasks of one run, and one method for each kind of event that concerns them."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.static = plan, plan.static
        self.agenda = Agenda()
        self.floor = Floor(plan, self.agenda, self.done)
        self.spells: list[Spell] = []
        self.tasks: list[Task] = []
        self.types_for = types_by_person(plan.static)
        self.successors = [
            [other for other in plan.static.types if other.succession.after == type_.number]
            for type_ in plan.static.types
        ]
        self.expect_arrivals()

    @property
    def now(self) -> float:
        """The instant that is being handled (minutes)."""
        return self.agenda.now

    def expect_arrivals(self) -> None:
        """Persons and tasks from outside, numbered one after the other."""
        for number, time in enumerate(self.plan.persons.arrival.tolist()):
            self.agenda.at(time, Kind.ARRIVAL, number, self.arrival, number)
        first = len(self.plan.persons)
        for index, time in enumerate(self.plan.arrivals.time.tolist()):
            self.agenda.at(time, Kind.ARRIVAL, first + index, self.outside_arrival, index)

    # Persons come, move and leave

    def arrival(self, number: int) -> None:
        """A person comes in: the day of leaving, and what entry starts."""
        rows = self.plan.persons
        arrival, entered = float(rows.arrival[number]), float(rows.entered[number])
        spell = Spell(
            person=number, group=int(rows.group[number]), mix=int(rows.mix[number]), origin=int(rows.origin[number]),
            entered=entered, arrival=arrival, since=arrival, need=float(rows.need[number]),
            limit=arrival + float(rows.limit[number]), destination=int(rows.destination[number]),
            limit_destination=int(rows.limit_destination[number]),
        )  # fmt: skip
        person = Person(
            number=number, key=int(rows.key[number]), mix=spell.mix, registered=entered,
            last_contact=float(rows.last_contact[number]), spell=spell,
        )  # fmt: skip
        self.spells.append(spell)
        self.expect_departure(person)
        for type_ in self.types_of(person):
            self.first_start(person, type_)

    def types_of(self, person: Person) -> list[TaskType]:
        """The task types that are for a person."""
        return self.types_for[person.spell.group, person.mix]

    def expect_departure(self, person: Person) -> None:
        """When need or limit will end the spell, as long as there is no further contact."""
        spell, pace = person.spell, self.static.groups[person.spell.group].pace
        leaves = leaving_time(
            pace.times, pace.values, spell.since, spell.need, self.slow_from(person), self.static.follow_up_effect
        )
        if leaves <= spell.limit:
            spell.leads_to = spell.destination
        else:
            leaves, spell.leads_to = spell.limit, spell.limit_destination
        if person.departure is not None:
            person.departure.cancel()
        person.departure = self.agenda.at(leaves, Kind.LEAVING, person.number, self.leaving, person)

    def slow_from(self, person: Person) -> float:
        """From when on nobody has been in touch for so long that the need is used up more slowly."""
        return person.last_seen + self.static.contact_window

    def leaving(self, person: Person) -> None:
        """A spell ends: the person leaves, or moves to another group."""
        spell = person.spell
        spell.left = self.now
        group = spell.leads_to - len(self.static.destinations)
        if group >= 0:
            self.move(person, group)
            return
        person.present = False
        for task in list(person.unfinished):
            if task.untouched:
                self.cancel(task, Outcome.LEFT)

    def move(self, person: Person, group: int) -> None:
        """A person enters another group: a new spell with draws of its own; what waits and is not for it is cancelled.

        What goes by contact or at random runs on where it is for both groups; what comes once in a spell
        begins anew.
        """
        before = {type_.number for type_ in self.types_of(person)}
        person.spell = self.next_spell(person, group)
        person.spells += 1
        self.spells.append(person.spell)
        after = {type_.number for type_ in self.types_of(person)}
        for task in list(person.unfinished):
            if task.untouched and task.type.number not in after:
                self.cancel(task, Outcome.MOVED)
        for number, clock in list(person.clocks.items()):
            if number not in after or self.static.types[number].trigger in ONCE:
                clock.cancel()
                del person.clocks[number]
        self.expect_departure(person)
        for type_ in self.types_of(person):
            if type_.trigger in ONCE or type_.number not in before:
                self.first_start(person, type_)

    def next_spell(self, person: Person, group: int) -> Spell:
        """The draws of a person who enters another group; need first, and all from now."""
        rules, now = self.static.groups[group], self.now
        key = child(child(person.key, Purpose.MOVE), person.spells)
        limit = math.inf if rules.limit is None else now + on_grid(rules.limit.draw(child(key, Purpose.LIMIT)))
        return Spell(
            person=person.number, group=group, mix=person.mix, origin=int(Origin.MOVED), entered=now, arrival=now,
            since=now, need=on_grid(rules.stay.draw(child(key, Purpose.STAY))), limit=limit,
            destination=choice(rules.leaves_to, uniform(child(key, Purpose.DESTINATION), 0)),
            limit_destination=choice(rules.limit_leaves_to, uniform(child(key, Purpose.LIMIT_DESTINATION), 0)),
        )  # fmt: skip

    # What starts tasks

    def first_start(self, person: Person, type_: TaskType) -> None:
        """What entering a group starts of one task type."""
        match type_.trigger:
            case Trigger.ENTRY:
                drawn = uniform(child(child(person.key, type_.key), Purpose.HAPPENS), person.spells - 1)
                if drawn < type_.probability.at(person.spell.entered):
                    self.start_once(person, type_, person.spell.entered)
            case Trigger.AGE:
                self.start_once(person, type_, person.spell.entered + type_.age)
            case Trigger.BEFORE_LIMIT:
                if person.spell.limit < math.inf:
                    self.start_once(person, type_, max(person.spell.entered, person.spell.limit - type_.age))
            case Trigger.AFTER_CONTACT:
                self.restart_clock(person, type_)
            case Trigger.AT_RANDOM:
                self.expect_random_start(person, type_)

    def start_once(self, person: Person, type_: TaskType, since: float) -> None:
        """What comes once in a spell; for those present at the start it may be done already."""
        spell = person.spell
        if still_to_do(spell.entered, spell.arrival, since, type_.opens + type_.typical_wait):
            self.expect_opening(person, type_, since, is_clock=True)

    def restart_clock(self, person: Person, type_: TaskType) -> None:
        """The clock of a follow-up runs from the last contact, or from the registration."""
        self.expect_opening(person, type_, person.last_seen, is_clock=True)

    def expect_random_start(self, person: Person, type_: TaskType) -> None:
        """The person's next random start of a type."""
        gap = person.next_gap(type_.number)
        time = next_start(type_.rate.times, type_.rate.values, self.now, child(person.key, type_.key), gap)
        if time < math.inf:
            person.clocks[type_.number] = self.agenda.at(
                time, Kind.TASK_OPENS, person.number, self.random_start, person, type_,
                type_number=type_.number, ordinal=gap,
            )  # fmt: skip

    def random_start(self, person: Person, type_: TaskType) -> None:
        """A random start has come: open the task, and wait for the next one."""
        if person.present:
            self.expect_opening(person, type_, self.now)
            self.expect_random_start(person, type_)

    def succeed(self, task: Task, employee: int) -> None:
        """What the completion of a task starts, with its probability and after its delay, if it then may open."""
        for type_ in self.successors[task.type.number]:
            key = child(task.key, type_.key)
            if uniform(child(key, Purpose.HAPPENS), 0) < type_.probability.at(self.now):
                rule = type_.succession
                delay = on_grid(rule.delay.draw(child(key, Purpose.DELAY)))
                since, closes = next_opening(rule.windows.start, rule.windows.end, self.now + delay)
                not_by = employee if rule.another else NOBODY
                if since < math.inf:
                    self.expect_opening(task.entity, type_, since, not_by=not_by, expires=closes)

    def expect_opening(
        self,
        entity: Entity,
        type_: TaskType,
        since: float,
        *,
        is_clock: bool = False,
        not_by: int = NOBODY,
        expires: float = math.inf,
    ) -> None:
        """A task opens a time after its start, at once when that is past. A clock is the only one of its type."""
        ordinal = entity.next_ordinal(type_.number)
        time = since + type_.opens
        if time <= self.now:
            self.opening(entity, type_, since, ordinal, not_by, expires)
            return
        event = self.agenda.at(
            time, Kind.TASK_OPENS, entity.number, self.opening, entity, type_, since, ordinal, not_by, expires,
            type_number=type_.number, ordinal=ordinal,
        )  # fmt: skip
        if is_clock and isinstance(entity, Person):
            entity.clocks[type_.number] = event

    def opening(self, entity: Entity, type_: TaskType, since: float, ordinal: int, not_by: int, expires: float) -> None:
        """A task is there to be done, unless its person is gone, or has one that comes once already."""
        person = entity if isinstance(entity, Person) else None
        if person is not None:
            if type_.trigger is not Trigger.AT_RANDOM and type_.trigger is not Trigger.COMPLETION:
                person.clocks.pop(type_.number, None)
            if not self.may_open(person, type_):
                return
        key = child(child(entity.key, type_.key), ordinal)
        self.new_task(type_, entity, ordinal, key, since + type_.due, not_by, expires)

    def may_open(self, person: Person, type_: TaskType) -> bool:
        """Whether a person is there, in a group that a task is for, and without an unfinished one that comes once."""
        if not person.present or not self.static.applies[type_.number, person.spell.group, person.mix]:
            return False
        return type_.trigger not in ONCE or all(task.type is not type_ for task in person.unfinished)

    def outside_arrival(self, index: int) -> None:
        """A task from outside; it may expire."""
        rows = self.plan.arrivals
        type_, key = self.static.types[int(rows.type[index])], int(rows.key[index])
        entity = Entity(len(self.plan.persons) + index, key)
        self.new_task(type_, entity, index, key, self.now + type_.due, NOBODY, float(rows.expires[index]))

    def new_task(
        self, type_: TaskType, entity: Entity, ordinal: int, key: int, due: float, not_by: int, expires: float
    ) -> None:
        """A task with its channel and its work, in the line of its queue."""
        person = entity if isinstance(entity, Person) else None
        queue = type_.queues[person.mix if person else 0]
        channel = self.channel_of(type_, key)
        way = type_.channels[channel]
        wanted = on_grid(way.minutes.draw(child(key, Purpose.WORK)) + way.extra)
        minutes = wanted if type_.splittable else min(wanted, self.plan.longest[queue])
        task = Task(
            number=len(self.tasks), type=type_, entity=entity, person=person, queue=queue, key=key, ordinal=ordinal,
            channel=channel, opened=self.now, due=due, minutes=minutes, cut=minutes < wanted,
            in_one_piece=0.0 if type_.splittable else minutes, left=minutes, not_by=not_by,
        )  # fmt: skip
        self.tasks.append(task)
        if person is not None:
            person.unfinished.append(task)
        if expires < math.inf:
            self.agenda.at(
                expires, Kind.EXPIRY, entity.number, self.expiry, task, type_number=type_.number, ordinal=ordinal
            )
        self.floor.wait(task)

    def channel_of(self, type_: TaskType, key: int) -> int:
        """The channel of a task, by the shares of the instant; nothing to draw where there is one."""
        if len(type_.channels) == 1:
            return 0
        drawn = uniform(child(key, Purpose.CHANNEL), 0)
        return next(i for i, channel in enumerate(type_.channels) if drawn < channel.upto.at(self.now))

    # What ends tasks

    def done(self, task: Task, server: Server) -> None:
        """A task is completed; a talk is over."""
        self.end(task, Outcome.DONE)
        if task.person is not None and task.type.contact:
            self.talk_is_over(task, task.person)
        self.succeed(task, server.employee)

    def cancel(self, task: Task, outcome: Outcome) -> None:
        """A waiting task will not be done."""
        self.floor.leave_lines(task)
        self.end(task, outcome)

    def end(self, task: Task, outcome: Outcome) -> None:
        """A task is over."""
        task.stage, task.outcome, task.ended = Stage.ENDED, outcome, self.now
        if task.person is not None:
            task.person.unfinished.remove(task)

    def expiry(self, task: Task) -> None:
        """It is too late for a task that nobody has begun."""
        if task.untouched:
            self.cancel(task, Outcome.EXPIRED)

    def talk_is_over(self, task: Task, person: Person) -> None:
        """The person can talk to others again; if still present, this was a contact."""
        person.talking = False
        self.floor.talk_is_over(person.unfinished)
        if person.present:
            task.contact = True
            person.spell.contacts += 1
            self.contact(person)

    def contact(self, person: Person) -> None:
        """The need is used up at full speed again; waiting follow-ups are needless, and their clocks start anew."""
        spell, pace, slow_from = person.spell, self.static.groups[person.spell.group].pace, self.slow_from(person)
        if (effect := self.static.follow_up_effect) > 0 and self.now > slow_from:
            spell.need = need_left(pace.times, pace.values, spell.since, spell.need, slow_from, effect, self.now)
            spell.since = self.now
        person.last_contact = self.now
        if effect > 0:
            self.expect_departure(person)
        for task in list(person.unfinished):
            if task.untouched and task.type.trigger is Trigger.AFTER_CONTACT:
                self.cancel(task, Outcome.SUPERSEDED)
        for type_ in self.types_of(person):
            if type_.trigger is Trigger.AFTER_CONTACT:
                if (clock := person.clocks.pop(type_.number, None)) is not None:
                    clock.cancel()
                self.restart_clock(person, type_)

    def log(self) -> Log:
        """All that happened, as arrays; work that goes on at the horizon is cut there."""
        return Log(
            spells=table(Spells, [spell.row() for spell in self.spells]),
            tasks=table(Tasks, [task.row() for task in self.tasks]),
            work=table(Work, self.floor.work + self.floor.going_on(self.static.horizon)),
        )


def types_by_person(static: Static) -> dict[tuple[int, int], list[TaskType]]:
    """The task types for each (group, mix)."""
    _, groups, mixes = static.applies.shape
    return {
        (group, mix): [type_ for type_ in static.types if static.applies[type_.number, group, mix]]
        for group in range(groups)
        for mix in range(mixes)
    }
