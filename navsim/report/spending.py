"""What each scenario costs each owner, next to what it buys."""

from __future__ import annotations

from navsim.report.material import Material, readable
from navsim.report.naming import title_of
from navsim.report.numbers import DASH
from navsim.report.outcomes import kroner
from navsim.report.phrases import direction
from navsim.report.priced import OWNERS, a_year, level
from navsim.report.select import estimate
from navsim.report.tables import CLEAR, UNCLEAR, Cell, Table, column_title, difference, headline
from navsim.report.words import Words

BUYS = (("backlog", "mean", "run"), ("follow_up_rate", "mean", "run"), ("wait_days", "mean", "run"))

Payer = str | None
"""An owner, or both together."""


def spending(material: Material, words: Words) -> Table | None:
    """Each scenario's extra cost a year (NOK) for each owner and in all, and its differences; None without costs."""
    paying: list[Payer] = [owner for owner in OWNERS if pays(material, owner)]
    if not paying or not material.others:
        return None
    paying += [None] if len(paying) > 1 else []
    gains = [
        column for column in BUYS if any(estimate(material.differences, column[0], one) for one in material.others)
    ]
    lines = tuple(
        (
            material.label("scenario", scenario, words.language),
            (*(cost(material, scenario, payer, words) for payer in paying),
             *(difference(material.differences, scenario, *column, words=words) for column in gains)),
        )
        for scenario in material.others
    )  # fmt: skip
    titles = [words("spending.column", owner=readable(payer_name(payer, words))) for payer in paying]
    titles += [column_title(material, *column, words=words, points=True) for column in gains]
    base = title_of(material, material.base, words)
    levels = [level_text(material, payer, words) for payer in paying]
    notes = (words("spending.base", base=base, levels=words.listed(levels)), words("spending.what"))
    caption = headline("spending", material, words, base=base)
    return Table(caption, (words("table.scenario"), *titles), lines, "costs", notes)


def pays(material: Material, payer: Payer) -> bool:
    """Whether an owner pays anything in any scenario."""
    found = (level(material, scenario, payer) for scenario in material.scenarios)
    return any(one is not None and one.mean != 0 for one in found)


def payer_name(payer: Payer, words: Words) -> str:
    """An owner, or both together."""
    return words(f"owner.{payer}") if payer else words("spending.total")


def cost(material: Material, scenario: str, payer: Payer, words: Words) -> Cell:
    """The extra cost a year."""
    found = a_year(material, scenario, payer)
    if found is None:
        return Cell(DASH)
    way = direction(found)
    if way == "same":
        return Cell("0", note=words("table.same"), tone=UNCLEAR, estimate=found)
    cell = kroner(found, words)
    note, tone = (words("table.unclear"), UNCLEAR) if way == "unclear" else ("", CLEAR)
    return Cell(cell.value, cell.interval, note, tone, cell.estimate)


def level_text(material: Material, payer: Payer, words: Words) -> str:
    """What the base costs an owner, or both."""
    found = level(material, material.base, payer)
    cell = kroner(found, words, signed=False) if found else Cell(DASH)
    return words("spending.level", owner=payer_name(payer, words).lower(), cost=f"{cell.value} {cell.interval}".strip())
