"""Selecting from long tables: rows by value, one estimate, one line over the weeks."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from navsim.report.numbers import Estimate

LEAST_PEOPLE = 5.0
"""What has fewer users than this on average is shown by itself nowhere."""


class Part(NamedTuple):
    """A part of the office's users: a dimension and one of its values."""

    dimension: str
    group: str


EVERYBODY = Part("all", "all")

AWAY = ("public_holiday", "long_leave", "holiday", "sick")
"""Uses of hours that are shown as one."""


def rows(frame: pd.DataFrame, **equals: str) -> pd.DataFrame:
    """The rows whose columns have these values."""
    found = np.ones(len(frame), bool)
    for column, value in equals.items():
        found &= (frame[column] == value).to_numpy(bool)
    return frame[found]


def total(frame: pd.DataFrame, measure: str, **equals: str) -> pd.DataFrame:
    """The rows of a measure for the whole office."""
    return rows(frame, measure=measure, dimension="all", group="all", **equals)


def estimate(
    frame: pd.DataFrame,
    measure: str,
    scenario: str,
    period: str = "run",
    statistic: str = "mean",
    part: Part = EVERYBODY,
) -> Estimate | None:
    """One number of ``summary`` or ``differences``, of the whole office or a part; None when the table lacks it."""
    found = rows(frame, measure=measure, scenario=scenario, period=period, statistic=statistic, **part._asdict())
    if found.empty or not math.isfinite(found["mean"].iloc[0]):
        return None
    return Estimate(*(float(found[column].iloc[0]) for column in ("mean", "low", "high")))


def line(
    weekly: pd.DataFrame, measure: str, scenario: str, column: str = "p50", part: Part = EVERYBODY
) -> pd.Series[float]:
    """A measure of the whole office or a part by ISO week, without the weeks in which it is not defined."""
    found = rows(weekly, measure=measure, scenario=scenario, **part._asdict())
    return pd.Series(found[column].to_numpy(float), index=found["week"].to_numpy(str)).dropna()


def people(weekly: pd.DataFrame, crosses: bool = False) -> dict[Part, float]:
    """How many users each group, trait and office has: the mean over the weeks, least of the scenarios that have any.

    Crosses, such as ``segment*office``, are among them only when ``crosses`` is set.
    """
    caseload = rows(weekly, measure="caseload")
    means = caseload.groupby(["dimension", "group", "scenario"], sort=False, observed=True)["mean"].mean()
    least = means[means > 0].groupby(level=["dimension", "group"], sort=False, observed=True).min()
    found = [(Part(*map(str, names)), float(value)) for names, value in zip(least.index, least, strict=True)]
    return {part: users for part, users in found if part != EVERYBODY and (crosses or "*" not in part.dimension)}


def has_users(weekly: pd.DataFrame) -> bool:
    """Whether there are users in any scenario, at some time; without any, no task of theirs can be late."""
    return bool((total(weekly, "caseload")["mean"] > 0).any())


def told_apart(differences: pd.DataFrame) -> pd.DataFrame:
    """The rows whose interval does not hold zero; of a single run, which has none, every row that is not zero."""
    known = differences["low"].notna()
    clear = (differences["low"] > 0) | (differences["high"] < 0)
    return differences[clear.where(known, differences["mean"].fillna(0.0) != 0)]


def shock_periods(summary: pd.DataFrame, marks: pd.DataFrame, scenario: str) -> list[str]:
    """The periods that are named after shocks of a scenario."""
    shocks = set(rows(marks, scenario=scenario, kind="shock")["label"])
    return [str(period) for period in summary["period"].unique() if period in shocks]


def dates(frame: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The ``date`` column as timestamps."""
    return pd.to_datetime(frame["date"])
