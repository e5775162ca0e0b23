"""What the compiled engine remembers while it runs: arrays of records that the kernel writes in place.

The kernel allocates nothing. When something might not fit, it stops between two events, the memory is widened,
and it goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.engine.compiled import given
from navsim.engine.compiled.given import Arrays, Records
from navsim.engine.log import Spells, Tasks, Work
from navsim.plan.model import Plan

EVENT = np.dtype([("time", "f8"), ("order", "i8"), ("subject", "i8")])
COMING = np.dtype([("time", "f8"), ("order", "i8"), ("subject", "i8"), ("next", "i8")])
PERSON = np.dtype([
    ("key", "u8"), ("registered", "f8"), ("last_contact", "f8"), ("departs", "f8"),
    ("mix", "i8"), ("spell", "i8"), ("spells", "i8"), ("unfinished", "i8"), ("present", "b1"), ("talking", "b1"),
], align=True)  # fmt: skip
TALLY = np.dtype([("ordinals", "i8"), ("gaps", "i8"), ("clock", "i8")])
"""For an entity and a type: tasks and random starts so far; one more than the ordinal of the clock that runs."""

SPELL = np.dtype([
    ("since", "f8"), ("need", "f8"), ("limit", "f8"), ("by_need", "i8"), ("by_limit", "i8"), ("leads_to", "i8"),
])  # fmt: skip
TASK = np.dtype([
    ("left", "f8"), ("pace", "f8"), ("widens", "f8"), ("piece", "f8"), ("key", "u8"),
    ("entity", "i4"), ("queue", "i4"), ("priority", "i4"), ("not_by", "i4"), ("caseworker", "i4"), ("rank", "i4"),
    ("next", "i4"), ("previous", "i4"), ("next_fresh", "i4"), ("partner", "i4"),
    ("stage", "i1"), ("talk", "b1"), ("open_to_all", "b1"), ("fresh", "b1"),
], align=True)  # fmt: skip
SERVER = np.dtype([
    ("until", "f8"), ("proficiency", "f8"), ("free_since", "f8"), ("since", "f8"), ("finish", "f8"),
    ("employee", "i8"), ("service", "i8"), ("upcoming", "i8"), ("task", "i8"), ("slot", "i8"),
    ("next_fresh", "i8"), ("partner", "i8"), ("rank", "i8"), ("free", "b1"), ("fresh", "b1"),
], align=True)  # fmt: skip
LINE = np.dtype([("base", "i8"), ("room", "i8"), ("first", "i8"), ("count", "i8"), ("shortest", "f8")])
ENTRY = np.dtype([("due", "f8"), ("piece", "f8"), ("priority", "i8"), ("task", "i8")])
PROMISE = np.dtype([("expires", "f8"), ("not_by", "i8"), ("next", "i8")])


KINDS = {"Floats": "f8", "Ints": "i8", "Bools": "b1"}


def columns_of(part: type[Any]) -> np.dtype[Any]:
    """The columns of a part of the log, which the kernel writes as they will be read."""
    return np.dtype([(each.name, KINDS[str(each.type)]) for each in fields(part)])


SPELL_COLUMNS, TASK_COLUMNS, SEGMENT_COLUMNS = map(columns_of, (Spells, Tasks, Work))
FREE = np.dtype([("server", "i8")])
SPAN = np.dtype([("first", "i8")])

RECORDS = {
    "persons": PERSON, "tallies": TALLY, "servers": SERVER, "lines": LINE, "events": EVENT, "coming": COMING,
    "spells": SPELL, "tasks": TASK, "entries": ENTRY, "promises": PROMISE,
}  # fmt: skip
COLUMNS = {"spells": SPELL_COLUMNS, "tasks": TASK_COLUMNS, "segments": SEGMENT_COLUMNS, "free": FREE, "spans": SPAN}
GROWING = ("events", "coming", "spells", "tasks", "segments", "entries", "promises")
COUNTED = ("types", "groups", "queues", "lines", "servers", "persons", "visits", "spans")


def names_of(records: Iterable[str], columns: Mapping[str, np.dtype[Any]]) -> list[str]:
    """Under which names a run knows arrays of records and of columns."""
    return [*records, *(f"{table}_{name}" for table, dtype in columns.items() for name in dtype.names or ())]


RUN = np.dtype(
    [(name, "i8") for name in names_of(given.RECORDS, given.COLUMNS) + names_of(RECORDS, COLUMNS)]
    + [(f"{name}_count", "i8") for name in COUNTED]
    + [(f"{name}_{what}", "i8") for name in GROWING for what in ("used", "room")]
    + [(name, "i8") for name in ("mixes", "destinations", "arrival", "next_person", "next_visit", "rooms", "span",
                                 "free_used", "coming_free", "kept", "fresh_servers", "fresh_tasks", "short")]
    + [(name, "f8") for name in ("horizon", "return_after", "window", "effect", "now", "arrives", "spans_a_minute")]
)  # fmt: skip
"""A run: the address of each array, how many there are, how much of what grows is used and fits, and where the run is.

``arrival`` and ``arrives`` tell who comes next and when, ``rooms`` the room of all lines; ``coming_free``, ``kept``,
``fresh_servers`` and ``fresh_tasks`` are the first of chains (-1: none); ``short`` is which of what grows is too short
(-1: none, the run is over).
"""


_spare = local()
"""What this thread's last run no longer needs, and how many tasks it had for each of those who came.

