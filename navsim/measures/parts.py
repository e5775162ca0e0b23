"""The parts of an office that measures are divided by: all, groups, traits, the crosses that a config asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from navsim.engine.log import Log
from navsim.plan.model import Static

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Cross = tuple[str, ...]
"""The dimensions that are crossed: traits, and ``group``."""

GROUP = "group"


@dataclass(frozen=True)
class Parts:
    """One dimension: ``label`` is the place among ``names`` of each row's part, -1 for a row in none."""

    dimension: str
    names: tuple[str, ...]
    label: Ints

    def among(self, counted: Bools) -> Parts:
        """The same parts of some of the rows."""
        return replace(self, label=np.where(counted, self.label, -1))

    def at(self, rows: Ints) -> Parts:
        """The parts of other rows, each of which belongs to one of these."""
        return replace(self, label=self.label[rows])


def everything(counted: Bools) -> Parts:
    """All that counts, as one part."""
    return Parts("all", ("all",), np.where(counted, 0, -1))


def parts_of_people(
    static: Static, group: Ints, mix: Ints, counted: Bools, crosses: Sequence[Cross] = ()
) -> list[Parts]:
    """The parts by group, by each trait and by each cross.

    Parameters
    ----------
    group, mix:
        Of each row (a spell, or a task of a user); -1 for rows without a user.
    counted:
        Which rows are among ``all``. Parts by traits hold only those; parts by group, and crosses with it, every row.
    """
    dimensions = {GROUP: Parts(GROUP, tuple(each.name for each in static.groups), group)}
    below = 1
    for trait in reversed(static.traits):
        value = np.where(mix < 0, -1, mix // below % len(trait.values))
        dimensions[trait.name] = Parts(trait.name, trait.values, value)
        below *= len(trait.values)
    single = [(name,) for name in dimensions]
    return [
        part if GROUP in names else part.among(counted)
        for names in (*single, *crosses)
        for part in [crossed([dimensions[name] for name in names])]
    ]


def crossed(parts: Sequence[Parts]) -> Parts:
    """The combinations of several dimensions, the last fastest; a row in none of one is in none of the cross."""
    names, label, known = [""], np.zeros(len(parts[0].label), np.int64), np.ones(len(parts[0].label), bool)
    for number, part in enumerate(parts):
        names = [f"{left}*{right}" if number else right for left in names for right in part.names]
        label = label * len(part.names) + part.label
        known &= part.label >= 0
    return Parts("*".join(part.dimension for part in parts), tuple(names), np.where(known, label, -1))


def parts_of_spells(static: Static, log: Log, crosses: Sequence[Cross] = ()) -> list[Parts]:
    """Whose spells each part holds: all in follow-up first, each group, then by traits and crosses."""
    spells = log.spells
    follow_up = np.array([group.in_follow_up for group in static.groups], bool)[spells.group]
    return [everything(follow_up), *parts_of_people(static, spells.group, spells.mix, follow_up, crosses)]
