"""Small groups: one rule for all that is shown; merged where figures add up, never found by subtraction."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from navsim.report.divided import large, left_out
from navsim.report.material import Material
from navsim.report.privacy import about_leave, counts_shown, joint_difference, merged, small, without_small
from navsim.report.select import Part, estimate
from navsim.report.whom import for_whom, levels
from navsim.report.words import words


def divided(material: Material, users: dict[str, float], other: float | None = None) -> Material:
    """The material with offices of so many users; ``other``: of the last of them in the last scenario.

    The backlog of the office is divided between them in proportion.
    """
    whole = material.weekly.query("measure == 'caseload' and dimension == 'all'")
    parts = [whole.assign(dimension="office", group=name, mean=count) for name, count in users.items()]
    if other is not None:
        mine = parts[-1]["scenario"] == material.scenarios[-1]
        parts[-1] = parts[-1].assign(mean=parts[-1]["mean"].mask(mine, other))
    total = sum(users.values())
    runs = material.replications.query("measure == 'backlog' and dimension == 'all'")
    shares = [
        runs.assign(dimension="office", group=name, value=runs["value"] * count / total)
        for name, count in users.items()
    ]
    all_ = material.differences.query("period == 'run' and statistic == 'mean' and dimension == 'all'")
    differences = [all_.assign(dimension="office", group=name) for name in users]
    return dataclasses.replace(
        material,
        weekly=pd.concat([material.weekly, *parts], ignore_index=True),
        replications=pd.concat([material.replications, *shares], ignore_index=True),
        differences=pd.concat([material.differences, *differences], ignore_index=True),
    )


def office(*names: str) -> list[Part]:
    return [Part("office", name) for name in names]


def test_a_group_is_small_if_it_is_so_in_any_scenario_that_has_it(material: Material) -> None:
    rissa, leksvik = office("rissa", "leksvik")
    assert not small(divided(material, {"rissa": 9.0, "leksvik": 5.0}))
    assert small(divided(material, {"rissa": 9.0, "leksvik": 4.9})) == {leksvik}
    assert small(divided(material, {"rissa": 9.0, "leksvik": 9.0}, other=4.9)) == {leksvik}
    gone = divided(material, {"rissa": 9.0, "leksvik": 9.0}, other=0.0)
    assert not small(gone), "nobody can't be recognised"
    few = divided(material, {"rissa": 9.0, "leksvik": 9.0}, other=4.9)
    assert leksvik not in large(few)
    assert rissa in large(few)
    assert left_out(few) == 1
    table = few.differences[few.differences["dimension"] == "office"]
    assert set(without_small(table, few)["group"]) == {"rissa"}


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ({"a": 50, "b": 40, "c": 30}, ()),
        ({"a": 50, "b": 3, "c": 4}, ("b", "c")),
        ({"a": 50, "b": 3, "c": 30}, ("b", "c")),
        ({"a": 50, "b": 1, "c": 2, "d": 30}, ("b", "c", "d")),
        ({"a": 50, "b": 3}, ("b", "a")),
    ],
)
def test_one_small_group_is_merged_with_the_next_smallest(
    material: Material, users: dict[str, float], expected: tuple[str, ...]
) -> None:
    """Else the total less the others would be it; so would very few people be."""
    assert merged(office(*users), divided(material, users)) == tuple(office(*expected))


def test_what_is_merged_adds_up(material: Material) -> None:
    everybody = {"a": 50.0, "b": 1.0, "c": 2.0}
    found = divided(material, everybody)
    whole = estimate(material.differences, "backlog", "no_shock")
    joint = joint_difference(found, "no_shock", "backlog", tuple(office(*everybody)))
    assert whole is not None
    assert joint is not None
    assert (joint.mean, joint.high) == pytest.approx((whole.mean, whole.high), rel=1e-5)
    part = joint_difference(found, "no_shock", "backlog", tuple(office("b", "c")))
    assert part is not None
    assert (part.mean, part.low) == pytest.approx((whole.mean * 3 / 53, whole.low * 3 / 53), rel=1e-5)
    assert joint_difference(found, "no_shock", "backlog", tuple(office("x", "y"))) is None


def test_the_rest_has_one_line_and_only_what_adds_up(material: Material) -> None:
    found = divided(material, {"a": 50.0, "b": 3.0, "c": 30.0})
    table = for_whom(found, words("en"))[0]
    lines = dict(table.rows)
    assert list(lines) == ["A (office)", "C (office)", "The rest, together (office)"]
    assert [cell.value == "–" for cell in lines["A (office)"]] == [False, False, False]
    assert [cell.value == "–" for cell in lines["C (office)"]] == [False, False, True], "else B were the difference"
    assert [cell.value == "–" for cell in lines["The rest, together (office)"]] == [True, True, False]
    assert table.notes[0].startswith("2 groups are merged")
    two = for_whom(divided(material, {"a": 50.0, "b": 3.0}), words("en"))[0]
    assert [(title, cells[-1].value) for title, cells in two.rows] == [("A (office)", "–")]


def test_no_group_is_merged_without_need(material: Material) -> None:
    table = for_whom(divided(material, {"a": 50.0, "b": 5.0}), words("en"))[0]
    assert [title for title, _ in table.rows] == ["A (office)", "B (office)"]
    assert not table.notes


@pytest.mark.parametrize(
    ("values", "shown"),
    [([50, 40, 30], [50, 40, 30]), ([50, 4, 30], [50]), ([50, 4, 3], [50]), ([4, 50], []), ([4], [])],
)
def test_a_count_of_a_few_is_not_found_by_subtraction(
    material: Material, values: list[float], shown: list[float]
) -> None:
    one = material.observed.iloc[[0]]
    counts = [one.assign(dimension="office", group=f"o{place}", value=value) for place, value in enumerate(values)]
    table = pd.concat([one, *counts], ignore_index=True)
    found = counts_shown(dataclasses.replace(material, observed=table))
    assert found["value"].tolist() == [581, *shown]
    assert np.isin(counts_shown(material)["value"], material.observed["value"]).all()
    assert len(counts_shown(material)) == len(material.observed)


def test_leave_that_only_a_scenario_has_is_not_told_either() -> None:
    away = frozenset({"graded"})
    scenario = ("scenarios", "longer")
    assert about_leave((*scenario, "staff.graded", "people"), [1], away)
    assert about_leave((*scenario, "staff.graded.until"), ["2020-05-01"], away)
    assert about_leave((*scenario, "staff.other.leave"), [[{"from": "2020-05-01"}]], away)
    assert about_leave((*scenario, "staff.other"), [{"people": 1, "leave": []}], away)
    assert about_leave(scenario, [{"users.a.initial": 3, "staff.graded.fte": 0.5}], away)
    assert not about_leave(scenario, [{"users.a.initial": 3, "staff.other.fte": 0.5}], away)
    assert not about_leave((*scenario, "staff.other", "people"), [1], away)


def with_levels(material: Material, users: dict[str, float], owners: tuple[str, ...] = ()) -> Material:
    """The material with the whole office's levels also for each of some offices and owners, and their differences."""
    found = divided(material, users)
    wanted = [("office", name) for name in users] + [("owner", name) for name in owners]

    def for_each(table: pd.DataFrame) -> pd.DataFrame:
        every = table.query("period == 'run' and statistic == 'mean' and dimension == 'all'")
        return pd.concat([every.assign(dimension=by, group=name) for by, name in wanted], ignore_index=True)

    return dataclasses.replace(found, summary=for_each(material.summary), differences=for_each(material.differences))


