"""Nobody is to be recognised: small groups are left out of tables, and what concerns one person's leave is not shown.

Groups are counted by their mean caseload, so every table leaves out the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from navsim.config.evidence import EvidenceRow
from navsim.report.material import Change, Material
from navsim.report.select import LEAST_PEOPLE, rows
from navsim.report.words import Words

PEOPLE = frozenset(
    {"caseload", "inflow", "returns", "moved_in", "outflow", "moved_out", "to_work", "served", "left_without_contact"}
)
LEAVE = re.compile(r"\bleave: *[\[{]")
HEADCOUNT = re.compile(r"users\.[^.]+\.initial")


def small_groups(material: Material) -> frozenset[tuple[str, str]]:
    """(dimension, group) of those with fewer users than ``LEAST_PEOPLE`` in some scenario; of crosses too."""
    found = rows(material.summary, measure="caseload", period="run", statistic="mean")
    few = found[(found["mean"] < LEAST_PEOPLE) & (found["dimension"] != "all")]
    return frozenset(zip(few["dimension"].astype(str), few["group"].astype(str), strict=True))


def without_small(table: pd.DataFrame, material: Material) -> tuple[pd.DataFrame, int]:
    """The rows of a table that concern no small group, and how many there were that do."""
    small = small_groups(material)
    keep = [(str(one), str(other)) not in small for one, other in zip(table["dimension"], table["group"], strict=True)]
    return table[pd.Series(keep, index=table.index, dtype=bool)], len(table) - sum(keep)


def few_people(row: Mapping[Hashable, Any]) -> bool:
    """Whether a counted figure is so few persons of a group that they could be recognised."""
    return str(row["measure"]) in PEOPLE and row["dimension"] != "all" and float(row["value"]) < LEAST_PEOPLE


def on_leave(material: Material) -> frozenset[str]:
    """The paths of staff entries with a leave known beforehand."""
    return frozenset(f"staff.{name}" for name in rows(material.marks, kind="leave")["label"])


def about_leave(path: str, texts: tuple[str, ...], away: frozenset[str]) -> bool:
    """Whether an entry says when or why somebody is away: all that is said of a staff entry with leave may do so."""
    top, _, below = path.partition(".")
    entry, _, rest = below.partition(".")
    named = f"{top}.{entry}" in away or re.split(r"[.\[]", rest)[0] == "leave"
    return top == "staff" and (named or any(LEAVE.search(text) for text in texts))


def evidence_shown(material: Material, words: Words) -> tuple[EvidenceRow, ...]:
    """The evidence, without what is said of a person's leave and without headcounts of a few."""
    away = on_leave(material)
    return tuple(shown_entry(entry, away, words) for entry in material.evidence)


def shown_entry(entry: EvidenceRow, away: frozenset[str], words: Words) -> EvidenceRow:
    """One entry of the evidence as the page may show it."""
    if about_leave(entry.path, (entry.value,), away):
        hidden = words("privacy.leave")
        return replace(entry, value="", range="", source="", why=hidden, says=entry.says and hidden, gives="")
    if HEADCOUNT.fullmatch(entry.path) and few_in(entry.value):
        return replace(entry, value=words("privacy.few"), range="")
    return entry


def few_in(value: str) -> bool:
    """Whether a written number is between none and ``LEAST_PEOPLE``."""
    try:
        return 0 < float(value) < LEAST_PEOPLE
    except ValueError:
        return False


def changes_shown(material: Material, words: Words) -> tuple[Change, ...]:
    """What scenarios change, with the same left out."""
    away, hidden, few = on_leave(material), words("privacy.leave"), words("privacy.few")
    shown = []
    for change in material.changes:
        before, after = change.before, change.after
        if about_leave(change.path, (before, after), away):
            before, after = (hidden if text else "" for text in (before, after))
        elif HEADCOUNT.fullmatch(change.path):
            before, after = (few if few_in(text) else text for text in (before, after))
        shown.append(change._replace(before=before, after=after))
    return tuple(shown)
