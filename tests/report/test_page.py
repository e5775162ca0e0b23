"""The page: one file, no network, findings first, and no text of a config becomes markup."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from navsim.config.evidence import EvidenceRow
from navsim.config.fields import LANGUAGES, Language, Texts
from navsim.report.headings import Heading
from navsim.report.html import SECTIONS, Drawn, page
from navsim.report.material import Change, Material
from navsim.report.words import words
from navsim.report.write import write_report
from tests.report.extras import everything

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }} & co'
INSIDE = {"img": ("data:image/svg+xml,",), "a": ("#", "data:text/csv;charset=utf-8,")}
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
    text = page(everything(material), [PLOT], words(language))
    found = outline(text)
    assert ("html", {"lang": language}) in found.tags
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    tables = sum(tag == "table" for tag, _ in found.tags)
    assert tables == sum(tag == "a" and "download" in attributes for tag, attributes in found.tags)
    assert tables == 24
    assert sum(tag == "caption" for tag, _ in found.tags) == tables
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in found.tags if tag == "th")
    assert all(attributes.get("alt") for tag, attributes in found.tags if tag == "img")
    places = [text.index(f' id="{name}"') for name in SECTIONS]
    assert places == sorted(places)
    targets = [address for tag, attributes in found.tags if (address := attributes.get("href") or "").startswith("#")]
    assert targets == ["#findings", *(f"#{name}" for name in SECTIONS)]
    names = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(names) == len(set(names))


def test_differences_come_before_levels_and_everything_is_told(material: Material) -> None:
    text = page(material, [], words("nb"))
    assert text.index("Forskjell fra «Slik det gikk», med") < text.index("Nivåer i hvert alternativ")
    for said in (
        "30–60\u00a0minutter", "rules.<wbr>return_<wbr>after", "900 hours a year", "180 hours a year",
        "To slags usikkerhet", "beredskap og sikkerhet", "3f2ab91c07de",
        "navsim run configs/indre-fosen-2020.yaml", "kan ikke skilles",
        "kontroll (holdt utenfor)", "1\u00a0074–1\u00a0209",
    ):  # fmt: skip
        assert said in text, said


def test_texts_of_a_config_stay_texts(material: Material) -> None:
    told = Texts(nb=EVIL)
    row = EvidenceRow(EVIL, "observed", ((EVIL,),), (EVIL, {EVIL: EVIL}), (EVIL,), told, told, told, told)
    names = {**material.names, ("scenario", "happened"): {"nb": EVIL}, ("scenario", "no_shock"): {"nb": EVIL}}
    evil = dataclasses.replace(
        everything(material), title={"nb": EVIL}, names={**names, ("target", "contact"): {"nb": EVIL}}, evidence=(row,),
        unsourced=((EVIL, EVIL),), manifest={**material.manifest, "command": EVIL},
        changes=(Change("no_shock", ("staff", EVIL, EVIL), [EVIL], {EVIL: EVIL}),),
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
    seconds = write_report(everything(material), tmp_path, language)
    assert set(seconds) == {"plots", "report"}
    assert set(seconds) == {"plots", "report"}
    names = {path.name for path in (tmp_path / "plots").iterdir()}
    assert len(names) >= 20
    assert len(names) % 2 == 0
    assert {"backlog.svg", "backlog.png", "differences.svg"} <= names
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000_000
    for tag, attributes in outline(text).tags:
        for name in ("src", "href", "action", "data", "srcset"):
            address = attributes.get(name)
            assert address is None or address.startswith(INSIDE[tag]), (tag, name)
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


def test_a_section_without_content_is_left_out_but_not_what_says_that_there_is_none(material: Material) -> None:
    text = page(dataclasses.replace(material, evidence=(), unsourced=(("goal",),)), [], words("en"))
    for name in ("targets", "break_even", "whom", "pictures"):
        assert f'id="{name}"' not in text
        assert f'href="#{name}"' not in text
    assert "No conflict is recorded" in text
    assert "What the scenarios cost is not in the config" in text


@pytest.mark.parametrize(
    ("effect", "said", "unsaid"),
    [(0.0, "cannot bring more people into work", "rests on that assumption"),
     (0.2, "rests on that assumption", "cannot bring more people into work")],
)  # fmt: skip
def test_nothing_is_said_of_people_in_work_that_the_model_does_not_contain(
    material: Material, effect: float, said: str, unsaid: str
) -> None:
    text = page(dataclasses.replace(material, follow_up_effect=effect), [], words("en")).split('id="limits"')[1]
    assert said in text
    assert unsaid not in text


def test_few_runs_and_untested_models_are_said_to_be_so(material: Material) -> None:
    fitted = dataclasses.replace(
        material, observed=material.observed.assign(use="fit"), manifest={**material.manifest, "replications": 6}
    )
    text = page(fitted, [], words("en"))
    assert "These are few runs" in text.split("<nav")[0]
    assert "No figure was held out" in text
    assert "Inside the band" not in text
    text = page(material, [], words("en"))
    assert "These are few runs" not in text
    assert "No figure was held out" not in text
    assert "Inside the band" in text


def test_one_run_gives_no_table_that_speaks_of_intervals(material: Material) -> None:
    single = dataclasses.replace(material, manifest={**material.manifest, "replications": 1})
    text = page(single, [], words("nb")).split('id="tables"')[1].split('id="changes"')[0]
    assert "usikkerhetsintervall" not in text
    assert "den ene kjøringen" in text


def test_a_text_in_another_language_than_the_page_says_so(material: Material) -> None:
    told = Texts(nb="det finnes ingen tidsstudie", en="no time study exists")
    found = dataclasses.replace(material, evidence=(dataclasses.replace(material.evidence[2], why=told),))
    for language, spoken in (("nb", None), ("nn", "nb"), ("en", None)):
        cells = [attributes for tag, attributes in outline(page(found, [], words(language))).tags if tag == "td"]
        assert [one["lang"] for one in cells if "lang" in one] == ([spoken] if spoken else [])


def test_a_cost_that_is_given_is_not_said_to_be_missing(material: Material) -> None:
    missing = "What the scenarios cost is not in the config"
    assert missing in page(material, [], words("en"))
    assert missing not in page(everything(material), [], words("en"))
