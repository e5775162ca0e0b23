"""How the kernel reaches its tables: each ``…_at`` takes a run and a place, and gives the row there."""

from __future__ import annotations

from functools import partial
from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from navsim.engine.compiled import given, memory
from navsim.engine.compiled.rows import table
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.stretch import stretch

Run = Any
"""A record of :data:`navsim.engine.compiled.memory.RUN`."""

rows_of = partial(table, memory.RUN)

type_at = rows_of("types", given.TYPE)
group_at = rows_of("groups", given.GROUP)
channel_at = rows_of("channels", given.CHANNEL)
law_at = rows_of("laws", given.LAW)
queue_at = rows_of("queues", given.QUEUE)
newcomer_at = rows_of("newcomers", columns=given.NEWCOMER)
visit_at = rows_of("visits", columns=given.VISIT)
interval_at = rows_of("intervals", columns=given.INTERVAL)
shift_at = rows_of("shifts", columns=given.SHIFT)
held_at = rows_of("held", columns=given.HELD)
holder_at = rows_of("holders", columns=given.HOLDER)
service_at = rows_of("services", columns=given.SERVICE)
asked_at = rows_of("asked", columns=given.ASKED)
meant_at = rows_of("meant", columns=given.MEANT)

person_at = rows_of("persons", memory.PERSON)
tallies_at = rows_of("tallies", memory.TALLY)
spell_at = rows_of("spells", memory.SPELL, memory.SPELL_COLUMNS)
task_at = rows_of("tasks", memory.TASK, memory.TASK_COLUMNS)
segment_at = rows_of("segments", columns=memory.SEGMENT_COLUMNS)
server_at = rows_of("servers", memory.SERVER)
free_at = rows_of("free", columns=memory.FREE)
line_at = rows_of("lines", memory.LINE)
entry_at = rows_of("entries", memory.ENTRY)
event_at = rows_of("events", memory.EVENT)
coming_at = rows_of("coming", memory.COMING)
span_at = rows_of("spans", columns=memory.SPAN)
promise_at = rows_of("promises", memory.PROMISE)


@compiled
def tally_at(run: Run, entity: int, type_: int) -> Any:
    """What is counted for an entity and a type."""
    return tallies_at(run, entity * run.types_count + type_)


@compiled
def rank_of(run: Run, service: int, queue: int) -> int:
    """The rank of a queue for a service; -1 where it is not served."""
    return int(service_at(run, service * run.queues_count + queue).rank)


@compiled
def queue_of(run: Run, type_: int, mix: int) -> int:
    """The queue of a task of a type for somebody with a mix of traits."""
    return int(asked_at(run, type_ * run.mixes + mix).queue)


@compiled
def applies(run: Run, type_: int, group: int, mix: int) -> bool:
    """Whether a task type is for somebody of a group with a mix of traits."""
    return bool(meant_at(run, (type_ * run.groups_count + group) * run.mixes + mix).for_them)


@compiled
def left(run: Run, first: int, last: int) -> Any:
    """The left numbers of a stretch of pairs."""
    return stretch(run.pairs_left + 8 * first, last - first)


@compiled
def right(run: Run, first: int, last: int) -> Any:
    """The right numbers of a stretch of pairs."""
    return stretch(run.pairs_right + 8 * first, last - first)


@intrinsic
def move_bytes(typing: Any, to: Any, source: Any, count: Any) -> Any:
    """Copy bytes from one address to another; the stretches may overlap."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target, start, size = arguments
        pointers = (builder.inttoptr(each, cgutils.voidptr_t) for each in (target, start))
        cgutils.raw_memmove(builder, *pointers, size, 1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), code


EVENT_SIZE, ENTRY_SIZE = memory.EVENT.itemsize, memory.ENTRY.itemsize


@compiled
def move_event(run: Run, to: int, source: int) -> None:
    """Copy an event to another place of the agenda."""
    move_bytes(run.events + to * EVENT_SIZE, run.events + source * EVENT_SIZE, EVENT_SIZE)


@compiled
def move_entries(run: Run, to: int, source: int, count: int) -> None:
    """Copy entries of a line to another place."""
    move_bytes(run.entries + to * ENTRY_SIZE, run.entries + source * ENTRY_SIZE, count * ENTRY_SIZE)
