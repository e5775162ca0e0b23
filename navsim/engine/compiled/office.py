"""The office of the compiled engine: persons, and what starts and ends their tasks."""

from __future__ import annotations

import math
from typing import Any

from navsim.engine.compiled.agenda import put
from navsim.engine.compiled.floor import (
    ENDED,
    NOBODY,
    NONE,
    WAITING,
    leave_lines,
    talk_is_over,
    wait,
)
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.views import (
    Run,
    applies,
    channel_at,
    group_at,
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
from navsim.engine.rules import (
    Kind,
    agenda_order,
    choice,
    leaving_time,
    need_left,
    next_opening,
    next_start,
    still_to_do,
)
from navsim.plan.model import Origin, Trigger
from navsim.values.distributions import drawn
from navsim.values.random import Purpose, child, uniform
from navsim.values.time import on_grid
from navsim.values.timeline import segment

RANDOM_START = -1
"""The subject of an agenda event that is no opening but the next random start of a type."""


# Persons come, move and leave


@compiled
def arrive(run: Run, number: int) -> None:
    """A person comes in: the day of leaving, and what entry starts."""
    row, person = newcomer_at(run, number), person_at(run, number)
    person.key, person.mix, person.registered, person.last_contact = row.key, row.mix, row.entered, row.last_contact
    person.unfinished, person.present, person.talking, person.spells = NONE, True, False, 0
    spell = next_spell_of(run, number)
    spell.group, spell.origin, spell.entered, spell.arrival = row.group, row.origin, row.entered, row.arrival
    spell.since, spell.need, spell.limit = row.arrival, row.need, row.arrival + row.limit
    spell.destination, spell.limit_destination = row.destination, row.limit_destination
    expect_departure(run, number)
    for type_ in range(run.types_count):
        if is_for(run, type_, number):
            first_start(run, number, type_)


@compiled
def next_spell_of(run: Run, number: int) -> Any:
    """A row for one more spell of a person."""
    person = person_at(run, number)
    person.spell = run.spells_used
    person.spells += 1
    run.spells_used += 1
    spell = spell_at(run, person.spell)
    spell.person, spell.mix, spell.contacts, spell.left = number, person.mix, 0, math.nan
    return spell


@compiled
def is_for(run: Run, type_: int, number: int) -> bool:
    """Whether a task type is for a person, as he or she is now."""
    spell = spell_at(run, person_at(run, number).spell)
    return bool(applies(run, type_, spell.group, spell.mix))


@compiled
def expect_departure(run: Run, number: int) -> None:
    """When need or limit will end the spell, as long as there is no further contact."""
    person = person_at(run, number)
    spell = spell_at(run, person.spell)
    pace = group_at(run, spell.group)
    leaves = leaving_time(
        left(run, pace.pace, pace.pace_last), right(run, pace.pace, pace.pace_last),
        spell.since, spell.need, slow_from(run, number), run.effect,
    )  # fmt: skip
    spell.leads_to = spell.destination
    if leaves > spell.limit:
        leaves, spell.leads_to = spell.limit, spell.limit_destination
    person.departs = leaves
    put(run, leaves, agenda_order(Kind.LEAVING, number, 0, 0), number)


@compiled
def last_seen(run: Run, number: int) -> float:
    """A person's last contact, or the registration."""
    person = person_at(run, number)
    return float(person.registered if math.isnan(person.last_contact) else person.last_contact)


@compiled
def slow_from(run: Run, number: int) -> float:
    """From when on nobody has been in touch for so long that the need is used up more slowly."""
    return float(last_seen(run, number) + run.window)


@compiled
def depart(run: Run, number: int) -> None:
    """A spell ends: the person leaves, or moves to another group. An event that was put off means nothing."""
    person = person_at(run, number)
    if person.departs != run.now:
        return
    person.departs = math.nan
    spell = spell_at(run, person.spell)
    spell.left = run.now
    group = spell.leads_to - run.destinations
    if group >= 0:
        move(run, number, group)
        return
    person.present = False
    cancel_untouched(run, number, Outcome.LEFT)


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


@compiled
def move(run: Run, number: int, group: int) -> None:
    """A person enters another group: a new spell with draws of its own; what waits and is not for it is cancelled."""
    person = person_at(run, number)
    before = spell_at(run, person.spell).group
    draw_spell(run, number, group)
    cancel_untouched(run, number, Outcome.MOVED)
    for type_ in range(run.types_count):
        if not is_for(run, type_, number) or comes_once(run, type_):
            tally_at(run, number, type_).clock = 0
    expect_departure(run, number)
    for type_ in range(run.types_count):
        if is_for(run, type_, number) and (comes_once(run, type_) or not applies(run, type_, before, person.mix)):
            first_start(run, number, type_)


@compiled
def comes_once(run: Run, type_: int) -> bool:
    """Whether a task type starts once in a spell."""
    trigger = type_at(run, type_).trigger
    return trigger in (Trigger.ENTRY, Trigger.AGE, Trigger.BEFORE_LIMIT)


@compiled
def draw_spell(run: Run, number: int, group: int) -> None:
    """The draws of a person who enters another group; need first, and all from now."""
    now, person, rules = run.now, person_at(run, number), group_at(run, group)
    key = child(child(person.key, Purpose.MOVE), person.spells)
    spell = next_spell_of(run, number)
    spell.group, spell.origin = group, Origin.MOVED
    spell.entered = spell.arrival = spell.since = now
    spell.need = on_grid(draw(run, rules.stay, child(key, Purpose.STAY)))
    spell.limit = math.inf
    if rules.limit >= 0:
        spell.limit = now + on_grid(draw(run, rules.limit, child(key, Purpose.LIMIT)))
    by_need = uniform(child(key, Purpose.DESTINATION), 0)
    by_limit = uniform(child(key, Purpose.LIMIT_DESTINATION), 0)
    spell.destination = choice(left(run, rules.leaves, rules.leaves_last), by_need)
    spell.limit_destination = choice(left(run, rules.limit_leaves, rules.limit_leaves_last), by_limit)


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


# What starts tasks


@compiled
def first_start(run: Run, number: int, type_: int) -> None:
    """What entering a group starts of one task type."""
    person, rules = person_at(run, number), type_at(run, type_)
    spell = spell_at(run, person.spell)
    trigger = rules.trigger
    if trigger == Trigger.ENTRY:
        happens = uniform(child(child(person.key, rules.key), Purpose.HAPPENS), person.spells - 1)
        if happens < value_at(run, rules.probability, rules.probability_last, spell.entered):
            start_once(run, number, type_, spell.entered)
    elif trigger == Trigger.AGE:
        start_once(run, number, type_, spell.entered + rules.age)
    elif trigger == Trigger.BEFORE_LIMIT:
        if spell.limit < math.inf:
            start_once(run, number, type_, max(spell.entered, spell.limit - rules.age))
    elif trigger == Trigger.AFTER_CONTACT:
        start_clock(run, number, type_, last_seen(run, number))
    elif trigger == Trigger.AT_RANDOM:
        expect_random_start(run, number, type_)


@compiled
def start_once(run: Run, number: int, type_: int, since: float) -> None:
    """What comes once in a spell; for those present at the start it may be done already."""
    spell, rules = spell_at(run, person_at(run, number).spell), type_at(run, type_)
    if still_to_do(spell.entered, spell.arrival, since, rules.opens + rules.typical_wait):
        start_clock(run, number, type_, since)


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
def next_ordinal(run: Run, entity: int, type_: int) -> int:
    """The number of an entity's next task of a type, from 0."""
    tally = tally_at(run, entity, type_)
    tally.ordinals += 1
    return int(tally.ordinals - 1)


@compiled
def expect_random_start(run: Run, number: int, type_: int) -> None:
    """The person's next random start of a type."""
    rules, tally = type_at(run, type_), tally_at(run, number, type_)
    gap = tally.gaps
    tally.gaps += 1
    time = next_start(
        left(run, rules.rate, rules.rate_last), right(run, rules.rate, rules.rate_last),
        run.now, child(person_at(run, number).key, rules.key), gap,
    )  # fmt: skip
    if time < math.inf:
        tally.clock = gap + 1
        put(run, time, agenda_order(Kind.TASK_OPENS, number, type_, gap), RANDOM_START)


@compiled
def comes_due(run: Run, entity: int, type_: int, ordinal: int, subject: int) -> None:
    """What the agenda holds of a type for an entity: a random start, a clock that has run out, or a promise."""
    rules = type_at(run, type_)
    since = run.now - rules.opens
    if subject == RANDOM_START:
        if tally_at(run, entity, type_).clock == ordinal + 1 and person_at(run, entity).present:
            random_start(run, entity, type_)
    elif rules.trigger == Trigger.COMPLETION:
        promise = promise_at(run, subject)
        promise.next = run.kept
        run.kept = subject
        open_task(run, entity, type_, since, ordinal, promise.not_by, promise.expires)
    elif rules.trigger == Trigger.AT_RANDOM:
        open_task(run, entity, type_, since, ordinal, NOBODY, math.inf)
    elif tally_at(run, entity, type_).clock == ordinal + 1:
        tally_at(run, entity, type_).clock = 0
        open_task(run, entity, type_, since, ordinal, NOBODY, math.inf)


@compiled
def random_start(run: Run, number: int, type_: int) -> None:
    """A random start has come: open its task, now or in some time, and wait for the next one."""
    now, ordinal = run.now, next_ordinal(run, number, type_)
    if type_at(run, type_).opens <= 0:
        open_task(run, number, type_, now, ordinal, NOBODY, math.inf)
    else:
        put(run, now + type_at(run, type_).opens, agenda_order(Kind.TASK_OPENS, number, type_, ordinal), 0)
    expect_random_start(run, number, type_)


@compiled
def succeed(run: Run, task: int, employee: int) -> None:
    """What the completion of a task starts, with its probability and after its delay, if it then may open."""
    now = run.now
    for type_ in range(run.types_count):
        rules = type_at(run, type_)
        row = task_at(run, task)
        if rules.after != row.type:
            continue
        key = child(row.key, rules.key)
        happens = uniform(child(key, Purpose.HAPPENS), 0)
        if happens >= value_at(run, rules.probability, rules.probability_last, now):
            continue
        delay = on_grid(draw(run, rules.delay, child(key, Purpose.DELAY)))
        starts, ends = left(run, rules.windows, rules.windows_last), right(run, rules.windows, rules.windows_last)
        since, closes = next_opening(starts, ends, now + delay)
        if since < math.inf:
            promise(run, row.entity, type_, since, employee if rules.another else NOBODY, closes)


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


@compiled
def visit(run: Run, index: int) -> None:
    """A task from outside; it may expire."""
    row = visit_at(run, index)
    entity, due = run.persons_count + index, run.now + type_at(run, row.type).due
    new_task(run, row.type, entity, index, row.key, due, NOBODY, row.expires)


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


# What ends tasks


@compiled
def done(run: Run, task: int, employee: int) -> None:
    """A task is completed; a talk is over."""
    end(run, task, Outcome.DONE)
    if task_at(run, task).talk:
        end_of_talk(run, task)
    succeed(run, task, employee)


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
def end_of_talk(run: Run, task: int) -> None:
    """The person can talk to others again; if still present, this was a contact."""
    number = task_at(run, task).person
    person = person_at(run, number)
    person.talking = False
    talk_is_over(run, number)
    if person.present:
        task_at(run, task).contact = True
        spell_at(run, person.spell).contacts += 1
        contact(run, number)


@compiled
def contact(run: Run, number: int) -> None:
    """The need is used up at full speed again; waiting follow-ups are needless, and their clocks start anew."""
    now, person, effect = run.now, person_at(run, number), run.effect
    slow = slow_from(run, number)
    if effect > 0 and now > slow:
        spell = spell_at(run, person.spell)
        pace = group_at(run, spell.group)
        spell.need = need_left(
            left(run, pace.pace, pace.pace_last), right(run, pace.pace, pace.pace_last),
            spell.since, spell.need, slow, effect, now,
        )  # fmt: skip
        spell.since = now
    person.last_contact = now
    if effect > 0:
        expect_departure(run, number)
    cancel_untouched(run, number, Outcome.SUPERSEDED)
    for type_ in range(run.types_count):
        if type_at(run, type_).trigger == Trigger.AFTER_CONTACT and is_for(run, type_, number):
            tally_at(run, number, type_).clock = 0
            start_clock(run, number, type_, now)
