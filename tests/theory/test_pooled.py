"""Pooled queues never make people wait longer, in the mean, than separate ones with the same staff and work.

Smith and Whitt (1981), "Resource sharing for efficiency in traffic systems", for identical servers and service laws.
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
import pytest

from navsim.api import Result
from tests.theory.one_clerk import DAY, LAWS, Data, around_the_clock, letters, run
from tests.theory.samples import Floats, Sample, against, sample, weeks

ERRORS = 4.0
Record = Callable[[str, object], None]


def separate_and_pooled(law: str, per_hour: dict[str, float], clerks: int) -> Data:
    """A queue for each district with clerks of its own, and the scenario in which everybody serves all."""
    tasks = {name: letters(rate, LAWS[law][0]) for name, rate in per_hour.items()}
    own: dict[str, tuple[int, list[str]]] = {f"clerks_{name}": (clerks, [name]) for name in tasks}
    data = around_the_clock(tasks, own, weeks=5, replications=6)
    return {**data, "scenarios": {"separate": {}, "pooled": {f"staff.{name}.queues": [list(tasks)] for name in own}}}


def waits(result: Result, scenario: str, per_hour: dict[str, float]) -> Floats:
    """Mean wait over all tasks, without the first week, by replication (minutes)."""
    by_queue = [rate * weeks(result, "wait_days", "task", name, scenario)[:, 1:] for name, rate in per_hour.items()]
    return np.asarray(np.sum(by_queue, axis=0).mean(axis=1) / sum(per_hour.values()) * DAY)


def erlang_wait(servers: int, rate: float) -> float:
    """Mean wait in M/M/c with work of 8 minutes (Erlang 1917); ``rate`` is tasks a minute."""
    load = rate * 8
    waiting = load**servers / factorial(servers) * servers / (servers - load)
    delayed = waiting / (sum(load**k / factorial(k) for k in range(servers)) + waiting)
    return delayed / (servers / 8 - rate)


def test_two_alike_pooled_and_separate_are_both_erlangs(record_property: Record) -> None:
    per_hour = {"north": 4.5, "south": 4.5}
    result = run(separate_and_pooled("exponential", per_hour, 1))
    apart, pooled = (sample(waits(result, scenario, per_hour)) for scenario in ("separate", "pooled"))
    alone, together = erlang_wait(1, 4.5 / 60), erlang_wait(2, 9 / 60)
    record_property("figure", f"separate {against(apart, alone, 'min')}; pooled {against(pooled, together, 'min')}")
    assert apart.off(alone) < ERRORS
    assert pooled.off(together) < ERRORS


@pytest.mark.long
@pytest.mark.parametrize(
    ("law", "per_hour", "clerks"),
    [
        ("constant", {"north": 4.5, "south": 4.5}, 1),
        ("lognormal", {"north": 6.0, "south": 2.0}, 1),
        ("weibull", {"north": 2.0, "south": 2.0, "west": 2.0}, 1),
        ("empirical", {"north": 5.0, "south": 4.0}, 2),
        ("triangular", {"north": 1.0, "south": 0.2}, 1),
    ],
)
def test_pooled_never_waits_longer(law: str, per_hour: dict[str, float], clerks: int, record_property: Record) -> None:
    """Also with unequal districts, where the quiet one alone may lose; paired by replication."""
    result = run(separate_and_pooled(law, per_hour, clerks))
    saved: Sample = sample(waits(result, "separate", per_hour) - waits(result, "pooled", per_hour))
    record_property("figure", f"{law}, {len(per_hour)} queues: {saved.mean:.3g} min less (SE {saved.error:.2g})")
    assert saved.mean > ERRORS * saved.error
