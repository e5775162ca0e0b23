"""Blocks that the program can write without a run: tables of a result, and the corona case as its config has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from docs.generator.markdown import code, table
from docs.generator.places import CASE, CORONA, DOCS
from docs.generator.proof import coverage_block, features_block, proofs_block
from navsim.config.document import load
from navsim.config.evidence import EvidenceRow, evidence_table
from navsim.experiment.costs import BREAK_EVEN
from navsim.experiment.run import OBSERVED
from navsim.experiment.staffing import MARKS, STAFFING
from navsim.plan.compile import prepare
from navsim.plan.expected import mean_caseload
from navsim.plan.model import Static
from navsim.statistics import tables
from navsim.statistics.targets import TARGETS
from navsim.values.time import WEEK

Writer = Callable[[], str]


def columns_block() -> str:
    """The columns of each table of the results folder."""
    files = {"summary.csv": tables.SUMMARY, "differences.csv": tables.DIFFERENCES, "weekly.csv": tables.WEEKLY,
             "hours.csv": tables.HOURS, "replications.parquet": tables.REPLICATIONS, "observed.csv": OBSERVED,
             "targets.csv": TARGETS, "break_even.csv": BREAK_EVEN, "staffing.csv": STAFFING,
             "marks.csv": MARKS}  # fmt: skip
    return table(("file", "columns"), [(f"`{name}`", code(columns)) for name, columns in files.items()])


def evidence_block() -> str:
    """The evidence of the corona case, entry by entry."""
    rows = [(f"`{row.path}`", row.value, row.kind, row.span, ground(row)) for row in evidence_table(load(CORONA))]
    return table(("number", "value", "kind", "range", "ground"), rows)


def ground(row: EvidenceRow) -> str:
    """Source and reasoning, or both sides of a conflict, in English."""
    if row.says and row.gives:
        return f"says: {row.says.text('en')}; gives: {row.gives.text('en')}"
    return "; ".join(part.text("en") for part in (row.source, row.why) if part)


def scenarios_block() -> str:
    """The scenarios of the corona case and what each changes."""
    document = load(CORONA)
    scenarios = document.config().scenarios
    return table(
        ("scenario", "title", "changes"),
        [(f"`{name}`", entry.title.text("en") if entry.title else "", code(entry.changes) or "none: the base")
         for name, entry in scenarios.items()],
    )  # fmt: skip


def fit_block() -> str:
    """Expected users beside the counts, in closed form."""
    document = load(CORONA)
    config = document.config(document.scenarios[0])
    prepared = prepare(config)
    static, rows = prepared.static, []
    weeks = [prepared.clock.iso_week(week) for week in range(config.weeks)]
    for figure in config.observed:
        if figure.measure != "caseload" or figure.week is None:
            continue
        time = np.array([(weeks.index(figure.week) + 1) * WEEK])
        whose = [
            number for number, group in enumerate(static.groups)
            if figure.group == group.name or (figure.group not in config.users and group.in_follow_up)
        ]  # fmt: skip
        present = mean_caseload(prepared, time)[whose].sum(axis=(0, 2))
        expected = float(present.sum())
        if figure.dimension not in (None, "group"):
            expected = with_value(static, present, figure.dimension, figure.group)
        off = round(100 * (expected / figure.value - 1), 1) + 0.0
        rows.append((figure.week, figure.group, f"{figure.value:g}", f"{expected:.1f}", f"{off:.1f} %", figure.use))
    return table(("week", "whose", "counted", "model's expectation", "off by", "use"), rows)


def with_value(static: Static, present: np.ndarray, trait: str, value: str) -> float:
    """How many of those present, by mix of traits, have a value of a trait."""
    place = [each.name for each in static.traits].index(trait)
    by_value = present.reshape([len(each.values) for each in static.traits])
    return float(np.take(by_value, static.traits[place].values.index(value), axis=place).sum())


BLOCKS: Mapping[Path, Mapping[str, Writer]] = {
    DOCS / "measures.md": {"columns": columns_block},
    DOCS / "proof.md": {"coverage": coverage_block, "proofs": proofs_block, "features": features_block},
    CASE: {"evidence": evidence_block, "scenarios": scenarios_block, "fit": fit_block},
}
"""Blocks that need no run."""