def test_levels_are_those_of_the_base_for_each_part_and_owner(material: Material) -> None:
    found = with_levels(material, {"a": 50.0, "b": 30.0}, ("state", "municipal"))
    table = levels(found, words("en"))
    assert table is not None
    lines = dict(table.rows)
    assert list(lines) == ["A (office)", "B (office)", "State (owner of the task)", "Municipal (owner of the task)"]
    base = estimate(found.summary, "wait_days", material.base, part=Part("office", "a"))
    other = estimate(found.summary, "wait_days", "no_shock", part=Part("office", "a"))
    assert base is not None
    assert other is not None
    assert base.mean != other.mean
    assert lines["A (office)"][2].estimate == base
    assert not table.notes
    assert levels(with_levels(material, {"a": 50.0}), words("en")) is None, "one part is the whole"
    out = (found.summary["measure"] == "caseload") & (found.summary["group"] == "b")
    nobody = dataclasses.replace(found, summary=found.summary.assign(mean=found.summary["mean"].mask(out, 0.0)))
    table = levels(nobody, words("en"))
    assert table is not None
    assert dict(table.rows)["B (office)"][0].value == "–", "in follow-up there is nobody, but tasks there are"


def test_what_differs_is_told_of_two_owners_and_where_no_group_is_small(material: Material) -> None:
    both = ("state", "municipal")

    def owners(users: dict[str, float], names: tuple[str, ...]) -> list[str]:
        table = for_whom(with_levels(material, users, names), words("nb"))[0]
        return [title for title, _ in table.rows if "eier" in title]

    assert owners({"a": 50.0, "b": 30.0}, both) == ["Stat (eier av oppgaven)", "Kommune (eier av oppgaven)"]
    assert owners({"a": 50.0, "b": 30.0}, ("state",)) == []
    assert owners({"a": 50.0, "b": 3.0}, both) == [], "the small group may be all that an owner has"


def test_levels_of_a_few_are_neither_shown_nor_found_by_subtraction(material: Material) -> None:
    table = levels(with_levels(material, {"a": 50.0, "b": 3.0, "c": 30.0}, ("state", "municipal")), words("en"))
    assert table is not None
    hidden = {title: [cell.value == "–" for cell in cells] for title, cells in table.rows}
    assert hidden == {"A (office)": [False] * 4, "C (office)": [True, False, False, True]}
    assert table.notes[0].startswith("1 ")
