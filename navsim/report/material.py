"""What a report is made of: the tables of a result and the texts and grounds that belong to them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from navsim.config.evidence import EvidenceRow
from navsim.config.fields import NEAREST, Language
from navsim.config.places import Path
from navsim.experiment.costs import BREAK_EVEN
from navsim.statistics.targets import TARGETS

FOCUS = 3

Texts = Mapping[str, str]


class Change(NamedTuple):
    """A value that a scenario changes, as the config has it and in the scenario; None where there is no such entry."""

    scenario: str
    path: Path
    before: Any
    after: Any


class AssumedMinutes(NamedTuple):
    """The mean minutes of a task type that nobody has measured, with the range that is possible, if one is given."""

    task: str
    minutes: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Material:
    """Everything that a report shows, from one finished run.

    The frames have the columns of the result folder. ``weekly_differences`` is ``weekly`` with ``base``, paired by
    replication. ``observed`` has ``measure, dimension, group, week, date, value, use (fit|check), source, scenario,
    model_mean, model_low, model_high, prediction_low, prediction_high, inside``; ``staffing`` has ``scenario, date,
    owner, fte, fte_present`` (one row for each change, by day); ``marks`` has ``scenario, date, kind, label``, kind
    being shock, hire, leaver, leave, channel or reception and label the name of the entry it concerns. Dates are
    ``datetime64`` or ISO text. Shares are 0 to 1.

    ``targets`` and ``break_even`` have the columns of the result folder's tables. ``follow_up_effect`` is that of the
    config, 0 when no scenario sets another: then the model cannot show that anybody comes to work. ``changes`` says
    what each scenario changes, in the order in which it is written. ``assumed_minutes`` are those of the task type
    that asks for most hours, of the types whose minutes are assumed.

    ``scenarios`` are in the order of the config: the first is the base, and the first three are those that plots
    emphasise. ``names`` maps (kind, name) to texts by language; kinds are scenario, group, task, staff, channel,
    reception, shock, source (of a count, by its text in the table) and the names of traits. ``unsourced`` are the
    paths of numbers without evidence. ``manifest`` may hold ``version, seed, replications, engine, revision,
    config_hash, command`` and more.
    """

    name: str
    title: Texts
    start: date
    weeks: int
    scenarios: tuple[str, ...]
    summary: pd.DataFrame
    differences: pd.DataFrame
    weekly: pd.DataFrame
    weekly_differences: pd.DataFrame
    hours: pd.DataFrame
    observed: pd.DataFrame
    staffing: pd.DataFrame
    marks: pd.DataFrame
    replications: pd.DataFrame
    manifest: Mapping[str, Any]
    names: Mapping[tuple[str, str], Texts] = field(default_factory=dict)
    goal: float | None = None
    window_days: float = 30.0
    evidence: tuple[EvidenceRow, ...] = ()
    unsourced: tuple[Path, ...] = ()
    targets: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=TARGETS))
    break_even: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=BREAK_EVEN))
    follow_up_effect: float = 0.0
    changes: tuple[Change, ...] = ()
    assumed_minutes: AssumedMinutes | None = None

    @property
    def base(self) -> str:
        """The scenario that the others are compared with."""
        return self.scenarios[0]

    @property
    def others(self) -> tuple[str, ...]:
        """Every scenario but the base."""
        return self.scenarios[1:]

    @property
    def focus(self) -> tuple[str, ...]:
        """The base and the next two, in the config's order: chosen by the author, not by their results."""
        return self.scenarios[:FOCUS]

    def label(self, kind: str, name: str, language: Language) -> str:
        """The text of a name of the config, or the name itself when it has no title."""
        return text(self.names.get((kind, name), {}), language) or readable(name)

    def heading(self, language: Language) -> str:
        """The config's title."""
        return text(self.title, language) or self.name


def text(texts: Texts, language: Language) -> str:
    """The text in a language or the nearest there is; empty when there is none."""
    return next((found for key in NEAREST[language] if (found := texts.get(key, ""))), "")


def readable(name: str) -> str:
    """A name of the config as a label: ``under_30`` as ``Under 30``."""
    return name[:1].upper() + name[1:].replace("_", " ")
