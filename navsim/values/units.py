"""Numbers with units, as people write them: ``45 min``, ``12 / week``, ``55 %``.

Inside the program a duration is in minutes, a rate is per minute and a share lies in [0, 1].
"""

from __future__ import annotations

import math
import re

from navsim.values.time import DAY, HOUR, MINUTE, MONTH, WEEK, YEAR

UNITS = {
    "min": MINUTE, "minute": MINUTE, "minutes": MINUTE,
    "h": HOUR, "hour": HOUR, "hours": HOUR,
    "day": DAY, "days": DAY,
    "week": WEEK, "weeks": WEEK,
    "month": MONTH, "months": MONTH,
    "year": YEAR, "years": YEAR,
}  # fmt: skip
"""Minutes in each unit; a month is a twelfth of 365.25 days."""

NUMBER = r"(-?\d+(?:\.\d+|,\d{1,2}|,\d{4,})?(?:[eE][+-]?\d+)?)"
"""A decimal comma will do, but not before three digits: 1,000 may mean a thousand."""
DURATION = re.compile(rf"^{NUMBER}\s*([a-z]+)$")
RATE = re.compile(rf"^{NUMBER}\s*/\s*([a-z ]+)$")
PERCENT = re.compile(rf"^{NUMBER}\s*%$")
LONGEST = 1000 * YEAR


def duration(value: object) -> float:
    """Minutes of a text such as ``45 min``, ``2 h``, ``21 days``; ValueError when it isn't one."""
    match = DURATION.match(value.strip()) if isinstance(value, str) else None
    if not match or match[2] not in UNITS:
        raise ValueError(
            f"{shown(value)} is not a duration: write a number and a unit, e.g. 45 min, 2 h, 21 days, 12 weeks"
        )
    minutes = to_float(match[1]) * UNITS[match[2]]
    if not 0 <= minutes <= LONGEST:
        raise ValueError(f"{shown(value)}: a duration lies between 0 and 1000 years")
    return minutes


def rate(value: object) -> float:
    """Events per minute of a text such as ``12 / week``; ValueError when it isn't one."""
    match = RATE.match(value.strip()) if isinstance(value, str) else None
    if not match or match[2].strip() not in UNITS:
        raise ValueError(
            f"{shown(value)} is not a rate: write a number for each unit of time, e.g. 12 / week, 1.1 / month"
        )
    number = to_float(match[1])
    if not 0 <= number < math.inf:
        raise ValueError(f"{shown(value)}: a rate can't be negative")
    return number / UNITS[match[2].strip()]


def daily(value: object) -> float:
    """Visits on each open day, of a text such as ``12.8 / open day``."""
    match = RATE.match(value.strip()) if isinstance(value, str) else None
    if not match or match[2].strip() != "open day":
        raise ValueError(f"{shown(value)} is not a number of visits: write e.g. 12.8 / open day")
    number = to_float(match[1])
    if not 0 <= number < math.inf:
        raise ValueError(f"{shown(value)}: visits can't be negative")
    return number


def share(value: object) -> float:
    """A share in [0, 1], written 0.55 or ``55 %``; ValueError when it isn't one."""
    if isinstance(value, str) and (match := PERCENT.match(value.strip())):
        part = to_float(match[1]) / 100
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        part = float(value)
    else:
        raise ValueError(f"{shown(value)} is not a share: write a number from 0 to 1, or e.g. 55 %")
    if not 0 <= part <= 1:
        raise ValueError(f"{shown(value)} is not a share: it must lie between 0 and 1 (0 % and 100 %)")
    return part


def factor(value: object) -> float:
    """A plain number that is 0 or more; ValueError when it isn't one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
        raise ValueError(f"{shown(value)} is not a number that is 0 or more")
    return float(value)


def to_float(text: str) -> float:
    """The number that a text states; a decimal comma is taken for a point."""
    return float(text.replace(",", "."))


def shown(value: object) -> str:
    """A value as it is quoted in a message: short, on one line."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
