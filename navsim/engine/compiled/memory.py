"""What the compiled engine remembers while it runs: arrays of records that the kernel writes in place.

The kernel allocates nothing. When something might not fit, it stops between two events, :func:`widened` makes room,
and it goes on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from navsim.engine.compiled.given import Given, Records
from navsim.plan.model import Static

EVENT = np.dtype([("time", "f8"), ("order", "i8"), ("subject", "i8")])
COMING = np.dtype([("time", "f8"), ("order", "i8"), ("subject", "i8"), ("next", "i8")])
PERSON = np.dtype([
    ("key", "u8"), ("registered", "f8"), ("last_contact", "f8"), ("departs", "f8"),
    ("mix", "i8"), ("spell", "i8"), ("spells", "i8"), ("unfinished", "i8"), ("present", "b1"), ("talking", "b1"),
], align=True)  # fmt: skip
TALLY = np.dtype([("ordinals", "i8"), ("gaps", "i8"), ("clock", "i8")])
"""For an entity and a type: tasks and random starts so far; one more than the ordinal of the clock that runs."""

SPELL = np.dtype([
    ("entered", "f8"), ("arrival", "f8"), ("left", "f8"), ("since", "f8"), ("need", "f8"), ("limit", "f8"),
    ("person", "i8"), ("group", "i8"), ("mix", "i8"), ("origin", "i8"), ("contacts", "i8"),
    ("destination", "i8"), ("by_need", "i8"), ("by_limit", "i8"), ("leads_to", "i8"),
])  # fmt: skip
TASK = np.dtype([
    ("opened", "f8"), ("due", "f8"), ("minutes", "f8"), ("started", "f8"), ("ended", "f8"),
    ("piece", "f8"), ("left", "f8"), ("pace", "f8"), ("widens", "f8"), ("key", "u8"),
    ("type", "i8"), ("person", "i8"), ("entity", "i8"), ("ordinal", "i8"), ("channel", "i8"), ("queue", "i8"),
    ("priority", "i8"), ("not_by", "i8"), ("caseworker", "i8"), ("line", "i8"), ("other_line", "i8"),
    ("next", "i8"), ("previous", "i8"), ("next_fresh", "i8"), ("partner", "i8"), ("rank", "i8"),
    ("stage", "i1"), ("outcome", "i1"), ("cut", "b1"), ("contact", "b1"), ("talk", "b1"), ("open_to_all", "b1"),
    ("fresh", "b1"),
], align=True)  # fmt: skip
SERVER = np.dtype([
    ("until", "f8"), ("proficiency", "f8"), ("free_since", "f8"), ("since", "f8"), ("finish", "f8"),
    ("employee", "i8"), ("service", "i8"), ("upcoming", "i8"), ("task", "i8"), ("slot", "i8"),
    ("next_fresh", "i8"), ("partner", "i8"), ("rank", "i8"), ("free", "b1"), ("fresh", "b1"),
], align=True)  # fmt: skip
SEGMENT = np.dtype([("task", "i8"), ("server", "i8"), ("start", "f8"), ("end", "f8")])
LINE = np.dtype([("base", "i8"), ("room", "i8"), ("first", "i8"), ("count", "i8"), ("shortest", "f8")])
ENTRY = np.dtype([("due", "f8"), ("piece", "f8"), ("priority", "i8"), ("task", "i8")])
PROMISE = np.dtype([("expires", "f8"), ("not_by", "i8"), ("next", "i8")])


class Memory(NamedTuple):
    """What grows or changes; ``tallies[entity, type]``, ``free`` the numbers of the servers that are free."""

    persons: Records
    tallies: Records
    servers: Records
    lines: Records
    free: NDArray[np.int64]
    spans: NDArray[np.int64]
    events: Records
    coming: Records
    spells: Records
    tasks: Records
    segments: Records
    entries: Records
    promises: Records


GROWING = ("events", "coming", "spells", "tasks", "segments", "entries", "promises")
RUN = np.dtype(
    [(name, "i8") for name in Given._fields + Memory._fields]
    + [(f"{name}_count", "i8") for name in ("types", "groups", "queues", "lines", "servers", "persons", "visits")]
    + [(f"{name}_{what}", "i8") for name in GROWING for what in ("used", "room")]
    + [("mixes", "i8"), ("destinations", "i8")]
    + [
        ("spans_a_minute", "f8"),
        ("horizon", "f8"),
        ("return_after", "f8"),
        ("window", "f8"),
        ("effect", "f8"),
        ("now", "f8"),
        ("arrives", "f8"),
    ]
    + [
        (name, "i8")
        for name in (
            "arrival",
            "next_person",
            "next_visit",
            "rooms",
            "free_used",
            "kept",
            "over",
            "span",
            "spans_count",
            "coming_free",
        )
    ]
    + [(name, "i8") for name in ("fresh_servers", "fresh_tasks")]
)
"""A run: the address of each array, how many there are, how much of what grows is used and fits, and where the run is.

