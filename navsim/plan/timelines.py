"""Compiles timelines: piecewise constant, changing at 00:00 only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from navsim.calendar.clock import Clock
from navsim.config.daily import Days, daily_values, weights
from navsim.config.models import Change, Config
from navsim.config.shocks import by_line
from navsim.config.timelines import Pulse, Spec
from navsim.values.time import DAY
from navsim.values.timeline import Timeline


def compile_line(line: Spec[Any] | float, clock: Clock, changes: Iterable[Pulse[Any]] = ()) -> Timeline:
    """The timeline that a config states, with the changes of shocks applied in their order.

    Parameters
    ----------
    line:
        What the config states; a number stands for a timeline that the config leaves out.
    clock:
        The run: values are worked out for each of its days, and the last one holds for ever.
    changes:
        Pulses that move the value; for inflow those with ``add`` belong in streams of their own
        (:func:`pulse_line`).
    """
    return from_days(daily_values(line, clock, changes))


def pulse_line(change: Pulse[Any], clock: Clock) -> Timeline:
    """The rate that a change adds, by itself; 0 outside it."""
    if change.add is None:
        raise ValueError("only an addition is a stream of its own")
    return from_days(weights(change, clock) * change.add)


def from_days(values: Days) -> Timeline:
    """The timeline with these values on the days of the run."""
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return Timeline(tuple((starts * DAY).tolist()), tuple(values[starts].tolist()))


def changes_by_path(config: Config) -> dict[str, tuple[tuple[str, Change], ...]]:
    """The changes of all shocks by the full path of their timeline, each with its shock's name, in the order in which
    they are applied."""
    return by_line(config.shocks)
