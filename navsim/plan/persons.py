"""Who comes, with what need: the streams of persons, and their draws."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import count as naturals
from typing import TypeVar

import numpy as np

from navsim.config.groups import Limit
from navsim.config.models import Config, Group
from navsim.plan.lines import Lines
from navsim.plan.model import GroupType, Origin, Persons, Static, TaskType, Trait, Trigger
from navsim.values.distributions import Distribution
from navsim.values.poisson import points_below
from navsim.values.random import Keys, Purpose, child, children, name_key, uniform, uniforms
from navsim.values.time import WEEK, all_on_grid, on_grid
from navsim.values.timeline import Timeline

K = TypeVar("K", bound=Hashable)

OFFICE = "office"
"""The trait that says which office a user belongs to."""

FIRST_TRIAL = 1000
"""Below this are purposes: the second and later trials for a spell in progress have keys above it."""

BAND = 1 / WEEK
"""Height of a rate band of inflow: one person a week."""


@dataclass(frozen=True)
class Stream:
    """Persons who come for one reason; trait shares are cumulative, ``stay`` is at pace 1."""

    name: str
    group: int
    origin: Origin
    rate: Timeline
    initial: int
    stay: Distribution
    traits: tuple[tuple[float, ...], ...]


def group_types(config: Config, lines: Lines) -> tuple[GroupType, ...]:
    """The groups, sorted by name."""
    names, destinations = tuple(sorted(config.users)), destinations_of(config)
    return tuple(
        GroupType(
            name, group.in_follow_up, lines(f"users.{name}.pace", group.pace, 1.0), group.stay.distribution(),
            where_to(group.destinations, group.moves_to, destinations, names),
            *limit_of(group.limit, destinations, names),
        )
        for name, group in sorted(config.users.items())
    )  # fmt: skip


def limit_of(
    limit: Limit | None, destinations: tuple[str, ...], groups: tuple[str, ...]
) -> tuple[Distribution | None, tuple[float, ...]]:
    """A group's limit, and where those go who reach it."""
    if limit is None:
        return None, (1.0,)
    return limit.after.distribution(), where_to(limit.leaves_to, limit.moves_to, destinations, groups)


def where_to(
    leaves: dict[str, float], moves: dict[str, float], destinations: tuple[str, ...], groups: tuple[str, ...]
) -> tuple[float, ...]:
    """Cumulative shares of the destinations, and of the groups after them."""
    shares = {("to", name): share for name, share in leaves.items()}
    shares |= {("group", name): share for name, share in moves.items()}
    return cumulative(shares, tuple(("to", name) for name in destinations) + tuple(("group", name) for name in groups))


def traits_of(config: Config) -> tuple[Trait, ...]:
    """The traits and their values, sorted by name; with several offices a user's office is one."""
    values: dict[str, set[str]] = {OFFICE: set(config.offices)} if config.offices and config.users else {}
    for group in config.users.values():
        for trait, shares in trait_shares_of(group).items():
            values.setdefault(trait, set()).update(shares)
    return tuple(Trait(name, tuple(sorted(values[name]))) for name in sorted(values))


def destinations_of(config: Config) -> tuple[str, ...]:
    """Where users can go, sorted by name."""
    groups = config.users.values()
    return tuple(sorted({name for g in groups for name in (*g.destinations, *(g.limit.leaves_to if g.limit else ()))}))


def cumulative(shares: dict[K, float], names: tuple[K, ...]) -> tuple[float, ...]:
    """Cumulative shares in the order of ``names``; exactly 1 from the last one with a share on."""
    given = [shares.get(name, 0.0) for name in names]
    last = max((place for place, share in enumerate(given) if share > 0), default=0)
    return tuple(1.0 if place >= last else float(value) for place, value in enumerate(np.cumsum(given)))


def trait_shares_of(group: Group) -> dict[str, dict[str, float]]:
    """The traits of a group's users; their office is one of them."""
    return {**group.traits, **({OFFICE: group.offices} if group.offices else {})}


