"""One point: a pure function from a task to the bytes of its tables, so that any process anywhere may do it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import time
import traceback
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

import navsim
from navsim.calendar.clock import Clock
from navsim.config.document import Document, checked
from navsim.config.places import Place, Source
from navsim.experiment.run import shocks_in, simulated
from navsim.statistics import tables
from navsim.statistics.over_run import differences_over_run, summary_over_run
from navsim.statistics.tables import Sample
from navsim.sweeps.columns import COLUMNS, POINT
from navsim.sweeps.design import Label, Level
from navsim.sweeps.models import Keep
from navsim.sweeps.study import with_levels
from navsim.values.errors import InputError

RECOVERS = ("backlog", "all")
"""Measure and dimension of which recovery after a shock is made."""


class OtherVersionError(Exception):
    """A worker has another program than whoever sent it a point."""


@dataclass(frozen=True)
class Task:
    """A point to do: the base config as JSON, what is changed, what is kept, and by which program."""

    number: int
    base: str
    levels: Mapping[str, Level]
    keep: Mapping[str, Any]
    program: str

    @property
    def labels(self) -> dict[str, Label]:
        """The value of each factor as tables have it."""
        return {name: level.label for name, level in self.levels.items()}


@dataclass(frozen=True)
class Point:
    """What came of a task: the tables as a zip of Arrow streams, or the error that ended it and its config."""

    number: int
    tables: bytes = b""
    error: str = ""
    config: str = ""
    seconds: float = 0.0
    replications: int = 0
    worker: str = ""


@cache
def program() -> str:
    """The version of the program, and a hash of its sources: what must be the same on every worker."""
    found = hashlib.sha256()
    root = Path(navsim.__file__).parent
    for path in sorted(root.rglob("*.py")):
        found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return f"{navsim.__version__} {found.hexdigest()[:16]}"


def do(task: Task) -> Point:
    """Simulate a point; whatever goes wrong in it is its result, except that the program is another."""
    if program() != task.program:
        worker = f"the worker on {here()} (process {os.getpid()})"
        raise OtherVersionError(f"{worker} has navsim {program()}, and here it is {task.program}: install the same")
    start, document = time.perf_counter(), None
    try:
        document = document_of(task)
        found, count = tables_of(checked(document), Keep.model_validate(task.keep))
        packed = pack({name: arrow(frame, task, name) for name, frame in found.items()})
    except Exception as error:
        told = str(error) if isinstance(error, InputError) else traceback.format_exc()
        config = document.yaml() if document else ""
        return Point(task.number, error=told, config=config, seconds=time.perf_counter() - start, worker=here())
    return Point(task.number, packed, seconds=time.perf_counter() - start, replications=count, worker=here())


def failed(task: Task, error: str) -> Point:
    """A point that could not be done anywhere, with its config."""
    return Point(task.number, error=error, config=document_of(task).yaml())


def document_of(task: Task) -> Document:
    """The config of a point, not checked yet; InputError when its changes can't be made together."""
    source, place = Source(json.loads(task.base)), Place("base.yaml")
    return Document(with_levels(source, dict(task.levels), dict.fromkeys(task.levels, place)))


def here() -> str:
    """The machine."""
    return platform.node()


def tables_of(document: Document, keep: Keep) -> tuple[dict[str, pd.DataFrame], int]:
    """The tables of a point, and the number of its replications, all scenarios together."""
    config = document.config()
    found, _ = simulated(document)
    clock = Clock(config.start, config.weeks)
    samples = [some(outcome.sample.measures(), keep) for outcome in found]
    shocks = shocks_in({name: document.config(name) for name in document.scenarios}, clock)
    weeks = {name: inside for name, inside in shocks.weeks.items() if wanted(name, keep.periods)}
    result = {
        "levels": [tables.summary(samples, weeks), summary_over_run(samples, shocks.starts)],
        "differences": [tables.differences(samples, weeks), differences_over_run(samples, shocks.starts)],
    }
    if keep.weekly:
        result["weekly"] = [tables.weekly(sample, clock) for sample in samples]
        result["weekly_differences"] = [tables.weekly(sample, clock, samples[0]) for sample in samples[1:]]
    if keep.replications:
        result["replications"] = [tables.replications(samples, clock)]
    joined = {name: kept(joint(parts, COLUMNS[name]), keep) for name, parts in result.items()}
    return joined, sum(len(sample.values) for sample in samples)


def some(sample: Sample, keep: Keep) -> Sample:
    """Only the measures and dimensions that are kept, and the backlog, of which recovery is made."""
    own = [
        number for number, key in enumerate(sample.keys)
        if (wanted(key.measure, keep.measures) and wanted(key.dimension, keep.dimensions))
        or (key.measure, key.dimension) == RECOVERS
    ]  # fmt: skip
    return replace(sample, keys=tuple(sample.keys[number] for number in own), values=sample.values[:, own])


def kept(frame: pd.DataFrame, keep: Keep) -> pd.DataFrame:
    """Only the rows that are kept."""
    asked = frame["measure"].isin(keep.measures) if keep.measures else pd.Series(True, frame.index)
    if keep.dimensions:
        asked &= frame["dimension"].isin(keep.dimensions)
    if keep.periods and "period" in frame:
        asked &= frame["period"].isin(keep.periods)
    return frame[asked]


def wanted(name: str, names: Sequence[str] | None) -> bool:
    """Whether a name is among those that were asked for; without any, all are."""
    return names is None or name in names


def joint(parts: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Tables one below the other, with these columns also where there is no row."""
    some = [part for part in parts if len(part)]
    return pd.concat(some, ignore_index=True)[columns] if some else pd.DataFrame(columns=columns)


def arrow(frame: pd.DataFrame, task: Task, name: str) -> pa.Table:
    """A table with the point's number and factors before it, and one type for each column, whatever is in it."""
    rows = len(frame)
    columns: dict[str, pa.Array] = {POINT: pa.array(np.full(rows, task.number, np.int32))}
    for factor, label in task.labels.items():
        columns[factor] = constant(label, rows)
    for column in COLUMNS[name]:
        columns[column] = typed(frame[column], column)
    return pa.table(columns)


TEXTS = frozenset({"scenario", "base", "measure", "unit", "period", "statistic", "dimension", "group", "week"})


def typed(column: pd.Series[Any], name: str) -> pa.Array:
    """A column of a table: texts stored once each, days, whole numbers, numbers."""
    if name in TEXTS:
        return pa.array(column.astype(str), pa.string()).dictionary_encode()
    if name == "date":
        return pa.array(pd.to_datetime(column), pa.timestamp("s"))
    if name in ("replication", "replications"):
        return pa.array(column.to_numpy(np.int32))
    return pa.array(column.to_numpy(np.float64))


def constant(label: Label, rows: int) -> pa.Array:
    """One value in every row."""
    if isinstance(label, str):
        return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([label]))
    return pa.array(np.full(rows, label))


def pack(found: Mapping[str, pa.Table]) -> bytes:
    """Tables as one file: a zip of Arrow streams, whose check sums tell a torn file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, table in found.items():
            stream = io.BytesIO()
            with pa.ipc.new_stream(stream, table.schema) as writer:
                writer.write_table(table)
            archive.writestr(zipfile.ZipInfo(f"{name}.arrow"), stream.getvalue())
    return packed.getvalue()


def unpack(packed: bytes) -> dict[str, pa.Table]:
    """The tables of :func:`pack`; BadZipFile or ArrowInvalid when the bytes are not whole."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {
            entry.removesuffix(".arrow"): pa.ipc.open_stream(archive.read(entry)).read_all()
            for entry in archive.namelist()
        }
