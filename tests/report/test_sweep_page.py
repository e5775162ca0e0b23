"""The page of a sweep: maps, curves and tables from small made-up sweeps, and one that was really swept."""

from __future__ import annotations

import math
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from navsim.config.fields import LANGUAGES, Language
from navsim.report.headings import Heading
from navsim.report.html import Drawn
from navsim.report.numbers import NO_BREAK, Estimate
from navsim.report.plots.sweep_map import limits, readable_on
from navsim.report.sweeps.best import SHOWN
from navsim.report.sweeps.curves import clouds_of, curves_of, round_places
from navsim.report.sweeps.maps import ALIKE, BEST, COLUMNS, map_of
from navsim.report.sweeps.material import Factor, Outcome, Swept
from navsim.report.sweeps.naming import value_text
from navsim.report.sweeps.page import page, write_sweep
from navsim.report.sweeps.pool import pieces, pooled
from navsim.report.sweeps.tables import failed_table, points_table, reason
from navsim.report.words import words
from tests.cli.commands import navsim
from tests.configs.files import path
from tests.report.sweeps import HIRES, MINUTES, START, made_up

NB = words("nb")
LATE = {"2020-12-28": 0.0, "2021-01-11": 20.0}
EVIL = '<script>alert(1)</script> & "co"'
MINUTES_OF = {"path": "tasks.intake.minutes", "values": ["30 min", "45 min"]}


def figures(at: dict[str, Any], _: str) -> dict[str, tuple[float, float]]:
    """Overdue tasks: fewer with more caseworkers, more when they come late or talks are longer."""
    longer = 50.0 if at.get("minutes") == "45 min" else 0.0
    return {"backlog": (40 - 10 * at["hires"] + LATE.get(at.get("start", ""), 0.0) + longer, 2)}


def two(**more: Any) -> Swept:
    return made_up({"hires": HIRES, "start": START}, figures, **more)


def test_a_map_has_the_first_factor_across_the_second_up_and_the_third_in_panels() -> None:
    shown = map_of(two(), Outcome("backlog"), NB)
    assert shown is not None
    assert (shown.x, shown.columns) == ("Vikarer", ("1", "2", "3"))
    assert [text.replace(NO_BREAK, " ") for text in shown.rows] == ["28. desember 2020", "11. januar 2021"]
    [(_, rows)] = shown.panels
    assert [[square.text if square else "" for square in row] for row in rows] == [
        ["30", "20", "10"],
        ["50", "40", "30"],
    ]
    three = map_of(made_up({"hires": HIRES, "start": START, "minutes": MINUTES_OF}, figures), Outcome("backlog"), NB)
    assert three is not None
    assert [name.replace(NO_BREAK, " ") for name, _ in three.panels] == ["Minutes: 30 minutter", "Minutes: 45 minutter"]
    assert [row[0].text for row in three.panels[1][1] if row[0]] == ["80", "100"]


def test_a_fourth_factor_is_averaged_over_and_named() -> None:
    more = {"other": {"path": "goal", "values": [0.5, 0.7]}}
    swept = made_up(
        {"hires": HIRES, "start": START, "minutes": MINUTES_OF, **more},
        lambda at, _: {"backlog": (figures(at, "")["backlog"][0] + (10 if at["other"] == 0.7 else 0), 2)},
    )
    shown = map_of(swept, Outcome("backlog"), NB)
    assert shown is not None
    assert [factor.name for factor in shown.averaged] == ["other"]
    assert shown.panels[0][1][0][0] is not None
    assert shown.panels[0][1][0][0].one == Estimate(35, 33, 37)


