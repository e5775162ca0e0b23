"""The tables of a sweep: the best and the worst points, what each factor does, what was swept, and what failed."""

from __future__ import annotations

import pandas as pd

from navsim.config.places import dotted
from navsim.report.naming import title_of
from navsim.report.numbers import DASH, Estimate, number
from navsim.report.phrases import direction
from navsim.report.places import place, unit_field
from navsim.report.said import said
from navsim.report.sweeps.best import ends, estimates, in_order, judged, like_first
from navsim.report.sweeps.effects import effects
from navsim.report.sweeps.material import Factor, Outcome, Swept, figures
from navsim.report.sweeps.naming import figure, in_unit, noun, short_name, stop_text, value_text
from navsim.report.tables import CLEAR, UNCLEAR, Cell, Table
from navsim.report.words import Words
from navsim.sweeps.columns import POINT

FAILED = 20
"""Points that failed and are listed."""
REASON = 160
"""Characters of a reason."""
VALUES = 12
"""Values of a factor that are written out."""


def points_table(swept: Swept, words: Words) -> Table | None:
    """The best and the worst points by the first measure, with all measures; all points where they are few."""
    if not swept.measures or swept.levels.empty:
        return None
    outcomes = [Outcome(measure) for measure in swept.measures]
    key = "points" if judged(swept.measures[0]) else "points_least"
    return ordered(swept, outcomes, key, "points", words)


def differences_table(swept: Swept, words: Words) -> Table | None:
    """The same points, with how the first measure differs from the base in every other scenario."""
    others = [one for one in swept.office.others if one in set(swept.differences["scenario"])]
    if not others or not swept.measures:
        return None
    outcomes = [Outcome(swept.measures[0], scenario) for scenario in others]
    return ordered(swept, outcomes, "point_differences", "differences", words)


def ordered(swept: Swept, outcomes: list[Outcome], key: str, name: str, words: Words) -> Table:
    """The first and the last points in the order of the first measure of the base, with some outcomes."""
    table = in_order(figures(swept, Outcome(swept.measures[0])), swept.measures[0])
    alike = dict(zip(table[POINT].iloc[1:], like_first(estimates(table)), strict=True))
    found = {outcome: figures(swept, outcome).set_index(POINT) for outcome in outcomes}
    lines, places = [], {point: rank + 1 for rank, point in enumerate(table[POINT])}
    for _, row in pd.concat(ends(table)).iterrows():
        point = int(row[POINT])
        values = [Cell(value_text(factor, row[factor.name], words)) for factor in swept.varying]
        cells = [outcome_cell(swept, outcome, found[outcome], point, words) for outcome in outcomes]
        if name == "points" and alike.get(point):
            first = cells[0]
            note = words("sweep.table.like_best" if judged(swept.measures[0]) else "sweep.table.like_least")
            cells[0] = Cell(first.value, first.interval, note, UNCLEAR, first.estimate, first.unit)
        title = words("sweep.table.rank", rank=number(places[point], words.language), point=point)
        lines.append((title, (*values, *cells)))
    values_of = {
        "noun": noun(swept, swept.measures[0], words), "base": title_of(swept.office, swept.office.base, words),
    }  # fmt: skip
    whole = len(lines) == len(table)
    caption = words(
        f"sweep.table.{key}{'_all' if whole else ''}", count=number(len(table), words.language), **values_of
    )
    columns = (words("sweep.table.point"), *(factor.title(words.language) for factor in swept.varying))
    heads = tuple(short_name(swept, outcome, words) for outcome in outcomes)
    return Table(caption, (*columns, *heads), tuple(lines), name)


def outcome_cell(swept: Swept, outcome: Outcome, found: pd.DataFrame, point: int, words: Words) -> Cell:
    """An outcome at a point; a dash where it is not defined."""
    if point not in found.index:
        return Cell(DASH)
    return cell_of(swept, outcome, Estimate(*(float(found.loc[point, end]) for end in ("mean", "low", "high"))), words)  # type: ignore[arg-type]


