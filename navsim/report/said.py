"""The values of a config in words: numbers with their units, dates, laws, steps, sections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from navsim.config import fields
from navsim.config.evidence import MOST_STEPS, ends, is_steps
from navsim.config.shocks import canonical
from navsim.report.material import Material
from navsim.report.naming import dimension_name
from navsim.report.numbers import DASH, day, number, percent
from navsim.report.places import LAWS, NAMED, TRAITS, VALUES, field, name, of_trait, place, trait_of
from navsim.report.select import LEAST_PEOPLE
from navsim.report.words import Words
from navsim.values.units import DURATION, PERCENT, RATE, to_float

SHARES = frozenset({
    "share", "shares", "productive", "probability", "fte", "certainty", "choose", "traits", "leaves_to", "moves_to",
    "office", "follow_up_effect", "goal", "from",
})  # fmt: skip
"""Fields whose plain numbers are shares; ``from`` is one where it is no date (a ramp begins there)."""

MONEY = frozenset({"monthly_cost", "yearly_cost"})
LABELS = {
    "queues": "task", "queue": "task", "staff": "staff", "group": "group", "serves": "office", "office": "office",
    "at": "reception", "after": "task", "away": "office", "area": "area",
}  # fmt: skip
"""Fields whose texts are names of the config, and of what kind."""

UNITS = {"minute": "min", "hour": "h"}
MAPPED = frozenset({"lognormal", "exponential", "uniform", "triangular", "weibull"})
MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)


def said(value: Any, unit: str, material: Material, words: Words, inside: bool = False) -> str:
    """A value in words; ``unit`` is the field that says in which unit it is, ``inside`` that it is part of a list."""
    match value:
        case None:
            return ""
        case bool():
            return words(f"value.{'yes' if value else 'no'}")
        case int() | float():
            return plain(value, unit, words)
        case date():
            return day(value, words)
        case str():
            return text(value, unit, material, words)
        case dict():
            return section(value, unit, material, words, inside)
        case _:
            return items(list(value), unit, material, words)


def plain(value: float, unit: str, words: Words) -> str:
    """A number without a unit of its own; so few users that they could be recognised are not told."""
    if unit == "initial" and 0 < value < LEAST_PEOPLE:
        return words("privacy.few")
    if unit == "open" and value in (0, 1):
        return words(f"value.{'open' if value else 'closed'}")
    if unit in SHARES or trait_of(unit):
        return percent(value, words.language, digits(100 * value))
    shown = number(value, words.language, digits(value))
    return words("value.kroner", number=shown) if unit in MONEY else shown


def digits(value: float) -> int:
    """Decimals with which a number was written, six at most."""
    return next((count for count in range(6) if abs(round(value, count) - value) < 1e-9 * max(1.0, abs(value))), 6)


def text(value: str, unit: str, material: Material, words: Words) -> str:
    """A text: a quantity with its unit, a date, a time of day, a name, or a word of the config's language."""
    for form in (quantity, moment):
        told = form(value.strip(), words)
        if told:
            return told
    if unit in LABELS or trait_of(unit):
        return material.label(trait_of(unit) or LABELS[unit], value, words.language)
    known = fields.NAME.fullmatch(value) or words.has(f"value.{value}")
    return name("", value, material, words) if known else value


def quantity(value: str, words: Words) -> str:
    """``11 weeks``, ``78 / week``, ``13 / open day``, ``10 %``; empty when it is none of these."""
    if found := PERCENT.match(value):
        return percent(to_float(found[1]) / 100, words.language, digits(to_float(found[1])))
    for form, key in ((DURATION, "time"), (RATE, "per")):
        found = form.match(value)
        unit = found[2].strip().rstrip("s").replace(" ", "_") if found else ""
        unit = UNITS.get(unit, unit)
        if found and words.has(f"{key}.{unit}.other"):
            amount = to_float(found[1])
            return words.counted(f"{key}.{unit}", number(amount, words.language, digits(amount)))
    return ""


