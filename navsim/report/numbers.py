"""Numbers, shares, dates, weeks and intervals as each language writes them.

Numbers of a sentence keep as many decimals as their interval justifies, and never so few that an
interval beside zero seems to hold it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from navsim.config.fields import Language
from navsim.report.material import Material
from navsim.report.words import Words

NO_BREAK = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"


def number(value: float, language: Language, decimals: int = 0, signed: bool = False) -> str:
    """``1 130,5`` in Norwegian, ``1,130.5`` in English; a true minus; a dash for what is not defined."""
    if not math.isfinite(value):
        return DASH
    digits = f"{abs(value):,.{decimals}f}"
    zero = not digits.strip("0.,")
    if language != "en":
        digits = digits.replace(",", NO_BREAK).replace(".", ",")
    sign = "" if zero else MINUS if value < 0 else "+" if signed else ""
    return sign + digits


def percent(share: float, language: Language, decimals: int = 0) -> str:
    """A share of 0 to 1 as ``70 %`` (Norwegian) or ``70%``."""
    return percent_sign(number(100 * share, language, decimals), language)


def percent_sign(digits: str, language: Language) -> str:
    """The sign, with the space that the language wants."""
    return f"{digits}%" if language == "en" else f"{digits}{NO_BREAK}%"


def day(value: date, words: Words) -> str:
    """``12. mars 2020``, ``12 March 2020``."""
    return words("general.day", day=value.day, month=words(f"month.{value.month}"), year=value.year)


def window(material: Material, words: Words) -> str:
    """The contact window in days, as text."""
    days = material.window_days
    return number(days, words.language, 0 if days == math.floor(days) else 1)


def week(iso: str, words: Words) -> str:
    """``2020-W18`` as ``uke 18 2020``."""
    year, _, ordinal = iso.partition("-W")
    return words("general.week_of_year", week=int(ordinal), year=year)


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its 95 % interval; not-a-number where a single run gives none."""

    mean: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def same(self) -> bool:
        """Whether nothing differs in any run."""
        return self.mean == self.low == self.high == 0

    @property
    def holds_zero(self) -> bool:
        """Whether the interval holds zero: the two cannot be told apart."""
        return self.known and self.low <= 0 <= self.high

    def times(self, factor: float) -> Estimate:
        """The same in another unit or with the other sign; low stays below high."""
        ends = sorted((self.low * factor, self.high * factor)) if self.known else (math.nan, math.nan)
        return Estimate(self.mean * factor, ends[0], ends[1])


def within(estimate: Estimate, least: float, most: float) -> Estimate:
    """The same with an interval that stays within bounds."""
    if not estimate.known:
        return estimate
    return Estimate(estimate.mean, max(estimate.low, least), min(estimate.high, most))


def decimals_of(estimate: Estimate, least: int = 0) -> int:
    """Decimals that the interval justifies; more when rounding would let it touch zero."""
    if not estimate.known:
        return max(least, 0 if abs(estimate.mean) >= 10 or estimate.mean == round(estimate.mean) else 1)
    half = (estimate.high - estimate.low) / 2
    decimals = max(least, 0 if half >= 1 or half == 0 else 1)
    nearest = min(abs(estimate.low), abs(estimate.high))
    while not estimate.holds_zero and decimals < 4 and 0 < nearest < 0.5 * 10**-decimals:
        decimals += 1
    return decimals


def amount(estimate: Estimate, words: Words, unit: str = "", signed: bool = False, least: int = 0) -> tuple[str, str]:
    """The mean and its interval as two texts, the second empty when there is no interval.

    ``unit`` may be ``percent``: the values are shares, and both texts carry the sign. An interval of shares is cut at
    0 and 100 %: the mean lies nowhere else, whatever the t-distribution says.
    """
    shown = within(estimate.times(100.0), 0.0, 100.0) if unit == "percent" else estimate
    decimals = decimals_of(shown, least)

    def sign(digits: str) -> str:
        return percent_sign(digits, words.language) if unit == "percent" else digits

    mean, low, high = (number(value, words.language, decimals, signed) for value in (shown.mean, shown.low, shown.high))
    if not shown.known:
        return sign(mean), ""
    joint = DASH if shown.low >= 0 and not signed else f" {words('general.to')} "
    return sign(mean), f"({low}{joint}{sign(high)})"
