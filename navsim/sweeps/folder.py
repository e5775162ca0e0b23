"""The folder of a sweep. What is in it is whole: each file appears complete, and is on the disk when it is counted.

``points/`` has one file for each finished point until its part of the dataset is written;
``data/<table>/part-*.parquet`` are the dataset, a hundred points each; ``failed/`` tells of points that failed;
``timings.csv`` of how long each took.
"""

from __future__ import annotations

import difflib
import fcntl
import json
import os
import re
import zipfile
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from navsim.sweeps.columns import POINT
from navsim.sweeps.point import Point, program, unpack
from navsim.sweeps.study import Study
from navsim.values.errors import InputError

PART = 100
"""Points in a file of the dataset."""
POINTS = b"points"
"""The key under which a file of the dataset tells which points it has."""
POINT_FILE = re.compile(r"\d{7,}\.zip")
TIMINGS = b"point,seconds,replications,worker\n"
TOLD = ("program.txt", "base.yaml", "experiment.yaml")
"""What a folder says of its sweep, in the order in which it is written."""
AT_ONCE = 10_000
"""Points whose factors are listed at a time."""
LINES = 12
"""Of a difference that are shown."""


@dataclass(frozen=True)
class Folder:
    """A sweep's folder, held by this process alone; ``total`` is the number of points of the design, ``tables`` are
    the names of those that each point has."""

    path: Path
    total: int
    tables: tuple[str, ...]

    @property
    def parts(self) -> int:
        """Files of each table of the dataset."""
        return -(-self.total // PART)

    def point(self, number: int) -> Path:
        """The file of a finished point."""
        return self.path / "points" / f"{number:07d}.zip"

    def failure(self, number: int) -> Path:
        """The record of a point that failed."""
        return self.path / "failed" / f"{number:07d}.json"

    def part(self, table: str, part: int) -> Path:
        """A file of the dataset."""
        return self.path / "data" / table / f"part-{part:05d}.parquet"

    def in_part(self, part: int) -> range:
        """The points of a part."""
        return range(part * PART, min((part + 1) * PART, self.total))


@contextmanager
def opened(path: Path, study: Study) -> Iterator[Folder]:
    """The folder of a sweep, new or begun before, for this process alone.

    Raises
    ------
    InputError
        If another process sweeps into it, or it belongs to something else, or the experiment is another now.
    """
    if path.exists() and not (path / "lock").exists() and not may_become_sweep(path):
        raise InputError(f"{path} exists and is no sweep: name another folder with --out")
    made(path)
    with (path / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(f"another process sweeps into {path}: wait for it, or name another folder") from error
        has_all(path)
        same(path, study)
        folder = Folder(path, len(study.points), study.tables)
        for name in ("points", "failed", *(f"data/{table}" for table in study.tables)):
            made(path / name)
        tidy(folder)
        yield folder


def may_become_sweep(path: Path) -> bool:
    """Whether a folder without a lock is empty, or the copy of a sweep."""
    return path.is_dir() and (not any(path.iterdir()) or all((path / name).exists() for name in TOLD))


def has_all(path: Path) -> None:
    """What a folder says of its sweep is written before anything else, so where there is more nothing may lack."""
    lost = [name for name in TOLD if not (path / name).exists()]
    if lost and any((path / name).exists() for name in (TOLD[-1], "points", "data")):
        raise InputError(f"{path} can't be used: it has lost {lost[0]}")


def same(path: Path, study: Study) -> None:
    """The experiment of a folder is written when it is new, and must be the same ever after."""
    for name, text in zip(TOLD, (program() + "\n", study.base_text, study.text), strict=True):
        file = path / name
        if not file.exists():
            write(file, text.encode())
        before = file.read_text(encoding="utf-8", errors="replace")
        if before != text:
            lines = difflib.unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=0)
            shown = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
            more = f"\n... and {len(shown) - LINES} lines more" if len(shown) > LINES else ""
            raise InputError(
                f"{path} was begun with another {name.partition('.')[0]} and can't go on with this one:\n"
                + "\n".join(shown[:LINES])
                + more
                + "\nname another folder with --out"
            )


def tidy(folder: Folder) -> None:
    """Take away what a sudden end left behind: files that were not finished, a torn last line."""
    for unfinished in folder.path.rglob(".*.tmp"):
        unfinished.unlink()
    timings = folder.path / "timings.csv"
    told = timings.read_bytes() if timings.exists() else b""
    untorn = told[: told.rfind(b"\n") + 1] or TIMINGS
    if untorn != told:
        write(timings, untorn)


def made(path: Path) -> None:
    """A folder, and those above it, that are on the disk when this returns."""
    if not path.is_dir():
        made(path.parent)
        path.mkdir(exist_ok=True)
        settle(path.parent)


def write(path: Path, content: bytes) -> None:
    """A file that appears complete, and is on the disk before this returns; or not at all."""
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """A folder's own entries on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def finished(folder: Folder) -> bytearray:
    """For each point 1 when it need not be computed again: it is in a part with all its points, or has a whole file.

    A part that lacks points is written anew from their files, so it counts for nothing. Removed is what is of no more
    use: torn files, files of points that are in a complete part, failures of points that were done after all.
    """
    done = bytearray(folder.total)
    for part in range(folder.parts):
        numbers = folder.in_part(part)
        if points_in(folder, part) == list(numbers):
            done[numbers.start : numbers.stop] = b"\1" * len(numbers)
    for number in waiting(folder):
        if not done[number] and whole(folder.point(number)):
            done[number] = 1
        else:
            folder.point(number).unlink()
    for number in failures(folder):
        if done[number]:
            folder.failure(number).unlink()
    return done


def waiting(folder: Folder) -> list[int]:
    """The points that have a file of their own. Other files among them are not ours."""
    files = (file for file in (folder.path / "points").iterdir() if POINT_FILE.fullmatch(file.name))
    return sorted(int(file.stem) for file in files)


def failures(folder: Folder) -> set[int]:
    """The points with the record of a failure."""
    return {int(file.stem) for file in (folder.path / "failed").glob("*.json") if file.stem.isdecimal()}


def points_in(folder: Folder, part: int) -> list[int]:
    """The points of which a part of the dataset has all tables."""
    found: set[int] | None = None
    for name in folder.tables:
        try:
            told = (pq.read_metadata(folder.part(name, part)).metadata or {})[POINTS]
        except (OSError, KeyError, pa.ArrowInvalid):
            return []
        numbers = set(json.loads(told))
        found = numbers if found is None else found & numbers
    return sorted(found or ())


def whole(file: Path) -> bool:
    """Whether a point's file has all that was written."""
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.testzip() is None
    except (OSError, zipfile.BadZipFile):
        return False


def keep(folder: Folder, point: Point) -> None:
    """Make a point durable: its tables, or its error."""
    failure = folder.failure(point.number)
    if point.error:
        record = {POINT: point.number, "error": point.error, "config": point.config}
        write(failure, (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode())
    else:
        write(folder.point(point.number), point.tables)
        failure.unlink(missing_ok=True)
    with (folder.path / "timings.csv").open("a", encoding="utf-8") as timings:
        timings.write(f"{point.number},{point.seconds:.4f},{point.replications},{point.worker}\n")


def gather(folder: Folder, part: int) -> None:
    """Write a part of the dataset from its points; afterwards their files go, unless a point is still missing."""
    numbers = [number for number in folder.in_part(part) if folder.point(number).exists()]
    if not numbers:
        return
    found = [unpack(folder.point(number).read_bytes()) for number in numbers]
    for name in folder.tables:
        write(folder.part(name, part), parquet(pa.concat_tables([tables[name] for tables in found]), numbers))
    if len(numbers) == len(folder.in_part(part)):
        for number in numbers:
            folder.point(number).unlink()


def parquet(table: pa.Table, points: Sequence[int] = ()) -> bytes:
    """A table as the bytes of a Parquet file, which also tells its points; the same rows give the same bytes."""
    sink, told = pa.BufferOutputStream(), {POINTS: json.dumps(list(points)).encode()}
    pq.write_table(table.unify_dictionaries().combine_chunks().replace_schema_metadata(told), sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def close(folder: Folder, study: Study, done: bytearray) -> None:
    """Write the table of all points: their factors, and whether they are done, failed or not yet tried."""
    failed, some = failures(folder), range(0, folder.total, AT_ONCE)
    pieces = [listed(study, range(first, min(first + AT_ONCE, folder.total)), done, failed) for first in some]
    write(folder.path / "points.parquet", parquet(pa.concat_tables(pieces)))


def listed(study: Study, numbers: range, done: bytearray, failed: Set[int]) -> pa.Table:
    """Some rows of the table of all points."""
    levels = [study.points[number] for number in numbers]
    columns: dict[str, pa.Array] = {POINT: pa.array(numbers, pa.int32())}
    for name in study.points.axes:
        columns[name] = pa.array([each[name].label for each in levels])
    told = ["done" if done[number] else "failed" if number in failed else "not tried" for number in numbers]
    return pa.table({**columns, "status": pa.array(told)})


def dataset(path: Path, table: str) -> pd.DataFrame:
    """All of a table of a sweep's folder, point after point; texts are categories."""
    found: pd.DataFrame = pq.ParquetDataset(path / "data" / table).read().to_pandas()
    return found
