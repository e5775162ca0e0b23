"""The tasks of the compiled engine: what opens them, what they ask for, and what ends them."""

from __future__ import annotations

import math

from navsim.engine.compiled.agenda import put
from navsim.engine.compiled.floor import ENDED, NOBODY, NONE, WAITING, leave_lines, wait
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.views import (
    Run,
    applies,
    channel_at,
    law_at,
    left,
    newcomer_at,
    person_at,
    promise_at,
    queue_at,
    queue_of,
    right,
    spell_at,
    tally_at,
    task_at,
    type_at,
    visit_at,
)
from navsim.engine.log import Outcome
from navsim.engine.rules import Kind, agenda_order
from navsim.plan.model import Trigger
from navsim.values.distributions import drawn
from navsim.values.random import Purpose, child, uniform
from navsim.values.time import on_grid
from navsim.values.timeline import segment

# What a task is


@compiled
def is_for(run: Run, type_: int, number: int) -> bool:
    """Whether a task type is for a person, as he or she is now."""
    spell = spell_at(run, person_at(run, number).spell)
    return bool(applies(run, type_, spell.group, spell.mix))


@compiled
def comes_once(run: Run, type_: int) -> bool:
    """Whether a task type starts once in a spell."""
    trigger = type_at(run, type_).trigger
    return trigger in (Trigger.ENTRY, Trigger.AGE, Trigger.BEFORE_LIMIT)


@compiled
def draw(run: Run, law: int, key: int) -> float:
    """The value of a law that belongs to a key."""
    row = law_at(run, law)
    values, shares = left(run, row.first, row.last), right(run, row.first, row.last)
    return drawn(row.family, row.a, row.b, row.c, values, shares, key)


@compiled
def value_at(run: Run, first: int, last: int, time: float) -> float:
    """The value of a timeline at an instant."""
    return float(right(run, first, last)[segment(left(run, first, last), time)])


@compiled
def new_task(
    run: Run,
    type_: int,
    entity: int,
    ordinal: int,
    key: int,
    due: float,
    not_by: int,
    expires: float,
) -> None:
    """A task with its channel and its work, in the line of its queue."""
    rules = type_at(run, type_)
    task = run.tasks_used
    run.tasks_used += 1
    row = task_at(run, task)
    is_person = entity < run.persons_count
    queue = queue_of(run, type_, person_at(run, entity).mix if is_person else 0)
    row.channel = channel_of(run, type_, key)
    way = channel_at(run, rules.first_channel + row.channel)
    wanted = on_grid(draw(run, way.minutes, child(key, Purpose.WORK)) + way.extra)
    row.minutes = wanted if rules.splittable else min(wanted, queue_at(run, queue).longest)
    row.cut = row.minutes < wanted
    row.piece = 0.0 if rules.splittable else row.minutes
    row.left, row.pace = row.minutes, 1.0
    row.opened, row.due, row.started, row.ended, row.widens = run.now, due, math.nan, math.nan, math.inf
    row.key, row.type, row.entity, row.ordinal, row.queue = key, type_, entity, ordinal, queue
    row.priority, row.not_by, row.caseworker, row.outcome = rules.priority, not_by, NOBODY, Outcome.OPEN
    row.contact, row.open_to_all, row.fresh = False, True, False
    row.person = entity if is_person else NOBODY
    row.talk = is_person and rules.contact
    if is_person:
        link(run, entity, task)
    if expires < math.inf:
        put(run, expires, agenda_order(Kind.EXPIRY, entity, type_, ordinal), task)
    wait(run, task)


@compiled
def channel_of(run: Run, type_: int, key: int) -> int:
    """The channel of a task, by the shares of the instant; nothing to draw where there is one."""
    rules = type_at(run, type_)
    if rules.last_channel - rules.first_channel == 1:
        return 0
    which, channel = uniform(child(key, Purpose.CHANNEL), 0), 0
    way = channel_at(run, rules.first_channel)
    while which >= value_at(run, way.upto, way.upto_last, run.now):
        channel += 1
        way = channel_at(run, rules.first_channel + channel)
    return channel


@compiled
def link(run: Run, number: int, task: int) -> None:
    """One more unfinished task of a person."""
    person, row = person_at(run, number), task_at(run, task)
    row.previous, row.next = NONE, person.unfinished
    if person.unfinished != NONE:
        task_at(run, person.unfinished).previous = task
    person.unfinished = task


