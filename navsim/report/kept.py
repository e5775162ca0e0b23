"""Targets in words: in how many of the runs each is kept, and when it is broken."""

from __future__ import annotations

import math
from typing import Any

from navsim.report.material import Material
from navsim.report.numbers import Estimate, amount, percent, week
from navsim.report.privacy import small
from navsim.report.select import Part, rows
from navsim.report.words import Words

MOST = 2
"""Targets that have a sentence; the table has them all."""

Line = dict[str, Any]
"""A row of the table of targets."""


def targets(material: Material, words: Words) -> str:
    """The targets that matter most: those that a scenario in focus doesn't keep first, then those of the law."""
    found = material.targets[material.targets["kept_share"].notna()]
    few, lines = small(material), dict[str, list[Line]]()
    for scenario in material.focus:
        for row in rows(found, scenario=scenario).to_dict("records"):
            if Part(row["dimension"], row["group"]) not in few:
                lines.setdefault(str(row["target"]), []).append({str(key): value for key, value in row.items()})
    first = sorted(lines.values(), key=lambda of_one: (all(row["kept"] for row in of_one), not of_one[0]["legal"]))
    return " ".join(sentence(material, of_one, words) for of_one in first[:MOST])


def sentence(material: Material, lines: list[Line], words: Words) -> str:
    """One target: its share of runs in each scenario, and the share that it is to have."""
    title = words.quoted(material.label("target", lines[0]["target"], words.language))
    return words(
        "finding.target_legal" if lines[0]["legal"] else "finding.target_goal",
        target=title,
        levels=words.listed([level(material, row, words) for row in lines]),
        certainty=percent(float(lines[0]["certainty"]), words.language),
    )


def level(material: Material, row: Line, words: Words) -> str:
    """In how many of the runs a target is kept in a scenario; of one that isn't, when it is first broken."""
    share = Estimate(float(row["kept_share"]), float(row["low"]), float(row["high"]))
    if row["replications"] < 2:
        share = Estimate(share.mean, math.nan, math.nan)
    values = {
        "share": " ".join(amount(share, words, "percent")).strip(),
        "scenario": words.quoted(material.label("scenario", row["scenario"], words.language)),
    }
    first = row["first_week_broken"]
    if row["kept"] or not isinstance(first, str):
        return words("finding.target_level", **values)
    return words("finding.target_broken", week=week(first, words), **values)
