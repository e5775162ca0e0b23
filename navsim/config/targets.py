"""What is to be kept, and how precisely it is to be known."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from navsim.config.fields import Day, Name, Number, Section, Share, Title, YesNo
from navsim.config.problem import FieldError

LAST_YEAR = "last_year"
AGAINST = "write last_year, or the days to compare with: {from: 2019-01-07, until: 2019-03-31}"


class Baseline(Section):
    """Days of the same run with which a target compares (sammenligningsperiode)."""

    from_: Day = Field(alias="from", description="First day")
    until: Day = Field(description="Last day")

    @model_validator(mode="after")
    def in_order(self) -> Baseline:
        """Dates in order."""
        if self.until < self.from_:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the first ({self.from_})")
        return self


def against_form(value: object) -> str | None:
    """What a target compares with; None when it is neither form."""
    if isinstance(value, (dict, Baseline)):
        return "days"
    return "named" if value == LAST_YEAR else None


Against = Annotated[
    Annotated[Literal["last_year"], Tag("named")] | Annotated[Baseline, Tag("days")],
    Discriminator(against_form, custom_error_type="against", custom_error_message=AGAINST),
]


class Target(Section):
    """A goal or a legal deadline (mål, resultatkrav) for a measure."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    measure: Name = Field(description="Which measure, e.g. follow_up_rate")
    dimension: str | None = Field(None, description="group unless given; all when the group is all")
    group: str = Field("all", description="Whose figure it is: a name of the dimension, or all")
    at_least: Number | None = Field(None, description="The measure is not below this")
    at_most: Number | None = Field(None, description="The measure is not above this")
    against: Against | None = Field(
        None,
        description="The bounds are on the change since then: last_year (the same ISO weeks a year earlier), or "
        "earlier days of the run, of which the mean counts",
    )
    from_: Day | None = Field(None, alias="from", description="First day; left out: the start")
    until: Day | None = Field(None, description="Last day; left out: the end")
    over: Literal["each_week", "period"] = Field("each_week", description="Kept in each week, or in the mean of them")
    certainty: Share = Field(0.8, description="Share of the replications in which a target that is kept holds")
    legal: YesNo = Field(False, description="A deadline by law, not a goal")

    @model_validator(mode="after")
    def complete(self) -> Target:
        """One bound, and dates in order."""
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a target has either at_least or at_most")
        if self.from_ and self.until and self.until < self.from_:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the first ({self.from_})")
        return self


class Until(Section):
    """Replications go on until a figure is known this precisely."""

    measure: Name = Field(description="Which measure, all users or tasks, mean over the run")
    of: Literal["difference", "level"] = Field("difference", description="Of each scenario to the base, or of each one")
    half_width: Number = Field(gt=0, description="Half the length of the 95 % interval, in the measure's unit")
    most: int = Field(1000, ge=2, le=1_000_000, description="Never more replications than this")
