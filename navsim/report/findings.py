"""Three to six sentences made from the numbers: levels of the base, then differences, then what they rest on."""

from __future__ import annotations

import math

from navsim.report.material import Material
from navsim.report.numbers import Estimate, amount, number, percent, week
from navsim.report.phrases import Subject, direction, sentence
from navsim.report.select import estimate, line, rows
from navsim.report.words import Words

HEADLINES = ("backlog", "follow_up_rate")


def findings(material: Material, words: Words) -> tuple[str, ...]:
    """The headline sentences, plain text, most important first."""
    sentences = [
        *(about(material, scenario, words) for scenario in material.focus[1:]),
        levels(material, words),
        the_rest(material, words),
        grounds(material, words),
    ]
    return tuple(text for text in sentences if text)


def about(material: Material, scenario: str, words: Words) -> str:
    """A scenario beside the base: backlog and follow-up, on average over the run."""
    title, base = (material.label("scenario", name, words.language) for name in (scenario, material.base))
    sentences, mentioned = [], False
    for measure in HEADLINES:
        difference = estimate(material.differences, measure, scenario)
        if difference is not None:
            about = Subject(title, base, window=window(material, words), mentioned=mentioned)
            sentences.append(sentence(difference, measure, "mean", about, words))
            mentioned = direction(difference) in ("more", "less")
    return " ".join(sentences)


def levels(material: Material, words: Words) -> str:
    """The base itself: the height of the backlog, and the follow-up rate beside its goal."""
    base = words.quoted(material.label("scenario", material.base, words.language))
    peak = estimate(material.summary, "backlog", material.base, statistic="max")
    end = estimate(material.summary, "backlog", material.base, statistic="end")
    parts = []
    if peak and end:
        mean, interval = amount(peak, words)
        last, ends = amount(end, words)
        values = {"interval": f"{interval} " if interval else "", "end": f"{last} {ends}".strip(), "base": base}
        parts.append(words.counted("finding.level_backlog", mean, **values))
    rate = estimate(material.summary, "follow_up_rate", material.base)
    if rate:
        parts.append(rate_sentence(material, rate, words))
    return " ".join(parts)


def rate_sentence(material: Material, rate: Estimate, words: Words) -> str:
    """The follow-up rate, and how often it is under the goal when there is one."""
    shown = " ".join(amount(rate, words, "percent")).strip()
    if material.goal is None:
        return words("finding.level_rate.plain", rate=shown, window=window(material, words))
    weeks = line(material.weekly, "follow_up_rate", material.base)
    return words(
        "finding.level_rate.goal",
        rate=shown,
        window=window(material, words),
        below=int((weeks < material.goal).sum()),
        weeks=len(weeks),
        goal=percent(material.goal, words.language),
    )


def the_rest(material: Material, words: Words) -> str:
    """The scenarios that the plots do not emphasise, also those that do not help: by which way the backlog differs."""
    ways: dict[str, list[str]] = {"less": [], "more": [], "unclear": []}
    for scenario in material.scenarios[len(material.focus) :]:
        difference = estimate(material.differences, "backlog", scenario)
        if difference:
            way = direction(difference)
            ways["unclear" if way == "same" else way].append(shown(material, scenario, difference, words))
    base = words.quoted(material.label("scenario", material.base, words.language))
    return " ".join(
        words(f"finding.rest_{way}", base=base, scenarios=words.listed(names)) for way, names in ways.items() if names
    )


def shown(material: Material, scenario: str, difference: Estimate, words: Words) -> str:
    """A scenario's title with its difference in backlog, sign and interval."""
    mean, interval = amount(difference, words, signed=True)
    title = words.quoted(material.label("scenario", scenario, words.language))
    return f"{title} {mean}{' ' + interval if interval else ''}"


def grounds(material: Material, words: Words) -> str:
    """What the model was fitted to, and on how many assumptions the numbers rest."""
    parts = []
    counts = rows(material.observed, measure="caseload", dimension="all", use="fit", scenario=material.base)
    counts = counts[counts["week"].notna()]
    if len(counts):
        texts = [
            words("finding.count", value=number(value, words.language), when=week(iso, words))
            for value, iso in zip(counts["value"], counts["week"], strict=True)
        ]
        parts.append(words("finding.fitted", counts=words.listed(texts)))
    assumed = sum(entry.kind == "assumed" for entry in material.evidence)
    if assumed:
        parts.append(words.counted("finding.assumed", str(assumed)))
    return " ".join(parts)


def window(material: Material, words: Words) -> str:
    """The contact window in days, as text."""
    days = material.window_days
    return number(days, words.language, 0 if days == math.floor(days) else 1)
