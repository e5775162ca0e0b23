"""Factors, their values and figures in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from navsim.report.basis import span
from navsim.report.material import readable
from navsim.report.naming import title_of
from navsim.report.numbers import Estimate, amount, number, within
from navsim.report.outcomes import measure_name
from navsim.report.places import unit_field
from navsim.report.said import digits, moment, plain, quantity
from navsim.report.sweeps.material import Factor, Outcome, Swept
from navsim.report.sweeps.pool import Stop
from navsim.report.tables import DAYS
from navsim.report.words import Words
from navsim.sweeps.design import Label, end_of

STEPS = 100
"""A value of a range is told to a hundredth of the range, about."""
YES_NO = {"True": "yes", "False": "no"}


def value_text(factor: Factor, value: Label, words: Words) -> str:
    """A value of a factor with its unit, a date, or a name as it can be read."""
    text = str(value)
    if called := factor.called(value, words.language):
        return called
    if factor.kind == "number":
        return number_text(factor, value, words)
    if told := moment(text, words) or quantity(text, words):
        return told
    key = f"value.{YES_NO.get(text, text)}"
    return words(key) if words.has(key) else readable(text)


def number_text(factor: Factor, value: Label, words: Words) -> str:
    """A number of a factor; of a range no more precisely than the range makes sensible."""
    written, unit = end_of(factor.name, value)
    unit = factor.unit or unit
    if factor.ranged:
        width = factor.place(factor.values[-1]) - factor.place(factor.values[0])
        written = round(written, min(max(0, math.ceil(-math.log10(width / STEPS))), 6) if width else 6)
    if unit:
        return quantity(f"{written:.12g}{unit}", words) or f"{number(written, words.language, digits(written))}{unit}"
    return plain(written, unit_field(tuple(factor.paths[0].split("."))) if len(factor.paths) == 1 else "", words)


def stop_text(factor: Factor, stop: Stop, words: Words) -> str:
    """A value, or a piece of a range."""
    if stop.single:
        return value_text(factor, stop.low, words)
    return span([value_text(factor, value, words) for value in (stop.low, stop.high)])


def at(factor: Factor, text: str, words: Words) -> str:
    """A factor and its value: ``Temporary caseworkers: 2``."""
    return words("sweep.at", factor=factor.title(words.language), value=text)


def where(swept: Swept, row: pd.Series[float], words: Words) -> str:
    """A point by the values of the factors that vary, in quotation marks."""
    factors = swept.varying or swept.factors
    return words.quoted(", ".join(at(each, value_text(each, row[each.name], words), words) for each in factors))


def factor_titles(factors: Sequence[Factor], words: Words) -> str:
    """Several factors by name in a sentence."""
    return words.listed([words.quoted(factor.title(words.language)) for factor in factors])


def outcome_name(swept: Swept, outcome: Outcome, words: Words) -> str:
    """A measure, or its difference between two scenarios, as a heading."""
    name = measure_name(outcome.measure, swept.office, words)
    if not outcome.scenario:
        return name
    titles = {key: title_of(swept.office, one, words) for key, one in ends_of(swept, outcome).items()}
    share = swept.unit(outcome.measure) == "share"
    return words(f"sweep.difference{'_points' if share else ''}", measure=name, **titles)


def ends_of(swept: Swept, outcome: Outcome) -> dict[str, str]:
    """The two scenarios of a difference."""
    return {"scenario": outcome.scenario, "base": swept.office.base}


def short_name(swept: Swept, outcome: Outcome, words: Words) -> str:
    """The same for the head of a column."""
    key = f"short.{outcome.measure}"
    days = number(swept.office.window_days, words.language, digits(swept.office.window_days))
    name = words(key, window=days) if words.has(key) else measure_name(outcome.measure, swept.office, words)
    if not outcome.scenario:
        return name
    title = swept.office.label("scenario", outcome.scenario, words.language)
    share = swept.unit(outcome.measure) == "share"
    return words(f"sweep.difference_short{'_points' if share else ''}", measure=name, scenario=title)


def noun(swept: Swept, measure: str, words: Words) -> str:
    """A measure inside a sentence."""
    key = f"noun.{measure}"
    days = number(swept.office.window_days, words.language, digits(swept.office.window_days))
    return words(key, window=days) if words.has(key) else words.quoted(measure_name(measure, swept.office, words))


def in_unit(swept: Swept, outcome: Outcome, one: Estimate) -> Estimate:
    """As it is shown: percentage points for differences of shares, nothing below zero for levels."""
    if outcome.scenario:
        return one.times(100.0) if swept.unit(outcome.measure) == "share" else one
    return within(one, 0.0, math.inf)


def figure(swept: Swept, outcome: Outcome, one: Estimate, words: Words) -> tuple[str, str]:
    """Mean and interval as two texts."""
    share = swept.unit(outcome.measure) == "share"
    least = 1 if share or outcome.measure in DAYS else 0
    unit = "percent" if share and not outcome.scenario else ""
    return amount(in_unit(swept, outcome, one), words, unit, signed=bool(outcome.scenario), least=least)


def told(swept: Swept, outcome: Outcome, one: Estimate, words: Words) -> str:
    """Mean, interval and unit in a sentence."""
    mean, interval = figure(swept, outcome, one, words)
    key = f"unit.{outcome.measure}"
    percent = swept.unit(outcome.measure) == "share" and not outcome.scenario
    if words.has(f"{key}.other") and not percent:
        return words.counted(key, mean, interval=f"{interval} " if interval else "")
    return f"{mean} {interval}".strip()
