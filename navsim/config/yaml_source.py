"""Reads YAML into plain data with the place of every part, and refuses everything else that YAML can do.

Only the parser's events are used, none of YAML's constructors: no tag is ever acted on, so a file can
create nothing but mappings, lists, texts, numbers, true and false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from navsim.config.places import Path, Place, Source
from navsim.config.scalars import plain, quoted
from navsim.values.errors import InputError

MOST_BYTES = 5_000_000
MOST_PARTS = 200_000
DEEPEST = 40
LONGEST_LINE = 100_000
"""The parser takes time with the square of some lines."""


def read_text(path: FilePath, shown: str) -> str:
    """The text of a file; InputError when it cannot be read, is too large or is no text."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except IsADirectoryError as error:
        raise InputError("this is a folder, not a file", shown) from error
    except FileNotFoundError as error:
        raise InputError("there is no such file", shown) from error
    except (OSError, ValueError) as error:
        raise InputError(f"the file can't be read: {getattr(error, 'strerror', None) or error}", shown) from error
    if len(content) > MOST_BYTES:
        raise InputError(f"the file is larger than {MOST_BYTES // 1_000_000} MB", shown)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("this is not a text file in UTF-8", shown, line) from error


def parse_config(text: str, file: str) -> Source:
    """The mapping that a file holds; InputError with its line for anything else."""
    node = parse(text, file)
    if node is None or node.value is None:
        raise InputError("the file is empty", file)
    if not isinstance(node.value, dict):
        raise node.place.error("a config is a mapping (lines such as name: value), not " + kind(node.value))
    return Source(node.value, node.places())


def parse_value(text: str, file: str) -> Any:
    """A single value, such as what follows ``=`` on the command line."""
    node = parse(text, file)
    return None if node is None else node.value


def kind(value: object) -> str:
    """What sort of thing a value is, in words."""
    names = {dict: "a section", list: "a list", str: "a text", bool: "true or false", type(None): "empty"}
    return names.get(type(value), "a number")


@dataclass(frozen=True)
class Node:
    """A value, where it stands, and the nodes below it by key."""

    value: Any
    place: Place
    below: tuple[tuple[str | int, Place, Node], ...] = ()

    @cached_property
    def size(self) -> int:
        """The number of parts, with repeated parts written out."""
        return 1 + sum(node.size for _, _, node in self.below)

    @cached_property
    def height(self) -> int:
        """How many levels lie below."""
        return max((1 + node.height for _, _, node in self.below), default=0)

    def places(self, path: Path = ()) -> dict[Path, Place]:
        """The place of this value and of every part of it; a value in a mapping stands where its key does."""
        found = {path: self.place}
        for key, place, node in self.below:
            found |= {**node.places((*path, key)), (*path, key): place}
        return found


def parse(text: str, file: str) -> Node | None:
    """The one document of a text; None when there is none."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise InputError(f"the line is longer than {LONGEST_LINE} characters", file, number)
    try:
        return Builder(file).document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(syntax(error), file, mark.line + 1 if mark else None) from error
    except YAMLError as error:
        raise InputError(f"this is not YAML: {str(error).splitlines()[0]}", file, control_line(text)) from error
    except (ValueError, OverflowError, AttributeError, IndexError, TypeError, AssertionError) as error:
        # The parser lets some broken escapes and directives fall through as errors of Python's own.
        raise InputError(f"this is not YAML that can be read: {error}", file) from error


def syntax(error: MarkedYAMLError) -> str:
    """What is wrong with the syntax, and where what is wrong began."""
    problem = str(error.problem or error.context).replace("\n", " ")
    if "'\\t'" in problem:
        return "a line is indented with a tab: use spaces"
    begun, ended = error.context_mark, error.problem_mark
    where = f" (in what begins in line {begun.line + 1})" if begun and ended and begun.line < ended.line else ""
    return f"this is not YAML: {problem}{where}"


def control_line(text: str) -> int | None:
    """The line of the first character that YAML does not allow."""
    for number, line in enumerate(text.split("\n"), start=1):
        if any(not (character.isprintable() or character in "\t\r") for character in line):
            return number
    return None


class Builder:
    """Builds nodes from the parser's events, within limits of depth and size."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.anchors: dict[str, Node] = {}
        self.parts = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        """The only document."""
        node = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if node is not None:
                    raise self.error(event, "one file holds one config: remove the line --- and what follows it")
            elif isinstance(event, (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent)):
                node = self.node(event, events, 0)
        return node

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        """The node that begins with ``event``; takes its other events from ``events``."""
        alias = self.alias(event) if isinstance(event, AliasEvent) else None
        if depth + (alias.height if alias else 0) > DEEPEST:
            raise self.error(event, f"sections lie more than {DEEPEST} deep inside one another")
        if alias:
            return self.count(event, alias)
        if getattr(event, "tag", None) is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            raise self.error(event, f"tags such as {tag[:60]} are not allowed in a config")
        if isinstance(event, ScalarEvent):
            node = Node(self.scalar(event), self.place(event))
        elif isinstance(event, MappingStartEvent):
            node = self.mapping(event, events, depth)
        else:
            node = self.sequence(event, events, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return self.count(event, node)

    def count(self, event: Any, node: Node) -> Node:
        """The node itself, if the config is not too large with it (a repeated part counts each time)."""
        self.parts += node.size if isinstance(event, AliasEvent) else 1
        if self.parts > MOST_PARTS:
            raise self.error(event, f"the config has more than {MOST_PARTS} parts, repeated ones (*) written out")
        return node

    def alias(self, event: Any) -> Node:
        """What an alias stands for."""
        if event.anchor not in self.anchors:
            raise self.error(event, f"*{event.anchor} stands for nothing: there is no &{event.anchor} before it")
        return self.anchors[event.anchor]

    def scalar(self, event: Any) -> Any:
        """The value of a scalar."""
        try:
            return plain(event.value) if event.implicit[0] else quoted(event.value)
        except ValueError as error:
            raise self.error(event, str(error)) from error

    def sequence(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        """A list."""
        items: list[Node] = []
        for item in events:
            if isinstance(item, SequenceEndEvent):
                break
            items.append(self.node(item, events, depth + 1))
        below = tuple((number, node.place, node) for number, node in enumerate(items))
        return Node([node.value for node in items], self.place(event), below)

    def mapping(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        """A mapping whose keys are texts, each once."""
        places: dict[str, Place] = {}
        below: list[tuple[str | int, Place, Node]] = []
        for first in events:
            if isinstance(first, MappingEndEvent):
                break
            key = self.key(first, events, depth)
            if key in places:
                raise self.error(first, f"{key} is written twice; the first time in line {places[key].line}")
            places[key] = self.place(first)
            below.append((key, places[key], self.node(next(events), events, depth + 1)))
        return Node({key: node.value for key, _, node in below}, self.place(event), tuple(below))

    def key(self, event: Any, events: Iterator[Any], depth: int) -> str:
        """The text of a key."""
        value = self.node(event, events, depth + 1).value
        if not isinstance(value, str):
            written = f": {event.value}" if isinstance(event, ScalarEvent) else ""
            raise self.error(event, f"a key must be a name, not {kind(value)}{written}")
        if value == "<<":
            raise self.error(event, "<< is not allowed: write the values out, or use extends")
        return value

    def place(self, event: Any) -> Place:
        """Where an event begins."""
        return Place(self.file, event.start_mark.line + 1)

    def error(self, event: Any, message: str) -> InputError:
        """An error in the line of an event."""
        return self.place(event).error(message)
