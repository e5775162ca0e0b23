"""What the numbers rest on, what more staff costs, and what it would have to give for that."""

from __future__ import annotations

import math

from navsim.report.material import Material
from navsim.report.numbers import Estimate, amount, number, percent, week, window
from navsim.report.phrases import direction
from navsim.report.select import rows
from navsim.report.words import Words

ROUND = 1000.0
"""Kroner: what costs more than ten times this is told in whole thousands."""


def worth(material: Material, words: Words) -> str:
    """What the staff of a scenario costs beside the base and what would pay for it, as a condition; and what the model
    says about work, which is nothing when follow-up has no effect in it."""
    costs = [text for scenario in material.focus[1:] if (text := cost(material, scenario, words))]
    if material.follow_up_effect > 0:
        effect = percent(material.follow_up_effect, words.language)
        last = words("finding.effect", effect=effect, window=window(material, words))
    else:
        last = words("finding.no_effect")
    return " ".join([*costs, last])


def cost(material: Material, scenario: str, words: Words) -> str:
    """The extra or saved cost of staff a year, and how many more or fewer exits would outweigh it."""
    found = rows(material.break_even, scenario=scenario)
    if found.empty or not math.isfinite(found["staff_cost_a_year"].iloc[0]):
        return ""
    row = {key: float(found[key].iloc[0]) for key in ("staff_cost_a_year", "low", "high", "saved_by_an_exit")}
    year = Estimate(row["staff_cost_a_year"], row["low"], row["high"])
    way, saved = direction(year), row["saved_by_an_exit"]
    if way not in ("more", "less"):
        return ""
    size = year.times(1.0 if way == "more" else -1.0)
    titles = {
        "scenario": words.quoted(material.label("scenario", scenario, words.language)),
        "base": words.quoted(material.label("scenario", material.base, words.language)),
        "cost": kroner(size, words),
    }
    if not saved > 0:
        return words(f"finding.cost_{way}", **titles)
    exits, interval = amount(size.times(1 / saved), words)
    return words.counted(f"finding.pays_{way}", exits, interval=f"{interval} " if varies(size) else "", **titles)


def kroner(cost: Estimate, words: Words) -> str:
    """An amount of money, with its interval where the runs differ."""
    unit = ROUND if abs(cost.mean) >= 10 * ROUND else 1.0
    mean, low, high = (unit * round(value / unit) if math.isfinite(value) else value
                       for value in (cost.mean, cost.low, cost.high))  # fmt: skip
    text, interval = amount(Estimate(mean, low, high), words)
    return f"{text} {interval}" if varies(cost) else text


def varies(estimate: Estimate) -> bool:
    """Whether there is an interval to show: not for a number that is the same in every run."""
    return estimate.high - estimate.low > 1e-6 * abs(estimate.mean)


def grounds(material: Material, words: Words) -> str:
    """What the model was fitted to, and on which assumption the numbers rest beside how many others."""
    return " ".join(text for text in (fitted(material, words), rests(material, words)) if text)


def fitted(material: Material, words: Words) -> str:
    """The counts that went into the model and so don't come out of it."""
    counts = rows(material.observed, measure="caseload", dimension="all", use="fit", scenario=material.base)
    counts = counts[counts["week"].notna()]
    texts = [
        words.counted("finding.count", number(value, words.language), when=week(iso, words))
        for value, iso in zip(counts["value"], counts["week"], strict=True)
    ]
    return words.counted("finding.fitted", str(len(texts)), counts=words.listed(texts)) if texts else ""


def rests(material: Material, words: Words) -> str:
    """How many assumptions there are, with the minutes of the talk that most work goes to by name."""
    count = sum(entry.kind == "assumed" for entry in material.evidence)
    if material.assumed_minutes is None:
        return words.counted("finding.assumed", str(count)) if count else ""
    named = minutes(material, words)
    if count < 2:
        return words("finding.rests_alone", assumption=named)
    return words.counted("finding.rests", str(count - 1), assumption=named)


def minutes(material: Material, words: Words) -> str:
    """``"Follow-up talk" takes 42 minutes on average``, with the range that is possible."""
    talk = material.assumed_minutes
    assert talk is not None
    shown = [number(value, words.language, decimals_needed(value)) for value in talk[1:]]
    task = words.quoted(material.label("task", talk.task, words.language))
    text = words.counted("finding.minutes", shown[0], task=task)
    return words("finding.minutes_range", minutes=text, low=shown[1], high=shown[2]) if talk.low < talk.high else text


def decimals_needed(value: float) -> int:
    """None for whole minutes, else one."""
    return 0 if not math.isfinite(value) or math.isclose(value, round(value), abs_tol=0.05) else 1
