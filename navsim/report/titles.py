"""The titles of the pictures that divide: by parts of the users, by owner, by shock, by target."""

from __future__ import annotations

import math

from navsim.report.blocked import waiting_at_desks
from navsim.report.divided import changes, compared, followed, waiting
from navsim.report.keeping import kept
from navsim.report.material import Material
from navsim.report.naming import part_name, title_of
from navsim.report.numbers import amount, number, percent
from navsim.report.phrases import direction
from navsim.report.priced import a_year
from navsim.report.recovered import recoveries
from navsim.report.select import estimate
from navsim.report.words import Words

MILLION = 1e6


def follow_up_parts(material: Material, words: Words) -> str:
    """Which part is followed up least and most in the base; none when their intervals meet."""
    found = {
        part: estimate(material.summary, "follow_up_rate", material.base, part=part) for part in followed(material)
    }
    known = {part: one for part, one in found.items() if one}
    base = title_of(material, material.base, words)
    if len(known) < 2:
        return words("heading.follow_up_parts.unknown", base=base)
    low, high = (choose(known, key=lambda part: known[part].mean) for choose in (min, max))
    values = {
        key: f"{percent(known[part].mean, words.language)} ({part_name(material, part, words)})"
        for key, part in (("low", low), ("high", high))
    }
    meet = known[low].known and known[low].high >= known[high].low
    key = "alike" if meet else "title"
    return words(f"heading.follow_up_parts.{key}", base=base, **values)


def who_waits(material: Material, words: Words) -> str:
    """For how many parts the wait is longer and shorter than in the base; of the base alone, who waits longest."""
    if not material.others:
        return longest(material, words)
    everyone, levels = len(waiting(material)), []
    for scenario in compared(material):
        ways = [direction(one) for one in changes(material, scenario).values()]
        if ways:
            values = {"longer": ways.count("more"), "shorter": ways.count("less"), "all": everyone}
            levels.append(words("heading.who_waits.level", scenario=title_of(material, scenario, words), **values))
    base = title_of(material, material.base, words)
    return words(f"heading.who_waits.{'title' if levels else 'unclear'}", levels="; ".join(levels), base=base)


def longest(material: Material, words: Words) -> str:
    """The part that waits longest in the base."""
    found = {part: estimate(material.summary, "wait_days", material.base, part=part) for part in waiting(material)}
    known = {part: one.mean for part, one in found.items() if one}
    part = max(known, key=lambda part: known[part])
    days = words.counted("days", number(known[part], words.language, 1))
    return words("heading.who_waits.longest", part=part_name(material, part, words), days=days)


def costs(material: Material, words: Words) -> str:
    """What each emphasised scenario costs and what comes of it."""
    parts = []
    for scenario in material.focus[1:]:
        cost, backlog = a_year(material, scenario), estimate(material.differences, "backlog", scenario)
        if cost and backlog:
            clear = direction(backlog) in ("more", "less")
            tasks = words.counted("heading.costs.tasks", amount(backlog, words, signed=True)[0])
            parts.append(
                words(
                    "heading.costs.level",
                    scenario=title_of(material, scenario, words),
                    cost=number(cost.mean / MILLION, words.language, 1, signed=True),
                    tasks=tasks if clear else words("heading.costs.unclear"),
                )
            )
    return words("heading.costs.title", levels="; ".join(parts), base=title_of(material, material.base, words))


def recovery(material: Material, words: Words) -> str:
    """After how many weeks half of the runs of each emphasised scenario are back, after the first shock; of the others
    when none of those has it."""
    found = recoveries(material)
    shock = found[0].shock
    having = [each for each in found if each.shock == shock]
    emphasised = [each for each in having if each.scenario in material.focus]
    levels = []
    for each in emphasised or having:
        median = words.counted("weeks", number(each.median, words.language))
        text = median if math.isfinite(each.median) else words("heading.recovery.never")
        levels.append(words("heading.recovery.level", weeks=text, scenario=title_of(material, each.scenario, words)))
    name = words.quoted(material.label("shock", shock, words.language))
    return words("heading.recovery.title", shock=name, levels=words.listed(levels))


def targets(material: Material, words: Words) -> str:
    """How many targets each emphasised scenario keeps."""
    found = kept(material)
    levels = [
        words(
            "heading.targets.level",
            kept=sum(each.holds for each in found if each.scenario == scenario),
            all=sum(each.scenario == scenario for each in found),
            scenario=title_of(material, scenario, words),
        )
        for scenario in material.focus
        if any(each.scenario == scenario for each in found)
    ]
    return words("heading.targets.title", levels=words.listed(levels))


def blocks(material: Material, words: Words) -> str:
    """How much of the time without visitors is in blocks long enough for a talk."""
    return words("heading.blocks.title", levels=usable_levels(material, words))


def usable_levels(material: Material, words: Words) -> str:
    """So many of how many hours of each emphasised scenario; empty where nobody waits at a desk."""
    levels = [
        words(
            "heading.blocks.level",
            usable=number(each.usable, words.language),
            idle=number(each.idle, words.language),
            scenario=title_of(material, each.scenario, words),
        )
        for each in waiting_at_desks(material)
        if each.scenario in material.focus
    ]
    return words.listed(levels)
