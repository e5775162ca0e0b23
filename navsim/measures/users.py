"""Measures of users: caseload, flows, follow-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import minutes_in, moments, open_in, ratio, tally
from navsim.measures.parts import Bools, Cross, Floats, gathered, parts_of_spells
from navsim.measures.presence import presence_of
from navsim.measures.rows import SpellRows
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Origin, Plan, Static

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
    plan: Plan, log: Log, spells: SpellRows, crosses: Sequence[Cross] = ()
) -> Iterator[tuple[Key, Floats]]:
    """All measures of users, by part of the office."""
    flows, minutes = flows_of(plan, log, spells), follow_up(plan, log, spells)
    for parts in parts_of_spells(plan.static, crosses):
        time = gathered(parts, minutes)
        yield from rows_of(parts, {
            **{(name, "persons"): table for name, table in gathered(parts, flows).items()},
            ("follow_up_rate", "share"): ratio(time["covered"], time["present"]),
            ("follow_up_rate_established", "share"): ratio(time["covered"], time["present"] - time["grace"]),
        })  # fmt: skip


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
