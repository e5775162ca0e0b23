"""Writes what the docs say of the program anew from the program: ``make docs``.

- ``docs/reference/`` is generated whole: commands, config, experiment, measures; so are the JSON Schemas
  ``configs/navsim.schema.json`` and ``experiments/experiment.schema.json``.
- In other pages, what stands between ``<!-- begin: name -->`` and ``<!-- end: name -->`` is; blocks named ``console``
  are commands with what they print.

What comes from a run of the corona case is written by :mod:`docs.publish`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from docs.generator.blocks import BLOCKS
from docs.generator.config_page import config_page, experiment_page
from docs.generator.console import with_consoles
from docs.generator.markdown import with_blocks
from docs.generator.places import DOCS, ROOT
from docs.generator.reference import cli_page, measures_page
from navsim.config.schema import schema_text
from navsim.sweeps.schema import schema_text as experiment_schema_text

CONSOLES = (DOCS / "tutorial.md", DOCS / "howto.md")
"""Pages whose commands are run."""


def quick() -> dict[Path, str]:
    """Every page and file that is written without a run, by path."""
    pages = {
        DOCS / "reference" / "cli.md": cli_page(),
        DOCS / "reference" / "config.md": config_page(),
        DOCS / "reference" / "experiment.md": experiment_page(),
        DOCS / "reference" / "measures.md": measures_page(),
        ROOT / "configs" / "navsim.schema.json": schema_text(),
        ROOT / "experiments" / "experiment.schema.json": experiment_schema_text(),
    }
    for path, blocks in BLOCKS.items():
        pages[path] = with_blocks(path.read_text(encoding="utf-8"), {name: write() for name, write in blocks.items()})
    return pages


def write(pages: Mapping[Path, str]) -> None:
    """Write pages that differ, and say which."""
    for path, text in pages.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            click.echo(f"written: {path.relative_to(ROOT)}")


def generate() -> None:
    """Write the generated parts of the docs anew."""
    write(quick())
    for page in CONSOLES:
        with tempfile.TemporaryDirectory() as sandbox:
            write({page: with_consoles(page.read_text(encoding="utf-8"), Path(sandbox))})


if __name__ == "__main__":
    generate()
