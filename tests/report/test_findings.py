"""Sentences made from numbers: every sign, one and many, in three languages, and never more than the interval says."""

from __future__ import annotations

import dataclasses
import math
import re

import pandas as pd
import pytest

from navsim.config.fields import LANGUAGES, Language
from navsim.report.findings import findings
from navsim.report.headings import heading
from navsim.report.material import Material
from navsim.report.numbers import Estimate
from navsim.report.phrases import PHRASED, Subject, direction, sentence
from navsim.report.pictures import PICTURES
from navsim.report.words import words

NONE = math.nan
CASES: list[tuple[str, Estimate, dict[Language, str]]] = [
    (
        "backlog",
        Estimate(212.3, 180.2, 245.4),
        {
            "nb": "I alternativet «A» er det i snitt 212 (180–245) flere oppgaver over frist enn i «B».",
            "nn": "I alternativet «A» er det i snitt 212 (180–245) fleire oppgåver over frist enn i «B».",
            "en": "In the scenario “A”, there are on average 212 (180–245) more overdue tasks than in “B”.",
        },
    ),
    (
        "backlog",
        Estimate(-34.0, -40.0, -28.0),
        {
            "nb": "I alternativet «A» er det i snitt 34 (28–40) færre oppgaver over frist enn i «B».",
            "nn": "I alternativet «A» er det i snitt 34 (28–40) færre oppgåver over frist enn i «B».",
            "en": "In the scenario “A”, there are on average 34 (28–40) fewer overdue tasks than in “B”.",
        },
    ),
    (
        "backlog",
        Estimate(1.0, NONE, NONE),
        {
            "nb": "I alternativet «A» er det i snitt 1 oppgave mer over frist enn i «B».",
            "nn": "I alternativet «A» er det i snitt 1 oppgåve meir over frist enn i «B».",
            "en": "In the scenario “A”, there is on average 1 more overdue task than in “B”.",
        },
    ),
    (
        "backlog",
        Estimate(-1.0, NONE, NONE),
        {
            "nb": "I alternativet «A» er det i snitt 1 oppgave mindre over frist enn i «B».",
            "nn": "I alternativet «A» er det i snitt 1 oppgåve mindre over frist enn i «B».",
            "en": "In the scenario “A”, there is on average 1 fewer overdue task than in “B”.",
        },
    ),
    (
        "backlog",
        Estimate(0.4, -0.2, 1.0),
        {
            "nb": "Når det gjelder restansene, kan «A» ikke skilles fra «B»: "
            "forskjellen er i snitt 0,4 (−0,2 til 1,0) oppgaver.",
            "nn": "Når det gjeld restansane, kan «A» ikkje skiljast frå «B»: "
            "skilnaden er i snitt 0,4 (−0,2 til 1,0) oppgåver.",
            "en": "As to the backlog, “A” cannot be told apart from “B”: "
            "the difference is on average 0.4 (−0.2 to 1.0) tasks.",
        },
    ),
    (
        "backlog",
        Estimate(0.0, 0.0, 0.0),
        {
            "nb": "«A» og «B» gir nøyaktig de samme tallene når det gjelder restansene.",
            "nn": "«A» og «B» gir nøyaktig dei same tala når det gjeld restansane.",
            "en": "“A” and “B” give exactly the same figures for the backlog.",
        },
    ),
    (
        "follow_up_rate",
        Estimate(-0.082, -0.093, -0.071),
        {
            "nb": "I alternativet «A» er andelen med dialog, møte eller samtale siste 30 dager i snitt "
            "8 (7–9) prosentpoeng lavere enn i «B».",
            "nn": "I alternativet «A» er delen med dialog, møte eller samtale siste 30 dagar i snitt "
            "8 (7–9) prosentpoeng lågare enn i «B».",
            "en": "In the scenario “A”, the share with a dialogue, meeting or talk in the last 30 days is on average "
            "8 (7–9) percentage points lower than in “B”.",
        },
    ),
    (
        "follow_up_rate",
        Estimate(0.01, NONE, NONE),
        {
            "nb": "I alternativet «A» er andelen med dialog, møte eller samtale siste 30 dager i snitt "
            "1 prosentpoeng høyere enn i «B».",
            "nn": "I alternativet «A» er delen med dialog, møte eller samtale siste 30 dagar i snitt "
            "1 prosentpoeng høgare enn i «B».",
            "en": "In the scenario “A”, the share with a dialogue, meeting or talk in the last 30 days is on average "
            "1 percentage point higher than in “B”.",
        },
    ),
    (
        "wait_days",
        Estimate(-2.1, -2.5, -1.7),
        {
            "nb": "I alternativet «A» er ventetiden i snitt 2,1 (1,7–2,5) dager kortere enn i «B».",
            "nn": "I alternativet «A» er ventetida i snitt 2,1 (1,7–2,5) dagar kortare enn i «B».",
            "en": "In the scenario “A”, the wait is on average 2.1 (1.7–2.5) days shorter than in “B”.",
        },
    ),
    (
        "caseload",
        Estimate(1130.0, 1100.0, 1160.0),
        {
            "nb": "I alternativet «A» er det i snitt 1\u00a0130 (1\u00a0100–1\u00a0160) flere brukere i oppfølging "
            "enn i «B».",
            "nn": "I alternativet «A» er det i snitt 1\u00a0130 (1\u00a0100–1\u00a0160) fleire brukarar i oppfølging "
            "enn i «B».",
            "en": "In the scenario “A”, there are on average 1,130 (1,100–1,160) more users in follow-up than in “B”.",
        },
    ),
]


