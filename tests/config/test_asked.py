"""Targets and crosses that ask for what there is not are refused, with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from navsim.config.document import load
from navsim.config.measured import crossed, dimensions
from navsim.values.errors import InputError
from tests.config.examples import SMALL, write
from tests.configs.files import path

WRONG = {
    "measure": ("targets: {a: {measure: backlg, at_most: 1}}", "backlg is not a measure; did you mean backlog"),
    "served": ("targets: {a: {measure: served, at_most: 1}}", "a target is about weeks"),
    "group": ("targets: {a: {measure: backlog, group: al, at_most: 1}}", "there is no group al"),
    "dimension": ("targets: {a: {measure: backlog, dimension: aeg, group: old, at_most: 1}}", "did you mean age?"),
    "value": ("targets: {a: {measure: backlog, dimension: age, group: odl, at_most: 1}}", "did you mean old?"),
    "not by that": (
        "targets: {a: {measure: utilisation, dimension: age, group: old, at_most: 1}}",
        "utilisation is not measured by age; it is measured by all, owner",
    ),
    "not for all": ("targets: {a: {measure: opened, at_most: 1}}", "opened is not measured by all"),
    "share in percent": ("targets: {a: {measure: follow_up_rate, at_least: 70}}", "a share, from 0 to 1, not 70"),
    "level of a share below nothing": (
        "targets: {a: {measure: follow_up_rate, at_least: -0.1}}",
        "is a share, from 0 to 1, not -0.1",
    ),
    "change of a share in percent": (
        "targets: {a: {measure: follow_up_rate, at_least: 5, against: last_year}}",
        "changes by -1 to 1, as a share, not 5",
    ),
    "last year in a short run": (
        "targets: {a: {measure: backlog, at_most: 0, against: last_year}}",
        "is too short to compare with the year before",
    ),
    "days before the run": (
        "targets: {a: {measure: backlog, at_most: 0, against: {from: 2020-01-05, until: 2020-01-12}}}",
        "the run starts on 2020-01-06, after 2020-01-05",
    ),
    "days that are the target's own": (
        "targets: {a: {measure: queue, at_most: 0, from: 2020-01-19, against: {from: 2020-01-06, until: 2020-01-19}}}",
        "but the target's own begin on 2020-01-19",
    ),
    "no whole week to compare with": (
        "targets: {a: {measure: queue, at_most: 0, from: 2020-01-20, against: {from: 2020-01-07, until: 2020-01-18}}}",
        "no whole week",
    ),
    "activity without any": (
        "targets: {a: {measure: activity_share, at_least: 0.5}}",
        "no group of users has activity: true",
    ),
    "cross that is not asked for": (
        "targets: {a: {measure: backlog, dimension: group*age, group: all*old, at_most: 1}}",
        "group*age is not a dimension",
    ),
    "finished by week": (
        "targets: {a: {measure: completed_share, dimension: task, group: talk, at_least: 0.5}}",
        "completed_share is counted over a period; a target is about weeks",
    ),
    "a talk as a subject": (
        "targets: {a: {measure: topic_share, dimension: task, group: talk, at_most: 0.5}}",
        "topic_share is for visits, what comes at a reception, and tasks from outside with contact: true; here: none",
    ),
    "block of no length": (
        "targets: {a: {measure: idle_hours, dimension: block, group: over_90, at_most: 5}}",
        "there is no block over_90; did you mean over_60",
    ),
    "cross of one": ("crosses: [age]", "crosses nothing"),
    "cross of what there is not": ("crosses: [age*offise]", "offise is no trait of the users"),
    "cross with nothing": ("crosses: [age*]", "nothing is no trait"),
    "cross with a task": ("crosses: [age*task]", "task is no trait"),
    "cross with itself": ("crosses: [age*age]", "names a dimension twice"),
    "cross twice": ("crosses: [age*group, age * group]", "asked for twice"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_asked_for_exists(tmp_path: Path, case: str) -> None:
    text, words = WRONG[case]
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, SMALL + text + "\n"))
    assert words in str(caught.value)
    assert caught.value.line == SMALL.count("\n") + 1


def test_a_cross_of_too_many_parts(tmp_path: Path) -> None:
    values = ", ".join(f"v{number}: {1 / 32}" for number in range(32))
    text = SMALL.replace("traits: {", f"traits: {{one: {{{values}}}, two: {{{values}}}, ")
    assert text != SMALL
    with pytest.raises(InputError, match="1024 parts; at most 500"):
        load(write(tmp_path, text + "crosses: [one*two]\n"))


@pytest.mark.parametrize("name", ["all", "group", "owner", "task", "channel", "reason", "reception", "block", "cost"])
def test_a_trait_is_not_called_like_a_dimension(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"{name} is the name of another dimension"):
        load(write(tmp_path, SMALL.replace("age:", f"{name}:")))


def test_what_can_be_asked_for_is_not_refused(tmp_path: Path) -> None:
    asked = """targets:
  a: {measure: backlog, group: all, at_most: 1}
  b: {measure: backlog, group: talk, dimension: task, at_most: 1}
  c: {measure: follow_up_rate, dimension: age*group, group: old*all, at_least: 0.7, legal: true}
crosses: [age * group]
"""
    config = load(write(tmp_path, SMALL + asked)).config()
    assert dimensions(config)["age*group"] == ["young*all", "old*all"]  # as written


def test_dimensions_of_offices() -> None:
    found = dimensions(load(path("rich")).config())
    assert found["office"] == ["gol", "nes"]
    assert found["segment*office"] == ["adapted*gol", "adapted*nes", "standard*gol", "standard*nes"]
    assert crossed([["a", "b"], ["c"], ["d", "e"]]) == ["a*c*d", "a*c*e", "b*c*d", "b*c*e"]


def long(target: str) -> str:
    """The small config over two years, with a target."""
    return SMALL.replace("weeks: 10", "weeks: 105") + f"targets: {{a: {{measure: backlog, at_most: 0, {target}}}}}\n"


@pytest.mark.parametrize("dates", ["", "from: 2020-12-28, "])
def test_what_has_no_year_before_is_refused_with_the_first_day_that_has(tmp_path: Path, dates: str) -> None:
    """The run starts in 2020-W02."""
    with pytest.raises(InputError, match="write from: 2021-01-11 or later"):
        load(write(tmp_path, long(f"{dates}against: last_year")))


def test_changes_can_be_asked_for(tmp_path: Path) -> None:
    for target in (
        "from: 2021-01-11, against: last_year",
        "from: 2020-04-06, against: {from: 2020-01-06, until: 2020-04-05}",
    ):
        load(write(tmp_path, long(target)))
