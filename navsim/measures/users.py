"""Measures of users: caseload, flows, follow-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from navsim.engine.log import Log
from navsim.measures.counting import Floats, minutes_in, moments, open_in, ratio, tally
from navsim.measures.parts import Bools, Cross, Parts, parts_of_people, parts_of_spells
from navsim.measures.presence import presence_of
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Origin, Plan, Static
from navsim.plan.persons import OFFICE

WORK = "work"
"""The destination that counts as a transition to work (overgang til arbeid)."""

ORIGINS = {"inflow": Origin.NEW, "returns": Origin.RETURNING, "moved_in": Origin.MOVED}


def selections(static: Static, log: Log, crosses: Sequence[Cross] = ()) -> list[tuple[str, str, Bools]]:
    """Whose spells each part of the office holds: (dimension, group, mask), everybody in follow-up first."""
    return [
        (parts.dimension, name, parts.label == number)
        for parts in parts_of_spells(static, log, crosses)
        for number, name in enumerate(parts.names)
    ]


def offices_of_spells(plan: Plan, log: Log) -> Parts | None:
    """The spells of each office, in follow-up or not; None where there is one office without a name."""
    everybody = np.ones(len(log.spells.person), bool)
    found = parts_of_people(plan.static, log.spells.group, log.spells.mix, everybody)
    return next((parts for parts in found if parts.dimension == OFFICE), None)


def moves_on(static: Static, log: Log) -> Bools:
    """Which spells ended by entering another group of the model."""
    return np.asarray(log.spells.destination >= len(static.destinations))


def never_met(plan: Plan, log: Log) -> Bools:
    """Of each spell, whether its person had no contact before the run nor in any spell."""
    spells = log.spells
    contacts = np.bincount(spells.person, spells.contacts)[spells.person]
    return np.asarray((contacts == 0) & np.isnan(plan.persons.last_contact[spells.person]))


def user_measures(plan: Plan, log: Log, edges: Floats, crosses: Sequence[Cross] = ()) -> Iterator[tuple[Key, Floats]]:
    """All measures of users, by part of the office."""
    spells, static = log.spells, plan.static
    presence = presence_of(plan, log)
    arrival, left = moments(spells.arrival, edges), moments(spells.left, edges)
    end, unmet_until = moments(presence.end, edges), moments(presence.unmet_until, edges)
    covered_start, covered_end = moments(presence.covered_start, edges), moments(presence.covered_end, edges)
    came = {name: (spells.origin == origin).astype(float) for name, origin in ORIGINS.items()}
    moved = moves_on(static, log)
    went = {"outflow": ~moved, "moved_out": moved}
    if WORK in static.destinations:
        went["to_work"] = spells.destination == static.destinations.index(WORK)
    went["left_without_contact"] = ~moved & never_met(plan, log)

    for parts in parts_of_spells(static, log, crosses):
        present = minutes_in(parts, arrival, end)
        covered = minutes_in(parts.at(presence.covered_row), covered_start, covered_end)
        grace = minutes_in(parts, arrival, unmet_until)
        yield from rows_of(parts, {
            ("caseload", "persons"): open_in(parts, arrival, left),
            **{(name, "persons"): tally(parts, arrival, which) for name, which in came.items()},
            **{(name, "persons"): tally(parts, left, which.astype(float)) for name, which in went.items()},
            ("follow_up_rate", "share"): ratio(covered, present),
            ("follow_up_rate_established", "share"): ratio(covered, present - grace),
        })  # fmt: skip
