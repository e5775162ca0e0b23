"""Response curves: an outcome over one factor, a line for each value of a second; or clouds of points with a smooth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from navsim.report.numbers import Estimate
from navsim.report.sweeps.effects import effects
from navsim.report.sweeps.material import Factor, Outcome, Swept, figures
from navsim.report.sweeps.naming import in_unit, stop_text, value_text
from navsim.report.sweeps.pool import Combined, means, stops
from navsim.report.words import Words
from navsim.sweeps.design import Label

LINES = 5
MOST_STOPS = 200
TICKS = 7
"""Values of an axis that are written out; of more only some."""
CLOUDS = 6


@dataclass(frozen=True)
class Line:
    """A name and the outcome at each place of the axis."""

    name: str
    found: tuple[tuple[float, Estimate], ...]


@dataclass(frozen=True)
class Curves:
    """What is drawn. ``ticks`` are places and texts; lines are not drawn between values that are only names
    (``joined``). ``averaged`` are the factors that are averaged over, ``thinned`` says that lines are left out."""

    x: str
    lines_of: str
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    joined: bool
    averaged: tuple[Factor, ...] = ()
    thinned: bool = False


@dataclass(frozen=True)
class Cloud:
    """The outcome of every point over one factor, and its means over pieces of the range."""

    x: str
    points: tuple[tuple[float, float], ...]
    smooth: Line
    ticks: tuple[tuple[float, str], ...]
    joined: bool


def curves_of(swept: Swept, outcome: Outcome, words: Words) -> Curves | None:
    """The curves of an outcome over the first factor that varies; None where points can't be compared."""
    table = figures(swept, outcome)
    if swept.sampled or not swept.varying or len(table) < 2:
        return None
    x, *more = swept.varying
    second, others = (more[0] if more else None), more[1:]
    own = {
        factor: stops(factor, False, 0, most) for factor, most in zip((x, *more[:1]), (MOST_STOPS, LINES), strict=False)
    }
    found = means(table, own, others, False)
    keys: list[Combined] = [(stop,) for stop in own[second]] if second else [()]
    names = [stop_text(second, stop, words) for stop in own[second]] if second else [""]
    lines = [
        Line(name, tuple(
            (stop.place, in_unit(swept, outcome, one)) for stop in own[x] if (one := found.get((stop, *key)))
        ))
        for name, key in zip(names, keys, strict=True)
    ]  # fmt: skip
    lines = [line for line in lines if line.found]
    if not any(len(line.found) > 1 for line in lines):
        return None
    return Curves(
        x.title(words.language), second.title(words.language) if second else "", tuple(lines),
        ticks_of(x, x.values, words), x.kind != "named", tuple(others),
        second is not None and len(own[second]) < len(second.values),
    )  # fmt: skip


def ticks_of(factor: Factor, values: Sequence[Label], words: Words) -> tuple[tuple[float, str], ...]:
    """Values with their texts: all, or of many numbers and days some at about even places."""
    if factor.kind == "named" or len(values) <= TICKS:
        return tuple((factor.place(value), value_text(factor, value, words)) for value in values)
    low, high = factor.place(values[0]), factor.place(values[-1])
    if factor.ranged and factor.kind == "number":
        return tuple((place, value_text(factor, place, words)) for place in round_places(low, high))
    wanted = [low + (high - low) * number / (TICKS - 2) for number in range(TICKS - 1)]
    near = dict.fromkeys(min(values, key=lambda value: abs(factor.place(value) - place)) for place in wanted)
    return tuple((factor.place(value), value_text(factor, value, words)) for value in near)


def round_places(low: float, high: float) -> list[float]:
    """Round numbers within a range, four to eight or so."""
    power = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = next(step for step in (5 * power, 2 * power, power) if (high - low) / step >= 3)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def clouds_of(swept: Swept, outcome: Outcome, words: Words) -> list[Cloud]:
    """A cloud for each factor of a design that spreads its points over ranges."""
    if not swept.sampled:
        return []
    table = figures(swept, outcome)
    smooths = {effect.factor.name: effect.found for effect in effects(swept, outcome)}
    found = []
    for factor in swept.varying[:CLOUDS]:
        places = [factor.place(value) for value in table[factor.name]]
        means_of = [in_unit(swept, outcome, Estimate(value, value, value)).mean for value in table["mean"]]
        smooth = Line("", tuple(
            (stop.place, in_unit(swept, outcome, one)) for stop, one in smooths.get(factor.name, ())
        ))  # fmt: skip
        found.append(Cloud(
            factor.title(words.language), tuple(zip(places, means_of, strict=True)), smooth,
            ticks_of(factor, factor.values, words), factor.kind != "named",
        ))  # fmt: skip
    return found if len(table) > 1 else []
