"""For whom things differ, as a table for each scenario: also who has less, or waits longer."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from navsim.report.material import Material
from navsim.report.naming import dimension_name, part_name
from navsim.report.numbers import DASH, Estimate, window
from navsim.report.outcomes import left_out
from navsim.report.phrases import SHARES
from navsim.report.privacy import joint_difference, merged, small
from navsim.report.select import LEAST_PEOPLE, Part, estimate, rows
from navsim.report.tables import Cell, Table, difference_cell, level
from navsim.report.words import Words

MEASURES = ("follow_up_rate", "wait_days", "backlog")
LEVELS = ("caseload", *MEASURES)
ADDS_UP = frozenset({"backlog"})
COUNTED = ADDS_UP | {"caseload"}
NOT_USERS = frozenset({"all", "owner", "task", "channel", "reason", "reception", "block", "cost", "area"})
CROSS = "*"
OWNER = "owner"

Line = tuple[str, tuple[Cell, ...]]


def for_whom(material: Material, words: Words) -> list[Table]:
    """For each scenario, what differs from the base for each group of users, and for the tasks of each owner."""
    found = material.differences
    users = of_users(found)
    asked = (found["period"] == "run") & (found["statistic"] == "mean") & found["measure"].isin(MEASURES)
    divided = parts_of(found[users & asked]) | owners_of(found[asked], material)
    found = found[(users | (found["dimension"] == OWNER)) & asked]
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


def levels(material: Material, words: Words) -> Table | None:
    """How things are in the base for each group of users, and for the tasks of each owner: what differences start from.

    None where there are no parts to tell apart.
    """
    found = rows(material.summary, scenario=material.base, period="run", statistic="mean")
    nobody = (found["measure"] == "caseload") & (found["mean"] == 0)  # a trait's value of users out of follow-up only
    found = found[found["measure"].isin(LEVELS) & ~nobody]
    every = parts_of(found[of_users(found)]) | owners_of(found, material)
    divided = {dimension: parts for dimension, parts in every.items() if len(parts) > 1}
    joined = {dimension: merged(parts, material) for dimension, parts in divided.items()}
    few = small(material)
    lines = tuple(
        (
            title_of_line(part, material, words),
            tuple(
                Cell(DASH) if measure in COUNTED and part in joined[dimension] else
                level(found, material.base, measure, "mean", "run", part, words=words)
                for measure in LEVELS
            ),
        )
        for dimension, parts in divided.items()
        for part in parts
        if part not in few
    )  # fmt: skip
    caption = words("whom.levels", base=words.quoted(material.label("scenario", material.base, words.language)))
    titles = (words("table.mean", measure=words(f"short.{each}", window=window(material, words))) for each in LEVELS)
    below = left_out(len(few & {part for parts in divided.values() for part in parts}), words)
    return Table(caption, (words("whom.group"), *titles), lines, "for-whom-levels", below) if lines else None


def of_users(found: pd.DataFrame) -> pd.Series[bool]:
    """Which rows are of a group, a trait's value or an office."""
    return ~found["dimension"].isin(NOT_USERS) & ~found["dimension"].astype(str).str.contains(CROSS, regex=False)


def owners_of(found: pd.DataFrame, material: Material) -> dict[str, list[Part]]:
    """The owners of tasks, when there are two; none where a group is small, which may be all that an owner has."""
    parts = parts_of(found[found["dimension"] == OWNER])
    return parts if not small(material) and len(parts.get(OWNER, ())) > 1 else {}


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
        yield (
            title_of_line(part, material, words),
            tuple(
                Cell(DASH) if measure in ADDS_UP and part in joined else own(scenario, measure, part, material, words)
                for measure in measures
            ),
        )
    if joined and len(joined) < len(parts):
        title = words("privacy.rest", dimension=dimension_name(material, joined[0].dimension, words).lower())
        yield (
            title,
            tuple(
                difference_cell(joint_difference(material, scenario, measure, joined), measure, words)
                if measure in ADDS_UP
                else Cell(DASH)
                for measure in measures
            ),
        )


def title_of_line(part: Part, material: Material, words: Words) -> str:
    """A part's name, and what it is a part of."""
    name, by = part_name(material, part, words), dimension_name(material, part.dimension, words).lower()
    return name if part.dimension == "group" else f"{name} ({by})"


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
