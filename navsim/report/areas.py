"""Each budget area by scenario and year: FTE, sick leave, use of capacity, cost."""

from __future__ import annotations

import math

from navsim.config.measured import AREA
from navsim.measures.staff import LEAST_EMPLOYEES
from navsim.report.material import Material
from navsim.report.naming import title_of
from navsim.report.numbers import DASH, Estimate, amount
from navsim.report.outcomes import kroner
from navsim.report.select import Part, estimate, rows
from navsim.report.tables import Cell, Table
from navsim.report.words import Words
from navsim.values.time import WEEK, YEAR

WHOLE_YEAR = 50
"""Weeks of the run that a calendar year has at least if it is shown: a budget is one of a year."""


def area_tables(material: Material, words: Words) -> list[Table]:
    """A table for each budget area; none where the config has no areas."""
    names = dict.fromkeys(rows(material.summary, dimension=AREA)["group"].astype(str))
    return [area_table(name, material, words) for name in names if years(material)]


def area_table(name: str, material: Material, words: Words) -> Table:
    """One area: a line for each year of the base, and for each scenario and year in which the area differs from it."""
    base = {year: cells(material, material.base, year, name, words) for year in years(material)}
    lines = tuple(
        (words("areas.line", scenario=material.label("scenario", scenario, words.language), year=year), found)
        for scenario in material.scenarios
        for year in base
        if (found := cells(material, scenario, year, name, words)) != base[year] or scenario == material.base
    )
    titles = tuple(words(f"areas.{key}") for key in ("fte", "sick_share", "utilisation", "cost"))
    same = [words("areas.same", base=title_of(material, material.base, words))] if material.others else []
    notes = (*same, words("areas.what", fewest=LEAST_EMPLOYEES))
    caption = material.label(AREA, name, words.language)
    return Table(caption, (words("areas.first"), *titles), lines, f"area-{name}", notes)


def cells(material: Material, scenario: str, year: str, name: str, words: Words) -> tuple[Cell, ...]:
    """The figures of an area in a scenario and year."""
    fte, sick, used, paid = (
        estimate(material.summary, measure, scenario, year, part=Part(AREA, name))
        for measure in ("fte", "sick_share", "utilisation", "cost_nok")
    )
    return plain(fte, words), share(sick, words), share(used, words), cost(paid, words)


def years(material: Material) -> list[str]:
    """The calendar years that the run holds nearly whole."""
    weeks = rows(material.weekly, scenario=material.base, measure="caseload", dimension="all")["week"].astype(str)
    count = weeks.str[:4].value_counts()
    return sorted(str(year) for year, number in count.items() if number >= WHOLE_YEAR)


def plain(value: Estimate | None, words: Words) -> Cell:
    """A number that is no matter of chance."""
    return Cell(DASH) if value is None else Cell(amount(without_chance(value), words, least=1)[0], estimate=value)


def without_chance(value: Estimate) -> Estimate:
    """The mean alone."""
    return Estimate(value.mean, math.nan, math.nan)


def share(value: Estimate | None, words: Words) -> Cell:
    """A share in percent with its interval."""
    if value is None:
        return Cell(DASH)
    return Cell(*amount(value, words, "percent", least=1), estimate=value.times(100.0), unit="%")


def cost(value: Estimate | None, words: Words) -> Cell:
    """What a week costs, as kroner a year."""
    return Cell(DASH) if value is None else kroner(value.times(YEAR / WEEK), words, signed=False)
