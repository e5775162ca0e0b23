"""Runs the three sweeps of ``experiments`` and keeps what ``docs/sweeps.md`` shows of them: ``make sweeps``.

For each a table of the numbers shown and a picture in ``results/published/sweeps``, and the tables of the page. The
datasets are too large to keep: the same command makes them, byte for byte.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pandas as pd

from docs.generate import write
from docs.generator.markdown import with_blocks
from docs.generator.places import PUBLISHED_SWEEPS, SWEEPS
from docs.generator.sweep_pictures import draw
from docs.generator.sweep_studies import STUDIES, Study, numbers, read
from docs.generator.sweep_tables import blocks
from docs.publish import with_few_colours
from navsim.report.plots.save import write_png
from navsim.sweeps.folder import dataset
from navsim.sweeps.run import sweep
from navsim.sweeps.study import load_study


def swept(study: Study) -> pd.DataFrame:
    """Run the sweep of a study: its numbers."""
    experiment = load_study(study.file)
    with tempfile.TemporaryDirectory() as name:
        sweep(experiment, Path(name), os.cpu_count() or 1)
        return numbers(study, list(experiment.points.axes), dataset(Path(name), "replications"))


def keep(study: Study, table: pd.DataFrame, folder: Path) -> None:
    """Write the table and the picture of a study into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / "numbers.csv", index=False, lineterminator="\n")
    path = folder / f"{study.name}.png"
    write_png(draw(study.name, read(folder / "numbers.csv")), path, study.name)
    with_few_colours(path)


def main() -> None:
    """Run every sweep, replace what is published of it, and write its tables into the page."""
    for study in STUDIES:
        keep(study, swept(study), PUBLISHED_SWEEPS / study.name)
    write({SWEEPS: page(SWEEPS.read_text(encoding="utf-8"))})


def page(text: str) -> str:
    """The page with its tables, from what is published."""
    return with_blocks(
        text, blocks({study.name: read(PUBLISHED_SWEEPS / study.name / "numbers.csv") for study in STUDIES})
    )


if __name__ == "__main__":
    main()
