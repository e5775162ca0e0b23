"""Writing a report: plots as SVG and PNG, and one page that holds them all."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from navsim.config.fields import Language
from navsim.report.headings import heading
from navsim.report.html import Drawn, page
from navsim.report.material import Material
from navsim.report.pictures import PICTURES, draw
from navsim.report.plots.save import save
from navsim.report.words import words as words_of


def write_report(material: Material, folder: Path, language: Language) -> dict[str, float]:
    """Write ``plots/*.svg``, ``plots/*.png`` and ``report.html`` into an existing folder; gives seconds by stage."""
    words = words_of(language)
    start = perf_counter()
    plots = folder / "plots"
    plots.mkdir(exist_ok=True)
    drawn = []
    for picture in PICTURES:
        if picture.exists(material):
            texts = heading(picture.name, material, words)
            figure = draw(picture, material, words)
            drawn.append(Drawn(picture.name, texts, save(figure, plots, picture.name, texts.title)))
    middle = perf_counter()
    (folder / "report.html").write_text(page(material, drawn, words), encoding="utf-8", newline="\n")
    return {"plots": middle - start, "report": perf_counter() - middle}
