"""Expectations without a run: the mean number of users, and the hours they ask for.

The numerics of the stock are in :mod:`navsim.plan.stock`. All of it holds when leaving does not depend
on follow-up: see :func:`has_closed_form`.
"""

from __future__ import annotations

import numpy as np

from navsim.plan.compile import Prepared
from navsim.plan.model import GroupType, Origin, TaskType, Trigger
from navsim.plan.persons import Stream
from navsim.plan.stock import (
    Flows,
    coupled,
    entered_by_move,
    flows,
    limited,
    mean_spell,
    mean_stock,
    mix_shares,
    used_at,
)
from navsim.values.distributions import Distribution, Family
from navsim.values.time import DAY, HOUR, WEEK
from navsim.values.timeline import Timeline

Floats = np.ndarray

LIMITS = 64
"""Into how many equally likely values a continuous limit is cut for the time of a task before it."""


def has_closed_form(prepared: Prepared) -> bool:
    """Whether leaving is independent of follow-up, so that the expectations of this module hold.

    With a ``follow_up_effect`` they are those of the same office without it. Those met too late stay
    longer than that: the stock of an office without moves between groups is then at least as high.
    """
    return prepared.static.follow_up_effect == 0


def mean_caseload(prepared: Prepared, times: Floats) -> Floats:
    """Expected persons present, shape (groups, mixes, times); times in minutes, within the run.

    Exact for groups without a limit that nobody enters from another group; for the others see
    :func:`navsim.plan.stock.flows`.
    """
    return caseload_with(prepared, coupled_flows(prepared), times)


def coupled_flows(prepared: Prepared) -> Flows | None:
    """The flows between groups; None where there is neither a limit nor a move."""
    return flows(prepared) if coupled(prepared) else None


def caseload_with(prepared: Prepared, between: Flows | None, times: Floats) -> Floats:
    """:func:`mean_caseload` from flows that are known."""
    static = prepared.static
    stock = np.zeros((len(static.groups), static.applies.shape[2], len(times)))
    on_grid = limited(prepared) | entered_by_move(prepared)
    for stream in prepared.streams:
        if stream.group not in on_grid:
            present = mean_stock(stream, static.groups[stream.group].pace, times)
            stock[stream.group] += mix_shares(stream)[:, None] * present
    if between:
        for group in on_grid:
            stock[group] = [np.interp(times, between.edges, present) for present in between.stock[group]]
    return stock


def mean_demand(prepared: Prepared) -> Floats:
    """Expected hours asked for, shape (task types, weeks); see the measure ``demand_hours``.

    What another task starts is taken to come in the week of that task's start, as in the long run
    with the present demand; so are delays and the opening of a reception. Tasks of a person that are
    cancelled because the person leaves before they open are counted as asked for.
    """
    weeks = prepared.clock.weeks
    middles = (np.arange(weeks) + 0.5) * WEEK
    between = coupled_flows(prepared)
    stock = caseload_with(prepared, between, middles)
    starts = [starts_of(prepared, type_, stock, middles, between).sum(axis=(0, 1)) for type_ in prepared.static.types]
    minutes = [minutes_at(type_, middles) for type_ in prepared.static.types]
    return np.asarray(np.reshape(starts, (-1, weeks)) * np.reshape(minutes, (-1, weeks)) / HOUR)


def starts_a_week(prepared: Prepared, type_: TaskType, stock: Floats, middles: Floats) -> Floats:
    """Expected tasks of a type in the week around each middle (minutes); ``stock`` is the caseload there."""
    return np.asarray(starts_of(prepared, type_, stock, middles, coupled_flows(prepared)).sum(axis=(0, 1)))


def starts_of(prepared: Prepared, type_: TaskType, stock: Floats, middles: Floats, between: Flows | None) -> Floats:
    """Expected tasks of a type by whom they concern, shape (groups, mixes, weeks); from outside (1, 1, weeks)."""
    chain = chain_to(prepared, type_)
    if not chain:
        return np.zeros((1, 1, len(middles)))
    first, *later = chain
    applies = prepared.static.applies[:, :, :, None]
    match first.trigger:
        case Trigger.AFTER_CONTACT:
            starts = applies[first.number] * stock * WEEK / first.due
        case Trigger.AT_RANDOM:
            starts = applies[first.number] * stock * over_weeks(first.rate, middles)
        case Trigger.FROM_OUTSIDE:
            starts = outside_a_week(prepared, first, middles)[None, None, :]
        case Trigger.ENTRY:
            starts = (
                applies[first.number] * entries_a_week(prepared, middles, between) * first.probability.sample(middles)
            )
        case _:
            starts = applies[first.number] * reaching_a_week(prepared, first, middles, between)
    for following in later:
        whom = 1.0 if first.trigger == Trigger.FROM_OUTSIDE else applies[following.number]
        starts = starts * whom * following.probability.sample(middles)
    return np.asarray(starts)


