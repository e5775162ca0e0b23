"""Documents: scenarios as ordered changes, frozen configs, round trips."""

from __future__ import annotations

import contextlib
import copy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from navsim.config.document import Document, checked, load
from navsim.config.merge import changed
from navsim.config.places import Place, Source, dotted, walk
from navsim.config.yaml_source import parse_value
from navsim.values.errors import InputError
from tests.config.examples import OFFICE, SMALL, office, small, write


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return load(office(tmp_path_factory.mktemp("office")))


def test_scenarios_are_changes_of_the_config(document: Document) -> None:
    assert document.scenarios == ("happened", "without_temporary", "no_shock", "wave")
    assert document.config("happened") == document.config()
    assert set(document.config("without_temporary").staff) == {"caseworkers", "municipal"}
    assert not document.config("no_shock").shocks
    assert set(document.config("wave").shocks) == {"corona", "wave"}
    assert document.config("wave").staff["temporary"].until is None
    assert document.config().staff["temporary"].until is not None


def test_a_config_is_made_once_and_frozen(document: Document) -> None:
    config = document.config("wave")
    assert document.config("wave") is config
    with pytest.raises(ValidationError):
        config.weeks = 3  # type: ignore[misc]


def test_an_unknown_scenario_is_explained(document: Document) -> None:
    with pytest.raises(InputError, match="did you mean no_shock"):
        document.config("no_shok")


def test_a_config_without_scenarios_has_a_base(tmp_path: Path) -> None:
    document = small(tmp_path)
    assert document.scenarios == ("base",)
    assert document.config("base") == document.config()


def test_changes_apply_in_their_order(tmp_path: Path) -> None:
    changes = "scenarios:\n  a:\n    staff.two: {people: 1, owner: state, productive: 0.5}\n    staff.two.people: 5\n"
    assert load(write(tmp_path, SMALL + changes)).config("a").staff["two"].people == 5
    backwards = "scenarios:\n  a:\n    staff.two.people: 5\n    staff.two: {people: 1, owner: state, productive: 0.5}\n"
    with pytest.raises(InputError, match=r"there is no staff\.two\.people") as caught:
        load(write(tmp_path, SMALL + backwards))
    assert caught.value.line == len(SMALL.splitlines()) + 3


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("rules.contact_window", "20 days", ("rules", "contact_window")),
        ("shocks.corona.inflow.young.add", "9 / week", ("shocks", "corona", "inflow.young", "add")),
        ("shocks.corona.returns.young", {"add": "1 / week"}, ("shocks", "corona", "returns.young")),
        ("staff.temporary.leave", [], ("staff", "temporary", "leave")),
        ("observed.2.value", 3, ("observed", 1, "value")),
        ("staff.caseworkers.queues.2.1", "letters", ("staff", "caseworkers", "queues", 1, 0)),
    ],
)
def test_paths_reach_everything(document: Document, path: str, value: object, where: tuple[str | int, ...]) -> None:
    after = changed(document.source, path, value, Place("x", 9))
    data: object = after.data
    for part in where:
        data = data[part]  # type: ignore[index]
    assert data == value
    assert after.place(where) == Place("x", 9)


def test_a_removed_item_of_a_list_is_gone(document: Document) -> None:
    after = changed(document.source, "observed.1", "none", Place("x"))
    assert after.data["observed"] == document.data["observed"][1:]


def test_written_out_it_is_the_same_config(document: Document, tmp_path: Path) -> None:
    again = load(write(tmp_path, document.yaml()))
    assert again.data == document.data
    assert again.digest == document.digest
    assert again.yaml() == document.yaml()
    for scenario in (None, *document.scenarios):
        assert again.config(scenario) == document.config(scenario)


def test_the_digest_knows_every_change(document: Document, tmp_path: Path) -> None:
    office(tmp_path)
    same = load(tmp_path / "office.yaml")
    assert same.digest == document.digest
    assert load(tmp_path / "office.yaml", ["seed=8"]).digest != document.digest
    assert len(document.digest) == 64


def test_names_and_texts_are_read(document: Document) -> None:
    config = document.config()
    assert config.title is not None
    assert [config.title.text(language) for language in ("nb", "nn", "en")] == ["Et kontor", "Eit kontor", "An office"]
    young = config.users["young"].title
    assert young is not None
    assert young.text("en") == "Unge"
    assert config.tasks["application"].for_.traits == {"segment": ("adapted", "standard")}
    assert config.staff["caseworkers"].queues == ("intake", ("follow_up", "letters"))
    assert config.shocks["corona"].changes["inflow.young"].add == 8 / 10080


PATHS = [
    dotted(path) for path, _ in walk(parse_value(OFFICE, "f")) if path and path[0] not in ("scenarios", "title", "name")
]
VALUES = ["none", "0", "-1", "3", "0.5", "1e9", "x", "''", "[]", "{}", "{a: 1}", "[1, 2]", "true", "3 / week", "1 min"]
VALUES += [
    "2020-01-06",
    "9999-12-31",
    "1000-01-01",
    "1000 years",
    "08:00-15:00",
    "[{value: 1}]",
    "{steps: [{value: 1}]}",
]


@settings(max_examples=500)
@given(st.sampled_from(PATHS), st.sampled_from(VALUES))
def test_whatever_is_written_gives_a_config_or_an_input_error(document: Document, path: str, value: str) -> None:
    with contextlib.suppress(InputError):
        checked(Document(changed(document.source, path, parse_value(value, "f"), Place("f", 1))))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(VALUES)), max_size=3))
def test_a_scenario_never_changes_the_base(document: Document, changes: list[tuple[str, str]]) -> None:
    scenario = {path: parse_value(value, "f") for path, value in changes}
    data = {**document.data, "scenarios": {"base": {}, "other": scenario}}
    other = Document(Source(data, document.source.places))
    before = copy.deepcopy(other.data)
    base = other.config()
    digest = other.digest
    with contextlib.suppress(InputError):
        assert other.config("other").seed == base.seed
    assert other.data == before
    assert Document(other.source).digest == digest
    assert Document(other.source).config() == base


@settings(max_examples=60)
@given(st.integers(0, len(SMALL)), st.integers(0, 30), st.text(alphabet=" \n:-[]{},&*!'\"a0.", max_size=5))
def test_a_damaged_config_gives_a_config_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, text: str
) -> None:
    path = write(tmp_path_factory.getbasetemp(), SMALL[:start] + text + SMALL[start + length :], "damaged.yaml")
    with contextlib.suppress(InputError):
        load(path)
