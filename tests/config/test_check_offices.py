"""Mistakes about offices, what comes later, lists and overtime: where each is, and words that help."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from navsim.config.check_days import overtime
from navsim.config.check_offices import offices
from navsim.config.document import load
from navsim.config.models import Config
from navsim.config.places import dotted
from navsim.values.errors import InputError
from tests.config.examples import SMALL, write

NOTHING = object()

TWO: dict[str, Any] = {
    "name": "two", "start": "2020-01-06", "weeks": 10, "calendar": {"hours": "08:00-15:30"},
    "offices": {"ria": {"travel": {"nes": "40 min"}}, "nes": {}},
    "users": {"all": {"stay": "1 year", "office": {"ria": 0.5, "nes": 0.5}}},
    "tasks": {
        "talk": {"start": "entry", "due": "14 days", "minutes": "45 min"},
        "letter": {"start": {"outside": "3 / week", "office": "ria"}, "due": "7 days", "minutes": "45 min"},
        "form": {"start": {"outside": "3 / week"}, "due": "7 days", "minutes": "45 min", "joint": True},
        "visit": {"start": {"visits": "9 / open day", "at": "main"}, "due": "20 min", "minutes": "5 min"},
        "back": {"start": {"after": "visit", "at": "main"}, "due": "7 days", "minutes": "5 min"},
        "reply": {"start": {"after": "letter"}, "due": "7 days", "minutes": "5 min"},
    },
    "staff": {
        "one": {
            "people": 2, "owner": "state", "productive": 0.5, "office": "ria", "serves": ["ria", "nes"],
            "queues": ["talk", ["letter", "form", "reply"]], "away": {"tue": "nes"},
        },
    },
    "receptions": {"main": {"opening": {"mon": "10:00-12:00"}, "on_duty": 1, "staff": ["one"], "office": "nes"}},
    "lists": {"talk": {"pool_after": "3 days"}},
}  # fmt: skip
"""A sound config with two offices."""

ONE: dict[str, Any] = deepcopy(TWO)
"""The same without offices."""
for path in (
    "offices", "users.all.office", "tasks.letter.start.office", "tasks.form.joint", "staff.one.office",
    "staff.one.serves", "staff.one.away", "receptions.main.office",
):  # fmt: skip
    *above, last = path.split(".")
    section = ONE
    for part in above:
        section = section[part]
    del section[last]


def changed(raw: dict[str, Any], changes: dict[str, Any]) -> Config:
    """A config with values at dotted paths; NOTHING takes one away."""
    raw = deepcopy(raw)
    for path, value in changes.items():
        *above, last = path.split(".")
        section = raw
        for part in above:
            section = section.setdefault(part, {})
        if value is NOTHING:
            del section[last]
        else:
            section[last] = value
    return Config.model_validate(raw)


def later(**fields: Any) -> dict[str, Any]:
    return {"staff.one.later": [{"from": "2020-02-03", **fields}]}


WITH_OFFICES: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown in travel": (
        {"offices.nes.travel": {"riia": "1 h"}},
        "offices.nes.travel.riia",
        "no office riia; did you mean ria?",
    ),
    "to itself": ({"offices.nes.travel": {"nes": "1 h"}}, "offices.nes.travel.nes", "to itself"),
    "both ways": ({"offices.nes.travel": {"ria": "50 min"}}, "offices.nes.travel.ria", "written twice"),
    "users without": ({"users.all.office": NOTHING}, "users.all", "which office? There are ria, nes"),
    "users elsewhere": ({"users.all.office": "mes"}, "users.all.office", "no office mes; did you mean nes?"),
    "shares elsewhere": ({"users.all.office": {"mes": 1}}, "users.all.office", "no office mes; did you mean nes?"),
    "office as a trait": ({"users.all.traits": {"office": {"ria": 1}}}, "users.all.traits.office", "beside traits"),
    "reception without": ({"receptions.main.office": NOTHING}, "receptions.main", "which office?"),
    "reception elsewhere": ({"receptions.main.office": "x"}, "receptions.main.office", "no office x"),
    "outside without": ({"tasks.letter.start.office": NOTHING}, "tasks.letter.start", "which office?"),
    "outside elsewhere": ({"tasks.form.start.office": "nees"}, "tasks.form.start.office", "did you mean nes?"),
    "half joint": ({"tasks.talk.queue": "form"}, "tasks.talk", "write joint: true here too"),
    "staff without": ({"staff.one.office": NOTHING, "staff.one.away": {}}, "staff.one", "which office?"),
    "staff elsewhere": ({"staff.one.office": "mes"}, "staff.one.office", "did you mean nes?"),
    "serves elsewhere": ({"staff.one.serves": ["ria", ["nes", "mes"]]}, "staff.one.serves", "did you mean nes?"),
    "serves twice": ({"staff.one.serves": ["ria", ["nes", "ria"]]}, "staff.one.serves", "ria is named twice"),
    "away elsewhere": ({"staff.one.away": {"tue": "mes"}}, "staff.one.away.tue", "did you mean nes?"),
    "away at home": ({"staff.one.away": {"tue": "ria"}}, "staff.one.away.tue", "their own office"),
    "away on Sundays": ({"staff.one.away": {"sun": "nes"}}, "staff.one.away.sun", "does not work on this weekday"),
    "unknown way": ({"offices.ria.travel": {}}, "staff.one.away.tue", "Write offices.ria.travel.nes"),
    "later nothing": (later(), "staff.one.later.1", "nothing is different"),
    "later elsewhere": (later(office="mes", away={}), "staff.one.later.1.office", "did you mean nes?"),
    "later away at home": (later(office="nes"), "staff.one.later.1.away.tue", "nes is their own office"),
    "later unknown queue": (
        later(queues=["tlk"]),
        "staff.one.later.1.queues",
        "no task has the queue tlk; did you mean talk?",
    ),
    "later queue twice": (later(queues=["talk", ["talk"]]), "staff.one.later.1.queues", "talk is named twice"),
    "later serves twice": (later(serves=["nes", "nes"]), "staff.one.later.1.serves", "nes is named twice"),
    "nobody there": (
        {"staff.one.serves": [], "staff.one.away": {}},
        "tasks.talk",
        "nobody serves the queue talk of nes",
    ),
    "nobody for letters": (
        {
            "tasks.letter.start.office": "nes",
            "staff.one.serves": ["ria"],
            "staff.one.away": {},
            "users.all.office": "ria",
        },
        "tasks.letter",
        "nobody serves the queue letter of nes",
    ),
    "list of no queue": ({"lists.talks": {}}, "lists.talks", "no task has the queue talks; did you mean talk?"),
    "list of letters": ({"lists.letter": {}}, "lists.letter", "from outside"),
    "list of visits": ({"lists.visit": {}}, "lists.visit", "from outside"),
    "list by the night": ({"lists.talk": {"hand_over_after": "12 h"}}, "lists.talk.hand_over_after", "at least 1 day"),
}

WITHOUT: dict[str, tuple[dict[str, Any], str]] = {
    "users": ({"users.all.office": "ria"}, "users.all.office"),
    "user shares": ({"users.all.office": {"ria": 1}}, "users.all.office"),
    "reception": ({"receptions.main.office": "ria"}, "receptions.main.office"),
    "outside": ({"tasks.letter.start.office": "ria"}, "tasks.letter.start.office"),
    "joint": ({"tasks.form.joint": True}, "tasks.form.joint"),
    "staff": ({"staff.one.office": "ria"}, "staff.one.office"),
    "serves": ({"staff.one.serves": ["ria"]}, "staff.one.serves"),
    "away": ({"staff.one.away": {"tue": "ria"}}, "staff.one.away"),
    "later": (later(office="ria"), "staff.one.later.1.office"),
    "later away": (later(away={"tue": "ria"}), "staff.one.later.1.away"),
}


@pytest.mark.parametrize("raw", [ONE, TWO], ids=["one", "two"])
def test_sound_configs(raw: dict[str, Any]) -> None:
    assert list(offices(changed(raw, {}))) == []


@pytest.mark.parametrize("case", WITH_OFFICES)
def test_a_mistake_about_offices(case: str) -> None:
    changes, path, words = WITH_OFFICES[case]
    found = list(offices(changed(TWO, changes)))
    assert dotted(found[0].path) == path
    assert words in found[0].message
    assert [mistake.message for mistake in found].count(found[0].message) == 1


@pytest.mark.parametrize("case", WITHOUT)
def test_offices_where_there_are_none(case: str) -> None:
    changes, path = WITHOUT[case]
    found = list(offices(changed(ONE, changes)))
    assert [dotted(mistake.path) for mistake in found] == [path]
    assert "This config has none" in found[0].message


SOUND: dict[str, dict[str, Any]] = {
    "only users of the other office": {"users.all.office": "ria", "staff.one.serves": []},
    "a task for one office": {
        "tasks.talk.for": {"traits": {"office": "ria"}},
        "staff.one.serves": [],
        "staff.one.away": {},
    },
    "only later": {"staff.one.queues": [], **later(queues=["talk", ["letter", "form", "reply"]])},
    "on the day away": {"staff.one.serves": []},
    "all at nes later": later(office="nes", away={}),
    "pairs the other way round": {"offices.ria.travel": {}, "offices.nes.travel": {"ria": "40 min"}},
}


@pytest.mark.parametrize("case", SOUND)
def test_what_is_no_mistake(case: str) -> None:
    assert [mistake.message for mistake in offices(changed(TWO, SOUND[case]))] == []


def test_users_who_move_to_another_group_stay_at_their_office() -> None:
    """Talks are for the second group, which begins at nes; those who move into it are at ria too."""
    moving: dict[str, Any] = {
        "users.all": {"stay": "1 year", "office": "ria", "moves_to": {"other": 1}},
        "users.other": {"stay": "1 year", "office": "nes"},
        "tasks.talk.for": {"group": "other"}, "staff.one.serves": ["nes"], "staff.one.queues": ["talk", "form"],
        "tasks.letter.start.office": "nes", "tasks.reply.queue": "form", "tasks.reply.joint": True,
        "tasks.letter.queue": "form", "tasks.letter.joint": True, "staff.one.away": {},
    }  # fmt: skip
    found = [mistake.message for mistake in offices(changed(TWO, moving))]
    assert len(found) == 1
    assert "the queue talk of ria" in found[0]
    assert list(offices(changed(TWO, {**moving, "users.all.moves_to": {}}))) == []


LATE = {"from": "2020-02-03", "until": "2020-02-28", "hours": "16:00-18:00"}


@pytest.mark.parametrize(
    ("overtimes", "path", "words"),
    [
        (
            [{**LATE, "hours": "15:00-18:00"}],
            "1.hours",
            "on mon 15:00-18:00 is not outside the office's hours, 08:00-15:30",
        ),
        ([LATE, {**LATE, "hours": "06:00-08:01", "days": "wed, sat"}], "2.hours", "on wed 06:00-08:01 is not outside"),
        (
            [LATE, {**LATE, "from": "2020-02-28", "hours": "17:00-20:00", "until": "2020-03-02"}],
            "2.hours",
            "17:00-20:00 meets 16:00-18:00",
        ),
    ],
)
def test_overtime_that_is_none(overtimes: list[dict[str, Any]], path: str, words: str) -> None:
    config = changed(ONE, {"staff.one.overtime": overtimes})
    found = list(overtime(config, ("overtime",), config.staff["one"]))
    assert [dotted(mistake.path) for mistake in found] == [f"overtime.{path}"]
    assert words in found[0].message


def test_overtime_for_nothing() -> None:
    config = changed(ONE, {"staff.one.overtime": [LATE], "staff.one.queues": []})
    found = list(overtime(config, ("overtime",), config.staff["one"]))
    assert [mistake.message for mistake in found] == ["overtime is for tasks, but this entry serves no queues"]


@pytest.mark.parametrize(
    "overtimes",
    [
        [{**LATE, "hours": "15:30-16:00"}, {**LATE, "hours": "06:00-08:00"}, LATE],
        [{**LATE, "days": "sat", "hours": "09:00-12:00"}],
        [LATE, {**LATE, "from": "2020-03-02", "until": "2020-03-27"}],
        [{**LATE, "days": "mon, wed"}, {**LATE, "days": "tue, thu"}],
    ],
    ids=["touching", "saturday", "other weeks", "other days"],
)
def test_overtime_that_is_sound(overtimes: list[dict[str, Any]]) -> None:
    config = changed(ONE, {"staff.one.overtime": overtimes})
    assert list(overtime(config, ("overtime",), config.staff["one"])) == []


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("    office: nes #!\n", "staff.one.office: which office? This config has none"),
        (
            '    overtime:\n      - {from: 2020-02-03, until: 2020-02-28, hours: "16:00-18:00"} #!\n',
            "staff.one.overtime.1.hours: on mon 16:00-18:00 is not outside the office's hours, 00:00-24:00",
        ),
        ("lists:\n  tlk: {} #!\n", "lists.tlk: no task has the queue tlk; did you mean talk?"),
    ],
)
def test_mistakes_are_found_when_a_file_is_read(tmp_path: Path, added: str, words: str) -> None:
    text = SMALL + added
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, text))
    assert words in str(caught.value)
    assert [caught.value.line] == [number for number, line in enumerate(text.split("\n"), start=1) if "#!" in line]
