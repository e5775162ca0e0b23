"""What an experiment file may say: a base config, factors, a design, and what is kept of each point."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from navsim.config.fields import Name, Section, Title, Whole, YesNo
from navsim.config.problem import FieldError
from navsim.config.targets import Until
from navsim.sweeps.columns import TAKEN

Value = str | int | float | bool | list[Any] | dict[str, Any]


def list_or_names(value: object) -> str:
    """Whether values are a list, or have names."""
    return "names" if isinstance(value, dict) else "list"


Values = Annotated[
    Annotated[list[Value], Tag("list")] | Annotated[dict[Name, Value], Tag("names")], Discriminator(list_or_names)
]
"""A list of values, or names with a value each."""


class Factor(Section):
    """What a sweep varies (faktor): a list of values, values with names, or a range."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    path: str | list[str] | None = Field(
        None, description="The path in the config, e.g. staff.temporary.people; or several, that all get the value"
    )
    values: Values | None = Field(
        None, description="A list; or names with a value each; without a path, with the paths and values of each"
    )
    names: dict[Name, Title] = Field(
        default_factory=dict, description="What values with names are called in plots and reports"
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
        if self.path is not None and len(self.paths) == 0:
            raise FieldError(("path",), "there is no path in the list")
        for name in self.names:
            if not isinstance(self.values, dict) or name not in self.values:
                raise FieldError(("names", name), f"there is no value with the name {name}")
        return self

    @property
    def paths(self) -> list[str]:
        """The paths in the config that it changes."""
        if self.path is not None:
            return [self.path] if isinstance(self.path, str) else self.path
        named = self.values.values() if isinstance(self.values, dict) else ()
        return list(dict.fromkeys(path for value in named for path in dict(value)))  # type: ignore[arg-type]

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


def form_of(value: object) -> str | None:
    """Which design is written, if any is."""
    if isinstance(value, dict):
        return next((key for key in ("latin_hypercube", "sobol", "points") if key in value), None)
    forms: dict[type[object], str] = {LatinHypercube: "latin_hypercube", Sobol: "sobol", Listed: "points"}
    return "grid" if value == "grid" else forms.get(type(value))


Design = Annotated[
    Annotated[Literal["grid"], Tag("grid")]
    | Annotated[LatinHypercube, Tag("latin_hypercube")]
    | Annotated[Sobol, Tag("sobol")]
    | Annotated[Listed, Tag("points")],
    Discriminator(
        form_of,
        custom_error_type="design",
        custom_error_message="write grid, {latin_hypercube: N}, {sobol: N} or {points: [...]}",
    ),
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
                for name in point:
                    if name not in self.factors:
                        raise FieldError(("design", "points", number, name), f"there is no factor {name}")
        self.each_counts()
        return self

    def each_counts(self) -> None:
        """A factor whose value a later one replaces would look as if it made no difference."""
        before: list[tuple[str, str]] = []
        for name, factor in self.factors.items():
            for path in factor.paths:
                for other, earlier in before:
                    if f"{earlier}.".startswith(f"{path}."):
                        raise FieldError(("factors", name), f"{path} replaces what the factor {other} says")
            before += [(name, path) for path in factor.paths]
