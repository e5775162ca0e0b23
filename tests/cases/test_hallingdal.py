"""NAV in Hallingdal: the config against the report's figures, the law's limit, and what a manager would try."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import navsim
from navsim.config.document import Document
from navsim.config.evidence import unsourced
from navsim.config.models import Config, Staff
from navsim.config.queues import base_queue
from navsim.config.services import Period, distances, periods, ranked, several
from navsim.engine.log import Log, Outcome, differing
from navsim.measures.travel import office_of_mixes, seats
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.expected import mean_demand
from navsim.plan.model import Plan
from navsim.values.time import HOUR
from tests.both import simulate

CONFIG = Path(__file__).parents[2] / "configs" / "hallingdal-2018.yaml"
MODELS = ("a", "e", "s", "v", "a_short", "b", "c", "d")
POPULATION = {"fla": 1074, "nes": 3357, "gol": 4584, "hemsedal": 2442, "al": 4719, "hol": 4535}
PEOPLE = {"fla": (2, 2.00), "nes": (6, 5.10), "gol": (12, 11.50), "al": (7, 5.80), "hol": (7, 5.95), "unit": (6, 6.00)}
MUNICIPAL = ("social_follow_up", "application", "debt_talk")
AGREEMENTS: dict[str, tuple[frozenset[str], ...]] = {
    "a": (frozenset({"gol", "hemsedal"}),),
    "b": (frozenset({"gol", "hemsedal"}), frozenset({"al", "hol"})),
    "c": (frozenset({"gol", "hemsedal", "nes", "fla"}),),
    "d": (frozenset({"gol", "hemsedal"}), frozenset({"nes", "fla"})),
    "e": (frozenset(POPULATION),),
}
"""Municipalities with an agreement on a host, by model; the others stand alone."""
AGREEMENTS |= {"s": AGREEMENTS["a"], "v": AGREEMENTS["a"], "a_short": AGREEMENTS["a"]}


@cache
def document() -> Document:
    return navsim.load(CONFIG)


@cache
def short(model: str) -> Prepared:
    """Eight weeks: two before the state staff are gathered, six after."""
    return prepare(navsim.load(CONFIG, ["weeks=8"]).config(model))


@cache
def played(model: str) -> tuple[Plan, Log]:
    """One replication, by both engines: it fails where they differ."""
    plan = plan_of(short(model), 0)
    return plan, simulate(plan)


def together(model: str, office: str) -> frozenset[str]:
    """The municipalities whose cases an office's municipal staff may decide."""
    return next((group for group in AGREEMENTS[model] if office in group), frozenset({office}))


# The report's figures


def entries(office: str) -> list[Staff]:
    """Who sits at an office today; the resource unit is one of its own."""
    staff = document().config().staff
    return [
        entry for name, entry in staff.items()
        if (office == "unit" if name.startswith("unit") else entry.office == office)
    ]  # fmt: skip


@pytest.mark.parametrize("office", PEOPLE)
def test_people_and_positions_by_office(office: str) -> None:
    people, fte = PEOPLE[office]
    assert sum(entry.people for entry in entries(office)) == people
    assert sum(entry.people * entry.fte for entry in entries(office)) == pytest.approx(fte)


def test_forty_people_and_36_35_positions_not_36_7() -> None:
    staff = document().config().staff.values()
    assert sum(entry.people for entry in staff) == 40
    assert sum(entry.people * entry.fte for entry in staff) == pytest.approx(36.35)
    for owner in ("state", "municipal"):
        assert sum(entry.people for entry in staff if entry.owner == owner) == 20
    (conflict,) = (entry for entry in document().config().evidence.values() if entry.kind == "conflict")
    assert conflict.says is not None
    assert conflict.gives is not None
    assert "36.7" in conflict.says.text("en")
    assert "36.35" in conflict.gives.text("en")


