"""The same office a week later: every date in the config seven days on, and nothing else changes, to the bit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings

from navsim.engine.log import differing
from tests.metamorphic.test_written_otherwise import unlike
from tests.properties.offices import offices
from tests.properties.running import run

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CALENDAR = {"country": "none", "days": "mon-fri", "hours": "08:00-15:30"}


def later(data: Any) -> Any:
    """The data with every date a week on."""
    if isinstance(data, dict):
        return {key: later(value) for key, value in data.items()}
    if isinstance(data, list):
        return [later(value) for value in data]
    if isinstance(data, str) and DATE.fullmatch(data):
        return str(date.fromisoformat(data) + timedelta(weeks=1))
    return data


def without(data: Any, key: str) -> Any:
    """The data without what hangs on the month, wherever it stands."""
    if isinstance(data, dict):
        return {name: without(value, key) for name, value in data.items() if name != key}
    return [without(value, key) for value in data] if isinstance(data, list) else data


@settings(max_examples=10)
@given(offices())
def test_a_week_later_everywhere_is_the_same_run(data: dict[str, Any]) -> None:
    """In a country without days off, and without seasons and holidays, which belong to the calendar."""
    dated = without(without(data, "season"), "holidays")
    if isinstance(dated["calendar"], dict):
        dated["calendar"] = {**dated["calendar"], "country": "none"}
    moved = later(dated)
    assume(moved != {**dated, "start": moved["start"]})
    one, two = run(dated), run(moved)
    assert two.prepared.clock.start - one.prepared.clock.start == timedelta(weeks=1)
    assert unlike(one.plan, two.plan) is None
    assert differing(one.log, two.log) is None


def test_a_week_later_but_for_one_date_is_another_run() -> None:
    """So that a run that forgot its dates would not pass."""
    task = {"start": {"outside": "20 / week"}, "due": "1 day", "minutes": "9 min", "owner": "state"}
    staff = {"people": 1, "owner": "state", "productive": 0.5, "queues": ["letter"], "from": "2020-01-14"}
    data = {"name": "dated", "start": "2020-01-06", "weeks": 3, "calendar": CALENDAR,
            "tasks": {"letter": task}, "staff": {"clerk": staff}}  # fmt: skip
    assert differing(run(data).log, run(later(data)).log) is None
    assert differing(run(data).log, run({**later(data), "staff": data["staff"]}).log) is not None
