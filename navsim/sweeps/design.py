"""The points of a design: for each the value of every factor. Any point can be had by its number alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from navsim.config.problem import FieldError
from navsim.sweeps.models import Experiment, Factor, LatinHypercube, Listed, Sobol, Value

Floats = NDArray[np.float64]
Label = str | int | float
"""What stands for a value in tables."""

QUANTITY = re.compile(r"^(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?P<unit>\s*[^\d\s-][^\d]*)?$")
"""A number, with or without a unit."""
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Level:
    """One value of a factor: what stands for it in tables, and the changes of the config, by path."""

    label: Label
    changes: dict[str, Value]


@dataclass(frozen=True)
class Range:
    """Everything from ``low`` to ``high``; ``unit`` follows the number, and is ``day`` for days of the calendar."""

    paths: tuple[str, ...]
    low: float
    high: float
    unit: str
    whole: bool

    def at(self, share: float) -> Level:
        """The value so far up the range; of whole numbers and days each is as likely as the others."""
        if not self.whole:
            number: float = self.low + (self.high - self.low) * share
        else:
            number = min(np.floor(self.low + (self.high - self.low + 1) * share), self.high)
        return self.level(number)

    def step(self, number: int, steps: int) -> Level:
        """One of so many values at even distances, both ends included."""
        value = self.low + (self.high - self.low) * number / (steps - 1)
        return self.level(float(round(value)) if self.whole else value)

    def level(self, number: float) -> Level:
        """A number as the config has it, and as tables have it."""
        if self.unit == "day":
            day = date.fromordinal(int(number)).isoformat()
            return Level(day, dict.fromkeys(self.paths, day))
        shown = int(number) if self.whole else float(f"{number:.12g}")
        return Level(shown, dict.fromkeys(self.paths, f"{shown:g}{self.unit}" if self.unit else shown))


def range_of(factor: Factor) -> Range:
    """A factor's range; FieldError when its ends are no numbers or days, or the wrong way round."""
    low, high = ends = tuple(end_of(key, getattr(factor, key)) for key in ("low", "high"))
    if low[1] != high[1]:
        raise FieldError(
            ("high",), f"low and high have the units {low[1].strip() or 'none'} and {high[1].strip() or 'none'}"
        )
    if not low[0] < high[0]:
        raise FieldError(("high",), f"{factor.high} is not above {factor.low}: the range is empty")
    whole = factor.whole or low[1] == "day"
    if whole and any(number != round(number) for number, _ in ends):
        raise FieldError(("low",), "a range of whole numbers begins and ends with one")
    if whole and factor.steps is not None and factor.steps > high[0] - low[0] + 1:
        raise FieldError(
            ("steps",), f"there are only {high[0] - low[0] + 1:,.0f} values from {factor.low} to {factor.high}"
        )
    return Range(tuple(factor.paths), low[0], high[0], low[1], whole)


