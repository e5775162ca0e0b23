"""The table of those who come unasked."""

from __future__ import annotations

import dataclasses

import pandas as pd

from navsim.report.html import page
from navsim.report.material import Material
from navsim.report.numbers import DASH
from navsim.report.visitors import visitors
from navsim.report.words import words
from navsim.values.time import DAY


def with_visits(material: Material, **changes: float) -> Material:
    """Forty visits a week in the base, of which two leave without help, and a wait of six minutes; none in the next."""
    values = {"opened": 40.0, "cancelled": 2.0, "wait_days": 6 / DAY, "topic_share": 1.0, **changes}
    one = {"unit": "", "period": "run", "statistic": "mean", "dimension": "task", "group": "visit_aap"}
    found = [
        {**one, "scenario": scenario, "measure": measure, "mean": value, "low": value * 0.9, "high": value * 1.1}
        for scenario, times in (("happened", 1.0), ("no_shock", 0.0))
        for measure, value in ((name, times * value) for name, value in values.items())
    ]
    return dataclasses.replace(material, summary=pd.concat([material.summary, pd.DataFrame(found)], ignore_index=True))


def test_visits_a_week_with_those_without_help_and_the_wait(material: Material) -> None:
    table = visitors(with_visits(material), words("en"))
    assert table is not None
    ((title, cells),) = table.rows
    assert title == "Visit aap"
    assert len(cells) == len(material.scenarios) == len(table.columns) - 1
    assert cells[0].value.startswith("40")
    assert cells[0].interval == "(36–44)"
    assert cells[0].note == "5% without help, wait 6 min"
    assert {cell.value for cell in cells[1:]} == {DASH}


def test_an_office_that_nobody_visits_has_no_such_table(material: Material) -> None:
    assert visitors(material, words("nb")) is None
    assert "uten avtale" not in page(material, [], words("nb"))
    assert "5\u00a0% uten hjelp, venter 6 min" in page(with_visits(material), [], words("nb"))
