"""Sick leave (sykefravær): spells whose share of working time is met at once when it changes.

Spells of one employee start as Poisson points in (time, level) and last as the law says; those whose
level lies below ``-ln(1 - a(t)) / mean`` count at time t. In equilibrium the number of spells that
count is Poisson with mean ``-ln(1 - a(t))``, so nobody counts with probability ``1 - a(t)``: the share
is a(t) at every instant, and a higher share only adds spells (the busy period of M/G/infinity; Takács
1962, "Introduction to the theory of queues").

Spells run on calendar time whether or not the person is employed, at work or on holiday, so that a
change of contract moves no spell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.intervals import Intervals, merged
from navsim.plan.staffing import Index, Minutes
from navsim.values.distributions import Distribution
from navsim.values.poisson import points_up_to
from navsim.values.random import Keys, Purpose, children, uniforms
from navsim.values.time import WEEK, all_on_grid
from navsim.values.timeline import Timeline

HEIGHT = 1 / (8 * WEEK)
"""Height of a band of levels (spells per minute); the same in every config, since draws hang on it."""

RESIDUAL = 2
"""Ordinal of the uniform that says how much is left of a spell found in progress."""


@dataclass(frozen=True)
class Sickness:
    """The spells that count among some employees.

    ``people`` are their indices. ``level[i]`` (spells per minute; inf: everybody is sick) holds from
    ``start[i]`` to ``end[i]`` (minutes), which together cover the run.
    """

    people: Index
    law: Distribution
    start: Minutes
    end: Minutes
    level: NDArray[np.float64]


@dataclass(frozen=True)
class Spells:
    """Spells of several people, in any order; ``person`` is an index of their keys."""

    person: Index
    start: Minutes
    end: Minutes
    level: NDArray[np.float64]


def sickness(people: Index, share: Timeline, law: Distribution, horizon: float) -> Sickness:
    """What counts when the share of sick time is to be ``share``."""
    changes = [time for time in share.times if 0 < time < horizon]
    start = np.array([0.0, *changes])
    with np.errstate(divide="ignore"):
        level = -np.log1p(-share.sample(start)) / law.mean
    changed = np.concatenate(([True], level[1:] != level[:-1]))
    start, level = start[changed], level[changed]
    return Sickness(people, law, start, np.append(start[1:], horizon), level)


def spells(keys: Keys, law: Distribution, top: float, horizon: float) -> Spells:
    """All spells with levels below ``top`` that meet [0, horizon), for people with these keys.

    Those that are going on at 0 are as many as start in a mean length; what is left of one is a uniform
    part of a length-biased draw.
    """
    begun = points_up_to(children(keys, int(Purpose.SPELL)), top, HEIGHT, horizon)
    begun = begun[begun.level < top]
    going = points_up_to(children(keys, int(Purpose.AGE_IN_SPELL)), top, HEIGHT, law.mean)
    going = going[going.level < top]
    lengths, left = law.draws(begun.key), law.draws_length_biased(going.key) * uniforms(going.key, RESIDUAL)
    return Spells(
        person=np.concatenate((going.stream, begun.stream)),
        start=np.concatenate((np.zeros(len(going)), begun.time)),
        end=np.concatenate((all_on_grid(left), begun.time + all_on_grid(lengths))),
        level=np.concatenate((going.level, begun.level)),
    )


def sick_time(keys: Keys, rules: tuple[Sickness, ...], horizon: float, stride: float) -> Intervals:
    """When each employee is sick, all on one line: employee i at minute t stands at ``i * stride + t``.

    ``keys`` has one key for each employee, those without any rule included.
    """
    parts = [sick_parts(keys[rule.people], rule, horizon, stride) for rule in rules]
    start = np.concatenate([np.empty(0), *(start for start, _ in parts)])
    end = np.concatenate([np.empty(0), *(end for _, end in parts)])
    return merged(start, end)


def sick_parts(keys: Keys, rule: Sickness, horizon: float, stride: float) -> tuple[Minutes, Minutes]:
    """Start and end of the sick time of one rule's people on the line; empty parts and overlaps included."""
    certain = np.isinf(rule.level)
    top = float(np.max(rule.level[~certain], initial=0.0))
    drawn = spells(keys, rule.law, top, horizon)
    counts = (drawn.level < rule.level[:, None]) & ~certain[:, None]
    start = np.maximum(drawn.start, rule.start[:, None])
    end = np.where(counts, np.minimum(drawn.end, rule.end[:, None]), start)
    offset = rule.people * stride
    return (
        np.concatenate(((start + offset[drawn.person]).ravel(), np.add.outer(rule.start[certain], offset).ravel())),
        np.concatenate(((end + offset[drawn.person]).ravel(), np.add.outer(rule.end[certain], offset).ravel())),
    )