def test_marks_of_a_map() -> None:
    shown = map_of(made_up({"hires": HIRES, "start": START}, lambda at, _: {"backlog": (40 - 10 * at["hires"], 6)}),
                   Outcome("backlog"), NB)  # fmt: skip
    assert shown is not None
    assert [square.mark for square in shown.squares] == ["", ALIKE, BEST, "", ALIKE, ALIKE]
    flat = map_of(made_up({"hires": HIRES, "start": START}, lambda at, _: {"backlog": (at["hires"], 6)}),
                  Outcome("backlog"), NB)  # fmt: skip
    assert flat is not None
    assert {square.mark for square in flat.squares} == {""}
    swept = made_up({"hires": HIRES, "start": START}, lambda at, _: {"backlog": (at["hires"] - 2, 0.5)})
    other = map_of(swept, Outcome("backlog", swept.office.others[0]), NB)
    assert other is not None
    assert [square.mark for square in other.squares[:3]] == ["", ALIKE, ""]


def test_shades_make_differences_within_the_intervals_pale() -> None:
    near = map_of(made_up({"hires": HIRES, "start": START}, lambda at, _: {"backlog": (at["hires"], 10)}),
                  Outcome("backlog"), NB)  # fmt: skip
    assert near is not None
    assert limits(near) == (2 - 20, 2 + 20)
    far = map_of(two(), Outcome("backlog"), NB)
    assert far is not None
    assert limits(far) == (10, 50)
    assert (readable_on((1, 1, 1)), readable_on((0, 0, 0))) != ("white", "white")


def test_a_map_of_many_values_shows_some_and_says_so() -> None:
    many = {"hires": {**HIRES, "values": list(range(1, 40))}, "start": START}
    shown = map_of(made_up(many, figures), Outcome("backlog"), NB)
    assert shown is not None
    assert len(shown.columns) == COLUMNS
    assert (shown.columns[0], shown.columns[-1], shown.thinned) == ("1", "39", True)


def test_curves_have_a_line_for_each_value_of_the_second_factor() -> None:
    shown = curves_of(two(), Outcome("backlog"), NB)
    assert shown is not None
    assert [[one.mean for _, one in line.found] for line in shown.lines] == [[30, 20, 10], [50, 40, 30]]
    assert [place for place, _ in shown.ticks] == [1, 2, 3]
    assert shown.joined
    names = made_up(
        {"way": {"values": {"b_way": {"goal": 0.5}, "a_way": {"goal": 0.6}}}}, lambda at, _: {"backlog": (1, 1)}
    )
    named = curves_of(names, Outcome("backlog"), NB)
    assert named is not None
    assert not named.joined
    assert [text for _, text in named.ticks] == ["B way", "A way"]


def test_points_spread_over_ranges_are_drawn_as_clouds_with_means_of_pieces() -> None:
    swept = made_up(
        {"minutes": MINUTES, "hires": {"path": "staff.caseworkers.people", "low": 1, "high": 4, "whole": True}},
        lambda at, _: {"backlog": (at["minutes"] * 2, 1)}, design={"latin_hypercube": 40},
    )  # fmt: skip
    assert curves_of(swept, Outcome("backlog"), NB) is None
    minutes, hires = clouds_of(swept, Outcome("backlog"), NB)
    assert len(minutes.points) == 40
    means = [one.mean for _, one in minutes.smooth.found]
    assert means == sorted(means)
    assert all(place * 2 == pytest.approx(one.mean, abs=2) for place, one in minutes.smooth.found)
    assert [place for place, _ in hires.smooth.found] == [1, 2, 3, 4]
    few = made_up({"minutes": MINUTES}, lambda at, _: {"backlog": (1, 1)}, design={"sobol": 4})
    assert not clouds_of(few, Outcome("backlog"), NB)[0].smooth.found


def test_an_average_over_a_sample_is_no_surer_than_the_points_and_their_spread() -> None:
    swept = made_up({"hires": HIRES}, lambda at, _: {"backlog": (10.0 * at["hires"], 2)})
    grid, spread = (pooled(swept.levels, sampled) for sampled in (False, True))
    assert grid == Estimate(20, 18, 22)
    half = 4.302653 * 10 / math.sqrt(3)
    assert spread.high - spread.mean == pytest.approx(math.hypot(half, 2), rel=1e-6)
    assert spread.mean - spread.low == pytest.approx(math.hypot(half, 2), rel=1e-6)


