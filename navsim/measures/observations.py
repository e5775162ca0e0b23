"""The model's counterpart of each observed figure, in one replication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from navsim.calendar.clock import Clock
from navsim.config.models import Observed
from navsim.engine.log import Log, Spells
from navsim.measures.series import Weekly
from navsim.measures.users import moves_on, selections
from navsim.plan.model import Origin, Plan
from navsim.values.time import DAY

Mask = np.ndarray

PERIOD_MEASURES: dict[str, Callable[[Spells, Mask, float, float], Mask]] = {
    "inflow": lambda spells, moved, start, end: came(spells, Origin.NEW, start, end),
    "returns": lambda spells, moved, start, end: came(spells, Origin.RETURNING, start, end),
    "moved_in": lambda spells, moved, start, end: came(spells, Origin.MOVED, start, end),
    "outflow": lambda spells, moved, start, end: ~moved & within(spells.left, start, end),
    "moved_out": lambda spells, moved, start, end: moved & within(spells.left, start, end),
    "served": lambda spells, moved, start, end: (spells.arrival < end) & ~(spells.left <= start),
}
"""Figures of a period: those who came, came back, left, went from group to group, or were there at some time (served).
"""


def came(spells: Spells, origin: Origin, start: float, end: float) -> Mask:
    """Which spells of one origin began in [start, end)."""
    return np.asarray((spells.origin == origin) & within(spells.arrival, start, end))


def within(times: np.ndarray, start: float, end: float) -> Mask:
    """Which instants lie in [start, end)."""
    return (times >= start) & (times < end)


def part_of(observed: Observed) -> tuple[str, str]:
    """The dimension and group that a figure is about."""
    return observed.dimension or ("all" if observed.group == "all" else "group"), observed.group


def observations(plan: Plan, log: Log, weekly: Weekly, observed: Sequence[Observed], clock: Clock) -> np.ndarray:
    """The model's value of each figure; nan where the model has none (another week, an unknown measure)."""
    return np.array([observation(plan, log, weekly, figure, clock) for figure in observed], np.float64)


def observation(plan: Plan, log: Log, weekly: Weekly, figure: Observed, clock: Clock) -> float:
    """The model's value of one figure."""
    dimension, group = part_of(figure)
    if figure.week is not None:
        weeks = [clock.iso_week(week) for week in range(clock.weeks)]
        rows = [row for key, row in zip(weekly.keys, weekly.values, strict=True)
                if (key.measure, key.dimension, key.group) == (figure.measure, dimension, group)]  # fmt: skip
        return float(rows[0][weeks.index(figure.week)]) if rows and figure.week in weeks else np.nan
    if figure.measure not in PERIOD_MEASURES or figure.from_ is None or figure.until is None:
        return np.nan
    start, end = max(clock.minute(figure.from_), 0.0), clock.minute(figure.until) + DAY
    counted = PERIOD_MEASURES[figure.measure](log.spells, moves_on(plan.static, log), start, end)
    masks = {(d, g): mask for d, g, mask in selections(plan.static, log)}
    if (dimension, group) not in masks:
        return np.nan
    found = counted & masks[dimension, group]
    # Somebody who went from group to group has several spells, and was served once.
    return float(len(np.unique(log.spells.person[found])) if figure.measure == "served" else np.sum(found))
