"""From a file's path to resolved raw data: extends merged, series written out, --set applied."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as FilePath

from navsim.config.merge import changed, merged, without_removed
from navsim.config.multiply import check_change
from navsim.config.office_rows import with_rows
from navsim.config.places import Place, Source, dotted, walk
from navsim.config.series import inlined, inside
from navsim.config.yaml_source import parse_config, parse_value, read_text
from navsim.values.errors import InputError

NOTHING = "nothing is written here: write a value, {} for an empty section, or none to leave it out"


def resolve(path: FilePath, sets: Iterable[str] = ()) -> Source:
    """The resolved data of a config file with overrides; InputError for whatever is wrong with reading it."""
    try:
        top = path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{str(path)!r} is not the path of a file") from error
    source = read(top, str(path), top.parent, ())
    source = Source(without_removed(source.data), source.places)
    for text in sets:
        source = with_set(source, text, top.parent)
    return source


def read(path: FilePath, shown: str, root: FilePath, chain: tuple[FilePath, ...]) -> Source:
    """One file on top of the file that it extends."""
    source = parse_config(read_text(path, shown), shown)
    for part, value in walk(source.data):
        if value is None:
            raise source.place(part).error(f"{dotted(part)}: {NOTHING}")
    place = source.place(("extends",))
    base = source.data.pop("extends", None)
    source = standing_alone(source, path.parent, root)
    if base is None:
        return source
    if not isinstance(base, str):
        raise place.error("extends: write the path of one file, e.g. extends: base.yaml")
    below = inside(path.parent, root, base, place)
    if below in (*chain, path):
        names = " -> ".join(file.name for file in (*chain, path, below))
        raise place.error(f"extends goes round in a circle: {names}")
    if not below.is_file():
        raise place.error(f"extends: there is no file {base}")
    return merged(read(below, str(FilePath(shown).parent / base), root, (*chain, path)), source)


def with_set(source: Source, text: str, root: FilePath) -> Source:
    """The config with one ``path=value`` of the command line."""
    path, equals, written = text.partition("=")
    if not equals or not path.strip():
        raise Place("--set").error(f"{text!r} is not an override: write path=value, e.g. staff.caseworkers.people=9")
    target = path.strip()
    place = Place(f"--set {target}")
    try:
        value = parse_value(written, place.file)
    except InputError as error:
        raise place.error(error.message) from error
    if any(part is None for _, part in walk(value)):
        raise place.error(NOTHING)
    check_change(source, target, place)
    return standing_alone(changed(source, target, value, place), root, root)


def standing_alone(source: Source, folder: FilePath, root: FilePath) -> Source:
    """The config with what it takes from CSV files written out."""
    return with_rows(inlined(source, folder, root), folder, root)
