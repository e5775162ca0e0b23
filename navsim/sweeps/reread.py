"""A sweep from its folder alone, finished or not: what was tried, what came of it, and the figures of everybody."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from navsim.config.document import Document, load
from navsim.config.problem import FieldError
from navsim.config.yaml_source import parse_config, read_text
from navsim.sweeps.columns import POINT, STATUS, tables_kept
from navsim.sweeps.design import Axis, Points
from navsim.sweeps.folder import PART, Folder, points_in
from navsim.sweeps.models import Experiment
from navsim.sweeps.point import unpack
from navsim.values.errors import InputError

FIGURES = ["scenario", "measure", "unit", "period", "statistic", "group", "mean", "low", "high", "replications"]
EVERYBODY = {"dimension": "all"}
HOURS = {"dimension": "task", "measure": "demand_hours", "period": "run", "statistic": "mean"}
"""Of the hours that each type of task asks for."""


@dataclass(frozen=True)
class Found:
    """What a folder holds.

    ``points`` has a row for each point of the design: ``point``, its factors, ``status`` (done, failed, missing).
    ``levels`` and ``differences`` have ``point, scenario, measure, unit, period, statistic, group, mean, low, high,
    replications`` of everybody, ``hours`` the same of one point's types of task, if they are kept. ``failures`` are
    the errors by point.
    """

    experiment: Experiment
    axes: Mapping[str, Axis]
    base: Document
    program: str
    points: pd.DataFrame
    levels: pd.DataFrame
    differences: pd.DataFrame
    hours: pd.DataFrame
    failures: Mapping[int, str]


def is_sweep(path: Path) -> bool:
    """Whether a folder is that of a sweep."""
    return (path / "experiment.yaml").is_file()


def sweep_in(path: Path) -> Found:
    """All that a report of a sweep is made of; the points are those that are done when it is called.

    Raises
    ------
    InputError
        If a file is missing, broken or of another version.
    """
    shown = path / "experiment.yaml"
    try:
        experiment = Experiment.model_validate(parse_config(read_text(shown, str(shown)), str(shown)).data)
        design = Points(experiment)
    except (ValidationError, FieldError) as error:
        raise InputError(f"{shown} can't be used: {' '.join(str(error).split())[:200]}") from error
    folder = Folder(path, len(design), tables_kept(experiment.keep.weekly, experiment.keep.replications))
    held = held_in(folder)
    waiting = [file for number, file in waiting_in(folder) if number not in held]
    failures = failures_in(folder)
    levels, differences = (figures(folder, name, waiting, EVERYBODY) for name in ("levels", "differences"))
    first = levels[POINT].min() if len(levels) else -1
    hours = figures(folder, "levels", waiting, HOURS, first) if first >= 0 else levels
    if held_in(folder) != held:
        raise InputError(f"{path}: the sweep went on while it was read; try again")
    done = held | {int(file.stem) for file in waiting}
    states = [
        "done" if number in done else "failed" if number in failures else "missing" for number in range(len(design))
    ]
    columns = {name: [design[number][name].label for number in range(len(design))] for name in design.axes}
    program = read_text(path / "program.txt", str(path / "program.txt")).strip()
    return Found(
        experiment, design.axes, load(path / "base.yaml"), program,
        pd.DataFrame({POINT: range(len(design)), **columns, STATUS[0]: states}), levels, differences, hours,
        {number: error for number, error in failures.items() if number not in done},
    )  # fmt: skip


def held_in(folder: Folder) -> set[int]:
    """The points that the dataset has."""
    return {number for part in range(folder.parts) for number in points_in(folder, part)}


def waiting_in(folder: Folder) -> Iterator[tuple[int, Path]]:
    """The files of points that may not be in the dataset yet, with the numbers of the points."""
    for file in sorted((folder.path / "points").glob("[0-9]*.zip")):
        yield int(file.stem), file


def failures_in(folder: Folder) -> dict[int, str]:
    """The errors by point."""
    found = {}
    for file in sorted((folder.path / "failed").glob("[0-9]*.json")):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            found[int(record[POINT])] = str(record["error"])
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{file} can't be read: {' '.join(str(error).split())[:200]}") from error
    return found


def figures(
    folder: Folder, name: str, waiting: Sequence[Path], equals: Mapping[str, str], point: int | None = None
) -> pd.DataFrame:
    """The rows of a table whose columns have these values, of one point or all, in the order of the points."""
    parts = range(folder.parts) if point is None else (point // PART,)
    files = [path for number in parts if (path := folder.part(name, number)).exists()]
    tables = chain(map(part_of, files), (point_in(file, name) for file in waiting))  # one at a time in memory
    frames = [rows.to_pandas() for rows in (picked(table, equals, point) for table in tables) if len(rows)]
    if not frames:
        return pd.DataFrame(columns=[POINT, *FIGURES])
    joined: pd.DataFrame = pd.concat(frames, ignore_index=True).sort_values(POINT, kind="stable", ignore_index=True)
    return joined


def part_of(path: Path) -> pa.Table:
    """A part of the dataset."""
    try:
        return pq.ParquetFile(path).read()
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"{path} can't be read: {' '.join(str(error).split())[:200]}") from error


def point_in(path: Path, name: str) -> pa.Table:
    """A table of a finished point."""
    try:
        return unpack(path.read_bytes())[name]
    except (OSError, zipfile.BadZipFile, pa.ArrowInvalid, KeyError) as error:
        raise InputError(f"{path} can't be read: {' '.join(str(error).split())[:200]}") from error


def picked(table: pa.Table, equals: Mapping[str, str], point: int | None) -> pa.Table:
    """The rows that are asked for, texts as texts: of scenarios only those that the table has."""
    columns = [POINT, *(name for name in FIGURES if name in table.column_names)]
    asked = pc.equal(table[POINT], point) if point is not None else None
    for column, value in equals.items():
        same = pc.equal(pc.cast(table[column], pa.string()), value)
        asked = same if asked is None else pc.and_(asked, same)
    found = table.filter(asked).select(columns)
    texts = [name for name in columns if pa.types.is_dictionary(found.schema.field(name).type)]
    for name in texts:
        place = found.column_names.index(name)
        found = found.set_column(place, name, pc.cast(found[name], pa.string()))
    return found
