"""The rules that both engines share, made known to Numba: the very functions that the reference engine calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba.extending import overload, register_jitable

from navsim.engine import rules
from navsim.values import distributions, random, time, timeline

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""As C divides: what a rule divides by is never zero. Nothing here lets the compiler reorder or fuse arithmetic."""

SHARED = (
    time.on_grid,
    timeline.segment, timeline.area, timeline.reach,
    random.child, random.uniform,
    distributions.inverse, distributions.drawn,
    rules.agenda_order, rules.grid_or_never, rules.leaving_time, rules.need_left, rules.choice, rules.next_opening,
    rules.next_start, rules.still_to_do, rules.worked_minutes, rules.most_work,
)  # fmt: skip

for rule in SHARED:
    register_jitable(**OPTIONS)(rule)


@overload(random.unsigned, strict=False)
def _unsigned(number: Any) -> Callable[[Any], Any]:
    def cast(number: Any) -> Any:
        return numba.uint64(number)

    return cast


def compiled(function: F) -> F:
    """A part of the kernel."""
    jitted: F = numba.njit(**OPTIONS)(function)
    return jitted
