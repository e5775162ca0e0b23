"""For whom things differ, as a table for each scenario: also who has less, or waits longer."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from navsim.report.material import Material
from navsim.report.naming import dimension_name, part_name
from navsim.report.numbers import DASH, Estimate, window
from navsim.report.phrases import SHARES
from navsim.report.privacy import joint_difference, merged, small
from navsim.report.select import LEAST_PEOPLE, Part, estimate, rows
from navsim.report.tables import Cell, Table, difference_cell
from navsim.report.words import Words

MEASURES = ("follow_up_rate", "wait_days", "backlog")
ADDS_UP = frozenset({"backlog"})
NOT_USERS = frozenset({"all", "owner", "task", "channel", "reason", "reception", "cost"})
CROSS = "*"

Line = tuple[str, tuple[Cell, ...]]


def for_whom(material: Material, words: Words) -> list[Table]:
    """For each scenario, what differs from the base for each group of users."""
    found = material.differences
    users = ~found["dimension"].isin(NOT_USERS) & ~found["dimension"].astype(str).str.contains(CROSS, regex=False)
    found = found[users & (found["period"] == "run") & (found["statistic"] == "mean") & found["measure"].isin(MEASURES)]
    divided = parts_of(found)
    joined = {dimension: merged(parts, material) for dimension, parts in divided.items()}
    few = small(material)
    shown = {dimension: [part for part in parts if part not in few] for dimension, parts in divided.items()}
    tables = []
    for scenario in material.others:
        mine = rows(found, scenario=scenario)
        measures = [measure for measure in MEASURES if (mine["measure"] == measure).any()]
        lines = [
            line
            for dimension, parts in divided.items()
            for line in lines_of(scenario, parts, shown[dimension], joined[dimension], measures, material, words)
        ]
        if lines:
            tables.append(table(scenario, measures, lines, notes(joined, words), material, words))
    return tables


def parts_of(found: pd.DataFrame) -> dict[str, list[Part]]:
    """The parts of each dimension, in their order."""
    pairs = zip(found["dimension"].astype(str), found["group"].astype(str), strict=True)
    parts: dict[str, list[Part]] = {}
    for pair in dict.fromkeys(pairs):
        parts.setdefault(pair[0], []).append(Part(*pair))
    return parts


def lines_of(
    scenario: str, parts: list[Part], shown: list[Part], joined: tuple[Part, ...], measures: list[str],
    material: Material, words: Words,
) -> Iterator[Line]:  # fmt: skip
    """The lines of one dimension: of each part that is large enough, and of the rest together.

    What adds up is shown of the rest alone, not of what was merged into it; nor of the rest if that is everybody.
    """
    for part in shown:
        name = part_name(material, part, words)
        title = name if part.dimension == "group" else f"{name} ({dimension_name(part.dimension, words).lower()})"
        yield (
            title,
            tuple(
                Cell(DASH) if measure in ADDS_UP and part in joined else own(scenario, measure, part, material, words)
                for measure in measures
            ),
        )
    if joined and len(joined) < len(parts):
        title = words("privacy.rest", dimension=dimension_name(joined[0].dimension, words).lower())
        yield (
            title,
            tuple(
                difference_cell(joint_difference(material, scenario, measure, joined), measure, words)
                if measure in ADDS_UP
                else Cell(DASH)
                for measure in measures
            ),
        )


def own(scenario: str, measure: str, part: Part, material: Material, words: Words) -> Cell:
    """One difference of a part, or a dash where it is not defined."""
    found: Estimate | None = estimate(material.differences, measure, scenario, part=part)
    return difference_cell(found, measure, words)


def notes(joined: dict[str, tuple[Part, ...]], words: Words) -> tuple[str, ...]:
    """How many groups were merged."""
    count = sum(len(parts) for parts in joined.values())
    return (words("privacy.merged", number=count, fewest=int(LEAST_PEOPLE)),) if count else ()


def table(
    scenario: str, measures: list[str], lines: list[Line], below: tuple[str, ...], material: Material, words: Words
) -> Table:
    """One scenario's differences by group."""
    titles = [words("table.mean", measure=words(f"short.{measure}", window=window(material, words)))
              for measure in measures]  # fmt: skip
    titles = [
        words("table.points", column=title) if measure in SHARES else title
        for title, measure in zip(titles, measures, strict=True)
    ]
    name, base = (words.quoted(material.label("scenario", key, words.language)) for key in (scenario, material.base))
    caption = words("whom.caption", scenario=name, base=base)
    return Table(caption, (words("whom.group"), *titles), tuple(lines), f"for-whom-{scenario}", below)
