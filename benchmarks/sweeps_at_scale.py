"""Sweeps of many points that cost nothing: what is left is what the coordinator does.

``python -m benchmarks.sweeps_at_scale`` prints as JSON, by number of points, the most memory (MB) and the seconds.
"""

from __future__ import annotations

import json
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.memory import UNITS_IN_MB
from benchmarks.timing import CASE
from navsim.sweeps import run
from navsim.sweeps.point import Point, Task, do
from navsim.sweeps.run import sweep, tasks
from navsim.sweeps.study import Study, load_study

EXPERIMENT = f"""\
name: hires
base: {CASE}
scenarios: [happened]
replications: %d
design: {{latin_hypercube: %d}}
factors:
  hires: {{path: staff.temporary.people, low: 1, high: 4, whole: true}}
  start: {{path: staff.temporary.recruiting.opened, low: 2020-03-16, high: 2020-08-17}}
keep:
  measures: [backlog, follow_up_rate, wait_days, caseload, capacity_hours]
  dimensions: [all]
  periods: [run, corona]
"""
COUNTS = (1_000, 10_000, 100_000)
QUICK_DISK = Path("/dev/shm")
"""Where syncing costs nothing, so that memory can be looked at without waiting for a disk."""
STATUS = Path("/proc/self/status")


def study_of(folder: Path, replications: int, points: int) -> Study:
    """Hires and their start in the corona case, so many points of so many replications."""
    file = folder / "hires.yaml"
    file.write_text(EXPERIMENT % (replications, points), encoding="utf-8")
    return load_study(file)


class Free:
    """Points like one that was simulated: when the first was asked for, and how many were."""

    def __init__(self, like: Point) -> None:
        self.like, self.first, self.count = like, 0.0, 0

    def __call__(self, task: Task) -> Point:
        self.first = self.first or time.perf_counter()
        self.count += 1
        return Point(task.number, self.like.tables, seconds=self.like.seconds, replications=1, worker=self.like.worker)


def free(study: Study) -> Free:
    """The same, of a study's first point."""
    return Free(do(next(tasks(study, bytearray(1), 1))))


@dataclass(frozen=True)
class Begun:
    """A sweep that was begun and goes on: points kept a second, and ``seconds`` until the first new one is begun."""

    rate: float
    seconds: float


def begun(folder: Path, study: Study, before: int) -> Begun:
    """Keep so many points that cost nothing, then go on with the next one."""
    first, more = free(study), free(study)
    with patch.object(run, "do", first):
        start = time.perf_counter()
        sweep(study, folder / "begun", most=before)
        rate = before / (time.perf_counter() - start)
    with patch.object(run, "do", more):
        start = time.perf_counter()
        sweep(study, folder / "begun", most=before + 1)
    assert (first.count, more.count) == (before, 1)
    return Begun(rate, more.first - start)


def most_memory() -> float:
    """Of this process, in MB. What Linux says of its own use doesn't count that of whoever started it."""
    if STATUS.exists():
        told = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_IN_MB


def main() -> None:
    """One sweep after the other, each larger."""
    found: dict[int, tuple[float, float]] = {}
    with TemporaryDirectory(dir=QUICK_DISK if QUICK_DISK.is_dir() else None) as name:
        place = Path(name)
        for count in COUNTS:
            study = study_of(place, 1, count)
            with patch.object(run, "do", free(study)):
                start = time.perf_counter()
                sweep(study, place / str(count))
            found[count] = most_memory(), time.perf_counter() - start
    print(json.dumps(found))


if __name__ == "__main__":
    main()
