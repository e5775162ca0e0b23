"""Writes the offices of a CSV file out as rows, so that a config needs no other file any more."""

from __future__ import annotations

from pathlib import Path as FilePath

from navsim.config import fields
from navsim.config.places import Path, Place, Source
from navsim.config.scalars import Scalar
from navsim.config.series import Table, inside, read_table
from navsim.values.errors import InputError

Row = dict[str, Scalar]


def with_rows(source: Source, folder: FilePath, root: FilePath) -> Source:
    """The config with the offices that its section ``each_office`` names a file for.

    Parameters
    ----------
    source:
        One file's content.
    folder:
        The file's folder, from which paths are counted.
    root:
        The folder that no path may leave.
    """
    section = source.data.get("each_office")
    if not isinstance(section, dict) or "rows" in section or not isinstance(section.get("csv"), str):
        return source
    name, path = section["csv"], ("each_office", "csv")
    rows, places = rows_of(read_table(inside(folder, root, name, source.place(path)), name))
    written = {"rows": rows, **{key: value for key, value in section.items() if key != "csv"}}
    return Source({**source.data, "each_office": written}, {**source.places, **places})


def rows_of(table: Table) -> tuple[dict[str, Row], dict[Path, Place]]:
    """What a table says of each office, by the name in its first column, and where; empty cells are left out."""
    if repeated := {heading for heading in table.header if table.header.count(heading) > 1}:
        raise Place(table.name, 1).error(f"the column {min(repeated)} is there twice")
    rows: dict[str, Row] = {}
    places: dict[Path, Place] = {}
    for cells, place in table.rows:
        try:
            name = fields.name(cells[0].strip())
            row = {heading: table.value(cell) for heading, cell in list(zip(table.header, cells, strict=False))[1:]}
        except ValueError as error:
            raise place.error(str(error)) from error
        if name in rows:
            first = places["each_office", "rows", name].line
            raise place.error(f"there are two offices {name}; the first is in line {first}")
        if len(cells) > len(table.header):
            raise place.error(f"{len(cells)} cells, but {len(table.header)} columns")
        rows[name] = {heading: value for heading, value in row.items() if value is not None}
        places["each_office", "rows", name] = place
    if not rows:
        raise InputError("there are no offices in it", table.name)
    return rows, places


def extent(rows: dict[str, Row]) -> dict[str, str]:
    """From the least to the greatest number of each column: what is shown of many rows."""
    columns: dict[str, list[int | float]] = {}
    for row in rows.values():
        for heading, value in row.items():
            if isinstance(value, (int, float)):
                columns.setdefault(heading, []).append(value)
    return {heading: f"{min(values)} – {max(values)}" for heading, values in columns.items()}
