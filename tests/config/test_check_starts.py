"""Mistakes about moves between groups, limits and what starts tasks: where each is, and words that help."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from navsim.config.check_starts import starts
from navsim.config.document import load
from navsim.config.emit import yaml_text
from navsim.config.models import Config
from navsim.config.places import dotted
from navsim.values.errors import InputError
from tests.config.examples import write

SOUND: dict[str, Any] = {
    "name": "sound", "start": "2020-01-06", "weeks": 10, "calendar": {"hours": "08:00-15:30"},
    "users": {
        "one": {"stay": "1 year", "leaves_to": {"work": 0.6}, "moves_to": {"two": 0.4},
                "limit": {"after": "2 years", "leaves_to": {"other": 0.5}, "moves_to": {"two": 0.5}}},
        "two": {"stay": "1 year"},
    },
    "tasks": {
        "talk": {"start": "entry", "due": "14 days", "minutes": "45 min"},
        "age": {"start": {"age": "8 weeks"}, "due": "14 days", "minutes": "45 min"},
        "end": {"start": {"before_limit": "26 weeks"}, "due": "14 days", "minutes": "45 min"},
        "after": {"start": {"after": "talk", "probability": 0.4}, "by": "another", "due": "1 day", "minutes": "45 min"},
        "again": {"start": {"after": "after", "delay": "1 day"}, "due": "14 days", "minutes": "45 min"},
        "visit": {"start": {"visits": "9 / open day", "at": "main"}, "due": "20 min", "minutes": "5 min"},
        "back": {"start": {"after": "visit", "at": "main"}, "due": "20 min", "minutes": "5 min"},
    },
    "staff": {"people": {"people": 2, "owner": "state", "productive": 0.5,
                         "queues": ["talk", "age", "end", "after", "again"]}},
    "receptions": {"main": {"opening": {"mon": "10:00-12:00"}, "on_duty": 1, "staff": ["people"]}},
}  # fmt: skip


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    raw = deepcopy(SOUND)
    for path, value in changes.items():
        *above, last = path.split(".")
        section = raw
        for part in above:
            section = section[part]
        section[last] = value
    return raw


def found(changes: dict[str, Any]) -> list[tuple[str, str]]:
    return [(dotted(each.path), each.message) for each in starts(Config.model_validate(changed(changes)))]


def test_a_sound_config_has_no_mistake() -> None:
    assert found({}) == []


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"users.one.moves_to": {"tow": 0.4}}, "users.one.moves_to.tow", "there is no group tow; did you mean two?"),
        ({"users.one.moves_to": {"one": 0.4}}, "users.one.moves_to.one", "can't move to the group that they are in"),
        ({"users.one.limit.moves_to": {"tow": 0.5}}, "users.one.limit.moves_to.tow", "did you mean two?"),
        ({"tasks.after.start": {"after": "tlk"}}, "tasks.after.start.after", "no task tlk; did you mean talk?"),
        ({"tasks.back.start": {"after": "visit", "at": "mian"}}, "tasks.back.start.at", "did you mean main?"),
        ({"tasks.back.opens": "5 min"}, "tasks.back.opens", "write a delay"),
        ({"tasks.end.for": {"group": "two"}}, "tasks.end.start.before_limit", "no group that it is for has a limit"),
        ({"tasks.after.start": {"after": "after"}}, "tasks.after.start", "in a circle (after -> after)"),
        (
            {"tasks.after.start": {"after": "again"}, "tasks.again.start": {"after": "after", "delay": "59 min"}},
            "tasks.after.start", "in a circle",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_and_what_was_meant(changes: dict[str, Any], place: str, words: str) -> None:
    (mistake,) = found(changes)
    assert mistake[0] == place
    assert words in mistake[1]


@pytest.mark.parametrize("pause", [{"opens": "1 h", "due": "2 h"}, {"start": {"after": "again", "delay": "1 h"}}])
def test_a_circle_that_takes_an_hour_may_be(pause: dict[str, str]) -> None:
    """Through a delay or through an opening, in the mean."""
    second = {"tasks.again.start": {"after": "after"}, "tasks.after.start": {"after": "again"}}
    assert found({**second, **{f"tasks.after.{field}": value for field, value in pause.items()}}) == []


def test_a_chain_that_only_leads_into_a_circle_is_not_told_of_twice() -> None:
    circle = {"tasks.after.start": {"after": "again"}, "tasks.again.start": {"after": "after"}}
    assert len(found({**circle, "tasks.age.start": {"after": "again"}})) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tasks.talk.by": "another"}, "another than who?"),
        ({"users.one.leaves_to": {"work": 0.7}}, "the shares add up to 1.1, not 1"),
        ({"users.one.limit.leaves_to": {"other": 0.6}}, "the shares add up to 1.1, not 1"),
        ({"users.one.limit.after": "1 min"}, "a limit lasts at least 1 h in the mean"),
        ({"tasks.back.for": {"group": "one"}}, "what starts from outside is for nobody among the users"),
        ({"tasks.again.start": {"afer": "after"}}, "{after: task}"),
        ({"users.one.monthly_cost": 9000.0}, "monthly_cost and paid_by go together"),
    ],
)
def test_the_message_of_a_file(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load(write(tmp_path, yaml_text(changed(changes))))
    assert words in str(error.value)
