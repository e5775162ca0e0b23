"""The persons of the compiled engine: they come, move and leave, start tasks, and are met."""

from __future__ import annotations

import math
from typing import Any

from navsim.engine.compiled.agenda import put
from navsim.engine.compiled.floor import NOBODY, NONE, talk_is_over
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.tasks import (
    cancel_untouched,
    comes_once,
    draw,
    end,
    is_for,
    next_ordinal,
    open_task,
    promise,
    start_clock,
    value_at,
)
from navsim.engine.compiled.views import (
    Run,
    applies,
    group_at,
    left,
    newcomer_at,
    person_at,
    promise_at,
    right,
    spell_at,
    tally_at,
    task_at,
    type_at,
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
from navsim.values.random import Purpose, child, uniform
from navsim.values.time import on_grid

RANDOM_START = -1
"""The subject of an agenda event that is no opening but the next random start of a type."""


# They come, move and leave


@compiled
def arrive(run: Run, number: int) -> None:
    """A person comes in: the day of leaving, and what entry starts."""
    row, person = newcomer_at(run, number), person_at(run, number)
    person.key, person.mix, person.registered, person.last_contact = row.key, row.mix, row.entered, row.last_contact
    person.unfinished, person.present, person.talking, person.spells = NONE, True, False, 0
    spell = next_spell_of(run, number)
    spell.group, spell.origin, spell.entered, spell.arrival = row.group, row.origin, row.entered, row.arrival
    spell.since, spell.need, spell.limit = row.arrival, row.need, row.arrival + row.limit
    spell.by_need, spell.by_limit = row.destination, row.limit_destination
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
    spell.person, spell.mix, spell.contacts = number, person.mix, 0
    spell.left, spell.destination = math.nan, NONE
    return spell


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
    spell.leads_to = spell.by_need
    if leaves > spell.limit:
        leaves, spell.leads_to = spell.limit, spell.by_limit
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
    spell.left, spell.destination = run.now, spell.leads_to
    group = spell.destination - run.destinations
    if group >= 0:
        move(run, number, group)
        return
    person.present = False
    cancel_untouched(run, number, Outcome.LEFT)


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
    spell.by_need = choice(left(run, rules.leaves, rules.leaves_last), by_need)
    spell.by_limit = choice(left(run, rules.limit_leaves, rules.limit_leaves_last), by_limit)


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
def random_start(run: Run, number: int, type_: int) -> None:
    """A random start has come: open its task, now or in some time, and wait for the next one."""
    now, ordinal = run.now, next_ordinal(run, number, type_)
    if type_at(run, type_).opens <= 0:
        open_task(run, number, type_, now, ordinal, NOBODY, math.inf)
    else:
        put(run, now + type_at(run, type_).opens, agenda_order(Kind.TASK_OPENS, number, type_, ordinal), 0)
    expect_random_start(run, number, type_)


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


# What the end of a task brings


@compiled
def done(run: Run, task: int, employee: int) -> None:
    """A task is completed; a talk is over."""
    end(run, task, Outcome.DONE)
    if task_at(run, task).talk:
        end_of_talk(run, task)
    succeed(run, task, employee)


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
