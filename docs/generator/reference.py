"""The reference pages of commands and measures."""

from __future__ import annotations

import click

from docs.generator.markdown import HEAD, code, table
from navsim.cli import main as navsim
from navsim.config.measured import MEASURES, PERIOD_ONLY


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
    """Every measure with its unit and dimensions, as a config may ask for them (tests hold that against a run)."""
    measured = {name: (unit, kinds) for name, (unit, kinds) in MEASURES.items() if name not in PERIOD_ONLY}
    rows = [(f"[`{name}`](../measures.md#{name})", unit, code(kinds))
            for name, (unit, kinds) in sorted({**measured, "recovery_weeks": ("weeks", ("all",))}.items())]  # fmt: skip
    note = (
        "`trait` stands for each trait of the users, the office among them, and `cross` for each cross that the config "
        "asks for. `all` is everybody in follow-up, or all their tasks.\n\n"
    )
    return (
        HEAD
        + "# Measures\n\nDefinitions are in [measures](../measures.md). "
        + note
        + table(("measure", "unit", "dimensions"), rows)
    )
