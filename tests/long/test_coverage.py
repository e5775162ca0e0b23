"""Intervals cover: about 3,200 small experiments with a known answer, for means and for paired differences.

For a skewed measure intervals cover less often when replications are few; how often is recorded, and not asserted.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from tests.long.experiments import OFFICES, Coverage, Floats, coverage, mean_highest_backlog, side_by_side

pytestmark = pytest.mark.long

EXPERIMENTS, REPLICATIONS = 3200, 10
SKEWED = (5, 10, 20, 50, 100)
Record = Callable[[str, object], None]
Found = tuple[list[tuple[Floats, Floats]], Floats]


@pytest.fixture(scope="module")
def found() -> Found:
    return side_by_side(EXPERIMENTS * REPLICATIONS // len(OFFICES), 40_000)


def recorded(what: str, result: Coverage) -> str:
    """One row of the page's table of coverage."""
    low, high = result.band
    return json.dumps({"what": what, **result._asdict(), "share": result.share, "low": low, "high": high})


@pytest.mark.parametrize(("place", "what"), [(0, "mean caseload"), (1, "mean caseload, 20 % more inflow, difference")])
def test_intervals_of_caseloads_cover(found: Found, place: int, what: str, record_property: Record) -> None:
    result = coverage(np.concatenate([pair[place] for pair in found[0]]), 0.0, REPLICATIONS)
    low, high = result.band
    record_property("coverage", recorded(what, result))
    record_property("figure", f"{what}: {result.share:.2%} of {result.experiments}, band {low:.2%} to {high:.2%}")
    assert result.experiments == EXPERIMENTS
    assert low <= result.share <= high


def test_coverage_of_a_skewed_measure_is_known(found: Found, record_property: Record) -> None:
    """The highest backlog in M/M/1, whose expectation comes from the chain itself."""
    answer = mean_highest_backlog()
    results = [coverage(found[1], answer, count) for count in SKEWED]
    for result in results:
        record_property("coverage", recorded("highest backlog of one clerk", result))
    record_property("figure", ", ".join(f"n = {each.replications}: {each.share:.1%}" for each in results))
    error = found[1].std(ddof=1) / np.sqrt(len(found[1]))
    assert abs(found[1].mean() - answer) < 4 * error
    assert all(0.5 < each.share < 1 for each in results)