@pytest.mark.parametrize(("measure", "difference", "expected"), CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences(measure: str, difference: Estimate, expected: dict[Language, str], language: Language) -> None:
    about = Subject("A", "B", "30")
    assert sentence(difference, measure, "mean", about, words(language)) == expected[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", PHRASED)
@pytest.mark.parametrize("statistic", ["mean", "max", "end"])
@pytest.mark.parametrize("size", [-40.0, -1.0, 0.0, 1.0, 40.0])
def test_every_phrased_measure_has_every_form(language: Language, measure: str, statistic: str, size: float) -> None:
    for half in (0.0, 0.2, 60.0, NONE):
        found = Estimate(size, size - half, size + half)
        said = sentence(found, measure, statistic, Subject("A", "B", "30"), words(language))
        assert said.endswith(".")
        assert "  " not in said
        assert "{" not in said
        assert {"A", "B"} <= set(said)


@pytest.mark.parametrize(
    ("found", "way"),
    [
        (Estimate(2, 1, 3), "more"),
        (Estimate(-2, -3, -1), "less"),
        (Estimate(2, 0, 4), "unclear"),
        (Estimate(-2, -4, 0), "unclear"),
        (Estimate(0, 0, 0), "same"),
        (Estimate(0, NONE, NONE), "unclear"),
        (Estimate(3, NONE, NONE), "more"),
    ],
)
def test_direction(found: Estimate, way: str) -> None:
    assert direction(found) == way


def test_findings_of_a_whole_result(material: Material) -> None:
    found = findings(material, words("nb"))
    assert 3 <= len(found) <= 6
    assert found[0].startswith("I alternativet «Uten korona» er det i snitt 67 (65–68) færre oppgaver over frist")
    assert "Der er andelen" in found[0]
    assert "581 brukere (uke\u00a010\u00a02020) og 1\u00a0130 brukere (uke\u00a018\u00a02020)" in found[-1]
    assert "ikke forutsagt" in found[-1]
    assert "2 antakelser" in found[-1]
    joined = " ".join(found)
    for scenario in material.scenarios:
        assert material.label("scenario", scenario, "nb") in joined, "also those that do not help are named"
    assert [text for text in found if "arbeid" in text] == [words("nb")("finding.no_effect")]


def test_a_difference_that_cannot_be_told_apart_is_said_so(material: Material) -> None:
    wide = material.differences.assign(low=-1000.0, high=1000.0)
    found = findings(dataclasses.replace(material, differences=wide), words("en"))
    assert "cannot be told apart" in found[0]
    assert not any("more overdue tasks than" in text or "fewer overdue tasks than" in text for text in found[:2])
    assert heading("differences", dataclasses.replace(material, differences=wide), words("en")).title.startswith("No ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "gir nøyaktig de samme tallene når det gjelder restansene og andelen med dialog, møte eller samtale"),
        ("nn", "gir nøyaktig dei same tala når det gjeld restansane og delen med dialog, møte eller samtale"),
        ("en", "give exactly the same figures for the backlog and the share with a dialogue, meeting or talk"),
    ],
)
def test_a_scenario_that_changes_neither_has_one_sentence(
    material: Material, language: Language, expected: str
) -> None:
    none = dataclasses.replace(material, differences=material.differences.assign(mean=0.0, low=0.0, high=0.0))
    assert expected in findings(none, words(language))[0]
    assert findings(none, words(language))[0].count(".") == 1


def test_a_title_has_the_decimals_of_the_labels_below_it(material: Material) -> None:
    small = material.differences.assign(mean=-0.5, low=-0.7, high=-0.3)
    title = heading("differences", dataclasses.replace(material, differences=small), words("nb")).title
    assert "(−0,5)" in title


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_say_a_finding_with_a_number(material: Material, language: Language) -> None:
    names = [picture.name for picture in PICTURES if picture.exists(material)]
    assert len(names) > 9
    for name in names:
        texts = heading(name, material, words(language))
        assert any(character.isdigit() for character in texts.title), name
        assert "{" not in texts.title + texts.subtitle + texts.alt
        assert texts.title in texts.alt
        assert not texts.title.endswith(".")


def test_the_title_of_follow_up_counts_weeks_under_the_goal(material: Material) -> None:
    assert material.goal is not None
    base = material.weekly.query("scenario == 'happened' and measure == 'follow_up_rate' and dimension == 'all'")
    below = int((base["p50"] < material.goal).sum())
    assert f"{below}\u00a0av\u00a0104 i «Slik det gikk»" in heading("follow_up", material, words("nb")).title
    without = heading("follow_up", dataclasses.replace(material, goal=None), words("nb")).title
    assert "mål" not in without.lower()


def test_the_backlog_title_falls_back_on_the_peak(material: Material) -> None:
    alone = dataclasses.replace(
        material, scenarios=("happened",), differences=pd.DataFrame(columns=material.differences.columns)
    )
    assert heading("backlog", alone, words("en")).title.startswith("At the peak")
    assert len(findings(alone, words("en"))) == 3


def test_a_peak_that_chance_could_explain_is_no_finding(material: Material) -> None:
    found = material.differences.query("measure == 'backlog' and statistic == 'max' and period == 'run'")
    lower, higher = int((found["high"] < 0).sum()), int((found["low"] > 0).sum())
    title = heading("backlog_scenarios", material, words("en")).title
    assert [int(number) for number in re.findall(r"\d+", title)][-3:] == [lower, 7, higher]
    wide = material.weekly_differences.assign(low=-1000.0, high=1000.0)
    unclear = heading("differences_over_time", dataclasses.replace(material, weekly_differences=wide), words("en"))
    assert unclear.title == words("en")("heading.differences_over_time.none")


def test_without_anything_overdue_no_peak_is_spoken_of(material: Material) -> None:
    late = material.weekly["measure"] == "backlog"
    none = dataclasses.replace(material, weekly=material.weekly.assign(p50=material.weekly["p50"].mask(late, 0.0)))
    nothing = words("nb")("heading.backlog.nothing")
    assert heading("backlog_scenarios", none, words("nb")).title == nothing
    one = late & (material.weekly["scenario"] == material.scenarios[-1])
    some = none.weekly.assign(p50=none.weekly["p50"].mask(one, 3.0))
    assert heading("backlog_scenarios", dataclasses.replace(none, weekly=some), words("nb")).title != nothing
