"""The value of a timeline on each day of a run.

Within a day the value is constant; a ramp, a rise and a fall have the value that they reach at noon. So over
whole days nothing is lost or gained.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.timelines import Pulse, Season, Spec, Step
from navsim.values.time import DAY

Days = NDArray[np.float64]
"""One number for each day of the run."""


def daily_values(line: Spec[Any] | float, clock: Clock, changes: Iterable[Pulse[Any]] = ()) -> Days:
    """The value on each day: steps, times the season, then the pulses and then ``changes``, each in its order.

    A bare number is the timeline that has this value on every day.
    """
    if isinstance(line, Spec):
        values = step_values(line.steps, clock) * season_factors(line.season, clock)
        changes = (*line.pulses, *changes)
    else:
        values = np.full(clock.days, float(line))
    for pulse in changes:
        values = disturbed(values, pulse, weights(pulse, clock))
    return values


def noons(clock: Clock) -> Days:
    """Noon of each day (minutes)."""
    return (np.arange(clock.days, dtype=np.float64) + 0.5) * DAY


def step_values(steps: tuple[Step[Any], ...], clock: Clock) -> Days:
    """The value of the latest step that has begun, on its way to ``ramp_to`` if it has one."""
    starts = np.array([-np.inf if step.from_ is None else clock.minute(step.from_) for step in steps])
    lengths = np.array([step.over or 0.0 for step in steps])
    first = np.array([step.value for step in steps], float)
    last = np.array([step.value if step.ramp_to is None else step.ramp_to for step in steps], float)

    noon = noons(clock)
    now = np.maximum(np.searchsorted(starts, noon, side="right") - 1, 0)
    since, length = noon - starts[now], lengths[now]
    part = np.where(length > 0, np.clip(since / np.where(length > 0, length, 1.0), 0.0, 1.0), since >= 0)
    return np.asarray(first[now] + part * (last[now] - first[now]))


def season_factors(season: Season | None, clock: Clock) -> Days:
    """The factor of each day's month."""
    if season is None:
        return np.ones(clock.days)
    days = np.datetime64(clock.start, "D") + np.arange(clock.days)
    return np.asarray(np.array(season.factors())[days.astype("datetime64[M]").astype(int) % 12])


def weights(pulse: Pulse[Any], clock: Clock) -> Days:
    """How much of a pulse is felt on each day: 0 outside, 1 while it holds."""
    since = noons(clock) - clock.minute(pulse.from_)
    left = pulse.length - since
    up = np.minimum(since / pulse.rise, 1.0) if pulse.rise > 0 else 1.0
    down = np.minimum(left / pulse.fall, 1.0) if pulse.fall > 0 else 1.0
    return np.asarray(np.where((since >= 0) & (left > 0), np.minimum(up, down), 0.0))


def disturbed(values: Days, pulse: Pulse[Any], weight: Days) -> Days:
    """The values with a pulse on them."""
    if pulse.add is not None:
        return values + weight * float(pulse.add)
    if pulse.multiply is not None:
        return values * (1 - weight + weight * pulse.multiply)
    return (1 - weight) * values + weight * float(pulse.set or 0.0)
