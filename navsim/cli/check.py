"""``navsim check``: validate a config without running it, and say what a planner wants to know first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from navsim.cli.options import config_argument, set_option

if TYPE_CHECKING:
    from rich.console import Console

    from navsim.config.document import Document
    from navsim.experiment.planning import Planning


@click.command()
@config_argument
@set_option
def check(config: Path, sets: tuple[str, ...]) -> None:
    """Validate CONFIG without running it: weekly hours asked for against capacity, and the evidence."""
    from rich.console import Console

    from navsim.config.document import load
    from navsim.experiment.planning import planning

    document = load(config, sets)
    base = document.scenarios[0]
    console = Console(highlight=False, width=None if Console().is_terminal else 140)
    console.print(f"{config}: sound; scenarios: {', '.join(document.scenarios)}", markup=False)
    console.print()
    if offices := document.config().each_office:
        console.print(f"offices, each with its own copy: {len(offices.rows)}", markup=False)
        console.print()
    show_planning(console, planning(tuple(document.offices(base).values())), base)
    show_evidence(console, document)


def show_planning(console: Console, plan: Planning, scenario: str) -> None:
    """Hours by owner and task type, then capacity and load; warnings last."""
    from rich.table import Table

    table = Table(
        title=f"Hours a week, expected, scenario {scenario}", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    table.add_column("owner")
    table.add_column("task")
    for period in plan.periods:
        table.add_column(period, justify="right")
    for owner in sorted(plan.demand["owner"].unique()):
        mine = plan.demand[plan.demand["owner"] == owner]
        for _, row in mine.iterrows():
            table.add_row(owner, row["task"], *(f"{row[period]:.1f}" for period in plan.periods))
        total = mine[plan.periods].sum()
        table.add_row(owner, "asked for", *(f"{total[period]:.1f}" for period in plan.periods), style="bold")
        for _, row in plan.capacity[plan.capacity["owner"] == owner].iterrows():
            table.add_row(owner, "capacity", *(f"{row[period]:.1f}" for period in plan.periods))
            load = [f"{total[p] / row[p]:.0%}" if row[p] > 0 else "–" for p in plan.periods]
            table.add_row(owner, "load", *load, end_section=True)
    console.print(table)
    console.print()
    for warning in plan.warnings:
        console.print(f"warning: {warning}", markup=False)


def show_evidence(console: Console, document: Document) -> None:
    """How many numbers rest on what, and which rest on nothing."""
    from navsim.config.evidence import evidence_table, unsourced

    kinds = Counter(row.kind for row in evidence_table(document))
    console.print(
        "evidence: " + (", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none"), markup=False
    )
    missing = unsourced(document)
    console.print(f"numbers without evidence: {len(missing)}", markup=False)
    for path in missing:
        console.print(f"  {path}", markup=False)
