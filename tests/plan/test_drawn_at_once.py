"""What is drawn for many at once is what it says for each."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from navsim.calendar.intervals import Intervals
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import Origin
from navsim.plan.persons import choices
from navsim.plan.tasks import into_opening
from navsim.values.poisson import Points
from navsim.values.random import Purpose, child, children, uniform
from navsim.values.time import DAY, on_grid
from tests.plan.offices import entry, office


def at(*times: float) -> Points:
    """Points at some times, in order of ordinals."""
    return Points(
        np.array(times),
        np.zeros(len(times), np.int64),
        np.arange(len(times)),
        np.arange(7, 7 + len(times), dtype=np.uint64),
    )


def test_visitors_are_moved_into_the_opening_of_their_day() -> None:
    """Open 10-12 on the second and the fourth day; those of other days don't come, before, between or after."""
    windows = Intervals(DAY * np.array([1, 3]) + 600, DAY * np.array([1, 3]) + 720)
    points = at(DAY / 2, 1.0 * DAY, 1.5 * DAY, 2.5 * DAY, 3.25 * DAY, 4.5 * DAY)
    come, closes = into_opening(points, windows)
    assert come.time.tolist() == [DAY + 600, DAY + 660, 3 * DAY + 630]
    assert come.key.tolist() == [8, 9, 11]
    assert closes.tolist() == [DAY + 720, DAY + 720, 3 * DAY + 720]


def test_nobody_visits_a_reception_that_is_never_open() -> None:
    reception = {"opening": {"mon": "10:00-13:00"}, "on_duty": 1, "staff": ["a"], "open": 0}
    visit = {"due": "10 min", "minutes": "5 min", "start": {"visits": "13 / open day", "at": "r"}}
    config = office(weeks=4, staff={"a": entry(queues=["visit"])}, tasks={"visit": visit}, receptions={"r": reception})
    assert len(plan_of(prepare(config), 0).arrivals) == 0


def test_a_choice_falls_where_the_draw_does() -> None:
    """By the shares of each one's own law; what a shorter law doesn't have is never chosen."""
    laws, keys = [(0.2, 0.2, 1.0), (1.0,), (0.5, 1.0)], children(3, np.arange(300, dtype=np.uint64))
    whose = np.arange(300) % 3
    found = choices(laws, whose, keys, Purpose.DESTINATION)
    for law, key, place in zip(whose.tolist(), keys.tolist(), found.tolist(), strict=True):
        drawn = uniform(child(key, Purpose.DESTINATION), 0)
        assert place == next(number for number, upto in enumerate(laws[law]) if drawn < upto)


def test_last_contacts_by_hand() -> None:
    """The first talk came 14 days after entry; then one in 21 + 2 days, evenly spread, but none before the first."""
    talk: dict[str, Any] = {"minutes": "30 min", "contact": True, "due": "30 days"}
    tasks = {
        "intake": {**talk, "start": "entry", "opens": "10 days", "typical_wait": "4 days", "for": {"group": "a"}},
        "talk": {**talk, "start": "after_contact", "opens": "21 days", "typical_wait": "2 days", "for": {"group": "a"}},
    }
    user = {"initial": 200, "inflow": "20 / week", "stay": {"exponential": {"mean": "40 days"}}}
    queues = ["intake", "talk"]
    persons = plan_of(
        prepare(office(weeks=4, staff={"x": entry(queues=queues)}, tasks=tasks, users={"a": user, "b": user})), 0
    ).persons
    columns = (persons.origin, persons.group, persons.entered, persons.key, persons.last_contact)
    kinds = set()
    for origin, group, entered, key, met in zip(*(column.tolist() for column in columns), strict=True):
        first, back = entered + 14 * DAY, on_grid(23 * DAY * uniform(child(key, Purpose.LAST_CONTACT), 0))
        if origin != Origin.INITIAL or group == 1 or first > 0:
            assert math.isnan(met)
        else:
            assert met == max(first, -back)
            kinds.add(first > -back)
    assert kinds == {True, False}
