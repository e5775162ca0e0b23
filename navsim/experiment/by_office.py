"""What is kept of each of many offices: a few measures, so that a country's tables can be read."""

from __future__ import annotations

import numpy as np

from navsim.config.measured import OFFICE
from navsim.config.models import Config
from navsim.measures.series import Weekly

KEPT = ("caseload", "follow_up_rate", "queue", "backlog", "demand_hours", "capacity_hours")


def of_interest(weekly: Weekly, config: Config) -> Weekly:
    """The measures without those of single offices that nobody asks for, when ``each_office`` makes many.

    A measure is asked for by a target for an office; crosses are in the config because somebody wants them.
    """
    if config.each_office is None:
        return weekly
    kept = {*KEPT, *(target.measure for target in config.targets.values() if target.dimension == OFFICE)}
    rows = np.array([key.dimension != OFFICE or key.measure in kept for key in weekly.keys], np.bool_)
    return Weekly(tuple(key for key, keep in zip(weekly.keys, rows, strict=True) if keep), weekly.values[rows])
