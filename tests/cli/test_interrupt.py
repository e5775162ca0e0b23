"""Ctrl-C in mid-run: exit code 130, no folder, nothing hidden beside it, no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.commands import CORONA, ROOT, command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
PATIENCE = 30.0


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for something that must come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def group_is_gone(group: int) -> bool:
    """Whether no process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """What a shell runs in the background is deaf to Ctrl-C, these tests too; what starts here shall not inherit it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("replications", [16, 100])
@pytest.mark.parametrize(
    ("workers", "after", "to_all"), [(1, 1.0, False), (2, 0.3, True), (2, 4.0, True), (2, 4.0, False)]
)
def test_ctrl_c_leaves_nothing(tmp_path: Path, workers: int, after: float, to_all: bool, replications: int) -> None:
    """``to_all``: as a terminal does it, to every process; else to the command alone. Of 100 replications some are in
    other processes."""
    place = tmp_path / "results"
    arguments = command("run", CORONA, "--workers", str(workers), "--out", place / "out", "--events",
                        "--replications", str(replications))  # fmt: skip
    process = subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        wait_until(lambda: place.is_dir() and list(place.iterdir()))
        time.sleep(after)
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        told, error = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 130
    assert told == ""
    assert error == "navsim: interrupted, nothing was written\n"
    assert list(place.iterdir()) == []
    wait_until(lambda: group_is_gone(process.pid))
