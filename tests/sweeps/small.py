"""Small experiments, points that cost nothing, and what a sweep's folder holds."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

import pandas as pd

from navsim.config.emit import yaml_text
from navsim.sweeps.columns import COLUMNS, tables_kept
from navsim.sweeps.point import TEXTS, Point, Task, arrow, pack
from navsim.sweeps.study import Study, load_study
from tests.configs.files import path

PEOPLE = {"path": "staff.caseworkers.people", "values": [1, 2, 3]}
MINUTES = {"path": "tasks.intake.minutes", "low": "30 min", "high": "60 min", "steps": 40}

QUICK: dict[str, Any] = {
    "name": "small",
    "base": str(path("tiny")),
    "scenarios": ["happened", "same"],
    "replications": 1,
    "set": {"weeks": 2, "observed": [], "shocks": {}},
    "factors": {"people": PEOPLE, "minutes": MINUTES},
    "keep": {"measures": ["backlog", "caseload"]},
}
"""120 points of some hundredths of a second: a part of a hundred and one of twenty."""


def written(folder: Path, /, **changes: Any) -> Path:
    """A file with an experiment: the quick one with other entries; None leaves one out."""
    file = folder / "experiment.yaml"
    data = {key: value for key, value in {**QUICK, **changes}.items() if value is not None}
    file.write_text(yaml_text(data), encoding="utf-8")
    return file


def study_of(folder: Path, /, **changes: Any) -> Study:
    """The same, read and checked."""
    return load_study(written(folder, **changes))


def steps(count: int) -> dict[str, Any]:
    """One factor with so many values."""
    return {"minutes": {**MINUTES, "steps": count}}


def made_up(task: Task) -> Point:
    """What a point might give, at once: two rows that its number and factors decide."""
    tables = {}
    for name in tables_kept(bool(task.keep["weekly"]), bool(task.keep["replications"])):
        number = float(task.number)
        row = {column: "x" if column in TEXTS else number for column in COLUMNS[name]}
        tables[name] = arrow(pd.DataFrame([row, {**row, "measure": f"y{task.number % 3}"}]), task, name)
    return Point(task.number, pack(tables), seconds=0.5, replications=1, worker="here")


def failing(numbers: Set[int]) -> Callable[[Task], Point]:
    """The same, but these points fail."""

    def do(task: Task) -> Point:
        return Point(task.number, error="why", config="what: 1\n") if task.number in numbers else made_up(task)

    return do


def deadly(task: Task) -> Point:
    """The same, but a process that does point 2 is killed; with NAVSIM_ONCE only while there is no such file."""
    once = os.environ.get("NAVSIM_ONCE")
    if task.number == 2 and not (once and Path(once).exists()):
        if once:
            Path(once).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return made_up(task)


def results(folder: Path) -> dict[str, bytes]:
    """The dataset, the table of points and the failures: what must be the same however a sweep came about."""
    files = [*folder.glob("data/**/*"), *folder.glob("failed/*"), folder / "points.parquet"]
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(files) if file.is_file()}


def counted(folder: Path) -> list[int]:
    """The points in the table of timings, in their order."""
    return [int(line.split(",")[0]) for line in (folder / "timings.csv").read_text().splitlines()[1:]]


def failure(folder: Path, number: int) -> dict[str, Any]:
    """The record of a point that failed."""
    found: dict[str, Any] = json.loads((folder / "failed" / f"{number:07d}.json").read_text(encoding="utf-8"))
    return found