def test_two_heads_lead_half_their_time() -> None:
    staff = document().config().staff
    usual = staff["al_municipal"].productive.steps[0].value
    for head in ("al_head", "hol_head"):
        assert staff[head].productive.steps[0].value == pytest.approx(usual / 2)
        assert staff[head].fte == 1.0


def test_users_are_spread_as_the_population() -> None:
    assert sum(POPULATION.values()) == 20_711
    for group in document().config().users.values():
        for office, people in POPULATION.items():
            assert group.offices[office] == pytest.approx(people / 20_711, abs=6e-5)


def test_the_way_from_hol_to_fla_is_102_km() -> None:
    """At a speed that national road 7 allows; and every longer way goes by way of what lies between."""
    way = distances(document().config())
    assert 50 < 102 / (way[frozenset({"hol", "fla"})] / 60) < 80
    along = ("fla", "nes", "gol", "al", "hol")
    for one, other in combinations(along, 2):
        legs = pairwise(along[along.index(one) : along.index(other) + 1])
        assert way[frozenset((one, other))] == sum(way[frozenset(leg)] for leg in legs)
    for other in ("fla", "nes", "al", "hol"):
        assert (
            way[frozenset(("hemsedal", other))] == way[frozenset(("gol", other))] + way[frozenset({"hemsedal", "gol"})]
        )


VISITS = {"fla": 23, "nes": 97, "gol": 156, "hemsedal": 40, "al": 150, "hol": 134}


@pytest.mark.parametrize("model", ["a", "e", "a_short"])
def test_visits_are_those_of_october_2017_in_every_model(model: str) -> None:
    """Shorter opening moves them to other days; it does not make them go away."""
    config = document().config(model)
    for office, count in VISITS.items():
        days = len(config.receptions[office].opening)
        month = {5: 22, 2: 9 if office == "hemsedal" else 22 * 2 / 5}[days]
        rate = config.tasks[f"visit_{office}"].start.visits.steps[0].value  # type: ignore[union-attr]
        assert rate * month == pytest.approx(count, rel=0.01)


def hours_asked_for(model: str) -> dict[str, float]:
    """Expected hours a week by task."""
    names = [type_.name for type_ in short(model).static.types]
    return dict(zip(names, mean_demand(short(model))[:, -4:].mean(axis=1), strict=True))


def test_the_young_are_work_for_a_team_of_three_or_four() -> None:
    """The team is the four of the resource unit, and the hours of the young are about theirs."""
    config = document().config("e")
    team = [
        entry
        for entry in config.staff.values()
        if periods(entry)[-1].queues[:1] == (("youth_follow_up", "youth_follow_up_video"),)
    ]
    assert sum(entry.people for entry in team) in (3, 4)
    hours = hours_asked_for("e")
    young = hours["youth_follow_up"] + hours["youth_follow_up_video"]
    a_position = 0.82 * 37.5 * 0.55
    assert 2.8 < young / a_position < 4.2


def test_debt_advice_takes_two_about_half_their_time() -> None:
    config = document().config("e")
    advisers = [entry for entry in config.staff.values() if periods(entry)[-1].queues[:1] == ("debt_talk",)]
    assert sum(entry.people for entry in advisers) == 2
    hours = hours_asked_for("e")
    asked = hours["debt_talk"] + hours["debt_case"]
    assert 0.5 < asked / (2 * 0.5 * 0.82 * 37.5 * 0.55) < 0.9


def test_every_number_has_evidence() -> None:
    assert unsourced(document()) == []
    assert document().scenarios == MODELS
    evidence = document().config().evidence
    assert any(path.startswith("offices.fla.travel") for path in evidence)
    for entry in evidence.values():
        texts = [text for text in (entry.source, entry.why, entry.says, entry.gives) if text is not None]
        assert all(text.nb and text.en for text in texts)


# The models


def periods_of(model: str) -> Iterator[tuple[str, Staff, Period]]:
    """What holds of every entry in a model, from the beginning and from each later date."""
    for name, entry in document().config(model).staff.items():
        for period in periods(entry):
            yield name, entry, period


