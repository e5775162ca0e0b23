"""Two offices in one config, with their own users, queues and staff, are the two alone: to the bit.

So a merger with separate queues changes nothing by itself: names decide the chances, not what else is in a config.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navsim.engine.log import differing
from tests.properties.running import Run, run

Data = dict[str, Any]
OFFICES = ("gol", "nes")
COLUMNS = ("channel", "opened", "due", "minutes", "cut", "started", "ended", "outcome", "contact")
"""What a task is and what became of it; its number and ordinal count those of the other office, too."""


def config(offices: tuple[str, ...], seed: int, initial: int) -> Data:
    """The offices named, each with users, tasks from outside, a reception and staff; kinds of work are shared."""
    talk = {"contact": True, "owner": "state", "minutes": {"lognormal": {"mean": "40 min", "cv": 0.7}}}
    tasks: Data = {
        "intake": {"start": "entry", "due": "3 days", **talk},
        "follow_up": {"start": "after_contact", "opens": "6 days", "due": "9 days", "queue": "talks", **talk},
        "plan": {"start": {"after": "intake", "delay": {"exponential": {"mean": "1 days"}}}, "due": "5 days",
                 "minutes": "50 min", "owner": "state"},
        "check": {"start": {"after": "plan"}, "due": "5 days", "minutes": "10 min", "by": "another", "owner": "state"},
        "application": {"start": {"at_random": "1 / week"}, "due": "7 days", "owner": "state",
                        "minutes": {"exponential": {"mean": "60 min"}},
                        "channels": {"digital": {"share": 0.4}, "paper": {"extra": {"scan": "9 min"}}}},
    }  # fmt: skip
    users: Data = {}
    staff: Data = {}
    receptions: Data = {}
    shocks: Data = {}
    for place, name in enumerate(OFFICES):
        if name not in offices:
            continue
        tasks[f"letter_{name}"] = {"start": {"outside": "9 / week", "office": name}, "due": "2 days",
                                   "minutes": "25 min", "owner": "state"}  # fmt: skip
        tasks[f"visit_{name}"] = {"start": {"visits": "8 / open day", "at": f"desk_{name}"}, "due": "10 min",
                                  "minutes": {"uniform": {"low": "2 min", "high": "20 min"}}}  # fmt: skip
        users |= {
            f"aap_{name}": {"initial": initial, "inflow": "6 / week", "office": name,
                            "stay": {"lognormal": {"mean": "3 weeks", "cv": 1}}, "moves_to": {f"other_{name}": 0.4},
                            "leaves_to": {"work": 0.6}, "traits": {"age": {"old": 0.5, "young": 0.5}}},
            f"other_{name}": {"initial": 4 + place, "inflow": "3 / week", "office": name,
                              "stay": {"exponential": {"mean": "2 weeks"}},
                              "limit": {"after": "3 weeks", "leaves_to": {"benefit": 1}},
                              "traits": {"age": {"old": 0.9, "young": 0.1}}},
        }  # fmt: skip
        entry = {
            "owner": "state",
            "office": name,
            "absence": {"share": 0.15, "spell": {"exponential": {"mean": "3 days"}}},
        }
        staff |= {
            f"talkers_{name}": {**entry, "people": 2, "productive": 0.7,
                                "queues": [["intake", "talks"], "application"]},
            f"writers_{name}": {**entry, "people": 2, "productive": 0.6, "block": "2 h",
                                "queues": [["plan", "check"], ["application", f"letter_{name}"]]},
        }  # fmt: skip
        receptions[f"desk_{name}"] = {"opening": {"tue": "10:00-13:00"}, "on_duty": 1, "staff": [f"writers_{name}"],
                                      "office": name}  # fmt: skip
        shocks[f"closing_{name}"] = {f"inflow.aap_{name}": {"add": "20 / week", "from": "2020-01-15", "hold": "4 days"}}
    return {
        "name": "side-by-side", "start": "2020-01-06", "weeks": 4, "seed": seed,
        "calendar": {"country": "NO", "days": "mon-fri", "hours": "08:00-15:30"},
        "offices": {name: {} for name in offices}, "users": users, "tasks": tasks, "staff": staff,
        "receptions": receptions, "shocks": shocks, "lists": {"talks": {"pool_after": "2 days"}},
    }  # fmt: skip


def history(found: Run, office: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that happened at an office, by names and keys, in order."""
    static, persons, log = found.plan.static, found.plan.persons, found.log
    groups, types = [group.name for group in static.groups], [type_.name for type_ in static.types]
    ends = [*static.destinations, *groups, ""]
    servers = [server.name for server in found.plan.staffing.servers]
    spells = [
        (int(persons.key[person]), groups[group], *map(float, times), ends[destination], int(contacts))
        for person, group, destination, contacts, *times in zip(
            log.spells.person, log.spells.group, log.spells.destination, log.spells.contacts,
            log.spells.entered, log.spells.arrival, np.nan_to_num(log.spells.left, nan=-1.0), strict=True,
        )
        if groups[group].endswith(office)
    ]  # fmt: skip
    at_office = {int(person) for person, group in zip(log.spells.person, log.spells.group, strict=True)
                 if groups[group].endswith(office)}  # fmt: skip
    tasks: dict[int, tuple[Any, ...]] = {}
    for number in range(len(log.tasks.type)):
        person, name = int(log.tasks.person[number]), types[log.tasks.type[number]]
        if person in at_office if person >= 0 else name.endswith(office):
            whose = int(persons.key[person]) if person >= 0 else -1
            values = [np.nan_to_num(getattr(log.tasks, column)[number], nan=-1.0).item() for column in COLUMNS]
            tasks[number] = (len(tasks), name, whose, *values)
    work = [
        (tasks[int(task)][0], servers[server], float(start), float(end))
        for task, server, start, end in zip(log.work.task, log.work.server, log.work.start, log.work.end, strict=True)
        if int(task) in tasks
    ]
    return {"spells": spells, "tasks": list(tasks.values()), "work": work}


