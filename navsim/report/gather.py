"""From the tables of a run and its config to what a report is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from navsim.config.document import Document
from navsim.config.evidence import evidence_table, unsourced_paths
from navsim.config.fields import LANGUAGES, Texts
from navsim.config.merge import changed, get, locate, removes
from navsim.config.models import Config
from navsim.config.shocks import TITLE
from navsim.experiment.run import Tables
from navsim.report.assumed import assumed_minutes
from navsim.report.material import Change, Material
from navsim.report.settle import settled
from navsim.values.time import DAY

RUN_BY_RUN = frozenset({"backlog", "follow_up_rate"})
"""Measures of which single replications are shown; besides those of the targets."""


def material_of(document: Document, tables: Tables, manifest: Mapping[str, Any]) -> Material:
    """All that a report of a run shows, with the precision that the results folder has."""
    config, tables = document.config(), settled(replace(tables, replications=single_runs(tables)))
    return Material(
        name=config.name, title=by_language(config.title), start=config.start, weeks=config.weeks,
        scenarios=document.scenarios,
        summary=tables.summary, differences=tables.differences, weekly=tables.weekly,
        weekly_differences=tables.weekly_differences, hours=tables.hours, observed=tables.observed,
        staffing=tables.staffing, marks=tables.marks, replications=tables.replications,
        manifest=manifest, names=names_of(document), goal=config.goal, window_days=config.rules.contact_window / DAY,
        evidence=tuple(evidence_table(document)), unsourced=tuple(unsourced_paths(document)),
        targets=tables.targets, break_even=tables.break_even,
        follow_up_effect=max(document.config(name).rules.follow_up_effect for name in document.scenarios),
        changes=changes_of(document), assumed_minutes=assumed_minutes(document, tables.summary),
    )  # fmt: skip


def single_runs(tables: Tables) -> pd.DataFrame:
    """The replications of what pictures and tables show run by run; all of them would be many millions of rows."""
    shown = RUN_BY_RUN.union(tables.targets["measure"])
    return tables.replications[tables.replications["measure"].isin(shown)].reset_index(drop=True)


def changes_of(document: Document) -> tuple[Change, ...]:
    """What each scenario changes: every value that it names, as the config has it and as the scenario leaves it."""
    return tuple(change for name in document.scenarios for change in changes_in(document, name))


def changes_in(document: Document, scenario: str) -> Iterator[Change]:
    """The changes of one scenario, in the order in which they are written; those of a whole shock one by one.

    Titles change nothing.
    """
    before, after = document.source, document.scenario_source(scenario)
    source = before
    for name, value in document.data.get("scenarios", {}).get(scenario, {}).items():
        if name == "title":
            continue
        place = source.place(("scenarios", scenario, name))
        path = locate(source, name, place)
        old, new = get(before.data, path), None if removes(path, value) else get(after.data, path)
        if path[0] == "shocks" and len(path) == 2:
            for key in {**(old or {}), **(new or {})}:
                if key != TITLE:
                    yield Change(scenario, (*path, key), (old or {}).get(key), (new or {}).get(key))
        elif path[2:3] != (TITLE,):
            yield Change(scenario, path, old, new)
        source = changed(source, name, value, place)


def names_of(document: Document) -> dict[tuple[str, str], Mapping[str, str]]:
    """The titles that a config gives, by kind and name; of what only a scenario has, the title that it has there."""
    configs = [document.config(scenario) for scenario in (None, *document.scenarios)]
    found = [((kind, name), title) for config in configs for kind, name, title in titles(config) if title is not None]
    return {key: by_language(title) for key, title in reversed(found)}


def titles(config: Config) -> Iterator[tuple[str, str, Texts | None]]:
    """Kind, name and title of everything that can have one; of what was counted the source, by its English text."""
    for kind, entries in (
        ("scenario", config.scenarios), ("group", config.users), ("task", config.tasks), ("staff", config.staff),
        ("reception", config.receptions), ("target", config.targets), ("office", config.offices),
        ("shock", config.shocks), ("trait", config.traits), ("area", config.areas),
    ):  # fmt: skip
        for name, entry in entries.items():
            yield kind, name, entry.title
    for task in config.tasks.values():
        for name, channel in task.channels.items():
            yield "channel", name, channel.title
    for trait, entry in config.traits.items():
        for value, title in entry.values.items():
            yield trait, value, title
    for figure in config.observed:
        yield "source", figure.source.text("en"), figure.source


def by_language(title: Texts | None) -> dict[str, str]:
    """A title as texts by language."""
    return {language: title.text(language) for language in LANGUAGES} if title else {}
