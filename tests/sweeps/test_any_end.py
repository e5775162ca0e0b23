"""Whatever ends a sweep, and wherever: the next one goes on, does nothing twice, and the dataset is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navsim.sweeps import folder as folder_module
from navsim.sweeps import run as run_module
from navsim.sweeps.point import Point, Task
from navsim.sweeps.run import sweep
from navsim.sweeps.study import Study
from tests.sweeps.disk import Disk, Ended, on
from tests.sweeps.small import failing, made_up, results, steps, study_of

POINTS = 3


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path, factors=steps(POINTS))


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (folder_module, run_module):
        monkeypatch.setattr(module, "PART", 2)


class Watched:
    """Sweeps of one folder: which points were done, and how many of them were told to be durable."""

    def __init__(self, study: Study, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.study, self.path, self.patch = study, path, monkeypatch
        self.safe: set[int] = set()

    def sweep(self, disk: Disk, fails: frozenset[int] = frozenset()) -> None:
        """Until the disk's end, or its own; no point may be done that was safe."""
        begun: list[int] = []

        def do(task: Task) -> Point:
            begun.append(task.number)
            return failing(fails)(task)

        self.patch.setattr(run_module, "do", do)
        told = 0

        def tell(_: int) -> None:
            nonlocal told
            told += 1

        try:
            with on(disk):
                sweep(self.study, self.path, tell=tell)
        except Ended:
            pass
        assert not self.safe & set(begun)
        self.safe |= set(begun[:told]) - fails


@pytest.mark.parametrize("power", [False, True], ids=["killed", "no power"])
def test_any_operation_may_be_the_last(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch, power: bool
) -> None:
    """Point 1 fails at first: so there is a part that lacks it, which is written again when it is done."""
    whole = tmp_path / "whole"
    Watched(study, whole, monkeypatch).sweep(Disk())
    expected = results(whole)
    assert sorted(expected) == [*(f"data/{table}/part-0000{part}.parquet" for table in ("differences", "levels")
                                  for part in range(2)), "points.parquet"]  # fmt: skip
    count = Disk()
    Watched(study, tmp_path / "counted", monkeypatch).sweep(count, frozenset({1}))
    assert count.done > 60
    for last in range(count.done):
        path = tmp_path / str(last)
        watched = Watched(study, path, monkeypatch)
        watched.sweep(Disk(last, power), frozenset({1}))
        watched.sweep(Disk())
        assert results(path) == expected
        assert list((path / "points").iterdir()) == []
        assert not list(path.rglob(".*"))


@pytest.mark.long
@pytest.mark.parametrize("power", [False, True], ids=["killed", "no power"])
def test_the_way_on_may_end_anywhere_too(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch, power: bool
) -> None:
    whole = tmp_path / "whole"
    Watched(study, whole, monkeypatch).sweep(Disk())
    count = Disk()
    Watched(study, tmp_path / "counted", monkeypatch).sweep(count)
    for last in range(count.done):
        path = tmp_path / str(last)
        watched = Watched(study, path, monkeypatch)
        for more in range(4):  # further each time, or it would never end
            watched.sweep(Disk(last + 7 * more, power))
        watched.sweep(Disk())
        assert results(path) == results(whole)


@given(order=st.permutations(range(POINTS)), ends=st.lists(st.integers(0, 60), max_size=3), power=st.booleans())
@settings(max_examples=10)
def test_any_order_of_points_gives_the_same_folder(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], ends: list[int], power: bool
) -> None:
    """``order`` is that in which points are finished, ``ends`` after how many operations each try ends."""
    place = tmp_path_factory.mktemp("order")
    study = study_of(place, factors=steps(POINTS))

    def shuffled(todo: object, workers: int, scheduler: object) -> object:
        found = sorted(map(made_up, todo), key=lambda point: order.index(point.number))  # type: ignore[call-overload]
        yield from found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_module, "do", made_up)
        sweep(study, place / "whole")
        patch.setattr(run_module, "side_by_side", shuffled)
        for disk in [*(Disk(last, power) for last in ends), Disk()]:
            try:
                with on(disk):
                    sweep(study, place / "out")
            except Ended:
                pass
    assert results(place / "out") == results(place / "whole")
