"""How the kernel reaches its arrays: a run names where each begins, and these functions look into them.

So a function of the kernel takes one pointer where it would take a dozen arrays, each of seven words and counted in
and out: it is compiled in a fraction of the time, and runs faster. Each ``…_at`` gives a record to read and write.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from navsim.engine.compiled import given, memory
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.stretch import stretch

Run = Any
"""A record of :data:`navsim.engine.compiled.memory.RUN`."""

NUMBER = np.dtype([("value", "i8")])
TRUTH = np.dtype([("value", "b1")])
EVENT_SIZE, ENTRY_SIZE = memory.EVENT.itemsize, memory.ENTRY.itemsize


def offset_of(field: str) -> int:
    """Where a field of a run stands, in bytes."""
    return int(dict(memory.RUN.fields or {})[field][1])


def looking_at(array: str, dtype: np.dtype[Any]) -> Any:
    """A function of a run and a place in one of its arrays: the record there."""
    record, whole = numba.from_dtype(dtype), ir.IntType(64)
    where = offset_of(array)

    @intrinsic
    def record_at(typing: Any, run: Any, place: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            field = cgutils.pointer_add(builder, arguments[0], where, whole.as_pointer())
            offset = builder.mul(arguments[1], whole(dtype.itemsize))
            return builder.inttoptr(builder.add(builder.load(field), offset), context.get_value_type(record))

        return record(run, types.int64), code

    return record_at


type_at = looking_at("types", given.TYPE)
group_at = looking_at("groups", given.GROUP)
channel_at = looking_at("channels", given.CHANNEL)
law_at = looking_at("laws", given.LAW)
queue_at = looking_at("queues", given.QUEUE)
newcomer_at = looking_at("newcomers", given.NEWCOMER)
visit_at = looking_at("visits", given.VISIT)
interval_at = looking_at("intervals", given.INTERVAL)
holder_at = looking_at("holders", given.HOLDER)
person_at = looking_at("persons", memory.PERSON)
server_at = looking_at("servers", memory.SERVER)
line_at = looking_at("lines", memory.LINE)
event_at = looking_at("events", memory.EVENT)
coming_at = looking_at("coming", memory.COMING)
span_at = looking_at("spans", NUMBER)
spell_at = looking_at("spells", memory.SPELL)
task_at = looking_at("tasks", memory.TASK)
segment_at = looking_at("segments", memory.SEGMENT)
entry_at = looking_at("entries", memory.ENTRY)
promise_at = looking_at("promises", memory.PROMISE)
free_at = looking_at("free", NUMBER)
shift_at = looking_at("shift", NUMBER)
held_at = looking_at("held", NUMBER)
tallies_at = looking_at("tallies", memory.TALLY)
ranks_at = looking_at("ranks", NUMBER)
queues_of_types_at = looking_at("queue_of", NUMBER)
applies_at = looking_at("applies", TRUTH)


@compiled
def tally_at(run: Run, entity: int, type_: int) -> Any:
    """What is counted for an entity and a type."""
    return tallies_at(run, entity * run.types_count + type_)


@compiled
def rank_of(run: Run, service: int, queue: int) -> int:
    """The rank of a queue for a service; -1 where it is not served."""
    return int(ranks_at(run, service * run.queues_count + queue).value)


@compiled
def queue_of(run: Run, type_: int, mix: int) -> int:
    """The queue of a task of a type for somebody with a mix of traits."""
    return int(queues_of_types_at(run, type_ * run.mixes + mix).value)


@compiled
def applies(run: Run, type_: int, group: int, mix: int) -> bool:
    """Whether a task type is for somebody of a group with a mix of traits."""
    return bool(applies_at(run, (type_ * run.groups_count + group) * run.mixes + mix).value)


@compiled
def left(run: Run, first: int, last: int) -> Any:
    """The left numbers of a stretch of pairs."""
    return stretch(run.left + 8 * first, last - first)


@compiled
def right(run: Run, first: int, last: int) -> Any:
    """The right numbers of a stretch of pairs."""
    return stretch(run.right + 8 * first, last - first)


@intrinsic
def move_bytes(typing: Any, to: Any, source: Any, count: Any) -> Any:
    """Copy bytes from one address to another; the stretches may overlap."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target, start, size = arguments
        pointers = (builder.inttoptr(each, cgutils.voidptr_t) for each in (target, start))
        cgutils.raw_memmove(builder, *pointers, size, 1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), code


@compiled
def move_event(run: Run, to: int, source: int) -> None:
    """Copy an event to another place of the agenda."""
    move_bytes(run.events + to * EVENT_SIZE, run.events + source * EVENT_SIZE, EVENT_SIZE)


@compiled
def move_entries(run: Run, to: int, source: int, count: int) -> None:
    """Copy entries of a line to another place."""
    move_bytes(run.entries + to * ENTRY_SIZE, run.entries + source * ENTRY_SIZE, count * ENTRY_SIZE)
