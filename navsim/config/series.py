"""Writes CSV series out as steps, so that a config needs no other file any more."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from navsim.config import fields
from navsim.config.places import Path, Place, Source, suggestion, walk
from navsim.config.scalars import Scalar, plain
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


@dataclass(frozen=True)
class Table:
    """A CSV file: its headings, the rows that hold anything and their places, and whether it has a decimal comma."""

    name: str
    header: list[str]
    rows: list[tuple[list[str], Place]]
    comma: bool

    def value(self, cell: str) -> Scalar:
        """What a cell says; ValueError when it is a number that can't be used."""
        return plain(COMMA.sub(r"\1.\2", cell.strip()) if self.comma else cell.strip())


def read_table(path: FilePath, name: str) -> Table:
    """A CSV file separated by comma, or by semicolon, which goes with a decimal comma."""
    text = read_text(path, name)
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(text.splitlines(), delimiter=separator, strict=True)
    rows: list[tuple[list[str], Place]] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((row, Place(name, reader.line_num)))
            if len(rows) > MOST_ROWS:
                raise rows[-1][1].error(f"at most {MOST_ROWS} rows are read")
    except csv.Error as error:
        raise InputError(f"this is not CSV: {error}", name, max(reader.line_num, 1)) from error
    return Table(name, header, rows, separator == ";")


def read_series(path: FilePath, name: str, column: str) -> tuple[list[dict[str, Any]], list[Place]]:
    """The steps in a column of a CSV file, and the place of each."""
    table = read_table(path, name)
    number = column_number(table.header, column, Place(name, 1))
    steps: list[dict[str, Any]] = []
    for row, place in table.rows:
        steps.append(step(table, row, number, place, steps))
    if not steps:
        raise InputError("the series has no rows", name)
    return steps, [place for _, place in table.rows]


def column_number(header: list[str], column: str, place: Place) -> int:
    """Where the column stands; the first one holds dates and doesn't count."""
    if column not in header[1:]:
        raise place.error(f"there is no column {column}" + suggestion(column, header[1:]))
    return header.index(column, 1)


def step(table: Table, row: list[str], number: int, place: Place, before: list[dict[str, Any]]) -> dict[str, Any]:
    """The step that a row states; later than those before it."""
    if len(row) <= number or not row[number].strip():
        raise place.error("the value is missing")
    try:
        day = fields.day(row[0].strip()).isoformat()
        value = table.value(row[number])
    except ValueError as error:
        raise place.error(str(error)) from error
    if before and before[-1]["from"] >= day:
        raise place.error(f"dates must increase, each once; {day} comes after {before[-1]['from']}")
    return {"from": day, "value": value}
