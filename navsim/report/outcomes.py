"""What came of it, as tables: targets kept or broken, what extra staff would have to bring."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from navsim.report.material import Material, readable
from navsim.report.naming import part_name
from navsim.report.numbers import DASH, Estimate, amount, day, number, percent, week, window
from navsim.report.privacy import without_small
from navsim.report.select import LEAST_PEOPLE, Part
from navsim.report.tables import CLEAR, UNCLEAR, Cell, Table
from navsim.report.words import Words


def measure_name(measure: str, material: Material, words: Words) -> str:
    """The long name of a measure."""
    key = f"measure.{measure}"
    return words(key, window=window(material, words)) if words.has(key) else readable(measure)


def left_out(count: int, words: Words) -> tuple[str, ...]:
    """The note below a table from which rows of small groups were left out."""
    return (words.counted("privacy.left_out", str(count), fewest=int(LEAST_PEOPLE)),) if count else ()


def target_tables(material: Material, words: Words) -> list[tuple[bool, Table]]:
    """A table for each target, deadlines by law first, with whether it is one."""
    shown = without_small(material.targets, material)
    tables = [
        (lawful(group["legal"].iloc[0]), target_table(str(name), group, material, words))
        for name, group in shown.groupby("target", sort=False)
    ]
    return sorted(tables, key=lambda pair: not pair[0])


def targets_left_out(material: Material, words: Words) -> tuple[str, ...]:
    """How many targets concern groups that are too small to show."""
    shown = without_small(material.targets, material)
    return left_out(material.targets["target"].nunique() - shown["target"].nunique(), words)


def lawful(value: object) -> bool:
    """Whether a target is a deadline by law; a table read from a file has it as text."""
    return str(value) == "True"


def target_table(name: str, group: pd.DataFrame, material: Material, words: Words) -> Table:
    """One target in every scenario; a scenario that changes what the target asks has a table line that says so."""
    first = group.iloc[0]
    asked = demand(first, material, words)
    kind = words("target.legal" if lawful(first["legal"]) else "target.goal")
    title = words("target.caption", kind=kind, target=material.label("target", name, words.language), demand=asked)
    lines = []
    for row in (group.iloc[place] for place in range(len(group))):
        own = demand(row, material, words)
        scenario = material.label("scenario", str(row["scenario"]), words.language)
        lines.append((scenario if own == asked else f"{scenario} ({own})", outcome(row, words)))
    columns = tuple(words(f"target.{key}") for key in ("kept", "share", "first", "broken", "recovery"))
    note = words("target.certainty", certainty=percent(float(first["certainty"]), words.language))
    return Table(title, (words("table.scenario"), *columns), tuple(lines), f"target-{name}", (note,))


def demand(row: pd.Series, material: Material, words: Words) -> str:
    """What a target asks: measure, whose, bound and dates."""
    unit, value = str(row["unit"]), float(row["value"])
    share = unit == "share"
    bound = (
        percent(value, words.language, decimals(100 * value))
        if share
        else number(value, words.language, decimals(value))
    )
    whose = str(row["dimension"])
    group = "" if whose == "all" else f" ({part_name(material, Part(whose, str(row['group'])), words)})"
    first, last = (day(as_date(row[key]), words) for key in ("from", "until"))
    return words(
        f"target.{row['bound']}.{row['over']}",
        measure=measure_name(str(row["measure"]), material, words) + group, value=bound, first=first, last=last,
    )  # fmt: skip


def decimals(value: float) -> int:
    """As many as it was written with, two at most."""
    return next((count for count in (0, 1) if math.isclose(round(value, count), value, abs_tol=1e-9)), 2)


def as_date(value: object) -> date:
    """A date of a table, which may be text when it was read from a file."""
    return pd.Timestamp(str(value)).date()


def outcome(row: pd.Series, words: Words) -> tuple[Cell, ...]:
    """Kept or broken, in how many runs, from when, how long and until when."""
    share = Estimate(*(float(row[key]) for key in ("kept_share", "low", "high")))
    if not math.isfinite(share.mean):
        return (Cell(words("target.unknown")), *(Cell(DASH) for _ in range(4)))
    certainty = float(row["certainty"])
    kept = share.mean >= certainty
    unsure = share.low < certainty <= share.high
    verdict = Cell(
        words("target.yes" if kept else "target.no"), note=words("target.unsure") if unsure else "",
        tone=UNCLEAR if unsure else CLEAR,
    )  # fmt: skip
    likely = Cell(*amount(share, words, "percent"), estimate=share.times(100.0), unit="%")
    return (verdict, likely, *when_broken(row, share.mean, words))


def when_broken(row: pd.Series, kept: float, words: Words) -> tuple[Cell, Cell, Cell]:
    """First week broken, weeks broken, weeks until it is kept again; dashes where no run breaks it."""
    if kept == 1 and not isinstance(row["first_week_broken"], str):
        return Cell(DASH), Cell(DASH), Cell(DASH)
    typical, earliest = row["first_week_broken"], row["first_week_earliest"]
    first = Cell(
        week(typical, words) if isinstance(typical, str) else DASH,
        words("target.earliest", when=week(earliest, words)) if isinstance(earliest, str) else "",
    )
    mean, again = float(row["mean_weeks_broken"]), float(row["recovery_weeks_median"])
    weeks = Cell(number(mean, words.language, 1), estimate=Estimate(mean, math.nan, math.nan))
    if math.isfinite(again):
        return first, weeks, Cell(words.counted("target.weeks", number(again, words.language)))
    return first, weeks, Cell(words("target.never"))


def break_even(material: Material, words: Words) -> Table | None:
    """What a scenario's staff costs more in a year, and how many more exits would pay for it."""
    table = material.break_even
    if table.empty:
        return None
    lines = []
    for row in (table.iloc[place] for place in range(len(table))):
        cost = Estimate(*(float(row[key]) for key in ("staff_cost_a_year", "low", "high")))
        saved = float(row["saved_by_an_exit"])
        cells = (kroner(cost, words), kroner(Estimate(saved, math.nan, math.nan), words, signed=False))
        lines.append(
            (material.label("scenario", str(row["scenario"]), words.language), (*cells, exits(cost, saved, words)))
        )
    columns = tuple(words(f"break_even.{key}") for key in ("cost", "saved", "exits"))
    notes = tuple(words(f"break_even.{key}") for key in ("no_claim", "assumes", "owners"))
    base = words.quoted(material.label("scenario", material.base, words.language))
    caption = words("break_even.caption", base=base)
    return Table(caption, (words("table.scenario"), *columns), tuple(lines), "break-even", notes)


def kroner(value: Estimate, words: Words, signed: bool = True) -> Cell:
    """An amount in kroner, to whole thousands; a dash where it is not known."""
    if not math.isfinite(value.mean):
        return Cell(DASH)
    rounded = Estimate(
        *(round(part, -3) if math.isfinite(part) else part for part in (value.mean, value.low, value.high))
    )
    certain = value.known and value.low == value.high
    text, interval = amount(rounded, words, signed=signed)
    return Cell(text, "" if certain else interval, estimate=value)


def exits(cost: Estimate, saved: float, words: Words) -> Cell:
    """How many more users would have to leave in a year; none are needed where the scenario costs no more."""
    if not math.isfinite(saved) or not math.isfinite(cost.mean):
        return Cell(DASH)
    if cost.mean <= 0:
        return Cell(words("break_even.none"))
    needed = cost.times(1 / saved)
    text, interval = amount(needed, words)
    return Cell(text, "" if cost.low == cost.high else interval, estimate=needed)
