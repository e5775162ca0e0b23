"""Keyed draws: the published generator, scalars and arrays alike, and the ends of the open interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.values.random import FIRST, GOLDEN, MASK, SECOND, Purpose, child, children, name_key, uniform, uniforms

KEYS = st.integers(0, MASK)

# The first outputs of the reference implementation (Vigna, splitmix64.c) with this seed.
SEED = 1234567
OUTPUTS = [
    6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
]  # fmt: skip


def test_children_of_a_key_are_the_outputs_of_splitmix64() -> None:
    assert [child(SEED, part) for part in range(5)] == OUTPUTS


def test_name_key_never_changes() -> None:
    """The first is the 64-bit BLAKE2b of nothing, e4a6a0577479b2b4, little end first."""
    assert name_key("") == 0xB4B2_7974_57A0_A6E4
    assert name_key("tasks/førstesamtale") == 7785808661001639526


@given(st.lists(KEYS, min_size=1, max_size=5), st.lists(KEYS, min_size=1, max_size=5))
def test_arrays_have_the_bits_of_scalars(keys: list[int], parts: list[int]) -> None:
    found = children(np.array(keys, np.uint64)[:, None], np.array(parts, np.uint64))
    assert found.tolist() == [[child(key, part) for part in parts] for key in keys]
    drawn = uniforms(np.array(keys, np.uint64)[:, None], np.array(parts, np.uint64))
    assert drawn.tolist() == [[uniform(key, part) for part in parts] for key in keys]


@given(KEYS, KEYS)
def test_a_scalar_key_or_part_goes_with_an_array(key: int, part: int) -> None:
    assert children(key, np.array([part], np.uint64)).tolist() == [child(key, part)]
    assert uniforms(np.array([key], np.uint64), part).tolist() == [uniform(key, part)]


def undo_shift(value: int, by: int) -> int:
    """The x with x ^ (x >> by) == value."""
    found = value
    for _ in range(64 // by):
        found = value ^ (found >> by)
    return found


def key_with(output: int) -> int:
    """The key whose child 0 is ``output``: the mixing steps undone."""
    z = undo_shift(output, 31)
    z = undo_shift(z * pow(SECOND, -1, 2**64) & MASK, 27)
    z = undo_shift(z * pow(FIRST, -1, 2**64) & MASK, 30)
    return z - GOLDEN & MASK


@pytest.mark.parametrize("output", [0, 1, 2**63, MASK - 1, MASK])
def test_uniform_lies_between_0_and_1_and_is_neither(output: int) -> None:
    key = key_with(output)
    assert child(key, 0) == output
    assert 0 < uniform(key, 0) < 1
    assert 0 < uniforms(key, 0) < 1


def test_uniforms_are_uniform() -> None:
    """Over keys and over ordinals: a hundred bins, chi-square below its 99.99 % point (about 157)."""
    numbers = np.arange(100_000, dtype=np.uint64)
    for drawn in (uniforms(7, numbers), uniforms(children(7, numbers), 3)):
        counts = np.histogram(drawn, bins=100, range=(0, 1))[0]
        assert ((counts - 1000) ** 2 / 1000).sum() < 157


def test_purposes_are_numbers_of_their_own() -> None:
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)