def test_pieces_have_all_values_once() -> None:
    factor = Factor("a", {}, "number", tuple(range(10)), ("a",))
    assert [(one.low, one.high) for one in pieces(factor, 3)] == [(0, 3), (4, 6), (7, 9)]


@pytest.mark.parametrize(("low", "high", "expected"), [(30.2, 59.8, [40, 50]), (0.1, 0.9, [0.2, 0.4, 0.6, 0.8])])
def test_round_places(low: float, high: float, expected: list[float]) -> None:
    found = round_places(low, high)
    assert set(expected) <= set(found)
    assert 3 <= len(found) <= 9
    assert all(low <= place <= high for place in found)


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ({"path": "a", "values": [1, 2.5]}, "nb", ["1", "2,5"]),
        ({"path": "a", "values": ["30 min", "45 min"]}, "nn", ["30 minutt", "45 minutt"]),
        ({"path": "a.share", "values": [0.5, 0.25]}, "nb", ["25 %", "50 %"]),
        ({"path": "a.share", "values": [0.5, 0.25]}, "en", ["25%", "50%"]),
        ({"path": "a", "values": ["2021-01-11", "2020-05-18"]}, "en", ["18 May 2020", "11 January 2021"]),
        ({"path": "a", "values": ["mon-fri", "other"]}, "nb", ["mandag–fredag", "annet"]),
        ({"path": "a", "values": [True, False]}, "nb", ["ja", "nei"]),
        ({"path": "a", "low": 0, "high": 1, "steps": 4}, "nb", ["0", "0,33", "0,67", "1"]),
        ({"values": {"late_start": {"a": 1}, "early": {"a": 2}}}, "en", ["Late start", "Early"]),
    ],
)
def test_values_in_words(written: dict[str, Any], language: Language, expected: list[str]) -> None:
    [factor] = made_up({"x": written}, lambda at, _: {"backlog": (1, 1)}).factors
    assert [value_text(factor, value, words(language)).replace(NO_BREAK, " ") for value in factor.values] == expected


def test_the_table_of_points_has_the_best_and_the_worst_and_says_which_are_as_good() -> None:
    many = {"hires": {**HIRES, "values": list(range(1, 21))}}
    table = points_table(made_up(many, lambda at, _: {"backlog": (100 - at["hires"], 1.2)}), NB)
    assert table is not None
    assert len(table.rows) == 2 * SHOWN
    assert [cells[0].value for _, cells in table.rows] == [str(n) for n in (20, 19, 18, 17, 16, 5, 4, 3, 2, 1)]
    assert [cells[1].note != "" for _, cells in table.rows] == [False, True, True, *[False] * 7]
    assert table.rows[0][0].replace(NO_BREAK, " ") == "1 (nr. 19 i data)"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("base.yaml:3: no such day", "base.yaml:3: no such day"),
        ('Traceback (most recent call last):\n  File "x"\nValueError: wrong\n', "ValueError: wrong"),
        ("a " * 200, f"{('a ' * 80)[:159].rstrip()}…"),
        ("", ""),
    ],
)
def test_reasons_are_short(error: str, expected: str) -> None:
    assert reason(error) == expected