@settings(max_examples=6)
@given(st.integers(0, 2**32), st.integers(0, 25))
def test_two_offices_in_one_config_are_the_two_alone(seed: int, initial: int) -> None:
    together = run(config(OFFICES, seed, initial))
    parts = {name: history(together, name) for name in OFFICES}
    for name, part in parts.items():
        alone = history(run(config((name,), seed, initial)), name)
        for kind, rows in part.items():
            assert rows == alone[kind], (name, kind)
        assert len(part["tasks"]) > 20
    for kind in ("spells", "tasks", "work"):
        assert sum(len(part[kind]) for part in parts.values()) == rows_in(together, kind)


def rows_in(found: Run, kind: str) -> int:
    """How many spells, tasks or segments of work there were."""
    log = found.log
    return {"spells": len(log.spells.person), "tasks": len(log.tasks.type), "work": len(log.work.task)}[kind]


@pytest.mark.parametrize("change", ["serves", "joint"])
def test_one_that_helps_the_other_is_seen(change: str) -> None:
    """So that a comparison of nothing would not pass: with help across, histories part."""
    data = config(OFFICES, 3, 20)
    if change == "serves":
        data["staff"]["talkers_gol"]["serves"] = ["gol", "nes"]
    else:
        data["tasks"]["application"]["joint"] = True
    apart, helped = run(config(OFFICES, 3, 20)), run(data)
    assert history(apart, "nes")["work"] != history(helped, "nes")["work"]


def test_a_merger_with_separate_queues_changes_nothing() -> None:
    """Everybody moves to one office, serves whom they served, and nobody travels."""
    data = config(OFFICES, 11, 20)
    merged = {**data, "staff": {name: {**entry, "office": "gol", "serves": [entry["office"]]}
                                for name, entry in data["staff"].items()}}  # fmt: skip
    one, two = run(data), run(merged)
    assert differing(one.log, two.log) is None
    shared = {
        **merged,
        "staff": {name: {**entry, "serves": [list(OFFICES)]} for name, entry in merged["staff"].items()},
    }
    assert differing(one.log, run(shared).log) is not None
