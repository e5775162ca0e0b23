"""Working days, opening hours and public holidays (virkedager, åpningstid, helligdager)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import holidays
import numpy as np
from numpy.typing import NDArray

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Days:
    """Consecutive days; each array has one element a day.

    ``opens`` and ``closes`` are minutes after midnight, both 0 on weekdays without hours. ``weekday``
    counts from Monday = 0. ``public_holiday`` does not ask whether the office would have been open.
    """

    first: date
    weekday: NDArray[np.int64]
    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    public_holiday: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.weekday)

    @property
    def has_hours(self) -> NDArray[np.bool_]:
        """Whether the weekday has opening hours, public holiday or not."""
        return self.closes > self.opens

    @property
    def works(self) -> NDArray[np.bool_]:
        """Working days: the weekday has hours and the day is no public holiday."""
        return self.has_hours & ~self.public_holiday


def days(hours: Mapping[Weekday, tuple[float, float]], country: str | None, first: date, count: int) -> Days:
    """The ``count`` days from ``first`` on.

    Parameters
    ----------
    hours:
        Opening and closing (minutes after midnight) by weekday, ``mon`` to ``sun``.
    country:
        Whose public holidays are off, such as ``NO``; None when there are none. Which days they are is
        left to the package ``holidays``: 24 and 31 December, for one, are not among the Norwegian ones.
    """
    weekday = (first.weekday() + np.arange(count)) % 7
    week = np.array([hours.get(name, (0.0, 0.0)) for name in WEEKDAYS])
    return Days(first, weekday, week[weekday, 0], week[weekday, 1], public_holidays(country, first, count))


def public_holidays(country: str | None, first: date, count: int) -> NDArray[np.bool_]:
    """Which of ``count`` days from ``first`` on are public holidays."""
    off = np.zeros(count, np.bool_)
    if country is not None:
        years = range(first.year, (first + timedelta(days=count)).year + 1)
        places = [(day - first).days for day in holidays.country_holidays(country, years=years)]
        off[[place for place in places if 0 <= place < count]] = True
    return off
