"""The page: one file, no network, findings first, and no text of a config becomes markup."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from navsim.config.fields import LANGUAGES, Language
from navsim.report.headings import Heading
from navsim.report.html import Drawn, page
from navsim.report.material import Material
from navsim.report.words import words
from navsim.report.write import write_report

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }} & co'
PLOT = Drawn("backlog", Heading("A title", "A subtitle", 'Alt "text" <b>'), '<svg xmlns="http://www.w3.org/2000/svg"/>')


class Outline(HTMLParser):
    """Tags with attributes, and headings in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_structure(material: Material, language: Language) -> None:
    text = page(material, [PLOT], words(language))
    found = outline(text)
    assert ("html", {"lang": language}) in found.tags
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    tables = sum(tag == "table" for tag, _ in found.tags)
    assert tables >= 6
    assert sum(tag == "caption" for tag, _ in found.tags) == tables
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in found.tags if tag == "th")
    assert all(attributes.get("alt") for tag, attributes in found.tags if tag == "img")
    assert text.index('id="findings"') < text.index('id="tables"') < text.index('id="pictures"')


def test_differences_come_before_levels_and_everything_is_told(material: Material) -> None:
    text = page(material, [], words("nb"))
    assert text.index("Forskjell fra «Slik det gikk»") < text.index("Nivåer i hvert alternativ")
    for said in (
        "30 min - 60 min", "rules.return_after", "900 hours a year", "180 hours a year", "To slags usikkerhet",
        "beredskap og sikkerhet", "3f2ab91c07de", "navsim run configs/indre-fosen-2020.yaml", "kan ikke skilles",
        "kontroll (holdt utenfor)", "1\u00a0074–1\u00a0209",
    ):  # fmt: skip
        assert said in text, said


def test_texts_of_a_config_stay_texts(material: Material) -> None:
    row = dataclasses.replace(material.evidence[0], source=EVIL, path=EVIL)
    names = {**material.names, ("scenario", "happened"): {"nb": EVIL}, ("scenario", "no_shock"): {"nb": EVIL}}
    evil = dataclasses.replace(
        material, title={"nb": EVIL}, names=names, evidence=(row,), unsourced=(EVIL,),
        manifest={**material.manifest, "command": EVIL},
    )  # fmt: skip
    text = page(evil, [PLOT], words("nb"))
    found = outline(text)
    assert not any(tag == "script" for tag, _ in found.tags)
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    assert "<script" not in text
    assert "49" not in text.split("<h1>")[1].split("</h1>")[0]
    assert text.count("&lt;script&gt;") >= 6


def test_braces_in_a_title_are_no_placeholders(material: Material) -> None:
    names = {**material.names, ("scenario", "no_shock"): {"nb": "{number} {0} %s"}}
    text = page(dataclasses.replace(material, names=names), [], words("nb"))
    assert "«{number} {0} %s»" in text


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_report_is_one_small_file_without_addresses(material: Material, tmp_path: Path, language: Language) -> None:
    seconds = write_report(material, tmp_path, language)
    assert set(seconds) == {"plots", "report"}
    assert sum(seconds.values()) < 15
    names = {path.name for path in (tmp_path / "plots").iterdir()}
    assert len(names) == 20
    assert {"backlog.svg", "backlog.png", "differences.svg"} <= names
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000_000
    for tag, attributes in outline(text).tags:
        for name in ("src", "href", "action", "data", "srcset"):
            address = attributes.get(name)
            assert address is None or address.startswith("data:image/svg+xml,"), (tag, name)
    assert "@import" not in text
    assert "url(" not in text.split("<body>")[0]


def test_one_run_is_told_to_have_no_interval(material: Material) -> None:
    columns = dict.fromkeys(("low", "high"), float("nan"))
    single = dataclasses.replace(
        material,
        manifest={**material.manifest, "replications": 1},
        summary=material.summary.assign(**columns),
        differences=material.differences.assign(**columns),
    )
    text = page(single, [], words("en"))
    assert "There is only one run" in text
    assert "nan" not in text.lower().split("<main>")[1].replace("finance", "")


def test_the_base_alone_makes_a_report(material: Material, tmp_path: Path) -> None:
    alone = dataclasses.replace(
        material, scenarios=("happened",), differences=material.differences.iloc[:0],
        observed=material.observed.iloc[:0],
        weekly_differences=material.weekly_differences.iloc[:0], evidence=(), unsourced=(), goal=None,
    )  # fmt: skip
    write_report(alone, tmp_path, "nn")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Ingen motstrid er registrert" in text
    assert not (tmp_path / "plots" / "differences.svg").exists()
