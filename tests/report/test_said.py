"""What a config says, in words: every field has one, and quantities, dates and sections read in three languages."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from navsim.config.document import SHARED, load
from navsim.config.fields import LANGUAGES, Language
from navsim.config.merge import get
from navsim.config.models import Config
from navsim.config.sourcing import find, number_paths
from navsim.report.basis import span
from navsim.report.gather import changes_of, names_of
from navsim.report.material import Material
from navsim.report.places import place, unit_field
from navsim.report.said import said
from navsim.report.words import words
from tests.configs.files import path as config_file

NBSP = "\u00a0"
UNSAID = {"title", "changes", "nb", "nn", "en"}


def fields_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    """The names of all fields of a model, and of the models in it, as a config writes them."""
    seen.add(model)
    for name, field in model.model_fields.items():
        if model is not Config or name not in SHARED:
            yield field.alias or name
            for below in models_in(field.annotation):
                if below not in seen:
                    yield from fields_of(below, seen)


def models_in(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that a type mentions."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in typing.get_args(kind):
        yield from models_in(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_a_scenario_can_change_has_a_word(language: Language) -> None:
    names = set(fields_of(Config, set())) - UNSAID
    assert len(names) > 100
    assert not {name for name in names if not words(language).has(f"field.{name}")}


def test_every_number_of_a_config_can_be_told(material: Material) -> None:
    for name in ("rich", "tiny", "chains"):
        data = load(config_file(name)).data
        for path in number_paths(data):
            for language in LANGUAGES:
                told = said(get(data, path), unit_field(path), material, words(language))
                assert told
                assert place(path, material, words(language))[0].isupper()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("goal", "Mål for andel med kontakt"),
        ("users.aap", "AAP"),
        ("users.aap.initial", "AAP: brukere ved start"),
        ("users.aap.stay.lognormal.mean", "AAP: hvor lenge de trenger oppfølging, snitt"),
        ("users.aap.traits.age.under_30", "AAP: alder, Under 30 år"),
        ("users.aap.leaves_to.work", "AAP: går ut til, arbeid"),
        ("staff.temporary.recruiting.opened", "To vikarer: rekruttering, åpnet"),
        ("tasks.application.channels.digital.share.steps.2.ramp_to",
         "Søknader: Digital, andel, nr. 2, stiger eller synker til"),
        ("tasks.call.start.at_random", "Ringe nye: per bruker"),
        ("tasks.call.start", "Ringe nye: starter"),
        ("staff.*.absence.share", "Ansatte, alle: sykefravær, andel"),
        ("calendar.hours.mon", "Kalender, tidsrom, mandag"),
        ("scenarios.permanent", "Vikarene blir faste"),
    ],
)  # fmt: skip
def test_a_path_by_titles_and_fields(material: Material, path: str, expected: str) -> None:
    parts = tuple(int(part) - 1 if part.isdecimal() else part for part in path.split("."))
    assert place(parts, material, words("nb")) == expected


def test_what_a_scenario_changes_is_named_by_what_is_changed(material: Material) -> None:
    """The evidence of a number that only a scenario has."""
    for change, told, unit in (
        ("users.aap.initial", "AAP: brukere ved start", "initial"),
        ("shocks.corona.inflow.aap", "Korona: AAP: tilgang", "inflow"),
        ("users.aap.traits.age", "AAP: alder", "traits.age"),
    ):
        path = ("scenarios", "permanent", change)
        assert place(path, material, words("nb")) == f"Vikarene blir faste: {told}"
        assert unit_field(path) == unit
    assert unit_field(("scenarios", "permanent", "staff.temporary", "people")) == "people"


def test_values_of_a_trait_are_called_by_their_titles(material: Material) -> None:
    wanted = {"age": ["under_30", "over_30"]}
    assert said(wanted, "traits", material, words("nn")) == "alder: Under 30 år, Over 30"
    assert said({"under_30": 0.25}, unit_field(("users", "aap", "traits", "age")), material, words("nb")) == (
        f"Under 30 år: 25{NBSP}%"
    )


def test_what_a_shock_changes_is_named_by_its_timeline(material: Material) -> None:
    for key in ("inflow.aap", "users.aap.inflow"):
        assert place(("shocks", "corona", key), material, words("nb")) == "Korona: AAP: tilgang"
    assert place(("shocks", "corona", "inflow.aap", "add"), material, words("nn")) == "Korona: AAP: tilgang, i tillegg"
    assert unit_field(("shocks", "corona", "tasks.call.probability", "set")) == "probability"


@pytest.mark.parametrize(
    ("value", "unit", "nb", "en"),
    [
        ("45 min", "due", "45 minutter", "45 minutes"),
        ("1 week", "over", "1 uke", "1 week"),
        ("2 h", "travel", "2 timer", "2 hours"),
        ("5.5 months", "stay", "5,5 måneder", "5.5 months"),
        ("1.9 / week", "inflow", "1,9 per uke", "1.9 a week"),
        ("12.8 / open day", "visits", "12,8 per åpningsdag", "12.8 an open day"),
        ("1000 / year", "outside", "1 000 per år", "1,000 a year"),
        ("55 %", "productive", "55 %", "55%"),
        (0.55, "productive", "55 %", "55%"),
        (0.3916, "traits", "39,16 %", "39.16%"),
        (0.5, "cv", "0,5", "0.5"),
        (2, "people", "2", "2"),
        (700_000, "yearly_cost", "700 000 kr", "NOK 700,000"),
        (4, "initial", "færre enn fem", "fewer than five"),
        (5, "initial", "5", "5"),
        (0, "initial", "0", "0"),
        (0, "open", "stengt", "closed"),
        (True, "contact", "ja", "yes"),
        (False, "contact", "nei", "no"),
        ("2020-08-03", "from", "3. august 2020", "3 August 2020"),
        ("06-22", "from", "22. juni", "22 June"),
        ("08:00-15:30", "hours", "08.00–15.30", "08:00–15:30"),
        ("state", "owner", "stat", "state"),
        ("after_contact", "start", "etter forrige kontakt", "after the last contact"),
        ("aap", "group", "AAP", "AAP"),
        (["aap", "unemployment_benefit"], "group", "AAP, Dagpenger", "AAP, Unemployment benefit"),
        ([["intake", "follow_up"], "call"], "queues", "Førstesamtale / Oppfølging, deretter Ringe nye",
         "Intake / Follow-up, then Calls to new users"),
        ({"lognormal": {"mean": "42 min", "cv": 0.5}}, "minutes",
         "42 minutter i snitt, skjevt fordelt (variasjonskoeffisient 0,5)",
         "42 minutes on average, skewed (coefficient of variation 0.5)"),
        ({"constant": "1 h"}, "minutes", "1 time", "1 hour"),
        ({"uniform": {"low": "1 day", "high": "3 days"}}, "stay", "mellom 1 dag og 3 dager, alt like sannsynlig",
         "between 1 day and 3 days, all equally likely"),
        ([{"value": 1}, {"from": "2020-06-15", "value": 0}], "open", "åpent; fra 15. juni 2020: stengt",
         "open; from 15 June 2020: closed"),
        ([{"from": "2020-03-25", "value": 0, "ramp_to": 0.65, "over": "8 weeks"}], "share",
         "fra 25. mars 2020: 0 %, jevnt til 65 % over 8 uker", "from 25 March 2020: 0%, evenly to 65% over 8 weeks"),
        ([{"from": f"2020-0{month}-06", "value": month / 10} for month in range(1, 6)], "share",
         "5 trinn, fra 10 % til 50 %", "5 steps, from 10% to 50%"),
        ({"age": {"under_30": 0.2, "over_30": 0.8}}, "traits", "alder (Under 30 år: 20 %, over 30: 80 %)",
         "age (Under 30: 20%, over 30: 80%)"),
        ({"work": 0.4, "unknown_place": 0.6}, "leaves_to", "arbeid: 40 %; unknown place: 60 %",
         "work: 40%; unknown place: 60%"),
        ({"title": {"nb": "A"}, "people": 2, "ramp": {"from": 0.5, "over": "26 weeks"}}, "temporary",
         "antall ansatte: 2; opplæring (fra: 50 %, over: 26 uker)",
         "number of employees: 2; training on the job (from: 50%, over: 26 weeks)"),
        ({"set": 0.6, "from": "2020-03-16"}, "probability", "blir: 60 %; fra: 16. mars 2020",
         "becomes: 60%; from: 16 March 2020"),
        ("counts.csv", "csv", "counts.csv", "counts.csv"),
        ({"tue": "nes", "thu": "al_hol"}, "away", "tirsdag: Nes; torsdag: Al hol", "Tuesday: Nes; Thursday: Al hol"),
        (None, "until", "", ""),
    ],
)  # fmt: skip
def test_values(material: Material, value: object, unit: str, nb: str, en: str) -> None:
    for language, expected in (("nb", nb), ("en", en)):
        told = said(value, unit, material, words("en" if language == "en" else "nb"))
        assert told.replace(NBSP, " ") == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["30 minutter", "60 minutter"], "30–60 minutter"),
        (["60 %", "80 %"], "60–80 %"),
        (["1", "1"], "1–1"),
        (["2 uker", "6 måneder"], "2 uker – 6 måneder"),
        (["1 uke", "2 uker"], "1 uke – 2 uker"),
        (["1. juni 2020", "17. august 2020"], "1. juni 2020 – 17. august 2020"),
        (["07.45–15.15", "08.00–15.30"], "07.45–15.15 / 08.00–15.30"),
        (["færre enn fem", "færre enn fem"], "færre enn fem"),
        ([], ""),
    ],
)  # fmt: skip
def test_a_range_tells_its_unit_once(told: list[str], expected: str) -> None:
    assert span(told) == expected


def test_a_path_of_evidence_finds_what_it_names() -> None:
    data = {"users": {"a": {"stay": {"lognormal": {"mean": "1 week"}}}}}
    assert unit_field(find(data, "users.a.stay.mean")[0]) == "mean"


def test_of_a_whole_shock_the_timelines_are_told_one_by_one() -> None:
    document = load(config_file("rich"), ["scenarios.fewer={shocks.closure: none, staff.state.people: 1}"])
    (first, second) = changes_of(document)
    assert (first.path, first.after) == (("shocks", "closure", "inflow.young"), None)
    assert first.before["add"] == "12 / week"
    assert (second.path, second.before, second.after) == (("staff", "state", "people"), 2, 1)


def test_a_trait_and_its_values_are_called_by_their_titles() -> None:
    titles = "{title: {nb: Behov, en: Need}, values: {adapted: {nb: Tilpasset, nn: Tilpassa}}}"
    names = names_of(load(config_file("rich"), [f"traits={{segment: {titles}}}"]))
    assert (names["trait", "segment"]["nn"], names["trait", "segment"]["en"]) == ("Behov", "Need")
    assert names["segment", "adapted"]["nn"] == "Tilpassa"
    assert ("segment", "standard") not in names


def test_a_shock_is_called_by_its_title_also_where_only_a_scenario_has_it() -> None:
    wave = "{title: {nb: Ny bølge, nn: Ny bølgje}, inflow.young: {multiply: 2, from: 2021-03-01, hold: 1 week}}"
    document = load(
        config_file("rich"),
        [
            "shocks.closure.title={nb: Stenging, en: Closure}",
            f"scenarios.fewer={{shocks.wave: {wave}, shocks.closure.title.nb: Noe annet}}",
        ],
    )
    names = names_of(document)
    assert names["shock", "closure"] == {"nb": "Stenging", "nn": "Stenging", "en": "Closure"}
    assert (names["shock", "wave"]["nb"], names["shock", "wave"]["nn"]) == ("Ny bølge", "Ny bølgje")
    (change,) = changes_of(document)
    assert (change.scenario, change.path) == ("fewer", ("shocks", "wave", "inflow.young")), "titles change nothing"
