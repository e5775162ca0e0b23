"""What a user may do by accident: odd titles, nobody at work, two runs at once, other signals, old terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from navsim.experiment.folder import publish, unfinished_folder
from tests.cli.commands import CORONA, ROOT, command, navsim
from tests.configs.files import path

SHORT = ("--weeks", "2", "--replications", "1", "--workers", "1")


@pytest.mark.parametrize("change", ["staff.caseworkers.absence.spell=0 min", "users.standard.stay=0 min",
                                    "staff.caseworkers.block=0 min", "tasks.intake.minutes=1,000 min"])  # fmt: skip
def test_numbers_that_make_no_sense_are_refused(change: str) -> None:
    done = navsim("check", path("tiny"), "--set", change)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"navsim: --set {change.partition('=')[0]}")


def test_a_title_has_an_end() -> None:
    done = navsim("check", path("tiny"), "--set", f"scenarios.same.title={'x' * 101}")
    assert done.exit_code == 2
    assert "100 characters" in done.stderr


def test_an_office_that_employs_nobody_has_a_report(tmp_path: Path) -> None:
    nobody = [f"--set=staff.{name}.people=0" for name in ("caseworkers", "municipal", "temporary")]
    kept = ("--set", "scenarios={base: {}}")
    done = navsim("run", path("tiny"), *SHORT, *nobody, *kept, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "out" / "plots" / "staffing.png").exists()
    assert (tmp_path / "out" / "report.html").is_file()


@pytest.mark.parametrize("title", ["Spar $100 og $200", "$\\frac$", "pris_{$1}_$2 50%"])
def test_dollar_signs_are_no_mathematics(tmp_path: Path, title: str) -> None:
    done = navsim("run", path("tiny"), *SHORT, "--set", f"scenarios.same.title='{title}'", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output


def test_two_runs_that_end_with_one_name_are_both_kept(tmp_path: Path) -> None:
    target, names = tmp_path / "run", []
    for text in ("first", "second"):
        with unfinished_folder(tmp_path / text) as folder:
            (folder / "file").write_text(text)
            names.append(publish(folder, target))
    assert names == [target, tmp_path / "run-2"]
    assert [(name / "file").read_text() for name in names] == ["first", "second"]
    assert sorted(tmp_path.iterdir()) == names


def test_schema_overwrites_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "office.yaml"
    mine.write_text("name: mine\n")
    done = navsim("schema", mine)
    assert done.exit_code == 2
    assert mine.read_text() == "name: mine\n"


def test_what_the_system_refuses_is_told_without_a_traceback(tmp_path: Path) -> None:
    done = navsim("schema", tmp_path / "nowhere" / "s.json")
    assert done.exit_code == 1
    assert done.stderr.startswith("navsim: ")
    assert "Traceback" not in done.output


def test_a_terminal_that_lacks_signs_shows_others(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    arguments = command("run", path("tiny"), *SHORT, "--out", tmp_path / "out")
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_other_endings_leave_nothing_either(tmp_path: Path, ending: signal.Signals) -> None:
    place = tmp_path / "results"
    process = subprocess.Popen(command("run", CORONA, "--workers", "1", "--out", place / "out"), cwd=ROOT)
    try:
        end = time.monotonic() + 30
        while not (place.is_dir() and list(place.iterdir())) and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(ending)
        assert process.wait(30) == 128 + ending
    finally:
        process.kill()
    assert list(place.iterdir()) == []
