"""Waits over the whole run, so that what still waits counts: Kaplan and Meier.

Source: Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations", Journal of the American
Statistical Association 53. The wait of a task is from opening to start. It is censored by the end of the run, and when
the task is cancelled before anybody starts it: of such a wait it is only known that it is longer.
"""

from __future__ import annotations

import numpy as np

from navsim.engine.log import Log
from navsim.measures.parts import Bools, Floats, Ints
from navsim.measures.series import OverRun, RunKey
from navsim.plan.model import Plan
from navsim.values.time import DAY

LEVELS = {"km_p50": 0.5, "km_p90": 0.9}
"""The quantiles that are shown, by the names of their statistics."""


def waits_over_run(plan: Plan, log: Log) -> OverRun:
    """Quantiles of the wait (days), for all tasks of users and for each type."""
    tasks, types, levels = log.tasks, plan.static.types, tuple(LEVELS.values())
    seen = ~np.isnan(tasks.started)
    until = np.where(seen, tasks.started, np.where(np.isnan(tasks.ended), plan.static.horizon, tasks.ended))
    time, users = until - tasks.opened, np.flatnonzero(tasks.person >= 0)
    started, waiting = (by_type(time, tasks.type, np.flatnonzero(rows), len(types)) for rows in (seen, ~seen))
    values = [
        survival_quantiles(time[users], seen[users], levels),
        *(quantiles_of(over, going_on, levels) for over, going_on in zip(started, waiting, strict=True)),
    ]
    parts = [("all", "all"), *(("task", type_.name) for type_ in types)]
    keys = [RunKey("wait_days", "days", statistic, *part) for part in parts for statistic in LEVELS]
    return OverRun(tuple(keys), np.array(values, np.float64).ravel() / DAY)


def by_type(time: Floats, type_: Ints, rows: Ints, types: int) -> list[Floats]:
    """The times of some rows, in order for each type: sorted on one line, a time of type i at ``i * stride + time``."""
    time, type_ = time[rows], type_[rows]
    stride, count = np.ceil(time.max(initial=0.0)), np.bincount(type_, minlength=types)
    line = np.sort(type_ * stride + time) - np.repeat(np.arange(types), count) * stride
    return np.split(line, np.cumsum(count)[:-1]) if types else []


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
    return quantiles_of(np.sort(time[np.flatnonzero(seen)]), np.sort(time[np.flatnonzero(~seen)]), levels)


def quantiles_of(over: Floats, going_on: Floats, levels: tuple[float, ...]) -> list[float]:
    """The same from the sorted times of those that were over, and of those that went on."""
    if not len(over) + len(going_on):
        return [np.nan] * len(levels)
    # Those that went on were at risk up to their time, and still at it.
    given_up = np.bincount(np.searchsorted(over, going_on, side="right"), minlength=len(over) + 1)[:-1]
    at_risk = len(over) + len(going_on) - np.arange(float(len(over))) - np.cumsum(given_up)
    survival = np.cumprod((at_risk - 1) / at_risk)
    reached = [np.flatnonzero(survival <= 1 - level + 1e-12) for level in levels]
    return [float(over[first[0]]) if len(first) else np.inf for first in reached]
