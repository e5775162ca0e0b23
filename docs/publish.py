"""Runs the corona case and keeps what the repository shows of it: ``make published``.

One run gives all: what is in ``results/published``, with the pictures of the pages in English, and what README and the
page of the case say came out. The whole folder of a run is too large to keep; the command in the manifest makes it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd
from PIL import Image

from docs.generate import write
from docs.generator.corona import corona
from docs.generator.places import CORONA, PUBLISHED
from navsim.config.document import load
from navsim.experiment.run import run_document
from navsim.report.material import Material
from navsim.report.pictures import PICTURES, draw
from navsim.report.plots.save import write_png
from navsim.report.words import words
from navsim.report.write import write_result

WHOLE = (
    "config.yaml", "manifest.json", "report.html", "targets.csv", "break_even.csv", "observed.csv", "staffing.csv",
    "marks.csv",
)  # fmt: skip
"""Files that are kept as they are."""
SHORTENED = ("summary.csv", "differences.csv")
"""Tables of which a part is kept, see :func:`shortened`."""
SHOWN = ("backlog", "follow_up", "caseload", "staffing", "hours", "differences")
"""Plots that README and the page of the case show."""
COLOURS = 256


def run_case(folder: Path) -> Material:
    """Run the case with its own seed and replications, report in bokmål, into an existing folder."""
    document, workers = load(CORONA), os.cpu_count() or 1
    tables = run_document(document, workers)
    return write_result(document, tables, folder, "nb", f"navsim run configs/{CORONA.name}", workers)


def keep(material: Material, folder: Path, target: Path) -> None:
    """Put what is kept of a run's folder into another, which is made."""
    (target / "plots").mkdir(parents=True)
    for name in WHOLE:
        shutil.copyfile(folder / name, target / name)
    for name in SHORTENED:
        table = shortened(pd.read_csv(folder / name, dtype=str, keep_default_na=False))
        table.to_csv(target / name, index=False, lineterminator="\n")
    for picture in PICTURES:
        if picture.name in SHOWN:
            path = target / "plots" / f"{picture.name}.png"
            write_png(draw(picture, material, words("en")), path, picture.name)
            with_few_colours(path)


def shortened(table: pd.DataFrame) -> pd.DataFrame:
    """The whole run for everybody, and its years and shocks for the whole office."""
    return table[(table["period"] == "run") | (table["dimension"] == "all")]


def with_few_colours(path: Path) -> None:
    """Write a picture anew, a third as large."""
    with Image.open(path) as drawn:
        small = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> None:
    """Run the case, replace what is published of it, and write its results into the pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        material = run_case(folder)
        shutil.rmtree(PUBLISHED, ignore_errors=True)
        keep(material, folder, PUBLISHED)
    write(corona(material, load(CORONA)))


if __name__ == "__main__":
    main()
