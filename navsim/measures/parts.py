"""The parts of an office that measures are divided by: all, groups, traits, the crosses that a config asks for.

Rows of a log are counted by *cells*, the finest parts that are needed; every part is a sum of some of them. So what it
costs to measure grows with the log, and not with the log times the number of parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from navsim.plan.model import Static

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Cross = tuple[str, ...]
"""The dimensions that are crossed: traits, and ``group``."""

GROUP = "group"


@dataclass(frozen=True)
class Cells:
    """The cell of each row, a number below ``count``; ``count`` itself for a row in none."""

    of: Ints
    count: int

    def at(self, rows: Ints) -> Cells:
        """The cells of other rows, each of which belongs to one of these."""
        return replace(self, of=self.of[rows])


def one_cell(rows: int) -> Cells:
    """All rows together."""
    return Cells(np.zeros(rows, np.int64), 1)


@dataclass(frozen=True)
class Parts:
    """One dimension: ``label`` is the place among ``names`` of the part that each cell belongs to, -1 for none."""

    dimension: str
    names: tuple[str, ...]
    label: Ints

    def among(self, counted: Bools) -> Parts:
        """The same parts of some of the cells."""
        return replace(self, label=np.where(counted, self.label, -1))

    def of(self, cells: Cells) -> Cells:
        """The part of each row, as a cell of its own."""
        none = len(self.names)
        return Cells(np.append(np.where(self.label < 0, none, self.label), none)[cells.of], none)

    def gather(self, table: Floats, how: np.ufunc = np.add) -> Floats:
        """A table (cells, ...) by part (parts, ...): the cells of each part added up, or put together otherwise.

        A part without cells has 0. Cells are taken in their order, one by one: there are few beside the rows.
        """
        found = np.zeros((len(self.names), *table.shape[1:]))
        for cell in np.flatnonzero(self.label >= 0).tolist():
            mine = found[self.label[cell]]
            how(mine, table[cell], out=mine)
        return found


def gathered(parts: Parts, tables: Mapping[str, Floats]) -> dict[str, Floats]:
    """Several tables (cells, weeks), by part."""
    together = parts.gather(np.stack(list(tables.values()), axis=1))
    return {name: together[:, number] for number, name in enumerate(tables)}


def everything(counted: Bools) -> Parts:
    """All that counts, as one part."""
    return Parts("all", ("all",), np.where(counted, 0, -1))


@dataclass(frozen=True)
class Kinds:
    """The kinds of users: the group and the mix of traits of each cell, the mix fastest; -1 for cells of no user."""

    group: Ints
    mix: Ints


def mixes(static: Static) -> int:
    """How many combinations of trait values there are."""
    return prod(len(trait.values) for trait in static.traits)


def kinds_of(static: Static, others: int = 0) -> Kinds:
    """Every group and mix, and after them some cells of no user."""
    none = np.full(others, -1)
    group = np.repeat(np.arange(len(static.groups)), mixes(static))
    mix = np.tile(np.arange(mixes(static)), len(static.groups))
    return Kinds(np.append(group, none), np.append(mix, none))


def parts_of_users(static: Static, kinds: Kinds, counted: Bools, crosses: Sequence[Cross] = ()) -> Iterator[Parts]:
    """The parts by group, by each trait and by each cross.

    Parameters
    ----------
    kinds:
        The group and mix of each cell.
    counted:
        Which cells are among ``all``. Parts by traits hold only those; parts by group, and crosses with it, every one.
    """
    dimensions = {GROUP: Parts(GROUP, tuple(each.name for each in static.groups), kinds.group)}
    below = 1
    for trait in reversed(static.traits):
        value = np.where(kinds.mix < 0, -1, kinds.mix // below % len(trait.values))
        dimensions[trait.name] = Parts(trait.name, trait.values, value)
        below *= len(trait.values)
    single = [(name,) for name in dimensions]
    for names in (*single, *crosses):
        part = crossed([dimensions[name] for name in names])
        yield part if GROUP in names else part.among(counted)


def crossed(parts: Sequence[Parts]) -> Parts:
    """The combinations of several dimensions, the last fastest; a cell in none of one is in none of the cross."""
    names, label, known = [""], np.zeros(len(parts[0].label), np.int64), np.ones(len(parts[0].label), bool)
    for number, part in enumerate(parts):
        names = [f"{left}*{right}" if number else right for left in names for right in part.names]
        label = label * len(part.names) + part.label
        known &= part.label >= 0
    return Parts("*".join(part.dimension for part in parts), tuple(names), np.where(known, label, -1))


def everybody(static: Static) -> Parts:
    """All kinds of users in follow-up."""
    follow_up = np.array([group.in_follow_up for group in static.groups], bool)
    return everything(np.repeat(follow_up, mixes(static)))


def parts_of_spells(static: Static, crosses: Sequence[Cross] = ()) -> list[Parts]:
    """Which kinds of users each part holds: all in follow-up first, each group, then by traits and crosses."""
    everyone = everybody(static)
    return [everyone, *parts_of_users(static, kinds_of(static), everyone.label >= 0, crosses)]
