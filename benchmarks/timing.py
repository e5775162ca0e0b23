"""Taking the time of a call, and the case that is timed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar

ROOT = Path(__file__).parents[1]
CASE = ROOT / "configs" / "indre-fosen-2020.yaml"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Took:
    """Seconds by the clock on the wall, and of processor time."""

    wall: float
    cpu: float

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.cpu + other.cpu)


def timed(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, Took]:
    """What a call gives, and how long it takes; rubbish of earlier calls is not on its bill."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    result = call(*args, **kwargs)
    return result, Took(time.perf_counter() - wall, time.process_time() - cpu)


def typical(runs: list[Took]) -> Took:
    """The medians."""
    return Took(median(run.wall for run in runs), median(run.cpu for run in runs))
