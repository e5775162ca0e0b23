"""The synthetic national case: what it says of itself, and that its offices can be drawn again."""

from __future__ import annotations

import csv

import pytest

from experiments.national_offices import FILE, HEADINGS, offices
from navsim.config.document import Document, load
from navsim.config.evidence import unsourced


@pytest.fixture(scope="module")
def document() -> Document:
    return load(FILE.with_suffix(".yaml"))


def test_the_offices_can_be_drawn_again() -> None:
    with FILE.open(encoding="utf-8") as file:
        assert list(csv.reader(file)) == [list(HEADINGS), *([str(cell) for cell in row] for row in offices())]


def test_it_is_a_country(document: Document) -> None:
    found = document.offices()
    assert len(found) == 264
    in_follow_up = [
        sum(group.initial for group in config.users.values() if group.in_follow_up) for config in found.values()
    ]
    assert abs(sum(in_follow_up) - 300_000) < 300
    assert max(in_follow_up) > 5 * sorted(in_follow_up)[132]  # skewed: some are large
    assert all(config.staff["caseworkers"].people >= 1 for config in found.values())


def test_nobody_can_take_it_for_counts(document: Document) -> None:
    title = document.config().title
    assert title is not None
    assert all(title.text(language).startswith("SYNT") for language in ("nb", "nn", "en"))
    assert "synthetic" in document.config().name
    assert unsourced(document) == []
    for entry in document.config().evidence.values():
        assert entry.kind == "assumed"
        assert entry.why is not None
        assert entry.why.text("en").startswith("synthetic")
