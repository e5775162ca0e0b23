"""The same again: nothing depends on when or in which order anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from navsim.config.models import Config
from navsim.engine.log import differing
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import Plan
from navsim.verify.trial import Result, Trial


def simulated_twice(trial: Trial) -> Result:
    """The engine gives the same log for the same plan."""
    if trial.replication:
        return 0, None
    return len(trial.log.tasks.type), differing(trial.log, trial.case.simulate(trial.plan))


def compiled_twice(trial: Trial) -> Result:
    """Compiling the config again gives the same plan."""
    return compared(trial, trial.case.data)


def reordered(trial: Trial) -> Result:
    """So does compiling it with the keys of every section in reverse."""
    return compared(trial, backwards(trial.case.data))


def compared(trial: Trial, data: Mapping[str, Any]) -> Result:
    """The plan of a config beside the trial's."""
    if trial.replication:
        return 0, None
    again = plan_of(prepare(Config.model_validate(data)), trial.replication)
    return len(trial.plan.persons) + len(trial.plan.arrivals), unlike(trial.plan, again)


def backwards(data: Any) -> Any:
    """The same data, the keys of every mapping in reverse; the order of lists is part of what they say."""
    if isinstance(data, Mapping):
        return {key: backwards(value) for key, value in reversed(list(data.items()))}
    return [backwards(value) for value in data] if isinstance(data, list) else data


def unlike(one: Plan | Any, other: Plan | Any, path: str = "plan") -> str | None:
    """Where two plans differ first, to the bit; None when they are equal."""
    if is_dataclass(one) and type(one) is type(other):
        parts = ((f"{path}.{part.name}", getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
        return next((found for name, a, b in parts if (found := unlike(a, b, name))), None)
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return next((found for number, (a, b) in pairs if (found := unlike(a, b, f"{path}[{number}]"))), None)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        same = one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    else:
        same = bool(one == other)
    return None if same else f"{path} differs"
