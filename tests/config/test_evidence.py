"""Which numbers a config has, and which of them nobody has accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from navsim.config.document import load
from navsim.config.evidence import EvidenceRow, as_text, evidence_table, unsourced
from navsim.config.fields import LANGUAGES, Texts
from navsim.config.merge import get
from navsim.config.sourcing import find, numbers
from navsim.values.errors import InputError
from tests.config.examples import OFFICE, SERIES, SMALL, office, small, write


def test_every_number_of_a_small_config(tmp_path: Path) -> None:
    assert numbers(small(tmp_path).data) == [
        "users.all.initial",
        "users.all.inflow",
        "users.all.stay",
        "users.all.traits.age.young",
        "users.all.traits.age.old",
        "tasks.talk.due",
        "tasks.talk.minutes",
        "staff.one.people",
        "staff.one.productive",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "calendar.hours.fri",
        "calendar.summer.from",
        "users.young.inflow.steps.2.from",
        "users.young.inflow.season.jul",
        "shocks.corona.inflow.young.stay",
        "tasks.walk_in.start.visits",
        "tasks.walk_in.minutes.empirical.shares.2",
        "tasks.application.channels.paper.extra.scanning",
        "staff.municipal.productive",
        "staff.temporary.recruiting.lead",
        "staff.temporary.until",
        "receptions.main.opening.tue",
        "rules.contact_window",
        "goal",
    ],
)
def test_numbers_of_every_kind_are_found(tmp_path: Path, path: str) -> None:
    assert path in numbers(load(office(tmp_path)).data)


def test_what_needs_no_evidence_is_left_out(tmp_path: Path) -> None:
    found = numbers(load(office(tmp_path)).data)
    for path in ("start", "weeks", "seed", "replications", "observed.1.value", "calendar.country"):
        assert path not in found
    text = SMALL.replace("  all:", "  all:\n    title: 2020-03-12")
    assert "users.all.title" not in numbers(load(write(tmp_path, text)).data)


def test_an_entry_covers_what_lies_below(tmp_path: Path) -> None:
    document = load(office(tmp_path))
    without = unsourced(document)
    assert not [path for path in without if path.startswith("users.young")]
    assert "users.adult.initial" not in without
    assert "users.adult.stay.weibull.mean" in without
    assert "tasks.intake.minutes.triangular.mode" not in without
    assert "tasks.intake.minutes.triangular.low" in without
    assert "tasks.application.channels.digital.share.2.ramp_to" not in without
    assert "tasks.application.channels.digital.share.2.over" in without
    assert "shocks.corona.inflow.young.add" not in without


def test_a_name_that_begins_alike_is_not_covered(tmp_path: Path) -> None:
    text = SMALL.replace("  all:", "  al: {stay: 1 week, traits: {age: {young: 0, old: 1}}}\n  all:")
    text += "evidence:\n  users.al: {kind: observed, source: x}\n"
    without = unsourced(load(write(tmp_path, text)))
    assert "users.al.stay" not in without
    assert "users.all.stay" in without


def test_with_evidence_for_all_nothing_is_unsourced(tmp_path: Path) -> None:
    entries = "".join(f"  {path}: {{kind: observed, source: x}}\n" for path in ("users", "tasks", "staff"))
    assert unsourced(load(write(tmp_path, SMALL + "evidence:\n" + entries))) == []
    assert unsourced(small(tmp_path)) == numbers(small(tmp_path).data)


def test_the_table_shows_each_entry(tmp_path: Path) -> None:
    rows = {row.path: row for row in evidence_table(load(office(tmp_path)))}
    assert list(rows) == [
        "users.young",
        "users.adult.initial",
        "tasks.intake.minutes.mode",
        "tasks.application.channels.digital.share.2.ramp_to",
        "shocks.corona.inflow.young.add",
    ]
    adult = rows["users.adult.initial"]
    assert adult == EvidenceRow(
        "users.adult.initial", "conflict", (("users", "adult", "initial"),), (60,), says=told("60"), gives=told("61")
    )
    assert (adult.value, adult.span) == ("60", "")
    mode = rows["tasks.intake.minutes.mode"]
    assert (mode.kind, mode.value, mode.span, mode.why) == (
        "assumed", "60 min", "45 min - 75 min", told("no time study")
    )  # fmt: skip
    assert rows["shocks.corona.inflow.young.add"].value == "8 / week"
    assert rows["users.young"].value.startswith("initial: 40, inflow: ")


def told(text: str) -> Texts:
    return Texts(nb=text, nn=text, en=text)


def test_a_value_is_shown_whole_but_many_steps_only_from_where_to_where(tmp_path: Path) -> None:
    assert all("…" not in row.value for row in evidence_table(load(office(tmp_path))))
    steps = [{"value": "1 / week"}, *({"from": f"2020-0{month}-01", "value": 2} for month in (2, 3))]
    assert as_text(steps) == "{value: 1 / week}, {from: 2020-02-01, value: 2}, {from: 2020-03-01, value: 2}"
    assert as_text([*steps, {"from": "2020-04-01", "value": 0, "ramp_to": 0.65}]) == "4 steps 1 / week → 0.65"
    assert as_text({"title": "A", "steps": [*steps, steps[1]]}) == "steps: 4 steps 1 / week → 2"
    assert as_text({"for": {"group": ["a", "b"]}, "contact": True}) == "for: {group: [a, b]}, contact: true"


def test_what_is_said_may_be_said_in_several_languages(tmp_path: Path) -> None:
    entry = "  users.adult.initial: {kind: estimate, source: {nb: et møte, en: a meeting}}\n"
    row = evidence_table(load(write(tmp_path, SMALL.replace("  all:", "  adult:") + "evidence:\n" + entry)))[0]
    assert row.source is not None
    assert [(row.source.text(language), row.source.spoken(language)) for language in LANGUAGES] == [
        ("et møte", "nb"), ("et møte", "nb"), ("a meeting", "en")
    ]  # fmt: skip


@pytest.mark.parametrize("empty", ['""', "{}", '{nb: ""}'])
def test_a_ground_that_says_nothing_is_refused(tmp_path: Path, empty: str) -> None:
    text = SMALL + f"evidence:\n  users: {{kind: observed, source: {empty}}}\n"
    with pytest.raises(InputError, match="is empty: write one text"):
        load(write(tmp_path, text))


def test_paths_lead_back_to_their_numbers(tmp_path: Path) -> None:
    data = load(office(tmp_path)).data
    for path in numbers(data):
        (place,) = find(data, path)
        assert not isinstance(get(data, place), (dict, list))
    for path in ("users.yong", "users.young.inflow.steps.3", "users.young.inflow.steps.0", "goal.x", "", "users."):
        assert find(data, path) == []


def test_a_star_stands_for_every_entry(tmp_path: Path) -> None:
    text = OFFICE + "  staff.*.fte: {kind: observed, source: x}\n  users.*.stay.*: {kind: observed, source: x}\n"
    write(tmp_path, SERIES, "series/inflow.csv")
    document = load(write(tmp_path, text))
    assert "staff.municipal.fte" not in unsourced(document)
    assert "staff.municipal.people" in unsourced(document)
    assert "users.adult.stay.weibull.shape" not in unsourced(document)
    assert next(row.value for row in evidence_table(document) if row.path == "staff.*.fte") == "0.8"
    assert find(document.data, "users.*.initial") == [("users", "young", "initial"), ("users", "adult", "initial")]
