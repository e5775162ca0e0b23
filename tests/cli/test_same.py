"""The same run gives the same bytes: with one worker and two, and from the config that a run leaves behind."""

from __future__ import annotations

import filecmp
import json
import re
from pathlib import Path

import pytest

from navsim.config.document import load
from tests.cli.commands import everything_below, navsim, navsim_process
from tests.configs.files import path

NEVER_THE_SAME = {"seconds", "shares", "finished", "command", "workers"}


def differing(one: Path, other: Path) -> set[str]:
    """The files that are not the same to the byte, or are only in one of the folders."""
    files = {str(name) for folder in (one, other) for name in everything_below(folder) if not (folder / name).is_dir()}
    _, unlike, missing = filecmp.cmpfiles(one, other, files, shallow=False)
    return set(unlike) | set(missing)


def without_command(report: Path) -> str:
    """A report without the command line that made it."""
    text, count = re.subn(r"navsim run [^<]*|navsim%20run%20.*?%22", "", report.read_text(encoding="utf-8"))
    assert count == 3, "in the checklist, in the file that can be saved of it, and in how to repeat it"
    return text


def test_two_workers_give_the_bytes_of_one(finished: Path, tmp_path: Path) -> None:
    out = tmp_path / "two"
    done = navsim_process("run", path("tiny"), "--workers", "2", "--out", out, "--events", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, ""), "silent in a pipe"
    assert str(out / "report.html") in done.stdout
    assert differing(finished, out) == {"manifest.json", "report.html"}
    assert without_command(finished / "report.html") == without_command(out / "report.html")
    one, two = (json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (finished, out))
    assert {key for key in one | two if one.get(key) != two.get(key)} <= NEVER_THE_SAME
    assert (one["workers"], two["workers"]) == (1, 2)
    assert two["command"] == f"navsim run {path('tiny')} --workers 2 --out {out} --events --lang en"


def test_the_config_of_a_folder_gives_the_same_tables(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("navsim.report.write.write_report", lambda *_: {})
    out = tmp_path / "again"
    done = navsim("run", finished / "config.yaml", "--workers", "1", "--out", out)
    assert done.exit_code == 0, done.output
    assert {name for name in differing(finished, out) if not name.startswith(("plots", "events"))} == {
        "manifest.json", "report.html",
    }  # fmt: skip


def test_another_seed_gives_other_tables_and_options_go_into_the_config(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("navsim.report.write.write_report", lambda *_: {})
    out, options = (
        tmp_path / "other",
        ["--seed", "8", "--weeks", "5", "--replications", "2", "--scenario", "no_temporary"],
    )
    done = navsim("run", path("tiny"), *options, "--set", "users.standard.initial=31", "--workers", "1", "--out", out)
    assert done.exit_code == 0, done.output
    assert {"summary.csv", "replications.parquet", "config.yaml"} <= differing(finished, out)
    config = load(out / "config.yaml").config()
    assert (config.seed, config.weeks, config.replications, config.users["standard"].initial) == (8, 5, 2, 31)
    assert list(config.scenarios) == ["happened", "no_temporary"]
