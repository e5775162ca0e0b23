"""The stages that are timed are those of a run."""

from __future__ import annotations

from benchmarks.stages import stages
from benchmarks.timing import CASE
from navsim.config.document import load


def test_every_stage_is_timed() -> None:
    took = stages(load(CASE, ("weeks=2",)), 1)
    assert list(took)[:4] == ["prepare", "plan", "simulate (compiled)", "measure"]
    assert list(took)[-1] == "tabulate"
    assert all(part.wall > 0 for part in took.values())
