"""What is wrong with the input: exit code 2, one line that says where, no traceback, nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.commands import everything_below, navsim, navsim_process
from tests.config.broken_forms import FORMS, MARK
from tests.config.broken_together import TOGETHER
from tests.config.examples import SMALL, write
from tests.configs.files import path

BROKEN = FORMS | TOGETHER
SOME = [
    "syntax", "binary", "python tag", "alias bomb", "deep nesting", "not a number", "unknown key", "impossible date",
    "negative", "share over 1", "duplicate key", "name that climbs", "10^9 users", "queue that nobody serves",
    "ends before it starts", "scenario with an unknown path", "cycle of extends", "folder",
]  # fmt: skip


def broken(folder: Path, case: str) -> Path:
    """A config with one mistake."""
    if case == "cycle of extends":
        return write(folder, "extends: office.yaml\n")
    return folder if case == "folder" else write(folder, BROKEN[case][0])


@pytest.mark.parametrize("case", SOME)
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_broken_config_is_refused(tmp_path: Path, case: str, command: str) -> None:
    config, out = broken(tmp_path, case), tmp_path / "out"
    before = everything_below(tmp_path)
    done = navsim(command, config, "--out", out) if command == "run" else navsim(command, config)
    assert done.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    text = BROKEN[case][0] if case in BROKEN else ""
    marked = [n for n, part in enumerate(text.split("\n"), 1) if MARK in part] if isinstance(text, str) else []
    assert line.startswith(f"navsim: {config}:{marked[0]}: " if marked else f"navsim: {config}:")
    assert (BROKEN[case][1] if case in BROKEN else "") in line
    assert everything_below(tmp_path) == before


def refused(*arguments: str | Path) -> str:
    """The one line with which a command is refused."""
    done = navsim("run", *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return str(line)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    line = refused(tmp_path / "missing.yaml", "--out", tmp_path / "out")
    assert line == f"navsim: {tmp_path / 'missing.yaml'}: there is no such file" or "no such file" in line
    assert everything_below(tmp_path) == []


def test_an_unknown_scenario_names_the_nearest(tmp_path: Path) -> None:
    line = refused(path("tiny"), "--scenario", "no_temporarys", "--out", tmp_path / "out")
    assert line == "navsim: there is no scenario no_temporarys; did you mean no_temporary?"
    assert everything_below(tmp_path) == []


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("users.standrad.initial=3", "did you mean users.standard.initial?"),
        ("weeks", "path=value"),
        ("users.standard.initial=-3", "-3 is too low"),
        ("seed=9e99", "a whole number"),
    ],
)
def test_a_wrong_override(tmp_path: Path, override: str, words: str) -> None:
    line = refused(path("tiny"), "--set", override, "--out", tmp_path / "out")
    assert line.startswith("navsim: --set")
    assert words in line
    assert everything_below(tmp_path) == []


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    assert "is not empty" in refused(path("tiny"), "--out", out)
    assert "is not empty" in refused(path("tiny"), "--out", out / "mine.txt")
    assert everything_below(tmp_path) == [Path("out"), Path("out/mine.txt")]
    assert (out / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("navsim.report.write.write_report", lambda *_: {})
    out = tmp_path / "out"
    out.mkdir()
    done = navsim("run", path("tiny"), "--weeks", "1", "--replications", "1", "--workers", "1", "--out", out)
    assert done.exit_code == 0, done.output
    assert (out / "summary.csv").is_file()
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "can't write to" in refused(path("tiny"), "--out", tmp_path / "file" / "below")
    assert everything_below(tmp_path) == [Path("file")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to the administrator")
def test_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert "can't write to" in refused(path("tiny"), "--out", closed / "out")
    assert everything_below(closed) == []


def test_a_failure_in_mid_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("navsim.report.write.write_report", fail)
    options = ["--weeks", "1", "--replications", "1", "--workers", "1", "--events"]
    done = navsim("run", path("tiny"), *options, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert everything_below(tmp_path) == []


def test_the_real_command_says_it_the_same_way(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL.replace("weeks: 10", "weeks: ten"))
    done = navsim_process("run", config, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"navsim: {config}:3: weeks: ")
    assert len(done.stderr.splitlines()) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["office.yaml"]
