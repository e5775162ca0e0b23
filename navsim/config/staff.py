"""Who does the work, and where they receive people."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from pydantic import Field, model_validator

from navsim.config.fields import (
    Day,
    Duration,
    Factor,
    Hours,
    Money,
    Name,
    Names,
    Owner,
    Section,
    Share,
    Title,
    Weekday,
    Whole,
)
from navsim.config.opening import weekdays
from navsim.config.problem import FieldError
from navsim.config.timelines import Law, ShareLine
from navsim.values.time import DAY, HOUR


class Ramp(Section):
    """New staff begin slower (opplæring): proficiency from a share of normal up to 1."""

    from_: Share = Field(alias="from", description="Share of normal on the first day")
    over: Duration = Field(description="Until proficiency is normal")


class Recruiting(Section):
    """A post that must be filled first."""

    opened: Day = Field(description="When recruiting begins")
    lead: Duration = Field(description="Until the person starts")

    @property
    def first_day(self) -> date:
        """The first day at work: that on which the lead time has passed."""
        return self.opened + timedelta(days=ceil(self.lead / DAY))


class Leave(Section):
    """Leave or training known beforehand: a share of each working day."""

    from_: Day = Field(alias="from", description="First day")
    until: Day | None = Field(None, description="Last day; left out: to the end")
    share: Share = Field(1.0, description="Share of each working day")

    @model_validator(mode="after")
    def in_order(self) -> Leave:
        """It begins before it ends."""
        if self.until and self.until < self.from_:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the first ({self.from_})")
        return self


class Absence(Section):
    """Sick leave (sykefravær): a share of the minutes left after holidays and leave."""

    share: ShareLine = Field(description="Share of the minutes left after holidays and leave")
    spell: Law = Field(description="How long a spell lasts, in calendar time")

    @model_validator(mode="after")
    def lasting(self) -> Absence:
        """Spells of no length could never add up to a share."""
        if self.spell.distribution().mean < HOUR:
            raise FieldError(("spell",), "a spell of absence lasts at least 1 h in the mean")
        return self


class Holidays(Section):
    """Holidays (ferie), in working days a year."""

    summer: Whole = Field(15, ge=0, le=60, description="In the summer weeks, in one piece")
    other: Whole = Field(10, ge=0, le=200, description="The rest of the year, in whole weeks as far as possible")


class Overtime(Section):
    """Hours beyond the contract (overtid), on dated days: all of them for tasks."""

    from_: Day = Field(alias="from", description="First day")
    until: Day = Field(description="Last day")
    days: str = Field("mon-fri", description="Weekdays: mon-fri, or a list such as mon, wed, fri")
    hours: Hours = Field(description="When, outside the contract's hours")
    pay: Factor = Field(1.5, description="Cost of an hour, in normal hours")

    @model_validator(mode="after")
    def in_order(self) -> Overtime:
        """It begins before it ends, on weekdays that there are."""
        if self.until < self.from_:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the first ({self.from_})")
        try:
            weekdays(self.days)
        except ValueError as error:
            raise FieldError(("days",), str(error)) from error
        return self


class Later(Section):
    """What is different from a date on (omorganisering); what is left out stays."""

    from_: Day = Field(alias="from", description="First day")
    queues: tuple[Names, ...] | None = Field(None, description="Queues served, in order of rank")
    office: Name | None = Field(None, description="Where they sit")
    serves: tuple[Names, ...] | None = Field(None, description="Offices served, in order of rank")
    away: dict[Weekday, Name] | None = Field(None, description="Weekdays at another office")


class Staff(Section):
    """Employees who are alike (ansatte)."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    people: Whole = Field(ge=0, le=100_000, description="How many")
    fte: Share = Field(1.0, description="Position of each (stillingsandel)")
    owner: Owner = Field(description="Who pays: state or municipal")
    productive: ShareLine = Field(
        description="Share of the minutes left after absences, travel and reception that is for tasks"
    )
    block: Duration = Field(240.0, description="About how long an unbroken block of productive time is")
    queues: tuple[Names, ...] = Field((), description="Queues served, in order of rank; a list inside shares a rank")
    from_: Day | None = Field(None, alias="from", description="First day")
    until: Day | None = Field(None, description="Last day")
    recruiting: Recruiting | None = Field(None, description="In place of from")
    ramp: Ramp | None = Field(None, description="New staff begin slower (opplæring)")
    absence: Absence | None = Field(None, description="Sick leave (sykefravær)")
    leave: tuple[Leave, ...] = Field((), description="Long leave of each (permisjon, gradert sykmelding)")
    training: tuple[Leave, ...] = Field((), description="Training of each (kurs)")
    holidays: Holidays | None = Field(None, description="Holidays (ferie); left out: none")
    overtime: tuple[Overtime, ...] = Field((), description="Hours beyond the contract (overtid)")
    office: Name | None = Field(None, description="Where they sit; needed with offices")
    serves: tuple[Names, ...] = Field((), description="Offices served, in order of rank; left out: their own")
    away: dict[Weekday, Name] = Field(
        default_factory=dict, description="Weekdays at another office, with travel there and back in paid time"
    )
    later: tuple[Later, ...] = Field((), description="What is different from a date on, in order of date")
    yearly_cost: Money | None = Field(None, description="What a full-time position costs a year (NOK)")
    area: Name | None = Field(None, description="Budget area (budsjettområde): one of areas")

    @model_validator(mode="after")
    def dates(self) -> Staff:
        """One start, before the end."""
        if self.from_ and self.recruiting:
            raise ValueError("give from or recruiting, not both")
        start = self.from_ or (self.recruiting.first_day if self.recruiting else None)
        if start and self.until and self.until < start:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the start ({start})")
        dates = [later.from_ for later in self.later]
        if any(second <= first for first, second in pairwise(dates)):
            raise FieldError(("later",), "what comes later is written in order of date, each date once")
        if self.fte == 0:
            raise FieldError(("fte",), "must be above 0; for nobody write people: 0")
        if self.block < 1:
            raise FieldError(("block",), "a block of productive time lasts at least 1 min")
        return self


class Reception(Section):
    """A reception (mottak) with people on duty."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    opening: dict[Weekday, Hours] = Field(description="Opening hours by weekday")
    on_duty: Whole = Field(ge=1, le=100, description="People on duty at a time")
    staff: tuple[Name, ...] = Field(description="Staff entries that take turns")
    travel: Duration = Field(0.0, description="Travel there and back for each person and day, in paid time")
    open: ShareLine | None = Field(None, description="1 open, 0 closed for walk-ins")
    office: Name | None = Field(None, description="Whose reception it is; needed with offices")
