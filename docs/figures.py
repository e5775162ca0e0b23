"""Runs every case and sets the figures of its document beside the model's: ``make figures``.

Only the base of each case is simulated: what was counted is held against that. The page is ``docs/figures.md``.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from docs.generate import write
from docs.generator.figures import ABOUT, HEAD, Case, Row, missing_note, rows_of, section, summary
from docs.generator.places import DOCS, ROOT
from navsim.config.document import Document, load
from navsim.experiment.run import Tables, run_document

CONFIGS = ROOT / "configs"
PAGE = DOCS / "figures.md"
REPLICATIONS = 100

REGISTER = (
    Case("NAV Indre Fosen, status meeting of June 2020", ("indre-fosen-2020", "indre-fosen-choices")),
    Case("NAV Risør, plan for 2020", ("risor-2020", "risor-2018")),
    Case("The steering letter of 2019", ("steering-2019",)),
    Case("Developing the offices, report of 2016–17", ("channels-2016", "channels-2016-completion")),
    Case("NAV in Hallingdal, report of 2017–18", ("hallingdal-2018", "walk-ins-2017")),
)
"""Each document and its configs, the main one first."""

LEFT_OUT = ("national-synthetic",)
"""Configs of no document."""


def config_paths(case: Case, folder: Path = CONFIGS) -> list[Path]:
    """The files of a case, there or not."""
    return [folder / f"{name}.yaml" for name in case.configs]


def of_base(path: Path) -> Document:
    """A config with its base alone, and the replications of the page."""
    others = load(path).scenarios[1:]
    return load(path, [*(f"scenarios.{name}=none" for name in others), f"replications={REPLICATIONS}"])


def run(document: Document) -> Tables:
    """A run by the compiled engine."""
    return run_document(document, os.cpu_count() or 1, engine="compiled")


def made_from(documents: list[Document]) -> str:
    """How the figures of a case were made."""
    configs = ", ".join(f"`{document.config().name}` ({document.digest[:8]})" for document in documents)
    return f"From {configs}; {REPLICATIONS} replications of the base."


def page(register: tuple[Case, ...] = REGISTER, folder: Path = CONFIGS) -> str:
    """The page; configs that are not there are named on it and on stderr."""
    found: dict[Case, list[Row]] = {}
    sections, missing = [], []
    for case in register:
        missing += [path for path in config_paths(case, folder) if not path.is_file()]
        documents = [of_base(path) for path in config_paths(case, folder) if path.is_file()]
        if documents:
            found[case] = rows_of(documents, run)
            sections.append(section(case, found[case], made_from(documents)))
    for path in missing:
        click.echo(f"not there: configs/{path.name}", err=True)
    return HEAD + ABOUT + summary(found) + "".join(sections) + missing_note(missing)


if __name__ == "__main__":
    write({PAGE: page()})
