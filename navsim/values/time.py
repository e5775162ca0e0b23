"""Time: minutes since the start date 00:00, local wall clock, on a grid of 2**-10 minute.

On this grid float64 sums and differences are exact for 16 million years, whatever their order, so two
engines that add the same numbers in different orders still agree to the bit. Summer time is ignored:
a day has 1440 minutes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

MINUTE = 1.0
HOUR = 60.0
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR = 365.25 * DAY
MONTH = YEAR / 12

TICKS = 1024.0
"""Grid points in a minute."""


def on_grid(minutes: float) -> float:
    """The nearest grid point, halves upwards (minutes)."""
    return math.floor(minutes * TICKS + 0.5) / TICKS


def all_on_grid(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """:func:`on_grid` for an array; the same bits."""
    return np.floor(minutes * TICKS + 0.5) / TICKS
