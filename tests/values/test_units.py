"""Numbers with units: what is read, and what is refused with words that help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from navsim.values.units import daily, duration, factor, rate, share, shown


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45 min", 45), ("1 minute", 1), ("90 minutes", 90), ("2 h", 120), ("1.5 hours", 90), ("1,5 hours", 90),
        ("21 days", 30240), ("1 day", 1440), ("100 weeks", 1_008_000), ("1 month", 43830), ("1 year", 525960),
        (" 45min ", 45), ("0 min", 0), ("1e2 min", 100), ("1000 years", 525_960_000),
    ],
)  # fmt: skip
def test_durations(text: str, minutes: float) -> None:
    assert duration(text) == minutes


@pytest.mark.parametrize(
    ("text", "per_minute"),
    [("12 / week", 12 / 10080), ("1.1 / month", 1.1 / 43830), ("3/day", 3 / 1440), ("0 / week", 0), ("1 / min", 1)],
)
def test_rates(text: str, per_minute: float) -> None:
    assert rate(text) == pytest.approx(per_minute, rel=1e-15)


@pytest.mark.parametrize(
    ("given", "part"), [(0.55, 0.55), ("55 %", 0.55), ("55%", 0.55), ("7,5 %", 0.075), (0, 0), (1, 1)]
)
def test_shares(given: object, part: float) -> None:
    assert share(given) == pytest.approx(part, rel=1e-15)


def test_visits_and_factors() -> None:
    assert daily("12.8 / open day") == 12.8
    assert (factor(0), factor(2), factor(0.5)) == (0, 2, 0.5)


@pytest.mark.parametrize(
    ("read", "given", "says"),
    [
        (duration, "45", "not a duration"),
        (duration, 45, "not a duration"),
        (duration, "45 moons", "not a duration"),
        (duration, "-1 min", "between 0 and 1000 years"),
        (duration, "1e400 min", "between 0 and 1000 years"),
        (duration, "1001 years", "between 0 and 1000 years"),
        (duration, "nan min", "not a duration"),
        (duration, None, "not a duration"),
        (rate, "12", "not a rate"),
        (rate, "12 per week", "not a rate"),
        (rate, "12 / moon", "not a rate"),
        (rate, "-1 / week", "can't be negative"),
        (rate, "1e400 / week", "can't be negative"),
        (share, "0.5 week", "not a share"),
        (share, True, "not a share"),
        (share, 1.01, "between 0 and 1"),
        (share, "101 %", "between 0 and 1"),
        (share, -0.1, "between 0 and 1"),
        (share, float("nan"), "between 0 and 1"),
        (daily, "12 / day", "not a number of visits"),
        (daily, "-1 / open day", "can't be negative"),
        (factor, True, "not a number"),
        (factor, "2", "not a number"),
        (factor, -1, "not a number"),
        (factor, float("inf"), "not a number"),
        (factor, float("nan"), "not a number"),
    ],
)
def test_what_is_refused(read: Callable[[object], float], given: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        read(given)
    assert str(caught.value).startswith(shown(given))


def test_long_values_are_quoted_short() -> None:
    assert len(shown("x" * 1000)) == 60
