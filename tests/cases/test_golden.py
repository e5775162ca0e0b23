"""The tiny config's summary, digit by digit: a change of any draw or rule shows here, and must be meant."""

from __future__ import annotations

from collections.abc import Callable

import navsim
from tests.configs.files import path


def test_summary_of_the_tiny_office(golden: Callable[[str, str], None]) -> None:
    summary = navsim.run(path("tiny")).tables.summary
    kept = summary.query("period == 'run' and statistic == 'mean' and scenario != 'same'").drop(
        columns=["period", "statistic"]
    )
    # Six digits: mathematics libraries differ in the last ones.
    golden("tiny_summary.csv", kept.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
