"""``navsim report``: the report of a finished run again, in any language, as a page or on paper."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from navsim.cli.options import language_option

if TYPE_CHECKING:
    from navsim.config.fields import Language

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 120
"""Seconds in which a browser must have printed."""


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@language_option
@click.option(
    "--format", "form", type=click.Choice(["html", "pdf"]), default="html", show_default=True,
    help="A page, or a PDF; that needs Chromium or Chrome.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file to write; by default report-<lang>.<format> in RESULTS.",
)
def report(results: Path, language: str, form: str, out: Path | None) -> None:
    """Make the report of the run in the folder RESULTS again, or that of a sweep; nothing is simulated."""
    from navsim.report.words import words

    lang: Language = language  # type: ignore[assignment]
    target = out or results / f"report-{language}.{form}"
    browser = browser_found() if form == "pdf" else ""
    write = writer(results)
    refuse(target)
    with tempfile.TemporaryDirectory(prefix="navsim-") as name:
        made = Path(name) / "report.html"
        write(made, lang)
        publish(printed(made, browser) if form == "pdf" else made, target)
    click.echo(f"{words(lang)('terminal.results')}: {target}")


def writer(results: Path) -> Callable[[Path, Language], None]:
    """What writes the page of a folder, of a sweep or of a run, which has been read; InputError when it can't be."""
    from navsim.sweeps.reread import is_sweep

    if is_sweep(results):
        from navsim.report.sweeps.material import swept_in
        from navsim.report.sweeps.page import write_sweep

        swept = swept_in(results)
        return lambda path, language: write_sweep(swept, path, language)
    from navsim.report.reread import material_in
    from navsim.report.write import write_page

    material = material_in(results)
    return lambda path, language: write_page(material, path, language)


def refuse(target: Path) -> None:
    """Stop before the work when the file can't be written without replacing another; InputError."""
    from navsim.values.errors import InputError

    if target.exists() or target.is_symlink():
        raise InputError(f"{target} exists: nothing is overwritten, name another file with --out")
    if not target.parent.is_dir():
        raise InputError(f"can't write {target}: there is no folder {target.parent}")


def publish(made: Path, target: Path) -> None:
    """Give a finished file its name, all at once."""
    from navsim.values.errors import InputError

    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}-", delete=False) as whole:
            unfinished = Path(whole.name)
    except OSError as error:
        raise InputError(f"can't write to {target.parent}: {error.strerror}") from error
    try:
        shutil.copyfile(made, unfinished)
        unfinished.chmod(0o644)
        refuse(target)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def browser_found() -> str:
    """The first browser on the path that can print; OSError where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise OSError(f"a PDF needs Chromium or Chrome, and none is on the path (looked for {', '.join(BROWSERS)})")
    return found


def printed(page: Path, browser: str) -> Path:
    """The page on paper, by a browser with a profile of its own that is gone afterwards; OSError when it fails."""
    made = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="navsim-profile-", ignore_cleanup_errors=True) as profile:
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        if os.name == "posix" and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # it has none for the superuser
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise OSError(f"{browser} did not make a PDF in {PATIENCE} seconds") from error
    if done.returncode or not made.is_file() or not made.stat().st_size:
        told = done.stderr.strip().splitlines()
        raise OSError(f"{browser} made no PDF" + (f": {told[-1]}" if told else f" (exit {done.returncode})"))
    return made
