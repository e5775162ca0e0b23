"""A real sweep, by the function, the command and from Python: the same dataset however it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import navsim
from navsim.sweeps import run as run_module
from navsim.sweeps.point import do
from navsim.sweeps.run import sweep
from navsim.sweeps.study import Study
from navsim.values.errors import InputError
from tests.cli.commands import navsim as command
from tests.sweeps.small import (
    MINUTES,
    PEOPLE,
    deadly,
    failing,
    failure,
    made_up,
    results,
    steps,
    study_of,
    written,
)

GONE = {"values": {"there": {}, "gone": {"staff.temporary": "none"}}}
TWO = {"path": "staff.temporary.people", "values": [1, 2]}
TOGETHER = {"who": GONE, "temporaries": TWO}
"""Each value makes sense alone; half a person of those who are gone doesn't."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    """Twelve points, all tables, one after the other."""
    place = tmp_path_factory.mktemp("whole")
    study = study_of(place, factors={"people": PEOPLE, "minutes": {**MINUTES, "steps": 4}},
                     keep={"measures": ["backlog"], "weekly": True, "replications": True})  # fmt: skip
    sweep(study, place / "out")
    return study, place / "out"


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_bytes(whole: tuple[Study, Path], tmp_path: Path, workers: int) -> None:
    study, out = whole
    heard: list[int] = []
    expected: list[tuple[int, int]] = []
    found = sweep(study, tmp_path / "out", workers, tell=heard.append,
                  expect=lambda before, total: expected.append((before, total)))  # fmt: skip
    assert results(tmp_path / "out") == results(out)
    assert (sum(heard), expected, found.done) == (12, [(0, 12)], 12)
    assert {name.split("/")[1] for name in results(out) if name.startswith("data/")} == set(study.tables)


def test_columns_are_the_same_kind_in_every_table(whole: tuple[Study, Path]) -> None:
    study, out = whole
    for table in study.tables:
        schema = pq.read_schema(out / "data" / table / "part-00000.parquet")
        assert schema.names[:3] == ["point", "people", "minutes"]
        assert [str(schema.field(name).type) for name in schema.names[:3]] == ["int32", "int64", "double"]
        assert str(schema.field("measure").type).startswith("dictionary<values=string")
        numbers = [str(schema.field(name).type) for name in schema.names if name in ("mean", "low", "value")]
        assert set(numbers) == {"double"}


def test_python_gives_the_same(whole: tuple[Study, Path], tmp_path: Path) -> None:
    _, out = whole
    file = out.parent / "experiment.yaml"
    levels = navsim.sweep(file)
    pd.testing.assert_frame_equal(levels, pq.read_table(out / "data" / "levels").to_pandas())
    first = navsim.sweep(file, tmp_path / "out", points=2, table="weekly")
    assert set(first["point"]) == {0, 1}
    assert (tmp_path / "out" / "points.parquet").exists()
    with pytest.raises(KeyError, match="hours"):
        navsim.sweep(file, table="hours")
    with pytest.raises(InputError, match="no such file"):
        navsim.sweep(tmp_path / "nowhere.yaml")


def test_a_point_that_fails_is_recorded_and_the_rest_go_on(tmp_path: Path) -> None:
    """Points 2 and 3 take temporaries away and then say how many there are."""
    out = tmp_path / "out"
    file = written(tmp_path, factors=TOGETHER)
    done = command("sweep", file, "--out", out, "--workers", "1")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == f"2 of 4 points are done, 2 of them now: {out}"
    assert done.stderr == f"navsim: 2 points failed: see {out / 'failed'}\n"
    record = failure(out, 2)
    assert record["point"] == 2
    assert "staff.temporary" in record["error"]
    assert "Traceback" not in record["error"]
    again = command("sweep", file, "--out", out, "--workers", "1")
    assert again.exit_code == 1
    assert again.stdout.splitlines()[0] == f"2 of 4 points are done, 0 of them now: {out}"
    assert sorted(set(pq.read_table(out / "data" / "levels").to_pandas()["point"])) == [0, 1]


