"""Puts one config on top of another, and applies single changes to it. Nothing is ever changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from navsim.config.places import Path, Place, Source, dotted, has, nearest, walk

NONE = "none"
"""As a value it removes the entry."""

ALTERNATIVES = (
    ("constant", "lognormal", "exponential", "uniform", "triangular", "weibull", "empirical"),
    ("steps", "series"),
    ("add", "multiply", "set"),
    ("at_random", "outside", "visits", "age", "before_limit", "after"),
    ("csv", "rows"),
)
"""Keys of which a section has one: the one on top pushes out the others."""

NAMED = {
    ("users",), ("offices",), ("lists",), ("targets",), ("shocks",), ("tasks",), ("staff",), ("receptions",),
    ("scenarios",), ("traits",), ("traits", "*", "values"), ("users", "*", "traits"),
    ("users", "*", "traits", "*"), ("users", "*", "leaves_to"),
    ("users", "*", "moves_to"), ("users", "*", "office"), ("users", "*", "limit", "leaves_to"),
    ("users", "*", "limit", "moves_to"), ("offices", "*", "travel"), ("shocks", "*"), ("tasks", "*", "channels"),
    ("tasks", "*", "channels", "*", "extra"), ("tasks", "*", "for", "traits"),
    ("each_office", "rows"), ("each_office", "rows", "*"), ("each_office", "set"), ("areas",),
}  # fmt: skip
"""Sections whose keys are names that the author chose."""


TABLE = ("each_office", "rows")
"""A mapping that is replaced as a whole, as a list is: the offices of one file are not those of another."""


def names_are_free(path: Path) -> bool:
    """Whether the keys of the section at a path are the author's own names."""
    return any(len(path) == len(form) and all(b in ("*", a) for a, b in zip(path, form, strict=True)) for form in NAMED)


def removes(path: Path, value: object) -> bool:
    """Whether a value means that there is no such entry.

    Not in what a scenario says, which is carried out later, and not in the one field that has a ``none`` of its own.
    """
    return value == NONE and not (path[:1] == ("scenarios",) and len(path) > 2) and path != ("calendar", "country")


def without_removed(data: Any, path: Path = ()) -> Any:
    """The data without entries that are ``none``."""
    if isinstance(data, dict):
        return {
            key: without_removed(value, (*path, key)) for key, value in data.items() if not removes((*path, key), value)
        }
    if isinstance(data, list):
        return [without_removed(value, (*path, number)) for number, value in enumerate(data)]
    return data


def merged(base: Source, top: Source) -> Source:
    """``top`` over ``base``: mappings are merged, lists, tables and single values replaced, ``none`` removes."""
    data = merged_data(base.data, top.data, ())
    gone = [name for name in section_of(base.data, "scenarios") if name not in section_of(data, "scenarios")]
    return Source(without_evidence(data, gone), {**base.places, **top.places})


def merged_data(base: Mapping[str, Any], top: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The data of :func:`merged` for two mappings at the same path."""
    pushed_out = {key for family in ALTERNATIVES if not set(family).isdisjoint(top) for key in family} - set(top)
    result = {key: value for key, value in base.items() if key not in pushed_out or names_are_free(path)}
    for key, value in top.items():
        below = (*path, key)
        if removes(below, value):
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict) and below != TABLE:
            result[key] = merged_data(result[key], value, below)
        else:
            result[key] = without_removed(value, below)
    return result


def section_of(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section of raw data; empty when there is none, or something else in its place."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def without_evidence(data: dict[str, Any], scenarios: Iterable[str]) -> dict[str, Any]:
    """The data without the evidence of scenarios that were removed: it goes with them."""
    gone = tuple(f"scenarios.{name}." for name in scenarios)
    evidence = section_of(data, "evidence")
    kept = {path: entry for path, entry in evidence.items() if not f"{path}.".startswith(gone)}
    return {**data, "evidence": kept} if len(kept) < len(evidence) else data


def changed(source: Source, target: str, value: Any, place: Place) -> Source:
    """The config with the value at a dotted path replaced; ``none`` removes it.

    The last part of the path may be new; what it lies in must exist, or be a section that the config may have.
    """
    path = locate(source, target, place)
    if value == NONE and path != ("calendar", "country"):
        if get(source.data, path) is None:
            raise place.error(f"{target} can't be removed: it does not exist" + known_paths(source, target))
        data = without_evidence(
            replaced(source.data, path, None), [str(path[-1])] if path[:-1] == ("scenarios",) else []
        )
        return Source(data, {**source.places, path[:-1]: place})
    value = without_removed(value, path)
    places = {(*path, *below): place for below, _ in walk(value)}
    places |= {path[:length]: place for length in range(1, len(path)) if get(source.data, path[:length]) is None}
    return Source(replaced(source.data, path, value), {**source.places, **places})


def get(data: Any, path: Path) -> Any:
    """The value at a path; None when there is none."""
    for part in path:
        if not has(data, part):
            return None
        data = data[part]
    return data


def replaced(data: Any, path: Path, value: Any) -> Any:
    """A copy with the value at a path replaced, or removed when it is None."""
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(part, int):
        items = [item if number != part else replaced(item, rest, value) for number, item in enumerate(data)]
        return [item for item in items if item is not None]
    below = replaced((data or {}).get(part), rest, value)
    return {key: item for key, item in {**(data or {}), part: below}.items() if item is not None}


def locate(source: Source, target: str, place: Place) -> Path:
    """The path that a dotted text names; keys may hold dots themselves (``shocks.corona.inflow.other.add``)."""
    path: Path = ()
    words, data = target.split("."), cast(Any, source.data)
    while words:
        if isinstance(data, list):
            number = int(words[0]) - 1 if words[0].isdecimal() and len(words[0]) < 9 else -1
            if not 0 <= number < len(data):
                raise place.error(f"{target}: {dotted(path)} is a list of {len(data)}: write a number for {words[0]!r}")
            path, data, words = (*path, number), data[number], words[1:]
            continue
        if not isinstance(data, dict):
            raise place.error(f"{target}: {dotted(path)} is the value {data!r}, not a section; replace it as a whole")
        length = longest_key(data, words)
        if length == 0:
            return new_path(source, target, path, words, place)
        key = ".".join(words[:length])
        path, data, words = (*path, key), data[key], words[length:]
    return path


def longest_key(data: Mapping[str, Any], words: list[str]) -> int:
    """How many of the words, joined by dots, make a key of the mapping; 0 when none do."""
    return next((length for length in range(len(words), 0, -1) if ".".join(words[:length]) in data), 0)


def new_path(source: Source, target: str, path: Path, words: list[str], place: Place) -> Path:
    """The path of an entry that is not there yet; an error when it lies in something that is not there either."""
    in_shock = path[:1] == ("shocks",) and len(path) == 2
    if in_shock and words[0] == "title":
        return (*path, *words)
    if in_shock or path == ("each_office", "set"):
        return (*path, ".".join(words))
    if not all(words) or (len(words) > 1 and names_are_free(path)):
        raise place.error(f"there is no {target} in the config" + known_paths(source, target))
    return (*path, *words)


def known_paths(source: Source, target: str) -> str:
    """The end of a message about an unknown path: the nearest that there is."""
    known = [dotted(path) for path, _ in walk(source.data) if path]
    meant = nearest(target, [path for path in known if path.count(".") == target.count(".")]) or nearest(target, known)
    return f"; did you mean {meant}?" if meant else ""
