"""What came of it, as tables: targets kept or broken, what extra staff would have to bring."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd

from navsim.config.targets import LAST_YEAR
from navsim.report.keeping import against, amount_of
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
    change = against(first["against"]) is not None
    level = words(f"target.{'change' if change else 'level'}")
    if change and first["unit"] == "share":
        level = words("table.points", column=level)
    kept, share, *weeks = (words(f"target.{key}") for key in ("kept", "share", "first", "broken", "recovery"))
    notes = [words("target.certainty", certainty=percent(float(first["certainty"]), words.language))]
    if first["over"] == "period":
        notes.append(words("target.over_period"))
    if change:
        notes.append(words("target.of_change"))
    columns = (words("table.scenario"), kept, share, level, *weeks)
    return Table(title, columns, tuple(lines), f"target-{name}", tuple(notes))


def targets_overview(material: Material, words: Words) -> Table | None:
    """All targets beside one another, deadlines by law first; None when there is one at most."""
    shown = without_small(material.targets, material)
    by_name = [(str(name), group) for name, group in shown.groupby("target", sort=False)]
    by_name.sort(key=lambda pair: not lawful(pair[1]["legal"].iloc[0]))
    if len(by_name) < 2:
        return None
    lines = tuple((kind_and_name(name, group, material, words), standing(material, group, words))
                  for name, group in by_name)  # fmt: skip
    titles = [material.label("scenario", scenario, words.language) for scenario in material.scenarios]
    notes = (words("target.of_change"),) if any(against(value) for value in shown["against"]) else ()
    return Table(words("target.overview"), (words("target.name"), *titles), lines, "targets", notes)


def kind_and_name(name: str, group: pd.DataFrame, material: Material, words: Words) -> str:
    """The title of a target, which says so when it is a deadline by law."""
    title = material.label("target", name, words.language)
    return f"{words('target.legal')}: {title}" if lawful(group["legal"].iloc[0]) else title


def standing(material: Material, group: pd.DataFrame, words: Words) -> tuple[Cell, ...]:
    """Whether a target is kept in each scenario; a dash where a scenario doesn't have it."""
    found = {str(group["scenario"].iloc[place]): outcome(group.iloc[place], words) for place in range(len(group))}
    return tuple(joined(*found[name][:2]) if name in found else Cell(DASH) for name in material.scenarios)


def joined(verdict: Cell, likely: Cell) -> Cell:
    """Kept or not, and in which share of the runs, in one cell."""
    return replace(verdict, interval=f"{likely.value} {likely.interval}".strip(), estimate=likely.estimate, unit="%")


def demand(row: pd.Series, material: Material, words: Words) -> str:
    """What a target asks: measure, whose, bound and dates."""
    since = against(row["against"])
    unit = "" if row["unit"] == "days" else str(row["unit"])  # the measure's name has the days already
    bound = amount_of(float(row["value"]), unit, since, words)
    whose = str(row["dimension"])
    group = "" if whose == "all" else f" ({part_name(material, Part(whose, str(row['group'])), words)})"
    first, last = (day(as_date(row[key]), words) for key in ("from", "until"))
    measure = measure_name(str(row["measure"]), material, words) + group
    if since == LAST_YEAR:
        measure = words("target.since_last_year", measure=measure)
    elif since:
        start, end = (day(as_date(text), words) for text in since.split("/"))
        measure = words("target.since", measure=measure, first=start, last=end)
    return words(f"target.{row['bound']}.{row['over']}", measure=measure, value=bound, first=first, last=last)


def as_date(value: object) -> date:
    """A date of a table, which may be text when it was read from a file."""
    return pd.Timestamp(str(value)).date()


def outcome(row: pd.Series, words: Words) -> tuple[Cell, ...]:
    """Kept or broken, in how many runs, from when, how long and until when."""
    share = Estimate(*(float(row[key]) for key in ("kept_share", "low", "high")))
    if not math.isfinite(share.mean):
        return (Cell(words("target.unknown")), *(Cell(DASH) for _ in range(5)))
    certainty = float(row["certainty"])
    kept = share.mean >= certainty
    unsure = share.low < certainty <= share.high
    verdict = Cell(
        words("target.yes" if kept else "target.no"), note=words("target.unsure") if unsure else "",
        tone=UNCLEAR if unsure else CLEAR,
    )  # fmt: skip
    likely = Cell(*amount(share, words, "percent"), estimate=share.times(100.0), unit="%")
    return (verdict, likely, level(row, words), *when_broken(row, share.mean, words))


def level(row: pd.Series, words: Words) -> Cell:
    """The mean of what the target is about over its weeks: the measure, or its change."""
    found = Estimate(*(float(row[key]) for key in ("level", "level_low", "level_high")))
    if not math.isfinite(found.mean):
        return Cell(DASH)
    change, share = against(row["against"]) is not None, row["unit"] == "share"
    if share and not change:
        return Cell(*amount(found, words, "percent"), estimate=found.times(100.0), unit="%")
    scaled = found.times(100.0) if share else found
    return Cell(*amount(scaled, words, signed=change, least=1 if share else 0), estimate=scaled)


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