def test_failed_points_are_listed_with_their_values() -> None:
    table = failed_table(two(failed={1: "it broke"}), NB)
    assert table is not None
    [(point, cells)] = table.rows
    assert (point, [cell.value.replace(NO_BREAK, " ") for cell in cells]) == ("1", ["1", "11. januar 2021", "it broke"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_an_experiment_becomes_markup_and_nothing_is_fetched(language: Language) -> None:
    swept = two(title=EVIL, failed={1: EVIL})
    drawn = [Drawn("map", Heading(EVIL, EVIL, EVIL), '<svg xmlns="http://www.w3.org/2000/svg"/>')]
    text = page(swept, drawn, words(language))
    assert "<script" not in text
    assert unescape(text).count(EVIL) >= 4
    assert all(link.startswith(("data:", "#")) for link in re.findall(r'(?:href|src)="([^"]*)"', text))
    ids = set(re.findall(r'id="([^"]*)"', text))
    assert {link[1:] for link in re.findall(r'href="(#[^"]*)"', text)} <= ids
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S)


def test_one_point_needs_no_picture(tmp_path: Path) -> None:
    write_sweep(made_up({"hires": {**HIRES, "values": [2]}}, figures), tmp_path / "one.html", "en")
    assert "<img" not in (tmp_path / "one.html").read_text()


EXPERIMENT = """
name: little
title: {{nb: Liten studie, en: A little study}}
base: {base}
replications: 3
set: {{weeks: 6}}
scenarios: [happened, no_temporary]
factors:
  people: {{title: {{nb: Veiledere, en: Caseworkers}}, path: staff.caseworkers.people, values: [1, 2]}}
  talk: {{path: tasks.intake.minutes, values: [30 min, 60 min]}}
keep: {{measures: [backlog, follow_up_rate], dimensions: [all], periods: [run]}}
"""


@pytest.fixture(scope="module")
def really(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a sweep of the tiny config of which one point is missing, and what was printed."""
    folder = tmp_path_factory.mktemp("sweeps")
    (folder / "little.yaml").write_text(EXPERIMENT.format(base=path("tiny")), encoding="utf-8")
    done = navsim("sweep", folder / "little.yaml", "--out", folder / "swept", "--workers", "1", "--points", "3")
    assert done.exit_code == 0, done.output
    return folder / "swept", done.output


def test_a_sweep_ends_with_the_best_the_worst_and_how_to_make_the_report(really: tuple[Path, str]) -> None:
    folder, printed = really
    assert "Backlog, overdue tasks\n" in printed
    assert printed.endswith(f"the report: navsim report {folder}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_a_real_sweep(really: tuple[Path, str], language: Language, tmp_path: Path) -> None:
    """Of an unfinished one, whose table of points is gone as after a sudden end."""
    folder = Path(shutil.copytree(really[0], tmp_path / "swept"))
    (folder / "points.parquet").unlink()
    done = navsim("report", folder, "--lang", language)
    assert done.exit_code == 0, done.output
    text = unescape((folder / f"report-{language}.html").read_text(encoding="utf-8"))
    assert {"nb": "Liten studie", "nn": "Liten studie", "en": "A little study"}[language] in text
    assert {"nb": "3 av 4 punkter ferdige", "nn": "3 av 4 punkt ferdige", "en": "3 of 4 points done"}[language] in text
    assert len(re.findall(r"<img [^>]*alt=\"[^\"]{40,}", text)) == 6
    assert navsim("report", folder, "--lang", language).exit_code == 2  # nothing is overwritten


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda folder: (folder / "base.yaml").unlink(), "base.yaml"),
        (lambda folder: (folder / "experiment.yaml").write_text("name: little\n"), "experiment.yaml"),
        (lambda folder: next((folder / "data" / "levels").iterdir()).write_bytes(b"torn"), ""),
        (lambda folder: next((folder / "points").iterdir()).write_bytes(b"torn"), ""),
        (lambda folder: (folder / "program.txt").unlink(), "program.txt"),
    ],
)
def test_a_broken_folder_is_told_in_one_line(
    really: tuple[Path, str], broken: Any, message: str, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(really[0], tmp_path / "swept"))
    broken(folder)
    done = navsim("report", folder)
    assert message in done.output
    assert "Traceback" not in done.output
    assert done.exit_code in ((2,) if message else (0, 2))
