"""What scenarios cost each owner: with interval, beside what they buy, and only where something has a cost."""

from __future__ import annotations

import dataclasses

import pytest

from navsim.report.html import page
from navsim.report.material import Material
from navsim.report.spending import spending
from navsim.report.words import words
from tests.report.extras import YEARLY, priced

NBSP = "\u00a0"


def test_each_owner_beside_what_it_buys(material: Material) -> None:
    table = spending(priced(material, YEARLY), words("nb"))
    assert table is not None
    assert table.columns[:4] == (
        "Alternativ", "Stat, kroner mer i året", "Kommune, kroner mer i året", "Til sammen, kroner mer i året"
    )  # fmt: skip
    assert [column.split(",")[0] for column in table.columns[4:]] == [
        "Restanser", "Kontakt siste 30 dager", "Ventetid (dager)"
    ]  # fmt: skip
    assert len(table.rows) == len(material.others)
    state, municipal, both = table.rows[0][1][:3]
    assert (state.value, state.interval) == (f"+700{NBSP}000", f"(+650{NBSP}000 til +750{NBSP}000)")
    assert (municipal.note, municipal.tone) == ("kan ikke skilles", "unclear")
    assert (both.value, both.interval, both.tone) == (f"+680{NBSP}000", "", "clear")
    assert f"stat 7{NBSP}000{NBSP}000 (" in table.notes[0]
    assert table.caption in page(priced(material, YEARLY), [], words("nb"))


def test_who_pays_nothing_has_no_column(material: Material) -> None:
    found = priced(material, {"state": (700_000.0, 0.0), "municipal": (0.0, 0.0), None: (700_000.0, 0.0)})
    table = spending(found, words("en"))
    assert table is not None
    assert [column for column in table.columns if "NOK" in column] == ["State, NOK more a year"]


@pytest.mark.parametrize("yearly", [{}, {"state": (0.0, 0.0)}])
def test_without_costs_there_is_no_table(material: Material, yearly: dict[str | None, tuple[float, float]]) -> None:
    found = priced(material, yearly) if yearly else material
    assert spending(found, words("nb")) is None
    assert 'id="spending"' not in page(found, [], words("nb"))


def test_a_scenario_that_costs_the_same_is_said_to(material: Material) -> None:
    found = priced(material, {"state": (1.0, 0.0)})
    same = found.differences["measure"] == "cost_nok"
    numbers = {key: found.differences[key].mask(same, 0.0) for key in ("mean", "low", "high")}
    table = spending(dataclasses.replace(found, differences=found.differences.assign(**numbers)), words("en"))
    assert table is not None
    assert (table.rows[0][1][0].value, table.rows[0][1][0].note) == ("0", words("en")("table.same"))
