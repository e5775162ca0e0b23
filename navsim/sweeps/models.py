"""What an experiment file may say: a base config, factors, a design, and what is kept of each point."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from navsim.config.fields import Name, Section, Title, Whole, YesNo
from navsim.config.problem import FieldError
from navsim.config.targets import Until
from navsim.sweeps.columns import TAKEN

Value = str | int | float | bool | list[Any] | dict[str, Any]


class Factor(Section):
    """What a sweep varies (faktor): a list of values, values with names, or a range."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    path: str | None = Field(None, description="The path in the config, e.g. staff.temporary.people")
    values: list[Value] | dict[Name, Value] | None = Field(
        None, description="A list; or names with a value each; without a path, with the paths and values of each"
    )
    low: str | int | float | None = Field(
        None, description="The least value of a range: a number, with its unit, or a day"
    )
    high: str | int | float | None = Field(None, description="The largest value of a range")
    steps: Whole | None = Field(None, ge=2, le=10_000, description="How many values a grid takes of a range")
    whole: YesNo = Field(False, description="Whole numbers only")

    @model_validator(mode="after")
    def one_form(self) -> Factor:
        """Values or a range, and for values without a path names and paths."""
        if (self.values is None) == (self.low is None and self.high is None):
            raise ValueError("write values, or low and high")
        if self.values is None:
            if self.low is None or self.high is None:
                raise ValueError("low and high go together")
            if self.path is None:
                raise ValueError("a range needs a path")
        elif not self.values:
            raise FieldError(("values",), "there is no value to try")
        elif self.steps is not None or self.whole:
            raise ValueError("steps and whole go with low and high")
        elif self.path is None:
            self.sets_paths()
        return self

    def sets_paths(self) -> None:
        """Values without a path are names with paths below them."""
        if not isinstance(self.values, dict):
            raise FieldError(("path",), "is missing: the path in the config that the values are for")
        for name, value in self.values.items():
            if not isinstance(value, dict):
                raise FieldError(("values", name), "without a path, write the paths and values of this name below it")


class LatinHypercube(Section):
    """A Latin hypercube: each factor's range in as many strata as points, each met once."""

    latin_hypercube: Whole = Field(ge=1, le=1_000_000, description="Points")
    seed: Whole = Field(1, ge=0, description="Of the design, not of the simulation")


class Sobol(Section):
    """A scrambled Sobol sequence; powers of two are best."""

    sobol: Whole = Field(ge=1, le=1_000_000, description="Points")
    seed: Whole = Field(1, ge=0, description="Of the design, not of the simulation")


class Listed(Section):
    """Points written one by one."""

    points: list[dict[Name, str | int | float | bool]] = Field(
        min_length=1, description="For each point a value, or a value's name, of every factor"
    )


def form_of(value: object) -> str:
    """Which design is written."""
    keys = set(value) if isinstance(value, dict) else set()
    return next((key for key in ("latin_hypercube", "sobol", "points") if key in keys), "grid")


Design = Annotated[
    Annotated[Literal["grid"], Tag("grid")]
    | Annotated[LatinHypercube, Tag("latin_hypercube")]
    | Annotated[Sobol, Tag("sobol")]
    | Annotated[Listed, Tag("points")],
    Discriminator(form_of),
]


class Keep(Section):
    """What is kept of each point; by default every measure of everybody and of every part, by period."""

    measures: list[Name] | None = Field(None, min_length=1, description="Only these measures")
    dimensions: list[str] | None = Field(None, min_length=1, description="Only these dimensions; all is everybody")
    periods: list[str] | None = Field(None, min_length=1, description="Only these periods; run is the whole run")
    weekly: YesNo = Field(False, description="Also the estimates of every week")
    replications: YesNo = Field(False, description="Also every week of every replication")


class Experiment(Section):
    """A sweep (parameterstudie)."""

    name: Name = Field(description="Its name in files and tables")
    title: Title | None = Field(None, description="Its name in reports")
    base: str = Field(description="The config, as a path from this file")
    set: dict[str, Value] = Field(default_factory=dict, description="Changes of the config at every point, by path")
    factors: dict[Name, Factor] = Field(min_length=1, max_length=50, description="What varies, by name")
    design: Design = Field("grid", description="Which points are tried")
    scenarios: list[Name] | None = Field(None, min_length=1, description="Only these scenarios; the first is the base")
    replications: Whole | None = Field(None, ge=1, le=1_000_000, description="Of each point, in place of the config's")
    until: Until | None = Field(None, description="Replications of each point until a figure is known so precisely")
    keep: Keep = Field(default_factory=Keep, description="What is kept of each point")

    @model_validator(mode="after")
    def sound(self) -> Experiment:
        """Names that tables already have, ranges that a grid can't divide, points that lack a factor."""
        for name in self.factors:
            if name in TAKEN:
                raise FieldError(("factors", name), f"{name} is a column of the tables: use another name")
        if self.design == "grid":
            for name, factor in self.factors.items():
                if factor.values is None and factor.steps is None:
                    raise FieldError(
                        ("factors", name, "steps"), "is missing: how many values the grid takes of the range"
                    )
        if isinstance(self.design, Listed):
            for number, point in enumerate(self.design.points):
                for name in self.factors:
                    if name not in point:
                        raise FieldError(("design", "points", number), f"this point has no value of {name}")
        return self
