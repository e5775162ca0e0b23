"""How far users travel: by hand from the log, who sits where on which day, and what a config without it gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from navsim.calendar.clock import Clock
from navsim.config.document import load
from navsim.config.models import Config
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.parts import Floats
from navsim.measures.series import Key
from navsim.measures.travel import seats, travel_of
from navsim.plan.compile import plan_of, prepare
from navsim.values.errors import InputError
from navsim.values.time import DAY, HOUR, WEEK
from tests.both import simulate
from tests.config.examples import write
from tests.properties.running import loaded, yaml_of

Data = dict[str, Any]


def config(**staff: Data) -> Data:
    """Two offices 30 minutes apart and a third beyond; those of ``dal`` are met in person, by video, or at a desk."""
    talk = {"due": "10 days", "minutes": "40 min", "contact": True, "owner": "state"}
    return {
        "name": "travel", "start": "2020-01-06", "weeks": 5, "seed": 4, "calendar": {"hours": "08:00-15:30"},
        "offices": {"by": {"travel": {"dal": "30 min", "ytst": "50 min"}}, "dal": {"travel": {"ytst": "80 min"}},
                    "ytst": {}},
        "users": {
            "some": {"initial": 12, "inflow": "4 / week", "stay": "9 weeks", "office": {"by": 0.3, "dal": 0.7},
                     "traits": {"age": {"old": 0.5, "young": 0.5}}, "moves_to": {"others": 0.5},
                     "leaves_to": {"work": 0.5}},
            "others": {"stay": "3 weeks", "office": "by", "in_follow_up": False,
                       "traits": {"age": {"old": 1, "young": 0}}},
        },
        "tasks": {
            "talk": {"start": "after_contact", "opens": "5 days", **talk,
                     "channels": {"meeting": {"in_person": True}, "video": {"share": 0.3}}},
            "call": {"start": {"at_random": "2 / month"}, "due": "5 days", "minutes": "10 min", "owner": "municipal"},
            "letter": {"start": {"outside": "3 / week"}, "due": "5 days", "minutes": "15 min", "joint": True},
            "form": {"start": {"after": "call", "at": "desk"}, "due": "5 days", "minutes": "8 min",
                     "channels": {"counter": {"in_person": True}}},
        },
        "receptions": {"desk": {"opening": {"mon": "10:00-13:00", "thu": "10:00-13:00"}, "on_duty": 1,
                                "staff": ["walkers"], "office": "ytst"}},
        "staff": {
            "walkers": {"people": 2, "owner": "state", "productive": 0.8, "office": "by", "serves": [["by", "dal"]],
                        "queues": [["talk", "call", "letter"]], "away": {"tue": "dal"},
                        "later": [{"from": "2020-01-22", "office": "ytst", "away": {"mon": "by", "tue": "dal"}}]},
            **staff,
        },
    }  # fmt: skip


PLACES = ("by", "dal", "ytst")
WAY = {("by", "dal"): 30, ("by", "ytst"): 50, ("dal", "ytst"): 80}


def sits(day: int) -> str:
    """Where the walkers sit on a day of the run, by the config above."""
    weekday = day % 7
    if day < (date(2020, 1, 22) - date(2020, 1, 6)).days:
        return "dal" if weekday == 1 else "by"
    return {0: "by", 1: "dal"}.get(weekday, "ytst")


def minutes(one: str, other: str) -> float:
    """One way."""
    return 0.0 if one == other else WAY[min(one, other), max(one, other)]


def measured(data: Data) -> tuple[Any, Any, Any]:
    prepared = prepare(loaded(data).config())
    plan = plan_of(prepared, 0)
    log = simulate(plan)
    return plan, log, measure(plan, log, asked_of(prepared.config))


def test_users_travel_as_far_as_the_table_of_distances_says() -> None:
    """Row by row from the log: where the user lives, who begins it, and where those sit that day."""
    plan, log, weekly = measured(config())
    place = [trait.name for trait in plan.static.traits].index("office")
    below = int(np.prod([len(trait.values) for trait in plan.static.traits[place + 1 :]]))
    expected = {(name, home): np.zeros(5) for name in ("talk", "form") for home in PLACES}
    met = 0
    for number, kind in enumerate(log.tasks.type):
        type_, person = plan.static.types[kind], log.tasks.person[number]
        if (type_.name, type_.channels[log.tasks.channel[number]].name) not in {
            ("talk", "meeting"),
            ("form", "counter"),
        }:
            continue
        if np.isnan(log.tasks.started[number]) or person < 0:
            continue
        home = PLACES[plan.persons.mix[person] // below % 3]
        started = float(log.tasks.started[number])
        there = "ytst" if type_.name == "form" else sits(int(started // DAY))
        expected[type_.name, home][int(started // WEEK)] += 2 * minutes(home, there) / HOUR
        met += 1
    assert met > 40
    assert sum(table.sum() for table in expected.values()) > 20
    for name in ("talk", "form"):
        whole = sum(expected[name, home] for home in PLACES)
        assert weekly[Key("user_travel_hours", "hours", "task", name)] == pytest.approx(whole)
    for home in PLACES:
        whole = sum(expected[name, home] for name in ("talk", "form"))
        assert weekly[Key("user_travel_hours", "hours", "office", home)] == pytest.approx(whole)
    everybody = sum(expected.values(), np.zeros(5))
    assert weekly[Key("user_travel_hours", "hours", "all", "all")] == pytest.approx(everybody)
    assert weekly[Key("user_travel_hours", "hours", "owner", "state")] == pytest.approx(
        sum(expected["talk", home] for home in PLACES)
    )
    assert weekly[Key("user_travel_hours", "hours", "task", "call")].tolist() == [0.0] * 5
    groups = [weekly[Key("user_travel_hours", "hours", "group", name)] for name in ("some", "others")]
    assert sum(groups) == pytest.approx(everybody)


def total(data: Data) -> float:
    """Hours of users' travel over the run."""
    _, _, weekly = measured(data)
    return float(weekly[Key("user_travel_hours", "hours", "all", "all")].sum())


