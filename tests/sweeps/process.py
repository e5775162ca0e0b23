"""The real command in a process of its own, and ways in which it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.cli.commands import ROOT, command

PATIENCE = 120.0


def started(*arguments: str | Path, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """``navsim sweep`` with these arguments; ``limit`` is called in the process before it begins."""
    return subprocess.Popen(
        command("sweep", *arguments), cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=limit,  # noqa: PLW1509 (no threads here)
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code, what it said, and what it complained of."""
    said, complained = process.communicate(timeout=PATIENCE)
    return process.returncode, said, complained


def wait_for(holds: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait for something that must come, or for the end of the process."""
    end = time.monotonic() + PATIENCE
    while not holds() and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.002)


def lines(folder: Path) -> int:
    """How many points the table of timings has."""
    timings = folder / "timings.csv"
    return max(timings.read_bytes().count(b"\n") - 1, 0) if timings.exists() else 0


def killed_until_done(arguments: list[str | Path], folder: Path, times: int, seed: int, progress: int) -> int:
    """Start, kill the whole group at a random moment, start again, so many times or until a kill comes too late, and
    once more to the end.

    The moment is a random time after a random number of points: none, so that it falls into the beginning, or up to
    ``progress`` since the start. Returns how many kills found the process alive.
    """
    random, alive = Random(seed), 0
    for _ in range(times):
        process = started(*arguments)
        goal = lines(folder) + random.randint(0, progress)
        wait = random.uniform(0, 0.05) if goal > lines(folder) else random.uniform(0, 3)
        try:
            wait_for(lambda goal=goal: lines(folder) >= goal, process)  # type: ignore[misc]
            time.sleep(wait)
        finally:
            hit = process.poll() is None
            kill(process)
        if not hit:
            break
        alive += 1
    code, _, complained = ended(started(*arguments))
    assert code == 0, complained
    return alive


def kill(process: subprocess.Popen[str]) -> None:
    """The process and all it has started, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
