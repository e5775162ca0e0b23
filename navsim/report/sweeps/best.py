"""Which points are best: what is good of a measure, and which points can't be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from navsim.report.numbers import Estimate
from navsim.report.sweeps.pool import apart

LESS_IS_BETTER = frozenset({
    "backlog", "backlog_hours", "queue", "wait_days", "wait_days_p90", "oldest_days", "cancelled", "sick_share",
    "left_without_contact", "untrained_staff", "caseload_per_fte", "unfilled_desk_hours", "alone_hours",
    "user_travel_hours", "cost_nok",
})  # fmt: skip
MORE_IS_BETTER = frozenset({
    "follow_up_rate", "follow_up_rate_established", "first_contact_on_time", "on_time", "to_work_share", "to_work",
    "activity_share", "completed_share", "usable_idle_hours",
})  # fmt: skip
"""Of other measures, such as the hours worked, neither more nor less is better."""
SHOWN = 5
"""Best and worst points in tables."""


def judged(measure: str) -> bool:
    """Whether there is a better and a worse of a measure."""
    return measure in LESS_IS_BETTER or measure in MORE_IS_BETTER


def in_order(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The points, best first; of measures that are not better or worse, the least first."""
    return table.sort_values("mean", ascending=measure not in MORE_IS_BETTER, kind="stable")


def estimate_of(row: pd.Series[float]) -> Estimate:
    """The figures of a point."""
    return Estimate(float(row["mean"]), float(row["low"]), float(row["high"]))


def estimates(table: pd.DataFrame) -> list[Estimate]:
    """The figures of all points."""
    return [Estimate(*row) for row in table[["mean", "low", "high"]].itertuples(index=False)]


def like_first(found: Sequence[Estimate]) -> list[bool]:
    """Which others can't be told apart from the first."""
    return [not apart(found[0], one) for one in found[1:]]


def ends(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of points in order the first and the last ones; the second is empty when the first has all."""
    if len(table) <= 2 * SHOWN:
        return table, table.iloc[:0]
    return table.iloc[:SHOWN], table.iloc[-SHOWN:]
