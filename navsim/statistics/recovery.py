"""When a backlog is back where it was before a shock."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from navsim.values.time import WEEK

Floats = NDArray[np.float64]

BEFORE = 8
"""The level before is a mean over so many weeks, or as many as there are."""

SLACK_SHARE, SLACK_TASKS = 0.1, 5.0
"""Back is within this share of the level before, or this many tasks when that is more."""

LASTING, AT_LEAST = 4, 2
"""Back for so many weeks in a row; at the end of the run for as many as are left, but at least two."""


def weeks_to_recover(backlog: Floats, start: float) -> Floats | None:
    """Weeks from the start of a shock until its backlog is worked off, in each replication.

    Parameters
    ----------
    backlog:
        At the end of each week; shape (replications, weeks).
    start:
        The first instant of the shock's first day (minutes).

    Returns
    -------
    ndarray or None
        0 where the backlog never rose above the bound, inf where it is not back by the end of the run. None when the
        run has no whole week before the shock, or ends before it.
    """
    whole, first = int(start // WEEK), int(start // WEEK)  # whole weeks before, and the first week that ends after it
    if whole < 1 or first >= backlog.shape[1]:
        return None
    level = backlog[:, max(whole - BEFORE, 0) : whole].mean(axis=1)
    bound = level + np.maximum(SLACK_SHARE * level, SLACK_TASKS)
    return np.array([weeks_of(row[first:], above, start - first * WEEK)
                     for row, above in zip(backlog, bound, strict=True)])  # fmt: skip


def weeks_of(backlog: Floats, bound: float, since: float) -> float:
    """The weeks of one replication: ``backlog`` from the shock's week on, ``since`` minutes into which it came."""
    if (backlog <= bound).all():
        return 0.0
    low = backlog <= bound
    for week in range(int(np.argmax(backlog)) + 1, len(low) - AT_LEAST + 1):
        if low[week : week + LASTING].all():
            return float(week + 1 - since / WEEK)
    return np.inf
