"""The page of figures is what the register and the configs say, and its verdicts follow one rule."""

from __future__ import annotations

import re
from math import nan
from pathlib import Path

import pytest

from docs import figures
from docs.figures import CONFIGS, LEFT_OUT, PAGE, REGISTER, config_paths, of_base, page
from docs.generator.figures import COLUMNS, KINDS, VERDICTS, Case, Row, rows_of, shown, verdict
from docs.generator.markdown import table
from navsim.config.document import load

OFFICE = """\
name: small
start: 2020-01-06
weeks: 9
replications: 2
calendar: {hours: "08:00-15:30"}
users: {a: {title: {nb: Alle, en: Everyone}, initial: 20, inflow: 1 / week, stay: 20 weeks}}
tasks: {talk: {start: after_contact, opens: 20 days, due: 30 days, minutes: 30 min, contact: true, owner: state}}
staff:
  workers: {people: 1, owner: state, productive: 0.5, queues: [talk]}
  ill: {people: 1, owner: state, productive: 0.5, queues: [talk], leave: [{from: 2020-02-03, share: 0.8}]}
scenarios: {base: {}, other: {staff.workers.people: 2}}
targets:
  contact: {title: {nb: Kontakt, en: Contact}, measure: follow_up_rate, at_least: 0.99, over: period}
  users: {measure: caseload, at_most: 1000, legal: true}
  change: {measure: caseload, at_most: 50, against: {from: 2020-01-06, until: 2020-01-12}, from: 2020-01-13}
observed:
  - {measure: caseload, week: 2020-W05, value: 20, use: check, source: a count}
  - {measure: caseload, group: a, week: 2020-W05, value: 300, use: check, source: a count}
  - {measure: inflow, from: 2020-01-13, until: 2020-02-02, value: 3, use: fit, source: a count}
  - {measure: follow_up_rate, week: 2020-W05, value: 0.115, use: fit, source: a count}
evidence:
  users.a.initial: {kind: observed, source: counted in January}
  users.a.inflow: {kind: derived, source: 52 a year, why: 52 / 52}
  users.a.stay: {kind: derived, why: what keeps the number}
  tasks.talk.due: {kind: target, source: a letter}
  tasks.talk.minutes: {kind: assumed, range: [20 min, 40 min], why: nothing is known}
  staff.workers.people: {kind: conflict, says: two, gives: one}
  staff.ill.people: {kind: observed, source: one is ill}
  staff.*.productive: {kind: estimate, source: half of the time}
"""


@pytest.mark.parametrize(
    ("use", "value", "low", "high", "expected"),
    [
        ("fit", 5, 4, 6, "fitted"), ("fit", 7, 4, 6, "outside"), ("check", 5, 4, 6, "inside"),
        ("check", 3.9, 4, 6, "outside"), ("check", 4, 4, 6, "inside"), ("check", 6, 4, 6, "inside"),
        ("check", 5, nan, nan, "no figure"), ("fit", 5, nan, nan, "no figure"),
    ],
)  # fmt: skip
def test_the_verdict_on_what_was_counted(use: str, value: float, low: float, high: float, expected: str) -> None:
    assert verdict(use, value, low, high) == expected