def chain_to(prepared: Prepared, type_: TaskType) -> list[TaskType]:
    """The tasks that lead to one by completion, the first of them first; none when they run in a circle.

    Nothing outside a circle starts its tasks, so there are none of them.
    """
    chain = [type_]
    while chain[0].trigger == Trigger.COMPLETION:
        before = prepared.static.types[chain[0].succession.after]
        if before in chain:
            return []
        chain.insert(0, before)
    return chain


def entries_a_week(prepared: Prepared, middles: Floats, between: Flows | None) -> Floats:
    """Expected persons who enter a group in each week, from outside or from another one: (groups, mixes, weeks)."""
    static = prepared.static
    entries = np.zeros((len(static.groups), static.applies.shape[2], len(middles)))
    for stream in prepared.streams:
        entries[stream.group] += np.outer(mix_shares(stream), over_weeks(stream.rate, middles))
    if between:
        entered = np.concatenate((np.zeros((*entries.shape[:2], 1)), np.cumsum(between.moved, axis=2)), axis=2)
        for group, mix in np.ndindex(entries.shape[:2]):
            up_to = [np.interp(middles + side * WEEK / 2, between.edges, entered[group, mix]) for side in (-1, 1)]
            entries[group, mix] += up_to[1] - up_to[0]
    return entries


def reaching_a_week(prepared: Prepared, type_: TaskType, middles: Floats, between: Flows | None) -> Floats:
    """Expected persons who come to an age in their spell, or to a time before their limit: (groups, mixes, weeks).

    Somebody who enters at s and comes to it after d must still be there: S(R(s + d) − R(s)), and the
    limit not before. It is taken at noon of each day.
    """
    static = prepared.static
    noons = (middles[:, None] + (np.arange(7) - 3) * DAY).ravel()
    reaching = np.zeros((len(static.groups), static.applies.shape[2], len(noons)))
    for stream in prepared.streams:
        group = static.groups[stream.group]
        at = coming_of_age(group, stream.stay, stream.rate, noons, type_)
        if stream.origin == Origin.INITIAL:
            at = initial_of_age(group, stream, noons, type_)
        reaching[stream.group] += np.outer(mix_shares(stream), at)
    if between:
        for number, mix in np.ndindex(reaching.shape[:2]):
            if between.moved[number, mix].any():
                group = static.groups[number]
                rate = Timeline(
                    tuple(between.edges[:-1].tolist()), tuple((between.moved[number, mix] / between.edges[1]).tolist())
                )
                reaching[number, mix] += coming_of_age(group, group.stay, rate, noons, type_)
    return np.asarray(reaching.reshape(*reaching.shape[:2], -1, 7).mean(axis=3) * WEEK)


def coming_of_age(group: GroupType, stay: Distribution, rate: Timeline, times: Floats, type_: TaskType) -> Floats:
    """Persons a minute, of those who enter at a rate from 0 on, who come to the age at each time."""
    total = np.zeros(len(times))
    for delay, share in delays(group, type_):
        entered = times >= delay
        since = times[entered] - delay
        need = used_at(group.pace, times[entered]) - used_at(group.pace, since)
        total[entered] += share * rate.sample(since) * stay.survival(need)
    return total


def initial_of_age(group: GroupType, stream: Stream, times: Floats, type_: TaskType) -> Floats:
    """Persons a minute, of those present at the start, who come to the age at each time."""
    total = np.zeros(len(times))
    for delay, share in delays(group, type_):
        before = times < delay
        need = delay - times[before] + used_at(group.pace, times[before])
        total[before] += share * stream.stay.survival(need)
    return total * stream.initial / mean_spell(stream.stay, group.limit)


def delays(group: GroupType, type_: TaskType) -> list[tuple[float, float]]:
    """How long after entry (minutes) a task of an age, or of a time before the limit, starts; with the share of
    persons whose limit has it so."""
    if type_.trigger == Trigger.AGE:
        reached = 1.0 if group.limit is None else float(group.limit.survival(np.array([type_.age]))[0])
        return [(type_.age, reached)]
    return [(max(value - type_.age, 0.0), share) for value, share in values_of(group.limit)] if group.limit else []


def values_of(law: Distribution) -> list[tuple[float, float]]:
    """The values of a distribution with the share of each; a continuous one is cut into equal shares."""
    match law.family:
        case Family.CONSTANT:
            return [(law.a, 1.0)]
        case Family.EMPIRICAL:
            return law.atoms()
        case _:
            return [(float(value), 1 / LIMITS) for value in law.frozen().ppf((np.arange(LIMITS) + 0.5) / LIMITS)]


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
