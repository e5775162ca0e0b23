"""The types of single fields: numbers with units, names, texts in three languages."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    Tag,
    WithJsonSchema,
)

from navsim.values import units
from navsim.values.time import HOUR

Whole = Annotated[int, Strict()]
"""A whole number; neither ``true`` nor a text is taken for one."""

Number = Annotated[float, Strict()]
"""A plain number."""

YesNo = Annotated[bool, Strict()]
"""``true`` or ``false``."""

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
NEAREST: dict[Language, tuple[Language, ...]] = {
    "nb": ("nb", "nn", "en"), "nn": ("nn", "nb", "en"), "en": ("en", "nb", "nn"),
}  # fmt: skip
"""Where a text is looked for, the language itself first."""

NUMBER = r"^\d+([.,]\d+)?([eE][+-]?\d+)?\s*"
PERCENT = r"^(100([.,]0+)?|\d{1,2}([.,]\d+)?)\s*%$"
UNIT = "|".join(units.UNITS)


def written(pattern: str, *examples: str) -> WithJsonSchema:
    """The JSON Schema of a number that is written with a unit."""
    return WithJsonSchema({"type": "string", "pattern": NUMBER + pattern + "$", "examples": list(examples)})


Duration = Annotated[float, BeforeValidator(units.duration), written(f"({UNIT})", "45 min", "21 days")]
"""Minutes; written ``45 min``, ``2 h``, ``21 days``, ``12 weeks``, ``6 months``, ``2 years``."""

Rate = Annotated[float, BeforeValidator(units.rate), written(rf"/\s*({UNIT})", "12 / week", "1.1 / month")]
"""Events per minute; written ``12 / week``."""

Daily = Annotated[float, BeforeValidator(units.daily), written(r"/\s*open day", "13 / open day")]
"""Visits on an open day; written ``13 / open day``."""

SHARE = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": PERCENT}]}

Share = Annotated[float, BeforeValidator(units.share), WithJsonSchema(SHARE)]
"""A part of the whole; written ``0.55`` or ``55 %``."""

Factor = Annotated[float, BeforeValidator(units.factor), WithJsonSchema({"type": "number", "minimum": 0})]
"""A plain number that is 0 or more."""

NAME = re.compile(r"^[a-z][a-z0-9_-]{0,59}$")


def name(value: object) -> str:
    """A name as it is used in paths, tables and file names."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError(
            f"{units.shown(value)} is not a name: use a-z, 0-9, _ and -, beginning with a letter, at most 60 characters"
        )
    return value


Name = Annotated[str, BeforeValidator(name), WithJsonSchema({"type": "string", "pattern": NAME.pattern})]


def one_or_list(value: object) -> str:
    """Which form a field has that takes one name or a list of them."""
    return "list" if isinstance(value, (list, tuple)) else "one"


Names = Annotated[Annotated[Name, Tag("one")] | Annotated[tuple[Name, ...], Tag("list")], Discriminator(one_or_list)]
"""One name, or a list of names."""


def name_or_shares(value: object) -> str:
    """Whether one name is given, or shares of several."""
    return "shares" if isinstance(value, dict) else "one"


OfficeShares = Annotated[
    Annotated[Name, Tag("one")] | Annotated[dict[Name, Share], Tag("shares")], Discriminator(name_or_shares)
]
"""One office, or the share of each of several."""

Money = Annotated[float, Strict(), Field(ge=0, le=1e12)]
"""Norwegian kroner (NOK)."""


DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII)