def test_figures_in_their_units() -> None:
    assert shown(0.815, "follow_up_rate") == "81.5 %"
    assert shown(0.12345, "follow_up_rate", 1) == "12.3 %"
    assert shown(1130, "caseload") == "1130"
    assert shown(2.5, "inflow") == "2.5"
    assert shown(nan, "inflow", 1) == "–"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_small_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "REPLICATIONS", 5)
    document = of_base(write(tmp_path, "small", OFFICE))
    assert document.scenarios == ("base",)
    rows = rows_of([document], figures.run)
    assert [(row.figure, row.verdict) for row in rows] == [
        ("`caseload`, All, 2020-W05", "inside"), ("`caseload`, Everyone, 2020-W05", "outside"),
        ("`inflow`, All, 2020-01-13 to 2020-02-02", "fitted"), ("`follow_up_rate`, All, 2020-W05", "outside"),
        ("target: Change", "kept"), ("target: Contact", "broken"), ("target: Users", "kept"),
        ("`users.a.initial`", "input"), ("`users.a.inflow`", "derived"), ("`tasks.talk.due`", "input"),
        ("`staff.workers.people`", "conflict"), ("`staff.*.productive`", "input"),
    ]  # fmt: skip
    assert rows[0].says == "20 (a count)"
    assert rows[3].says == "11.5 % (a count)"
    low, high = (float(end) for end in rows[0].band.split(" to "))
    inner_low, inner_high = (float(end) for end in rows[0].interval.split(" to "))
    assert low < inner_low < float(rows[0].model) < inner_high < high
    assert [row.says for row in rows[4:7]] == [
        "`caseload`: change from 2020-01-06 to 2020-01-12, at most 50",
        "`follow_up_rate`: at least 99 %", "`caseload`: at most 1000, by law",
    ]  # fmt: skip
    assert rows[5].band == "kept in 0 % of the runs (0 to 52 %)", "Clopper and Pearson for 0 of 5"
    assert rows[6].band == "kept in 100 % of the runs (48 to 100 %)"
    assert rows[8] == Row("`users.a.inflow`", "52 a year; 52 / 52", model="1 / week", verdict="derived")
    assert rows[10] == Row("`staff.workers.people`", "two", "one", "1", verdict="conflict")
    assert {row.verdict for row in rows} <= set(VERDICTS)
    assert set(KINDS.values()) <= set(VERDICTS)


def test_what_a_second_config_says_again_is_told_once(tmp_path: Path) -> None:
    write(tmp_path, "small", OFFICE)
    evidence = "{staff.workers.fte: {kind: observed, source: half}}"
    more = f"extends: small.yaml\nname: more\nstaff: {{workers: {{fte: 0.5}}}}\nevidence: {evidence}\n"
    documents = [load(tmp_path / "small.yaml"), load(write(tmp_path, "more", more))]
    rows = [row.figure for row in rows_of(documents, None)]
    assert rows.count("`users.a.initial`") == rows.count("`caseload`, All, 2020-W05") == 1
    assert rows[-1] == "`staff.workers.fte`"


def test_a_config_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "small", OFFICE.partition("observed:")[0])
    text = page((Case("One", ("small", "smaller")), Case("Two", ("none",))), tmp_path)
    assert "## One" in text
    assert "## Two" not in text
    assert text.endswith("\nNot there, so without figures: `smaller.yaml`, `none.yaml`.\n")
    assert capsys.readouterr().err == "not there: configs/smaller.yaml\nnot there: configs/none.yaml\n"


# The page in docs/

THERE = [case for case in REGISTER if any(path.is_file() for path in config_paths(case))]


def test_every_config_is_in_the_register() -> None:
    names = [name for case in REGISTER for name in case.configs]
    assert len(set(names)) == len(names)
    assert {path.stem for path in CONFIGS.glob("*.yaml")} <= {*names, *LEFT_OUT}
    sections = re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sections == [case.title for case in THERE], "make figures"


@pytest.mark.parametrize("case", THERE, ids=lambda case: case.configs[0])
def test_the_page_has_what_the_configs_say(case: Case) -> None:
    """All but the model's figures, which take a run."""
    text = PAGE.read_text(encoding="utf-8")
    _, _, below = text.partition(f"\n## {case.title}\n")
    lines = [line for line in below.split("\n## ")[0].splitlines() if line.startswith("| ")][2:]
    wanted = rows_of([of_base(path) for path in config_paths(case) if path.is_file()], None)
    assert len(lines) == len(wanted), "make figures"
    for line, row in zip(lines, wanted, strict=True):
        cells = row.told if not row.verdict else row.cells
        start = table(COLUMNS, [cells]).splitlines()[2].removesuffix(" |")
        assert line.startswith(f"{start} |"), "make figures"


@pytest.mark.long
def test_the_figures_are_those_of_a_run() -> None:
    case = REGISTER[0]
    rows = rows_of([of_base(path) for path in config_paths(case)], figures.run)
    assert table(COLUMNS, [row.cells for row in rows]) in PAGE.read_text(encoding="utf-8"), "make figures"
