"""Who comes, with what need: the streams of persons, and their draws."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count as naturals
from itertools import zip_longest
from typing import TypeVar

import numpy as np

from navsim.config.groups import Limit
from navsim.config.models import Config, Group
from navsim.plan.lines import Lines
from navsim.plan.model import Floats, GroupType, Ints, Origin, Persons, Static, TaskType, Trait, Trigger
from navsim.values.distributions import Distribution
from navsim.values.poisson import Points, points_of_each
from navsim.values.random import Keys, Purpose, children, name_key, uniforms
from navsim.values.time import WEEK, all_on_grid
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
    names = children(root, np.array([name_key(stream.name) for stream in streams], np.uint64))
    points = points_of_each(names, [stream.rate for stream in streams], BAND, static.horizon)
    parts = [
        at_start(static, stream, name) if stream.origin == Origin.INITIAL else from_entry(static, stream, coming)
        for stream, name, coming in zip(streams, names, points, strict=True)
    ]
    number = np.repeat(np.arange(len(streams)), [len(arrivals) for _, arrivals, *_ in parts])
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[1], kind="stable")  # streams come in turn, their persons by (band, ordinal)
    number, keys, arrival, age, need, limit = (column[order] for column in (number, *columns))
    group = np.array([stream.group for stream in streams], np.int64)[number]
    origin = np.array([stream.origin for stream in streams], np.int64)[number]
    mix = mixes(static.traits, [stream.traits for stream in streams], number, keys)
    entered = arrival - all_on_grid(age)
    met = last_contacts(static, group, mix, entered, keys)
    return Persons(
        arrival, entered, group, mix, origin, all_on_grid(need - age), all_on_grid(limit) - all_on_grid(age),
        choices([each.leaves_to for each in static.groups], group, keys, Purpose.DESTINATION),
        choices([each.limit_leaves_to for each in static.groups], group, keys, Purpose.LIMIT_DESTINATION),
        np.where(origin == Origin.INITIAL, met, np.nan), keys,
    )  # fmt: skip


Spells = tuple[Keys, Floats, Floats, Floats, Floats]
"""Keys, arrival, age in the spell at arrival, need and limit from entry on (minutes)."""


def at_start(static: Static, stream: Stream, name: int) -> Spells:
    """The spells of those who are present at the start."""
    keys = children(name, np.arange(stream.initial, dtype=np.uint64))
    need, limit, age = in_progress(stream.stay, static.groups[stream.group].limit, keys)
    return keys, np.zeros(stream.initial), age, need, limit


def from_entry(static: Static, stream: Stream, coming: Points) -> Spells:
    """The spells of those who come in the run."""
    need = stream.stay.draws(children(coming.key, Purpose.STAY))
    limit = limits_from_entry(static.groups[stream.group].limit, coming.key)
    return coming.key, coming.time, np.zeros(len(coming)), need, limit


def limits_from_entry(limit: Distribution | None, keys: Keys) -> Floats:
    """How long after entry each person reaches the limit (minutes); inf without one."""
    return limit.draws(children(keys, Purpose.LIMIT)) if limit else np.full(len(keys), np.inf)


def in_progress(stay: Distribution, limit: Distribution | None, keys: Keys) -> Floats:
    """Rows need, limit and age of spells found in progress (minutes), drawn jointly; a column for each key.

    The spell lasts min(need, limit), so spells are met with a density proportional to that, at a uniform
    age. A length-biased need with a uniform age on it, kept when the limit has not come by then, has
    just this law: acceptance adds the factor min(need, limit) / need.
    """
    found, left = np.empty((3, len(keys))), np.arange(len(keys))
    for attempt in naturals():
        trial = children(keys[left], attempt + FIRST_TRIAL) if attempt else keys
        need = stay.draws_length_biased(children(trial, Purpose.STAY))
        age = need * uniforms(children(trial, Purpose.AGE_IN_SPELL), 0)
        reached = limits_from_entry(limit, trial)
        found[:, left] = need, reached, age
        left = left[age >= reached]
        if not len(left):
            break
    return found


def choices(shares: Sequence[tuple[float, ...]], whose: Ints, keys: Keys, purpose: Purpose) -> Ints:
    """For each key the index of the share into which its draw falls; the cumulative shares are ``shares[whose]``."""
    table = np.array(list(zip_longest(*shares, fillvalue=1.0))).T  # a draw is below 1: what is filled in has no part
    return np.asarray(np.sum(table[whose] <= uniforms(children(keys, purpose), 0)[:, None], axis=1), np.int64)


def mixes(traits: tuple[Trait, ...], shares: Sequence[tuple[tuple[float, ...], ...]], whose: Ints, keys: Keys) -> Ints:
    """For each key the number of its combination of trait values; each trait's draw is keyed by its name.

    The cumulative shares of the traits are ``shares[whose]``.
    """
    mix = np.zeros(len(keys), np.int64)
    for place, trait in enumerate(traits):
        own = children(keys, name_key(trait.name))
        mix = mix * len(trait.values) + choices([each[place] for each in shares], whose, own, Purpose.TRAIT)
    return mix


def last_contacts(static: Static, group: Ints, mix: Ints, entered: Floats, keys: Keys) -> Floats:
    """When those present at the start were last met; nan where not yet.

    Spread over the follow-up cycle (opening plus a typical wait), but not before the first talk, which
    came a typical wait after entry.
    """
    mixes_in_all = static.applies.shape[2]
    kinds, kind = np.unique(group * mixes_in_all + mix, return_inverse=True)
    rhythms = [rhythm(static, *divmod(number, mixes_in_all)) for number in kinds.tolist()]
    wait, cycle = np.array(rhythms, np.float64).reshape(-1, 2)[kind].T
    first, drawn = entered + wait, -all_on_grid(cycle * uniforms(children(keys, Purpose.LAST_CONTACT), 0))
    return np.where((first <= 0) & ~np.isnan(cycle), np.where(drawn > first, drawn, first), np.nan)


def rhythm(static: Static, group: int, mix: int) -> tuple[float, float]:
    """Minutes to the first talk and from one to the next, typically, for such a person; nan without any."""
    mine = [type_ for type_ in static.types if static.applies[type_.number, group, mix]]
    return first_talk(mine), follow_up_cycle(mine)


def first_talk(types: list[TaskType]) -> float:
    """Minutes from entry to the end of the first talks, typically, for a person with these tasks."""
    return max((t.opens + t.typical_wait for t in types if t.trigger == Trigger.ENTRY and t.contact), default=0.0)


def follow_up_cycle(types: list[TaskType]) -> float:
    """Minutes from one contact to the next, typically, for a person with these tasks; nan without any."""
    cycles = [t.opens + t.typical_wait for t in types if t.trigger == Trigger.AFTER_CONTACT and t.contact]
    return min(cycles, default=np.nan)
