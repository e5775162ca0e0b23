"""The kernel's machine code is built once and kept: who may use it, when it is built anew, and where it can't be kept.

Nothing is built here, except where a test says so: what stands in for the code are a few bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep
from types import SimpleNamespace

import pytest
from llvmlite import binding

import navsim
from navsim.engine.compiled import machine

ROOT = Path(__file__).parents[2]
CODE = b"machine code " * 5000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache and a folder for temporary files, both of this test."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path


@pytest.fixture
def built(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was built: the code of every build."""
    builds: list[str] = []

    def machine_code(name: str, target: object) -> bytes:
        builds.append(name)
        return CODE

    monkeypatch.setitem(sys.modules, "navsim.engine.compiled.build", SimpleNamespace(machine_code=machine_code))
    monkeypatch.setattr(machine, "load", lambda code: lambda address: code)
    monkeypatch.setattr(machine, "_loaded", [])
    return builds


def start_anew() -> object:
    """What a new process would run."""
    machine._loaded.clear()
    return machine.kernel()(0)


def files(folder: Path) -> list[Path]:
    """All files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_code_is_built_once_and_used_again(built: list[str], home: Path) -> None:
    assert not machine.is_ready()
    assert start_anew() == CODE
    assert machine.is_ready()
    (file,) = files(home)
    assert file == home / "cache" / "navsim" / f"{machine.stamp()}.o"
    assert file.parent.stat().st_mode & 0o077 == 0
    assert start_anew() == CODE
    machine.kernel()
    assert len(built) == 1


def processor(name: str, features: str) -> SimpleNamespace:
    """What llvmlite would tell of another processor."""
    return SimpleNamespace(
        get_host_cpu_name=lambda: name, get_host_cpu_features=lambda: SimpleNamespace(flatten=lambda: features)
    )


HERE = (binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("version", lambda package: "0.0"),
        ("platform", SimpleNamespace(python_version=lambda: "3", machine=lambda: "other")),
        ("binding", processor("6502", HERE[1])),
        ("binding", processor(HERE[0], "+none")),
    ],
)
def test_another_numba_python_or_processor_builds_anew(
    name: str, other: object, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = machine.stamp()
    monkeypatch.setattr(machine, name, other)
    assert machine.stamp() != before


@pytest.mark.parametrize(
    "file", ["engine/rules.py", "engine/log.py", "engine/compiled/floor.py", "values/random.py", "plan/model.py"]
)
def test_a_changed_source_builds_anew(file: str, built: list[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start_anew()
    copy = home / "navsim"
    shutil.copytree(Path(navsim.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__", "report"))
    monkeypatch.setattr(navsim, "__file__", str(copy / "__init__.py"))
    start_anew()
    assert len(built) == 1
    with (copy / file).open("a") as source:
        source.write("\n")
    start_anew()
    assert len(built) == 2
    assert len(files(home / "cache")) == 2


NO_CODE = {"navsim.plan", "navsim.plan.staffing"}
"""What names a plan's tables and has nothing that is compiled."""


def all_the_kernel_is_made_of() -> set[str]:
    """Modules of the package that are there when the kernel has been written."""
    script = "import sys, navsim.engine.compiled.build; print(*(m for m in sys.modules if m.startswith('navsim.')))"
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_the_stamp_knows_every_source_of_the_kernel() -> None:
    root = Path(navsim.__file__).parent
    stamped = {file for pattern in machine.SOURCES for file in root.glob(pattern)}
    for name in all_the_kernel_is_made_of():
        place = root.parent / Path(*name.split("."))
        source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        assert source in stamped or name in NO_CODE, source


# Where it can't be kept


def test_a_home_that_cannot_be_written_leaves_the_temporary_folder(built: list[str], home: Path) -> None:
    (home / "cache").write_text("no folder")
    assert start_anew() == CODE
    (file,) = files(home / "temporary")
    assert file.parent.name == f"navsim-{os.getuid()}"
    assert start_anew() == CODE
    assert len(built) == 1


def test_a_disk_that_is_full_leaves_nothing_behind(
    built: list[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert start_anew() == CODE
    assert files(home) == []


def test_without_any_place_each_start_builds(built: list[str], home: Path) -> None:
    (home / "cache").write_text("no folder")
    shutil.rmtree(home / "temporary")
    (home / "temporary").write_text("no folder")
    assert [start_anew(), start_anew()] == [CODE, CODE]
    assert len(built) == 2


def test_a_user_without_a_home(built: list[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container: no name for the user's number, and no HOME."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert start_anew() == CODE
    assert [file.parent.name for file in files(home)] == [f"navsim-{os.getuid()}"]


# What is not used


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda kept: kept[: len(kept) // 2],
    "but for a byte": lambda kept: kept[:-1],
    "empty": lambda kept: b"",
    "another byte": lambda kept: kept[:99] + b"?" + kept[100:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_not_used(damage: Callable[[bytes], bytes], built: list[str], home: Path) -> None:
    """Loading it would end the process; a disk that lost its power leaves such."""
    start_anew()
    (file,) = files(home)
    file.write_bytes(damage(file.read_bytes()))
    assert machine.kept() is None
    assert start_anew() == CODE
    assert machine.kept() == CODE
    assert len(built) == 2


def test_somebody_elses_file_is_not_used(built: list[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that all may write, anybody could put code under the name."""
    start_anew()
    me = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: me + 1)
    assert machine.kept() is None
    start_anew()
    assert len(built) == 2


# Several at once


def test_threads_that_begin_together_load_once(built: list[str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: machine.kernel()(0), range(8)))
    assert found == [CODE] * 8
    assert len(built) == 1


SLOWLY = """
import sys, time, types
from navsim.engine.compiled import machine
def machine_code(name, target):
    print("building", flush=True)
    time.sleep(0.5)
    return bytes(range(256)) * 4000
sys.modules["navsim.engine.compiled.build"] = types.SimpleNamespace(machine_code=machine_code)
machine.load = lambda code: lambda address: code
assert machine.kernel()(0) == bytes(range(256)) * 4000
assert machine.kept() == bytes(range(256)) * 4000
"""


def test_two_processes_that_build_at_once(home: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", SLOWLY], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0] for process in running] == ["building\n"] * 2
    assert [process.returncode for process in running] == [0, 0]
    assert len(files(home / "cache")) == 1


@pytest.fixture
def watching(home: Path) -> Iterator[list[bytes | None]]:
    """What another thread finds kept, all the time."""
    found, over = list[bytes | None](), Event()

    def look() -> None:
        while not over.is_set():
            found.append(machine.kept())

    with ThreadPoolExecutor(1) as pool:
        pool.submit(look)
        yield found
        over.set()


def test_a_file_appears_complete(built: list[str], watching: list[bytes | None]) -> None:
    for _ in range(50):
        machine.build_and_keep()
    while CODE not in watching:
        sleep(0.001)
    assert set(watching[watching.index(CODE) :]) == {CODE}  # once there, it never is another nor gone
    assert set(watching) <= {None, CODE}


# For real


@pytest.mark.long
def test_two_processes_build_in_an_empty_home_and_agree(home: Path) -> None:
    script = (
        "from tests.both import simulate\nfrom tests.engine.crowds import crowd\n"
        "print(len(simulate(crowd(50, 50)).work.task))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [process.communicate(timeout=120)[0] for process in running]
    assert told[0] == told[1] != ""
    assert len(files(home / "cache")) == 1
