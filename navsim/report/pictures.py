"""The plots of a report, in the order in which it shows them: which frames each is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from navsim.report.findings import window
from navsim.report.headings import heading, title_of
from navsim.report.material import Material
from navsim.report.numbers import number
from navsim.report.plots import backlog, caseload, differences, follow_up, hours, staffing
from navsim.report.plots.page import Page, theme
from navsim.report.select import rows
from navsim.report.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HASH = 8


@dataclass(frozen=True)
class Picture:
    """A plot's file name, the key of its reading note, how it is drawn and whether there is anything to draw."""

    name: str
    note: str
    figure: Callable[[Material, Page], Figure]
    exists: Callable[[Material], bool]


def has(measure: str, dimension: str = "all") -> Callable[[Material], bool]:
    """Whether the base has a weekly measure."""
    return lambda m: bool(rows(m.weekly, scenario=m.base, measure=measure, dimension=dimension)["p50"].notna().any())


def employed(material: Material) -> bool:
    """Whether the base employs anybody, at some time."""
    return float(rows(material.staffing, scenario=material.base)["fte"].sum()) > 0


def compared(exists: Callable[[Material], bool]) -> Callable[[Material], bool]:
    """Whether there is also a scenario to compare with."""
    return lambda m: bool(m.others) and exists(m)


PICTURES: tuple[Picture, ...] = (
    Picture("backlog", "lines", lambda m, page: backlog.backlog(m.weekly, m.replications, page), has("backlog")),
    Picture(
        "differences", "differences", lambda m, page: differences.forest(m.differences, page), compared(has("backlog"))
    ),
    Picture(
        "differences_over_time",
        "band",
        lambda m, page: differences.over_time(m.weekly_differences, page),
        compared(has("backlog")),
    ),
    Picture(
        "follow_up",
        "lines",
        lambda m, page: follow_up.follow_up(m.weekly, m.replications, page),
        has("follow_up_rate"),
    ),
    Picture("waits", "waits", lambda m, page: follow_up.waits(m.weekly, page), has("wait_days")),
    Picture("caseload", "caseload", lambda m, page: caseload.caseload(m.weekly, m.observed, page), has("caseload")),
    Picture("staffing", "staffing", lambda m, page: staffing.staffing(m.staffing, page), employed),
    Picture("hours", "hours", lambda m, page: hours.hours(m.hours, page), employed),
    Picture("tasks", "tasks", lambda m, page: backlog.tasks(m.weekly, page), has("backlog", "task")),
    Picture(
        "backlog_scenarios", "medians", lambda m, page: backlog.scenarios(m.weekly, page), compared(has("backlog"))
    ),
)


def draw(picture: Picture, material: Material, words: Words) -> Figure:
    """The figure of one plot in one language."""
    values = {"base": title_of(material, material.base, words), "window": window(material, words)}
    page = Page(
        heading=heading(picture.name, material, words),
        note=words(f"plot.how_{picture.note}", **values),
        corner=corner(material, words),
        words=words,
        material=material,
    )
    with theme():
        return picture.figure(material, page)


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
