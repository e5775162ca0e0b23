"""Time at receptions without a visitor, by the length of its unbroken blocks, from the summary."""

from __future__ import annotations

from typing import NamedTuple

from navsim.config.measured import BLOCKS
from navsim.report.material import Material
from navsim.report.select import Part, estimate

LONG = ("30_60", "over_60")
"""Blocks that are long enough for a talk."""


class Waiting(NamedTuple):
    """Hours a week that those on duty in a scenario wait for visitors, the mean over the run, by length of block."""

    scenario: str
    hours: dict[str, float]

    @property
    def idle(self) -> float:
        """All of them."""
        return sum(self.hours.values())

    @property
    def usable(self) -> float:
        """Those in blocks that are long enough for a talk."""
        return sum(self.hours[block] for block in LONG)


def waiting_at_desks(material: Material) -> list[Waiting]:
    """Each scenario with such time."""
    found = []
    for scenario in material.scenarios:
        hours = {
            block: one.mean
            for block in BLOCKS
            if (one := estimate(material.summary, "reception_idle_hours", scenario, part=Part("block", block)))
        }
        if len(hours) == len(BLOCKS) and sum(hours.values()) > 0:
            found.append(Waiting(scenario, hours))
    return found
