"""What a report is made of, from a results folder alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from navsim.calendar.clock import Clock
from navsim.config.document import Document, load
from navsim.experiment.costs import BREAK_EVEN
from navsim.experiment.folder import CSV_TABLES
from navsim.experiment.run import OBSERVED, Tables
from navsim.measures.series import Key
from navsim.report.gather import material_of
from navsim.report.material import Material
from navsim.report.settle import NUMBERS
from navsim.statistics import tables
from navsim.statistics.targets import TARGETS
from navsim.values.errors import InputError

COLUMNS = {
    "summary": tables.SUMMARY, "differences": tables.DIFFERENCES, "weekly": tables.WEEKLY, "hours": tables.HOURS,
    "targets": TARGETS, "break_even": BREAK_EVEN, "observed": OBSERVED,
    "staffing": ["scenario", "date", "owner", "fte", "fte_present"], "marks": ["scenario", "date", "kind", "label"],
}  # fmt: skip
MANIFEST = ("version", "config_hash", "seed", "replications", "scenarios", "work_cut_to_fit")


def material_in(folder: Path) -> Material:
    """What ``navsim run`` left in a folder, as what it made its own report of.

    Raises
    ------
    InputError
        If it isn't a results folder, or a file in it is missing, broken or of another run.
    """
    manifest = manifest_in(folder)
    document = document_in(folder, manifest)
    frames: dict[str, Any] = {name: table_in(folder / f"{name}.csv", COLUMNS[name]) for name in CSV_TABLES}
    values = replications_in(folder / "replications.parquet", document, manifest)
    found = Tables(
        **frames, replications=values, weekly_differences=weekly_differences(values, document),
        cut=manifest["work_cut_to_fit"],
    )  # fmt: skip
    return material_of(document, found, manifest)


def manifest_in(folder: Path) -> dict[str, Any]:
    """The manifest; without one a folder isn't one of results."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise InputError(f"{folder} is not a results folder: it has no manifest.json")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    missing = [key for key in MANIFEST if not isinstance(found, dict) or key not in found]
    if missing:
        raise InputError(f"{path} can't be used: it has no {missing[0]}")
    return dict(found)


def document_in(folder: Path, manifest: dict[str, Any]) -> Document:
    """The resolved config of the run, and of no other."""
    path = folder / "config.yaml"
    if not path.is_file():
        raise InputError(f"{path} is missing")
    document = load(path)
    if document.digest != manifest["config_hash"]:
        raise InputError(f"{path} is not the config of this run: it was changed after the run")
    return document


def table_in(path: Path, columns: list[str]) -> pd.DataFrame:
    """One table; every text is kept as it stands, also such as a program might take for a number or for nothing."""
    if not path.is_file():
        raise InputError(f"{path} is missing")
    types = {name: "float64" if name in NUMBERS else "str" for name in columns}
    try:
        found = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8")
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if list(found.columns) != columns:
        missing = [name for name in columns if name not in found.columns]
        raise InputError(f"{path} can't be used: " + (f"it has no column {missing[0]}" if missing else "other columns"))
    return found


def replications_in(path: Path, document: Document, manifest: dict[str, Any]) -> pd.DataFrame:
    """Every replication's weekly values: as many as there must be, in the order in which they were written."""
    if not path.is_file():
        raise InputError(f"{path} is missing")
    try:
        found = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if list(found.columns) != tables.REPLICATIONS:
        raise InputError(f"{path} can't be used: it has other columns than {', '.join(tables.REPLICATIONS)}")
    weeks, names = document.config().weeks, tuple(found["scenario"].unique())
    for name in names:
        part = found[found["scenario"] == name]
        if len(part) != manifest["replications"] * weeks * len(part[list(Key._fields)].drop_duplicates()):
            raise InputError(f"{path} can't be used: it does not hold every week of every replication of {name}")
    if names != document.scenarios:
        raise InputError(f"{path} can't be used: it holds other scenarios than the config")
    return found


def weekly_differences(values: pd.DataFrame, document: Document) -> pd.DataFrame:
    """Each scenario against the first by week, paired by replication."""
    config = document.config()
    clock = Clock(config.start, config.weeks)
    first, *others = samples(values, document)
    frames = [tables.weekly(sample, clock, first) for sample in others]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=tables.WEEKLY_DIFFERENCES)


def samples(values: pd.DataFrame, document: Document) -> Iterator[tables.Sample]:
    """The replications of each scenario, as they were before they were written."""
    for name in document.scenarios:
        part = values[values["scenario"] == name]
        keys = [Key(*row) for row in part[list(Key._fields)].drop_duplicates().itertuples(index=False)]
        shape = (-1, len(keys), document.config().weeks)
        yield tables.Sample(name, tuple(keys), part["value"].to_numpy().reshape(shape))


def unreadable(path: Path, error: Exception) -> InputError:
    """The message for a file that is broken."""
    return InputError(f"{path} can't be read: {' '.join(str(error).split())[:200]}")
