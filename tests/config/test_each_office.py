"""One template, many offices: each gets a config of its own, as if somebody had written it out."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from navsim.config.document import load
from navsim.config.evidence import evidence_table, unsourced
from navsim.config.multiply import own_amount, own_seed
from navsim.config.schema import schema
from navsim.config.yaml_source import parse_value
from navsim.values.errors import InputError
from navsim.values.units import rate
from tests.config.examples import write
from tests.config.many import ROWS, TEMPLATE, many


def test_each_office_has_its_own_amounts(tmp_path: Path) -> None:
    offices = many(tmp_path).offices()
    assert list(offices) == ["aal", "gol", "nes"]
    gol, aal = offices["gol"], offices["aal"]
    assert (gol.users["followed"].initial, aal.users["followed"].initial) == (40, 61)
    inflow = gol.users["followed"].inflow
    assert inflow is not None
    assert inflow.steps[0].value == rate("2 / week")
    assert gol.shocks["closure"].changes["inflow.followed"].add == rate("8 / week")
    assert (gol.staff["caseworkers"].people, gol.staff["clerk"].people) == (2, 1)
    assert gol.each_office is None


def test_people_are_whole(tmp_path: Path) -> None:
    """15 % of 61, 40 and 30 are 9.15, 6 and 4.5: halves go upwards."""
    offices = many(tmp_path).offices()
    assert [office.users["recipients"].initial for office in offices.values()] == [9, 6, 5]


def test_an_office_is_what_somebody_would_have_written(tmp_path: Path) -> None:
    """All of it, not only what differs; the seed hangs on the seed of all and on the office's name."""
    found = many(tmp_path).offices()["gol"]
    before, _, after = TEMPLATE.partition("each_office:")
    written = load(
        write(tmp_path, before + after[after.index("users:\n") :], "gol.yaml"),
        [
            "users.followed.initial=40", "users.followed.inflow=2 / week", "users.recipients.initial=6",
            "shocks.closure.inflow.followed.add=8 / week", "staff.caseworkers.people=2", f"seed={own_seed(3, 'gol')}",
        ],
    )  # fmt: skip
    assert found == written.config()


@pytest.mark.parametrize("times", [100, "100 / week"])
def test_a_product_that_no_machine_can_hold(times: float | str) -> None:
    with pytest.raises(ValueError, match=r"1e\+308 times 100.* is too large"):
        own_amount(1e308, times, rounded=True)


def test_seeds_hang_on_names() -> None:
    assert own_seed(3, "gol") != own_seed(3, "nes") != own_seed(4, "nes")
    assert own_seed(3, "gol") == 356816372691659519  # a result that was printed must come again
    assert all(0 <= own_seed(seed, "gol") < 2**63 for seed in range(100))


def test_the_resolved_config_needs_no_file(tmp_path: Path) -> None:
    document = many(tmp_path)
    again = load(write(tmp_path / "elsewhere", document.yaml()))
    assert again.digest == document.digest
    assert again.offices() == document.offices()
    assert "csv" not in again.data["each_office"]


def test_the_digest_covers_the_rows(tmp_path: Path) -> None:
    assert many(tmp_path).digest != many(tmp_path, rows=ROWS.replace("40", "41")).digest


def test_a_scenario_changes_the_template_or_what_differs(tmp_path: Path) -> None:
    scenarios = """scenarios:
  base: {}
  slower: {staff.caseworkers.productive: 0.4}
  fewer: {each_office.set.staff.caseworkers.people: {column: staff, times: 0.5}}
  one_more: {each_office.rows.gol.staff: 3}
  own_share: {each_office.set.staff.clerk.fte: {column: staff, times: 0.25}}
  alike: {each_office.set.staff.caseworkers.people: none, staff.caseworkers.people: 4}
"""
    document = many(tmp_path, text=TEMPLATE + scenarios)

    def people(scenario: str) -> list[int]:
        return [office.staff["caseworkers"].people for office in document.offices(scenario).values()]

    assert people("base") == people("slower") == [2, 2, 1]
    for office in document.offices("slower").values():
        assert office.staff["caseworkers"].productive == document.config("slower").staff["caseworkers"].productive
    assert people("fewer") == [1, 1, 1]
    assert people("one_more") == [2, 3, 1]
    assert people("alike") == [4, 4, 4]
    assert [office.staff["clerk"].fte for office in document.offices("own_share").values()] == [0.5, 0.5, 0.25]
    assert document.offices("base") is document.offices()


