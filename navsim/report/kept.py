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
    """The targets that matter most: those that a scenario in focus doesn't keep first, then those of the law, then
    those of which the scenarios differ most."""
    found = material.targets[material.targets["kept_share"].notna()]
    few, lines = small(material), dict[str, list[Line]]()
    for scenario in material.focus:
        for row in rows(found, scenario=scenario).to_dict("records"):
            if Part(row["dimension"], row["group"]) not in few:
                lines.setdefault(str(row["target"]), []).append({str(key): value for key, value in row.items()})
    first = sorted(lines.values(), key=importance)
    return " ".join(sentence(material, of_one, words) for of_one in first[:MOST])


def importance(lines: list[Line]) -> tuple[bool, bool, float]:
    """Least for what is told first."""
    shares = [float(row["kept_share"]) for row in lines]
    return all(row["kept"] for row in lines), not lines[0]["legal"], min(shares) - max(shares)


def sentence(material: Material, lines: list[Line], words: Words) -> str:
    """One target: its share of runs in each scenario, and the share that it is to have."""
    title = words.quoted(material.label("target", lines[0]["target"], words.language))
    scenarios = dict[tuple[str, str], list[str]]()
    for row in lines:
        name = words.quoted(material.label("scenario", row["scenario"], words.language))
        scenarios.setdefault(level(row, words), []).append(name)
    return words(
        "finding.target_legal" if lines[0]["legal"] else "finding.target_goal",
        target=title,
        levels=words.listed([in_scenarios(*key, names, words) for key, names in scenarios.items()]),
        certainty=percent(float(lines[0]["certainty"]), words.language),
    )


def level(row: Line, words: Words) -> tuple[str, str]:
    """In how many of the runs a target is kept, and when one about each week that isn't kept is first broken."""
    share = Estimate(float(row["kept_share"]), float(row["low"]), float(row["high"]))
    if row["replications"] < 2:
        share = Estimate(share.mean, math.nan, math.nan)
    first = row["first_week_broken"]
    told = not (row["kept"] or row["over"] == "period") and isinstance(first, str)
    return " ".join(amount(share, words, "percent")).strip(), week(first, words) if told else ""


def in_scenarios(share: str, first_broken: str, scenarios: list[str], words: Words) -> str:
    """The scenarios of which the same is to be told."""
    values = {"share": share, "scenario": words.listed(scenarios)}
    if not first_broken:
        return words("finding.target_level", **values)
    return words("finding.target_broken", week=first_broken, **values)
