"""Measures of users: caseload, flows, follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import Bools, Floats, count_in, open_at_ends, open_minutes, ratio
from navsim.measures.series import Key
from navsim.plan.model import Origin, Plan, Static

WORK = "work"
"""The destination that counts as a transition to work (overgang til arbeid)."""


@dataclass(frozen=True)
class Presence:
    """Spells with what the measures of follow-up need; minutes, cut at the horizon.

    ``covered_*``: times in which a person's last contact was recent enough, one row a contact.
    ``unmet_until``: the end of a new person's time of grace, in which not yet having met is no lapse.
    """

    start: Floats
    end: Floats
    covered_row: np.ndarray
    covered_start: Floats
    covered_end: Floats
    unmet_until: Floats


def presence_of(plan: Plan, log: Log) -> Presence:
    """Presence and follow-up of each spell."""
    spells, window, horizon = log.spells, plan.static.contact_window, plan.static.horizon
    end = np.where(np.isnan(spells.left), horizon, spells.left)
    row_of = np.full(len(plan.persons), -1)
    row_of[spells.person] = np.arange(len(spells.person))

    known = ~np.isnan(plan.persons.last_contact[spells.person])
    met = log.tasks.contact
    row = np.concatenate((np.flatnonzero(known), row_of[log.tasks.person[met]]))
    time = np.concatenate((plan.persons.last_contact[spells.person[known]], log.tasks.ended[met]))
    order = np.lexsort((time, row))
    row, time = row[order], time[order]

    following = np.append(np.where(row[1:] == row[:-1], time[1:], np.inf), np.inf)[: len(time)]
    covered_end = np.minimum(np.minimum(time + window, following), end[row])
    covered_start = np.maximum(time, spells.arrival[row])

    first = np.full(len(end), np.inf)
    first[row[::-1]] = time[::-1]
    unmet_until = np.minimum(np.minimum(spells.entered + window, first), end)
    return Presence(
        start=spells.arrival, end=end, covered_row=row,
        covered_start=np.minimum(covered_start, np.maximum(covered_end, spells.arrival[row])),
        covered_end=np.maximum(covered_end, spells.arrival[row]),
        unmet_until=np.maximum(unmet_until, spells.arrival),
    )  # fmt: skip


def selections(static: Static, log: Log) -> list[tuple[str, str, Bools]]:
    """Whose spells each part of the office holds: (dimension, group, mask), everybody in follow-up first."""
    spells = log.spells
    follow_up = np.array([group.in_follow_up for group in static.groups], bool)[spells.group]
    parts = [("all", "all", follow_up)]
    parts += [("group", group.name, spells.group == number) for number, group in enumerate(static.groups)]
    below = 1
    for trait in reversed(static.traits):
        value = spells.mix // below % len(trait.values)
        below *= len(trait.values)
        parts += [(trait.name, name, (value == number) & follow_up) for number, name in enumerate(trait.values)]
    return parts


def user_measures(plan: Plan, log: Log, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """All measures of users, by part of the office."""
    presence = presence_of(plan, log)
    for dimension, group, mask in selections(plan.static, log):
        for measure, unit, values in of_part(plan, log, presence, mask, edges):
            yield Key(measure, unit, dimension, group), values


def of_part(plan: Plan, log: Log, presence: Presence, mask: Bools, edges: Floats) -> Iterator[tuple[str, str, Floats]]:
    """The measures of the spells that a mask selects."""
    spells = log.spells
    left = spells.left[mask]
    yield "caseload", "persons", open_at_ends(spells.arrival[mask], left, edges)
    for measure, origin in (("inflow", Origin.NEW), ("returns", Origin.RETURNING)):
        yield measure, "persons", count_in(spells.arrival[mask & (spells.origin == origin)], edges)
    yield "outflow", "persons", count_in(left, edges)
    if WORK in plan.static.destinations:
        to_work = spells.destination[mask] == plan.static.destinations.index(WORK)
        yield "to_work", "persons", count_in(left[to_work], edges)
    never_met = (spells.contacts[mask] == 0) & np.isnan(plan.persons.last_contact[spells.person[mask]])
    yield "left_without_contact", "persons", count_in(left[never_met], edges)

    present = open_minutes(presence.start[mask], presence.end[mask], edges)
    mine = mask[presence.covered_row]
    covered = open_minutes(presence.covered_start[mine], presence.covered_end[mine], edges)
    grace = open_minutes(presence.start[mask], presence.unmet_until[mask], edges)
    yield "follow_up_rate", "share", ratio(covered, present)
    yield "follow_up_rate_established", "share", ratio(covered, present - grace)
