"""``navsim sweep``: one config at many points."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

FAILED = 1
INTERRUPTED = 130


@click.command()
@click.argument("experiment", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR",
    help="The sweep's folder; by default results/sweeps/<name>. One that was begun before goes on.",
)  # fmt: skip
@click.option("--points", type=click.IntRange(1), metavar="N", help="Only the first N points, to try it out.")
@click.option(
    "--workers", type=click.IntRange(1, 512), metavar="N",
    help="Points side by side on this machine; by default one for each core. The dataset doesn't depend on it.",
)  # fmt: skip
@click.option(
    "--scheduler", metavar="URL", help="A Dask scheduler, e.g. tcp://10.0.0.5:8786, whose workers do the points."
)
def sweep(experiment: Path, out: Path | None, points: int | None, workers: int | None, scheduler: str | None) -> None:
    """Simulate the config of EXPERIMENT at every point of its design.

    Each finished point is kept at once: whatever ends the sweep, the same command goes on where it was.
    """
    from navsim.sweeps.run import sweep as run
    from navsim.sweeps.study import load_study

    study = load_study(experiment)
    folder = out or Path("results") / "sweeps" / study.experiment.name
    try:
        with progress() as (tell, expect):
            found = run(study, folder, workers or os.cpu_count() or 1, scheduler, points, tell, expect)
    except KeyboardInterrupt:
        click.echo(
            f"navsim: interrupted; the points that were finished are in {folder}, the same command goes on", err=True
        )
        sys.exit(INTERRUPTED)
    except OSError as error:
        click.echo(f"navsim: {error}; what is finished is kept in {folder}, the same command goes on", err=True)
        sys.exit(FAILED)
    have = found.before + found.done
    click.echo(f"{have:,} of {found.total:,} points are done, {found.done:,} of them now: {folder}")
    if found.failed:
        click.echo(f"navsim: {found.failed:,} points failed: see {folder / 'failed'}", err=True)
    if have:
        tell_of(folder)
    if found.failed:
        sys.exit(FAILED)


def tell_of(folder: Path) -> None:
    """The best and the worst point of the first measure, and the command that makes the report."""
    from navsim.report.sweeps.findings import in_plain_words
    from navsim.report.sweeps.material import swept_in
    from navsim.report.words import words

    for line in in_plain_words(swept_in(folder), words("en")):
        click.echo(line)
    click.echo(f"the report: navsim report {folder}")


@contextmanager
def progress() -> Iterator[tuple[Callable[[int], None], Callable[[int, int], None]]]:
    """A bar with the time left on a terminal, silence in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("points", total=None)
        yield (
            lambda done: bar.update(task, advance=done),
            lambda before, total: bar.update(task, completed=before, total=total),
        )
