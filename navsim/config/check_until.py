"""Whether replications can go on until a figure is known: the figure exists, and there is a difference to know."""

from __future__ import annotations

from collections.abc import Iterator

from navsim.config.measured import MEASURES
from navsim.config.models import Config
from navsim.config.places import suggestion
from navsim.config.problem import FieldError

OVERALL = {name: unit for name, (unit, dimensions) in MEASURES.items() if "all" in dimensions and name != "served"}
"""The unit of each measure that has a figure for all users or tasks together, week by week."""


def until(config: Config) -> Iterator[FieldError]:
    """Mistakes in ``until``."""
    if config.until is None:
        return
    measure = config.until.measure
    if measure not in OVERALL:
        known = suggestion(measure, OVERALL)
        yield FieldError(("until", "measure"), f"{measure} is no measure with a figure for all users or tasks{known}")
    if config.until.of == "difference" and len(config.scenarios) == 1:
        yield FieldError(("until", "of"), "there is one scenario, so there is no difference: write of: level")