def home(name: str) -> str:
    """Where an entry sits today."""
    return str(document().config("a").staff[name].office)


def users_office(plan: Plan, person: Any) -> Any:
    """The place among the offices of each user's."""
    return office_of_mixes(plan.static)[plan.persons.mix[person]]


def municipal_work(model: str) -> list[tuple[str, str, str]]:
    """Of each piece of municipal work for a user: the task, the user's municipality, and the entry that did it."""
    plan, log = played(model)
    employees, offices = plan.staffing.employees, sorted(POPULATION)
    found = []
    for task, server in zip(log.work.task, log.work.server, strict=True):
        type_, person = plan.static.types[log.tasks.type[task]], log.tasks.person[task]
        by = plan.staffing.servers[server].employee
        if type_.owner == "municipal" and person >= 0 and by >= 0:
            found.append((type_.name, offices[users_office(plan, person)], employees[by].entry))
    return found


@pytest.mark.parametrize("model", MODELS)
def test_no_municipal_case_crosses_a_border_without_an_agreement(model: str) -> None:
    """By what everybody serves on every weekday, the state's included, and by who did what in a run."""
    joint = {base_queue(name, task) for name, task in document().config(model).tasks.items() if task.joint}
    assert not joint & set(MUNICIPAL) or model == "e"
    for name, entry, period in periods_of(model):
        seats_in_week = [(office,) for office in period.away.values()]
        for offices in (period.offices, *seats_in_week):
            for queue, _ in ranked(period.queues, offices, joint):
                base, _, office = queue.partition("@")
                if base in MUNICIPAL and office:
                    assert office in together(model, home(name)), (model, name, queue)
        if entry.owner == "municipal" and model != "e":
            assert all(office in together(model, home(name)) for office in period.away.values())
    done = [(whose, by) for _, whose, by in municipal_work(model)]
    assert len(done) > 300
    assert all(whose in together(model, home(by)) for whose, by in done)


def test_without_an_agreement_the_limit_would_be_seen() -> None:
    """So that a comparison of nothing would not pass: E's cases do cross borders."""
    crossing = [task for task, whose, by in municipal_work("e") if whose not in together("a", home(by))]
    assert crossing.count("application") > 20


@pytest.mark.parametrize("model", MODELS)
def test_a_caseworker_comes_first_for_two_municipalities_at_most(model: str) -> None:
    for name, _, period in periods_of(model):
        first = several(period.offices[0])
        assert len(first) <= 2, name
        if model in ("e", "s"):
            assert len(period.offices) == 1, name


@pytest.mark.parametrize("model", ["e", "s"])
def test_the_state_staff_sit_at_gol_from_15_september_2018(model: str) -> None:
    config, clock = document().config(model), short(model).clock
    offices = sorted(config.offices)
    before, after = ((date(2018, 9, day) - clock.start).days for day in (14, 17))
    moved = []
    for name, entry in config.staff.items():
        found = [offices[int(seat)] for seat in seats(config, name, clock, offices)]
        if entry.owner == "state":
            assert found[after] == "gol"
            assert periods(entry)[-1].office == "gol"
            moved += [name] * (found[before] != found[after])
        elif model == "s":
            assert found[before] == found[after] == entry.office
    assert sorted(moved) == ["al_state", "fla_state", "hol_state", "nes_state"]


def test_in_the_virtual_organisation_nobody_moves() -> None:
    today, virtual = document().config("a"), document().config("v")
    assert today.staff == virtual.staff
    assert {name for name in today.tasks if today.tasks[name] != virtual.tasks[name]} == {
        "follow_up_video", "youth_follow_up_video",
    }  # fmt: skip
    assert all(not any(channel.in_person for channel in virtual.tasks[name].channels.values())
               for name in ("follow_up_video", "youth_follow_up_video"))  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_both_engines_agree(model: str) -> None:
    _, log = played(model)
    assert (log.tasks.outcome == Outcome.DONE).sum() > 3000


