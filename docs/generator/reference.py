"""The reference pages of commands and measures."""

from __future__ import annotations

import click

from docs.generator.markdown import HEAD, code, table
from docs.generator.places import CORONA
from navsim.cli import main as navsim
from navsim.config.document import Document, load
from navsim.engine.reference import simulate
from navsim.measures import Key, measure
from navsim.plan.compile import plan_of, prepare
from navsim.statistics import tables


def cli_page() -> str:
    """The help of every command."""
    parts = ["# Commands\n\nEach command answers `--help`. This page is what they answer.\n"]
    for name, command in [
        ("navsim", navsim),
        *((f"navsim {key}", sub) for key, sub in sorted(navsim.commands.items())),
    ]:
        context = click.Context(
            command, info_name=name, terminal_width=80, max_content_width=80, **navsim.context_settings
        )
        parts.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    exits = [(0, "done"), (2, "the input is wrong: the message names file and line, nothing was written"),
             (130, "interrupted, nothing was written"), (1, "something else failed")]  # fmt: skip
    parts.append("## Exit codes\n\n" + table(("code", "meaning"), exits))
    return HEAD + "\n".join(parts)


def measures_page() -> str:
    """Every measure with its unit and dimensions, found by asking the program for one week of the corona case."""
    found: dict[tuple[str, str], list[str]] = {}
    for key in keys_of(load(CORONA, ["weeks=1"])):
        if key.measure != tables.HOURS_MEASURE:
            dimensions = found.setdefault((key.measure, key.unit), [])
            dimensions += [key.dimension] if key.dimension not in dimensions else []
    rows = [(f"[`{name}`](../measures.md#{name})", unit, code(parts)) for (name, unit), parts in sorted(found.items())]
    note = "`age` stands for each trait of the users. `all` is everybody in follow-up, or all their tasks.\n\n"
    return (
        HEAD
        + "# Measures\n\nDefinitions are in [measures](../measures.md). "
        + note
        + table(("measure", "unit", "dimensions"), rows)
    )


def keys_of(document: Document) -> tuple[Key, ...]:
    """The keys of a document's base scenario."""
    plan = plan_of(prepare(document.config(document.scenarios[0])), 0)
    return measure(plan, simulate(plan)).keys
