"""What the section on sweeps is made of: the parts of a point, replications needed, and points that cost nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import sweeps
from benchmarks.sweeps_at_scale import begun, most_memory, study_of


def test_every_part_of_a_point_is_timed(tmp_path: Path) -> None:
    study = study_of(tmp_path, 1, 2)
    took = sweeps.costs(study, sweeps.first(study, 1)[0], tmp_path / "out")
    assert list(took)[:3] == ["config read, changed and checked", "plans, engine, measures", "tables"]
    assert all(part > 0 for part in took.values())


def test_replications_for_an_interval() -> None:
    assert sweeps.needed(25.0, 1.0) == 97  # (1.96 * 5 / 1)², rounded up
    assert sweeps.needed(25.0, 0.5) == 385
    assert sweeps.needed(0.0, 1.0) == 2


def test_points_for_nothing_are_kept_and_gone_on_with(tmp_path: Path) -> None:
    found = begun(tmp_path, study_of(tmp_path, 1, 120), 110)
    assert found.rate > 0
    assert found.seconds > 0
    assert (tmp_path / "begun" / "data" / "levels" / "part-00001.parquet").exists()
    assert most_memory() > 50


@pytest.mark.parametrize(("seconds", "said"), [(9, "9 s"), (90, "1.5 min"), (5400, "1.5 hours"), (129600, "1.5 days")])
def test_seconds_as_people_say_them(seconds: float, said: str) -> None:
    assert sweeps.duration(seconds) == said
