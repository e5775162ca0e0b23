"""YAML as plain data with places: what words mean, where parts stand, and that nothing else gets through."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.config.document import load
from navsim.config.emit import yaml_text
from navsim.config.places import Place, walk
from navsim.config.yaml_source import parse, parse_config, parse_value
from navsim.values.errors import InputError
from tests.config.examples import OFFICE, SMALL

WORDS = {
    "3": 3,
    "-3": -3,
    "+3": 3,
    "0": 0,
    "0.5": 0.5,
    ".5": 0.5,
    "1e3": 1000.0,
    "1.5E-2": 0.015,
    "true": True,
    "False": False,
    "null": None,
    "~": None,
    "yes": "yes",
    "NO": "NO",
    "on": "on",
    "none": "none",
    "012": "012",
    "0x10": "0x10",
    "1_000": "1_000",
    "08:30": "08:30",
    "2020-03-12": "2020-03-12",
    "2020-03-12T10:00:00Z": "2020-03-12T10:00:00Z",
    "1.2.3": "1.2.3",
    '"3"': "3",
    "'true'": "true",
    '""': "",
    "|\n  two\n  lines": "two\nlines",
}


@pytest.mark.parametrize("text", WORDS)
def test_what_a_word_means(text: str) -> None:
    value = parse_value(f"- {text}", "here")[0]
    assert value == WORDS[text]
    assert type(value) is type(WORDS[text])


def test_where_parts_stand() -> None:
    source = parse_config("a: 1\n\nb:\n  - x\n  -\n    y: 2\nc: {d: 3,\n  e: 4}\n", "f")
    lines = {path: place.line for path, place in source.places.items() if path}
    assert lines == {
        ("a",): 1,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 1): 6,
        ("b", 1, "y"): 6,
        ("c",): 7,
        ("c", "d"): 7,
        ("c", "e"): 8,
    }
    assert source.place(("b", 1, "z", "w")) == Place("f", 6)


def test_every_part_has_a_place() -> None:
    source = parse_config(OFFICE, "f")
    assert {path for path, _ in walk(source.data)} == set(source.places)


def test_repeated_parts_are_written_out() -> None:
    source = parse_config("a: &a {x: 1}\nb: *a\n", "f")
    assert source.data == {"a": {"x": 1}, "b": {"x": 1}}
    assert source.place(("b", "x")).line == 1


def test_only_the_example_of_a_byte_order_mark_is_let_through(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load(path).config().weeks == 10


@given(st.text(max_size=200))
def test_random_text_gives_input_errors_only(text: str) -> None:
    only_input_errors(text)


@given(st.text(alphabet=" \n\t:-[]{},&*!|>'\"%@`#?~ab01.\\x", max_size=60))
def test_random_punctuation_gives_input_errors_only(text: str) -> None:
    only_input_errors(text)


@given(st.integers(0, len(OFFICE)), st.integers(0, 40), st.text(alphabet=" \n:-[]{},&*!'\"a0.", max_size=5))
def test_a_damaged_config_gives_input_errors_only(start: int, length: int, text: str) -> None:
    only_input_errors(OFFICE[:start] + text + OFFICE[start + length :])


def only_input_errors(text: str) -> None:
    """Read a text; an InputError is fine, any other fails the test."""
    with contextlib.suppress(InputError):
        parse_config(text, "f")


@given(st.binary(max_size=200))
def test_random_bytes_give_input_errors_only(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "random.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        load(path)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn"]), max_size=12)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS.filter(lambda key: key != "<<"), VALUES, min_size=1, max_size=4))
def test_what_is_written_reads_back_the_same(data: dict[str, object]) -> None:
    node = parse(yaml_text(data), "f")
    assert node is not None
    assert repr(node.value) == repr(data)
