"""In which weeks targets are kept, from every run."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.report.material import Material
from navsim.report.numbers import number, percent
from navsim.report.privacy import small
from navsim.report.select import Part, rows
from navsim.report.words import Words

Floats = NDArray[np.float64]

MOST = 16
"""Strips that fit on one picture; of more, those of the emphasised scenarios are shown."""


class Kept(NamedTuple):
    """A target in one scenario: the share of the runs that keep it, and whether that is as high as it is to be."""

    target: str
    scenario: str
    measure: str
    dimension: str
    group: str
    bound: str
    value: float
    unit: str
    legal: bool
    first: pd.Timestamp
    last: pd.Timestamp
    share: float
    holds: bool


def kept(material: Material) -> list[Kept]:
    """Every target in every scenario, by target, without those that concern fewer users than may be shown."""
    table, few = material.targets[material.targets["kept_share"].notna()], small(material)
    found = [
        Kept(
            row["target"], row["scenario"], row["measure"], row["dimension"], row["group"], row["bound"],
            float(row["value"]), row["unit"], bool(row["legal"]), pd.Timestamp(row["from"]), pd.Timestamp(row["until"]),
            float(row["kept_share"]), bool(row["kept"]),
        )
        for row in table.to_dict("records")
        if Part(row["dimension"], row["group"]) not in few
    ]  # fmt: skip
    names = sorted({each.target for each in found})
    scenarios = material.scenarios if len(names) * len(material.scenarios) <= MOST else material.focus
    shown = [each for name in names for each in found if each.target == name and each.scenario in scenarios]
    return shown[: MOST - MOST % len(scenarios)]


def by_week(material: Material, found: list[Kept]) -> list[Floats]:
    """Of each target the share of the runs that keep it in each week; not-a-number where it asks for nothing."""
    runs = material.replications
    runs = runs[runs["measure"].isin({each.measure for each in found})]  # of very many rows, once
    days = pd.date_range(material.start, periods=material.weeks, freq="7D")
    return [shares(runs, each, days) for each in found]


def shares(runs: pd.DataFrame, each: Kept, days: pd.DatetimeIndex) -> Floats:
    """One target in one scenario."""
    own = rows(
        runs, measure=each.measure, dimension=each.dimension, group=each.group, scenario=each.scenario
    ).dropna(subset="value")  # fmt: skip
    keeps = own["value"] >= each.value if each.bound == "at_least" else own["value"] <= each.value
    mean = keeps.astype(float).groupby(pd.to_datetime(own["date"]).to_numpy()).mean().reindex(days)
    asked = (days >= each.first) & (days + pd.Timedelta(days=6) <= each.last)
    return np.asarray(mean.where(asked), np.float64)


def bound(each: Kept, words: Words) -> str:
    """``minst 70 %``, ``lovfrist: høyst 14``."""
    value = percent(each.value, words.language) if each.unit == "share" else number(each.value, words.language)
    if each.unit == "days":
        value = words.counted("days", value)
    text = words(f"bound.{each.bound}", value=value)
    return words("bound.legal", text=text) if each.legal else text
