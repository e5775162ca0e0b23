"""The figures of each picture in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from navsim.report.blocked import waiting_at_desks
from navsim.report.divided import changes, compared, followed, waiting
from navsim.report.keeping import kept
from navsim.report.material import Material
from navsim.report.naming import part_name
from navsim.report.numbers import amount, number, percent, week
from navsim.report.phrases import points
from navsim.report.priced import a_year, owners
from navsim.report.privacy import counts_shown
from navsim.report.recovered import recoveries
from navsim.report.select import AWAY, EVERYBODY, Part, estimate, line, rows
from navsim.report.words import Words


def seen(name: str, material: Material, words: Words) -> str:
    """What there is to see in a picture, with its figures; empty where the title says it all."""
    found = SEEN.get(name)
    parts = list(found(material, words)) if found else []
    return " ".join(f"{part}." for part in parts)


def course(
    material: Material, words: Words, measure: str, scenario: str, name: str = "", part: Part = EVERYBODY
) -> Iterable[str]:
    """Where a line begins and ends, and between which values it runs."""
    weeks = line(material.weekly, measure, scenario, part=part)
    if len(weeks):
        share, decimals = measure == "follow_up_rate", 1 if measure == "wait_days" else 0
        values = {"first": weeks.iloc[0], "last": weeks.iloc[-1], "low": weeks.min(), "high": weeks.max()}
        texts = {
            key: percent(value, words.language) if share else number(value, words.language, decimals)
            for key, value in values.items()
        }
        when = week(str(weeks.idxmin() if share else weeks.idxmax()), words)
        key = "alt.course_share" if share else "alt.course"
        yield words(key, name=name or material.label("scenario", scenario, words.language), when=when, **texts)


def courses(measure: str, every: bool = False) -> Callable[[Material, Words], Iterable[str]]:
    """The lines of the emphasised scenarios, or of all."""

    def found(material: Material, words: Words) -> Iterable[str]:
        for scenario in material.scenarios if every else material.focus:
            yield from course(material, words, measure, scenario)

    return found


def caseload(material: Material, words: Words) -> Iterable[str]:
    """The simulated line, and each count beside it."""
    yield from course(material, words, "caseload", material.base)
    shown = counts_shown(material)
    counts = shown[(shown["measure"] == "caseload") & shown["week"].notna()]
    for row in counts.to_dict("records"):
        part = Part(str(row["dimension"]), str(row["group"]))
        name = words("alt.everybody") if part == EVERYBODY else part_name(material, part, words)
        values = {
            "value": number(float(row["value"]), words.language),
            "model": number(float(row["model_mean"]), words.language),
        }
        yield words(f"alt.count_{row['use']}", name=name, when=week(str(row["week"]), words), **values)


def differences(material: Material, words: Words) -> Iterable[str]:
    """Each scenario's difference in each measure, with its interval."""
    for scenario in material.others:
        texts = []
        for measure in ("backlog", "follow_up_rate", "wait_days"):
            found = estimate(material.differences, measure, scenario)
            if found:
                window = number(material.window_days, words.language)
                shown = " ".join(amount(points(found, measure), words, signed=True)).strip()
                texts.append(f"{words(f'short.{measure}', window=window)} {shown}")
        yield f"{material.label('scenario', scenario, words.language)}: {', '.join(texts)}"


def tasks(material: Material, words: Words) -> Iterable[str]:
    """The lines of the task types with the largest backlog."""
    found = rows(material.weekly, measure="backlog", scenario=material.base, dimension="task")
    highest = found.groupby("group", observed=True)["mean"].max().sort_values(ascending=False)
    for name in [str(name) for name in highest.index][:4]:
        label = material.label("task", name, words.language)
        yield from course(material, words, "backlog", material.base, label, Part("task", name))


def hours(material: Material, words: Words) -> Iterable[str]:
    """The share of each use in the hours of the base."""
    mine = rows(material.hours, scenario=material.base)
    mine = mine[~mine["use"].isin(["capacity", "demand"])]
    by_use = mine["mean"].groupby(mine["use"].where(~mine["use"].isin(AWAY), "away")).sum()
    whole = by_use.sum()
    for use, value in by_use.sort_values(ascending=False).items():
        if value > 0:
            yield f"{words(f'use.{use}')}: {percent(float(value / whole), words.language, 1)}"


def blocks(material: Material, words: Words) -> Iterable[str]:
    """The hours of each scenario by length of block."""
    for each in waiting_at_desks(material):
        parts = [f"{words(f'block.{name}')} {number(hours, words.language, 1)}" for name, hours in each.hours.items()]
        yield f"{material.label('scenario', each.scenario, words.language)}: {', '.join(parts)}"


def follow_up_parts(material: Material, words: Words) -> Iterable[str]:
    """The line of each part in the base."""
    for part in followed(material):
        name = part_name(material, part, words)
        yield from course(material, words, "follow_up_rate", material.base, name, part)


def who_waits(material: Material, words: Words) -> Iterable[str]:
    """How long each part waits in the base, and the differences that can be told apart."""
    for part in waiting(material):
        found = estimate(material.summary, "wait_days", material.base, part=part)
        if found:
            days = words.counted("days", number(found.mean, words.language, 1))
            yield f"{part_name(material, part, words)}: {days}"
    for scenario in compared(material):
        texts = [
            f"{part_name(material, part, words)} {' '.join(amount(one, words, signed=True, least=1)).strip()}"
            for part, one in changes(material, scenario).items()
        ]
        yield f"{material.label('scenario', scenario, words.language)}: {words.listed(texts) or words('table.unclear')}"


def costs(material: Material, words: Words) -> Iterable[str]:
    """Each scenario's extra cost by owner."""
    for scenario in material.others:
        texts = [
            f"{words(f'owner.{owner}')} {number(found.mean, words.language, signed=True)}"
            for owner in owners(material)
            if (found := a_year(material, scenario, owner))
        ]
        backlog = estimate(material.differences, "backlog", scenario)
        if texts and backlog:
            tasks = " ".join(amount(backlog, words, signed=True)).strip()
            name = material.label("scenario", scenario, words.language)
            yield f"{name}: {words.listed(texts)}; {words('plot.change.backlog')} {tasks}"


def recovery(material: Material, words: Words) -> Iterable[str]:
    """The share of the runs of each scenario that are back."""
    for each in recoveries(material):
        name = material.label("scenario", each.scenario, words.language)
        shock = material.label("shock", each.shock, words.language)
        yield f"{name}, {shock}: {percent(each.share.mean, words.language)}"


def targets(material: Material, words: Words) -> Iterable[str]:
    """In which share of the runs each target is kept."""
    for each in kept(material):
        name, scenario = (
            material.label(kind, text, words.language)
            for kind, text in (("target", each.target), ("scenario", each.scenario))
        )
        yield f"{name}, {scenario}: {words('plot.kept_in', share=percent(each.share, words.language))}"


SEEN: dict[str, Callable[[Material, Words], Iterable[str]]] = {
    "backlog": courses("backlog"),
    "backlog_scenarios": courses("backlog", every=True),
    "follow_up": courses("follow_up_rate"),
    "waits": courses("wait_days"),
    "caseload": caseload,
    "differences": differences,
    "tasks": tasks,
    "hours": hours,
    "blocks": blocks,
    "follow_up_parts": follow_up_parts,
    "who_waits": who_waits,
    "costs": costs,
    "recovery": recovery,
    "targets": targets,
    "targets_kept": targets,
}
