"""What the program writes in the docs is what it would write now."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import CONSOLES, quick
from docs.generator.console import with_consoles
from docs.generator.markdown import with_blocks
from docs.generator.places import DOCS, ROOT
from navsim.config.document import load
from navsim.sweeps.study import load_study
from tests.docs.pages import anchors


@pytest.fixture(scope="module")
def generated() -> dict[Path, str]:
    return quick()


def test_generated_parts_are_current(generated: dict[Path, str]) -> None:
    old = [path for path, text in generated.items() if path.read_text(encoding="utf-8") != text]
    assert not old, "make docs"


@pytest.mark.parametrize("page", CONSOLES, ids=lambda page: page.stem)
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_consoles(text, tmp_path) == text, "make docs"
    configs = sorted(tmp_path.glob("*.yaml"))
    assert configs
    for config in configs:
        if "\nfactors:" in config.read_text(encoding="utf-8"):
            load_study(config)
        elif config.stem != "slip":
            load(config)


def test_every_measure_is_defined_on_its_page(generated: dict[Path, str]) -> None:
    table = generated[DOCS / "reference" / "measures.md"]
    listed = {line.split("`")[1] for line in table.splitlines() if line.startswith("| [`")}
    assert "backlog" in listed
    assert listed <= anchors((DOCS / "measures.md").read_text(encoding="utf-8"))


def test_every_section_of_a_config_is_described_once(generated: dict[Path, str]) -> None:
    text = generated[DOCS / "reference" / "config.md"]
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert len(titles) == len(set(titles))
    for field in ("`typical_wait`", "`contact_window`", "`on_duty`", "`ramp_to`", "`stay`"):
        assert text.count(f"| {field} |") >= 1


def test_a_block_that_is_not_in_a_page_is_an_error() -> None:
    page = "a\n<!-- begin: one -->\nold\n<!-- end: one -->\nb\n"
    assert with_blocks(page, {"one": "new\n"}) == page.replace("old", "new")
    with pytest.raises(ValueError, match="no block two"):
        with_blocks(page, {"two": ""})


def test_docs_name_nothing_of_this_machine() -> None:
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md"]:
        text = page.read_text(encoding="utf-8")
        assert "/tmp/" not in text, page
        assert "/home/" not in text, page
        assert str(ROOT) not in text, page
