"""Writing a figure: the same figure always gives the same bytes."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from navsim.report.plots.page import theme

DPI = 150
OUTLINE = re.compile(r'(?<= d=")[^"]*')
LONG = re.compile(r"(\.\d\d)\d+")


def save(figure: Figure, folder: Path, name: str, title: str) -> str:
    """Write ``name.svg`` and ``name.png`` into a folder; gives the text of the SVG."""
    FigureCanvasAgg(figure)
    text = StringIO()
    with theme():
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
        figure.savefig(folder / f"{name}.png", format="png", dpi=DPI, metadata={"Software": None, "Title": title})
    svg = compact(text.getvalue())
    (folder / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
    return svg


def compact(svg: str) -> str:
    """Outlines on one line and to a hundredth of a point, which nobody sees and which halves the file."""
    return OUTLINE.sub(lambda outline: LONG.sub(r"\1", " ".join(outline[0].split())), svg)
