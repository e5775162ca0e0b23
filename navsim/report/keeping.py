"""In which weeks targets are kept, from every run."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.config.targets import LAST_YEAR
from navsim.report.material import Material
from navsim.report.numbers import number, percent
from navsim.report.privacy import small
from navsim.report.select import Part, rows
from navsim.report.words import Words
from navsim.statistics.targets import compared

Floats = NDArray[np.float64]

MOST = 16
"""Strips that fit on one picture; of more, those of the emphasised scenarios are shown; of still more, none."""


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
    against: str | None
    first: pd.Timestamp
    last: pd.Timestamp
    share: float
    holds: bool


def kept(material: Material) -> list[Kept]:
    """Every target in every scenario, deadlines by law first, but not those that concern too few users."""
    place = {name: number for number, name in enumerate(material.scenarios)}
    table, few = material.targets[material.targets["kept_share"].notna()], small(material)
    found = [
        Kept(
            row["target"], row["scenario"], row["measure"], row["dimension"], row["group"], row["bound"],
            float(row["value"]), row["unit"], bool(row["legal"]),
            against(row["against"]), pd.Timestamp(row["from"]), pd.Timestamp(row["until"]),
            float(row["kept_share"]), bool(row["kept"]),
        )
        for row in table.to_dict("records")
        if row["scenario"] in place and Part(row["dimension"], row["group"]) not in few
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.legal, each.target, place[each.scenario]))


def strips(material: Material) -> list[Kept]:
    """Those of which the weeks are shown: of all scenarios, or else of the emphasised ones; none where they are too
    many, see :data:`MOST`."""
    found = kept(material)
    emphasised = [each for each in found if each.scenario in material.focus]
    return next((shown for shown in (found, emphasised) if len(shown) <= MOST), [])


def against(value: object) -> str | None:
    """What a target compares with; a table has nothing there when it compares with nothing."""
    return value if isinstance(value, str) and value != "None" else None


def by_week(material: Material, found: list[Kept]) -> list[Floats]:
    """Of each target the share of the runs that keep it in each week; not-a-number where it asks for nothing."""
    runs = material.replications
    runs = runs[runs["measure"].isin({each.measure for each in found})]  # of very many rows, once
    return [shares(runs, each, Clock(material.start, material.weeks)) for each in found]


def shares(runs: pd.DataFrame, each: Kept, clock: Clock) -> Floats:
    """One target in one scenario."""
    own = rows(runs, measure=each.measure, dimension=each.dimension, group=each.group, scenario=each.scenario)
    days = pd.date_range(clock.start, periods=clock.weeks, freq="7D")
    table = own.assign(date=pd.to_datetime(own["date"])).pivot_table(
        index="replication", columns="date", values="value"
    )
    values = compared(table.reindex(columns=days).to_numpy(np.float64), each.against, clock)
    keeps = (values >= each.value if each.bound == "at_least" else values <= each.value).sum(axis=0)
    count = (~np.isnan(values)).sum(axis=0)
    asked = (days >= each.first) & (days + pd.Timedelta(days=6) <= each.last) & (count > 0)
    return np.where(asked, keeps / np.maximum(count, 1), np.nan)


def bound(each: Kept, words: Words) -> str:
    """``minst 70 %``, ``lovfrist: høyst 14``, ``minst 0 prosentpoeng mot i fjor``."""
    text = words(f"bound.{each.bound}", value=amount_of(each.value, each.unit, each.against, words))
    if each.against:
        text = words(f"bound.{'last_year' if each.against == LAST_YEAR else 'earlier'}", text=text)
    return words("bound.legal", text=text) if each.legal else text


def amount_of(value: float, unit: str, against: str | None, words: Words) -> str:
    """A bound in its unit, with the decimals it was written with, two at most; of a change of a share in points."""
    if unit != "share":
        text = number(value, words.language, decimals(value))
        return words.counted("days", text) if unit == "days" else text
    if against is None:
        return percent(value, words.language, decimals(100 * value))
    return words.counted("points", number(100 * value, words.language, decimals(100 * value)))


def decimals(value: float) -> int:
    """As many as it was written with, two at most."""
    return next((count for count in (0, 1) if math.isclose(round(value, count), value, abs_tol=1e-9)), 2)
