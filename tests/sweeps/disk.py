"""A disk that stops in the middle: of every operation on files each can be the last.

A process that is killed loses what it had not given to the system. When the power goes, so does all that was not
synced: the end of files, and entries of folders. What happens after the end raises :class:`Ended`, so that nothing
which a dead process could not do is done.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch


class Ended(BaseException):
    """The process is gone."""


class Disk:
    """Counts operations; after ``last`` of them nothing works. With ``power`` what was not synced is undone then."""

    def __init__(self, last: int | None = None, power: bool = False) -> None:
        self.last, self.power = last, power
        self.done, self.dead = 0, False
        self.names: dict[int, Path] = {}  # of open files and folders, by descriptor
        self.entries: dict[Path, list[Callable[[], object]]] = {}  # how to undo what was not synced, by folder
        self.contents: dict[Path, int] = {}  # how much of a file is synced

    def operation(self) -> None:
        """Before each."""
        if self.dead:
            raise Ended
        if self.done == self.last:
            self.end()
        self.done += 1

    def end(self) -> None:
        """From now on nothing works."""
        self.dead = True
        if self.power:
            for file, synced in self.contents.items():
                if file.exists():
                    os.truncate(file, synced)
            for undo in [undo for undone in self.entries.values() for undo in reversed(undone)]:
                undo()
        raise Ended

    def later(self, path: Path, undo: Callable[[], object]) -> None:
        """An entry of a folder changes, and that is not synced yet."""
        self.entries.setdefault(path.parent, []).append(undo)

    def synced(self, descriptor: int) -> None:
        """In place of os.fsync."""
        self.operation()
        path = self.names[descriptor]
        if path.is_dir():
            self.entries.pop(path, None)
        else:
            self.contents[path] = path.stat().st_size

    def replaced(self, source: Path, target: Path) -> None:
        """In place of os.replace."""
        self.operation()
        before = target.read_bytes() if target.exists() else None
        self.contents[target] = self.contents.pop(source, 0)
        REPLACE(source, target)
        self.later(target, lambda: target.unlink(missing_ok=True) if before is None else target.write_bytes(before))

    def unlinked(self, path: Path, missing_ok: bool = False) -> None:
        """In place of Path.unlink."""
        self.operation()
        before = path.read_bytes() if path.exists() else None
        UNLINK(path, missing_ok=missing_ok)
        if before is not None:
            self.later(path, lambda: path.parent.is_dir() and path.write_bytes(before))

    def made(self, path: Path, *arguments: Any, **named: Any) -> None:
        """In place of Path.mkdir."""
        self.operation()
        there = path.exists()
        MKDIR(path, *arguments, **named)
        if not there:
            self.later(path, lambda: shutil.rmtree(path, ignore_errors=True))

    def opened(self, path: Path, mode: str = "r", **named: Any) -> Any:
        """In place of Path.open."""
        file: Any = OPEN(path, mode, **named)
        if "r" not in mode:
            self.names[file.fileno()] = path
            self.contents[path] = 0 if "w" in mode else self.contents.get(path, path.stat().st_size)
            file = Torn(file, self)
        return file

    def opened_folder(self, path: Path, flags: int) -> int:
        """In place of os.open."""
        descriptor = OPEN_LOW(path, flags)
        self.names[descriptor] = Path(path)
        return descriptor


class Torn:
    """A file whose last write may be written in part."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self.file, self.disk = file, disk

    def write(self, content: Any) -> None:
        """All, or half of it when the end comes."""
        try:
            self.disk.operation()
        except Ended:
            self.file.write(content[: len(content) // 2] if not self.disk.power else content[:0])
            raise
        self.file.write(content)
        self.file.flush()

    def __enter__(self) -> Torn:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


OPEN, UNLINK, MKDIR, REPLACE, OPEN_LOW = Path.open, Path.unlink, Path.mkdir, os.replace, os.open


@contextmanager
def on(disk: Disk) -> Iterator[None]:
    """Let everything below go to this disk."""

    def method(function: Callable[..., Any]) -> Callable[..., Any]:
        """A plain function, to which Python gives the path itself; it would not to a method of the disk."""

        def called(path: Path, *arguments: Any, **named: Any) -> Any:
            return function(path, *arguments, **named)

        return called

    with (
        patch.object(Path, "open", method(disk.opened)),
        patch.object(Path, "unlink", method(disk.unlinked)),
        patch.object(Path, "mkdir", method(disk.made)),
        patch.object(os, "replace", disk.replaced),
        patch.object(os, "fsync", disk.synced),
        patch.object(os, "open", disk.opened_folder),
    ):
        yield
