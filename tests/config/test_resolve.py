"""From files to resolved data: extends, --set, CSV series."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from navsim.config.document import load
from navsim.values.errors import InputError
from tests.config.examples import OFFICE, SERIES, SMALL, office, small, write

SERIES_OFFICE = SMALL.replace("2 / week", "{series: {csv: s.csv, column: rate}}")


def test_mappings_merge_and_the_rest_is_replaced(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "base.yaml")
    top = "extends: base.yaml\nweeks: 20\nusers: {all: {inflow: 3 / week}}\nstaff: {one: {queues: [[talk]]}}\n"
    data = load(write(tmp_path, top)).data
    assert data["weeks"] == 20
    assert data["users"]["all"]["inflow"] == "3 / week"
    assert data["users"]["all"]["initial"] == 20
    assert data["staff"]["one"]["queues"] == [["talk"]]
    assert "extends" not in data


def test_none_removes(tmp_path: Path) -> None:
    write(tmp_path, SMALL + "goal: 0.7\n", "base.yaml")
    data = load(write(tmp_path, "extends: base.yaml\ngoal: none\nusers: {all: {inflow: none}}\n")).data
    assert "goal" not in data
    assert "inflow" not in data["users"]["all"]


def test_none_is_a_country_of_its_own(tmp_path: Path) -> None:
    text = SMALL.replace("always", "{country: none, hours: 08:00-15:00}")
    assert load(write(tmp_path, text)).config().calendar.country is None
    without = SMALL.replace("always", "{hours: 08:00-15:00}")
    assert load(write(tmp_path, without)).config().calendar.country == "NO"
    assert load(write(tmp_path, without), ["calendar.country=none"]).config().calendar.country is None


def test_what_a_scenario_removes_is_kept_for_it(tmp_path: Path) -> None:
    write(tmp_path, OFFICE, "base.yaml")
    write(tmp_path, SERIES, "series/inflow.csv")
    document = load(write(tmp_path, "extends: base.yaml\nscenarios: {no_shock: none, wave: {goal: none}}\n"))
    assert document.scenarios == ("happened", "without_temporary", "wave")
    assert document.data["scenarios"]["wave"]["goal"] == "none"
    assert document.config("wave").goal is None


def test_the_evidence_of_a_scenario_goes_with_it(tmp_path: Path) -> None:
    entry = "{kind: derived, why: nothing}"
    told = OFFICE.replace(
        "evidence:\n", f"evidence:\n  scenarios.no_shock: {entry}\n  scenarios.no_shock.shocks.corona: {entry}\n"
    )
    write(tmp_path, SERIES, "series/inflow.csv")
    base = write(tmp_path, told, "base.yaml")
    whole = len(load(base).config().evidence)
    assert len(load(base, ["scenarios.no_shock=none"]).config().evidence) == whole - 2
    top = write(tmp_path, "extends: base.yaml\nscenarios: {no_shock: none}\n")
    assert len(load(top).config().evidence) == whole - 2
    assert len(load(base, ["scenarios.without_temporary=none"]).config().evidence) == whole


def test_another_form_pushes_out_the_first(tmp_path: Path) -> None:
    write(tmp_path, OFFICE, "base.yaml")
    write(tmp_path, SERIES, "series/inflow.csv")
    top = "extends: base.yaml\nusers: {young: {stay: {exponential: {mean: 1 week}}}}\n"
    tasks = "tasks: {employers: {start: {visits: 2 / open day, at: main}}}\n"
    data = load(write(tmp_path, top + tasks)).data
    assert data["users"]["young"]["stay"] == {"exponential": {"mean": "1 week"}}
    assert data["tasks"]["employers"]["start"] == {"visits": "2 / open day", "at": "main"}


def test_a_chain_of_files_counts_paths_from_each(tmp_path: Path) -> None:
    write(tmp_path, SERIES_OFFICE, "base/a.yaml")
    write(tmp_path, "date,rate\n2020-01-06,4 / week\n", "base/s.csv")
    write(tmp_path, "extends: a.yaml\nweeks: 11\n", "base/b.yaml")
    data = load(write(tmp_path, "extends: base/b.yaml\nseed: 3\n")).data
    assert (data["weeks"], data["seed"]) == (11, 3)
    assert data["users"]["all"]["inflow"] == {"steps": [{"from": "2020-01-06", "value": "4 / week"}]}


def test_errors_name_the_file_that_has_them(tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace("initial: 20", "initial: -1"), "base.yaml")
    top = write(tmp_path, "extends: base.yaml\nweeks: 20\n")
    with pytest.raises(InputError) as caught:
        load(top)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "base.yaml"), 7)


def test_extends_in_a_circle_shows_the_chain(tmp_path: Path) -> None:
    write(tmp_path, "extends: b.yaml\n", "a.yaml")
    write(tmp_path, "weeks: 3\nextends: c.yaml\n", "b.yaml")
    write(tmp_path, "extends: a.yaml\n", "c.yaml")
    with pytest.raises(InputError, match=r"a\.yaml -> b\.yaml -> c\.yaml -> a\.yaml") as caught:
        load(tmp_path / "a.yaml")
    assert caught.value.line == 1
    with pytest.raises(InputError, match=r"self\.yaml -> self\.yaml"):
        load(write(tmp_path, "extends: self.yaml\n", "self.yaml"))


@pytest.mark.parametrize("target", ["../base.yaml", "/etc/hostname", "sub/../../base.yaml", "link.yaml"])
def test_extends_stays_in_the_folder(tmp_path: Path, target: str) -> None:
    write(tmp_path, SMALL, "base.yaml")
    os.symlink(tmp_path / "base.yaml", write(tmp_path, "", "inner/keep").parent / "link.yaml")
    with pytest.raises(InputError, match="outside the folder") as caught:
        load(write(tmp_path, f"weeks: 3\nextends: {target}\n", "inner/top.yaml"))
    assert caught.value.line == 2


@pytest.mark.parametrize("target", ["3", "[a.yaml]", "missing.yaml", '"a\\0b"', "."])
def test_extends_names_a_file(tmp_path: Path, target: str) -> None:
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, f"weeks: 3\nextends: {target}\n"))
    assert caught.value.file is not None


def test_sets_come_in_order_and_after_the_file(tmp_path: Path) -> None:
    document = small(
        tmp_path, "weeks=11", "weeks=12", "goal=0.5", "rules.contact_window=20 days", "users.all.inflow=none"
    )
    assert document.config().weeks == 12
    assert document.config().rules.contact_window == 20 * 1440
    assert document.config().users["all"].inflow is None


def test_a_set_replaces_a_whole_value(tmp_path: Path) -> None:
    document = small(tmp_path, "users.all.stay={exponential: {mean: 1 week}}", "users.all.inflow=[{value: 1 / week}]")
    assert document.data["users"]["all"]["stay"] == {"exponential": {"mean": "1 week"}}
    document = small(tmp_path, "users.all.inflow=[{value: 1 / week}]", "users.all.inflow.1.value=2 / week")
    assert document.data["users"]["all"]["inflow"] == [{"value": "2 / week"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weeks", "path=value"),
        ("=3", "path=value"),
        ("weeks=", "nothing is written"),
        ("users.all={stay: ~}", "nothing is written"),
        ("weks=3", "weks: unknown key; did you mean weeks?"),
        ("staf.one.people=3", "staf: unknown key; did you mean staff?"),
        ("users.al.initial=3", "did you mean users.all.initial?"),
        ("staff.two=none", "did you mean staff.one?"),
        ("weeks.long=3", "not a section"),
        ("staff.one.queues.2=x", "a list of 1"),
        ("staff..people=3", "there is no staff..people"),
        ("users.all.initial=[", "not YAML"),
        ("users.all.initial=!!python/name:os.system x", "tags"),
        ("users.all.inflow={series: {csv: ../s.csv, column: a}}", "outside the folder"),
        ("extends=other.yaml", "extends: unknown key"),
    ],
)
def test_a_wrong_set_is_explained(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        small(tmp_path, text)
    assert words in str(caught.value)
    assert (caught.value.file or "").startswith("--set")
    assert caught.value.line is None


def test_a_series_is_written_out(tmp_path: Path) -> None:
    data = load(office(tmp_path)).data
    assert data["users"]["adult"]["inflow"]["steps"] == [
        {"from": "2020-01-06", "value": "1,5 / week"},
        {"from": "2020-06-01", "value": "2 / week"},
    ]
    assert data["users"]["adult"]["inflow"]["pulses"][0]["multiply"] == 2


def test_a_series_of_norwegian_numbers(tmp_path: Path) -> None:
    write(tmp_path, "\ufeffdato;andel\r\n2020-01-06;0,25\r\n\r\n2020-02-03;1\r\n".encode(), "s.csv")
    text = SMALL.replace("productive: 0.5", "productive: {series: {csv: s.csv, column: andel}}")
    assert load(write(tmp_path, text)).data["staff"]["one"]["productive"] == {
        "steps": [{"from": "2020-01-06", "value": 0.25}, {"from": "2020-02-03", "value": 1}]
    }


BROKEN_SERIES = {
    "no file": (None, "no such file", None),
    "empty": ("", "no column rate", 1),
    "only a heading": ("date,rate\n", "no rows", None),
    "unknown column": ("date,rates\n2020-01-06,1\n", "no column rate; did you mean rates?", 1),
    "impossible date": ("date,rate\n2020-01-06,1 / week\n2020-02-30,1 / week\n", "2020-02-30", 3),
    "dates backwards": ("date,rate\n2020-01-06,1 / week\n2020-01-06,1 / week\n", "increase", 3),
    "no value": ("date,rate\n2020-01-06,1 / week\n2020-02-03\n", "missing", 3),
    "not a number": ("date,rate\n2020-01-06,nan\n", "nan", 2),
    "no unit": ("date,rate\n2020-01-06,1 / week\n2020-02-03,12\n", "12 is not a rate", 3),
    "negative": ("date,rate\n2020-01-06,-1 / week\n", "negative", 2),
    "quotes": ('date,rate\n2020-01-06,"1\n', "not CSV", 2),
    "binary": (b"date,rate\n\xff\xfe", "UTF-8", 2),
}


@pytest.mark.parametrize("case", BROKEN_SERIES)
def test_a_broken_series_is_explained(tmp_path: Path, case: str) -> None:
    text, words, line = BROKEN_SERIES[case]
    if text is not None:
        write(tmp_path, text, "s.csv")
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, SERIES_OFFICE))
    assert words in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("s.csv", line)


def test_a_series_stays_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path, SERIES, "s.csv")
    with pytest.raises(InputError, match="outside the folder") as caught:
        load(write(tmp_path, SERIES_OFFICE.replace("s.csv", "../s.csv"), "inner/office.yaml"))
    assert caught.value.line == 8


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{series: {csv: s.csv}}", "column is missing"),
        ("{series: {csv: s.csv, column: rate, unit: week}}", "unit: unknown key"),
        ("{series: {csv: s.csv, column: 3}}", "a text, not 3"),
        ("{series: {csv: s.csv, column: rate}, steps: [{value: 1 / week}]}", "not both"),
    ],
)
def test_a_wrongly_named_series_is_explained(tmp_path: Path, form: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, SMALL.replace("2 / week", form)))
    assert words in str(caught.value)
    assert caught.value.line == 8