def test_nobody_travels_to_an_office_of_their_own() -> None:
    data = config()
    data["staff"]["walkers"] |= {"serves": ["by"], "later": [], "away": {}}
    data["users"]["some"]["office"] = "by"
    del data["tasks"]["form"], data["receptions"]
    assert total(data) == 0.0


def test_twice_as_far_is_twice_the_hours_when_paid_time_is_the_same() -> None:
    data = config()
    data["staff"]["walkers"] |= {"later": [], "away": {}}
    far: Data = {**data, "offices": {
        "by": {"travel": {"dal": "60 min", "ytst": "100 min"}}, "dal": {"travel": {"ytst": "160 min"}}, "ytst": {},
    }}  # fmt: skip
    assert total(far) == pytest.approx(2 * total(data))
    assert total(data) > 10


def test_without_meetings_in_person_there_is_no_such_measure() -> None:
    data = config()
    del data["tasks"]["form"]["channels"], data["tasks"]["talk"]["channels"]["meeting"]["in_person"]
    document = loaded(data)
    assert travel_of(document.config(), Clock(date(2020, 1, 6), 5)) is None
    _, _, weekly = measured(data)
    assert all(key.measure != "user_travel_hours" for key in weekly.keys)


def test_seats_follow_days_away_and_what_comes_later() -> None:
    made: Config = loaded(config()).config()
    found: Floats = seats(made, "walkers", Clock(date(2020, 1, 6), 5), PLACES)  # type: ignore[assignment]
    assert [PLACES[int(seat)] for seat in found] == [sits(day) for day in range(35)]


MISTAKES = [
    ("offices.dal.travel", None, "how long is the way for users? Write offices.dal.travel.ytst"),
    ("tasks.letter.channels", {"meeting": {"in_person": True}, "post": {"share": 0.5}},
     "goes with tasks of users: who comes from outside has no office to travel from"),
    ("tasks.talk.channels.meeting.in_person", "perhaps", "should be true or false"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "words"), MISTAKES)
def test_bad_input_is_explained(tmp_path: Path, path: str, value: object, words: str) -> None:
    data = config()
    *above, last = path.split(".")
    section = data
    for key in above:
        section = section[key]
    section[last] = value
    if value is None:
        del section[last]
    with pytest.raises(InputError, match="in_person") as caught:
        load(write(tmp_path, yaml_of(data)))
    assert words in str(caught.value)
    assert caught.value.line is not None
    assert "\n" not in str(caught.value)


def test_travel_needs_offices(tmp_path: Path) -> None:
    text = """\
name: one
start: 2020-01-06
weeks: 4
calendar: {hours: "08:00-15:30"}
users: {a: {initial: 3, stay: 9 weeks}}
tasks:
  talk:
    start: entry
    due: 9 days
    minutes: 30 min
    channels: {office: {in_person: true}}
staff: {one: {people: 1, owner: state, productive: 0.5, queues: [talk]}}
"""
    with pytest.raises(InputError, match="travel between which offices") as caught:
        load(write(tmp_path, text))
    assert caught.value.line == 11
