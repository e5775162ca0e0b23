"""Tables as their files hold them, so that a report made at once and one made later from the folder are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.experiment.folder import CSV_TABLES
from navsim.experiment.run import Tables
from navsim.statistics.tables import ESTIMATES

DIGITS = "%.8g"
NUMBERS = {
    *ESTIMATES, "replications", "replication", "value", "fte", "fte_present", "certainty", "kept_share",
    "level", "level_low", "level_high", "mean_weeks_broken", "recovery_weeks_median", "model_mean", "model_low",
    "model_high", "prediction_low", "prediction_high", "staff_cost_a_year", "saved_by_an_exit", "exits_a_year",
}  # fmt: skip
DAYS = {"date", "from", "until"}
FLAGS = {"legal", "kept", "inside"}
LONG = {"summary", "differences", "weekly", "weekly_differences", "replications"}
"""Tables whose texts are stored once each."""


def settled(tables: Tables) -> Tables:
    """The tables with the precision of their files, and one type for each kind of column."""
    rounded: dict[str, Any] = {name: settled_frame(getattr(tables, name), name in LONG) for name in CSV_TABLES}
    exact: dict[str, Any] = {
        name: settled_frame(getattr(tables, name), True, exact=True) for name in ("weekly_differences", "replications")
    }
    return replace(tables, **rounded, **exact)


def settled_frame(frame: pd.DataFrame, long: bool = False, exact: bool = False) -> pd.DataFrame:
    """Numbers with the digits that a file holds, unless they are exact there; days as dates; texts; True, False, None.

    The texts of a long table are categories, in the order in which they appear.
    """
    columns: dict[str, object] = {}
    for name, column in frame.items():
        if name in NUMBERS:
            values = pd.to_numeric(column).to_numpy(np.float64)
            columns[str(name)] = values if exact else with_digits(values)
        elif name in DAYS:
            columns[str(name)] = pd.to_datetime(column).astype("datetime64[s]")
        elif name in FLAGS:
            columns[str(name)] = pd.Series([flag(value) for value in column], frame.index, object)
        else:
            columns[str(name)] = categories(column) if long else column.astype("str")
    return pd.DataFrame(columns, index=frame.index)


def with_digits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers as they are once they have been written and read."""
    return np.array([float(DIGITS % value) for value in values], np.float64)


def flag(value: object) -> bool | None:
    """Yes, no, or neither."""
    return {"True": True, "False": False}.get(str(value))


def categories(column: pd.Series[str]) -> pd.Categorical[str]:
    """Texts, stored once each."""
    codes, found = pd.factorize(column, use_na_sentinel=False)
    return pd.Categorical.from_codes(codes, pd.Index(found).astype("str"))