def test_a_point_that_ends_its_process_fails_and_the_rest_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "do", deadly)
    study = study_of(tmp_path, factors=steps(6))
    found = sweep(study, tmp_path / "out", workers=2)
    assert (found.done, found.failed) == (5, 1)
    record = failure(tmp_path / "out", 2)
    assert record["error"].startswith("the process that did this point was ended")
    assert 'minutes: "42 min"' in record["config"]
    assert set(pq.read_table(tmp_path / "out" / "data" / "levels").to_pandas()["point"]) == {0, 1, 3, 4, 5}


def test_a_process_that_is_killed_costs_no_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path, factors=steps(6))
    monkeypatch.setattr(run_module, "do", made_up)
    sweep(study, tmp_path / "whole")
    monkeypatch.setenv("NAVSIM_ONCE", str(tmp_path / "once"))
    monkeypatch.setattr(run_module, "do", deadly)
    assert sweep(study, tmp_path / "out", workers=2).failed == 0
    assert (tmp_path / "once").exists()
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    file, out = written(tmp_path, factors=steps(3)), tmp_path / "out"
    for arguments, said in (
        (("--points", "2"), "2 of 3 points are done, 2 of them now"),
        ((), "3 of 3 points are done, 1 of them now"),
        ((), "3 of 3 points are done, 0 of them now"),
    ):
        done = command("sweep", file, "--out", out, "--workers", "1", *arguments)
        first, *_, last = done.stdout.splitlines()
        assert (done.exit_code, first, done.stderr) == (0, f"{said}: {out}", "")
        assert last == f"the report: navsim report {out}"


def test_a_name_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = command("sweep", written(tmp_path, factors=steps(2)), "--workers", "1")
    assert done.exit_code == 0
    assert (tmp_path / "results" / "sweeps" / "small" / "points.parquet").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("--points", "0"), "--points"), (("--workers", "0"), "--workers"), (("--pionts", "1"), "--points")],
)
def test_options_that_make_no_sense(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = command("sweep", written(tmp_path), "--out", tmp_path / "out", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_input_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, factors={"f": {**PEOPLE, "path": "staff.caseworker.people"}})
    done = command("sweep", file, "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"navsim: {file}:")
    assert done.stderr.endswith("; did you mean staff.caseworkers.people?\n")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_another_experiment_in_the_folder_is_wrong_input(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command("sweep", written(tmp_path, factors=steps(2)), "--out", out, "--workers", "1")
    done = command("sweep", written(tmp_path, factors=steps(3)), "--out", out, "--workers", "1")
    assert done.exit_code == 2
    assert "begun with another experiment" in done.stderr
    assert "-    steps: 2\n+    steps: 3\n" in done.stderr


def test_what_the_system_refuses_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = command("sweep", written(tmp_path, factors=steps(2)), "--out", tmp_path / "file" / "out", "--workers", "1")
    assert done.exit_code == 1
    assert done.stderr.startswith("navsim: [Errno 17]")
    assert done.stderr.count("\n") == 1


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(task: Any) -> Any:
        if task.number == 2:
            raise KeyboardInterrupt
        return do(task)

    monkeypatch.setattr(run_module, "do", interrupted)
    out = tmp_path / "out"
    file = written(tmp_path, factors=steps(4))
    done = command("sweep", file, "--out", out, "--workers", "1")
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr.startswith("navsim: interrupted; the points that were finished are in")
    monkeypatch.setattr(run_module, "do", do)
    assert command("sweep", file, "--out", out, "--workers", "1").stdout.startswith("4 of 4 points are done, 2 of")


def test_workers_end_when_a_point_can_not_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The points are closed, and with them the processes that do them."""
    closed: list[bool] = []

    def points(*_: object) -> Any:
        try:
            yield from map(failing(set()), run_module.tasks(study, bytearray(3), 3))
        finally:
            closed.append(True)

    def full(*_: object) -> None:
        assert not closed
        raise OSError(28, "No space left on device")

    study = study_of(tmp_path, factors=steps(3))
    monkeypatch.setattr(run_module, "side_by_side", points)
    monkeypatch.setattr(run_module, "keep", full)
    try:
        sweep(study, tmp_path / "out")
    except OSError:
        assert closed == [True]  # while the error is still on its way
    else:
        pytest.fail("the disk was full")
