"""Measures of users: caseload, flows, follow-up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import minutes_in, moments, open_in, ratio, tally
from navsim.measures.parts import GROUP, Bools, Cross, Floats, gathered, mixes, parts_of_spells
from navsim.measures.presence import presence_of
from navsim.measures.rows import SpellRows
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Origin, Plan, Static
from navsim.values.time import MONTH

WORK = "work"
"""The destination that counts as a transition to work (overgang til arbeid)."""

ORIGINS = {"inflow": Origin.NEW, "returns": Origin.RETURNING, "moved_in": Origin.MOVED}


def moves_on(static: Static, log: Log) -> Bools:
    """Which spells ended by entering another group of the model."""
    return np.asarray(log.spells.destination >= len(static.destinations))


def never_met(plan: Plan, log: Log) -> Bools:
    """Of each spell, whether its person had no contact before the run nor in any spell."""
    spells = log.spells
    contacts = np.bincount(spells.person, spells.contacts)[spells.person]
    return np.asarray((contacts == 0) & np.isnan(plan.persons.last_contact[spells.person]))


def user_measures(
    plan: Plan, log: Log, spells: SpellRows, crosses: Sequence[Cross] = (), activities: Collection[str] = ()
) -> Iterator[tuple[Key, Floats]]:
    """All measures of users, by part of the office; ``activities`` are the groups that are in one."""
    flows, minutes = flows_of(plan, log, spells), follow_up(plan, log, spells)
    minutes["active"] = spells.present * active(plan.static, activities)
    for parts in parts_of_spells(plan.static, crosses):
        time, counts = gathered(parts, minutes), gathered(parts, flows)
        shares = {}
        if WORK in plan.static.destinations:
            shares["to_work_share", "share"] = ratio(counts["to_work"], time["present"]) * MONTH
        if activities and parts.dimension != GROUP:  # of a group: all or nobody
            shares["activity_share", "share"] = ratio(time["active"], time["present"])
        yield from rows_of(parts, {
            **{(name, "persons"): table for name, table in counts.items()},
            **shares,
            ("follow_up_rate", "share"): ratio(time["covered"], time["present"]),
            ("follow_up_rate_established", "share"): ratio(time["covered"], time["present"] - time["grace"]),
        })  # fmt: skip


def active(static: Static, activities: Collection[str]) -> Floats:
    """1 for the kinds of users who are in an activity, else 0; shape (cells, 1)."""
    groups = np.array([group.name in activities for group in static.groups], np.float64)
    return np.repeat(groups, mixes(static))[:, np.newaxis]


def flows_of(plan: Plan, log: Log, spells: SpellRows) -> dict[str, Floats]:
    """Caseload, and who came and went, by kind of user and week."""
    moved, destinations = moves_on(plan.static, log), plan.static.destinations
    went = {"outflow": ~moved, "moved_out": moved}
    if WORK in destinations:
        went["to_work"] = log.spells.destination == destinations.index(WORK)
    went["left_without_contact"] = ~moved & never_met(plan, log)
    cells = spells.cells
    return {
        "caseload": open_in(cells, spells.arrival, spells.left),
        **{name: tally(cells, spells.arrival, log.spells.origin == origin) for name, origin in ORIGINS.items()},
        **{name: tally(cells, spells.left, which) for name, which in went.items()},
    }


def follow_up(plan: Plan, log: Log, spells: SpellRows) -> dict[str, Floats]:
    """Minutes for which users were present, covered by a contact, and new and not yet met; by kind of user and week."""
    presence, edges = presence_of(plan, log, spells), spells.arrival.edges
    start, end = moments(presence.covered_start, edges), moments(presence.covered_end, edges)
    return {
        "present": spells.present,
        "covered": minutes_in(spells.cells.at(presence.covered_row), start, end),
        "grace": minutes_in(spells.cells, spells.arrival, moments(presence.unmet_until, edges)),
    }
