"""The spells of each person one after another: somebody who moves to another group has several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from navsim.engine.log import Spells
from navsim.measures.parts import Floats, Ints


@dataclass(frozen=True)
class Chains:
    """``order`` are the rows of the spells by person, those of a person in order of entry.

    ``first[p]`` is the place in ``order`` of the first spell of person p, ``first[p + 1]`` the end of the last.
    """

    order: Ints
    first: Ints


def chains_of(spells: Spells) -> Chains:
    """The spells by person; the log has them in order of entry."""
    order = np.argsort(spells.person, kind="stable")
    persons = int(spells.person.max(initial=-1)) + 1
    return Chains(order, np.searchsorted(spells.person[order], np.arange(persons + 1)))


def spell_at(spells: Spells, chains: Chains, person: Ints, time: Floats) -> Ints:
    """The spell (row) in which each person was at an instant; at that of a move it is the new one."""
    row = chains.order[chains.first[:-1]][person]
    several = np.diff(chains.first) > 1
    if several.any():
        last, arrival = chains.first[1:] - 1, spells.arrival[chains.order]
        place, going = chains.first[person], np.flatnonzero(several[person])
        while len(going):
            going = going[place[going] < last[person[going]]]
            going = going[arrival[place[going] + 1] <= time[going]]
            place[going] += 1
        row = chains.order[place]
    return np.asarray(row)