def streams_of(config: Config, lines: Lines) -> tuple[Stream, ...]:
    """Every stream of persons, sorted by name."""
    traits = traits_of(config)
    streams = [
        stream
        for number, (name, group) in enumerate(sorted(config.users.items()))
        for stream in group_streams(number, name, group, traits, lines)
    ]
    return tuple(sorted(streams, key=lambda stream: stream.name))


def group_streams(number: int, name: str, group: Group, traits: tuple[Trait, ...], lines: Lines) -> Iterator[Stream]:
    """Those present at the start, the new, those who come back, and what shocks add to either."""
    initial = Stream(
        name=f"initial/{name}", group=number, origin=Origin.INITIAL, rate=Timeline.constant(0.0),
        initial=group.initial, stay=group.stay.distribution(), traits=trait_shares(trait_shares_of(group), traits),
    )  # fmt: skip
    yield initial
    for field, origin, spec in (("inflow", Origin.NEW, group.inflow), ("returns", Origin.RETURNING, group.returns)):
        path = f"users.{name}.{field}"
        coming = replace(initial, name=f"{field}/{name}", origin=origin, initial=0)
        yield replace(coming, rate=lines(path, spec, 0.0))
        for added in lines.additions(path):
            change = added.change
            yield replace(
                coming, name=f"shock/{added.shock}/{field}/{name}", rate=added.rate,
                stay=change.stay.distribution() if change.stay else coming.stay,
                traits=trait_shares({**trait_shares_of(group), **(change.traits or {})}, traits),
            )  # fmt: skip


def trait_shares(shares: dict[str, dict[str, float]], traits: tuple[Trait, ...]) -> tuple[tuple[float, ...], ...]:
    """Cumulative shares of each trait's values."""
    return tuple(cumulative(shares[trait.name], trait.values) for trait in traits)


