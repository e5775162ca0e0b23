"""The notebook of the docs works as it stands, and what it shows is what it gives."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from docs.generator.places import DOCS, ROOT

NOTEBOOK = DOCS / "sweep.ipynb"


def texts(notebook: Any) -> list[str]:
    """What cells print and return, in order; pictures are left out."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.data["text/plain"] for output in outputs if output.output_type == "execute_result"]


def test_every_cell_runs_and_gives_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "docs").mkdir()
    shutil.copytree(ROOT / "experiments" / "small_office", tmp_path / "experiments" / "small_office")
    shown = nbformat.read(NOTEBOOK, as_version=4)
    found = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(found, timeout=100, resources={"metadata": {"path": str(tmp_path / "docs")}}).execute()
    assert len(texts(found)) >= 5
    assert texts(found) == texts(shown)


def test_it_is_tidy() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    for foreign in ("/tmp/", "/home/", str(ROOT), '"execution": {', "stderr"):
        assert foreign not in text
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert "image/png" in text
