"""What the repository publishes of the corona case is what the program gives today."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest

from docs.publish import KEPT, PUBLISHED, run_case

pytestmark = pytest.mark.long

MADE_ANEW = ("manifest.json", "report.html")
"""They tell of the machine, the time and the revision."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_case(tmp_path_factory.mktemp("published") / "case")


@pytest.mark.parametrize("name", [name for name in KEPT if name not in MADE_ANEW])
def test_tables_are_those_published(finished: Path, name: str) -> None:
    assert (finished / name).read_bytes() == (PUBLISHED / name).read_bytes(), "make published"


def told(folder: Path) -> str:
    """The page without what the manifest says of the machine and the revision."""
    text = (folder / "report.html").read_text("utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in ("revision", "machine", "python", "finished"):
        text = text.replace(escape(str(manifest[name])), name)
    return text


def test_the_report_is_the_one_published_but_for_machine_and_revision(finished: Path) -> None:
    assert told(finished) == told(PUBLISHED), "make published"


def test_only_what_is_kept_is_published() -> None:
    assert {path.name for path in PUBLISHED.iterdir()} == set(KEPT)