def persons_of(static: Static, streams: tuple[Stream, ...], root: int) -> Persons:
    """The persons of one replication, in order of (arrival, stream, band, ordinal)."""
    if not streams:  # an office may have tasks from outside only
        times, numbers = np.zeros(0), np.zeros(0, np.int64)
        keys = np.zeros(0, np.uint64)
        return Persons(times, times, numbers, numbers, numbers, times, times, numbers, numbers, times, keys)
    parts = [stream_rows(static, stream, number, root) for number, stream in enumerate(streams)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    arrival, number, band, ordinal, *rest = columns
    order = np.lexsort((ordinal, band, number, arrival))
    return Persons(arrival[order], *(column[order] for column in rest))


def stream_rows(static: Static, stream: Stream, number: int, root: int) -> list[np.ndarray]:
    """The columns (arrival, stream, band, ordinal, entered, group, ...) of one stream's persons."""
    key, group = child(root, name_key(stream.name)), static.groups[stream.group]
    if stream.origin == Origin.INITIAL:
        count = stream.initial
        ordinal = np.arange(count)
        keys = children(key, ordinal.astype(np.uint64))
        arrival, band = np.zeros(count), np.zeros(count, np.int64)
        drawn = [in_progress(stream.stay, group.limit, int(k)) for k in keys]
        lengths, limits, ages = np.array(drawn, float).reshape(-1, 3).T
    else:
        points = points_below(key, stream.rate, BAND, static.horizon)
        count, keys, arrival, band, ordinal = len(points), points.key, points.time, points.band, points.ordinal
        lengths = np.array([stream.stay.draw(child(int(k), Purpose.STAY)) for k in keys], float)
        limits = np.array([limit_from_entry(group.limit, int(k)) for k in keys], float)
        ages = np.zeros(count)
    entered = arrival - all_on_grid(ages)
    mix = mixes(static.traits, stream.traits, keys)
    initial = stream.origin == Origin.INITIAL
    met = last_contacts(static, stream.group, mix, entered, keys) if initial else np.full(count, np.nan)
    return [
        arrival, np.full(count, number), band, ordinal, entered, np.full(count, stream.group), mix,
        np.full(count, int(stream.origin)), all_on_grid(lengths - ages), all_on_grid(limits) - all_on_grid(ages),
        choices(group.leaves_to, keys, Purpose.DESTINATION, 0),
        choices(group.limit_leaves_to, keys, Purpose.LIMIT_DESTINATION, 0),
        met, keys,
    ]  # fmt: skip


def limit_from_entry(limit: Distribution | None, key: int) -> float:
    """How long after entry a person reaches the limit (minutes); inf without one."""
    return limit.draw(child(key, Purpose.LIMIT)) if limit else np.inf


def in_progress(stay: Distribution, limit: Distribution | None, key: int) -> tuple[float, float, float]:
    """Need, limit and age of a spell found in progress (minutes), drawn jointly.

    The spell lasts min(need, limit), so spells are met with a density proportional to that, at a uniform
    age. A length-biased need with a uniform age on it, kept when the limit has not come by then, has
    just this law: acceptance adds the factor min(need, limit) / need.
    """
    for attempt in naturals():
        trial = child(key, attempt + FIRST_TRIAL) if attempt else key
        need = stay.draw_length_biased(child(trial, Purpose.STAY))
        age = need * uniform(child(trial, Purpose.AGE_IN_SPELL), 0)
        reached = limit_from_entry(limit, trial)
        if age < reached:
            return need, reached, age
    raise AssertionError("unreachable")


def choices(cumulated: tuple[float, ...], keys: Keys, purpose: Purpose, ordinal: int) -> np.ndarray:
    """For each key the index of the share into which its draw falls."""
    return np.searchsorted(cumulated, uniforms(children(keys, int(purpose)), ordinal), side="right").astype(np.int64)


def mixes(traits: tuple[Trait, ...], shares: tuple[tuple[float, ...], ...], keys: Keys) -> np.ndarray:
    """For each key the number of its combination of trait values; each trait's draw is keyed by its name."""
    mix = np.zeros(len(keys), np.int64)
    for trait, cumulated in zip(traits, shares, strict=True):
        own = children(keys, name_key(trait.name))
        mix = mix * len(trait.values) + choices(cumulated, own, Purpose.TRAIT, 0)
    return mix


def last_contacts(static: Static, group: int, mix: np.ndarray, entered: np.ndarray, keys: Keys) -> np.ndarray:
    """When those present at the start were last met; nan where not yet.

    Spread over the follow-up cycle (opening plus a typical wait), but not before the first talk, which
    came a typical wait after entry.
    """
    contacts = np.full(len(keys), np.nan)
    rhythms = {number: rhythm(static, group, number) for number in set(mix.tolist())}
    for row, (number, since, key) in enumerate(zip(mix.tolist(), entered.tolist(), keys.tolist(), strict=True)):
        wait, cycle = rhythms[number]
        first = since + wait
        if cycle is not None and first <= 0:
            contacts[row] = max(first, -on_grid(cycle * uniform(child(key, Purpose.LAST_CONTACT), 0)))
    return contacts


def rhythm(static: Static, group: int, mix: int) -> tuple[float, float | None]:
    """Minutes to the first talk and from one to the next, typically, for such a person."""
    mine = [type_ for type_ in static.types if static.applies[type_.number, group, mix]]
    return first_talk(mine), follow_up_cycle(mine)


def first_talk(types: list[TaskType]) -> float:
    """Minutes from entry to the end of the first talks, typically, for a person with these tasks."""
    return max((t.opens + t.typical_wait for t in types if t.trigger == Trigger.ENTRY and t.contact), default=0.0)


def follow_up_cycle(types: list[TaskType]) -> float | None:
    """Minutes from one contact to the next, typically, for a person with these tasks; None without any."""
    cycles = [t.opens + t.typical_wait for t in types if t.trigger == Trigger.AFTER_CONTACT and t.contact]
    return min(cycles, default=None)