def end_of(key: str, value: object) -> tuple[float, str]:
    """Number and unit of one end of a range."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value), ""
    text = str(value).strip()
    if DAY.fullmatch(text):
        try:
            return float(date.fromisoformat(text).toordinal()), "day"
        except ValueError as error:
            raise FieldError((key,), f"{text} is not a day that exists") from error
    match = QUANTITY.fullmatch(text)
    if match is None:
        raise FieldError((key,), f"{text!r} is no number with a unit and no day: write e.g. 30 min, 0.5 or 2020-06-01")
    return float(match["number"]), match["unit"] or ""


def levels_of(factor: Factor) -> tuple[Level, ...]:
    """The values of a factor that has a list of them."""
    if isinstance(factor.values, dict):
        return tuple(
            Level(name, dict.fromkeys(factor.paths, value) if factor.path else dict(value))  # type: ignore[arg-type]
            for name, value in factor.values.items()
        )
    values = list(factor.values or ())
    labels = labels_of(values)
    for number, label in enumerate(labels):
        if label in labels[:number]:
            raise FieldError(("values", number), f"{label} is there twice")
    return tuple(Level(label, dict.fromkeys(factor.paths, value)) for label, value in zip(labels, values, strict=True))


def labels_of(values: list[Value]) -> list[Label]:
    """What stands for values without a name: whole numbers, numbers, or else texts; the same kind for all."""
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return [int(value) for value in values]  # type: ignore[arg-type]
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return [float(value) for value in values]  # type: ignore[arg-type]
    return [value if isinstance(value, str) else str(value) for value in values]


Axis = Range | tuple[Level, ...]


def axes_of(experiment: Experiment) -> dict[str, Axis]:
    """What each factor can be; FieldError at the factor that makes no sense."""
    found: dict[str, Axis] = {}
    for name, factor in experiment.factors.items():
        try:
            found[name] = range_of(factor) if factor.values is None else levels_of(factor)
        except FieldError as error:
            raise FieldError(("factors", name, *error.path), error.message) from error
    return found


class Points:
    """The points of an experiment, by number from 0. ``axes`` are what each factor can be."""

    def __init__(self, experiment: Experiment) -> None:
        self.axes = axes_of(experiment)
        self.design = experiment.design
        self.steps = {
            name: factor.steps or 0 if isinstance(self.axes[name], Range) else len(self.axes[name])  # type: ignore[arg-type]
            for name, factor in experiment.factors.items()
        }
        self.shares = shares_of(experiment)

    def __len__(self) -> int:
        if isinstance(self.design, Listed):
            return len(self.design.points)
        return prod(self.steps.values()) if self.shares is None else len(self.shares)

    def __getitem__(self, number: int) -> dict[str, Level]:
        """The value of each factor. In a grid the last factor varies fastest."""
        if isinstance(self.design, Listed):
            point = self.design.points[number]
            return {name: listed(name, axis, point[name]) for name, axis in self.axes.items()}
        if self.shares is not None:
            row = self.shares[number].tolist()
            return {name: at(axis, share) for (name, axis), share in zip(self.axes.items(), row, strict=True)}
        found: dict[str, Level] = {}
        for name, steps in reversed(self.steps.items()):
            number, place = divmod(number, steps)
            axis = self.axes[name]
            found[name] = axis.step(place, steps) if isinstance(axis, Range) else axis[place]
        return {name: found[name] for name in self.axes}


def shares_of(experiment: Experiment) -> Floats | None:
    """How far up its range each factor of each point is; None for a grid and a list."""
    design, count = experiment.design, len(experiment.factors)
    if isinstance(design, LatinHypercube):
        return np.asarray(qmc.LatinHypercube(count, rng=design.seed).random(design.latin_hypercube))
    if isinstance(design, Sobol):
        sequence = qmc.Sobol(count, rng=design.seed)
        whole = 1 << (design.sobol - 1).bit_length()  # of a power of two, so that SciPy has nothing to warn of
        return np.asarray(sequence.random(whole)[: design.sobol])
    return None


def at(axis: Axis, share: float) -> Level:
    """The value so far up a range, or a list."""
    return axis.at(share) if isinstance(axis, Range) else axis[min(int(share * len(axis)), len(axis) - 1)]


def listed(name: str, axis: Axis, value: Any) -> Level:
    """A value of a point that was written: of a range any, of a list one of its values or names."""
    if isinstance(axis, Range):
        number, unit = end_of(name, value)
        if unit and unit != axis.unit:
            raise FieldError((name,), f"{value} has another unit than the factor {name}")
        if not axis.low <= number <= axis.high or (axis.whole and number != round(number)):
            raise FieldError((name,), f"{value} is not in the range of the factor {name}")
        return axis.level(number)
    found = next((level for level in axis if level.label == value), None)
    if found is None:
        raise FieldError(
            (name,), f"{value} is no value of the factor {name}: {', '.join(str(each.label) for each in axis)}"
        )
    return found
