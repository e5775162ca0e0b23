"""How targets are shown: those of change, those by law, and many of them at once."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from navsim.config.fields import Language
from navsim.report.headings import heading
from navsim.report.keeping import MOST, Kept, bound, by_week, kept, strips
from navsim.report.kept import targets
from navsim.report.material import Material
from navsim.report.outcomes import target_tables, targets_overview
from navsim.report.pictures import PICTURES, draw
from navsim.report.words import words
from navsim.statistics.targets import TARGETS
from tests.report.test_grounds import plain, target

BY_NAME = {picture.name: picture for picture in PICTURES}
DATES = {"from": pd.Timestamp("2021-01-04"), "until": pd.Timestamp("2021-12-26")}
COMMON = {**DATES, "level": 0.6, "level_low": 0.5, "level_high": 0.7, "mean_weeks_broken": 2.0,
          "recovery_weeks_median": 3.0, "first_week_earliest": "2021-W02"}  # fmt: skip
RISE = {"at_least": 0, "value": 0.0, "against": "2020-01-06/2020-02-02", "over": "period", "level": -0.05,
        "level_low": -0.06, "level_high": -0.04}  # fmt: skip


def with_targets(material: Material, names: dict[str, dict[str, object]], share: float = 0.5) -> Material:
    """The same with these targets in every scenario; the base keeps them in this share of the runs."""
    lines = [
        target(scenario, share if scenario == material.base else 1.0, **{**COMMON, "target": name, **more})
        for scenario in material.scenarios
        for name, more in names.items()
    ]
    return dataclasses.replace(material, targets=pd.DataFrame(lines, columns=TARGETS))


def many(material: Material) -> Material:
    """More than fit as strips, one of them by law."""
    return with_targets(material, {f"t{number}": {"legal": number == 3} for number in range(MOST // 3 + 1)})


@pytest.mark.parametrize(
    ("against", "language", "expected"),
    [
        (None, "nb", "minst 2,5 %"),
        ("last_year", "nb", "minst 2,5 prosentpoeng mot i fjor"),
        ("2019-12-30/2020-02-02", "en", "at least 2.5 percentage points on earlier in the year"),
    ],
)
def test_a_bound_on_a_change_is_in_points(
    material: Material, against: object, language: Language, expected: str
) -> None:
    (each, *_) = kept(with_targets(material, {"rise": {"value": 0.025, "against": against}}))
    assert plain(bound(each, words(language))) == expected


def test_a_table_says_what_a_change_is_from_and_how_large_it_is(material: Material) -> None:
    ((_, table),) = target_tables(with_targets(material, {"rise": RISE}), words("nb"))
    assert "endring fra 6. januar 2020 – 2. februar 2020: minst 0 prosentpoeng i snitt, 4. januar 2021" in plain(
        table.caption
    )
    assert table.columns[3] == "Endring, snitt, prosentpoeng"
    assert plain(table.rows[0][1][2].value) == "−5,0"
    assert [note[:13] for note in table.notes[1:]] == ["Kravet gjelde", "Et mål om end"]
    ((_, table),) = target_tables(with_targets(material, {"rise": {**RISE, "against": "last_year"}}), words("en"))
    assert "change from the same weeks a year before: at least 0 percentage points" in table.caption


def test_strips_of_a_change_are_those_of_the_change_in_each_run(material: Material) -> None:
    """The picture works it out from the runs as the table does."""
    changed = with_targets(material, {"rise": RISE})
    (each,) = (one for one in kept(changed) if one.scenario == material.base)
    runs = material.replications.query(
        "scenario == @material.base and measure == 'follow_up_rate' and dimension == 'all'"
    )
    table = runs.pivot_table(index="replication", columns="date", values="value")
    rise = table.sub(table.iloc[:, :4].mean(axis=1), axis=0).to_numpy() >= 0
    (shares,) = by_week(changed, [each])
    asked = np.isfinite(shares)
    assert asked.sum() > 40
    assert shares[asked] == pytest.approx(rise.mean(axis=0)[asked])


def test_what_the_law_asks_for_comes_first_in_every_overview(material: Material) -> None:
    found = many(material)
    table = targets_overview(found, words("nb"))
    assert table
    assert table.rows[0][0] == "Lovfestet frist: T3"
    assert [cell.value for cell in table.rows[0][1]] == ["Brytes", *["Holdes"] * len(material.others)]
    assert table.rows[0][1][0].interval.startswith("50")
    assert kept(found)[0].target == "t3"
    assert targets_overview(with_targets(material, {"one": {}}), words("nb")) is None


def test_too_many_for_strips_are_marks_with_a_shape_for_the_law(material: Material) -> None:
    found = many(material)
    assert strips(found) == []
    assert [BY_NAME[name].exists(found) for name in ("targets", "targets_kept")] == [False, True]
    (axes,) = draw(BY_NAME["targets_kept"], found, words("nb")).axes
    shapes = marks(axes)
    size = len(found.scenarios)
    assert [shape for shape, _ in shapes].count("s") == size
    assert len(shapes) == size * (MOST // 3 + 1)
    assert [filled for _, filled in shapes].count(False) == MOST // 3 + 1  # the base breaks all
    assert len({label.get_text() for label in axes.get_yticklabels()}) == MOST // 3 + 1
    assert f"0 av {MOST // 3 + 1} i «Slik det gikk»" in plain(heading("targets_kept", found, words("nb")).title)
    assert "firkant er lovfrist" in heading("targets_kept", found, words("nb")).alt


def marks(axes: Axes) -> list[tuple[object, bool]]:
    """Shape of each mark, and whether it is filled."""
    return [(line.get_marker(), line.get_markerfacecolor() != "white") for line in axes.lines]


def test_strips_by_law_are_framed(material: Material) -> None:
    found = with_targets(material, {"goal": {}, "law": {"legal": True}})
    shown: list[Kept] = strips(found)
    (axes,) = draw(BY_NAME["targets"], found, words("nb")).axes
    assert len(axes.images) == len(shown)
    assert len(axes.patches) == len(shown) / 2
    assert not BY_NAME["targets_kept"].exists(found)


def test_of_the_broken_those_in_which_scenarios_differ_are_told_first(material: Material) -> None:
    names: dict[str, dict[str, object]] = {
        "a": {"kept_share": 0.5, "kept": False},
        "b": {},
        "c": {"kept_share": 0.4, "kept": False},
    }
    said = targets(with_targets(material, names), words("nb"))
    assert said.index("«B»") < said.index("«A»")


def test_no_first_week_is_named_of_a_target_over_a_period(material: Material) -> None:
    assert "brudd" in targets(with_targets(material, {"a": {}}), words("nb"))
    assert "brudd" not in targets(with_targets(material, {"a": {"over": "period"}}), words("nb"))
