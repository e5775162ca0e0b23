"""A table as a file that a spreadsheet opens: inside the page, without a script and without a network.

Norwegian: semicolons and decimal commas; English: commas and decimal points. UTF-8 with a byte order mark, which
Excel needs to read æ, ø and å. A text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from io import StringIO
from urllib.parse import quote

from navsim.config.fields import Language
from navsim.report.numbers import DASH, Estimate
from navsim.report.tables import Cell, Table
from navsim.report.words import Words

FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
"""What begins a formula in some spreadsheet, also in full width and behind spaces."""
BEHIND = re.compile(r"([;,\t]\s*)(?=[=+\-@＝＋－＠])")
"""The same where a reader that splits at another sign would see a cell begin."""
DIGITS = 6
MARK = "\ufeff"


def address(table: Table, words: Words) -> str:
    """The table as the address of a link that saves it."""
    return "data:text/csv;charset=utf-8," + quote(MARK + as_csv(table, words), safe="")


def file_name(table: Table, name: str) -> str:
    """``indre-fosen-2020-differences.csv``: nothing that a file system minds."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", f"{plain}-{table.name}").strip("-")[:80].lower() + ".csv"


def as_csv(table: Table, words: Words) -> str:
    """The text of the file; a column of estimates with intervals becomes three."""
    width = len(table.columns) - 1
    forms = [form_of([cells[number] for _, cells in table.rows]) for number in range(width)]
    text = StringIO()
    writer = csv.writer(text, delimiter="," if words.language == "en" else ";", lineterminator="\r\n")
    titles = [safe(table.columns[0])]
    for title, (triple, unit) in zip(table.columns[1:], forms, strict=True):
        whole = f"{title} ({unit})" if unit else title
        titles += [safe(part) for part in (whole, *(words(f"csv.{end}", column=whole) for end in ends(triple)))]
    writer.writerow(titles)
    for (title, cells), code in zip(table.rows, table.codes or [""] * len(table.rows), strict=True):
        line = [safe(with_code(title, code))]
        for cell, (triple, _) in zip(cells, forms, strict=True):
            line += fields(cell, triple, words.language)
        writer.writerow(line)
    return text.getvalue()


def ends(triple: bool) -> tuple[str, ...]:
    """The columns beside that of the mean."""
    return ("low", "high") if triple else ()


def form_of(column: list[Cell]) -> tuple[bool, str]:
    """Whether a column has intervals, and the unit of its numbers."""
    triple = any(cell.estimate is not None and cell.estimate.known for cell in column)
    return triple, next((cell.unit for cell in column if cell.unit), "")


def fields(cell: Cell, triple: bool, language: Language) -> list[str]:
    """The fields of one cell: numbers as numbers, texts made harmless."""
    if cell.estimate is None:
        text = "" if cell.value == DASH else " ".join(part for part in (cell.value, cell.interval, cell.note) if part)
        return [safe(with_code(text, cell.code)), *([""] * len(ends(triple)))]
    return [plain(value, language) for value in numbers(cell.estimate)[: 3 if triple else 1]]


def with_code(text: str, code: str) -> str:
    """A text with the path of the config that it puts into words."""
    return f"{text} [{code}]" if code else text


def numbers(estimate: Estimate) -> tuple[float, float, float]:
    """Mean, low, high."""
    return estimate.mean, estimate.low, estimate.high


def plain(value: float, language: Language) -> str:
    """A number as a spreadsheet of that language reads it; empty when it is not defined."""
    if not math.isfinite(value):
        return ""
    digits = f"{float(f'{value:.{DIGITS}g}') + 0.0:.10f}".rstrip("0").rstrip(".")
    return digits if language == "en" else digits.replace(".", ",")


def safe(text: str) -> str:
    """A text that no spreadsheet computes, on one line."""
    line = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    harmless = BEHIND.sub(r"\1'", line)
    return f"'{harmless}" if FORMULA.match(text) else harmless
