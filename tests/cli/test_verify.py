"""``navsim verify`` on the command line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from navsim.verify import verify as module
from navsim.verify.checklist import EXACT, MEAN
from navsim.verify.verdict import Mark, Verdict
from tests.cli.commands import ROOT, navsim
from tests.configs.files import path

ARGUMENTS = ("verify", path("tiny"), "--replications", "1", "--scenario", "no_temporary", "--set", "weeks=4")


def test_a_true_config_is_verified() -> None:
    done = navsim(*ARGUMENTS)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "Persons"
    assert sum(line.startswith("  ✓ ") for line in lines) == len(EXACT) + len(MEAN) - 3
    assert sum(line.startswith("  – ") for line in lines) == 3
    assert lines[-1] == f"All 27 checks hold, 3 don't apply ({path('tiny')}: no_temporary; replications: 1)."


def test_what_is_broken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Verdict("Persons", "nobody is lost", Mark.KEPT, "12 persons"),
        Verdict("Tasks", "nothing is done twice", Mark.BROKEN, "scenario base, replication 3: task 7"),
    ]
    monkeypatch.setattr(module, "verify", lambda *arguments: found)
    done = navsim(*ARGUMENTS)
    assert done.exit_code == 1
    assert "  ✗ nothing is done twice: scenario base, replication 3: task 7" in done.output.splitlines()
    assert done.output.splitlines()[-1].startswith("1 of 2 checks is BROKEN, 1 holds (")


@pytest.mark.parametrize("arguments", [["nowhere.yaml"], [path("tiny"), "--scenario", "none_such"]])
def test_wrong_input(arguments: list[str]) -> None:
    assert navsim("verify", *arguments).exit_code == 2


def test_marks_that_a_narrow_encoding_has() -> None:
    code = "from navsim.cli.verify import marks\nprint(*marks().values())"
    for encoding, signs in (("ascii", "+ x -"), ("utf-8", "✓ ✗ –")):
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True,
                              env={"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)})  # fmt: skip
        assert done.stdout.decode(encoding).strip() == signs
