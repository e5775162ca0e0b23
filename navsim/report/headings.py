"""What stands over each plot: a title (the finding), a subtitle (variable and unit), a text alternative.

Each number in a title is one that the plot itself draws (the median run), so that title and line agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from navsim.report import titles
from navsim.report.alternatives import seen
from navsim.report.findings import window
from navsim.report.material import Material
from navsim.report.naming import title_of
from navsim.report.numbers import amount, day, number, percent, week
from navsim.report.phrases import direction
from navsim.report.select import dates, estimate, line, rows, told_apart, total
from navsim.report.words import Words


@dataclass(frozen=True)
class Heading:
    """Texts of one plot."""

    title: str
    subtitle: str
    alt: str


def heading(name: str, material: Material, words: Words, described: bool = True) -> Heading:
    """The texts of the plot ``name``; ``described`` with its figures in the text alternative, which takes time."""
    title = TITLES[name](material, words)
    values = {"base": title_of(material, material.base, words), "window": window(material, words)}
    alone = material.manifest.get("replications") == 1 and words.has(f"heading.{name}.subtitle_one_run")
    subtitle = words(f"heading.{name}.subtitle{'_one_run' if alone else ''}", **values)
    alt = words(f"alt.{name}", title=title, subtitle=subtitle, **values)
    figures = seen(name, material, words) if described else ""
    return Heading(title, subtitle, f"{alt} {figures}".strip())


def per_scenario(
    key: str, material: Material, words: Words, value: Callable[[pd.Series[float]], str], measure: str, **more: object
) -> str:
    """``143 in A, 58 in B and 190 in C`` over the emphasised scenarios."""
    parts = []
    for scenario in material.focus:
        weeks = line(material.weekly, measure, scenario)
        if len(weeks):
            name = title_of(material, scenario, words)
            parts.append(words(key, number=value(weeks), scenario=name, weeks=len(weeks), **more))
    return words.listed(parts)


def backlog(material: Material, words: Words) -> str:
    """How much the backlog of each emphasised scenario differs from the base; of the base alone, its peak."""
    clear, unclear = [], []
    for scenario in material.focus[1:]:
        found = estimate(material.differences, "backlog", scenario)
        way = direction(found) if found else "unclear"
        name = title_of(material, scenario, words)
        if found and way in ("more", "less"):
            mean, _ = amount(found.times(-1.0 if way == "less" else 1.0), words)
            clear.append(words.counted(f"heading.backlog.{way}", mean, scenario=name))
        else:
            unclear.append(name)
    base = title_of(material, material.base, words)
    parts = [words("heading.backlog.clear", levels=words.listed(clear), base=base)] if clear else []
    parts += [words("heading.backlog.unclear", scenarios=words.listed(unclear), base=base)] if unclear else []
    return ". ".join(parts) or peak(material, words)


def peak(material: Material, words: Words) -> str:
    """How high the backlog of the base rises, and when."""
    weeks = line(material.weekly, "backlog", material.base)
    if not weeks.any():
        return words("heading.backlog.nothing")
    return words(
        "heading.backlog.peak", most=number(weeks.max(), words.language), when=week(str(weeks.idxmax()), words)
    )


def backlog_scenarios(material: Material, words: Words) -> str:
    """The peak of the base, and in how many scenarios it is lower or higher as far as they can be told apart."""
    found = [estimate(material.differences, "backlog", scenario, statistic="max") for scenario in material.others]
    ways = [direction(one) for one in found if one]
    highest = line(material.weekly, "backlog", material.base).max()
    if not any(line(material.weekly, "backlog", name).any() for name in material.scenarios):
        return words("heading.backlog.nothing")
    return words(
        "heading.backlog_scenarios.title",
        most=number(highest, words.language),
        base=title_of(material, material.base, words),
        all=len(material.others),
        less=ways.count("less"),
        more=ways.count("more"),
    )


def follow_up(material: Material, words: Words) -> str:
    """How often the rate is under its goal, or how low it falls when there is none."""
    if material.goal is None:
        levels = per_scenario(
            "heading.follow_up.plain_level",
            material,
            words,
            lambda weeks: percent(weeks.min(), words.language),
            "follow_up_rate",
        )
        return words("heading.follow_up.plain", levels=levels, window=window(material, words))
    goal = material.goal
    levels = per_scenario(
        "heading.follow_up.level", material, words, lambda weeks: str(int((weeks < goal).sum())), "follow_up_rate"
    )
    return words("heading.follow_up.title", goal=percent(goal, words.language), levels=levels)


def caseload(material: Material, words: Words) -> str:
    """From where to where the caseload rises."""
    weeks = line(material.weekly, "caseload", material.base)
    first, most = (number(value, words.language) for value in (weeks.iloc[0], weeks.max()))
    key = "title" if weeks.max() > weeks.iloc[0] else "falling"
    return words(f"heading.caseload.{key}", first=first, most=most, when=week(str(weeks.idxmax()), words))


def staffing(material: Material, words: Words) -> str:
    """FTE at the start, at the lowest and at the end of the base."""
    found = rows(material.staffing, scenario=material.base)
    table = found.assign(date=dates(found)).pivot_table(index="date", columns="owner", values="fte").ffill()
    total = table.fillna(0.0).sum(axis=1)
    texts = {"first": total.iloc[0], "least": total.min(), "last": total.iloc[-1]}
    shown = {key: number(value, words.language, 1) for key, value in texts.items()}
    if total.nunique() == 1:
        return words("heading.staffing.level", number=shown["first"])
    lowest = pd.Timestamp(str(total.idxmin()))
    return words("heading.staffing.title", when=day(lowest.date(), words), **shown)


def hours(material: Material, words: Words) -> str:
    """The share of contract hours that goes to tasks, and to a reception without visitors."""
    by_use = rows(material.hours, scenario=material.base).groupby("use")["mean"].sum()
    contract = by_use.drop(["capacity", "demand", "overtime_worked", "overtime_idle"], errors="ignore").sum()
    worked, idle = (by_use.get(use, 0.0) / contract for use in ("worked", "reception_idle"))
    shown = {"worked": percent(worked, words.language), "idle": percent(idle, words.language, 1)}
    return words(f"heading.hours.{'idle' if idle else 'title'}", **shown)


def differences(material: Material, words: Words) -> str:
    """Which scenarios have the largest and the least backlog beside the base, if they can be told apart."""
    found = {name: estimate(material.differences, "backlog", name) for name in material.others}
    clear = {name: one for name, one in found.items() if one and direction(one) in ("more", "less")}
    ends = {
        "most": max(clear, key=lambda name: clear[name].mean, default=""),
        "least": min(clear, key=lambda name: clear[name].mean, default=""),
    }
    levels = {
        key: words(
            "heading.differences.level",
            scenario=title_of(material, name, words),
            number=amount(clear[name], words, signed=True)[0],
        )
        for key, name in ends.items()
        if name and (clear[name].mean > 0) == (key == "most")
    }
    key = "both" if len(levels) == 2 else {"most": "more", "least": "less"}.get(next(iter(levels), ""), "none")
    return words(f"heading.differences.{key}", base=title_of(material, material.base, words), **levels)


def differences_over_time(material: Material, words: Words) -> str:
    """The week in which each emphasised scenario differs most from the base, of those where they can be told apart."""
    parts = []
    for scenario in material.focus[1:]:
        clear = told_apart(total(material.weekly_differences, "backlog", scenario=scenario))
        if len(clear):
            row = clear.iloc[int(clear["mean"].abs().to_numpy().argmax())]
            value = number(float(row["mean"]), words.language, signed=True)
            name, when = title_of(material, scenario, words), week(str(row["week"]), words)
            parts.append(words("heading.differences_over_time.level", number=value, scenario=name, when=when))
    key = "title" if parts else "none"
    return words(f"heading.differences_over_time.{key}", levels=words.listed(parts))


def waits(material: Material, words: Words) -> str:
    """The longest weekly mean wait of each emphasised scenario."""

    def longest(weeks: pd.Series[float]) -> str:
        value = weeks.max()
        return words.counted("days", number(value, words.language, 0 if value >= 10 else 1))

    return words(
        "heading.waits.title", levels=per_scenario("heading.waits.level", material, words, longest, "wait_days")
    )


def tasks(material: Material, words: Words) -> str:
    """Which task type makes up most of the backlog in its highest week."""
    found = rows(material.weekly, measure="backlog", scenario=material.base, dimension="task")
    table = found.pivot_table(index="week", columns="group", values="mean", sort=False)
    highest = table.iloc[int(table.sum(axis=1).to_numpy().argmax())]
    values = highest.to_numpy(float)
    most, total = (number(float(value), words.language) for value in (values.max(), values.sum()))
    task = material.label("task", str(highest.index[int(values.argmax())]), words.language)
    return words("heading.tasks.title", task=task, number=most, all=total)


TITLES: dict[str, Callable[[Material, Words], str]] = {
    "backlog": backlog,
    "backlog_scenarios": backlog_scenarios,
    "follow_up": follow_up,
    "caseload": caseload,
    "staffing": staffing,
    "hours": hours,
    "blocks": titles.blocks,
    "differences": differences,
    "differences_over_time": differences_over_time,
    "waits": waits,
    "tasks": tasks,
    "follow_up_parts": titles.follow_up_parts,
    "who_waits": titles.who_waits,
    "costs": titles.costs,
    "recovery": titles.recovery,
    "targets": titles.targets,
    "targets_kept": titles.targets,
}
