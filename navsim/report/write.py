"""What a run leaves behind: the whole results folder, a report with its plots, or the page alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from navsim.config.document import Document
from navsim.config.fields import Language
from navsim.experiment.folder import manifest_of, with_times, write_manifest, write_tables
from navsim.experiment.precision import as_run
from navsim.experiment.run import Tables
from navsim.report.gather import material_of
from navsim.report.headings import heading
from navsim.report.html import Drawn, page
from navsim.report.material import Material
from navsim.report.words import Words
from navsim.report.words import words as words_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_result(
    document: Document, tables: Tables, folder: Path, language: Language, command: str, workers: int,
    engine: str = "auto",
) -> Material:  # fmt: skip
    """Write all of a results folder, the manifest last; gives what the report was made of.

    Parameters
    ----------
    document, tables:
        A config and what :func:`navsim.experiment.run.run_document` gave for it.
    folder:
        An existing folder.
    command, workers, engine:
        How it was run, for the manifest.
    """
    if tables.precision:
        document = as_run(document, tables.precision.replications)
    manifest = manifest_of(document, tables, command, workers, engine)
    start = perf_counter()
    material = material_of(document, tables, manifest)
    write_tables(tables, document, folder)
    written = perf_counter() - start
    seconds = {**tables.seconds, "write": written, **write_report(material, folder, language)}
    manifest = with_times(manifest, seconds)
    write_manifest(manifest, folder)
    return replace(material, manifest=manifest)


def write_report(material: Material, folder: Path, language: Language) -> dict[str, float]:
    """Write ``plots/*.svg``, ``plots/*.png`` and ``report.html`` into an existing folder; gives seconds by stage."""
    start = perf_counter()
    from navsim.report.plots.save import write_png  # noqa: PLC0415 (seaborn takes seconds to import: part of drawing)

    words = words_of(language)
    plots = folder / "plots"
    plots.mkdir(exist_ok=True)
    shown = []
    for drawn, figure in drawings(material, words):
        (plots / f"{drawn.name}.svg").write_text(drawn.svg, encoding="utf-8", newline="\n")
        write_png(figure, plots / f"{drawn.name}.png", drawn.heading.title)
        shown.append(drawn)
    middle = perf_counter()
    (folder / "report.html").write_text(page(material, shown, words), encoding="utf-8", newline="\n")
    return {"plots": middle - start, "report": perf_counter() - middle}


def write_page(material: Material, path: Path, language: Language) -> None:
    """Write the page that :func:`write_report` would write, and no plots beside it."""
    words = words_of(language)
    shown = [drawn for drawn, _ in drawings(material, words)]
    path.write_text(page(material, shown, words), encoding="utf-8", newline="\n")


def drawings(material: Material, words: Words) -> Iterator[tuple[Drawn, Figure]]:
    """Each plot as the page shows it, and its figure."""
    from navsim.report.pictures import PICTURES, draw_under  # noqa: PLC0415 (seaborn takes seconds to import)
    from navsim.report.plots.save import svg  # noqa: PLC0415

    for picture in PICTURES:
        if picture.exists(material):
            texts = heading(picture.name, material, words)
            figure = draw_under(texts, picture, material, words)
            yield Drawn(picture.name, texts, svg(figure, texts.title)), figure
