"""Timelines and distributions as people write them."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, Field, field_validator, model_validator

from navsim.config.fields import Daily, Day, Duration, Factor, Rate, Section, Share
from navsim.values.distributions import Distribution, Family
from navsim.values.time import DAY

T = TypeVar("T")


class Of(Section, Generic[T]):
    """A part of a timeline whose values have one unit."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """``RateStep`` for the step of a rate, and so on: the name in the JSON Schema."""
        kinds = {"Rate": Rate, "Share": Share, "Factor": Factor, "Daily": Daily}
        return next((kind for kind, unit in kinds.items() if params[0] is unit), "") + cls.__name__


class Step(Of[T], Generic[T]):
    """From a date on the value is this, or it moves in a straight line to ``ramp_to`` over a while."""

    from_: Day | None = Field(None, alias="from", description="First day; the first step may leave it out")
    value: T = Field(description="The value from then on")
    ramp_to: T | None = Field(None, description="Where a ramp ends")
    over: Duration | None = Field(None, description="How long the ramp takes")

    @model_validator(mode="after")
    def complete(self) -> Step[T]:
        """A ramp needs both its end value and its length."""
        if (self.ramp_to is None) != (self.over is None):
            raise ValueError("a ramp needs both ramp_to and over")
        if self.over is not None and self.from_ is None:
            raise ValueError("a ramp needs the date on which it begins (from)")
        return self


class Season(Section):
    """Factors by month of the year; months not named have factor 1."""

    jan: Factor = Field(1.0, description="January")
    feb: Factor = Field(1.0, description="February")
    mar: Factor = Field(1.0, description="March")
    apr: Factor = Field(1.0, description="April")
    may: Factor = Field(1.0, description="May")
    jun: Factor = Field(1.0, description="June")
    jul: Factor = Field(1.0, description="July")
    aug: Factor = Field(1.0, description="August")
    sep: Factor = Field(1.0, description="September")
    oct: Factor = Field(1.0, description="October")
    nov: Factor = Field(1.0, description="November")
    dec: Factor = Field(1.0, description="December")

    def factors(self) -> tuple[float, ...]:
        """The twelve factors, January first."""
        return tuple(getattr(self, month) for month in type(self).model_fields)


class Pulse(Of[T], Generic[T]):
    """A passing change: straight up over ``rise``, constant for ``hold``, straight down over ``fall``.

    Exactly one of ``add``, ``multiply`` and ``set``. With ``multiply`` and ``set`` the pulse moves from
    the undisturbed value to the new one and back.
    """

    add: T | None = Field(None, description="What comes on top")
    multiply: Factor | None = Field(None, description="By how much the value is multiplied")
    set: T | None = Field(None, description="What the value becomes")
    from_: Day = Field(alias="from", description="First day")
    rise: Duration = Field(0.0, description="How long it takes to have its full effect")
    hold: Duration = Field(0.0, description="How long it has its full effect")
    fall: Duration = Field(0.0, description="How long it takes to wear off")

    @model_validator(mode="after")
    def one_change(self) -> Pulse[T]:
        """One change, over some time."""
        if sum(change is not None for change in (self.add, self.multiply, self.set)) != 1:
            raise ValueError("a pulse has exactly one of add, multiply and set")
        if self.length < DAY:
            raise ValueError("a pulse lasts at least a day: give rise, hold or fall")
        return self

    @property
    def length(self) -> float:
        """Minutes from its first to its last effect."""
        return self.rise + self.hold + self.fall


class Series(Section):
    """A column of a CSV file with dates in its first column; each value holds until the next date."""

    csv: str = Field(description="File, beside the config or below it")
    column: str = Field(description="Heading of the column with the values")


class Spec(Of[T], Generic[T]):
    """A timeline: steps or a series, times a season, then pulses.

    Short forms: a bare value is constant; a list is a list of steps.
    """

    steps: tuple[Step[T], ...] = Field((), description="In order of date; the first value also holds before its date")
    series: Series | None = Field(None, description="In place of steps: a column of a CSV file")
    season: Season | None = Field(None, description="Factors by month")
    pulses: tuple[Pulse[T], ...] = Field((), description="Passing changes, one after another")

    @field_validator("steps")
    @classmethod
    def in_order(cls, steps: tuple[Step[T], ...]) -> tuple[Step[T], ...]:
        """Steps come in order of date, and only the first may lack one."""
        days = [step.from_ for step in steps]
        if any(day is None for day in days[1:]):
            raise ValueError("only the first step may leave out its date (from)")
        known = [day for day in days if day is not None]
        if any(later <= earlier for earlier, later in pairwise(known)):
            raise ValueError("steps must come in order of date, each date once")
        return steps

    @model_validator(mode="after")
    def one_source(self) -> Spec[T]:
        """The values come from steps or from a series."""
        if bool(self.steps) == bool(self.series):
            raise ValueError("a timeline needs steps or a series, and not both")
        return self


def long_form(value: Any) -> Any:
    """The mapping that a short form stands for."""
    if isinstance(value, list):
        return {"steps": value}
    if isinstance(value, dict):
        return value
    return value if isinstance(value, Spec) else {"steps": [{"value": value}]}


RateLine = Annotated[
    Spec[Rate], BeforeValidator(long_form, json_schema_input_type=Rate | tuple[Step[Rate], ...] | Spec[Rate])
]
ShareLine = Annotated[
    Spec[Share], BeforeValidator(long_form, json_schema_input_type=Share | tuple[Step[Share], ...] | Spec[Share])
]
FactorLine = Annotated[
    Spec[Factor], BeforeValidator(long_form, json_schema_input_type=Factor | tuple[Step[Factor], ...] | Spec[Factor])
]
DailyLine = Annotated[
    Spec[Daily], BeforeValidator(long_form, json_schema_input_type=Daily | tuple[Step[Daily], ...] | Spec[Daily])
]


class Lognormal(Section):
    """Skewed durations: mean and coefficient of variation (standard deviation / mean)."""

    mean: Duration = Field(description="Mean")
    cv: Factor = Field(description="Standard deviation / mean")


class Exponential(Section):
    """Durations without memory."""

    mean: Duration = Field(description="Mean")


class Uniform(Section):
    """Any duration between two, equally likely."""

    low: Duration = Field(description="Shortest")
    high: Duration = Field(description="Longest")


class Triangular(Section):
    """Between two durations, most likely about a third."""

    low: Duration = Field(description="Shortest")
    mode: Duration = Field(description="Likeliest")
    high: Duration = Field(description="Longest")

    @property
    def in_order(self) -> bool:
        """Whether the three durations make a triangle."""
        return self.low <= self.mode <= self.high and self.low < self.high


class Weibull(Section):
    """Durations whose ending grows likelier (shape above 1) or less likely (below 1) with time."""

    mean: Duration = Field(description="Mean")
    shape: Factor = Field(description="Above 1: ending grows likelier with time")


class Empirical(Section):
    """The durations of a count, each with its share."""

    values: tuple[Duration, ...] = Field(description="The durations")
    shares: tuple[Share, ...] = Field(description="The share of each")


class DurationLaw(Section):
    """A distribution of durations: exactly one of the families. A bare duration is ``constant``."""

    constant: Duration | None = Field(None, description="Always the same")
    lognormal: Lognormal | None = Field(None, description="Skewed, never negative")
    exponential: Exponential | None = Field(None, description="Without memory")
    uniform: Uniform | None = Field(None, description="Equally likely between two")
    triangular: Triangular | None = Field(None, description="Between two, most likely about a third")
    weibull: Weibull | None = Field(None, description="Likelier or less likely to end with time")
    empirical: Empirical | None = Field(None, description="As counted")

    @model_validator(mode="after")
    def sound(self) -> DurationLaw:
        """One family, with numbers that make sense in it."""
        given = [family for family in type(self).model_fields if getattr(self, family) is not None]
        if len(given) != 1:
            raise ValueError("a distribution names exactly one of " + ", ".join(type(self).model_fields))
        problem = self.problem()
        if problem:
            raise ValueError(problem)
        return self

    def problem(self) -> str | None:
        """What is wrong with the numbers, if anything."""
        if self.lognormal and (self.lognormal.mean <= 0 or self.lognormal.cv <= 0):
            return "lognormal: mean and cv must be above 0 (for no spread write a bare duration)"
        if self.exponential and self.exponential.mean <= 0:
            return "exponential: the mean must be above 0"
        if self.uniform and self.uniform.low >= self.uniform.high:
            return "uniform: low must be below high"
        if self.triangular and not self.triangular.in_order:
            return "triangular: low, mode and high must come in that order"
        if self.weibull and (self.weibull.mean <= 0 or self.weibull.shape < 0.1):
            return "weibull: the mean must be above 0 and the shape at least 0.1"
        if self.empirical and (
            len(self.empirical.values) != len(self.empirical.shares) or abs(sum(self.empirical.shares) - 1) > 1e-6
        ):
            return "empirical: as many shares as values, adding up to 1"
        return None

    def distribution(self) -> Distribution:
        """The distribution itself (minutes)."""
        if self.lognormal:
            return Distribution.lognormal(self.lognormal.mean, self.lognormal.cv)
        if self.exponential:
            return Distribution(Family.EXPONENTIAL, self.exponential.mean)
        if self.uniform:
            return Distribution(Family.UNIFORM, self.uniform.low, self.uniform.high)
        if self.triangular:
            return Distribution(Family.TRIANGULAR, self.triangular.low, self.triangular.mode, self.triangular.high)
        if self.weibull:
            return Distribution.weibull(self.weibull.mean, self.weibull.shape)
        if self.empirical:
            return empirical(self.empirical)
        return Distribution(Family.CONSTANT, self.constant or 0.0)


def empirical(law: Empirical) -> Distribution:
    """Values in order with their cumulative shares, the last exactly 1."""
    pairs = sorted(zip(law.values, law.shares, strict=True))
    upto = tuple(accumulate(part for _, part in pairs))
    return Distribution(Family.EMPIRICAL, 0.0, values=tuple(value for value, _ in pairs), shares=(*upto[:-1], 1.0))


def law_form(value: Any) -> Any:
    """A bare duration is a constant."""
    return value if isinstance(value, (dict, DurationLaw)) else {"constant": value}


Law = Annotated[DurationLaw, BeforeValidator(law_form, json_schema_input_type=Duration | DurationLaw)]
