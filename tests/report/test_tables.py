"""The headline tables: differences first, signs, and a word for what cannot be told apart."""

from __future__ import annotations

import dataclasses

from navsim.report.findings import levels
from navsim.report.material import Material
from navsim.report.tables import Cell, Table, difference_lines, level_lines
from navsim.report.words import words


def test_differences_have_a_row_for_each_other_scenario(material: Material) -> None:
    table = difference_lines(material, words("nb"))
    assert [title for title, _ in table.rows] == [material.label("scenario", name, "nb") for name in material.others]
    assert all(len(cells) == len(table.columns) - 1 for _, cells in table.rows)
    assert table.columns[1] == "Restanser, snitt"
    first = table.rows[0][1][0]
    assert (first.value, first.interval, first.tone) == ("−67", "(−68 til −65)", "clear")
    points = table.rows[0][1][table.columns.index("Kontakt siste 30 dager, snitt, prosentpoeng") - 1]
    assert (points.value, points.interval) == ("+5,6", "(+5,5 til +5,8)")


def test_what_cannot_be_told_apart_is_said_in_words(material: Material) -> None:
    rows = dict(difference_lines(material, words("nb")).rows)
    digisos = rows["Uten Digisos"][0]
    assert (digisos.note, digisos.tone) == ("kan ikke skilles", "unclear")
    caseload = rows["Uten de to vikarene"][-2]
    assert (caseload.value, caseload.note) == ("0", "ingen forskjell")


def test_levels_have_percentages_and_a_column_for_the_shock(material: Material) -> None:
    table = level_lines(material, words("en"))
    assert len(table.rows) == len(material.scenarios)
    assert "Contact in the last 30 days, mean (Corona)" in table.columns
    rate = table.rows[0][1][table.columns.index("Contact in the last 30 days, mean") - 1]
    assert rate.value.endswith("%")
    assert rate.interval.count("%") == 1


def test_a_column_that_nothing_fills_is_left_out(material: Material) -> None:
    summary = material.summary[material.summary["measure"] != "wait_days"]
    table = level_lines(dataclasses.replace(material, summary=summary), words("en"))
    assert not any("Wait" in column for column in table.columns)


def test_no_level_is_said_to_lie_below_zero(material: Material) -> None:
    wide = dataclasses.replace(material, summary=material.summary.assign(low=-5.0))
    cells = [cell for _, cells in level_lines(wide, words("nb")).rows for cell in cells]
    assert cells
    assert not any("−" in cell.interval for cell in cells)
    assert all(cell.estimate is None or cell.estimate.low >= 0 for cell in cells)
    assert "−" not in levels(wide, words("nb"))


def test_a_table_with_long_texts_is_one_to_read() -> None:
    assert Table("", ("a", "b"), (("x", (Cell("short"), Cell("long " * 20))),)).prose
    assert Table("", ("a", "b"), (("x", (Cell("short", code="users.a.initial"),)),)).prose
    assert not Table("", ("a", "b"), (("long " * 20, (Cell("short"),)),)).prose
