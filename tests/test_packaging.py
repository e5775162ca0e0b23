"""The files around the package agree with one another."""

import re
import tomllib
from pathlib import Path

import pytest

import navsim

ROOT = Path(__file__).parents[1]
LOCKS = [ROOT / "requirements" / "run.lock", ROOT / "requirements" / "dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", re.MULTILINE)


def _pins(lock: Path) -> dict[str, str]:
    return dict(PIN.findall(lock.read_text(encoding="utf-8")))


def _names(requirements: list[str]) -> set[str]:
    """Names in the form that a lock has: lower case, hyphens only."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[<>=~!;\[ ]", text)[0]).lower() for text in requirements}


def test_version_is_the_same_everywhere() -> None:
    assert f"version: {navsim.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert navsim.__version__ in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_requirement_is_locked() -> None:
    run, dev = map(_pins, LOCKS)
    assert _names(PROJECT["dependencies"]) <= set(run)
    for extra in PROJECT["optional-dependencies"].values():
        assert _names(extra) <= set(dev)


def test_tests_run_on_what_users_run() -> None:
    run, dev = map(_pins, LOCKS)
    assert run.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_holds_only_versions_and_hashes(lock: Path) -> None:
    hashes = 0
    for line in lock.read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"( *#.*)|([a-z0-9.-]+==\S+( ; .+)? \\)|( +--hash=sha256:[0-9a-f]{64}( \\)?)", line), line
        assert not re.search(r"://|file:|find-links|index-url|trusted-host|[ =]/", line), line
        hashes += "--hash" in line
    assert hashes > len(_pins(lock))
