"""Each broken config gives InputError and nothing else, with the line of the mistake and words that help."""

from __future__ import annotations

from pathlib import Path

import pytest

from navsim.config.document import load
from navsim.values.errors import InputError
from tests.config.broken_forms import FORMS, MARK, edit
from tests.config.broken_together import TOGETHER
from tests.config.examples import write

BROKEN = FORMS | TOGETHER


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_config_is_explained(tmp_path: Path, case: str) -> None:
    text, words = BROKEN[case]
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load(path)
    error = caught.value
    assert words in str(error)
    assert error.file == str(path)
    assert "\n" not in str(error)
    content = text.encode() if isinstance(text, str) else text
    marked = [number for number, line in enumerate(content.split(b"\n"), start=1) if MARK.encode() in line]
    if marked:
        assert [error.line] == marked


@pytest.mark.parametrize("case", ["alias bomb", "deep nesting by aliases"])
def test_bombs_are_found_before_they_go_off(tmp_path: Path, case: str) -> None:
    text, _ = BROKEN[case]
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, text))
    assert caught.value.line in {5, 6}


def test_an_empty_file(tmp_path: Path) -> None:
    for text in ("", "\n\n", "# only a comment\n", "---\n", "~\n"):
        with pytest.raises(InputError, match="empty"):
            load(write(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match="a folder"):
        load(tmp_path)
    with pytest.raises(InputError):
        load(tmp_path / "nul\0.yaml")
    with pytest.raises(InputError):
        load(tmp_path / ("long" * 100))


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="larger than 5 MB"):
        load(write(tmp_path, b"# " + b"x" * 5_000_000))


def test_a_line_without_end(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="longer than 100000") as caught:
        load(write(tmp_path, "name: small\ntitle: " + "!" * 200_000))
    assert caught.value.line == 2


def test_several_mistakes_are_counted(tmp_path: Path) -> None:
    text = edit("initial: 20", "intial: -20").replace("45 min", "45").replace("people: 2", "people: two")
    with pytest.raises(InputError, match=r"unknown key.*\(and 2 more\)") as caught:
        load(write(tmp_path, text))
    assert caught.value.line == 7
