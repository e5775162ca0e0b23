"""The three sweeps of ``docs/sweeps.md``: which of their numbers are shown, and how these come from a sweep's dataset.

Every point has the same seed, so replication *r* has the same chances at all points. So two points are subtracted
replication by replication, from the table ``replications``, and the interval is that of the mean of these differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from docs.generator.places import EXPERIMENTS
from navsim.statistics.intervals import estimates
from navsim.statistics.periods import Floats, statistic

Point = Mapping[str, str | int | float]
"""The value of some factors, as tables have it."""
LEVEL, DIFFERENCE, PAIR = "level", "difference", "pair"
ESTIMATES = ["mean", "low", "high", "replications"]
DECIMALS = 4


@dataclass(frozen=True)
class Figure:
    """A number of each replication: a statistic of a measure from the first to the last of weeks, times ``scale``."""

    name: str
    title: str
    measure: str
    dimension: str = "all"
    group: str = "all"
    weeks: tuple[str, str] = ("2020-W01", "2021-W52")
    statistic: str = "mean"
    scale: float = 1.0
    decimals: int = 0


@dataclass(frozen=True)
class Study:
    """A sweep and what is shown of it.

    ``versus`` are the values that another point has of some factors: each point is held against that one (which differs
    by 0 from itself). ``pairs`` are other points that are held against each other.
    """

    name: str
    figures: tuple[Figure, ...]
    versus: Point
    pairs: tuple[tuple[Point, Point], ...] = ()

    @property
    def file(self) -> Path:
        """The experiment."""
        return EXPERIMENTS / f"{self.name.replace('-', '_')}.yaml"

    def figure(self, name: str) -> Figure:
        """One of the figures, by name."""
        return next(figure for figure in self.figures if figure.name == name)


YEAR_2021 = ("2021-W01", "2021-W52")
OVERDUE = Figure("overdue", "overdue tasks, mean", "backlog")
PEAK = Figure("peak", "overdue tasks, peak", "backlog", statistic="max")
SPRING = Figure(
    "spring", "most overdue tasks until week 26 of 2020", "backlog", weeks=("2020-W01", "2020-W26"), statistic="max"
)
SUMMER = Figure(
    "summer", "most overdue tasks from week 27 of 2020", "backlog", weeks=("2020-W27", "2021-W52"), statistic="max"
)
CONTACT = Figure("contact", "contact in the last 30 days, %", "follow_up_rate", scale=100, decimals=1)
WAIT = Figure("wait", "wait, days", "wait_days", decimals=1)

HIRES = Study(
    "corona-hires", (OVERDUE, PEAK, CONTACT, SPRING, SUMMER), {"hires": 0},
    tuple(
        ({"shock": "as_it_was", "advertised": early, "hires": few},
         {"shock": "as_it_was", "advertised": late, "hires": many})
        for early, few, late, many in (
            ("2020-02-17", 2, "2020-05-18", 4), ("2020-03-30", 2, "2020-05-18", 3), ("2020-05-18", 2, "2020-07-13", 4),
        )
    ),
)  # fmt: skip
DIGISOS = Study(
    "digisos-opening-hours",
    (
        Figure("application", "wait of an application in 2021, days", "wait_days", "task", "application", YEAR_2021,
               decimals=1),
        Figure("follow_up", "wait of a follow-up talk in 2021, days", "wait_days", "task", "follow_up", YEAR_2021,
               decimals=1),
        Figure("municipal", "municipal time for tasks that is used in 2021, %", "utilisation", "owner", "municipal",
               YEAR_2021, scale=100),
        Figure("not_served", "visits in Rissa not served, a week in 2021", "cancelled", "task", "visit_rissa",
               YEAR_2021, decimals=1),
    ),
    {"hours": "as_it_was", "digital": 0.65},
    (
        ({"hours": "leksvik_closed", "digital": 0.0}, {"hours": "as_it_was", "digital": 0.65}),
        *(({"hours": hours, "digital": 0.65}, {"hours": hours, "digital": 0.0})
          for hours in ("longer", "as_it_was", "appointments_only")),
    ),
)  # fmt: skip
ABSENCE = Study(
    "absence-staffing", (OVERDUE, CONTACT, WAIT), {"people": 5, "sick": 0.07},
    tuple(
        ({"people": people + 1, "sick": 0.09}, {"people": people, "sick": 0.05})
        for people in (3, 4, 5, 6)
    ),
)  # fmt: skip
STUDIES = (HIRES, DIGISOS, ABSENCE)


def numbers(study: Study, factors: list[str], replications: pd.DataFrame) -> pd.DataFrame:
    """What is shown of a sweep, tidy: the level of each figure at each point, and its differences.

    Columns: ``kind`` (level, difference or pair), ``figure``, one for each factor, ``versus`` (the values of the point
    that is subtracted where they differ, as text), then mean, 95 % interval and replications.
    """
    return pd.DataFrame(
        [row for figure in study.figures for row in rows(study, figure, values_of(figure, factors, replications))]
    ).round(DECIMALS)


def values_of(figure: Figure, factors: list[str], replications: pd.DataFrame) -> pd.DataFrame:
    """A figure's value in each replication (columns) at each point (rows, by the values of the factors)."""
    own = replications[
        (replications["measure"] == figure.measure)
        & (replications["dimension"] == figure.dimension)
        & (replications["group"] == figure.group)
        & replications["week"].astype(str).between(*figure.weeks)
    ]
    weeks = own.set_index([*factors, "replication", "date"])["value"].unstack("date")
    found = statistic(weeks.to_numpy(), np.ones(weeks.shape[1], bool), figure.statistic) * figure.scale
    return pd.Series(found, weeks.index).unstack("replication")


def rows(study: Study, figure: Figure, values: pd.DataFrame) -> Iterator[dict[str, object]]:
    """The rows of one figure."""
    names = [str(name) for name in values.index.names]
    points: list[Point] = [dict(zip(names, point, strict=True)) for point in values.index.to_list()]
    drawn = dict(zip(values.index.to_list(), values.to_numpy(), strict=True))

    def at(point: Point) -> Floats:
        return np.asarray(drawn[tuple(point[name] for name in names)])

    for point in points:
        yield {"kind": LEVEL, "figure": figure.name, **point, "versus": "", **estimated(at(point))}
    pairs = [(DIFFERENCE, point, {**point, **study.versus}) for point in points]
    for kind, one, other in [*pairs, *((PAIR, *pair) for pair in study.pairs)]:
        known = estimated(at(one) - at(other))
        yield {"kind": kind, "figure": figure.name, **one, "versus": versus(one, other), **known}


def versus(point: Point, other: Point) -> str:
    """The values of the other point that are not those of this one."""
    return " ".join(f"{name}={value}" for name, value in other.items() if point[name] != value)


def estimated(values: Floats) -> dict[str, float | int]:
    """Mean and interval over replications."""
    known = estimates(values)
    return {name: getattr(known, name).item() for name in ESTIMATES}


def found(table: pd.DataFrame, kind: str, figure: str, **point: str | float) -> pd.Series:
    """The one row of a kind and figure at a point."""
    wanted = (table["kind"] == kind) & (table["figure"] == figure)
    for name, value in point.items():
        wanted &= table[name] == value
    (row,) = (row for _, row in table[wanted].iterrows())
    return row


def read(path: Path) -> pd.DataFrame:
    """A published table of numbers."""
    return pd.read_csv(path, keep_default_na=False)
