"""``navsim run``: simulate a config and write a folder of results."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from navsim.cli.options import config_argument, engine_option, language_option, set_option

if TYPE_CHECKING:
    from navsim.config.document import Document
    from navsim.experiment.run import Tables

TARGET_NOT_KEPT = 3


@click.command()
@config_argument
@click.option(
    "--scenario", "scenarios", multiple=True, metavar="S", help="Only this scenario beside the base; may be repeated."
)
@click.option("--replications", type=click.IntRange(1), metavar="N", help="Replications, in place of the config's.")
@click.option(
    "--until",
    metavar="WHAT",
    help='Replications until a figure is known this precisely, e.g. "backlog difference ± 5, at most 400".',
)
@click.option("--weeks", type=click.IntRange(1), metavar="N", help="Length of the run, in place of the config's.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Seed, in place of the config's.")
@engine_option
@click.option(
    "--workers",
    type=click.IntRange(1, 512),
    metavar="N",
    help="Replications side by side; by default one for each core. The tables don't depend on it.",
)
@set_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The results folder; by default results/<name>/<time>-<hash>.",
)
@click.option("--events", is_flag=True, help="Also write every event of every replication.")
@click.option("--strict-targets", "strict", is_flag=True, help="Exit with 3 when a target is not kept.")
@language_option
def run(
    config: Path, scenarios: tuple[str, ...], replications: int | None, until: str | None, weeks: int | None,
    seed: int | None, engine: str, workers: int | None, sets: tuple[str, ...], out: Path | None, events: bool,
    strict: bool, language: str,
) -> None:  # fmt: skip
    """Simulate CONFIG: every scenario, every replication; write tables, plots and a report."""
    from datetime import datetime

    from navsim.cli.show import show
    from navsim.config.fields import Language
    from navsim.experiment.folder import default_folder, publish, unfinished_folder
    from navsim.experiment.precision import until_sets
    from navsim.experiment.run import run_document
    from navsim.report.words import words
    from navsim.report.write import write_result

    lang: Language = language  # type: ignore[assignment]
    numbers = [
        f"{name}={value}"
        for name, value in (("replications", replications), ("weeks", weeks), ("seed", seed))
        if value is not None
    ]
    document = only(config, (*sets, *numbers, *(until_sets(until) if until else ())), scenarios)
    target = out or default_folder(document, datetime.now())
    count = workers or os.cpu_count() or 1
    with unfinished_folder(target) as folder:
        if events:
            (folder / "events").mkdir()
        with progress(engine) as (tell, expect):
            tables = run_document(
                document, count, tell, engine, folder / "events" if events else None, expect, replications
            )
        material = write_result(document, tables, folder, lang, shlex.join(["navsim", *sys.argv[1:]]), count, engine)
        target = publish(folder, target)
    show(material, words(lang), target)
    if tables.precision:
        click.echo(tables.precision.sentence())
    if sys.stderr.isatty():
        click.echo(spent(material.manifest), err=True)
    if strict and not kept(tables):
        sys.exit(TARGET_NOT_KEPT)


def only(config: Path, sets: tuple[str, ...], scenarios: tuple[str, ...]) -> Document:
    """The document with overrides, without the scenarios that were not asked for; the base always stays."""
    from navsim.config.document import load

    document = load(config, sets)
    for name in scenarios:
        document.config(name)
    unwanted = [name for name in document.scenarios[1:] if scenarios and name not in scenarios]
    return load(config, (*sets, *(f"scenarios.{name}=none" for name in unwanted))) if unwanted else document


def kept(tables: Tables) -> bool:
    """Whether every target is kept in every scenario; those that are not are named on stderr."""
    broken = tables.targets[~tables.targets["kept"].astype(bool)]
    for row in broken.itertuples():
        click.echo(f"navsim: target {row.target} is not kept in scenario {row.scenario}", err=True)
    return bool(broken.empty)


def spent(manifest: Mapping[str, Any]) -> str:
    """How long the run took, and the share of each stage."""
    shares = ", ".join(f"{stage} {share:.0%}" for stage, share in manifest["shares"].items())
    return f"{sum(manifest['seconds'].values()):.0f} seconds: {shares}"


@contextmanager
def progress(engine: str) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """A bar with the time left on a terminal, silence in a pipe: what hears of progress, and of the total so far."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from navsim.engine import must_be_built

    console = Console(stderr=True)
    if console.is_terminal and must_be_built(engine):
        console.print("Building the engine for this machine: once, about ten seconds.")
    columns = (TextColumn("Simulating"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.advance(task, done), lambda total: bar.update(task, total=total)
