"""``navsim run --until`` and ``--strict-targets`` on the command line."""

from __future__ import annotations

import json
from dataclasses import make_dataclass
from pathlib import Path

import pandas as pd
import pytest

from navsim.cli.run import kept
from tests.cli.commands import navsim
from tests.configs.files import path

FEW = "targets.few={measure: caseload, at_most: 10}"


def test_until_on_the_command_line(tmp_path: Path) -> None:
    wanted = "caseload level ± 0.01, at most 4"
    done = navsim("run", path("tiny"), "--weeks", "3", "--replications", "2", "--until", wanted, "--workers", "1",
                  "--scenario", "same", "--set", FEW, "--lang", "en", "--out", tmp_path / "out")  # fmt: skip
    assert done.exit_code == 0, done.output
    last = done.output.splitlines()[-1]
    assert last.startswith("caseload level: ± ")
    assert last.endswith("after 4 replications, the most allowed; ± 0.01 was wanted")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["replications"] == 4
    precision = manifest["precision"]
    assert precision.pop("reached") > 0.01
    assert precision == {
        "measure": "caseload", "of": "level", "wanted": 0.01, "pilot": 2, "replications": 4, "capped": True,
    }  # fmt: skip


def test_what_until_does_not_understand_is_wrong_input() -> None:
    done = navsim("run", path("tiny"), "--until", "as precise as can be")
    assert done.exit_code == 2
    assert 'write e.g. "backlog difference ± 5"' in done.stderr


def test_targets_that_are_not_kept_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    tables = make_dataclass("Tables", ["targets"])
    rows = pd.DataFrame({"scenario": ["base", "cut"], "target": ["contact", "contact"], "kept": [True, False]})
    assert not kept(tables(rows))
    assert capsys.readouterr().err == "navsim: target contact is not kept in scenario cut\n"
    assert kept(tables(rows[rows["kept"]]))


def test_a_target_that_is_not_kept_ends_with_3_when_that_is_asked_for(tmp_path: Path) -> None:
    done = navsim("run", path("tiny"), "--weeks", "2", "--replications", "1", "--workers", "1", "--scenario", "same",
                  "--set", FEW, "--strict-targets", "--out", tmp_path / "out")  # fmt: skip
    assert done.exit_code == 3
    assert "navsim: target few is not kept in scenario happened\n" in done.stderr
    assert (tmp_path / "out" / "manifest.json").is_file()


def test_targets_that_are_kept_end_with_0_and_of_change_they_count_too(tmp_path: Path) -> None:
    """The first week against the second: the one falls short by all that it can, the other allows all that."""
    days = "against: {from: 2020-12-21, until: 2020-12-27}, from: 2020-12-28"
    for name, most, code in (("kept", 1, 0), ("broken", -1, 3)):
        change = f"targets.change={{measure: follow_up_rate, at_most: {most}, {days}}}"
        done = navsim("run", path("tiny"), "--weeks", "2", "--replications", "1", "--workers", "1",
                      "--scenario", "same", "--set", change, "--strict-targets", "--out", tmp_path / name)  # fmt: skip
        assert done.exit_code == code, done.output
        assert ("navsim: target change is not kept" in done.stderr) == (code == 3)
