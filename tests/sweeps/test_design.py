"""The points of a design: in which order they come, and what stands for each value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.sweeps.design import Points, Range, labels_of, range_of
from navsim.sweeps.models import Experiment, Factor
from tests.sweeps.small import MINUTES, PEOPLE, study_of

OPENED = {"path": "staff.temporary.recruiting.opened", "low": "2020-12-28", "high": "2021-01-06"}


def points(design: Any = "grid", **factors: Any) -> Points:
    return Points(Experiment.model_validate({"name": "x", "base": "x.yaml", "factors": factors, "design": design}))


def labels(found: Points) -> list[tuple[Any, ...]]:
    return [tuple(level.label for level in found[number].values()) for number in range(len(found))]


def test_in_a_grid_the_last_factor_varies_fastest() -> None:
    found = points(people=PEOPLE, minutes={**MINUTES, "steps": 3})
    assert labels(found)[:4] == [(1, 30.0), (1, 45.0), (1, 60.0), (2, 30.0)]
    assert len(found) == 9
    assert list(found[0]) == ["people", "minutes"]


def test_the_number_of_a_range_keeps_its_unit() -> None:
    changes = [points(minutes={**MINUTES, "steps": 3})[number]["minutes"].changes for number in range(3)]
    assert changes == [{"tasks.intake.minutes": f"{number} min"} for number in (30, 45, 60)]


def test_days_are_days_of_the_calendar() -> None:
    found = points(opened={**OPENED, "steps": 4})
    assert labels(found) == [("2020-12-28",), ("2020-12-31",), ("2021-01-03",), ("2021-01-06",)]
    assert found[3]["opened"].changes == {OPENED["path"]: "2021-01-06"}


def test_whole_numbers_stay_whole() -> None:
    found = points(people={"path": "staff.caseworkers.people", "low": 1, "high": 4, "steps": 4, "whole": True})
    assert labels(found) == [(1,), (2,), (3,), (4,)]
    assert all(type(label) is int for (label,) in labels(found))


def test_a_value_may_set_several_paths() -> None:
    named = {"few": {"staff.caseworkers.people": 1, "staff.municipal.people": 1}, "many": {}}
    found = points(staff={"values": named})
    assert labels(found) == [("few",), ("many",)]
    assert found[0]["staff"].changes == named["few"]


def test_names_stand_for_values() -> None:
    found = points(people={"path": "staff.caseworkers.people", "values": {"as_it_was": 1, "doubled": 2}})
    assert labels(found) == [("as_it_was",), ("doubled",)]
    assert found[1]["people"].changes == {"staff.caseworkers.people": 2}


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 2], [1, 2]), ([1, 2.5], [1.0, 2.5]), ([1, "x"], ["1", "x"]), ([True, 1], ["True", "1"]), (["a"], ["a"]),
     ([[1], {"a": 1}], ["[1]", "{'a': 1}"])],
)  # fmt: skip
def test_labels_are_of_one_kind(values: list[Any], expected: list[Any]) -> None:
    found = labels_of(values)
    assert found == expected
    assert len({type(label) for label in found}) == 1


@pytest.mark.parametrize("count", [1, 7, 16])
def test_a_latin_hypercube_meets_each_stratum_once(count: int) -> None:
    found = points({"latin_hypercube": count, "seed": 3}, minutes={**MINUTES, "steps": None}, opened=OPENED)
    assert len(found) == count
    strata = [int((label - 30) / 30 * count) for label, _ in labels(found)]
    assert sorted(strata) == list(range(count))


def test_a_seed_gives_the_same_design_and_another_another() -> None:
    factors = {"minutes": MINUTES, "opened": OPENED}
    for design in ("latin_hypercube", "sobol"):
        found = [labels(points({design: 9, "seed": seed}, **factors)) for seed in (1, 1, 2)]
        assert found[0] == found[1] != found[2]


def test_a_sobol_sequence_fills_the_range_evenly_and_begins_alike() -> None:
    found = labels(points({"sobol": 32}, minutes=MINUTES))
    counts = np.histogram([label for (label,) in found], bins=8, range=(30, 60))[0]
    assert counts.tolist() == [4] * 8
    assert labels(points({"sobol": 20}, minutes=MINUTES)) == found[:20]


def test_lists_are_met_evenly_too() -> None:
    found = [label for (label,) in labels(points({"latin_hypercube": 9}, people=PEOPLE))]
    assert sorted(found) == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_points_may_be_written() -> None:
    design = {"points": [{"people": 3, "minutes": "50 min", "opened": "2021-01-01"},
                         {"people": 1, "minutes": 30, "opened": "2020-12-28"}]}  # fmt: skip
    found = points(design, people=PEOPLE, minutes=MINUTES, opened=OPENED)
    assert labels(found) == [(3, 50.0, "2021-01-01"), (1, 30.0, "2020-12-28")]


@given(st.integers(-50, 50), st.integers(1, 60), st.floats(0, 1, exclude_max=True))
def test_any_share_of_a_range_of_whole_numbers_is_in_it(low: int, length: int, share: float) -> None:
    found = Range(("x",), low, low + length, "", whole=True).at(share).label
    assert isinstance(found, int)
    assert low <= found <= low + length


@given(st.integers(1, 60))
def test_each_whole_number_is_as_likely_as_the_others(length: int) -> None:
    values = Range(("x",), 0, length - 1, "", whole=True)
    assert [values.at((number + 0.5) / length).label for number in range(length)] == list(range(length))


@pytest.mark.parametrize(("low", "unit"), [("30 min", " min"), ("0.5", ""), (2, ""), ("2 %", " %")])
def test_units_follow_numbers(low: object, unit: str) -> None:
    found = range_of(Factor.model_validate({"path": "x", "low": low, "high": str(low).replace("0", "5", 1)
                                            if "0" in str(low) else str(low).replace("2", "3")}))  # fmt: skip
    assert found.unit == unit


def test_any_point_can_be_had_alone(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    assert len(study.points) == 120
    assert [study.points[number]["people"].label for number in (0, 39, 40, 119)] == [1, 1, 2, 3]
