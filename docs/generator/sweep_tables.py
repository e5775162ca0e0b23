"""The tables of ``docs/sweeps.md``, from the published numbers of its sweeps."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from docs.generator.markdown import table
from docs.generator.sweep_studies import (
    ABSENCE,
    CONTACT,
    DIFFERENCE,
    DIGISOS,
    HIRES,
    LEVEL,
    OVERDUE,
    PAIR,
    PEAK,
    SPRING,
    STUDIES,
    SUMMER,
    found,
)  # fmt: skip
from docs.generator.sweep_words import BEGIN, HOURS, MONTHS, WORDS

HIRES_SHOWN = (OVERDUE, PEAK, CONTACT)
Tables = Mapping[str, pd.DataFrame]
"""The published numbers by the name of the study."""


def signed(row: pd.Series, decimals: int) -> str:
    """A difference with its interval; both 0 where every replication is the same."""
    if row["low"] == row["high"] == 0:
        return "0"
    return f"{number(row['mean'], decimals, '+')} ({number(row['low'], decimals)} to {number(row['high'], decimals)})"


def level(row: pd.Series, decimals: int) -> str:
    """A level with its interval."""
    return f"{number(row['mean'], decimals)} ({number(row['low'], decimals)} to {number(row['high'], decimals)})"


def number(value: float, decimals: int, sign: str = "") -> str:
    """A number with a true minus; 0 has no sign."""
    shown = round(value, decimals) + 0.0
    return f"{shown:{sign if shown else ''}.{decimals}f}".replace("-", "−")


def made(tables: Tables) -> str:
    """What each sweep is, with its size."""
    rows = []
    for study in STUDIES:
        levels = tables[study.name].query("kind == 'level' and figure == @study.figures[0].name")
        file = f"[`{study.file.name}`](../experiments/{study.file.name})"
        rows.append((file, len(levels), levels["replications"].max(), len(levels) * levels["replications"].max()))
    return table(("experiment", "points", "replications each", "runs of two years"), rows)


def hires(numbers: pd.DataFrame) -> str:
    """What hires change with the shock as it was: by date and number, mean, peak and contact."""
    rows = [
        (BEGIN[date], f"{MONTHS[date] * people:.0f}", people,
         *(signed(found(numbers, DIFFERENCE, each.name, shock="as_it_was", advertised=date, hires=people),
                  each.decimals) for each in HIRES_SHOWN))
        for date in BEGIN for people in (1, 2, 3, 4)
    ]  # fmt: skip
    return table(("at work from", "months of work", "hires", *(figure.title for figure in HIRES_SHOWN)), rows)


def hires_shock(numbers: pd.DataFrame) -> str:
    """What two hires change by the size of the shock, beside the levels without any."""
    dates = ("2020-02-17", "2020-05-18")
    without = (OVERDUE, SPRING, SUMMER)
    rows = [
        (WORDS[shock],
         *(level(found(numbers, LEVEL, each.name, shock=shock, advertised=dates[1], hires=0), each.decimals)
           for each in without),
         *(signed(found(numbers, DIFFERENCE, each.name, shock=shock, advertised=date, hires=2), each.decimals)
           for each in (OVERDUE, PEAK) for date in dates))
        for shock in ("half", "as_it_was", "half_more")
    ]  # fmt: skip
    titles = [f"{figure.title}: two from {BEGIN[date]}" for figure in (OVERDUE, PEAK) for date in dates]
    return table(("shock", *(f"{figure.title}: no hires" for figure in without), *titles), rows)


def hires_pairs(numbers: pd.DataFrame) -> str:
    """Fewer and earlier against more and later."""
    rows = [
        (f"{one['hires']} from {BEGIN[str(one['advertised'])]}",
         f"{other['hires']} from {BEGIN[str(other['advertised'])]}",
         f"{months(one)} and {months(other)}",
         *(signed(found(numbers, PAIR, each.name, **one), each.decimals) for each in HIRES_SHOWN))
        for one, other in HIRES.pairs
    ]  # fmt: skip
    return table(("hires", "less those of", "months of work", *(figure.title for figure in HIRES_SHOWN)), rows)


def months(point: Mapping[str, str | int | float]) -> str:
    """Months of work paid at a point."""
    return f"{MONTHS[str(point['advertised'])] * float(point['hires']):.0f}"


def digisos(numbers: pd.DataFrame) -> str:
    """The wait of an application by both factors."""
    shares = (0.0, 0.3, 0.6, 0.65, 0.7, 1.0)
    decimals = DIGISOS.figure("application").decimals
    rows = [
        (WORDS[hours], *(level(found(numbers, LEVEL, "application", hours=hours, digital=share), decimals)
                         for share in shares))
        for hours in HOURS
    ]  # fmt: skip
    return table(("opening hours", *(f"{share:.0%}" for share in shares)), rows)


def digisos_hours(numbers: pd.DataFrame) -> str:
    """What opening hours change at the case's share of digital applications."""
    rows = [
        (WORDS[hours], *(
            level(found(numbers, LEVEL, each.name, hours=hours, digital=0.65), each.decimals) if hours == "as_it_was"
            else signed(found(numbers, DIFFERENCE, each.name, hours=hours, digital=0.65), each.decimals)
            for each in DIGISOS.figures))
        for hours in HOURS
    ]  # fmt: skip
    return table(("opening hours", *(figure.title for figure in DIGISOS.figures)), rows)


def absence(numbers: pd.DataFrame) -> str:
    """Overdue tasks by both factors, as differences from the case."""
    people = (3, 4, 5, 6, 7)
    decimals = ABSENCE.figure("overdue").decimals
    rows = [
        (f"{percent} %", *(signed(found(numbers, DIFFERENCE, "overdue", people=each, sick=percent / 100), decimals)
                           for each in people))
        for percent in range(5, 10)
    ]  # fmt: skip
    return table(("sick leave", *(f"{each} caseworkers" for each in people)), rows)


def absence_pairs(numbers: pd.DataFrame) -> str:
    """One more at the highest sick leave, less one fewer at the lowest."""
    rows = [
        (f"{one['people']} at 9 %", f"{other['people']} at 5 %",
         *(signed(found(numbers, PAIR, each.name, **one), each.decimals) for each in ABSENCE.figures))
        for one, other in ABSENCE.pairs
    ]  # fmt: skip
    return table(("caseworkers", "less those of", *(figure.title for figure in ABSENCE.figures)), rows)


def blocks(tables: Tables) -> dict[str, str]:
    """All tables of the page, by the name of their block."""
    return {
        "made": made(tables),
        "hires": hires(tables[HIRES.name]),
        "hires_shock": hires_shock(tables[HIRES.name]),
        "hires_pairs": hires_pairs(tables[HIRES.name]),
        "digisos": digisos(tables[DIGISOS.name]),
        "digisos_hours": digisos_hours(tables[DIGISOS.name]),
        "absence": absence(tables[ABSENCE.name]),
        "absence_pairs": absence_pairs(tables[ABSENCE.name]),
    }