def test_what_a_target_asks_for_may_be_an_office(tmp_path: Path) -> None:
    target = "targets: {a: {measure: backlog, dimension: office, group: %s, at_most: 3}}\n"
    assert many(tmp_path, text=TEMPLATE + target % "gol").offices()["gol"].targets == {}
    with pytest.raises(InputError, match="there is no office goll; did you mean gol"):
        many(tmp_path, text=TEMPLATE + target % "goll")


def test_offices_of_another_file_take_the_place_of_the_first(tmp_path: Path) -> None:
    many(tmp_path)
    write(tmp_path, "office;caseload;staff;people_in_town\nhol;12,0;1;100\n", "other.csv")
    top = load(write(tmp_path, "extends: office.yaml\neach_office: {csv: other.csv}\n", "top.yaml"))
    assert list(top.offices()) == ["hol"]
    assert list(many(tmp_path, "each_office.rows=none", "each_office.csv=other.csv").offices()) == ["hol"]


def test_numbers_that_each_office_replaces_need_no_evidence(tmp_path: Path) -> None:
    missing = unsourced(many(tmp_path))
    assert "staff.caseworkers.people" not in missing
    assert "staff.clerk.people" in missing
    assert "each_office.rows.gol.staff" in missing  # the first row stands for its column
    assert "each_office.rows.nes.staff" not in missing
    spare = unsourced(many(tmp_path, rows=ROWS.replace("on the fjord", "7")))
    assert "each_office.rows.gol.note" not in spare  # nothing is made of it
    evidence = "evidence: {each_office.rows: {kind: observed, source: a count}}\n"
    assert not any("rows" in path for path in unsourced(many(tmp_path, text=TEMPLATE + evidence)))


def test_of_rows_the_report_shows_how_far_they_reach(tmp_path: Path) -> None:
    evidence = "evidence: {each_office.rows: {kind: observed, source: a count}}\n"
    [row] = evidence_table(many(tmp_path, text=TEMPLATE + evidence))
    assert row.value == "people_in_town: 3000 – 5000, caseload: 30 – 61, staff: 1 – 2"


def test_the_schema_knows_both_forms(tmp_path: Path) -> None:
    validator = Draft202012Validator(schema())
    assert not list(validator.iter_errors(parse_value(TEMPLATE, "f")))
    assert not list(validator.iter_errors(parse_value(many(tmp_path).yaml(), "f")))
    assert list(validator.iter_errors(parse_value(TEMPLATE.replace("times: 0.15", "tims: 0.15"), "f")))


CSV, YAML = "offices.csv", "office.yaml"
BROKEN_ROWS = {
    "no number": (ROWS.replace("30,1", "thirty,1"), 3, "office nes, caseload: 'thirty' is not a number"),
    "missing number": (ROWS.replace("30,1", ",1"), 3, "office nes, caseload: the number is missing"),
    "short row": (ROWS.replace("nes,3000,30,1,", "nes,3000"), 3, "office nes, caseload: the number is missing"),
    "long row": (ROWS.replace("nes,3000,30,1,", "nes,3000,30,1,,5"), 3, "6 cells, but 5 columns"),
    "twice": (ROWS.replace("aal", "gol"), 4, "there are two offices gol; the first is in line 2"),
    "too large": (ROWS.replace("30,1", "1e308,1e308"), 3, "is too high"),
    "no name": (ROWS.replace("nes,", "Nes i Ådal,"), 3, "is not a name"),
    "empty name": (ROWS.replace("nes,", ","), 3, "'' is not a name"),
    "too low": (ROWS.replace("30,1", "-30,1"), 3, "office nes: users.followed.initial: -30 is too low"),
    "not finite": (ROWS.replace("30,1", "nan,1"), 3, "nan is not a number that can be used"),
    "heading twice": (ROWS.replace("note", "staff"), 1, "the column staff is there twice"),
    "no rows": ("office,caseload\n", None, "there are no offices in it"),
    "nothing": ("", None, "there are no offices in it"),
}


