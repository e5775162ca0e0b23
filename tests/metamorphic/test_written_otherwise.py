"""A config written in another order is the same plan and the same log, to the byte."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from navsim.engine.log import differing
from tests.properties.offices import offices
from tests.properties.running import run, yaml_of
from tests.properties.test_determinism import turned


def unlike(one: Any, other: Any, place: str = "plan") -> str | None:
    """Where two plans differ first, in words; None when they are equal to the byte."""
    if isinstance(one, np.ndarray):
        same = one.dtype == other.dtype and one.tobytes() == other.tobytes()
        return None if same else f"{place}: {one} and {other}"
    if is_dataclass(one):
        parts = [(field.name, getattr(one, field.name), getattr(other, field.name)) for field in fields(one)]
        return next((text for name, a, b in parts if (text := unlike(a, b, f"{place}.{name}"))), None)
    return None if one == other else f"{place}: {one} and {other}"


@settings(max_examples=8)
@given(offices(), st.sampled_from(["backwards", "by name"]))
def test_the_order_of_keys_changes_no_byte_of_plan_and_log(data: dict[str, Any], order: str) -> None:
    other = turned(data, order)
    assert list(other) != list(data)
    assert yaml_of(other) != yaml_of(data)
    one, two = run(data), run(other)
    assert unlike(one.plan, two.plan) is None
    assert differing(one.log, two.log) is None
