"""Waits over the whole run, so that what still waits counts: Kaplan and Meier.

Source: Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations", Journal of the American
Statistical Association 53. The wait of a task is from opening to start. It is censored by the end of the run, and when
the task is cancelled before anybody starts it: of such a wait it is only known that it is longer.
"""

from __future__ import annotations

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import Floats
from navsim.measures.parts import Bools
from navsim.measures.series import OverRun, RunKey
from navsim.measures.work import parts_by_work
from navsim.plan.model import Plan
from navsim.values.time import DAY

LEVELS = {"km_p50": 0.5, "km_p90": 0.9}
"""The quantiles that are shown, by the names of their statistics."""


def waits_over_run(plan: Plan, log: Log) -> OverRun:
    """Quantiles of the wait (days), for all tasks of users and for each type."""
    tasks = log.tasks
    seen = ~np.isnan(tasks.started)
    until = np.where(seen, tasks.started, np.where(np.isnan(tasks.ended), plan.static.horizon, tasks.ended))
    time = (until - tasks.opened) / DAY
    keys, values = [], []
    for parts in parts_by_work(plan, log):
        if parts.dimension != "owner":
            for number, name in enumerate(parts.names):
                mine = parts.label == number
                found = survival_quantiles(time[mine], seen[mine], tuple(LEVELS.values()))
                keys += [RunKey("wait_days", "days", statistic, parts.dimension, name) for statistic in LEVELS]
                values += found
    return OverRun(tuple(keys), np.array(values, np.float64))


def survival_quantiles(time: Floats, seen: Bools, levels: tuple[float, ...]) -> list[float]:
    """For each level the least time by which so large a share is over, as Kaplan and Meier estimate it.

    Parameters
    ----------
    time:
        How long each was observed.
    seen:
        Whether it was over then; else it went on.

    Returns
    -------
    list
        inf for a share that is not reached in what was observed, nan when there was nothing to observe.
    """
    if not len(time):
        return [np.nan] * len(levels)
    order = np.lexsort((~seen, time))  # at the same time those that are over come first: the others were still at risk
    time, seen = time[order], seen[order]
    at_risk = np.arange(len(time), 0, -1)
    survival = np.cumprod(np.where(seen, (at_risk - 1) / at_risk, 1.0))
    reached = [np.flatnonzero(survival <= 1 - level + 1e-12) for level in levels]
    return [float(time[first[0]]) if len(first) else np.inf for first in reached]
