"""The plot of idle reception time by length of block: its numbers, its title, its text alternative."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from navsim.config.fields import LANGUAGES, Language
from navsim.report.alternatives import seen
from navsim.report.blocked import LONG, waiting_at_desks
from navsim.report.findings import findings
from navsim.report.headings import heading
from navsim.report.html import page
from navsim.report.material import Material
from navsim.report.pictures import PICTURES, draw
from navsim.report.words import words

(PICTURE,) = [picture for picture in PICTURES if picture.name == "blocks"]
HOURS = {
    "happened": (9.0, 10.5, 6.5, 1.0), "no_shock": (8.0, 11.5, 10.0, 2.75), "no_temporaries": (0.0, 0.0, 0.0, 0.0),
    "permanent": (2.0, 1.0, 0.0, 0.0),
}  # fmt: skip
BLOCKS = ("under_15", "15_30", "30_60", "over_60")


@pytest.fixture
def waiting(material: Material) -> Material:
    """The made-up case with a reception in four scenarios, one of which never waits."""
    one = {"measure": "reception_idle_hours", "unit": "hours", "period": "run", "statistic": "mean",
           "dimension": "block", "replications": 24}  # fmt: skip
    rows = [
        {**one, "scenario": scenario, "group": block, "mean": mean, "low": mean - 0.1, "high": mean + 0.1}
        for scenario, hours in HOURS.items()
        for block, mean in zip(BLOCKS, hours, strict=True)
    ]
    return dataclasses.replace(material, summary=pd.concat([material.summary, pd.DataFrame(rows)], ignore_index=True))


def test_it_is_drawn_where_somebody_waits_at_a_desk(material: Material, waiting: Material) -> None:
    assert not PICTURE.exists(material)
    assert PICTURE.exists(waiting)
    assert [each.scenario for each in waiting_at_desks(waiting)] == ["happened", "no_shock", "permanent"]


def test_bars_are_the_hours_of_each_length_from_zero(waiting: Material) -> None:
    (axes,) = draw(PICTURE, waiting, words("nb")).axes
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [bar.get_width() for bar in bars] == [*HOURS["happened"], *HOURS["no_shock"], *HOURS["permanent"]]
    assert [bar.get_x() for bar in bars[:4]] == [0.0, 9.0, 19.5, 26.0]
    assert axes.get_xlim()[0] == 0
    written = " ".join(text.get_text() for text in axes.texts)
    assert "27,0" in written
    assert "10,5" in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_say_how_much_is_long_enough(waiting: Material, language: Language) -> None:
    said = words(language)
    drawn = draw(PICTURE, waiting, said)
    note = " ".join(text.get_text() for text in drawn.texts)
    assert {"nb": "beredskap", "nn": "beredskap", "en": "preparedness"}[language] in note
    assert "{" not in note
    title = heading("blocks", waiting, said, described=False).title.replace("\u00a0", " ")
    assert {"nb": "8 av 27 i", "nn": "8 av 27 i", "en": "8 of 27 in"}[language] in title
    assert {"nb": "13 av 32", "nn": "13 av 32", "en": "13 of 32"}[language] in title
    alternative = seen("blocks", waiting, said)
    for hours in ("8.0", "11.5", "10.0", "2.8"):
        assert hours.replace(".", "." if language == "en" else ",") in alternative


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_six_at_most_also_with_a_reception(waiting: Material, language: Language) -> None:
    assert len(findings(waiting, words(language))) == 6
    assert words(language)("finding.no_effect") in findings(waiting, words(language))[-1]


def test_half_an_hour_is_long_enough(waiting: Material) -> None:
    found = {each.scenario: (each.usable, each.idle) for each in waiting_at_desks(waiting)}
    assert found == {"happened": (7.5, 27.0), "no_shock": (12.75, 32.25), "permanent": (0.0, 3.0)}
    assert BLOCKS[2:] == LONG


def test_a_place_without_users_is_about_its_reception(waiting: Material) -> None:
    """No task of theirs is late where there are none, so nothing is said of it; what is idle at the desk is."""
    nobody = dataclasses.replace(
        waiting, weekly=waiting.weekly.assign(mean=0.0, p50=0.0), weekly_differences=waiting.weekly_differences.iloc[:0]
    )
    names = {picture.name for picture in PICTURES if picture.exists(nobody)}
    assert "blocks" in names
    assert not names & {"backlog", "differences", "differences_over_time", "backlog_scenarios"}
    said = findings(nobody, words("nb"))
    assert any("8 av 27 i" in text.replace("\u00a0", " ") for text in said)
    assert not any("restanse" in text or "over frist" in text for text in said)
    assert "Restanser, snitt" not in page(nobody, [], words("nb"))
    assert "Restanser, snitt" in page(waiting, [], words("nb"))
