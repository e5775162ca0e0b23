"""Nobody is lost: persons, group by group, with those who move from one to another."""

from __future__ import annotations

import numpy as np

from navsim.plan.model import Origin
from navsim.verify.trial import Ints, Result, Trial, first

TICK = 1 / 1024


def all_come(trial: Trial) -> Result:
    """Everybody of the plan who comes before the end has one first spell, as planned; nobody else has."""
    spells, plan = trial.log.spells, trial.plan.persons
    rows = np.flatnonzero(spells.origin != Origin.MOVED)
    rows = rows[np.argsort(spells.person[rows], kind="stable")]
    expected = np.flatnonzero(plan.arrival < trial.horizon)
    if not np.array_equal(spells.person[rows], expected):
        return len(rows), f"{len(rows)} first spells of persons, {len(expected)} persons who come"
    unlike = np.zeros(len(rows), bool)
    for name in ("group", "mix", "origin", "arrival", "entered"):
        unlike |= getattr(spells, name)[rows] != getattr(plan, name)[expected]
    broken = first(unlike, lambda at: f"the first spell of person {expected[at]} is not as planned")
    return len(rows), broken or initial_numbers(trial)


def initial_numbers(trial: Trial) -> str | None:
    """As many are there at the start as the config says."""
    spells = trial.log.spells
    for number, group in enumerate(trial.plan.static.groups):
        found = int(((spells.origin == Origin.INITIAL) & (spells.group == number)).sum())
        wanted = trial.prepared.config.users[group.name].initial
        if found != wanted:
            return f"group {group.name}: {found} at the start, {wanted} in the config"
    return None


def groups_balance(trial: Trial) -> Result:
    """In each group: initial + new + returning + moved in = left + moved out + present."""
    spells, static = trial.log.spells, trial.plan.static
    present = np.isnan(spells.left)
    moved_to = np.where(present, -1, spells.destination - len(static.destinations))
    for number, group in enumerate(static.groups):
        mine = spells.group == number
        come = {origin: int((mine & (spells.origin == origin)).sum()) for origin in Origin}
        here, out = int((mine & present).sum()), int((mine & (moved_to >= 0)).sum())
        gone = int((mine & ~present & (moved_to < 0) & (spells.destination >= 0)).sum())
        into = int((moved_to == number).sum())
        if come[Origin.MOVED] != into:
            return len(
                mine
            ), f"group {group.name}: {come[Origin.MOVED]} spells of those who moved in, {into} moved there"
        if sum(come.values()) != gone + out + here:
            return len(
                mine
            ), f"group {group.name}: {sum(come.values())} came, {gone} left, {out} moved, {here} are there"
    return len(spells.person), None


def spells_follow(trial: Trial) -> Result:
    """The spells of a person follow one another without a gap; only the last one may lead out, or go on."""
    spells, outside = trial.log.spells, len(trial.plan.static.destinations)
    rows: Ints = np.argsort(spells.person, kind="stable")
    one, other = rows[:-1], rows[1:]
    same = spells.person[one] == spells.person[other]
    linked = (
        (spells.left[one] == spells.arrival[other])
        & (spells.destination[one] == outside + spells.group[other])
        & (spells.origin[other] == Origin.MOVED)
        & (spells.entered[other] == spells.arrival[other])
        & (spells.mix[one] == spells.mix[other])
    )
    lasts = np.append(~same, True)[: len(rows)]
    wrong = np.append(same & ~linked, False)[: len(rows)] | (lasts & (spells.destination[rows] >= outside))
    wrong |= spells.left[rows] < spells.arrival[rows]
    return len(rows), first(wrong, lambda at: f"person {spells.person[rows[at]]}: a spell does not lead to the next")


def needs_are_used_up(trial: Trial) -> Result:
    """A first spell ends when the pace has used up the need, or at the limit, whichever comes first."""
    if trial.plan.static.follow_up_effect > 0:
        return 0, None
    spells, persons, tick = trial.log.spells, trial.plan.persons, TICK
    looked_at = 0
    for number, group in enumerate(trial.plan.static.groups):
        rows = np.flatnonzero((spells.group == number) & (spells.origin != Origin.MOVED))
        looked_at += len(rows)
        who, present = spells.person[rows], np.isnan(spells.left[rows])
        until = np.where(present, trial.horizon, spells.left[rows])
        used = group.pace.integral(until) - group.pace.integral(spells.arrival[rows])
        rest, lasted = persons.need[who] - used, until - spells.arrival[rows]
        speed = max(1.0, *group.pace.values)
        over = (rest < -tick * speed) | (lasted > persons.limit[who])
        early = ~present & (rest > tick * speed) & (lasted != persons.limit[who])
        broken = first(over | early, lambda at, who=who: f"person {who[at]} leaves at the wrong time")  # type: ignore[misc]
        if broken:
            return looked_at, broken
    return looked_at, None
