"""Selecting from long tables: rows by value, one estimate, one line over the weeks."""

from __future__ import annotations

import math

import pandas as pd

from navsim.report.numbers import Estimate


def rows(frame: pd.DataFrame, **equals: str) -> pd.DataFrame:
    """The rows whose columns have these values."""
    keep = pd.Series(True, index=frame.index)
    for column, value in equals.items():
        keep &= frame[column] == value
    return frame[keep]


def total(frame: pd.DataFrame, measure: str, **equals: str) -> pd.DataFrame:
    """The rows of a measure for the whole office."""
    return rows(frame, measure=measure, dimension="all", group="all", **equals)


def estimate(
    frame: pd.DataFrame, measure: str, scenario: str, period: str = "run", statistic: str = "mean"
) -> Estimate | None:
    """One number of ``summary`` or ``differences`` for the whole office; None when the table does not have it."""
    found = total(frame, measure, scenario=scenario, period=period, statistic=statistic)
    if found.empty or not math.isfinite(found["mean"].iloc[0]):
        return None
    return Estimate(*(float(found[column].iloc[0]) for column in ("mean", "low", "high")))


def line(weekly: pd.DataFrame, measure: str, scenario: str, column: str = "p50") -> pd.Series[float]:
    """A measure of the whole office by ISO week, without the weeks in which it is not defined."""
    found = total(weekly, measure, scenario=scenario)
    return pd.Series(found[column].to_numpy(float), index=found["week"].to_numpy(str)).dropna()


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