New pages of memory cost as much as a tenth of a run.
"""

FEW = 4.0
"""Tasks for each person and task from outside, where no run has told better."""

HUGE = 1 << 22
"""From this many bytes on NumPy asks for huge pages, which are given a thousand times fewer."""


def empty(plan: Plan, arrays: Arrays) -> Arrays:
    """The memory of a run that has not begun; what grows is a guess, and nothing is lost when it is too small."""
    persons, servers, lines = len(plan.persons), len(plan.staffing.servers), int(arrays["queues"]["line"][-1])
    entities = persons + len(plan.arrivals)
    fixed = {"persons": persons, "tallies": entities * len(plan.static.types), "servers": servers, "lines": lines}
    tasks = int(_spare.__dict__.get("tasks_each", FEW) * entities) + 1024
    rooms = {"spells": persons + 1024, "tasks": tasks, "segments": tasks,
             "events": 8 * entities + 2048, "coming": 4 * entities + 1024, "entries": 1024 * lines,
             "promises": 1024}  # fmt: skip
    spans = spare("spans_first", 64 + min(4 * entities, 1 << 16), np.dtype(np.int64))
    spans.fill(-1)
    return (
        {name: blank(spare(name, count, RECORDS[name]), count) for name, count in fixed.items()}
        | {name: spare(name, room, RECORDS[name]) for name, room in rooms.items() if name in RECORDS}
        | in_one_piece({name: (COLUMNS[name], room) for name, room in rooms.items() if name in COLUMNS})
        | {"free_server": np.empty(servers, np.int64), "spans_first": spans}
    )  # fmt: skip


def in_one_piece(tables: Mapping[str, tuple[np.dtype[Any], int]]) -> Arrays:
    """The columns of tables, one after the other in one stretch of memory."""
    wanted = [
        (f"{name}_{column}", kind, room)
        for name, (dtype, room) in tables.items()
        for column, (kind, *_) in (dtype.fields or {}).items()
    ]
    ends = np.cumsum([-(-kind.itemsize * room // 64) * 64 for _, kind, room in wanted]).tolist()
    block = np.empty(max(ends[-1], HUGE if 2 * ends[-1] > HUGE else 0), np.uint8)
    return {
        name: block[start : start + kind.itemsize * room].view(kind)
        for (name, kind, room), start in zip(wanted, [0, *ends], strict=False)
    }


def spare(name: str, count: int, kind: np.dtype[Any]) -> NDArray[Any]:
    """An array of at least this length, with anything in it."""
    array = _spare.__dict__.pop(name, None)
    return array if array is not None and len(array) >= count else np.empty(count, kind)


def blank(array: NDArray[Any], count: int) -> NDArray[Any]:
    """The same array, zero as far as it is used."""
    array[:count].view(np.uint8).fill(0)
    return array


def keep(run: Records, arrays: Arrays) -> None:
    """The run is over: what is not its log may serve the next one, which will be much like it."""
    _spare.__dict__.update({name: arrays[name] for name in (*RECORDS, "spans_first")})
    entities = int(run[0]["persons_count"] + run[0]["visits_count"])
    _spare.tasks_each = 1.1 * int(max(run[0]["tasks_used"], run[0]["segments_used"])) / max(entities, 1)


def run_of(plan: Plan, arrays: Arrays) -> Records:
    """The record of a run that has not begun, with a plan and a memory."""
    run, static = np.zeros(1, RUN), plan.static
    lines = arrays["queues"]["line"][-1]
    counts = (len(static.types), len(static.groups), len(static.queues), lines, len(plan.staffing.servers),
              len(plan.persons), len(plan.arrivals), len(arrays["spans_first"]))  # fmt: skip
    for name, count in zip(COUNTED, counts, strict=True):
        run[f"{name}_count"] = count
    run["mixes"], run["destinations"] = static.applies.shape[2], len(static.destinations)
    run["horizon"], run["return_after"] = static.horizon, static.return_after
    run["window"], run["effect"] = static.contact_window, static.follow_up_effect
    run["spans_a_minute"] = len(arrays["spans_first"]) / static.horizon
    run["kept"] = run["coming_free"] = run["fresh_servers"] = run["fresh_tasks"] = -1
    point(run, arrays)
    return run


def point(run: Records, arrays: Arrays) -> None:
    """Tell a run where its arrays are, and how much fits: memory that serves again may be longer than what is new."""
    for name, array in arrays.items():
        run[name] = array.ctypes.data
    for name in GROWING:
        run[f"{name}_room"] = min(len(arrays[each]) for each in parts_of(name))


def widen(run: Records, arrays: Arrays) -> None:
    """Give twice the room to what the kernel found too short."""
    name = GROWING[run[0]["short"]]
    room = 2 * int(run[0][f"{name}_room"])
    arrays |= {each: longer(arrays[each], room) for each in parts_of(name)}
    point(run, arrays)


def parts_of(name: str) -> list[str]:
    """The arrays of a table."""
    return names_of([name] if name in RECORDS else [], {name: COLUMNS[name]} if name in COLUMNS else {})


def longer(array: NDArray[Any], room: int) -> NDArray[Any]:
    """An array with the same beginning and at least this length."""
    if len(array) >= room:
        return array
    wide = np.empty(room, array.dtype)
    wide[: len(array)] = array
    return wide
