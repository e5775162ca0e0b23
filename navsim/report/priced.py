"""What scenarios cost beside the base, by who pays."""

from __future__ import annotations

from navsim.report.material import Material
from navsim.report.numbers import Estimate
from navsim.report.select import EVERYBODY, Part, estimate
from navsim.values.time import WEEK, YEAR

OWNERS = ("state", "municipal")


def a_year(material: Material, scenario: str, owner: str | None = None) -> Estimate | None:
    """Extra cost a year (NOK) of one owner, or of both; None when nothing has a cost."""
    part = Part("owner", owner) if owner else EVERYBODY
    found = estimate(material.differences, "cost_nok", scenario, part=part)
    return found.times(YEAR / WEEK) if found else None


def level(material: Material, scenario: str, owner: str | None = None) -> Estimate | None:
    """The cost a year itself; None when nothing has one."""
    found = estimate(material.summary, "cost_nok", scenario, part=Part("owner", owner) if owner else EVERYBODY)
    return found.times(YEAR / WEEK) if found else None


def owners(material: Material) -> list[str]:
    """The owners whose cost some scenario changes."""
    return [
        owner
        for owner in OWNERS
        if any((found := a_year(material, name, owner)) and found.mean != 0 for name in material.others)
    ]
