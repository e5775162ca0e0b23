"""Sick leave: its share at every instant, and what a change of it may change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from navsim.calendar.intervals import Intervals, subtract, total
from navsim.plan.absence import sick_time, sickness
from navsim.plan.staffing import Use
from navsim.values.distributions import Distribution, Family
from navsim.values.random import children
from navsim.values.time import DAY, WEEK
from navsim.values.timeline import Timeline
from tests.plan.offices import entry, minutes, office, staffed

HORIZON = 52 * WEEK
STRIDE = HORIZON + DAY
PEOPLE = 4000
LAWS = [
    Distribution.lognormal(2 * WEEK, 1.5),
    Distribution(Family.CONSTANT, 3 * DAY),
    Distribution.weibull(20 * WEEK, 0.7),
    Distribution(Family.EMPIRICAL, 0, values=(DAY, 4 * DAY, 60 * DAY), shares=(0.5, 0.8, 1.0)),
]


def sick(share: Timeline, law: Distribution, people: int = PEOPLE, root: int = 1) -> Intervals:
    keys = children(root, np.arange(people, dtype=np.uint64))
    return sick_time(keys, (sickness(np.arange(people), share, law, HORIZON),), HORIZON, STRIDE)


def sick_at(found: Intervals, time: float, people: int = PEOPLE) -> NDArray[np.bool_]:
    """Who is sick at an instant."""
    where = np.arange(people) * STRIDE + time
    place = np.searchsorted(found.start, where, side="right") - 1
    return np.asarray((place >= 0) & (found.end[np.maximum(place, 0)] > where))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.family.name)
@pytest.mark.parametrize("share", [0.06, 0.5])
def test_the_share_is_met_at_every_instant_from_the_first(law: Distribution, share: float) -> None:
    found = sick(Timeline.constant(share), law)
    error = (share * (1 - share) / PEOPLE) ** 0.5
    for time in (0.0, DAY, 5 * WEEK, 30 * WEEK, HORIZON - 1):
        assert abs(sick_at(found, time).mean() - share) < 3.5 * error, time


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.family.name)
def test_a_change_of_the_share_is_met_at_once(law: Distribution) -> None:
    change, again = 20 * WEEK, 21 * WEEK
    found = sick(Timeline((0.0, change, again), (0.1, 0.3, 0.05)), law)
    for time, share in (
        (change - 1, 0.1),
        (change, 0.3),
        (change + DAY, 0.3),
        (again - 1, 0.3),
        (again, 0.05),
        (again + DAY, 0.05),
    ):
        error = (share * (1 - share) / PEOPLE) ** 0.5
        assert abs(sick_at(found, time).mean() - share) < 3.5 * error, time


def test_the_share_over_a_year() -> None:
    found = sick(Timeline.constant(0.08), LAWS[0])
    owner = (found.start // STRIDE).astype(np.int64)
    shares = np.bincount(owner, found.length, PEOPLE) / HORIZON
    assert abs(shares.mean() - 0.08) < 3 * shares.std() / PEOPLE**0.5


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(0, 0.99), st.floats(0, 1)), min_size=1, max_size=4),
    st.sampled_from(LAWS),
    st.integers(0, 1000),
)
def test_more_absence_contains_less(levels: list[tuple[float, float]], law: Distribution, root: int) -> None:
    times = tuple(9 * WEEK * place for place in range(len(levels)))
    low = Timeline(times, tuple(share * part for share, part in levels))
    high = Timeline(times, tuple(share for share, _ in levels))
    outside, _ = subtract(sick(low, law, 20, root), sick(high, law, 20, root))
    assert total(outside) == 0


def test_a_part_of_an_old_spell_counts_when_the_share_rises() -> None:
    found = sick(Timeline((0.0, 20 * WEEK), (0.0, 0.5)), Distribution(Family.CONSTANT, 8 * WEEK), 50)
    assert (found.start % STRIDE >= 20 * WEEK).all()
    begun = found.start % STRIDE == 20 * WEEK
    assert begun.any()
    assert (found.length[begun] < 8 * WEEK).any()


def test_nobody_and_everybody() -> None:
    assert len(sick(Timeline.constant(0.0), LAWS[0], 30)) == 0
    some = sick(Timeline((0.0, WEEK, 2 * WEEK), (0.0, 1.0, 0.0)), LAWS[0], 3)
    assert some.start.tolist() == [person * STRIDE + WEEK for person in range(3)]
    assert some.end.tolist() == [person * STRIDE + 2 * WEEK for person in range(3)]


def test_no_spell_leaves_the_run() -> None:
    found = sick(Timeline.constant(0.9), LAWS[2], 100)
    assert (found.start % STRIDE + found.length <= HORIZON).all()


def test_the_share_is_of_the_minutes_after_holidays_and_leave() -> None:
    absence = {"share": 0.2, "spell": {"lognormal": {"mean": "2 weeks", "cv": 1}}}
    leave = [{"from": "2020-01-01", "share": 0.4}]
    right = {"summer": 15, "other": 10}
    config = office(weeks=52, staff={"a": entry(people=40, absence=absence, leave=leave, holidays=right)})
    shares = []
    for replication in range(5):
        found = staffed(config, replication)
        for number in range(1, 41):
            ill = minutes(found, Use.SICK, f"a/{number}")
            shares.append((ill, ill + minutes(found, Use.AVAILABLE, f"a/{number}")))
    table = np.array(shares)
    residual = table[:, 0] - 0.2 * table[:, 1]
    assert abs(residual.mean()) < 3 * residual.std() / len(table) ** 0.5
    assert table[:, 0].sum() > 0.15 * table[:, 1].sum()


def test_entries_with_the_same_absence_are_drawn_together_and_alone_alike() -> None:
    def of(share: float) -> dict[str, object]:
        return {"share": share, "spell": {"lognormal": {"mean": "2 weeks", "cv": 1}}}

    def ill(other: float) -> list[float]:
        staff = {"a": entry(people=3, absence=of(0.3)), "b": entry(people=3, absence=of(other))}
        found = staffed(office(weeks=52, staff=staff))
        return [minutes(found, Use.SICK, f"{name}/{number}") for name in "ab" for number in (1, 2, 3)]

    together, apart = ill(0.3), ill(0.2)
    assert together[:3] == apart[:3]
    assert all(more > less > 0 for more, less in zip(together[3:], apart[3:], strict=True))
