"""Between dates and the minutes of the model."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from math import floor

from navsim.values.time import DAY, WEEK


@dataclass(frozen=True)
class Clock:
    """Minutes since ``start`` 00:00, in the calendar. Days before the start are negative minutes.

    Parameters
    ----------
    start:
        The first day, a Monday.
    weeks:
        Length of the run.
    """

    start: datetime.date
    weeks: int

    @property
    def horizon(self) -> float:
        """The end of the run (minutes)."""
        return self.weeks * WEEK

    @property
    def days(self) -> int:
        """The number of days in the run."""
        return self.weeks * 7

    def minute(self, day: datetime.date) -> float:
        """00:00 of a day (minutes); negative before the start."""
        return (day - self.start).days * DAY

    def date(self, minute: float) -> datetime.date:
        """The day in which an instant lies; at 00:00 it is the day that begins."""
        return self.start + datetime.timedelta(days=floor(minute / DAY))

    def monday(self, week: int) -> datetime.date:
        """The first day of a week of the run, counted from 0."""
        return self.start + datetime.timedelta(weeks=week)

    def iso_week(self, week: int) -> str:
        """The ISO name of a week of the run, such as ``2020-W10``."""
        year, number, _ = self.monday(week).isocalendar()
        return f"{year}-W{number:02d}"

    def year_before(self, week: int) -> int | None:
        """The week of the run with the same ISO number a year earlier; None when there is none."""
        year, number, _ = self.monday(week).isocalendar()
        try:
            days = (datetime.date.fromisocalendar(year - 1, number, 1) - self.start).days
        except ValueError:  # that year has no week 53
            return None
        return days // 7 if days >= 0 else None