@compiled
def visit(run: Run, index: int) -> None:
    """A task from outside; it may expire."""
    row = visit_at(run, index)
    entity, due = run.persons_count + index, run.now + type_at(run, row.type).due
    new_task(run, row.type, entity, index, row.key, due, NOBODY, row.expires)


@compiled
def open_task(
    run: Run,
    entity: int,
    type_: int,
    since: float,
    ordinal: int,
    not_by: int,
    expires: float,
) -> None:
    """A task is there to be done, unless its person is gone, or has one that comes once already."""
    key = visit_at(run, entity - run.persons_count).key if entity >= run.persons_count else newcomer_at(run, entity).key
    if entity < run.persons_count and not may_open(run, entity, type_):
        return
    own = child(child(key, type_at(run, type_).key), ordinal)
    new_task(run, type_, entity, ordinal, own, since + type_at(run, type_).due, not_by, expires)


@compiled
def may_open(run: Run, number: int, type_: int) -> bool:
    """Whether a person is there, in a group that a task is for, and without an unfinished one that comes once."""
    person = person_at(run, number)
    if not person.present or not is_for(run, type_, number):
        return False
    if comes_once(run, type_):
        task = person.unfinished
        while task != NONE:
            if task_at(run, task).type == type_:
                return False
            task = task_at(run, task).next
    return True


# What starts a task when its time has come


@compiled
def next_ordinal(run: Run, entity: int, type_: int) -> int:
    """The number of an entity's next task of a type, from 0."""
    tally = tally_at(run, entity, type_)
    tally.ordinals += 1
    return int(tally.ordinals - 1)


@compiled
def start_clock(run: Run, number: int, type_: int, since: float) -> None:
    """Open the only task of its type some time after ``since``, or at once when that is past."""
    ordinal = next_ordinal(run, number, type_)
    time = since + type_at(run, type_).opens
    if time <= run.now:
        open_task(run, number, type_, since, ordinal, NOBODY, math.inf)
    else:
        tally_at(run, number, type_).clock = ordinal + 1
        put(run, time, agenda_order(Kind.TASK_OPENS, number, type_, ordinal), 0)


@compiled
def promise(run: Run, entity: int, type_: int, since: float, not_by: int, expires: float) -> None:
    """Open a task some time after ``since``, or at once when that is past."""
    ordinal = next_ordinal(run, entity, type_)
    time = since + type_at(run, type_).opens
    if time <= run.now:
        open_task(run, entity, type_, since, ordinal, not_by, expires)
        return
    place = run.kept
    if place == NONE:
        place = run.promises_used
        run.promises_used += 1
    else:
        run.kept = promise_at(run, place).next
    promise_at(run, place).not_by, promise_at(run, place).expires = not_by, expires
    put(run, time, agenda_order(Kind.TASK_OPENS, entity, type_, ordinal), place)


# What ends tasks


@compiled
def end(run: Run, task: int, outcome: int) -> None:
    """A task is over."""
    row = task_at(run, task)
    row.stage, row.outcome, row.ended = ENDED, outcome, run.now
    if row.person == NOBODY:
        return
    if row.previous == NONE:
        person_at(run, row.person).unfinished = row.next
    else:
        task_at(run, row.previous).next = row.next
    if row.next != NONE:
        task_at(run, row.next).previous = row.previous


@compiled
def cancel(run: Run, task: int, outcome: int) -> None:
    """A waiting task will not be done."""
    leave_lines(run, task)
    end(run, task, outcome)


@compiled
def is_untouched(run: Run, task: int) -> bool:
    """Whether a task waits and nobody has worked on it: then it can be cancelled."""
    return bool(task_at(run, task).stage == WAITING and math.isnan(task_at(run, task).started))


@compiled
def expire(run: Run, task: int) -> None:
    """It is too late for a task that nobody has begun."""
    if is_untouched(run, task):
        cancel(run, task, Outcome.EXPIRED)


@compiled
def cancel_untouched(run: Run, number: int, outcome: int) -> None:
    """Cancel a person's tasks that nobody has begun: all on leaving, on a move those that are not for the new group,
    on a contact the follow-ups."""
    task = person_at(run, number).unfinished
    while task != NONE:
        row = task_at(run, task)
        after = row.next
        type_ = row.type
        if is_untouched(run, task) and (
            outcome == Outcome.LEFT
            or (outcome == Outcome.MOVED and not is_for(run, type_, number))
            or (outcome == Outcome.SUPERSEDED and type_at(run, type_).trigger == Trigger.AFTER_CONTACT)
        ):
            cancel(run, task, outcome)
        task = after
