"""A sweep's folder: what it holds, what it is mended from, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from navsim.sweeps import folder as folder_module
from navsim.sweeps import run as run_module
from navsim.sweeps.folder import TOLD, dataset, points_in, whole, write
from navsim.sweeps.folder import opened as opened_folder
from navsim.sweeps.point import pack
from navsim.sweeps.run import sweep
from navsim.sweeps.study import Study
from navsim.values.errors import InputError
from tests.sweeps.small import PEOPLE, counted, failing, failure, made_up, results, steps, study_of

PART, POINTS = 10, 23


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small parts, and no waiting for the disk: what is synced when is the matter of another module."""
    for module in (folder_module, run_module):
        monkeypatch.setattr(module, "PART", PART)
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path, factors=steps(POINTS))


@pytest.fixture
def begun(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A sweep that is done, at ``tmp_path / "out"``; the list tells which points are done from now on."""
    done: list[int] = []
    monkeypatch.setattr(run_module, "do", lambda task: done.append(task.number) or made_up(task))  # type: ignore[func-returns-value]
    sweep(study, tmp_path / "out")
    done.clear()
    return done


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_what_a_folder_holds(begun: list[int], study: Study, out: Path) -> None:
    assert {file.name for file in out.iterdir()} == {
        *TOLD, "lock", "points", "data", "failed", "timings.csv", "points.parquet"
    }  # fmt: skip
    assert (out / "experiment.yaml").read_text(encoding="utf-8") == study.text
    assert [file.name for file in sorted((out / "data" / "levels").iterdir())] == [
        f"part-{number:05d}.parquet" for number in range(3)
    ]
    assert list((out / "points").iterdir()) == []
    found = dataset(out, "levels")
    assert found["point"].tolist() == [number for number in range(POINTS) for _ in range(2)]
    assert found["measure"].tolist()[:6] == ["x", "y0", "x", "y1", "x", "y2"]
    assert counted(out) == list(range(POINTS))
    of_points = pq.read_table(out / "points.parquet").to_pandas()
    assert list(of_points) == ["point", "minutes", "status"]
    assert of_points["minutes"].iloc[[0, -1]].tolist() == [30.0, 60.0]
    assert set(of_points["status"]) == {"done"}


def test_a_sweep_that_is_done_does_nothing(begun: list[int], study: Study, out: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in out.glob("data/**/*.parquet")}
    assert (sweep(study, out).before, begun) == (POINTS, [])
    assert {file: file.stat().st_mtime_ns for file in out.glob("data/**/*.parquet")} == before


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


@pytest.mark.parametrize("harm", [Path.unlink, torn, lambda file: file.write_bytes(b"")])
@pytest.mark.parametrize("table", ["levels", "differences"])
def test_a_part_that_is_lost_or_torn_is_made_anew(
    begun: list[int], study: Study, out: Path, table: str, harm: Any
) -> None:
    expected = results(out)
    harm(out / "data" / table / "part-00001.parquet")
    sweep(study, out)
    assert begun == list(range(PART, 2 * PART))
    assert results(out) == expected


@pytest.mark.parametrize("part", [0, 2])
def test_a_torn_point_is_done_again(
    study: Study, tmp_path: Path, out: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a part that lacks points was written with it: that part alone is not trusted."""
    monkeypatch.setattr(run_module, "do", failing({3, 21}))
    sweep(study, out)
    number = PART * part + 2
    files = {int(file.stem): file for file in (out / "points").iterdir()}
    assert set(files) == {*range(10), 20, 21, 22} - {3, 21}
    assert points_in_part(study, out, part) == [each for each in sorted(files) if each // PART == part]
    torn(files[number])
    assert not whole(files[number])
    done: list[int] = []
    monkeypatch.setattr(run_module, "do", lambda task: done.append(task.number) or made_up(task))  # type: ignore[func-returns-value]
    sweep(study, out)
    assert sorted(done) == sorted({3, 21, number})
    sweep(study, tmp_path / "whole")
    assert results(out) == results(tmp_path / "whole")


def points_in_part(study: Study, out: Path, part: int) -> list[int]:
    with opened_folder(out, study) as folder:
        return points_in(folder, part)


def test_what_a_sudden_end_left_is_tidied(begun: list[int], study: Study, out: Path) -> None:
    """A file half written, a line half written, the file of a point in a complete part, a mended failure."""
    expected = results(out)
    for name in ("data/levels/.part-00001.parquet.tmp", ".points.parquet.tmp", "points/.0000007.zip.tmp"):
        (out / name).write_bytes(b"half")
    (out / "points" / "0000007.zip").write_bytes(pack({}))
    (out / "failed" / "0000007.json").write_text("{}")
    with (out / "timings.csv").open("ab") as timings:
        timings.write(b"22,0.1\xc3")
    sweep(study, out)
    assert begun == []
    assert counted(out) == list(range(POINTS))
    assert results(out) == expected
    assert not list(out.rglob(".*"))
    assert list((out / "points").iterdir()) == []


def test_files_of_others_are_left_alone(begun: list[int], study: Study, out: Path) -> None:
    (out / "data" / "levels" / "part-00000.parquet").unlink()
    for name in ("points/notes.txt", "points/x.zip", "failed/why.json", "notes.md"):
        (out / name).write_text("mine")
    sweep(study, out)
    assert begun == list(range(PART))
    assert all((out / name).read_text() == "mine" for name in ("points/notes.txt", "points/x.zip", "notes.md"))


def test_failures_are_recorded_tried_again_and_forgotten(
    study: Study, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "do", failing({0, 15}))
    found = sweep(study, out)
    assert (found.total, found.before, found.done, found.failed) == (POINTS, 0, POINTS - 2, 2)
    assert failure(out, 15) == {"point": 15, "error": "why", "config": "what: 1\n"}
    assert sorted(set(dataset(out, "levels")["point"])) == sorted(set(range(POINTS)) - {0, 15})
    status = pq.read_table(out / "points.parquet").to_pandas()["status"]
    assert [number for number, each in enumerate(status) if each == "failed"] == [0, 15]
    monkeypatch.setattr(run_module, "do", failing({15}))
    found = sweep(study, out)
    assert (found.before, found.done, found.failed) == (POINTS - 2, 1, 1)
    assert [file.name for file in (out / "failed").iterdir()] == ["0000015.json"]
    monkeypatch.setattr(run_module, "do", made_up)
    sweep(study, out)
    sweep(study, tmp_path / "whole")
    assert results(out) == results(tmp_path / "whole")
    assert list((out / "failed").iterdir()) == []


def test_a_part_that_lacks_points_is_written_anew_only_for_another_point(
    study: Study, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "do", failing({0, 1}))
    sweep(study, out)
    part = out / "data" / "levels" / "part-00000.parquet"
    before = part.stat().st_mtime_ns
    sweep(study, out)
    assert part.stat().st_mtime_ns == before
    monkeypatch.setattr(run_module, "do", failing({1}))
    sweep(study, out)
    assert part.stat().st_mtime_ns > before
    assert 0 in set(dataset(out, "levels")["point"])


@pytest.mark.parametrize("first", [1, 9, 10, 11, 22])
def test_the_first_points_and_then_the_rest(
    begun: list[int], study: Study, out: Path, tmp_path: Path, first: int
) -> None:
    found = sweep(study, tmp_path / "some", most=first)
    assert (found.total, found.done, found.failed) == (POINTS, first, 0)
    assert len(set(dataset(tmp_path / "some", "levels")["point"])) == first
    status = pq.read_table(tmp_path / "some" / "points.parquet").to_pandas()["status"]
    assert status.tolist() == ["done"] * first + ["not tried"] * (POINTS - first)
    assert sweep(study, tmp_path / "some").before == first
    assert results(tmp_path / "some") == results(out)


def test_another_experiment_is_refused_with_the_difference(begun: list[int], tmp_path: Path, out: Path) -> None:
    other = study_of(tmp_path, factors=steps(POINTS), replications=2)
    with pytest.raises(InputError, match=r"begun with another base .*\n-replications: 1\n\+replications: 2\nname an"):
        sweep(other, out)
    other = study_of(tmp_path, factors={**steps(POINTS), "people": PEOPLE})
    with pytest.raises(InputError, match=r"begun with another experiment .*\n\+  people:\n\+    path: staff"):
        sweep(other, out)
    assert begun == []


def test_long_differences_are_cut(begun: list[int], tmp_path: Path, out: Path) -> None:
    named = {f"n{number}": number for number in range(1, 30)}
    other = study_of(tmp_path, factors={"f": {"path": "staff.caseworkers.people", "values": named}})
    with pytest.raises(InputError) as told:
        sweep(other, out)
    assert len(str(told.value).splitlines()) == 15
    assert "lines more" in str(told.value)


def test_another_program_is_refused(begun: list[int], study: Study, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (out / "program.txt").write_text("0.1.0 0123456789abcdef\n")
    with pytest.raises(InputError, match=r"begun with another program .*\n-0\.1\.0 0123456789abcdef\n\+"):
        sweep(study, out)


@pytest.mark.parametrize("name", TOLD)
def test_a_folder_that_lost_what_it_is_is_refused(begun: list[int], study: Study, out: Path, name: str) -> None:
    """Else a sweep with another experiment would go on in it."""
    (out / name).unlink()
    with pytest.raises(InputError, match=f"it has lost {name}"):
        sweep(study, out)
    assert not (out / name).exists()


def test_a_folder_of_something_else_is_refused_and_left_alone(study: Study, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "experiment.yaml").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("mine", "file"):
        with pytest.raises(InputError, match="exists and is no sweep: name another folder with --out"):
            sweep(study, tmp_path / name)
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["experiment.yaml"]


def test_an_empty_folder_will_do_and_so_will_a_copy_without_its_lock(
    begun: list[int], study: Study, out: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert sweep(study, tmp_path / "empty").done == POINTS
    (out / "lock").unlink()
    assert sweep(study, out).done == 0


def test_a_folder_is_held_by_one(begun: list[int], study: Study, out: Path) -> None:
    with opened_folder(out, study), pytest.raises(InputError, match="another process sweeps into"):
        sweep(study, out)
    assert sweep(study, out).done == 0


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    write(target, b"before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(target, b"after")
    assert target.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_part_counts_only_the_points_that_all_its_tables_have(
    begun: list[int], study: Study, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older file of one table came back, from a copy of the folder."""
    expected = results(out)
    with monkeypatch.context() as patch:
        patch.setattr(run_module, "do", failing({15}))
        sweep(study, tmp_path / "older")
    name = "data/levels/part-00001.parquet"
    (out / name).write_bytes((tmp_path / "older" / name).read_bytes())
    sweep(study, out)
    assert begun == list(range(PART, 2 * PART))
    assert results(out) == expected
