"""What the report of a sweep is made of: factors, points and their figures, from the folder alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from navsim.config.document import Document
from navsim.config.evidence import evidence_table
from navsim.config.fields import Language
from navsim.config.places import dotted
from navsim.report.assumed import assumed_minutes
from navsim.report.gather import by_language, names_of
from navsim.report.material import Material, Texts, readable, text
from navsim.sweeps.columns import POINT
from navsim.sweeps.design import DAY, QUANTITY, Axis, Label, Range, end_of
from navsim.sweeps.models import Factor as Written
from navsim.sweeps.models import LatinHypercube, Listed, Sobol
from navsim.sweeps.reread import Found, sweep_in
from navsim.values.time import DAY as MINUTES_A_DAY

Kind = Literal["number", "day", "named"]
STANDARD = ("backlog", "follow_up_rate", "wait_days")
"""Measures of a sweep whose experiment names none."""
EMPTY = pd.DataFrame()


@dataclass(frozen=True)
class Factor:
    """What was varied. ``values`` are those of the points, numbers and days ascending, others as they are written;
    ``paths`` of the config. Of a range ``unit`` follows the number, and ``ranged`` is set. ``names`` are titles of
    values."""

    name: str
    titles: Texts = field(hash=False)
    kind: Kind
    values: tuple[Label, ...]
    paths: tuple[str, ...]
    unit: str = ""
    ranged: bool = False
    names: Mapping[str, Texts] = field(default_factory=dict, hash=False)

    def title(self, language: Language) -> str:
        """Its name in the report."""
        return text(self.titles, language) or readable(self.name)

    def called(self, value: Label, language: Language) -> str:
        """The title of a value; empty without one."""
        return text(self.names.get(str(value), {}), language)

    def place(self, value: Label) -> float:
        """Where a value lies on an axis: its number, its day, or its place among the values."""
        if self.kind == "number":
            return end_of(self.name, value)[0]
        if self.kind == "day":
            return float(date.fromisoformat(str(value)).toordinal())
        return float(self.values.index(value))


@dataclass(frozen=True)
class Outcome:
    """What is shown: a measure in the base, or its difference to the base in another scenario."""

    measure: str
    scenario: str = ""


@dataclass(frozen=True)
class Swept:
    """All that the report of a sweep shows.

    ``office`` is the base config as reports of runs know it, without figures. ``points`` has ``point``, the factors
    and ``status``; ``levels`` of the base and ``differences`` of the others have ``point, scenario, measure, unit,
    mean, low, high, replications``: means over ``period``. ``sampled`` says that the points are spread over ranges
    and not on a grid. ``varied`` are the numbers of assumptions that a factor varies.
    """

    name: str
    titles: Texts
    office: Material
    factors: tuple[Factor, ...]
    points: pd.DataFrame
    levels: pd.DataFrame
    differences: pd.DataFrame
    measures: tuple[str, ...]
    period: str = "run"
    sampled: bool = False
    design: str = "grid"
    replications: tuple[int, int] = (0, 0)
    failures: Mapping[int, str] = field(default_factory=dict)
    program: str = ""
    shared: Mapping[str, object] = field(default_factory=dict)
    varied: int = 0

    def heading(self, language: Language) -> str:
        """The experiment's title."""
        return text(self.titles, language) or self.name

    @property
    def varying(self) -> tuple[Factor, ...]:
        """The factors that have more than one value."""
        return tuple(factor for factor in self.factors if len(factor.values) > 1)

    def count(self, status: str) -> int:
        """How many points are done, failed or missing."""
        return int((self.points["status"] == status).sum())

    def unit(self, measure: str) -> str:
        """The unit of a measure."""
        return str(self.levels.loc[self.levels["measure"] == measure, "unit"].iloc[0])


def swept_in(folder: Path) -> Swept:
    """The sweep in a folder as its report needs it; InputError when the folder can't be read."""
    return swept_of(sweep_in(folder))


def swept_of(found: Found) -> Swept:
    """What a folder holds as its report needs it."""
    experiment, document = found.experiment, found.base
    period = period_of(found)
    levels = chosen(found.levels, period)
    levels = levels[levels["scenario"] == document.scenarios[0]]
    present = set(levels["measure"])
    measures = tuple(name for name in experiment.keep.measures or STANDARD if name in present)
    count = levels["replications"]
    factors = tuple(
        factor_of(name, written, found.axes[name], found.points) for name, written in experiment.factors.items()
    )
    office, varied = office_of(found, factors)
    return Swept(
        name=experiment.name, titles=by_language(experiment.title), office=office, factors=factors,
        points=found.points, levels=levels, differences=chosen(found.differences, period), measures=measures,
        period=period, sampled=sampled(experiment.design, found.axes), design=design_of(experiment.design),
        replications=(int(count.min()), int(count.max())) if len(count) else (0, 0),
        failures=found.failures, program=found.program, shared=experiment.set, varied=varied,
    )  # fmt: skip


