"""Three to seven findings made from the numbers: differences to the base, targets or levels, cost and grounds.

Each is a short paragraph. None names a cause that the model doesn't contain, or a part of the office with few users.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from navsim.report.grounds import grounds, varies, worth
from navsim.report.kept import targets
from navsim.report.losers import displaced, displacing
from navsim.report.material import Material
from navsim.report.numbers import Estimate, amount, percent, week, window, within
from navsim.report.phrases import Subject, direction, sentence
from navsim.report.select import estimate, has_users, line, told_apart, total
from navsim.report.titles import usable_levels
from navsim.report.words import Words

__all__ = ["findings", "window"]

HEADLINES = ("backlog", "follow_up_rate")


def findings(material: Material, words: Words) -> tuple[str, ...]:
    """The headline sentences, plain text, most important first."""
    served = has_users(material.weekly)
    idle, last = desks(material, words), (worth(material, words), grounds(material, words))
    sentences = [
        *(about(material, scenario, words) for scenario in material.focus[1:] if served),
        targets(material, words) or (levels(material, words) if served else ""),
        the_rest(material, words) if served else "",
        *((idle, " ".join(last).strip()) if idle else last),  # six in all: nobody reads seven
    ]
    return tuple(text for text in sentences if text)


def about(material: Material, scenario: str, words: Words) -> str:
    """A scenario beside the base: backlog and follow-up, on average over the run, and who has to wait longer."""
    titles = {key: words.quoted(material.label("scenario", name, words.language))
              for key, name in (("scenario", scenario), ("base", material.base))}  # fmt: skip
    found = [(measure, estimate(material.differences, measure, scenario)) for measure in HEADLINES]
    known = {measure: difference for measure, difference in found if difference is not None}
    if len(known) > 1 and all(direction(difference) == "same" for difference in known.values()):
        nouns = [words(f"noun.{measure}", window=window(material, words)) for measure in known]
        sentences = [words("finding.same", noun=words.listed(nouns), **titles)]
    else:
        sentences = list(beside(material, scenario, known, words))
    return " ".join(text for text in (*sentences, displaced(material, scenario, words)) if text)


def beside(material: Material, scenario: str, found: dict[str, Estimate], words: Words) -> Iterator[str]:
    """A sentence for each measure; after the first that differs the scenario is not named again."""
    title, base = (material.label("scenario", name, words.language) for name in (scenario, material.base))
    mentioned = False
    for measure, difference in found.items():
        peak = peak_of(material, scenario, difference, words) if measure == "backlog" else None
        yield sentence(
            difference, measure, "mean", Subject(title, base, window(material, words), mentioned, peak), words
        )
        mentioned = direction(difference) in ("more", "less")


def peak_of(material: Material, scenario: str, difference: Estimate, words: Words) -> tuple[str, str] | None:
    """The week in which the backlog differs most, of those that point the way of the mean, and its size.

    None when the mean cannot be told apart: of a hundred weeks, five seem to differ by chance.
    """
    way = {"more": 1.0, "less": -1.0}.get(direction(difference))
    weeks = told_apart(total(material.weekly_differences, "backlog", scenario=scenario))
    if way is None or not (weeks["mean"] * way > 0).any():
        return None
    row = weeks.iloc[int((weeks["mean"] * way).to_numpy(float).argmax())]
    size = Estimate(float(row["mean"]), float(row["low"]), float(row["high"])).times(way)
    return week(str(row["week"]), words), " ".join(amount(size, words)).strip()


def levels(material: Material, words: Words) -> str:
    """The base itself: the height of the backlog, and the follow-up rate beside its goal."""
    base = words.quoted(material.label("scenario", material.base, words.language))
    peak = estimate(material.summary, "backlog", material.base, statistic="max")
    end = estimate(material.summary, "backlog", material.base, statistic="end")
    parts = []
    if peak and end:
        peak, end = (within(one, 0.0, math.inf) for one in (peak, end))
        mean, interval = amount(peak, words)
        last, ends = amount(end, words)
        values = {
            "interval": f"{interval} " if varies(peak) else "",
            "end": f"{last} {ends}" if varies(end) else last,
            "base": base,
        }
        parts.append(words.counted("finding.level_backlog", mean, **values))
    rate = estimate(material.summary, "follow_up_rate", material.base)
    if rate:
        parts.append(rate_sentence(material, rate, words))
    return " ".join(parts)


def rate_sentence(material: Material, rate: Estimate, words: Words) -> str:
    """The follow-up rate, and how often it is under the goal when there is one."""
    shown = " ".join(amount(rate, words, "percent")).strip()
    if material.goal is None:
        return words("finding.level_rate", rate=shown, window=window(material, words))
    weeks = line(material.weekly, "follow_up_rate", material.base)
    return words.counted(
        "finding.level_goal",
        str(len(weeks)),
        rate=shown,
        window=window(material, words),
        below=int((weeks < material.goal).sum()),
        goal=percent(material.goal, words.language),
    )


def desks(material: Material, words: Words) -> str:
    """How much of the idle time at receptions could be used."""
    levels = usable_levels(material, words)
    return words("finding.desks", levels=levels) if levels else ""


def the_rest(material: Material, words: Words) -> str:
    """The scenarios that the plots do not emphasise, also those that do not help: by which way the backlog differs."""
    ways: dict[str, list[str]] = {"less": [], "more": [], "unclear": []}
    others = material.scenarios[len(material.focus) :]
    for scenario in others:
        difference = estimate(material.differences, "backlog", scenario)
        if difference:
            way = direction(difference)
            ways["unclear" if way == "same" else way].append(shown(material, scenario, difference, words))
    base = words.quoted(material.label("scenario", material.base, words.language))
    texts = [
        words(f"finding.rest_{way}", base=base, scenarios=words.listed(names)) for way, names in ways.items() if names
    ]
    return " ".join([*texts, displacing(material, others, words)]).strip()


def shown(material: Material, scenario: str, difference: Estimate, words: Words) -> str:
    """A scenario's title with its difference in backlog, sign and interval."""
    mean, interval = amount(difference, words, signed=True)
    title = words.quoted(material.label("scenario", scenario, words.language))
    return f"{title} {mean}{' ' + interval if interval else ''}"
