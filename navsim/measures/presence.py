"""Users over time: their spells, and the times in which their last contact was recent enough.

Somebody who moves to another group has several spells. A contact belongs to the spell in which it ended (one
that ends with the spell covers the same time either way); the last contact and the registration go along into the next.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navsim.engine.log import Log, Spells
from navsim.measures.counting import Floats
from navsim.plan.model import Plan

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Presence:
    """Spells with what the measures of follow-up need; minutes, cut at the horizon.

    ``covered_*``: times in which a person's last contact was recent enough, one row a contact of a spell.
    ``unmet_until``: the end of a new person's time of grace, in which not yet having met is no lapse.
    """

    start: Floats
    end: Floats
    covered_row: Ints
    covered_start: Floats
    covered_end: Floats
    unmet_until: Floats


@dataclass(frozen=True)
class Chains:
    """The spells of each person one after another: ``order`` are their rows, those of a person in order of entry.

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
    place, last = chains.first[person], chains.first[person + 1] - 1
    arrival = spells.arrival[chains.order]
    while True:
        following = np.minimum(place + 1, last)
        later = (arrival[following] <= time) & (following > place)
        if not later.any():
            return np.asarray(chains.order[place])
        place = np.where(later, following, place)


def presence_of(plan: Plan, log: Log) -> Presence:
    """Presence and follow-up of each spell."""
    spells, window, horizon = log.spells, plan.static.contact_window, plan.static.horizon
    chains, met = chains_of(spells), log.tasks.contact
    end = np.where(np.isnan(spells.left), horizon, spells.left)
    own_time = log.tasks.ended[met]
    own_row = spell_at(spells, chains, log.tasks.person[met], own_time)

    before = inherited(plan, spells, chains, own_row, own_time)
    known = np.flatnonzero(~np.isnan(before))
    row, time = np.concatenate((known, own_row)), np.concatenate((before[known], own_time))
    order = np.lexsort((time, row))
    row, time = row[order], time[order]

    following = np.append(np.where(row[1:] == row[:-1], time[1:], np.inf), np.inf)[: len(time)]
    covered_end = np.minimum(np.minimum(time + window, following), end[row])
    covered_start = np.maximum(time, spells.arrival[row])

    first = np.full(len(end), np.inf)
    first[row[::-1]] = time[::-1]
    registered = spells.entered[chains.order[chains.first[spells.person]]]
    unmet_until = np.minimum(np.minimum(registered + window, first), end)
    return Presence(
        start=spells.arrival, end=end, covered_row=row,
        covered_start=np.minimum(covered_start, np.maximum(covered_end, spells.arrival[row])),
        covered_end=np.maximum(covered_end, spells.arrival[row]),
        unmet_until=np.maximum(unmet_until, spells.arrival),
    )  # fmt: skip


def inherited(plan: Plan, spells: Spells, chains: Chains, own_row: Ints, own_time: Floats) -> Floats:
    """The last contact that each spell begins with: from before the run, or from an earlier spell; nan without any."""
    first, person = chains.order[chains.first[:-1]], spells.person[chains.order]
    last = np.full(len(person), np.nan)
    last[first] = plan.persons.last_contact[spells.person[first]]
    start = last.copy()
    earlier_first = np.argsort(own_time, kind="stable")
    last[own_row[earlier_first]] = own_time[earlier_first]

    # Going along each chain, the place of the latest spell so far that has a contact of its own.
    place = np.arange(len(person))
    latest = np.maximum.accumulate(np.where(np.isnan(last[chains.order]), -1, place))
    before = np.append([-1], latest)[: len(person)]
    linked = (before >= 0) & (person[before] == person) & (place > chains.first[person])
    start[chains.order[linked]] = last[chains.order[before[linked]]]
    return start
