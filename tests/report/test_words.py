"""The three catalogues say the same things, and numbers are written as each language writes them."""

from __future__ import annotations

import math
import re
from datetime import date
from itertools import chain, combinations
from pathlib import Path
from string import Formatter

import pytest

from navsim.config.fields import LANGUAGES, Language
from navsim.report.material import Material, readable, text
from navsim.report.numbers import Estimate, amount, day, number, percent, week
from navsim.report.words import words

NBSP = "\u00a0"
SOURCE = Path(__file__).parents[2] / "navsim" / "report"
ALIKE = {
    "difference.backlog_hours.less.one", "finding.differs", "finding.differs_peak", "heading.costs.level",
    "plot.corner",
}  # fmt: skip
UNKNOWN = Estimate(3.0, math.nan, math.nan)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_have_the_same_keys_placeholders_and_no_empty_text(language: Language) -> None:
    bokmal, other = words("nb").table, words(language).table
    assert other.keys() == bokmal.keys()
    assert {key for key in bokmal if placeholders(bokmal[key]) != placeholders(other[key])} == set()
    assert all(template.strip() for template in other.values())


def test_no_catalogue_is_a_copy_of_another() -> None:
    """A text that is forgotten stays in the first language: few long texts may be equal by chance."""
    tables = {language: words(language).table for language in LANGUAGES}
    for first, second in combinations(LANGUAGES, 2):
        long = [key for key, value in tables[first].items() if len(value.split()) > 6]
        equal = {key for key in long if tables[first][key] == tables[second][key]}
        assert equal <= ALIKE


def test_every_literal_key_of_the_code_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in chain(SOURCE.rglob("*.py"), SOURCE.rglob("*.j2")))
    keys = re.findall(r"""(?<![\w.])(?:words|t)\(\s*["']([a-z_0-9.]+)["']""", source)
    counted = re.findall(r"""words\.counted\(\s*["']([a-z_0-9.]+)["']""", source)
    assert len(keys) > 40
    table = words("nb").table
    assert [key for key in keys if key not in table] == []
    assert [key for key in counted if f"{key}.one" not in table or f"{key}.other" not in table] == []


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "norwegian", "english"),
    [
        (1130, 0, False, f"1{NBSP}130", "1,130"),
        (1234567.891, 2, False, f"1{NBSP}234{NBSP}567,89", "1,234,567.89"),
        (0.45, 1, False, "0,5", "0.5"),
        (-3.25, 1, False, "−3,2", "−3.2"),
        (3.0, 0, True, "+3", "+3"),
        (-0.04, 1, True, "0,0", "0.0"),
        (0, 0, True, "0", "0"),
        (math.nan, 1, False, "–", "–"),
        (math.inf, 1, False, "–", "–"),
    ],
)
def test_numbers(value: float, decimals: int, signed: bool, norwegian: str, english: str) -> None:
    assert number(value, "nb", decimals, signed) == norwegian
    assert number(value, "nn", decimals, signed) == norwegian
    assert number(value, "en", decimals, signed) == english


def test_percentages_dates_and_weeks() -> None:
    assert [percent(0.7, language) for language in LANGUAGES] == [f"70{NBSP}%", f"70{NBSP}%", "70%"]
    days = [day(date(2020, 3, 12), words(language)) for language in LANGUAGES]
    assert days == [f"12.{NBSP}mars 2020", f"12.{NBSP}mars 2020", f"12{NBSP}March 2020"]
    weeks = [week("2020-W08", words(language)).replace(NBSP, " ") for language in LANGUAGES]
    assert weeks == ["uke 8 2020", "veke 8 2020", "week 8 of 2020"]


@pytest.mark.parametrize(
    ("found", "unit", "signed", "expected"),
    [
        (Estimate(212.4, 180.1, 244.8), "", False, ("212", "(180–245)")),
        (Estimate(0.4, -0.2, 1.0), "", False, ("0,4", "(−0,2 til 1,0)")),
        (Estimate(-26.0, -29.0, -22.0), "", True, ("−26", "(−29 til −22)")),
        (Estimate(0.728, 0.7269, 0.7291), "percent", False, (f"72,8{NBSP}%", f"(72,7–72,9{NBSP}%)")),
        (Estimate(2.0, 0.4, 3.6), "", False, ("2,0", "(0,4–3,6)")),
        (Estimate(0.98, 0.94, 1.02), "percent", False, (f"98{NBSP}%", f"(94–100{NBSP}%)")),
        (Estimate(0.02, -0.02, 0.06), "percent", False, (f"2{NBSP}%", f"(0–6{NBSP}%)")),
        (UNKNOWN, "", False, ("3", "")),
    ],
)
def test_an_interval_beside_zero_never_seems_to_hold_it(
    found: Estimate, unit: str, signed: bool, expected: tuple[str, str]
) -> None:
    assert amount(found, words("nb"), unit, signed) == expected


def test_lists_and_plurals() -> None:
    english = words("en")
    assert [english.listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert english.counted("plot.runs", "1") == "1 run"
    assert english.counted("plot.runs", "24") == "24 runs"
    assert words("nn").counted("plot.runs", "1") == "1 køyring"


def test_names_fall_back_on_the_nearest_language_and_then_on_the_name(material: Material) -> None:
    assert text({"nb": "uke", "en": "week"}, "nn") == "uke"
    assert text({"en": "week"}, "nb") == "week"
    assert material.label("task", "follow_up", "en") == "Follow-up"
    assert material.label("task", "no_such_task", "en") == "No such task"
    assert readable("under_30") == "Under 30"