# What a manager would try


def test_one_person_alone_can_never_get_a_second_decision() -> None:
    """Flå in S: the state's person is at Gol, and the one who is left may not confirm her own decisions."""
    made = {}
    for model in ("a", "s"):
        plan, log = played(model)
        (number,) = (type_.number for type_ in plan.static.types if type_.name == "second_decision")
        gathered = short(model).clock.minute(date(2018, 9, 18))
        mine = (log.tasks.type == number) & (users_office(plan, log.tasks.person) == sorted(POPULATION).index("fla"))
        mine &= log.tasks.opened > gathered
        made[model] = (int(mine.sum()), int((log.tasks.outcome[mine] == Outcome.DONE).sum()))
    assert made["s"][0] >= 2
    assert made["s"][1] == 0
    assert made["a"][1] >= 2


def everything_near(config: dict[str, Any]) -> dict[str, Any]:
    """The same config where no way takes any time."""
    offices = {
        name: {**office, "travel": dict.fromkeys(office.get("travel", {}), "0 min")}
        for name, office in config["offices"].items()
    }
    receptions = {
        name: {key: value for key, value in reception.items() if key != "travel"}
        for name, reception in config["receptions"].items()
    }
    return {**config, "weeks": 4, "offices": offices, "receptions": receptions}


def test_merged_with_no_travel_and_separate_queues_nothing_changes() -> None:
    """Everybody's office is Gol, and everybody serves whom they served."""
    near = everything_near(document().source.data)
    merged = {**near, "staff": {
        name: {**entry, "office": "gol", "serves": entry.get("serves", [entry["office"]])}
        for name, entry in near["staff"].items()
    }}  # fmt: skip
    one, two = (simulate(plan_of(prepare(Config.model_validate(data)), 0)) for data in (near, merged))
    assert differing(one, two) is None
    pooled = {**merged, "staff": {
        name: {**entry, "serves": [[*POPULATION]]} if "queues" in entry else entry
        for name, entry in merged["staff"].items()
    }}  # fmt: skip
    assert differing(one, simulate(plan_of(prepare(Config.model_validate(pooled)), 0))) is not None


def clerks(joint: bool, seed: int) -> Config:
    """Three municipalities with a clerk each, alike, around the clock, and letters to each of them."""
    places = ("nes", "al", "hol")
    return Config.model_validate({
        "name": "clerks", "start": "2020-01-06", "weeks": 2, "seed": seed, "calendar": "always",
        "offices": {place: {} for place in places},
        "tasks": {f"letter_{place}": {"start": {"outside": f"{rate} / h", "office": place}, "due": "1 day",
                                      "queue": "letters", "joint": joint, "owner": "municipal",
                                      "minutes": {"lognormal": {"mean": "8 min", "cv": 1.5}}}
                  for place, rate in zip(places, (5.5, 4.0, 2.0), strict=True)},
        "staff": {f"clerk_{place}": {"people": 1, "owner": "municipal", "productive": 1, "office": place,
                                     "queues": ["letters"]} for place in places},
    })  # fmt: skip


def mean_wait(config: Config) -> float:
    """Minutes from opening to start, over all tasks."""
    log = simulate(plan_of(prepare(config), 0))
    return float(np.nanmean(log.tasks.started - log.tasks.opened))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_joint_queue_of_people_who_are_alike_waits_no_longer(seed: int) -> None:
    assert 0 < mean_wait(clerks(True, seed)) < mean_wait(clerks(False, seed))


def test_hours_add_up_in_every_model() -> None:
    """Gathering people moves their contract hours from one use to another; it makes none and loses none."""
    minutes = {}
    for model in MODELS:
        accounts = played(model)[0].staffing.accounts
        minutes[model] = float((accounts.end - accounts.start).sum()) / HOUR
    assert set(minutes.values()) == {minutes["a"]}
