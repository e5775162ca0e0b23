"""When the office works."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from navsim.config.fields import WEEKDAYS, Hours, MonthDay, Section, Weekday
from navsim.config.problem import FieldError


class Summer(Section):
    """The weeks in which the long holiday (fellesferie) is taken."""

    from_: MonthDay = Field("06-22", alias="from", description="First day, month-day")
    until: MonthDay = Field("08-16", description="Last day, month-day")

    @model_validator(mode="after")
    def in_order(self) -> Summer:
        """It begins before it ends."""
        if self.until <= self.from_:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the first ({self.from_})")
        return self


def country_form(value: Any) -> Any:
    """``none`` is no country."""
    return None if value == "none" else value


def hours_form(value: object) -> str:
    """Whether hours are given once or by weekday."""
    return "by_weekday" if isinstance(value, dict) else "one"


Country = Annotated[Literal["NO"] | None, BeforeValidator(country_form, json_schema_input_type=Literal["NO", "none"])]


class Calendar(Section):
    """Working days and hours of the office (arbeidstid). ``always`` stands for around the clock."""

    country: Country = Field("NO", description="Whose public holidays (helligdager) are days off; none: no days off")
    days: str = Field("mon-fri", description="Working days: mon-fri, or a list such as mon, wed, fri")
    hours: Annotated[
        Annotated[Hours, Tag("one")] | Annotated[dict[Weekday, Hours], Tag("by_weekday")], Discriminator(hours_form)
    ] = Field(description="Working hours, for all days or by weekday")
    summer: Summer = Field(default_factory=Summer, description="When the long holiday is taken")

    def opening(self) -> dict[Weekday, tuple[float, float]]:
        """Opening by weekday (minutes after midnight)."""
        if isinstance(self.hours, dict):
            return dict(self.hours)
        return dict.fromkeys(weekdays(self.days), self.hours)

    @model_validator(mode="after")
    def days_exist(self) -> Calendar:
        """The days are known, and named once."""
        try:
            weekdays(self.days)
        except ValueError as error:
            raise FieldError(("days",), str(error)) from error
        if isinstance(self.hours, dict) and "days" in self.model_fields_set:
            raise FieldError(("days",), "hours by weekday name the working days already: leave out days")
        if not self.opening():
            raise FieldError(("hours",), "name at least one weekday")
        return self


def weekdays(text: str) -> tuple[Weekday, ...]:
    """The weekdays of ``mon-fri`` or ``mon, wed``; ValueError for others."""
    known = list(WEEKDAYS)
    first, dash, last = (part.strip() for part in text.partition("-"))
    if dash and first in known and last in known and known.index(first) <= known.index(last):
        return tuple(known[known.index(first) : known.index(last) + 1])
    parts = [part.strip() for part in text.split(",")]
    if not dash and all(part in known for part in parts):
        return tuple(weekday for weekday in known if weekday in parts)
    raise ValueError(f"{text!r} are not weekdays: write mon-fri, or mon, wed, fri")


def calendar_form(value: Any) -> Any:
    """``always`` is a calendar without nights and days off."""
    return {"country": None, "days": "mon-sun", "hours": "00:00-24:00"} if value == "always" else value


WrittenCalendar = Annotated[
    Calendar, BeforeValidator(calendar_form, json_schema_input_type=Literal["always"] | Calendar)
]
