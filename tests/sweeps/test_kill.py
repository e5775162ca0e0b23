"""Real processes: killed at any moment, ended by signals, out of disk, two at once. Nothing is lost or done twice."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from navsim.sweeps.run import sweep
from tests.cli.test_interrupt import group_is_gone, wait_until
from tests.sweeps.process import ended, kill, killed_until_done, lines, started, wait_for
from tests.sweeps.small import counted, results, study_of, written

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

POINTS = 120
KILLS = 6
MANY = int(os.environ.get("NAVSIM_KILLS", "50"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep that nothing interrupted."""
    place = tmp_path_factory.mktemp("whole")
    sweep(study_of(place), place / "out")
    return place / "out"


def check(place: Path, whole: Path, times: int, seed: int, workers: int, progress: int) -> None:
    """Kill sweeps until so many kills have found one alive, and compare each with one that was left alone."""
    for number in count():
        if times <= 0:
            break
        (place / str(number)).mkdir()
        times -= killed(place / str(number), whole, times, seed + number, workers, progress)


def killed(place: Path, whole: Path, times: int, seed: int, workers: int, progress: int) -> int:
    """Kill one sweep so often at most; how often it was."""
    arguments: list[str | Path] = [written(place), "--out", place / "out", "--workers", str(workers)]
    alive = killed_until_done(arguments, place / "out", times, seed, progress)
    assert results(place / "out") == results(whole)
    done = counted(place / "out")
    assert len(set(done)) == len(done)  # none was done again once it was durable
    assert POINTS - alive <= len(done) <= POINTS  # a kill may fall between a point and its line here
    assert list((place / "out" / "points").iterdir()) == []
    return alive


def test_kill_9_loses_nothing(tmp_path: Path, whole: Path) -> None:
    check(tmp_path, whole, KILLS, seed=1, workers=1, progress=38)


@pytest.mark.long
@pytest.mark.parametrize("workers", [1, 2])
def test_fifty_kills_lose_nothing(tmp_path: Path, whole: Path, workers: int, record_property: object) -> None:
    """`make check-kills` does it a thousand times."""
    check(tmp_path, whole, MANY, seed=100 * workers, workers=workers, progress=8)
    record_property("figure", f"killed {MANY} times")  # type: ignore[operator]


def test_a_second_process_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    arguments = (written(tmp_path), "--out", tmp_path / "out", "--workers", "1")
    first = started(*arguments)
    try:
        wait_for(lambda: lines(tmp_path / "out") > 2, first)
        os.kill(first.pid, signal.SIGSTOP)  # it lives, and is in nobody's way
        code, said, complained = ended(started(*arguments))
        os.kill(first.pid, signal.SIGCONT)
    finally:
        kill(first)
    assert (code, said) == (2, "")
    assert (
        complained == f"navsim: another process sweeps into {tmp_path / 'out'}: wait for it, or name another folder\n"
    )
    code, said, _ = ended(started(*arguments, "--points", "10"))
    assert code == 0
    assert said.startswith(("10 of 120", f"{lines(tmp_path / 'out')} of 120"))


@pytest.mark.parametrize(("number", "to_all", "workers"), [(signal.SIGINT, True, 2), (signal.SIGINT, False, 1),
                                                           (signal.SIGTERM, False, 2)])  # fmt: skip
def test_signals_end_it_in_good_order(tmp_path: Path, number: signal.Signals, to_all: bool, workers: int) -> None:
    """``to_all``: as a terminal does it, to every process; else to the command alone."""
    out = tmp_path / "out"
    process = started(written(tmp_path), "--out", out, "--workers", str(workers), limit=hears_ctrl_c)
    try:
        wait_for(lambda: lines(out) > 2, process)
        (os.killpg if to_all else os.kill)(process.pid, number)
        code, said, complained = ended(process)
    finally:
        process.kill()
    assert (code, said) == (128 + number, "")
    expected = f"navsim: interrupted; the points that were finished are in {out}, the same command goes on\n"
    assert complained == (expected if number == signal.SIGINT else "")
    assert lines(out) > 2
    wait_until(lambda: group_is_gone(process.pid))


def hears_ctrl_c() -> None:
    """What a shell runs in the background is deaf to Ctrl-C; this process shall not inherit it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_a_file_that_may_not_grow(tmp_path: Path, whole: Path) -> None:
    """A limit on the size of files, as quotas have it: a message, exit 1, nothing torn, and it goes on afterwards."""
    out = tmp_path / "out"
    arguments = (written(tmp_path), "--out", out, "--workers", "1")
    assert ended(started(*arguments, "--points", "30"))[0] == 0
    before = results(out)
    code, said, complained = ended(started(*arguments, limit=small_files))
    assert (code, said) == (1, "")
    assert complained == (
        f"navsim: [Errno 27] File too large; what is finished is kept in {out}, the same command goes on\n"
    )
    assert results(out) == before
    assert not list(out.rglob(".*"))
    code, said, _ = ended(started(*arguments))
    assert said.splitlines()[0] == f"120 of 120 points are done, 90 of them now: {out}"
    assert results(out) == results(whole)


def small_files() -> None:
    """No file may be longer than four kilobytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Path:
    """A disk of some hundred kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk can't be mounted here")
    return place


def test_a_full_disk(tmp_path: Path, whole: Path, tiny_disk: Path) -> None:
    out = tiny_disk / "out"
    arguments = (written(tmp_path), "--out", out, "--workers", "1")
    try:
        code, said, complained = ended(started(*arguments))
        assert (code, said) == (1, "")
        assert complained.startswith("navsim: [Errno 28] No space left on device")
        assert complained.count("\n") == 1
        before = lines(out)
        code, _, complained = ended(started(*arguments))
        assert (code, complained[:18]) == (1, "navsim: [Errno 28]")
        subprocess.run(["mount", "-o", "remount,size=40m", str(tiny_disk)], check=True)
        code, said, _ = ended(started(*arguments))
        assert code == 0, said
        assert 0 < before < POINTS
        assert results(out) == results(whole)
        assert len(set(counted(out))) == len(counted(out))
    finally:
        subprocess.run(["umount", str(tiny_disk)], check=True)