@pytest.mark.parametrize("case", BROKEN_ROWS)
def test_a_broken_row_is_explained(tmp_path: Path, case: str) -> None:
    rows, line, words = BROKEN_ROWS[case]
    with pytest.raises(InputError) as caught:
        many(tmp_path, rows=rows)
    assert words in str(caught.value)
    assert (caught.value.file, caught.value.line) == (CSV, line)


def edit(old: str, new: str) -> str:
    """The template with one piece replaced; the line that is wrong carries ``#!``."""
    assert TEMPLATE.count(old) == 1, old
    return TEMPLATE.replace(old, new)


PACE = "    pace.followed: {multiply: 0.5, from: 2021-01-25, hold: 2 days}\n"
BROKEN_TEMPLATES = {
    "column": (edit("people: staff", "people: stff #!"), "there is no column stff; did you mean staff?"),
    "path": (edit("users.followed.initial:", "users.folowed.initial: #!\n     "), "did you mean users.followed"),
    "other path": (
        edit("staff.caseworkers.people:", "tasks.intake.minutes: #!\n     "),
        "tasks.intake.minutes can't differ between offices; what can: users.*.initial",
    ),
    "shock": (
        edit("    inflow.followed: {", f"{PACE}    inflow.followed: {{").replace(
            "    staff.caseworkers.people: staff", "    shocks.closure.pace.followed.multiply: staff #!"
        ),
        "a shock to this can't differ between offices",
    ),
    "factor": (edit("times: 0.05 / week}", "times: 5 % } #!"), "'5 %' is not a factor: write a number, e.g. 0.9"),
    "unit": (edit("times: 0.05 / week}", "times: 0.05 / wek}"), "is not a rate"),
    "unknown key": (edit("column: caseload, times: 0.15}", "colum: caseload, times: 0.15} #!"), "did you mean column"),
    "no file": (edit("csv: offices.csv", "csv: ofices.csv"), "no such file"),
    "outside the folder": (edit("csv: offices.csv", "csv: ../offices.csv #!"), "lies outside the folder"),
    "no offices": (edit("  csv: offices.csv\n", "").replace("each_office:", "each_office: #!"), "a csv file or rows"),
    "both": (edit("csv: offices.csv", "csv: offices.csv\n  rows: {a: {b: 1}}"), "and not both"),
    "offices too": (TEMPLATE + "offices: {gol: {}} #!\n", "leave one of the two out"),
    "trait": (
        TEMPLATE.replace("{age:", "{office:").replace("young: 0.3}}", "young: 0.3}} #!"),
        "office is the name of another dimension",
    ),
    "scenario": (
        TEMPLATE + "scenarios:\n  a: {}\n  b: {staff.caseworkers.people: 3} #!\n",
        "scenario b: staff.caseworkers.people: each office has its own",
    ),
    "scenario above": (
        TEMPLATE + "scenarios:\n  a: {}\n  b: {staff.caseworkers: none} #!\n",
        "scenario b: staff.caseworkers: each office has its own",
    ),
    "scenario's column": (
        TEMPLATE + "scenarios:\n  a: {}\n  b: {each_office.set.staff.clerk.people: clerks} #!\n",
        "scenario b: there is no column clerks",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN_TEMPLATES)
def test_a_broken_template_is_explained(tmp_path: Path, case: str) -> None:
    text, words = BROKEN_TEMPLATES[case]
    with pytest.raises(InputError) as caught:
        many(tmp_path, text=text)
    assert words in str(caught.value)
    marked = [number for number, line in enumerate(text.split("\n"), start=1) if "#!" in line]
    assert not marked or (caught.value.file, [caught.value.line]) == (str(tmp_path / YAML), marked)


STEPS = "    inflow: {steps: [{value: 1 / week}]}\n"


def test_an_override_that_each_office_would_undo_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="each office has its own staff"):
        many(tmp_path, "staff.caseworkers.people=9")
    with pytest.raises(InputError, match="each office has its own users"):
        many(tmp_path, "users.followed.inflow.season={jan: 2}", text=edit("  followed:\n", f"  followed:\n{STEPS}"))
    assert many(tmp_path, "staff.clerk.people=9").offices()["gol"].staff["clerk"].people == 9
