"""Users over time: the times in which their last contact was recent enough.

A contact belongs to the spell in which it ended (one that ends with the spell covers the same time either way); the
last contact and the registration go along into the next spell of the same person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from navsim.engine.log import Log
from navsim.measures.chains import Chains, spell_at
from navsim.measures.parts import Floats, Ints
from navsim.measures.rows import SpellRows
from navsim.plan.model import Plan


@dataclass(frozen=True)
class Contacts:
    """Contacts by spell (row), and in order of time within it.

    Of the spells (rows) ``met`` that have any, ``first`` and ``last`` are the places of the first and the last one.
    """

    row: Ints
    time: Floats
    met: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Presence:
    """What the measures of follow-up need; minutes, cut at the horizon.

    ``covered_*``: times in which a person's last contact was recent enough, by spell (row); some are empty.
    ``unmet_until``: the end of a new person's time of grace, in which not yet having met is no lapse; one a spell.
    """

    covered_row: Ints
    covered_start: Floats
    covered_end: Floats
    unmet_until: Floats


def presence_of(plan: Plan, log: Log, rows: SpellRows) -> Presence:
    """Presence and follow-up of each spell."""
    spells, chains, end, window = log.spells, rows.chains, rows.end.time, plan.static.contact_window
    own = contacts_of(log, chains, plan.static.horizon)
    before = inherited(plan, log, chains, own)
    first = np.full(len(end), np.inf)
    first[own.met] = own.time[own.first]
    following = np.append(own.time[1:], np.inf)[: len(own.time)]
    following[own.last] = np.inf

    known = np.flatnonzero(~np.isnan(before))
    row, time = np.concatenate((known, own.row)), np.concatenate((before[known], own.time))
    until, arrival = np.minimum(np.concatenate((first[known], following)), end[row]), spells.arrival[row]
    covered_end = np.maximum(np.minimum(time + window, until), arrival)
    covered_start = np.minimum(np.maximum(time, arrival), covered_end)

    registered = spells.entered[chains.order[chains.first[spells.person]]]
    unmet_until = np.minimum(np.minimum(registered + window, np.fmin(before, first)), end)
    return Presence(row, covered_start, covered_end, np.maximum(unmet_until, spells.arrival))


def contacts_of(log: Log, chains: Chains, horizon: float) -> Contacts:
    """The contacts of a log, sorted on one line: that of spell i at minute t is at ``i * stride + t``.

    Times are multiples of 2⁻¹⁰ minute, so nothing is rounded.
    """
    contacts, stride = np.flatnonzero(log.tasks.contact), horizon + 1
    time = log.tasks.ended[contacts]
    row = spell_at(log.spells, chains, log.tasks.person[contacts], time)
    line = np.sort(row * stride + time)
    count = np.bincount(row, minlength=len(log.spells.person))
    row, met, upto = np.repeat(np.arange(len(count)), count), np.flatnonzero(count), np.cumsum(count)
    return Contacts(row, line - row * stride, met, (upto - count)[met], upto[met] - 1)


def inherited(plan: Plan, log: Log, chains: Chains, own: Contacts) -> Floats:
    """The last contact that each spell begins with: from before the run, or from an earlier spell; nan without any."""
    spells = log.spells
    first, person = chains.order[chains.first[:-1]], spells.person[chains.order]
    start = np.full(len(person), np.nan)
    start[first] = plan.persons.last_contact[spells.person[first]]
    last = start.copy()
    last[own.met] = own.time[own.last]

    # Going along each chain, the place of the latest spell so far that has a contact of its own.
    place = np.arange(len(person))
    latest = np.maximum.accumulate(np.where(np.isnan(last[chains.order]), -1, place))
    before = np.append([-1], latest)[: len(person)]
    linked = (before >= 0) & (person[before] == person) & (place > chains.first[person])
    start[chains.order[linked]] = last[chains.order[before[linked]]]
    return start
