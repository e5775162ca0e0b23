"""A difference in words: how much, which way, or that two scenarios cannot be told apart.

Each measure has its own phrases in the catalogues, singular and plural, for more and for less, so that
no sentence is pieced together from words that may not agree with one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from navsim.report.numbers import Estimate, amount
from navsim.report.words import Words

Direction = Literal["more", "less", "unclear", "same"]
SHARES = frozenset(
    {
        "follow_up_rate", "follow_up_rate_established", "first_contact_on_time", "on_time", "activity_share",
        "to_work_share", "utilisation", "sick_share",
    }
)  # fmt: skip
PHRASED = ("backlog", "queue", "follow_up_rate", "wait_days", "caseload", "backlog_hours")


@dataclass(frozen=True)
class Subject:
    """Two titles, the contact window in days as text, whether the scenario was just mentioned, and the week in which
    the difference is largest, with its size, as texts."""

    scenario: str
    base: str
    window: str
    mentioned: bool = False
    peak: tuple[str, str] | None = None


def direction(difference: Estimate) -> Direction:
    """Which way a difference points, as far as its interval lets us say."""
    if difference.same:
        return "same"
    if difference.holds_zero or difference.mean == 0:
        return "unclear"
    return "more" if difference.mean > 0 else "less"


def points(difference: Estimate, measure: str) -> Estimate:
    """A difference in the unit of its phrase: percentage points for shares."""
    return difference.times(100.0) if measure in SHARES else difference


def phrase(difference: Estimate, measure: str, statistic: str, words: Words, window: str) -> str:
    """``34 (28–40) more overdue tasks`` with verb and time; for a difference that points somewhere."""
    way = direction(difference)
    size = points(difference, measure).times(-1.0 if way == "less" else 1.0)
    mean, interval = amount(size, words)
    return words.counted(
        f"difference.{measure}.{way}",
        mean,
        interval=f"{interval} " if interval else "",
        when=words(f"statistic.{statistic}"),
        window=window,
    )


def sentence(difference: Estimate, measure: str, statistic: str, about: Subject, words: Words) -> str:
    """One sentence about a scenario beside the base."""
    way = direction(difference)
    titles = {"scenario": words.quoted(about.scenario), "base": words.quoted(about.base)}
    if way in ("more", "less"):
        titles["phrase"] = phrase(difference, measure, statistic, words, about.window)
        if about.peak:
            week, most = about.peak
            return words("finding.differs_peak", week=week, most=most, **titles)
        return words("finding.differs_too" if about.mentioned else "finding.differs", **titles)
    noun = words(f"noun.{measure}", window=about.window)
    if way == "same":
        return words("finding.same", noun=noun, **titles)
    mean, interval = amount(points(difference, measure), words)
    unit = words.counted(f"unit.{measure}", mean, interval=f"{interval} " if interval else "")
    return words("finding.unclear", noun=noun, when=words(f"statistic.{statistic}"), amount=unit, **titles)
