"""The plots of a report, in the order in which it shows them: which frames each is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from navsim.report import blocked, divided, keeping, priced, recovered
from navsim.report.findings import window
from navsim.report.headings import Heading, heading
from navsim.report.material import Material
from navsim.report.naming import title_of
from navsim.report.numbers import number, percent
from navsim.report.plots import (
    backlog,
    blocks,
    caseload,
    costs,
    differences,
    follow_up,
    hours,
    parts,
    recovery,
    staffing,
    targets,
    targets_kept,
)
from navsim.report.plots.lines import points_for_single_weeks
from navsim.report.plots.page import Page, theme
from navsim.report.privacy import counts_shown
from navsim.report.select import has_users, line, rows
from navsim.report.words import Words
from navsim.statistics.recovery import LASTING, SLACK_SHARE, SLACK_TASKS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HASH = 8


@dataclass(frozen=True)
class Picture:
    """A plot's file name, the key of its reading note, how it is drawn and whether there is anything to draw.

    ``by_part`` says that users are divided, so that small parts are left out; ``judged`` that its marks say what can
    be told apart, which takes more than one run.
    """

    name: str
    note: str
    figure: Callable[[Material, Page], Figure]
    exists: Callable[[Material], bool]
    by_part: bool = False
    judged: bool = False


def has(measure: str, dimension: str = "all") -> Callable[[Material], bool]:
    """Whether the base has a weekly measure."""
    return lambda m: bool(rows(m.weekly, scenario=m.base, measure=measure, dimension=dimension)["p50"].notna().any())


def users(material: Material) -> bool:
    """Whether the base has users, at some time."""
    return bool((line(material.weekly, "caseload", material.base) > 0).any())


def late(material: Material) -> bool:
    """Whether there are users, in some scenario, whose tasks could be late."""
    return has_users(material.weekly) and has("backlog")(material)


def employed(material: Material) -> bool:
    """Whether the base employs anybody, at some time."""
    return float(rows(material.staffing, scenario=material.base)["fte"].sum()) > 0


def overdue(material: Material) -> bool:
    """Whether any type of task is overdue in the base, at some time."""
    return bool((rows(material.weekly, measure="backlog", scenario=material.base, dimension="task")["p50"] > 0).any())


def with_others(exists: Callable[[Material], bool]) -> Callable[[Material], bool]:
    """Whether there is also a scenario to compare with."""
    return lambda m: bool(m.others) and exists(m)


PICTURES: tuple[Picture, ...] = (
    Picture(
        "differences",
        "differences",
        lambda m, page: differences.forest(m.differences, page),
        with_others(late),
        judged=True,
    ),
    Picture(
        "differences_over_time",
        "band",
        lambda m, page: differences.over_time(m.weekly_differences, page),
        with_others(late),
        judged=True,
    ),
    Picture("backlog", "peaks", lambda m, page: backlog.backlog(m.weekly, m.replications, page), late),
    Picture(
        "follow_up",
        "lines",
        lambda m, page: follow_up.follow_up(m.weekly, m.replications, page),
        has("follow_up_rate"),
    ),
    Picture(
        "follow_up_parts",
        "parts",
        lambda m, page: parts.follow_up(m.weekly, page),
        lambda m: len(divided.followed(m)) > 1,
        by_part=True,
    ),
    Picture("waits", "waits", lambda m, page: follow_up.waits(m.weekly, page), has("wait_days")),
    Picture(
        "who_waits",
        "who_waits",
        lambda m, page: parts.who_waits(page),
        lambda m: len(divided.waiting(m)) > 1,
        by_part=True,
        judged=True,
    ),
    Picture("caseload", "caseload", lambda m, page: caseload.caseload(m.weekly, counts_shown(m), page), users),
    Picture("recovery", "recovery", lambda m, page: recovery.recovery(page), lambda m: bool(recovered.recoveries(m))),
    Picture("targets", "targets", lambda m, page: targets.targets(page), lambda m: bool(keeping.strips(m))),
    Picture(
        "targets_kept",
        "targets_kept",
        lambda m, page: targets_kept.targets_kept(page),
        lambda m: bool(keeping.kept(m)) and not keeping.strips(m),
    ),
    Picture(
        "costs",
        "costs",
        lambda m, page: costs.costs(page),
        with_others(lambda m: late(m) and bool(priced.owners(m))),
        judged=True,
    ),
    Picture("staffing", "staffing", lambda m, page: staffing.staffing(m.staffing, page), employed),
    Picture("hours", "hours", lambda m, page: hours.hours(m.hours, page), employed),
    Picture("blocks", "blocks", lambda m, page: blocks.blocks(page), lambda m: bool(blocked.waiting_at_desks(m))),
    Picture("tasks", "tasks", lambda m, page: backlog.tasks(m.weekly, page), overdue),
    Picture(
        "backlog_scenarios",
        "scenarios",
        lambda m, page: backlog.scenarios(m.weekly, page),
        with_others(late),
    ),
)


def draw(picture: Picture, material: Material, words: Words) -> Figure:
    """The figure of one plot in one language."""
    return draw_under(heading(picture.name, material, words, described=False), picture, material, words)


def draw_under(texts: Heading, picture: Picture, material: Material, words: Words) -> Figure:
    """The same for those who have its texts already."""
    page = Page(
        heading=texts,
        note=note(picture, material, words),
        corner=corner(material, words),
        words=words,
        material=material,
    )
    with theme():
        figure = picture.figure(material, page)
    for axes in figure.axes:
        points_for_single_weeks(axes)
    return figure


def note(picture: Picture, material: Material, words: Words) -> str:
    """How a plot is read, and how many parts are too small to be in it."""
    text = words(
        f"plot.how_{note_key(picture, material)}",
        base=title_of(material, material.base, words),
        window=window(material, words),
        slack=percent(SLACK_SHARE, words.language),
        slack_tasks=number(SLACK_TASKS, words.language),
        lasting=LASTING,
    )
    small = divided.left_out(material) if picture.by_part else 0
    return f"{text} {words.counted('plot.left_out', str(small))}" if small else text


def note_key(picture: Picture, material: Material) -> str:
    """Which note says how a plot is read: another when there is one run, or no count beside the simulated users."""
    if picture.judged and material.manifest.get("replications") == 1:
        return "one_run"
    counted = rows(counts_shown(material), measure="caseload", scenario=material.base)["week"].notna().any()
    return picture.note if counted or picture.note != "caseload" else "simulated"


def corner(material: Material, words: Words) -> str:
    """Source and version, small, on every plot."""
    manifest = material.manifest
    return words(
        "plot.corner",
        version=manifest.get("version", ""),
        name=material.name,
        runs=words.counted("plot.runs", number(float(manifest.get("replications", 0)), words.language)),
        seed=manifest.get("seed", ""),
        hash=str(manifest.get("config_hash", ""))[:HASH],
    )
