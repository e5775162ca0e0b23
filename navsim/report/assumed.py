"""The assumption that most work rests on: how long a talk takes, where nobody has measured it."""

from __future__ import annotations

import math

import pandas as pd

from navsim.config.document import Document
from navsim.config.records import Evidence
from navsim.config.sourcing import find
from navsim.report.material import AssumedMinutes
from navsim.report.select import rows
from navsim.values.time import DAY
from navsim.values.units import duration


def assumed_minutes(document: Document, summary: pd.DataFrame) -> AssumedMinutes | None:
    """The mean minutes of the task type that asks for most hours, of the types whose minutes are assumed."""
    tasks = document.config(document.scenarios[0]).tasks
    asked = rows(
        summary, scenario=document.scenarios[0], measure="demand_hours", dimension="task", period="run",
        statistic="mean",
    ).set_index("group")["mean"]  # fmt: skip
    for name in asked.sort_values(ascending=False, kind="stable").index:
        law = tasks[name].minutes if name in tasks else None
        entry = entry_of(document, ("tasks", str(name), "minutes"))
        if law is not None and entry is not None and entry.kind == "assumed":
            return AssumedMinutes(str(name), law.distribution().mean, *span(entry))
    return None


def entry_of(document: Document, path: tuple[str, ...]) -> Evidence | None:
    """The evidence that covers a section: that of the section, or the nearest above or right below it."""
    found: tuple[int, Evidence | None] = (-1, None)
    for name, entry in document.config().evidence.items():
        for place in find(document.data, name):
            covers = path[: len(place)] == place[: len(path)] and place[-1] != "cv"
            if covers and len(place) > found[0]:
                found = (len(place), entry)
    return found[1]


def span(entry: Evidence) -> tuple[float, float]:
    """The range of an entry in minutes; undefined when it is a range of something else."""
    try:
        low, high = (duration(part) for part in entry.range or ())
    except (TypeError, ValueError):
        return math.nan, math.nan
    return (low, high) if 0 < low < high < DAY else (math.nan, math.nan)