def cell_of(swept: Swept, outcome: Outcome, one: Estimate, words: Words) -> Cell:
    """A figure with its interval; a difference says when it can't be told from nothing."""
    share = swept.unit(outcome.measure) == "share"
    if not outcome.scenario:
        shown = one.times(100.0) if share else one
        return Cell(*figure(swept, outcome, one, words), estimate=shown, unit="%" if share else "")
    way = direction(one)
    note = words("table.unclear") if way == "unclear" else words("table.same") if way == "same" else ""
    mean, interval = figure(swept, outcome, one, words)
    return Cell(mean, interval, note, UNCLEAR if note else CLEAR, in_unit(swept, outcome, one))


def effects_tables(swept: Swept, words: Words) -> list[Table]:
    """For each factor the mean of every measure at each of its values, the others averaged."""
    outcomes = [Outcome(measure) for measure in swept.measures]
    by_outcome = {outcome: {one.factor: dict(one.found) for one in effects(swept, outcome)} for outcome in outcomes}
    tables = []
    for factor in swept.varying if len(swept.varying) > 1 else ():
        known = {outcome: found[factor] for outcome, found in by_outcome.items() if factor in found}
        stops = list(dict.fromkeys(stop for found in known.values() for stop in found))
        lines = tuple(
            (stop_text(factor, stop, words), tuple(
                cell_of(swept, outcome, found[stop], words) if stop in found else Cell(DASH)
                for outcome, found in known.items()
            ))
            for stop in stops
        )  # fmt: skip
        if lines:
            heads = tuple(short_name(swept, outcome, words) for outcome in known)
            title = factor.title(words.language)
            caption = words(f"sweep.table.effect{'_sampled' if swept.sampled else ''}", factor=words.quoted(title))
            tables.append(Table(caption, (title, *heads), lines, f"effect-{factor.name}"))
    return tables


def factors_table(swept: Swept, words: Words) -> Table:
    """What was varied: each factor, its paths in the config, its values."""
    lines = tuple(
        (
            factor.title(words.language),
            (Cell(values_text(factor, words)), Cell(number(len(factor.values), words.language))),
        )
        for factor in swept.factors
    )
    columns = tuple(words(f"sweep.table.{key}") for key in ("factor", "values", "number"))
    codes = tuple(", ".join(factor.paths) for factor in swept.factors)
    return Table(words("sweep.table.factors"), columns, lines, "factors", codes=codes)


def values_text(factor: Factor, words: Words) -> str:
    """The values, or of many from where to where."""
    if len(factor.values) > VALUES:
        low, high = (value_text(factor, factor.values[end], words) for end in (0, -1))
        return words("sweep.table.from_to", low=low, high=high)
    return ", ".join(value_text(factor, value, words) for value in factor.values)


def shared_table(swept: Swept, words: Words) -> Table | None:
    """What every point has that the base config on its own has not."""
    lines = []
    for target, value in swept.shared.items():
        path = tuple(target.split("."))
        lines.append(
            (
                place(path, swept.office, words),
                (Cell(said(value, unit_field(path), swept.office, words), code=dotted(path)),),
            )
        )
    columns = (words("sweep.table.set"), words("table.value"))
    return Table(words("sweep.table.shared"), columns, tuple(lines), "shared") if lines else None


def failed_table(swept: Swept, words: Words) -> Table | None:
    """The points that failed, with their reasons shortened."""
    if not swept.failures:
        return None
    rows = swept.points.set_index(POINT)
    lines = tuple(
        (str(point), (*(Cell(value_text(factor, rows.loc[point, factor.name], words)) for factor in swept.varying),  # type: ignore[arg-type]
                      Cell(reason(error), spoken="" if words.language == "en" else "en")))
        for point, error in list(swept.failures.items())[:FAILED]
    )  # fmt: skip
    columns = (words("sweep.table.point"), *(factor.title(words.language) for factor in swept.varying))
    more = len(swept.failures) - FAILED
    notes = (words.counted("sweep.table.more_failed", number(more, words.language)),) if more > 0 else ()
    return Table(words("sweep.table.failed"), (*columns, words("sweep.table.reason")), lines, "failed", notes)


def reason(error: str) -> str:
    """What an error says: of a traceback its last line; no more than fits."""
    lines = [line.strip() for line in error.strip().splitlines() if line.strip()]
    text = (lines[-1] if error.startswith("Traceback") else " ".join(lines)) if lines else ""
    return text if len(text) <= REASON else f"{text[: REASON - 1].rstrip()}…"
