"""Targets, for whom, break-even, changes and the checklist: what the tables say, and what they keep to themselves."""

from __future__ import annotations

import dataclasses
import math
from html import unescape

import pytest

from navsim.config.fields import LANGUAGES, Language
from navsim.report.basis import changes, evidence_tables, observed
from navsim.report.html import page
from navsim.report.material import Change, Material
from navsim.report.outcomes import break_even, target_tables, targets_left_out
from navsim.report.stress import ITEMS, checklist
from navsim.report.tables import Table
from navsim.report.whom import for_whom
from navsim.report.words import words
from tests.report.conftest import evidence
from tests.report.extras import everything

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def full(material: Material) -> Material:
    """The case with all that a page can show."""
    return everything(material)


def row(table: Table, title: str) -> list[str]:
    """The values of a row."""
    return [cell.value for cell in dict(table.rows)[title]]


def test_deadlines_by_law_come_first_and_are_named_so(full: Material) -> None:
    (quick, legal), (contact, lawful) = [(table, law) for law, table in target_tables(full, words("en"))]
    assert (legal, lawful) == (True, False)
    assert quick.caption.startswith("Legal deadline: Quick help. Wait, days (AAP): at most 14 in the mean, 6")
    assert contact.caption.startswith(
        "Goal: Contact. Share with a dialogue, meeting or talk in the last 30 days: at least"
    )
    assert "at least 70% in each week" in contact.caption
    assert row(quick, "What happened") == ["Kept", "100%", "12", "–", "–", "–"]


def test_a_target_is_kept_broken_or_not_certain(full: Material) -> None:
    contact = target_tables(full, words("nb"))[1][1]
    cells = dict(contact.rows)["Slik det gikk"]
    assert [cell.value for cell in cells] == [
        "Brytes",
        f"25{NBSP}%",
        f"65{NBSP}%",
        f"uke{NBSP}14{NBSP}2020",
        "21,5",
        "30 uker",
    ]
    assert (cells[0].tone, cells[3].interval) == ("clear", f"(tidligst uke{NBSP}12{NBSP}2020)")
    unsure = dict(contact.rows)["Leksvik stengt, Rissa 12–14"][
        0
    ]  # 85 % of the runs, 70–100 %, where 80 % are asked for
    assert (unsure.value, unsure.tone) == ("Holdes", "unclear")
    assert "flere kjøringer" in unsure.note


def test_a_target_that_no_run_defines_and_one_that_is_never_kept_again(full: Material) -> None:
    undefined = full.targets.assign(kept_share=math.nan, low=math.nan, high=math.nan, kept=None)
    table = target_tables(dataclasses.replace(full, targets=undefined), words("en"))[1][1]
    assert row(table, "What happened") == ["Not defined", "–", "–", "–", "–", "–"]
    forever = full.targets.assign(recovery_weeks_median=math.nan)
    table = target_tables(dataclasses.replace(full, targets=forever), words("en"))[1][1]
    assert row(table, "What happened")[-1] == "Not within the period, in at least half"


def test_groups_of_a_few_are_in_no_table(full: Material) -> None:
    assert len(target_tables(full, words("en"))) == 2
    assert targets_left_out(full, words("en")) == ("1 row is left out because it concerns fewer than 5 people.",)
    tables = for_whom(full, words("en"))
    assert len(tables) == len(full.others)
    for table in tables:
        assert [title for title, _ in table.rows] == [
            "AAP", "Unemployment benefit", "The rest, together (group)"
        ]  # fmt: skip
        assert table.notes[0].startswith("2 groups are merged")
    text = page(full, [], words("en"))
    assert "efugees (" not in text
    assert ">Refugees<" not in text


def test_counts_of_a_few_people_are_left_out(full: Material) -> None:
    part = full.observed["group"] == "under_30"
    few = full.observed.assign(value=full.observed["value"].where(~part, 4.0))
    table = observed(dataclasses.replace(full, observed=few), words("en"))
    assert table is not None
    assert len(table.rows) == 6
    assert table.notes[-1].startswith("2 rows are left out")


def test_counted_shares_are_in_percent_and_fte_have_their_decimal(material: Material) -> None:
    one = material.observed.iloc[[0]].assign(
        measure="sick_share", dimension="all", group="all", value=0.156, model_mean=0.114, prediction_low=0.048,
        prediction_high=0.1788,
    )  # fmt: skip
    fte = one.assign(measure="fte", value=12.1, model_mean=12.1, prediction_low=12.1, prediction_high=12.1)
    for row, shown in (
        (one, ["15,6\u00a0%", "11,4\u00a0%", "4,8\u00a0%–17,9\u00a0%"]),
        (fte, ["12,1", "12,1", "12,1–12,1"]),
    ):
        table = observed(dataclasses.replace(material, observed=row), words("nb"))
        assert table is not None
        assert [cell.value for cell in table.rows[0][1][1:4]] == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shown_of_a_persons_leave_or_of_three_refugees(full: Material, language: Language) -> None:
    text = unescape(page(full, [], words(language))).split("<nav")[1]
    for secret in (
        "2020-05-04",
        "4 May 2020",
        "mai 2020",
        "september 2020",
        "in the second month",
        "the date was not told",
        "ill since",
    ):
        assert secret not in text
    assert words(language)("privacy.few") in text
    assert words(language)("privacy.leave") in text
    shown = {code for table in evidence_tables(full, words(language)) for code in table.codes}
    assert "staff.parental.leave" in shown


