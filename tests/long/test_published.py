"""What the repository publishes of the corona case is what the program gives today, and it is small."""

from __future__ import annotations

import dataclasses
import json
from html import escape
from pathlib import Path

import pytest

from docs.generator.corona import corona
from docs.generator.places import CORONA, PUBLISHED
from docs.publish import SHORTENED, SHOWN, WHOLE, keep, run_case
from navsim.config.document import load
from navsim.report.material import Material

MADE_ANEW = {"manifest.json", "report.html"}
"""They tell of the machine, the time and the revision."""
KEPT = {*WHOLE, *SHORTENED, *(f"plots/{name}.png" for name in SHOWN)}
MOST = {".csv": 1_048_576, ".png": 150_000, ".html": 3_000_000}
"""How many bytes a file may have."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Material, Path]:
    """The case as it runs today, and what is kept of it."""
    folder = tmp_path_factory.mktemp("case")
    material = run_case(folder)
    kept = tmp_path_factory.mktemp("published") / "kept"
    keep(material, folder, kept)
    return material, kept


def told(folder: Path) -> str:
    """The page without what the manifest says of the machine and the revision."""
    text = (folder / "report.html").read_text("utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in ("revision", "machine", "python", "finished"):
        text = text.replace(escape(str(manifest[name])), name)
    return text


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(KEPT - MADE_ANEW))
def test_tables_and_pictures_are_those_published(run: tuple[Material, Path], name: str) -> None:
    assert (run[1] / name).read_bytes() == (PUBLISHED / name).read_bytes(), "make published"


@pytest.mark.long
def test_the_report_is_the_one_published_but_for_machine_and_revision(run: tuple[Material, Path]) -> None:
    assert told(run[1]) == told(PUBLISHED), "make published"


@pytest.mark.long
def test_the_pages_tell_what_was_published(run: tuple[Material, Path]) -> None:
    material = run[0]
    finished = json.loads((PUBLISHED / "manifest.json").read_text("utf-8"))["finished"]
    then = dataclasses.replace(material, manifest={**material.manifest, "finished": finished})
    for page, text in corona(then, load(CORONA)).items():
        assert page.read_text("utf-8") == text, "make published"


def test_only_what_is_kept_is_published_and_it_is_small() -> None:
    found = {path.relative_to(PUBLISHED).as_posix(): path for path in PUBLISHED.rglob("*") if path.is_file()}
    assert set(found) == KEPT
    large = [name for name, path in found.items() if path.stat().st_size > MOST.get(path.suffix, 100_000)]
    assert not large
