"""The loop of the compiled engine: what comes next, whose it is, and the second step of each instant."""

from __future__ import annotations

import math

from navsim.engine.compiled.agenda import drop_first, next_span
from navsim.engine.compiled.floor import (
    NONE,
    cut_at_horizon,
    dispatch,
    expect_interval,
    interval_end,
    interval_start,
    release,
    set_down,
    widen,
)
from navsim.engine.compiled.lines import first_room, most_new
from navsim.engine.compiled.memory import GROWING
from navsim.engine.compiled.persons import arrive, comes_due, depart, done
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.tasks import expire, visit
from navsim.engine.compiled.views import Run, event_at, newcomer_at, server_at, shift_at, visit_at
from navsim.engine.rules import ENTITIES, ORDINALS, TYPES, Kind, agenda_order

EVENTS, COMING, SPELLS, TASKS, SEGMENTS, ENTRIES, PROMISES = range(len(GROWING))
ENTITY_MASK, TYPE_MASK, ORDINAL_MASK = (1 << ENTITIES) - 1, (1 << TYPES) - 1, (1 << ORDINALS) - 1


@compiled
def go_on(run: Run) -> None:
    """Handle events until the run is over, or something might not fit."""
    run.short = what_is_short(run)
    if run.short == NONE and run.arrival == 0:
        begin(run)
        run.short = what_is_short(run)
    while run.short == NONE:
        if run.events_used == 0:
            next_span(run)
        time = min(run.arrives, event_at(run, 0).time) if run.events_used > 0 else run.arrives
        if time >= run.horizon:
            cut_at_horizon(run)
            return
        run.now = time
        handle_first(run)
        if run.arrives > time and (run.events_used == 0 or event_at(run, 0).time > time):
            dispatch(run)
        run.short = what_is_short(run)


@compiled
def begin(run: Run) -> None:
    """Put on the agenda what is there before anything has happened."""
    for server in range(run.servers_count):
        server_at(run, server).task = NONE
        server_at(run, server).upcoming = shift_at(run, server).first
        expect_interval(run, server)
    expect_arrival(run)


@compiled
def what_is_short(run: Run) -> int:
    """What might not hold all that one event and the second step of its instant can add.

    A span's events all join the heap when it begins: there must be room for whatever is to come.
    """
    tasks, servers = most_new(run), run.servers_count
    if run.tasks_used + tasks > run.tasks_room:
        return TASKS
    if run.spells_used + 1 > run.spells_room:
        return SPELLS
    if run.segments_used + 1 + servers > run.segments_room:
        return SEGMENTS
    if run.promises_used + tasks > run.promises_room:
        return PROMISES
    if run.coming_used + 2 * tasks + servers > run.coming_room:
        return COMING
    if run.events_used + run.coming_used + 2 * tasks + servers > run.events_room:
        return EVENTS
    if run.entries_used + 2 * run.rooms + run.lines_count * first_room(run) > run.entries_room:
        return ENTRIES
    return NONE


@compiled
def expect_arrival(run: Run) -> None:
    """Who comes next: a person or a task from outside, persons first."""
    persons = run.persons_count
    person = newcomer_at(run, run.next_person).arrival if run.next_person < persons else math.inf
    outside = visit_at(run, run.next_visit).time if run.next_visit < run.visits_count else math.inf
    run.arrives = min(person, outside)
    entity = run.next_person if person <= outside else persons + run.next_visit
    run.arrival = agenda_order(Kind.ARRIVAL, entity, 0, 0)


@compiled
def handle_first(run: Run) -> None:
    """Take the first of what is to come, and let it happen; ``order`` tells its kind, entity, type and ordinal."""
    order, subject = run.arrival, 0
    if run.events_used > 0:
        first = event_at(run, 0)
        if first.time < run.arrives or (first.time == run.arrives and first.order < order):
            order, subject = first.order, first.subject
            drop_first(run)
    kind = order >> (ENTITIES + TYPES + ORDINALS)
    entity = (order >> (TYPES + ORDINALS)) & ENTITY_MASK
    if kind == Kind.ARRIVAL:
        let_in(run, entity)
    elif kind == Kind.COMPLETION:
        done(run, set_down(run, entity), server_at(run, entity).employee)
        release(run, entity)
    elif kind == Kind.INTERVAL_END:
        interval_end(run, entity)
    elif kind == Kind.INTERVAL_START:
        interval_start(run, entity)
    elif kind == Kind.LEAVING:
        depart(run, entity)
    elif kind == Kind.TASK_OPENS:
        comes_due(run, entity, (order >> ORDINALS) & TYPE_MASK, order & ORDINAL_MASK, subject)
    elif kind == Kind.EXPIRY:
        expire(run, subject)
    elif kind == Kind.MAY_HELP:
        widen(run, subject)


@compiled
def let_in(run: Run, entity: int) -> None:
    """A person or a task from outside comes, and somebody else will come next."""
    if entity < run.persons_count:
        run.next_person += 1
        expect_arrival(run)
        arrive(run, entity)
    else:
        run.next_visit += 1
        expect_arrival(run)
        visit(run, entity - run.persons_count)
