"""Expectations in closed form, without a run: the mean number of users, and the hours they ask for.

The mean stock of M_t/G/∞ with initial residuals and a pace: with R(t) the need used up by someone
present since 0, rate λ and P(stay > x) = S(x),

    E N(t) = n0 · ∫_{R(t)}^∞ S / E[stay] + ∫_0^t λ(s) S(R(t) − R(s)) ds.

Source: Eick, Massey and Whitt (1993), "The physics of the M_t/G/∞ queue", theorem 1, in the time
changed by R. Rates and pace are piecewise constant, so the integral is a sum of differences of the
integrated tail of the stay. It holds when leaving doesn't depend on follow-up.
"""

from __future__ import annotations

import numpy as np

from navsim.plan.compile import Prepared
from navsim.plan.model import Origin, TaskType, Trigger
from navsim.plan.persons import Stream
from navsim.values.time import DAY, HOUR, WEEK
from navsim.values.timeline import Timeline

Floats = np.ndarray


def mean_stock(stream: Stream, pace: Timeline, times: Floats) -> Floats:
    """The expected number of the stream's persons who are present at each time (minutes, from 0)."""
    used = pace.integral(times) - pace.integral(np.zeros(1))
    if stream.origin == Origin.INITIAL:
        return np.asarray(stream.initial * stream.stay.tail(used) / stream.stay.mean)
    edges = np.array(sorted({0.0, *stream.rate.times, *pace.times, *times.tolist()}))
    edges = edges[(edges >= 0) & (edges <= times.max(initial=0.0))]
    at_edge = pace.integral(edges) - pace.integral(np.zeros(1))
    low, high = edges[:-1], edges[1:]
    rate, speed = stream.rate.sample(low), pace.sample(low)
    stock = np.zeros(len(times))
    for place, (time, reached) in enumerate(zip(times, used, strict=True)):
        past = high <= time
        since_low, since_high = reached - at_edge[:-1][past], reached - at_edge[1:][past]
        moving = speed[past] > 0
        gain = stream.stay.tail(since_high) - stream.stay.tail(since_low)
        held = np.where(
            moving,
            np.divide(gain, speed[past], out=np.zeros_like(gain), where=moving),
            (high - low)[past] * stream.stay.survival(since_low),
        )
        stock[place] = rate[past] @ held
    return stock


def mean_caseload(prepared: Prepared, times: Floats) -> Floats:
    """Expected persons present, shape (groups, mixes, times)."""
    static = prepared.static
    stock = np.zeros((len(static.groups), static.applies.shape[2], len(times)))
    for stream in prepared.streams:
        present = mean_stock(stream, static.groups[stream.group].pace, times)
        stock[stream.group] += mix_shares(stream)[:, None] * present
    return stock


def mix_shares(stream: Stream) -> Floats:
    """The share of each combination of traits among a stream's persons."""
    shares = np.ones(1)
    for cumulated in stream.traits:
        shares = np.outer(shares, np.diff((0.0, *cumulated))).ravel()
    return shares


def mean_demand(prepared: Prepared) -> Floats:
    """Expected hours asked for, shape (task types, weeks); see the measure ``demand_hours``."""
    weeks = prepared.clock.weeks
    middles = (np.arange(weeks) + 0.5) * WEEK
    stock = mean_caseload(prepared, middles)
    return np.array([starts_a_week(prepared, type_, stock, middles) * minutes_at(type_, middles) / HOUR
                     for type_ in prepared.static.types]).reshape(-1, weeks)  # fmt: skip


def starts_a_week(prepared: Prepared, type_: TaskType, stock: Floats, middles: Floats) -> Floats:
    """Expected tasks of a type in each week."""
    concerned = np.tensordot(prepared.static.applies[type_.number].astype(float), stock, axes=2)
    if type_.trigger == Trigger.AFTER_CONTACT:
        return np.asarray(concerned * WEEK / type_.due)
    if type_.trigger == Trigger.AT_RANDOM:
        return np.asarray(concerned * over_weeks(type_.rate, middles))
    if type_.trigger == Trigger.FROM_OUTSIDE:
        return outside_a_week(prepared, type_, middles)
    applies = prepared.static.applies[type_.number]
    entries = sum(
        (over_weeks(s.rate, middles) * float(mix_shares(s) @ applies[s.group]) for s in prepared.streams),
        np.zeros(len(middles)),
    )
    return np.asarray(entries * type_.probability.sample(middles))


def outside_a_week(prepared: Prepared, type_: TaskType, middles: Floats) -> Floats:
    """Expected tasks from outside in each week; visitors come on open days only."""
    task = prepared.config.tasks[type_.name]
    at = getattr(task.start, "at", None)
    if at is None:
        return over_weeks(type_.rate, middles)
    opens = prepared.windows[at].start
    daily = type_.rate.sample(opens) * DAY
    return np.bincount((opens // WEEK).astype(int), weights=daily, minlength=len(middles))[: len(middles)]


def over_weeks(rate: Timeline, middles: Floats) -> Floats:
    """The integral of a rate over the week around each middle."""
    return rate.integral(middles + WEEK / 2) - rate.integral(middles - WEEK / 2)


def minutes_at(type_: TaskType, times: Floats) -> Floats:
    """Mean work of a task that comes at each time (minutes)."""
    total, before = np.zeros(len(times)), np.zeros(len(times))
    for channel in type_.channels:
        upto = channel.upto.sample(times)
        total += (upto - before) * (channel.minutes.mean + channel.extra)
        before = upto
    return total
