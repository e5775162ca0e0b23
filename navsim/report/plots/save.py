"""A figure as SVG and as PNG: the same figure always gives the same bytes."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from navsim.report.plots.page import theme

DPI = 150
PACKING = 3
"""How hard PNG files are packed: from here on harder takes a third longer and saves a fifteenth."""
OUTLINE = re.compile(r'(?<= d=")[^"]*')
LONG = re.compile(r"(\.\d\d)\d+")


def svg(figure: Figure, title: str) -> str:
    """The text of the SVG."""
    text = StringIO()
    with theme():
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    return compact(text.getvalue())


def write_png(figure: Figure, path: Path, title: str) -> None:
    """Write the PNG."""
    FigureCanvasAgg(figure)
    with theme():
        figure.savefig(
            path, format="png", dpi=DPI, metadata={"Software": None, "Title": title},
            pil_kwargs={"compress_level": PACKING},
        )  # fmt: skip


def compact(text: str) -> str:
    """Outlines on one line and to a hundredth of a point, which nobody sees and which halves the file."""
    return OUTLINE.sub(lambda outline: LONG.sub(r"\1", " ".join(outline[0].split())), text)
