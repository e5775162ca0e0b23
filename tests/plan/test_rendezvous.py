"""Weighted rendezvous hashing against its definition, and what moves when weights change."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navsim.plan import rendezvous
from navsim.plan.rendezvous import Changes, Weights, holders
from navsim.values.random import Keys, Purpose, child, name_key, uniform

STAFF = np.array([name_key(f"staff/{number}") for number in range(5)], np.uint64)
Step = tuple[float, int, float]


def users(count: int) -> Keys:
    return np.array([name_key(f"user/{number}") for number in range(count)], np.uint64)


def weights(*steps: Step) -> Weights:
    """From a time on an employee has a weight."""
    time, employee, weight = np.array(sorted(steps), np.float64).reshape(-1, 3).T
    return Weights(time, employee.astype(np.int64), weight)


def at(changes: Changes, count: int, time: float) -> list[int]:
    """Who has each user at a time."""
    found = [-2] * count
    order = np.lexsort((changes.since, changes.row))
    for place in order.tolist():
        if changes.since[place] <= time:
            found[int(changes.row[place])] = int(changes.employee[place])
    return found


def by_definition(user: int, weight: dict[int, float]) -> int:
    """The least of -ln(u) / w, written out."""
    scores = {
        employee: -math.log(uniform(child(child(user, Purpose.CASEWORKER), int(STAFF[employee])), 0)) / value
        for employee, value in weight.items()
        if value > 0
    }
    return min(scores, key=lambda employee: scores[employee]) if scores else -1


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 1, 2, 3, 4]), st.integers(0, 4), st.sampled_from([0.0, 0.3, 1, 2])),
        max_size=15, unique_by=lambda step: step[:2],
    ),
    st.sampled_from([4_000_000, 7]),
)  # fmt: skip
def test_at_all_times_the_least_score_has_the_user(steps: list[Step], cells: int) -> None:
    keys = users(30)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendezvous, "CELLS", cells)
        found = holders(keys, STAFF, weights(*steps))
    for time in (0.0, 1, 2.5, 3, 9):
        weight = {employee: value for _, employee, value in sorted(step for step in steps if step[0] <= time)}
        assert at(found, 30, time) == [by_definition(int(key), weight) for key in keys]
    changes = np.lexsort((found.since, found.row))
    row, since, employee = found.row[changes], found.since[changes], found.employee[changes]
    again = row[1:] == row[:-1]
    assert (since[1:][again] > since[:-1][again]).all()
    assert (employee[1:][again] != employee[:-1][again]).all(), "only changes are kept"
    assert (since[np.unique(row, return_index=True)[1]] == -np.inf).all()


def moved(steps: Sequence[Step], count: int = 2000) -> set[tuple[int, int]]:
    """From whom to whom users move from time 0 to time 1."""
    found = holders(users(count), STAFF, weights(*steps))
    return {(a, b) for a, b in zip(at(found, count, 0), at(found, count, 1), strict=True) if a != b}


THREE = [(0.0, 0, 1.0), (0.0, 1, 0.5), (0.0, 2, 0.25)]


def test_a_share_by_weight_goes_to_each() -> None:
    count = 20_000
    found = np.bincount(at(holders(users(count), STAFF, weights(*THREE)), count, 0), minlength=3) / count
    expected = np.array([4, 2, 1]) / 7
    assert (np.abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / count)).all()


def test_who_joins_takes_from_all_and_moves_nobody_else() -> None:
    assert moved([*THREE, (1, 3, 1)]) == {(0, 3), (1, 3), (2, 3)}


def test_who_leaves_gives_to_all_and_moves_nobody_else() -> None:
    assert moved([*THREE, (1, 1, 0)]) == {(1, 0), (1, 2)}


def test_who_gains_weight_takes_and_who_loses_weight_gives() -> None:
    assert moved([*THREE, (1, 2, 0.5)]) == {(0, 2), (1, 2)}
    assert moved([*THREE, (1, 0, 0.5)]) == {(0, 1), (0, 2)}


def test_one_who_leaves_as_another_joins() -> None:
    assert moved([*THREE, (1, 1, 0), (1, 3, 1)]) == {(0, 3), (1, 0), (1, 2), (1, 3), (2, 3)}


def test_the_same_weight_again_moves_nobody() -> None:
    assert moved([*THREE, (1, 2, 0.25)]) == set()
    assert moved([*THREE, *((1.0, employee, 2 * weight) for _, employee, weight in THREE)]) == set()


def test_without_anybody() -> None:
    nobody = holders(users(3), STAFF, weights())
    assert (nobody.row.tolist(), nobody.employee.tolist()) == ([0, 1, 2], [-1, -1, -1])
    assert len(holders(users(0), STAFF, weights(*THREE)).row) == 0
