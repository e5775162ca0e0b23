"""Recovery after shocks, from the summary."""

from __future__ import annotations

import math
from typing import NamedTuple

from navsim.report.material import Material
from navsim.report.numbers import Estimate
from navsim.report.select import estimate, rows, total


class Recovery(NamedTuple):
    """The share of the runs of a scenario that recovered from a shock, and the median of the weeks with its interval.

    The median is not-a-number when fewer than half of the runs are back; ``high`` when the interval has no end.
    """

    scenario: str
    shock: str
    share: Estimate
    median: float
    low: float
    high: float

    @property
    def latest(self) -> float:
        """The farthest of what is known of the median."""
        return max([value for value in (self.median, self.low, self.high) if math.isfinite(value)] or [0.0])


def recoveries(material: Material) -> list[Recovery]:
    """Each shock of each scenario, by shock."""
    table = total(material.summary, "recovery_weeks", statistic="median")
    found = []
    for shock in dict.fromkeys(table["period"]):
        for scenario in material.scenarios:
            median = rows(table, scenario=scenario, period=shock)
            share = estimate(material.summary, "recovery_weeks", scenario, str(shock), "share")
            if share and len(median):
                values = (float(median[column].iloc[0]) for column in ("p50", "low", "high"))
                found.append(Recovery(scenario, str(shock), share, *values))
    return found
