"""A shock has a title beside the timelines that it changes, and the title is nothing but a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from navsim.config.document import Document, load
from navsim.config.sourcing import numbers
from navsim.values.errors import InputError
from tests.config.examples import SMALL, write

SHOCK = "shocks:\n  crisis:\n    inflow.all: {multiply: 2, from: 2020-02-03, hold: 1 week}\n"
TITLED = SHOCK + "    title: {nb: Krise, en: Crisis}\n"


def shocked(folder: Path, shock: str = TITLED, *sets: str) -> Document:
    """The small config with a shock."""
    return load(write(folder, SMALL + shock), sets)


def called(document: Document, scenario: str | None = None) -> list[str | None]:
    """What the crisis is called in nb, nn and en."""
    title = document.config(scenario).shocks["crisis"].title
    return [title.text(language) if title else None for language in ("nb", "nn", "en")]


@pytest.mark.parametrize(
    ("shock", "sets", "expected"),
    [
        (SHOCK, (), [None, None, None]),
        (TITLED, (), ["Krise", "Krise", "Crisis"]),
        (SHOCK + "    title: Krise\n", (), ["Krise", "Krise", "Krise"]),
        (SHOCK, ("shocks.crisis.title.nb=Krise",), ["Krise", "Krise", "Krise"]),
        (TITLED, ("shocks.crisis.title.nn=Kreppe",), ["Krise", "Kreppe", "Crisis"]),
        (TITLED, ("shocks.crisis.title=2020",), None),
        (TITLED, ("shocks.crisis.title=5 %",), ["5 %", "5 %", "5 %"]),
        (TITLED, ("shocks.crisis.title=none",), [None, None, None]),
    ],
)
def test_its_title_is_written_as_other_titles_are(
    tmp_path: Path, shock: str, sets: tuple[str, ...], expected: list[str | None] | None
) -> None:
    if expected is None:
        with pytest.raises(InputError, match=r"shocks\.crisis\.title: 2020 is not a text"):
            shocked(tmp_path, shock, *sets)
    else:
        document = shocked(tmp_path, shock, *sets)
        assert called(document) == expected
        assert list(document.config().shocks["crisis"].changes) == ["inflow.all"]
        assert not [path for path in numbers(document.data) if "title" in path]


def test_scenarios_and_files_on_top_change_the_one_and_leave_the_other(tmp_path: Path) -> None:
    text = """\
extends: office.yaml
shocks: {crisis: {title: {nn: Kreppe}}}
scenarios:
  base: {}
  longer: {shocks.crisis.inflow.all.hold: 2 weeks}
  renamed: {shocks.crisis.title.nb: Uro}
  never: {shocks.crisis: none}
  another: {shocks.next: {title: Neste, inflow.all: {multiply: 3, from: 2020-02-10, hold: 1 week}}}
"""
    shocked(tmp_path)
    document = load(write(tmp_path, text, "top.yaml"))
    assert called(document, "longer") == ["Krise", "Kreppe", "Crisis"]
    assert called(document, "renamed") == ["Uro", "Kreppe", "Crisis"]
    longer, renamed, base = (document.config(name).shocks["crisis"].changes for name in ("longer", "renamed", "base"))
    assert renamed == base
    assert longer["inflow.all"].length == 2 * base["inflow.all"].length
    assert not document.config("never").shocks
    assert list(document.config("another").shocks["next"].changes) == ["inflow.all"]


@pytest.mark.parametrize(
    ("shock", "line", "message"),
    [
        (SHOCK + "    titel: Krise\n", 4, "shocks.crisis.titel: is not a timeline .*; did you mean title?"),
        (SHOCK + "    title: {no: Krise}\n", 4, "shocks.crisis.title.no: unknown key; did you mean nn?"),
        (SHOCK.replace("hold", "hodl"), 3, "shocks.crisis.inflow.all.hodl: unknown key; did you mean hold?"),
        ("shocks:\n  crisis:\n    title: Krise\n", 2, "shocks.crisis: a shock changes something"),
        ("shocks:\n  crisis: {}\n", 2, "shocks.crisis: a shock changes something"),
    ],
)
def test_a_mistake_is_shown_where_it_is(tmp_path: Path, shock: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")) as caught:
        shocked(tmp_path, shock)
    assert caught.value.line == SMALL.count("\n") + line
