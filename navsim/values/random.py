"""Randomness without order: a draw is a function of its key, never of how many were made before it.

A key is 64 bits. ``child(key, part)`` is output number ``part`` of the SplitMix64 generator seeded
with ``key`` (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom number generators"), so keys
form a tree: seed, replication, entity, purpose, ordinal. Names enter it through a hash of their text:
reordering a config changes no draw.

The scalar functions are plain arithmetic on purpose: the compiled engine shares them to the bit.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

MASK = 0xFFFF_FFFF_FFFF_FFFF
GOLDEN = 0x9E37_79B9_7F4A_7C15
FIRST = 0xBF58_476D_1CE4_E5B9
SECOND = 0x94D0_49BB_1331_11EB
HALF_STEP = 2.0**-53
STEP = 2.0**-52

Keys = NDArray[np.uint64]


class Purpose(IntEnum):
    """What a draw is for: one number each, never reused."""

    COUNT = 1
    INSTANT = 2
    HEIGHT = 3
    STAY = 4
    AGE_IN_SPELL = 5
    TRAIT = 6
    DESTINATION = 7
    LAST_CONTACT = 8
    HAPPENS = 9
    GAP = 10
    CHANNEL = 11
    WORK = 12
    SPELL = 13
    HOLIDAY = 14
    LIMIT = 15
    LIMIT_DESTINATION = 16
    MOVE = 17
    DELAY = 18
    CASEWORKER = 19
    CHOICE = 20


def name_key(name: str) -> int:
    """The key of a name: 64 bits of BLAKE2b over its UTF-8 text."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def unsigned(number: int) -> int:
    """The lowest 64 bits of a whole number, as an unsigned one; a compiled engine needs to be told of the type."""
    return number & MASK


def child(key: int, part: int) -> int:
    """The key below ``key`` that belongs to ``part``, both unsigned 64-bit integers."""
    z = unsigned(key + GOLDEN * (part + 1))
    z = unsigned((z ^ (z >> 30)) * FIRST)
    z = unsigned((z ^ (z >> 27)) * SECOND)
    return z ^ (z >> 31)


def uniform(key: int, ordinal: int) -> float:
    """A number in the open interval (0, 1), from 52 bits: never 0, never 1, so that every logarithm exists."""
    return (child(key, ordinal) >> 12) * STEP + HALF_STEP


def children(keys: Keys | int, parts: Keys | int) -> Keys:
    """:func:`child` for arrays, broadcast against each other; the same bits."""
    with np.errstate(over="ignore"):
        z = np.asarray(keys, np.uint64) + np.uint64(GOLDEN) * (np.asarray(parts, np.uint64) + np.uint64(1))
        z ^= z >> np.uint64(30)
        z *= np.uint64(FIRST)
        z ^= z >> np.uint64(27)
        z *= np.uint64(SECOND)
        z ^= z >> np.uint64(31)
        return np.asarray(z, np.uint64)


def uniforms(keys: Keys | int, ordinals: Keys | int) -> NDArray[np.float64]:
    """:func:`uniform` for arrays; the same bits."""
    return (children(keys, ordinals) >> np.uint64(12)).astype(np.float64) * STEP + HALF_STEP