def moment(value: str, words: Words) -> str:
    """A date, a day of every year, or opening hours; empty when it is none of these."""
    if fields.DAY.fullmatch(value):
        return day(date.fromisoformat(value), words)
    if MONTH_DAY.fullmatch(value):
        return words("value.month_day", day=int(value[3:]), month=words(f"month.{int(value[:2])}"))
    if found := fields.HOURS.fullmatch(value):
        return DASH.join(found[part] if words.language == "en" else found[part].replace(":", ".") for part in (1, 2))
    return ""


def items(values: Sequence[Any], unit: str, material: Material, words: Words) -> str:
    """A list: steps of a timeline, queues in order of rank, anything else one after another."""
    if is_steps(values):
        return steps(values, unit, material, words)
    if unit in ("queues", "serves"):
        ranks = [rank if isinstance(rank, (list, tuple)) else [rank] for rank in values]
        told = [" / ".join(said(one, unit, material, words) for one in rank) for rank in ranks]
        return words("value.then").join(told)
    told = [said(one, unit, material, words, inside=True) for one in values]
    return "; ".join(told) if any(isinstance(one, dict) for one in values) else ", ".join(told)


def steps(values: Sequence[Any], unit: str, material: Material, words: Words) -> str:
    """What a timeline is from which day on; of many steps only how far they lead."""
    if len(values) > MOST_STEPS:
        first, last = (said(value, unit, material, words) for value in ends(values))
        return words("step.many", count=len(values), first=first, last=last)
    return "; ".join(step(one, unit, material, words) for one in values)


def step(values: Mapping[str, Any], unit: str, material: Material, words: Words) -> str:
    """One step, with its date and its ramp."""
    told = said(values["value"], unit, material, words)
    if "ramp_to" in values:
        end, over = said(values["ramp_to"], unit, material, words), said(values.get("over"), "over", material, words)
        told = words("step.ramp", value=told, to=end, over=over)
    start = said(values.get("from"), "from", material, words)
    return words("step.from", day=start, value=told) if start else told


def section(values: Mapping[str, Any], unit: str, material: Material, words: Words, inside: bool) -> str:
    """A section field by field; titles, which change nothing, are left out."""
    family = next(iter(values), "")
    if len(values) == 1 and family in LAWS and unit not in NAMED:
        return law(family, values[family], material, words)
    told = []
    for key, value in values.items():
        if key != "title":
            below = below_key(key, unit)
            inner = said(value, unit_of(key, below), material, words, inside=True)
            nested = isinstance(value, dict) and not set(value) <= LAWS
            title = heading(key, unit, material, words)
            told.append(f"{title} ({inner})" if nested else f"{title}: {inner}")
    return (", " if inside else "; ").join(told)


def below_key(key: str, unit: str) -> str:
    """The unit of what lies below a key of a section."""
    if unit == TRAITS:
        return of_trait(key)
    return unit if unit in NAMED or unit == "away" or trait_of(unit) or key in VALUES else key


def unit_of(key: str, below: str) -> str:
    """The unit of what lies below a key; of a shock's change it is that of the timeline."""
    return canonical(key).rpartition(".")[2] if "." in key else below


def heading(key: str, unit: str, material: Material, words: Words) -> str:
    """What stands before an entry of a section: a field, a name of the config, or the timeline that a shock changes."""
    if "." in key:
        return place(tuple(canonical(key).split(".")), material, words)
    if unit == "traits":
        return dimension_name(material, key, words).lower()
    if trait_of(unit):
        titled = (trait_of(unit), key) in material.names
        label = material.label(trait_of(unit), key, words.language)
        return label if titled else label.lower()
    return name(NAMED[unit], key, material, words) if unit in NAMED else field(key, words)


def law(family: str, numbers: Any, material: Material, words: Words) -> str:
    """A distribution of durations."""
    if family not in MAPPED:
        return said(numbers, family, material, words, inside=True)
    return words(f"law.{family}", **{key: said(value, key, material, words) for key, value in numbers.items()})
