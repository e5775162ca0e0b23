"""Writes CSV series out as steps, so that a config needs no other file any more."""

from __future__ import annotations

import csv
import re
from pathlib import Path as FilePath
from typing import Any

from navsim.config import fields
from navsim.config.places import Path, Place, Source, suggestion, walk
from navsim.config.scalars import plain
from navsim.config.yaml_source import read_text
from navsim.values.errors import InputError

MOST_ROWS = 20_000
COMMA = re.compile(r"^(-?[0-9]+),([0-9]+)$")


def inlined(source: Source, folder: FilePath, root: FilePath) -> Source:
    """The config with the columns that it names as steps.

    Parameters
    ----------
    source:
        One file's content.
    folder:
        The file's folder, from which paths are counted.
    root:
        The folder that no path may leave.
    """
    places = dict(source.places)
    columns = {path: columns_of(value) for path, value in walk(source.data) if columns_of(value)}

    def written_out(data: Any, path: Path) -> Any:
        if isinstance(data, list):
            return [written_out(value, (*path, number)) for number, value in enumerate(data)]
        if not isinstance(data, dict):
            return data
        below = {key: written_out(value, (*path, key)) for key, value in data.items()}
        if path not in columns:
            return below
        name, column = below.pop("series").values()
        steps, lines = read_series(inside(folder, root, name, source.place((*path, "series"))), name, column)
        for number, place in enumerate(lines):
            places[(*path, "steps", number)] = place
        return {"steps": steps, **below}

    return Source(written_out(source.data, ()), places) if columns else source


def columns_of(value: object) -> bool:
    """Whether a section is a timeline that names a complete series and no steps."""
    if not isinstance(value, dict) or "steps" in value:
        return False
    series = value.get("series")
    return (
        isinstance(series, dict) and list(series) in (["csv", "column"], ["column", "csv"])
        and all(isinstance(text, str) for text in series.values())
    )  # fmt: skip


def inside(folder: FilePath, root: FilePath, name: str, place: Place) -> FilePath:
    """The file ``name`` beside or below ``folder``; an error when it lies outside ``root``."""
    try:
        path = (folder / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise place.error(f"{name!r} is not the path of a file") from error
    if not path.is_relative_to(root):
        raise place.error(f"{name!r} lies outside the folder of the config: only files there or below are read")
    return path


def read_series(path: FilePath, name: str, column: str) -> tuple[list[dict[str, Any]], list[Place]]:
    """The steps in a column of a CSV file (separated by comma or semicolon), and the place of each."""
    text = read_text(path, name)
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(text.splitlines(), delimiter=separator, strict=True)
    steps: list[dict[str, Any]] = []
    places: list[Place] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        number = column_number(header, column, Place(name, 1))
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            place = Place(name, reader.line_num)
            steps.append(step(row, number, separator, place, steps))
            places.append(place)
            if len(steps) > MOST_ROWS:
                raise place.error(f"a series has at most {MOST_ROWS} rows")
    except csv.Error as error:
        raise InputError(f"this is not CSV: {error}", name, max(reader.line_num, 1)) from error
    if not steps:
        raise InputError("the series has no rows", name)
    return steps, places


def column_number(header: list[str], column: str, place: Place) -> int:
    """Where the column stands; the first one holds dates and doesn't count."""
    if column not in header[1:]:
        raise place.error(f"there is no column {column}" + suggestion(column, header[1:]))
    return header.index(column, 1)


def step(row: list[str], number: int, separator: str, place: Place, before: list[dict[str, Any]]) -> dict[str, Any]:
    """The step that a row states; later than those before it."""
    if len(row) <= number or not row[number].strip():
        raise place.error("the value is missing")
    try:
        day = fields.day(row[0].strip()).isoformat()
        cell = row[number].strip()
        value = plain(COMMA.sub(r"\1.\2", cell) if separator == ";" else cell)
    except ValueError as error:
        raise place.error(str(error)) from error
    if before and before[-1]["from"] >= day:
        raise place.error(f"dates must increase, each once; {day} comes after {before[-1]['from']}")
    return {"from": day, "value": value}