def test_changes_stand_before_and_after_and_a_scenario_without_any_has_its_line(full: Material) -> None:
    table = changes(full, words("en"))
    assert table is not None
    assert [title for title, _ in table.rows][:2] == ["What happened", "No corona"]
    assert row(table, "What happened") == ["nothing: the config as it stands", "–", "–"]
    assert row(table, "No corona") == ["Corona: Other: inflow", f"added: 78{NBSP}a{NBSP}week", "removed"]
    assert dict(table.rows)["No corona"][0].code == "shocks.corona.inflow.other"
    assert {title for title, _ in table.rows} == {full.label("scenario", name, "en") for name in full.scenarios}
    assert ["Refugees: users at the start", "fewer than five", "12"] in [
        [cell.value for cell in cells] for _, cells in table.rows
    ]


def test_break_even_is_a_condition_with_its_interval(full: Material) -> None:
    table = break_even(full, words("en"))
    assert table is not None
    assert row(table, "Without the two temporaries") == ["−1,400,000", "240,000", "costs no more"]
    assert row(table, "Temporaries made permanent") == ["+700,000", "240,000", "2.9"]
    assert dict(table.rows)["Temporaries made permanent"][2].interval == "(2.7–3.1)"
    assert row(table, "No Digisos") == ["+120,000", "–", "–"]
    assert table.notes[0].startswith("This is a condition and not a finding")


def test_the_checklist_has_its_twenty_items_and_says_what_it_does_not_know(full: Material) -> None:
    numbers = [item for item, _ in ITEMS]
    assert numbers == [
        f"{part}.{item}" for part, items in enumerate((3, 5, 4, 3, 4, 1), 1) for item in range(1, items + 1)
    ]
    rows = {title.split()[0]: cells for title, cells in checklist(full, words("en")).rows}
    assert rows["2.1"][0].value == "not reported"
    assert rows["3.1"][0].value == "partly"  # there is a number without a source
    assert "seed 581" in rows["5.2"][1].value
    assert "24 runs" in rows["4.3"][1].value
    bare = dataclasses.replace(full, evidence=(), manifest={"replications": 1})
    rows = {title.split()[0]: cells for title, cells in checklist(bare, words("en")).rows}
    assert [rows[item][0].value for item in ("3.1", "3.2", "4.3")] == ["not reported", "not reported", "partly"]
    assert "no intervals" in rows["4.3"][1].value
    assert "not stated" in rows["5.1"][1].value


def test_what_is_said_of_all_staff_is_shown_but_not_their_leave(full: Material) -> None:
    every, leave = (
        dataclasses.replace(
            evidence(path, "assumed", value, why="a guess"),
            places=(("staff", "parental", *rest), ("staff", "a", *rest)),
        )
        for path, value, rest in (
            ("staff.*.productive", 0.5, ("productive",)),
            ("staff.*.leave", [{"from": "2020-05-04"}], ("leave",)),
        )
    )
    table = evidence_tables(dataclasses.replace(full, evidence=(every, leave)), words("en"))[0]
    assert [title for title, _ in table.rows] == ["Staff, all: productive share of working time", "Staff, all: leave"]
    assert [cells[0].value for _, cells in table.rows] == ["50%", "–"]
    assert [cells[-1].value for _, cells in table.rows] == ["a guess", words("en")("privacy.leave")]


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        (("staff", "temporary"), {"people": 2}, None, ("number of employees: 2", "removed")),
        (("staff", "temporary"), None, {"people": 2}, ("not there", "number of employees: 2")),
        (("staff", "temporary", "until"), "2021-07-31", None, ("31 July 2021", "not set")),
        (("shocks", "corona", "inflow.aap"), {"multiply": 2}, None, ("multiplied by: 2", "removed")),
        (("shocks", "corona", "inflow.aap", "rise"), None, "1 week", ("not set", "1 week")),
        (("receptions", "rissa", "open"), None, 0, ("not set", "closed")),
    ],
)
def test_a_whole_entry_is_removed_and_a_field_not_set(
    full: Material, path: tuple[str, ...], before: object, after: object, expected: tuple[str, str]
) -> None:
    table = changes(dataclasses.replace(full, changes=(Change("no_shock", path, before, after),)), words("en"))
    assert table is not None
    assert [cell.value.replace(NBSP, " ") for cell in dict(table.rows)["No corona"][1:]] == list(expected)
