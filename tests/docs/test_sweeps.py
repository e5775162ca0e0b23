"""The page of the three sweeps: its tables and the numbers in its text are those that are published."""

from __future__ import annotations

import pandas as pd
import pytest

from docs.generator.markdown import BLOCK
from docs.generator.places import PUBLISHED_SWEEPS, SWEEPS
from docs.generator.sweep_studies import (
    ABSENCE,
    DIFFERENCE,
    DIGISOS,
    HIRES,
    LEVEL,
    PAIR,
    STUDIES,
    Study,
    found,
    numbers,
    read,
)  # fmt: skip
from docs.generator.sweep_tables import level, signed
from docs.publish_sweeps import page
from navsim.config.yaml_source import parse_config
from tests.docs.pages import FENCE

TABLES = {study.name: read(PUBLISHED_SWEEPS / study.name / "numbers.csv") for study in STUDIES}
MOST = {".csv": 100_000, ".png": 200_000}
"""How many bytes a published file may have."""


def said(study: Study, kind: str, figure: str, decimals: int | None = None, **point: str | float) -> str:
    """A number as the text gives it, from what is published."""
    row = found(TABLES[study.name], kind, figure, **point)
    each = study.figure(figure)
    return (level if kind == LEVEL else signed)(row, each.decimals if decimals is None else decimals)


def hires(kind: str, figure: str, date: str, people: int, shock: str = "as_it_was") -> str:
    return said(HIRES, kind, figure, shock=shock, advertised=date, hires=people)


def digisos(kind: str, figure: str, hours: str, digital: float = 0.65, decimals: int | None = None) -> str:
    return said(DIGISOS, kind, figure, decimals, hours=hours, digital=digital)


def absence(people: int, percent: int) -> str:
    return said(ABSENCE, DIFFERENCE, "overdue", people=people, sick=percent / 100)


FEB, MAY, JULY = "2020-02-17", "2020-05-18", "2020-07-13"
CLAIMS = {
    "application_case": digisos(LEVEL, "application", "as_it_was"),
    "application_rissa": digisos(LEVEL, "application", "rissa_12_14"),
    "application_paired": digisos(DIFFERENCE, "application", "rissa_12_14"),
    "hire_1": hires(DIFFERENCE, "overdue", MAY, 1),
    "hire_4": hires(DIFFERENCE, "overdue", MAY, 4),
    "early_mean": hires(PAIR, "overdue", FEB, 2),
    "early_contact": hires(PAIR, "contact", FEB, 2),
    "early_peak": hires(PAIR, "peak", FEB, 2),
    "august_peak": hires(DIFFERENCE, "peak", MAY, 2),
    "august_mean": hires(DIFFERENCE, "overdue", MAY, 2),
    "september_mean": hires(DIFFERENCE, "overdue", JULY, 2),
    "half_more_peak": hires(DIFFERENCE, "peak", FEB, 2, "half_more"),
    "half_more_spring": hires(LEVEL, "spring", FEB, 0, "half_more"),
    "half_more_summer": hires(DIFFERENCE, "summer", FEB, 2, "half_more"),
    "half_peak": hires(DIFFERENCE, "peak", FEB, 2, "half"),
    "half_mean": hires(DIFFERENCE, "overdue", FEB, 2, "half"),
    "half_more_mean": hires(DIFFERENCE, "overdue", FEB, 2, "half_more"),
    "digisos_gain": digisos(PAIR, "application", "as_it_was"),
    "digisos_60": digisos(DIFFERENCE, "application", "as_it_was", 0.6, 2),
    "digisos_70": digisos(DIFFERENCE, "application", "as_it_was", 0.7, 2),
    "leksvik_application": digisos(DIFFERENCE, "application", "leksvik_closed"),
    "leksvik_talk": digisos(DIFFERENCE, "follow_up", "leksvik_closed"),
    "rissa_application": digisos(DIFFERENCE, "application", "rissa_12_14"),
    "rissa_talk": digisos(DIFFERENCE, "follow_up", "rissa_12_14", decimals=2),
    "leksvik_instead": digisos(PAIR, "application", "leksvik_closed", 0.0),
    "gain_longer": digisos(PAIR, "application", "longer"),
    "gain_appointments": digisos(PAIR, "application", "appointments_only"),
    "municipal": digisos(LEVEL, "municipal", "as_it_was"),
    "not_served": digisos(DIFFERENCE, "not_served", "rissa_12_14"),
    "sick_low": absence(5, 5),
    "sick_high": absence(5, 9),
    "one_fewer": absence(4, 7),
    "one_more": absence(6, 7),
}
"""Every number with an interval that the text gives beside its tables."""