``arrival`` and ``arrives`` tell who comes next and when, ``rooms`` the room of all lines; ``kept``, ``fresh_servers``
and ``fresh_tasks`` are the first of chains (-1: none).
"""


def empty(given: Given) -> Memory:
    """The state before anything has happened; sizes are guesses, and nothing is lost when they are too small."""
    persons, servers, lines = len(given.newcomers), len(given.shift) - 1, given.queues["line"][-1]
    entities = persons + len(given.visits)
    return Memory(
        persons=np.zeros(persons, PERSON),
        tallies=np.zeros((entities, len(given.types)), TALLY),
        servers=np.zeros(servers, SERVER),
        lines=np.zeros(lines, LINE),
        free=np.zeros(servers, np.int64),
        spans=np.full(64 + 2 * entities, -1),
        events=np.empty(1024, EVENT),
        coming=np.empty(4 * entities + 1024, COMING),
        spells=np.empty(persons + 1024, SPELL),
        tasks=np.empty(12 * entities + 1024, TASK),
        segments=np.empty(12 * entities + 1024, SEGMENT),
        entries=np.empty(1024 * lines, ENTRY),
        promises=np.empty(1024, PROMISE),
    )


def run_of(static: Static, given: Given, memory: Memory) -> Records:
    """The record of a run that has not begun."""
    run = np.zeros(1, RUN)
    _, groups, mixes = static.applies.shape
    counts = (len(given.types), groups, len(static.queues), len(memory.lines), len(memory.servers), len(memory.persons),
              len(given.visits))  # fmt: skip
    for name, count in zip(("types", "groups", "queues", "lines", "servers", "persons", "visits"), counts, strict=True):
        run[f"{name}_count"] = count
    run["mixes"], run["destinations"] = mixes, len(static.destinations)
    run["horizon"], run["return_after"] = static.horizon, static.return_after
    run["window"], run["effect"] = static.contact_window, static.follow_up_effect
    run["spans_count"], run["spans_a_minute"] = len(memory.spans), len(memory.spans) / static.horizon
    run["kept"] = run["coming_free"] = run["fresh_servers"] = run["fresh_tasks"] = -1
    point(run, given)
    point(run, memory)
    return run


def point(run: Records, arrays: Given | Memory) -> None:
    """Tell a run where its arrays are, and how much fits."""
    for name, array in zip(arrays._fields, arrays, strict=True):
        run[name] = array.ctypes.data
        if name in GROWING:
            run[f"{name}_room"] = len(array)


def widened(run: Records, memory: Memory) -> Memory:
    """The same state with twice the room in all that is more than a quarter full."""
    full = {name: getattr(memory, name) for name in GROWING if 4 * run[0][f"{name}_used"] > run[0][f"{name}_room"]}
    memory = memory._replace(**{name: twice(array) for name, array in full.items()})
    point(run, memory)
    return memory


def twice(array: NDArray[Any]) -> NDArray[Any]:
    """An array with the same beginning and twice the length."""
    wide = np.empty(2 * len(array), array.dtype)
    wide[: len(array)] = array
    return wide
