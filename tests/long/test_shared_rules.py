"""The rules that both engines share are one function each, and compiled they give the same bits as in Python.

The engines' logs would tell too, but of rules only what a plan happens to ask; here each is asked at its edges.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numba
import numpy as np
import pytest

from navsim.engine.compiled.shared import SHARED
from navsim.values.distributions import Family
from navsim.values.random import child, name_key, uniform

pytestmark = pytest.mark.long

Arguments = tuple[Any, ...]
NUMBERS = (0.0, -0.0, 2.0**-11, 3 * 2.0**-11, 0.1, 1 / 3, 1.0, 59.999, 1440.0, 1e6 + 0.7, 2.0**40 + 2.0**-11)
ENDLESS = (*NUMBERS, math.inf)
TIMES = (np.array([0.0]), np.array([0.0, 0.1, 60.0, 1440.0]), np.array([-5.0, 1 / 3, 59.999, 1e6]))
VALUES = (np.array([1 / 3]), np.array([1.0, 0.0, 0.7, 2.0]), np.array([0.1, 0.9, 1.7, 0.0]))
LINES = list(zip(TIMES, VALUES, strict=True))
KEYS = [np.uint64(key) for key in (0, 1, 2**63, 2**64 - 1, *(name_key(f"rule {n}") for n in range(80)))]
UNIFORMS = [uniform(int(key), 0) for key in KEYS]
LAWS = (
    (Family.CONSTANT, 4.5, 0.0, 0.0), (Family.UNIFORM, 1.0, 4.1, 0.0), (Family.TRIANGULAR, 1.0, 2.2, 6.0),
    (Family.EXPONENTIAL, 15.1, 0.0, 0.0), (Family.LOGNORMAL, 3.3, 0.9, 0.0), (Family.WEIBULL, 30.0, 0.7, 0.0),
)  # fmt: skip
EFFECTS = (0.0, 0.3, 1.0)
SHARES = np.array([0.1, 0.6, 1.0])


def laws() -> Iterator[Arguments]:
    """Each family with each pair of uniforms."""
    for law in LAWS:
        yield from ((*law, u, v) for u, v in zip(UNIFORMS, UNIFORMS[::-1], strict=True))


def draws() -> Iterator[Arguments]:
    """Each family with each key."""
    for law in (*LAWS, (Family.EMPIRICAL, 0.0, 0.0, 0.0)):
        yield from ((*law, np.array([0.0, 2.5, 7.0]), SHARES, key) for key in KEYS)


def needs(*more: tuple[float, ...]) -> Iterator[Arguments]:
    """Needs at a pace, from different instants on, slow from some time on."""
    for line, since, need, slow in product(LINES, (0.0, 0.1, 60.0, 1e7), ENDLESS, (-3.0, 0.1, 59.0, 2e6, math.inf)):
        yield from ((*line, since, need, slow, *rest) for rest in product(*more))


OPENINGS = (
    (np.zeros(0), np.zeros(0)), (np.array([480.0, 1920.0, 3360.0]), np.array([900.0, 2340.5, 3361.0])),
)  # fmt: skip

ASKED: dict[str, Callable[[], Iterator[Arguments]]] = {
    "on_grid": lambda: ((n,) for n in (*NUMBERS, *(-n for n in NUMBERS))),
    "grid_or_never": lambda: ((n,) for n in ENDLESS),
    "segment": lambda: product(TIMES, ENDLESS),
    "area": lambda: ((*line, *ends) for line in LINES for ends in product(NUMBERS, NUMBERS) if ends[0] <= ends[1]),
    "reach": lambda: ((*line, *rest) for line in LINES for rest in product(NUMBERS, (*ENDLESS, -1.0))),
    "child": lambda: product(KEYS, (0, 1, 17, 2**20)),
    "uniform": lambda: product(KEYS, (0, 1, 17, 2**20)),
    "inverse": laws,
    "drawn": draws,
    "agenda_order": lambda: product((1, 8), (0, 1, 2**26 - 1), (0, 1023), (0, 1, 2**20 - 1)),
    "leaving_time": lambda: needs(EFFECTS),
    "need_left": lambda: needs(EFFECTS, (0.1, 61.0, 1e7)),
    "choice": lambda: ((SHARES, u) for u in (*UNIFORMS, 0.1, 0.6)),
    "next_opening": lambda: ((*line, time) for line in OPENINGS for time in NUMBERS),
    "next_start": lambda: ((*line, since, key, 3) for line in LINES for since in (0.0, 59.0) for key in KEYS),
    "still_to_do": lambda: product((0.0, 5.0), (0.0, 5.0), (-7.0, 0.0), (0.0, 7.0, 12.5)),
    "worked_minutes": lambda: product(NUMBERS, (0.3, 1.0, 1.25)),
    "most_work": lambda: product(NUMBERS, (0.3, 1.0, 1.25)),
}  # fmt: skip
"""What each rule is asked, by its name."""


def plain(value: Any) -> Any:
    """An argument as Python has it."""
    if isinstance(value, np.ndarray):
        return tuple(value.tolist())
    return int(value) if isinstance(value, np.uint64) else value


def bits(value: Any) -> Any:
    """A result, to the bit."""
    if isinstance(value, tuple):
        return tuple(map(bits, value))
    return struct.pack("<d", value) if isinstance(value, float) else int(value)


@pytest.mark.parametrize("rule", SHARED, ids=lambda rule: rule.__name__)
def test_compiled_it_gives_the_same_bits(rule: Callable[..., Any]) -> None:
    compiled = numba.njit(error_model="numpy")(rule)
    for given in ASKED[rule.__name__]():
        each = tuple(int(value) if isinstance(value, Family) else value for value in given)
        assert bits(compiled(*each)) == bits(rule(*map(plain, each))), given


def test_every_shared_rule_is_asked() -> None:
    assert set(ASKED) == {rule.__name__ for rule in SHARED}


def test_both_engines_have_the_very_same_functions() -> None:
    """Neither has a copy: what an engine imports under a rule's name is that rule."""
    from navsim.engine.compiled import floor, persons, run, tasks  # noqa: PLC0415 (heavy: Numba)
    from navsim.engine.reference import agenda, office, state  # noqa: PLC0415
    from navsim.engine.reference import floor as reference_floor  # noqa: PLC0415

    for side in ((floor, persons, run, tasks), (agenda, office, state, reference_floor)):
        known = {name: each for module in side for name, each in vars(module).items()}
        shared = {rule.__name__: rule for rule in SHARED if rule.__name__ in known}
        assert len(shared) >= 8
        assert all(known[name] is rule for name, rule in shared.items())
    assert child in SHARED
