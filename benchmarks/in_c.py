"""The caseload model as a hand-written loop over events in C: ``caseload.c``, compiled when it is first needed."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.idiomatic import TASK_COLUMNS, USER_COLUMNS, Log
from benchmarks.parameters import Parameters, team_of
from navsim.plan.model import Channel, TaskType
from navsim.values.timeline import Timeline

SOURCE = Path(__file__).with_name("caseload.c")
COMPILER = "gcc"
FLAGS = ("-O3", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")

Rows = NDArray[Any]
Stretch = tuple[int, int]
"""The first and the one after the last of some rows of a table."""

# The records of caseload.c, field by field.
PIECE, SHARE, LISTED, CHANNEL = "f8,f8", "f8", "i8", "i8,i8,f8,f8,f8"
TYPE, GROUP, STREAM = "i8,i8,f8,f8,f8,i8,i8,i8,i8,i8,i8", "i8,i8,i8,i8,i8,i8,i8,i8", "i8,i8,f8,f8,i8,i8,i8,i8"
SHIFT, WORKER, OPENING, VISITS = "f8,f8,f8", "i8,i8,i8", "f8,f8", "i8,i8,i8"
USER = [(name, "i8") for name in ("group", "age", "destination", "contacts")] + [
    (name, "f8") for name in ("entered", "arrived", "left", "leaves", "last_contact")
]
TASK = [(name, "i8") for name in ("type", "user", "channel")] + [
    (name, "f8") for name in ("opened", "due", "minutes", "started", "ended", "remaining")
]
WORK = [("task", "i8"), ("worker", "i8"), ("start", "f8"), ("end", "f8")]


class OfficeInC(ctypes.Structure):
    """``Office`` of caseload.c."""

    _fields_ = (
        ("horizon", ctypes.c_double),
        *((name, ctypes.c_int64) for name in ("teams", "priorities", "streams", "workers", "outsides", "visits")),
        *((name, ctypes.c_void_p) for name in (
            "piece", "share", "listed", "channel", "type", "group", "stream", "shift", "worker", "outside", "opening",
            "visit",
        )),
    )  # fmt: skip


class LogInC(ctypes.Structure):
    """``Log`` of caseload.c."""

    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("user", "task", "work")),
        *((name, ctypes.c_int64) for name in ("users", "tasks", "works", "user_room", "task_room", "work_room")),
    )


@dataclass(frozen=True)
class Office:
    """The parameters as C reads them; ``rows`` are kept because ``told`` points into them."""

    told: OfficeInC
    rows: tuple[Rows, ...]


class Tables:
    """The tables that stretches point into, as they grow."""

    def __init__(self) -> None:
        self.piece: list[tuple[float, float]] = []
        self.share: list[float] = []
        self.listed: list[int] = []
        self.channel: list[tuple[float, ...]] = []
        self.shift: list[tuple[float, float, float]] = []
        self.opening: list[tuple[float, float]] = []

    def line(self, line: Timeline) -> Stretch:
        """A timeline."""
        return stretch(self.piece, zip(line.times, line.values, strict=True))

    def shares(self, cumulated: tuple[float, ...]) -> Stretch:
        """Cumulative shares."""
        return stretch(self.share, cumulated)

    def types(self, types: tuple[TaskType, ...]) -> Stretch:
        """The numbers of some types."""
        return stretch(self.listed, (type_.number for type_ in types))

    def channels(self, channels: tuple[Channel, ...]) -> Stretch:
        """The channels of a type."""
        rows = [(*self.line(way.upto), way.minutes.a, way.minutes.b, way.extra) for way in channels]
        return stretch(self.channel, rows)


def stretch(table: list[Any], rows: Iterable[Any]) -> Stretch:
    """Where rows lie that are added to a table."""
    first = len(table)
    table.extend(rows)
    return first, len(table)


def office_of(parameters: Parameters) -> Office:
    """The parameters laid out for C."""
    tables = Tables()
    teams = sorted({team for team, _ in parameters.shifts} | {team_of(type_) for type_ in parameters.types})
    priorities = sorted({type_.priority for type_ in parameters.types})
    types = [
        (teams.index(team_of(t)), priorities.index(t.priority), t.opens, t.due, t.typical_wait,
         *tables.line(t.rate), *tables.line(t.probability), *tables.channels(t.channels))
        for t in parameters.types
    ]  # fmt: skip
    groups = [
        (care.first_talk.number, care.follow_up.number, *tables.types(care.calls), *tables.types(care.at_random),
         *tables.shares(leaves_to))
        for care, leaves_to in zip(parameters.care, parameters.leaves_to, strict=True)
    ]  # fmt: skip
    streams = [
        (s.group, s.initial, s.stay.a, s.stay.b, *tables.shares(s.traits[0]), *tables.line(s.rate))
        for s in parameters.streams
    ]
    workers = [(teams.index(team), *stretch(tables.shift, shifts)) for team, shifts in parameters.shifts]
    visits = [(type_.number, *stretch(tables.opening, openings)) for type_, openings in parameters.visits]
    outside = [type_.number for type_ in parameters.outside]
    listed = (
        (tables.piece, PIECE), (tables.share, SHARE), (tables.listed, LISTED), (tables.channel, CHANNEL),
        (types, TYPE), (groups, GROUP), (streams, STREAM), (tables.shift, SHIFT), (workers, WORKER),
        (outside, LISTED), (tables.opening, OPENING), (visits, VISITS),
    )  # fmt: skip
    rows = tuple(np.array(table, dtype) for table, dtype in listed)
    counts = [len(table) for table in (teams, priorities, streams, workers, outside, visits)]
    return Office(OfficeInC(parameters.horizon, *counts, *(table.ctypes.data for table in rows)), rows)


@cache
def library() -> ctypes.CDLL | None:
    """The compiled model; None where there is no compiler."""
    compiler = shutil.which(COMPILER)
    if compiler is None:
        return None
    with TemporaryDirectory() as folder:
        target = Path(folder) / "caseload.so"
        subprocess.run([compiler, *FLAGS, "-o", target, SOURCE, "-lm"], check=True)
        return ctypes.CDLL(str(target))


def simulate(in_c: ctypes.CDLL, office: Office, seed: int) -> LogInC:
    """Run the model to its horizon; :func:`log_of` gives the log's memory back."""
    log = LogInC()
    in_c.simulate(ctypes.byref(office.told), ctypes.c_uint64(seed), ctypes.byref(log))
    return log


def log_of(in_c: ctypes.CDLL, found: LogInC) -> Log:
    """The log in the tables of the model written in SimPy; C's own is discarded."""
    users, tasks, work = (
        pd.DataFrame(rows_at(*where))
        for where in ((found.user, found.users, USER), (found.task, found.tasks, TASK), (found.work, found.works, WORK))
    )
    in_c.discard(ctypes.byref(found))
    users["user"], tasks["task"] = users.index, tasks.index
    tasks["user"] = tasks["user"].where(tasks["user"] >= 0)
    return Log(users[USER_COLUMNS], tasks[TASK_COLUMNS], work)


def rows_at(address: int, count: int, fields: list[tuple[str, str]]) -> Rows:
    """A copy of rows in memory."""
    dtype = np.dtype(fields)
    return np.frombuffer(ctypes.string_at(address, count * dtype.itemsize), dtype)
