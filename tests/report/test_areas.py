"""The tables of the budget areas."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from navsim.report.areas import area_tables
from navsim.report.material import Material
from navsim.report.words import words
from tests.report.extras import with_areas


def test_a_table_for_each_area_with_what_differs_from_the_base(material: Material) -> None:
    areas = with_areas(material)
    one = areas.summary
    cut = (one["dimension"] == "area") & (one["group"] == "social") & (one["measure"] == "fte")
    cut &= (one["scenario"] == "no_digisos") & (one["period"] == "2021")
    found = area_tables(dataclasses.replace(areas, summary=one.assign(mean=one["mean"].where(~cut, 5.0))), words("en"))
    assert [table.caption for table in found] == ["Social", "Advice"]
    titles = [title for title, _ in found[0].rows]
    assert titles == ["What happened, 2020", "What happened, 2021", "No Digisos, 2021"]
    assert [title for title, _ in found[1].rows] == titles[:2]
    assert "as “What happened” here" in found[0].notes[0]


def test_cost_is_for_a_year_and_shares_are_in_percent(material: Material) -> None:
    (_, cells), *_ = area_tables(with_areas(material), words("en"))[0].rows
    assert [cell.value for cell in cells] == ["7.0", "5.0%", "80.0%", "52,000"]


def test_what_is_not_told_is_a_dash(material: Material) -> None:
    (_, cells), *_ = area_tables(with_areas(material), words("nb"))[1].rows
    assert [cell.value for cell in cells[:2]] == ["0,4", "–"]


def test_without_areas_or_without_a_whole_year_there_is_none(material: Material) -> None:
    assert area_tables(material, words("en")) == []
    areas = with_areas(material)
    early = areas.weekly["date"] < areas.weekly["date"].min() + timedelta(weeks=40)
    assert area_tables(dataclasses.replace(areas, weekly=areas.weekly[early]), words("en")) == []