@pytest.mark.parametrize("name", CLAIMS)
def test_a_number_of_the_text_is_the_published_one(name: str) -> None:
    text = BLOCK.sub("", SWEEPS.read_text(encoding="utf-8"))
    assert CLAIMS[name] in " ".join(text.split())


def test_the_experiment_that_the_page_shows_is_the_one_in_the_file() -> None:
    shown = next(block for block in FENCE.findall(SWEEPS.read_text(encoding="utf-8")) if block.startswith("```yaml"))
    text = "".join(f"{line}\n" for line in shown.splitlines()[1:-1])
    written = parse_config(HIRES.file.read_text(encoding="utf-8"), "file").data
    del written["title"]
    for factor in written["factors"].values():
        del factor["title"]
        factor.pop("names", None)
    assert parse_config(text, "page").data == written


def test_the_tables_are_those_of_the_published_numbers() -> None:
    text = SWEEPS.read_text(encoding="utf-8")
    assert page(text) == text, "make sweeps"


def test_what_the_findings_say_of_signs_holds() -> None:
    """Where the text says that two can be told apart, or can't, the interval says so too."""

    def row(study: Study, kind: str, figure: str, **point: str | float) -> pd.Series:
        return found(TABLES[study.name], kind, figure, **point)

    def both_sides(row: pd.Series) -> bool:
        return bool(row["low"] <= 0 <= row["high"])

    at: dict[str, str | float] = {"shock": "as_it_was", "hires": 2}
    assert both_sides(row(HIRES, PAIR, "overdue", advertised=FEB, **at))
    assert row(HIRES, PAIR, "contact", advertised=FEB, **at)["high"] < 0
    assert both_sides(row(HIRES, DIFFERENCE, "peak", advertised=MAY, **at))
    assert row(HIRES, DIFFERENCE, "peak", advertised=JULY, **at)[["low", "high"]].tolist() == [0, 0]
    talks = TABLES[DIGISOS.name].query("kind == 'level' and figure == 'follow_up'")
    assert (talks.groupby("hours")["mean"].nunique() == 1).all()
    assert both_sides(row(DIGISOS, PAIR, "application", hours="leksvik_closed", digital=0.0))
    assert (TABLES[ABSENCE.name].query("kind == 'pair' and figure == 'overdue'")["high"] < 0).all()


def test_without_hires_the_date_does_not_matter() -> None:
    none = TABLES[HIRES.name].query("kind == 'level' and hires == 0")
    assert len(none) == 3 * 4 * len(HIRES.figures)
    assert (none.groupby(["figure", "shock"])["mean"].nunique() == 1).all()


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_only_numbers_and_picture_are_published_and_they_are_small(study: Study) -> None:
    files = list((PUBLISHED_SWEEPS / study.name).iterdir())
    assert {file.name for file in files} == {"numbers.csv", f"{study.name}.png"}
    assert all(file.stat().st_size <= MOST[file.suffix] for file in files)


def test_differences_are_paired_by_replication() -> None:
    """Two points whose replications differ by 1 and 3: mean 2, and the interval of two differences, not of levels."""
    study = Study(
        "small", (HIRES.figures[0],), {"hires": 0}, (({"hires": 1, "shock": "half"}, {"hires": 0, "shock": "half"}),)
    )
    value = {(0, 0): (10.0, 30.0), (0, 1): (100.0, 120.0), (1, 0): (11.0, 31.0), (1, 1): (103.0, 123.0)}
    rows = [
        {"hires": hires, "shock": "half", "replication": run, "date": week, "week": f"2020-W0{week}",
         "measure": "backlog", "dimension": "all", "group": "all", "value": weeks[week - 1]}
        for (hires, run), weeks in value.items() for week in (1, 2)
    ]  # fmt: skip
    table = numbers(study, ["hires", "shock"], pd.DataFrame(rows))
    for kind in (DIFFERENCE, PAIR):
        row = found(table, kind, "overdue", hires=1)
        assert (row["mean"], row["versus"], row["replications"]) == (2, "hires=0", 2)
        assert row["high"] - row["mean"] == pytest.approx(12.7062, abs=1e-3)  # t of one degree of freedom, times 1
    assert found(table, LEVEL, "overdue", hires=0)["mean"] == 65
    assert found(table, DIFFERENCE, "overdue", hires=0)["mean"] == 0
