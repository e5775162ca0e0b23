"""What a plain word of YAML means: a number, true or false, nothing, or else text.

Dates, times and ``NO`` stay text. Numbers that are not finite are refused.
"""

from __future__ import annotations

import math
import re

WHOLE = re.compile(r"^[-+]?(0|[1-9][0-9]*)$")
DECIMAL = re.compile(r"^[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
NOT_FINITE = re.compile(r"^[-+]?\.?(nan|inf|infinity)$", re.IGNORECASE)
Scalar = str | int | float | bool | None

WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
MOST_DIGITS = 30
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\u2028-\u202e\u2066-\u2069]"
)
"""Characters that no text of a config needs: control characters, half surrogates, reversals of direction."""


def plain(text: str) -> Scalar:
    """The value of a word written without quotes; ValueError when it is a number that cannot be used."""
    if text in WORDS:
        return WORDS[text]
    if NOT_FINITE.match(text):
        raise ValueError(f"{text} is not a number that can be used here")
    if WHOLE.match(text):
        if len(text) > MOST_DIGITS:
            raise ValueError(f"a number of {len(text)} digits is too long")
        return int(text)
    if DECIMAL.match(text):
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(f"{text[:MOST_DIGITS]} is too large")
        return number
    return quoted(text)


def quoted(text: str) -> str:
    """A text as it is; ValueError when it holds a character that cannot be shown."""
    match = CONTROL.search(text)
    if match:
        raise ValueError(f"the text holds a character that cannot be shown (U+{ord(match[0]):04X})")
    return text


def is_plain_text(text: str) -> bool:
    """Whether a text could be mistaken for nothing else when it is written without quotes."""
    return bool(re.match(r"^[A-Za-z][A-Za-z0-9_.-]*$", text)) and text not in WORDS and not NOT_FINITE.match(text)
