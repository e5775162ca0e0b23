"""The page in a real browser: nothing leaves it, nothing is missing, nothing overflows, no serious fault of access.

Driven by Playwright with the Chromium that is installed, never one that it fetches; the rules of access are axe-core's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from navsim.config.fields import LANGUAGES, Language
from navsim.report.material import Material
from navsim.report.write import write_report
from tests.report.extras import everything

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
SERIOUS = {"serious", "critical"}
OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter(one => !one.closest(".scroll, .unseen, .skip"))
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 90))"""
FOLDED = """() => [...document.querySelectorAll("details:not([open]) table")]
  .map(one => one.checkVisibility({contentVisibilityAuto: true}))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all pages."""
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request: pytest.FixtureRequest, material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in each language."""
    language: Language = request.param
    folder = tmp_path_factory.mktemp(language)
    write_report(everything(material), folder, language)
    return folder / "report.html"


def opened(browser: Any, report: Path, width: int) -> tuple[Any, list[str], list[str]]:
    """The page at a width, with the addresses it asked for and what its console said."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    return page, asked, said


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_leaves_the_page_and_nothing_overflows(browser: Any, report: Path, width: int) -> None:
    page, asked, said = opened(browser, report, width)
    assert [url[:80] for url in asked if url != report.as_uri() and not url.startswith("data:")] == []
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    pictures = page.evaluate("[...document.images].map(one => [one.alt.length, one.complete && one.naturalWidth > 0])")
    assert len(pictures) >= 8
    assert all(length > 40 and shown for length, shown in pictures)
    page.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_no_serious_fault(browser: Any, report: Path, width: int) -> None:
    page, _, _ = opened(browser, report, width)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = axe.Axe().run(page).response["violations"]
    faults = [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in SERIOUS]
    assert faults == []
    page.close()


def test_the_keyboard_reaches_the_findings_first_and_a_table_can_be_saved(
    browser: Any, report: Path, tmp_path: Path
) -> None:
    page, _, _ = opened(browser, report, 1440)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "findings"
    with page.expect_download() as waiting:
        page.locator("section[aria-labelledby=tables] a[download]").first.click()
    waiting.value.save_as(tmp_path / "table.csv")
    saved = (tmp_path / "table.csv").read_bytes()
    assert waiting.value.suggested_filename == "indre-fosen-2020-differences.csv"
    assert saved.startswith(b"\xef\xbb\xbf")
    assert saved.count(b"\r\n") == 8
    page.close()


def test_print_shows_what_is_folded(browser: Any, report: Path) -> None:
    page, _, _ = opened(browser, report, 1440)
    assert page.evaluate(FOLDED)
    assert not any(page.evaluate(FOLDED))
    page.emulate_media(media="print")
    assert all(page.evaluate(FOLDED))
    page.close()
