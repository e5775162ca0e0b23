"""Who comes unasked, as a table: on what subject, how many leave without help, how long they wait."""

from __future__ import annotations

import math

from navsim.report.material import Material
from navsim.report.numbers import DASH, amount, number, percent
from navsim.report.select import Part, estimate, rows
from navsim.report.tables import Cell, Table
from navsim.report.words import Words
from navsim.values.time import DAY


def visitors(material: Material, words: Words) -> Table | None:
    """A row for each task of those who come unasked, a column for each scenario; None where nobody does."""
    tasks = subjects(material)
    if not tasks:
        return None
    columns = tuple(material.label("scenario", scenario, words.language) for scenario in material.scenarios)
    lines = tuple(
        (
            material.label("task", task, words.language),
            tuple(visits(material, scenario, task, words) for scenario in material.scenarios),
        )
        for task in tasks
    )
    return Table(
        words("table.visitors"), (words("table.subject"), *columns), lines, "visitors", (words("table.visitors_note"),)
    )


def subjects(material: Material) -> list[str]:
    """The tasks of those who come unasked, in any scenario, in the order of the first that has them."""
    found = rows(material.summary, measure="topic_share", dimension="task", period="run", statistic="mean")
    return [str(name) for name in dict.fromkeys(found["group"])]


def visits(material: Material, scenario: str, task: str, words: Words) -> Cell:
    """How many a week, how many of them leave without help, and the minutes that the others wait on average."""
    came, left, wait = (
        estimate(material.summary, measure, scenario, part=Part("task", task))
        for measure in ("opened", "cancelled", "wait_days")
    )
    if came is None or came.mean == 0:
        return Cell(DASH)
    share = percent(left.mean / came.mean if left else math.nan, words.language)
    minutes = number(DAY * wait.mean if wait else math.nan, words.language)
    return Cell(*amount(came, words), words("table.visitors_cell", share=share, minutes=minutes), estimate=came)
