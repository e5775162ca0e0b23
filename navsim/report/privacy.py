"""Nobody is to be recognised: small groups are merged or left out, and what concerns one person's leave is not shown.

One rule for pages, sentences and pictures: a group is small if its caseload, on average over the run, is under
``LEAST_PEOPLE`` in any scenario in which it has users at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from navsim.config.evidence import SCENARIOS, EvidenceRow, changed_path
from navsim.config.fields import Texts, texts
from navsim.config.places import Path
from navsim.report.material import Change, Material
from navsim.report.numbers import Estimate
from navsim.report.select import LEAST_PEOPLE, Part, people, rows
from navsim.report.words import Words
from navsim.statistics.intervals import estimates

PEOPLE = frozenset(
    {"caseload", "inflow", "returns", "moved_in", "outflow", "moved_out", "to_work", "served", "left_without_contact"}
)
SAME_COUNT = ["measure", "dimension", "week", "from", "until"]


def small(material: Material) -> frozenset[Part]:
    """The groups, traits, offices and crosses with so few users that they are shown by themselves nowhere."""
    return frozenset(part for part, users in people(material.weekly, crosses=True).items() if users < LEAST_PEOPLE)


def without_small(table: pd.DataFrame, material: Material) -> pd.DataFrame:
    """The rows of a table that concern no small group."""
    return table[~concerns(table, small(material))]


def concerns(table: pd.DataFrame, parts: Iterable[Part]) -> pd.Series[bool]:
    """Which rows of a table concern one of some parts."""
    chosen = frozenset(parts)
    found = [(str(one), str(other)) in chosen for one, other in zip(table["dimension"], table["group"], strict=True)]
    return pd.Series(found, index=table.index, dtype=bool)


def merged(parts: Iterable[Part], material: Material) -> tuple[Part, ...]:
    """Of the parts of one dimension those that are shown as one, where figures can be added up; none if none is small.

    The small ones, and the next smallest until they are two at least and as many users as may be shown: one part alone,
    or very few users, could be found by subtracting the others from the total.
    """
    few, users = small(material), people(material.weekly, crosses=True)
    joined: list[Part] = []
    for part in sorted(parts, key=lambda part: (part not in few, users.get(part, 0.0))):
        enough = len(joined) > 1 and sum(users[one] for one in joined) >= LEAST_PEOPLE
        if part not in few and (enough or not joined):
            break
        joined.append(part)
    return tuple(joined)


def joint_difference(material: Material, scenario: str, measure: str, parts: tuple[Part, ...]) -> Estimate | None:
    """The difference to the base of several parts of one dimension together: the mean over the run of their sum, paired
    by replication. Only for measures that add up; None when they don't have the measure."""
    runs = rows(material.replications, measure=measure, dimension=parts[0].dimension)
    runs = runs[runs["group"].isin([part.group for part in parts])]
    if runs.empty:
        return None

    def sums(name: str) -> pd.Series[float]:
        return rows(runs, scenario=name).groupby("replication")["value"].sum() / material.weeks

    found = estimates(np.asarray(sums(scenario) - sums(material.base), np.float64))
    return Estimate(float(found.mean), float(found.low), float(found.high))


def counts_shown(material: Material) -> pd.DataFrame:
    """What was counted, without small groups and counts of a few people.

    Where one count alone would be left out, the smallest of the others of that kind goes with it: else it could be
    found by subtraction.
    """
    table = material.observed
    people_counted = table["measure"].isin(PEOPLE) & (table["dimension"] != "all")
    hidden = concerns(table, small(material)) | (people_counted & (table["value"] < LEAST_PEOPLE))
    keys = [key for key in SAME_COUNT if key in table]
    for _, alike in table[people_counted].groupby(keys, dropna=False, sort=False, observed=True):
        left = alike[~hidden[alike.index]]
        if len(alike) - len(left) == 1 and len(left):
            hidden |= table.index == left["value"].idxmin()
    return table[~hidden]


def on_leave(material: Material) -> frozenset[str]:
    """The staff entries with a leave known beforehand."""
    return frozenset(rows(material.marks, kind="leave")["label"].astype(str))


def about_leave(path: Path, values: Iterable[Any], away: frozenset[str]) -> bool:
    """Whether an entry says when or why somebody is away: all that is said of a staff entry with leave may do so."""
    if path[0] == SCENARIOS:
        whole = len(path) == 2
        changes = [((*path, key), [part]) for one in values for key, part in one.items()] if whole else [(path, values)]
        return any(about_leave(changed_path(each), parts, away) for each, parts in changes)
    if path[0] != "staff" or len(path) < 2:
        return False
    return path[1] in away or path[2:3] == ("leave",) or any(states_leave(value) for value in values)


def states_leave(value: Any) -> bool:
    """Whether a section, or one below it, states a leave."""
    return isinstance(value, dict) and ("leave" in value or any(states_leave(part) for part in value.values()))


def evidence_shown(material: Material, words: Words) -> tuple[EvidenceRow, ...]:
    """The evidence, without what is said of a person's leave."""
    away, hidden = on_leave(material), Texts(**texts(words("privacy.leave")))
    return tuple(
        replace(entry, values=(), range=(), source=None, why=hidden, says=entry.says and hidden, gives=None)
        if about_leave(entry.place, entry.values, away)
        else entry
        for entry in material.evidence
    )


def changes_shown(material: Material, words: Words) -> tuple[Change, ...]:
    """What scenarios change, with the same left out."""
    away, hidden = on_leave(material), words("privacy.leave")
    return tuple(
        change._replace(before=change.before and hidden, after=change.after and hidden)
        if about_leave(change.path, (change.before, change.after), away)
        else change
        for change in material.changes
    )
