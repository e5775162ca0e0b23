"""Three to five findings made from the figures of a sweep. Nothing is claimed of points whose intervals meet."""

from __future__ import annotations

from navsim.report.grounds import minutes
from navsim.report.naming import title_of
from navsim.report.numbers import number
from navsim.report.phrases import direction
from navsim.report.sweeps.best import estimate_of, estimates, in_order, judged, like_first
from navsim.report.sweeps.effects import Effect, effects
from navsim.report.sweeps.material import Outcome, Swept, figures
from navsim.report.sweeps.naming import factor_titles, noun, outcome_name, stop_text, told, value_text, where
from navsim.report.sweeps.pool import apart
from navsim.report.words import Words
from navsim.sweeps.columns import POINT

PLOTTED = 3
"""Measures that findings and pictures are about; tables have all."""
NAMED = 3
"""Factors that a finding tells of one by one."""


def findings(swept: Swept, words: Words) -> tuple[str, ...]:
    """The headline sentences, most important first."""
    if not swept.count("done") or not swept.measures:
        return (words("sweep.finding.nothing"), *filter(None, [left_out(swept, words)]))
    shown = swept.measures[:PLOTTED]
    first, others = extremes(swept, shown[0], words), (another(swept, measure, words) for measure in shown[1:])
    texts = [first, " ".join(others), moved(swept, shown[0], words), scenarios(swept, shown[0], words)]
    last = " ".join(text for text in (assumed(swept, words), chosen(swept, words), left_out(swept, words)) if text)
    return tuple(text for text in (*texts, last) if text)


def extremes(swept: Swept, measure: str, words: Words) -> str:
    """The best and the worst point of a measure, or that none can be told apart."""
    outcome = Outcome(measure)
    table = in_order(figures(swept, outcome), measure)
    values = {"noun": noun(swept, measure, words)}
    ends = {"first": table.iloc[0], "last": table.iloc[-1]}
    found = {key: estimate_of(row) for key, row in ends.items()}
    for key, row in ends.items():
        values |= {key: told(swept, outcome, found[key], words), f"{key}_at": where(swept, row, words)}
    if len(table) == 1:
        return words("sweep.finding.one", **values)
    count = number(len(table), words.language)
    if not apart(found["first"], found["last"]):
        known = "unclear" if found["first"].known else "one_run"
        return words(f"sweep.finding.{known}", count=count, **values)
    text = words(f"sweep.finding.{'best' if judged(measure) else 'extremes'}", **values)
    return f"{text} {as_good(measure, sum(like_first(estimates(table))), words)}"


def another(swept: Swept, measure: str, words: Words) -> str:
    """The same of another measure, shorter for one point, or the same best and worst as of the first."""
    outcome, first = Outcome(measure), figures(swept, Outcome(swept.measures[0]))
    table, before = in_order(figures(swept, outcome), measure), in_order(first, swept.measures[0])
    found = estimates(table)
    values = {"noun": noun(swept, measure, words), "first": told(swept, outcome, found[0], words),
              "last": told(swept, outcome, found[-1], words)}  # fmt: skip
    if len(table) == 1:
        return words("sweep.finding.one_more", **values)
    ends = [[int(each[POINT].iloc[end]) for end in (0, -1)] for each in (table, before)]
    sure = apart(found[0], found[-1]) and apart(*(estimates(before)[end] for end in (0, -1)))
    if not sure or ends[0] != ends[1] or not judged(measure) or not judged(swept.measures[0]):
        return extremes(swept, measure, words)
    return f"{words('sweep.finding.same', **values)} {as_good(measure, sum(like_first(found)), words)}"


def assumed(swept: Swept, words: Words) -> str:
    """How many assumptions all points rest on, with the minutes of the talk that most work goes to by name."""
    count = sum(entry.kind == "assumed" for entry in swept.office.evidence)
    if swept.office.assumed_minutes is None:
        return words.counted("sweep.finding.assumed", number(count, words.language)) if count else ""
    text = minutes(swept.office, words)
    if count < 2:
        return words("finding.rests_alone", assumption=text)
    return words.counted("sweep.finding.rests", number(count - 1, words.language), assumption=text)


def as_good(measure: str, alike: int, words: Words) -> str:
    """How many other points can't be told apart from the first."""
    key = "best" if judged(measure) else "least"
    if not alike:
        return words(f"sweep.finding.alone_{key}")
    return words.counted(f"sweep.finding.like_{key}", number(alike, words.language))


