"""From the tables of a run and its config to what a report is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from navsim.config.document import Document
from navsim.config.evidence import evidence_table, unsourced
from navsim.config.fields import LANGUAGES, Texts
from navsim.config.models import Config
from navsim.experiment.run import Tables
from navsim.report.material import Material
from navsim.values.time import DAY


def material_of(document: Document, tables: Tables, manifest: Mapping[str, Any]) -> Material:
    """All that a report of a run shows."""
    config = document.config()
    return Material(
        name=config.name, title=by_language(config.title), start=config.start, weeks=config.weeks,
        scenarios=document.scenarios,
        summary=tables.summary, differences=tables.differences, weekly=tables.weekly,
        weekly_differences=tables.weekly_differences, hours=tables.hours, observed=tables.observed,
        staffing=tables.staffing, marks=tables.marks, replications=tables.replications,
        manifest=manifest, names=names_of(config), goal=config.goal, window_days=config.rules.contact_window / DAY,
        evidence=tuple(evidence_table(document)), unsourced=tuple(unsourced(document)),
    )  # fmt: skip


def names_of(config: Config) -> dict[tuple[str, str], Mapping[str, str]]:
    """The titles that a config gives, by kind and name."""
    return {(kind, name): by_language(title) for kind, name, title in titles(config) if title is not None}


def titles(config: Config) -> Iterator[tuple[str, str, Texts | None]]:
    """Kind, name and title of everything that can have one."""
    for kind, entries in (
        ("scenario", config.scenarios), ("group", config.users), ("task", config.tasks), ("staff", config.staff),
        ("reception", config.receptions), ("target", config.targets), ("office", config.offices),
    ):  # fmt: skip
        for name, entry in entries.items():
            yield kind, name, entry.title
    for task in config.tasks.values():
        for name, channel in task.channels.items():
            yield "channel", name, channel.title


def by_language(title: Texts | None) -> dict[str, str]:
    """A title as texts by language."""
    return {language: title.text(language) for language in LANGUAGES} if title else {}
