"""What the values of the factors of ``docs/sweeps.md`` are called in its tables and pictures."""

from __future__ import annotations

from datetime import date, timedelta

WORDS = {
    "half": "half", "as_it_was": "as it was", "half_more": "half more",
    "longer": "longer", "rissa_12_14": "Rissa 12–14", "leksvik_closed": "Leksvik closed",
    "both_cuts": "both cuts", "appointments_only": "appointments only",
}  # fmt: skip
HOURS = ("longer", "as_it_was", "rissa_12_14", "leksvik_closed", "both_cuts", "appointments_only")
"""From most open to least."""
LEAD, LAST = timedelta(weeks=11), date(2021, 7, 31)
"""Of recruiting, and the last day of the temporary caseworkers; as in the corona case."""
MONTH = 365.25 / 12
DATES = ("2020-02-17", "2020-03-30", "2020-05-18", "2020-07-13")
FIRST = {text: date.fromisoformat(text) + LEAD for text in DATES}
"""The first day at work of those advertised for on a date."""
BEGIN = {text: f"{first.day} {first:%B}" for text, first in FIRST.items()}
MONTHS = {text: ((LAST - first).days + 1) / MONTH for text, first in FIRST.items()}
"""From the first day to the last."""