def day(value: object) -> date:
    """A date written ``2020-03-12``."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"{units.shown(value)} is not a date that exists: write year-month-day, e.g. 2020-03-12")


DATE = {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"}

Day = Annotated[date, BeforeValidator(day), WithJsonSchema(DATE)]
"""A date; what begins on it begins at 00:00, what ends on it ends at 24:00 (its last day)."""


def iso_week(value: object) -> str:
    """A week written ``2020-W10``."""
    try:
        if isinstance(value, str) and WEEK.fullmatch(value):
            date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
            return value
    except ValueError:
        pass
    raise ValueError(f"{units.shown(value)} is not a week that exists: write year-Wweek, e.g. 2020-W10")


WEEK = re.compile(r"[12]\d{3}-W\d{2}", re.ASCII)
IsoWeek = Annotated[str, BeforeValidator(iso_week), WithJsonSchema({"type": "string", "pattern": f"^{WEEK.pattern}$"})]


def month_day(value: object) -> str:
    """A day of any year written ``06-22`` (month-day)."""
    try:
        if isinstance(value, str) and len(value) == 5:
            date.fromisoformat(f"2001-{value}")
            return value
    except ValueError:
        pass
    raise ValueError(f"{units.shown(value)} is not a day of every year: write month-day, e.g. 06-22")


MonthDay = Annotated[str, BeforeValidator(month_day), WithJsonSchema({"type": "string", "pattern": r"^\d{2}-\d{2}$"})]

HOURS = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})", re.ASCII)


def clock(text: str) -> float:
    """Minutes after midnight of ``08:00``; 24:00 is the end of the day."""
    if text == "24:00":
        return 24 * HOUR
    moment = time.fromisoformat(text.zfill(5))
    return moment.hour * HOUR + moment.minute


def hours(value: object) -> tuple[float, float]:
    """Minutes after midnight of an opening, written ``08:00-15:30``."""
    match = HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if match and (window := (clock(match[1]), clock(match[2])))[0] < window[1]:
            return window
    except ValueError:
        pass
    raise ValueError(f"{units.shown(value)} is not an opening: write from-to, e.g. 08:00-15:30")


Hours = Annotated[
    tuple[float, float],
    BeforeValidator(hours),
    WithJsonSchema({"type": "string", "pattern": f"^{HOURS.pattern}$", "examples": ["08:00-15:30"]}),
]

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


Owner = Literal["state", "municipal"]
"""Who pays and whose task it is."""


class Section(BaseModel):
    """Every part of a config is closed (an unknown key is a mistake) and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


LONGEST_TITLE = 100
"""Characters: what a plot has room for."""


class Texts(Section):
    """A text in bokmål (nb), nynorsk (nn) and English (en); those not given fall back on one that is."""

    nb: str | None = Field(None, description="Bokmål")
    nn: str | None = Field(None, description="Nynorsk")
    en: str | None = Field(None, description="English")

    def text(self, language: Language) -> str:
        """The text in a language, or the nearest there is; an empty text when there is none."""
        found: str | None = getattr(self, self.spoken(language) or language)
        return found or ""

    def spoken(self, language: Language) -> Language | None:
        """The language that :meth:`text` comes in; None when there is none."""
        return next((one for one in NEAREST[language] if getattr(self, one)), None)


class TitleTexts(Texts):
    """A title in bokmål (nb), nynorsk (nn) and English (en); those not given fall back on one that is."""

    nb: str | None = Field(None, max_length=LONGEST_TITLE, description="Bokmål")
    nn: str | None = Field(None, max_length=LONGEST_TITLE, description="Nynorsk")
    en: str | None = Field(None, max_length=LONGEST_TITLE, description="English")


def texts(value: Any) -> Any:
    """One text stands for all languages."""
    if isinstance(value, (dict, Texts)):
        return value
    if isinstance(value, str):
        return {"nb": value, "nn": value, "en": value}
    raise ValueError(
        f"{units.shown(value)} is not a text: write one text, or one for each language, e.g. {{nb: ..., en: ...}}"
    )


def some(value: Texts) -> Texts:
    """The text, which must not be empty in every language."""
    if value.spoken("nb") is None:
        raise ValueError("is empty: write one text, or one for each language, e.g. {nb: ..., en: ...}")
    return value


Title = Annotated[TitleTexts, BeforeValidator(texts, json_schema_input_type=str | TitleTexts)]
"""What something is called: one title, or one for each language."""

Prose = Annotated[Texts, BeforeValidator(texts, json_schema_input_type=str | Texts), AfterValidator(some)]
"""What is said of something: one text, or one for each language, as long as it needs to be."""
