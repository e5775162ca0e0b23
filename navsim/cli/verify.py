"""``navsim verify``: what must be true of every run, looked at in runs of somebody's own config."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from navsim.cli.options import config_argument, engine_option, set_option
from navsim.cli.run import progress

if TYPE_CHECKING:
    from navsim.verify.verdict import Mark, Verdict

BROKEN = 1


@click.command()
@config_argument
@click.option("--scenario", "scenarios", multiple=True, metavar="S", help="Only this scenario; may be repeated.")
@click.option(
    "--replications", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Replications of each."
)
@set_option
@engine_option
def verify(config: Path, scenarios: tuple[str, ...], replications: int, sets: tuple[str, ...], engine: str) -> None:
    """Simulate CONFIG and hold what must be true of every run against it: a checklist."""
    from navsim.config.document import load
    from navsim.verify.verify import verify as verdicts_of

    document = load(config, sets)
    names = scenarios or document.scenarios
    for name in names:
        document.config(name)
    with progress(engine) as (tell, expect):
        expect(len(names) * len(document.offices()) * replications)
        verdicts = verdicts_of(document, names, replications, engine, tell)
    show(verdicts)
    sys.exit(BROKEN if conclude(verdicts, f"{config}: {', '.join(names)}; replications: {replications}") else 0)


def marks() -> dict[Mark, str]:
    """A sign for each mark, or one that a narrow encoding has."""
    from navsim.verify.verdict import Mark

    signs = ("✓", "✗", "–")
    try:
        "".join(signs).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        signs = ("+", "x", "-")
    return dict(zip((Mark.KEPT, Mark.BROKEN, Mark.NOTHING), signs, strict=True))


def show(verdicts: list[Verdict]) -> None:
    """The list, section by section."""
    sign = marks()
    for section, lines in groupby(verdicts, key=lambda verdict: verdict.section):
        click.echo(section)
        for verdict in lines:
            click.echo(f"  {sign[verdict.mark]} {verdict.title}: {verdict.text}")
        click.echo()


def conclude(verdicts: list[Verdict], what: str) -> bool:
    """Say in a sentence how it came out; whether anything is broken."""
    from navsim.verify.verdict import Mark

    kept, broken, nothing = (sum(verdict.mark is mark for verdict in verdicts) for mark in Mark)
    rest = f", {nothing} {'does' if nothing == 1 else 'do'}n't apply" if nothing else ""
    if broken:
        told = f"{broken} of {len(verdicts)} checks {'is' if broken == 1 else 'are'} BROKEN"
        click.echo(f"{told}, {kept} {'holds' if kept == 1 else 'hold'}{rest} ({what}).")
    else:
        click.echo(f"All {kept} checks hold{rest} ({what}).")
    return broken > 0