def moved(swept: Swept, measure: str, words: Words) -> str:
    """From where to where each factor moves a measure, others averaged: those that move it most; those where the values
    can't be told apart by name. With one factor the first finding says it."""
    if len(swept.varying) < 2:
        return ""
    found = [one for one in effects(swept, Outcome(measure)) if one.least[1].known and one.most[1].known]
    clear = sorted((one for one in found if one.clear), key=lambda one: -one.size)
    texts = []
    if clear:
        levels = "; ".join(level(swept, one, measure, words) for one in clear[:NAMED])
        texts.append(words("sweep.finding.moved", noun=noun(swept, measure, words), levels=levels))
    if len(clear) > NAMED:
        texts.append(
            words("sweep.finding.moved_less", factors=factor_titles([one.factor for one in clear[NAMED:]], words))
        )
    flat = [one.factor for one in found if not one.clear]
    if flat:
        texts.append(words("sweep.finding.flat", noun=noun(swept, measure, words), factors=factor_titles(flat, words)))
    return " ".join(texts)


def level(swept: Swept, effect: Effect, measure: str, words: Words) -> str:
    """``Temporary caseworkers: from 45 (at 1) to 20 (at 4)``, from the first of the two values to the later one."""
    least, most = sorted((effect.least, effect.most), key=lambda pair: pair[0].place)
    values = {
        "low": told(swept, Outcome(measure), least[1], words), "low_at": stop_text(effect.factor, least[0], words),
        "high": told(swept, Outcome(measure), most[1], words), "high_at": stop_text(effect.factor, most[0], words),
    }  # fmt: skip
    return words("sweep.finding.level", factor=effect.factor.title(words.language), **values)


def scenarios(swept: Swept, measure: str, words: Words) -> str:
    """In how many points each scenario lies below and above the base, and where the two can't be told apart."""
    texts = []
    for scenario in swept.office.others:
        table = figures(swept, Outcome(measure, scenario))
        ways = [direction(one) if one.known else "unclear" for one in estimates(table)]
        if ways:
            counts = {"less": ways.count("less"), "more": ways.count("more"),
                      "unclear": ways.count("unclear") + ways.count("same"), "all": len(ways)}  # fmt: skip
            titles = {"scenario": title_of(swept.office, scenario, words),
                      "base": title_of(swept.office, swept.office.base, words)}  # fmt: skip
            key = next((way for way in ("less", "more", "unclear") if counts[way] == len(ways)), "mixed")
            texts.append(words(f"sweep.finding.scenario_{key}", noun=noun(swept, measure, words), **titles, **counts))
    return " ".join(texts)


def chosen(swept: Swept, words: Words) -> str:
    """That values of factors were chosen, and how many assumptions they take the place of."""
    text = words("sweep.finding.chosen")
    return f"{text} {words.counted('sweep.finding.varied', str(swept.varied))}" if swept.varied else text


def left_out(swept: Swept, words: Words) -> str:
    """How many points are missing or failed."""
    everything = number(len(swept.points), words.language)
    return " ".join(
        words.counted(f"sweep.finding.{status}", number(count, words.language), all=everything)
        for status in ("missing", "failed")
        if (count := swept.count(status))
    )


def in_plain_words(swept: Swept, words: Words) -> list[str]:
    """The best and the worst point of the first measure, a line each, for a terminal."""
    if not swept.count("done") or not swept.measures:
        return []
    measure = swept.measures[0]
    outcome = Outcome(measure)
    table = in_order(figures(swept, outcome), measure)
    lines = [outcome_name(swept, outcome, words)]
    ends = [("first", table.iloc[0])] + ([("last", table.iloc[-1])] if len(table) > 1 else [])
    if len(table) > 1 and not apart(*(estimate_of(row) for _, row in ends)):
        return [*lines, f"  {words('sweep.terminal.unclear', count=number(len(table), words.language))}"]
    for key, row in ends:
        name = words(f"sweep.terminal.{key}{'' if judged(measure) else '_least'}")
        values = ", ".join(f"{each.name} {value_text(each, row[each.name], words)}" for each in swept.factors)
        lines.append(f"  {name}: {told(swept, outcome, estimate_of(row), words)} ({values})")
    return lines
