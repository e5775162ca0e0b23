"""The finite form of Little's law: the integral of the number in system is the sum of the times in system.

It holds exactly over [0, T] for what is counted within it (Little 1961; Stidham 1974), because every instant is a
whole number of ticks. The left side counts heads at every event, the right side adds up each one's time.
"""

from __future__ import annotations

import numpy as np

from navsim.values.time import TICKS
from navsim.verify.trial import Floats, Result, Trial


def persons_flow(trial: Trial) -> Result:
    """Little's law for persons, spell by spell."""
    return law_for(trial.log.spells.arrival, trial.log.spells.left, trial.horizon, "spells")


def tasks_flow(trial: Trial) -> Result:
    """Little's law for tasks, from opening to end."""
    return law_for(trial.log.tasks.opened, trial.log.tasks.ended, trial.horizon, "tasks")


def law_for(start: Floats, end: Floats, horizon: float, what: str) -> Result:
    """Both sides in ticks, as whole numbers."""
    begins = ticks(start)
    ends = ticks(np.where(np.isnan(end), horizon, end))
    if (begins > ends).any() or (begins < 0).any() or (ends > ticks(np.array([horizon]))).any():
        return len(begins), f"{what} lie outside the run, or end before they begin"
    times = np.unique(np.concatenate((begins, ends)))
    inside = np.searchsorted(np.sort(begins), times, "right") - np.searchsorted(np.sort(ends), times, "right")
    integral = int((inside[:-1] * np.diff(times)).sum()) if len(times) else 0
    total = int((ends - begins).sum())
    broken = (
        f"{what}: the integral is {integral / TICKS} minutes, the sum {total / TICKS}" if integral != total else None
    )
    return len(begins), broken


def ticks(minutes: Floats) -> np.ndarray:
    """Minutes as whole numbers of ticks; what lies between two ticks becomes an impossible instant."""
    exact = minutes * TICKS
    return np.where(exact == np.floor(exact), exact, -1).astype(np.int64)
