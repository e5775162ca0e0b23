"""Tables as files: numbers that a spreadsheet of the language reads, and texts that no spreadsheet computes."""

from __future__ import annotations

import csv
import io
import math
from urllib.parse import unquote

import pytest

from navsim.report.download import address, as_csv, file_name, plain, safe
from navsim.report.material import Material
from navsim.report.numbers import Estimate
from navsim.report.tables import Cell, Table, difference_lines, level_lines
from navsim.report.words import words

TABLE = Table(
    "Caption",
    ("Alternativ", "Andel", "Grunn"),
    (
        ("=1+1", (Cell("72,8 %", "(72,7–72,9 %)", estimate=Estimate(72.8, 72.65, 1234.5), unit="%"), Cell("a;b"))),
        ("b", (Cell("–"), Cell("+x\ny"))),
        ("c", (Cell("−3", estimate=Estimate(-3.0, math.nan, math.nan)), Cell("–"))),
    ),
    "levels",
)


def test_norwegian_files_have_semicolons_and_decimal_commas() -> None:
    lines = as_csv(TABLE, words("nb")).split("\r\n")
    assert lines == [
        "Alternativ;Andel (%);Andel (%), fra;Andel (%), til;Grunn",
        '\'=1+1;72,8;72,65;1234,5;"a;b"',
        "b;;;;'+x y",
        "c;-3;;;",
        "",
    ]


def test_english_files_have_commas_and_points() -> None:
    assert as_csv(TABLE, words("en")).split("\r\n")[1] == "'=1+1,72.8,72.65,1234.5,a;b"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_headline_tables_read_back(material: Material, language: str) -> None:
    texts = words("nb" if language == "nb" else "en")
    for table in (difference_lines(material, texts), level_lines(material, texts)):
        rows = list(csv.reader(io.StringIO(as_csv(table, texts)), delimiter=";" if language == "nb" else ","))
        assert {len(row) for row in rows} == {1 + 3 * (len(table.columns) - 1)}
        assert len(rows) == 1 + len(table.rows)
        first = table.rows[0][1][0].estimate
        assert first is not None
        assert [float(text.replace(",", ".")) for text in rows[1][1:4]] == pytest.approx(
            [first.mean, first.low, first.high], rel=1e-5
        )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠x"],
)
def test_a_text_never_begins_a_formula(text: str) -> None:
    assert safe(text).startswith("'")
    assert "\n" not in safe(text)
    assert "\r" not in safe(text)


@pytest.mark.parametrize("text", ["a;=1+1", "a,=1+1", "a\t=1+1", "a; @x"])
def test_nor_where_another_delimiter_is_read(text: str) -> None:
    assert "'=" in safe(text) or "'@" in safe(text)


@pytest.mark.parametrize("text", ["Under 30", "12–14", "−3 (−5 til −1)", "a - b", "x=1"])
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.1 + 0.2, "0,3"), (-0.0, "0"), (1e-7, "0,0000001"), (1234567.8, "1234570"), (math.nan, ""), (math.inf, "")],
)
def test_numbers_are_plain(value: float, written: str) -> None:
    assert plain(value, "nb") == written


def test_the_address_holds_the_whole_file_with_a_byte_order_mark() -> None:
    kind, _, text = address(TABLE, words("nb")).partition(",")
    assert kind == "data:text/csv;charset=utf-8"
    assert unquote(text) == "\ufeff" + as_csv(TABLE, words("nb"))
    assert not set(text) & set("<>\"' ;&#\n")


def test_file_names_are_plain() -> None:
    assert file_name(TABLE, "Indre Fosen/../2020: <øk>") == "indre-fosen-2020-k-levels.csv"