def period_of(found: Found) -> str:
    """The whole run where it is kept, or else the first period that is."""
    kept = found.experiment.keep.periods or ["run"]
    return "run" if "run" in kept else kept[0]


def chosen(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """The means over a period that are defined."""
    return frame[(frame["period"] == period) & (frame["statistic"] == "mean") & frame["mean"].notna()]


def sampled(design: object, axes: Mapping[str, Axis]) -> bool:
    """Whether points lie anywhere in the ranges of the factors."""
    ranges = any(isinstance(axis, Range) for axis in axes.values())
    return ranges and isinstance(design, (LatinHypercube, Sobol, Listed))


def design_of(design: object) -> str:
    """Which design it is, by the name that it has in experiments."""
    names = {LatinHypercube: "latin_hypercube", Sobol: "sobol", Listed: "points"}
    return next((name for kind, name in names.items() if isinstance(design, kind)), "grid")


def factor_of(name: str, written: Written, axis: Axis, points: pd.DataFrame) -> Factor:
    """A factor with the values that points have."""
    ranged = isinstance(axis, Range)
    occurring = set(points[name])
    labels = sorted(occurring) if isinstance(axis, Range) else [level.label for level in axis]
    values = tuple(dict.fromkeys(value for value in labels if value in occurring))
    kind = kind_of(values, isinstance(written.values, dict))
    unit = axis.unit if isinstance(axis, Range) and kind == "number" else ""
    names = {value: by_language(title) for value, title in written.names.items()}
    found = Factor(name, by_language(written.title), kind, values, paths_of(written), unit, ranged, names)
    return found if kind == "named" else replace(found, values=tuple(sorted(values, key=found.place)))


def paths_of(written: Written) -> tuple[str, ...]:
    """What a factor changes in the config."""
    return tuple(written.paths)


def kind_of(values: tuple[Label, ...], named: bool) -> Kind:
    """Whether values are days, numbers of one unit, or anything else."""
    if all(DAY.fullmatch(str(value)) for value in values):
        return "day"
    if named and not all(isinstance(value, (int, float)) for value in values):
        return "named"
    forms = [QUANTITY.fullmatch(str(value)) for value in values]
    units = {(form["unit"] or "").strip() if form else None for form in forms}
    return "number" if len(units) == 1 and None not in units else "named"


def office_of(found: Found, factors: tuple[Factor, ...]) -> tuple[Material, int]:
    """The base config as reports of runs know it, without figures, and without the assumptions that factors vary;
    and how many those are."""
    document = found.base
    config = document.config()
    rows = evidence_table(document)
    paths = [path for factor in factors for path in factor.paths]
    kept = [row for row in rows if not any(meets(dotted(place), path) for place in row.places for path in paths)]
    varied = sum(row.kind == "assumed" for row in rows) - sum(row.kind == "assumed" for row in kept)
    talk = assumed_minutes(document, found.hours.assign(dimension="task")) if len(found.hours) else None
    if talk and any(meets(f"tasks.{talk.task}.minutes", path) for path in paths):
        talk = None
    office = Material(
        name=found.experiment.name, title=by_language(config.title), start=config.start, weeks=config.weeks,
        scenarios=document.scenarios, summary=EMPTY, differences=EMPTY, weekly=EMPTY, weekly_differences=EMPTY,
        hours=EMPTY, observed=EMPTY, staffing=EMPTY, marks=EMPTY, replications=EMPTY,
        manifest=manifest_of(document, found), names=names_of(document), goal=config.goal,
        window_days=config.rules.contact_window / MINUTES_A_DAY, evidence=tuple(kept), assumed_minutes=talk,
    )  # fmt: skip
    return office, varied


def meets(one: str, other: str) -> bool:
    """Whether a path is another, or one lies below the other."""
    first, second = f"{one}.", f"{other}."
    return first.startswith(second) or second.startswith(first)


def manifest_of(document: Document, found: Found) -> dict[str, object]:
    """What plots say of themselves: version, replications, seed, hash."""
    most = int(found.levels["replications"].max()) if len(found.levels) else 0
    return {
        "version": found.program.split(" ")[0], "replications": most,
        "seed": document.config().seed, "config_hash": document.digest,
    }  # fmt: skip


def figures(swept: Swept, outcome: Outcome) -> pd.DataFrame:
    """``point``, the factors, ``mean, low, high`` of the points that have the outcome, in the order of the design."""
    table = swept.differences if outcome.scenario else swept.levels
    found = table[table["measure"] == outcome.measure]
    if outcome.scenario:
        found = found[found["scenario"] == outcome.scenario]
    own = [POINT, *(factor.name for factor in swept.factors)]
    return swept.points[own].merge(found[[POINT, "mean", "low", "high"]], on=POINT, how="inner")
