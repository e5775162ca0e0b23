"""A Dask cluster on this machine: a real scheduler and real workers, each a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.commands import ROOT

PATIENCE = 60.0
PORT = re.compile(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
ALONE = ["--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]


@dataclass
class Cluster:
    """A scheduler with its workers; ``logs`` is a folder for what they say."""

    logs: Path
    scheduler: subprocess.Popen[bytes]
    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add(self, package: Path = ROOT) -> subprocess.Popen[bytes]:
        """One more worker, with the navsim of a folder; it joins in a second or two."""
        log = self.logs / f"worker-{len(self.workers)}.log"
        arguments = ["dask_worker", self.address, *ALONE, "--local-directory", str(self.logs)]
        self.workers.append(started(arguments, log, package))
        return self.workers[-1]


def started(arguments: list[str], log: Path, package: Path = ROOT, **settings: str) -> subprocess.Popen[bytes]:
    """A process of Dask's, away from this folder so that the navsim that it finds is the one of its path."""
    environment = {**os.environ, "PYTHONPATH": str(package), **settings}
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{arguments[0]}", *arguments[1:]],
            cwd=log.parent, env=environment, stdout=file, stderr=file, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@contextmanager
def cluster(logs: Path, workers: int, **settings: str) -> Iterator[Cluster]:
    """A cluster with so many workers; all its processes are gone afterwards."""
    log = logs / "scheduler.log"
    arguments = ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    scheduler = started(arguments, log, ROOT, **settings)
    try:
        found = Cluster(logs, scheduler, address(scheduler, log))
        for _ in range(workers):
            found.add()
        try:
            yield found
        finally:
            for worker in found.workers:
                worker.kill()
                worker.wait()
    finally:
        scheduler.kill()
        scheduler.wait()


def address(scheduler: subprocess.Popen[bytes], log: Path) -> str:
    """Where a scheduler that has just been started listens."""
    end = time.monotonic() + PATIENCE
    while not (match := PORT.search(log.read_text(encoding="utf-8"))):
        assert scheduler.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end
        time.sleep(0.05)
    return match[1]
