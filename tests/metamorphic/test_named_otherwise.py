"""Other names, and staff written in another way, are other chances: means stay where they are.

Paired differences over replications of a small office; four standard errors.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from navsim.measures import measure
from navsim.plan.compile import plan_of, prepare
from tests.both import simulate
from tests.properties.running import loaded
from tests.theory.samples import Floats, sample

pytestmark = pytest.mark.long

Data = dict[str, Any]
Record = Callable[[str, object], None]

ERRORS = 4.0
REPLICATIONS = 40
MEASURES = {
    "caseload": "persons", "follow_up_rate": "share", "queue": "tasks", "backlog": "tasks", "wait_days": "days",
}  # fmt: skip
WORK = {"worked_hours": "hours", "capacity_hours": "hours"}


def office(group: str, staff: Data) -> Data:
    """A small office that is rather busy."""
    talk = {"contact": True, "owner": "state", "minutes": {"lognormal": {"mean": "45 min", "cv": 0.6}}}
    return {
        "name": "small", "start": "2020-01-06", "weeks": 10, "replications": REPLICATIONS, "seed": 17,
        "calendar": {"country": "NO", "days": "mon-fri", "hours": "08:00-15:30"},
        "users": {
            group: {"initial": 40, "inflow": "5 / week", "stay": {"lognormal": {"mean": "8 weeks", "cv": 0.9}},
                    "traits": {"age": {"old": 0.7, "young": 0.3}}},
            "other": {"initial": 15, "inflow": "2 / week", "stay": {"exponential": {"mean": "7 weeks"}},
                      "traits": {"age": {"old": 0.5, "young": 0.5}}},
        },
        "tasks": {
            "intake": {"start": "entry", "due": "7 days", **talk},
            "follow_up": {"start": "after_contact", "opens": "15 days", "due": "21 days", **talk},
            "application": {"start": {"at_random": "1 / month"}, "due": "14 days", "owner": "state",
                            "minutes": {"exponential": {"mean": "70 min"}}},
        },
        "staff": staff,
    }  # fmt: skip


def caseworkers(people: int) -> Data:
    """Caseworkers who are sick and on holiday as others are."""
    return {
        "people": people, "owner": "state", "productive": 0.5, "queues": [["intake", "follow_up"], "application"],
        "absence": {"share": 0.3, "spell": {"exponential": {"mean": "6 days"}}},
        "holidays": {"summer": 15, "other": 20},
    }  # fmt: skip


OFFICES = {
    "one": office("aap", {"caseworkers": caseworkers(2)}),
    "renamed": office("zz_top", {"caseworkers": caseworkers(2)}),
    "split": office("aap", {"first": caseworkers(1), "second": caseworkers(1)}),
    "fewer": office("aap", {"first": caseworkers(1)}),
}


@cache
def means(name: str) -> dict[str, Floats]:
    """The mean over the weeks of each measure, by replication."""
    prepared = prepare(loaded(OFFICES[name]).config())
    found: dict[str, list[float]] = {key: [] for key in MEASURES | WORK}
    for replication in range(REPLICATIONS):
        plan = plan_of(prepared, replication)
        weekly = measure(plan, simulate(plan))
        for key in weekly.keys:
            if (key.dimension, key.group) == ("all", "all") and key.measure in found:
                found[key.measure].append(float(np.nanmean(weekly[key])))
    return {key: np.array(values) for key, values in found.items()}


def furthest(first: str, second: str) -> tuple[str, float]:
    """The measure whose mean moves most between two offices, in standard errors of the paired difference."""
    off = {key: sample(means(second)[key] - means(first)[key]).off(0.0) for key in means(first)}
    key = max(off, key=lambda each: off[each])
    return key, off[key]


def test_another_name_of_a_group_moves_no_mean(record_property: Record) -> None:
    key, off = furthest("one", "renamed")
    record_property("figure", f"renamed group: {len(means('one'))} means, {key} moves most, {off:.1f} standard errors")
    assert (means("one")["caseload"] != means("renamed")["caseload"]).any()
    assert off < ERRORS


def test_two_entries_of_one_are_one_entry_of_two(record_property: Record) -> None:
    key, off = furthest("one", "split")
    record_property("figure", f"split entry: {len(means('one'))} means, {key} moves most, {off:.1f} standard errors")
    assert (means("one")["capacity_hours"] != means("split")["capacity_hours"]).any()
    assert (means("one")["caseload"] == means("split")["caseload"]).all()
    assert off < ERRORS


@pytest.mark.parametrize("measured", ["queue", "backlog", "capacity_hours"])
def test_one_person_fewer_would_be_seen(measured: str) -> None:
    """So that the comparison is not merely too coarse."""
    assert sample(means("fewer")[measured] - means("one")[measured]).off(0.0) > 2 * ERRORS
