"""Compile the staff: from entries of a config to everybody's minutes, first the part that is the same
in all replications, then one replication.

All employees stand on one line, employee i at minute t at ``i * stride + t``, so that each step is one
operation on sorted arrays whatever their number. Each step takes its minutes from what the steps
before it left: the hours account adds up by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.clock import Clock
from navsim.calendar.days import days
from navsim.calendar.intervals import Intervals, intersect, overlaps, subtract
from navsim.config.models import Config, Staff
from navsim.config.services import Service
from navsim.config.timelines import Spec
from navsim.plan.absence import Sickness, sick_time, sickness
from navsim.plan.reception import Rota, fill, rota_of, time_away
from navsim.plan.staff_blocks import blocks, joined
from navsim.plan.staff_contract import (
    Blocks,
    People,
    contract_blocks,
    leave_shares,
    nonempty,
    part,
    people_of,
    proficiency,
    spread,
)
from navsim.plan.staff_holidays import HolidayYear, holiday_years, holidays_taken
from navsim.plan.staff_overtime import overtime_blocks, overtime_worked
from navsim.plan.staff_servers import Services, server_of_each, servers_of, services_of
from navsim.plan.staff_travel import Away, days_away, take_travel
from navsim.plan.staffing import Accounts, Duties, Index, Server, ServerIntervals, Staffing, Use
from navsim.values.distributions import Distribution
from navsim.values.random import Keys, Purpose, child, children, name_key, uniforms
from navsim.values.time import DAY, HOUR, WEEK
from navsim.values.timeline import Timeline

Parts = tuple[tuple[Use, Intervals], ...]

NOTHING = Intervals(np.empty(0), np.empty(0))


class LineAt(Protocol):
    """Timelines of a scenario, by path, with its shocks applied."""

    def __call__(self, path: str, spec: Spec[Any] | None, default: float) -> Timeline:
        """The timeline at ``path``, written as ``spec``; without one it is ``default`` before the shocks."""


@dataclass(frozen=True)
class StaticStaff:
    """What is the same in all replications.

    ``settled`` are the minutes of public holidays and long leave, ``left`` the other contract minutes,
    cut by day, ``overtime`` what comes on top of them. ``productive``, ``training`` and ``about`` (length
    of a block, minutes) have one element for each piece of ``left``; ``proficiency`` is entries x days.
    ``works`` tells the working days of the office. ``server`` has the index of each employee's server (-1
    without queues). ``keys`` and ``entry_keys`` are those of the names of employees and entries.
    """

    clock: Clock
    stride: float
    people: People
    keys: Keys
    entry_keys: Keys
    settled: Parts
    left: Blocks
    overtime: Blocks
    works: NDArray[np.bool_]
    productive: NDArray[np.float64]
    training: NDArray[np.float64]
    proficiency: NDArray[np.float64]
    about: NDArray[np.float64]
    years: tuple[HolidayYear, ...]
    sickness: tuple[Sickness, ...]
    away: Away
    rota: Rota
    receptions: tuple[str, ...]
    servers: tuple[Server, ...]
    server: Index
    serving: Services

    @property
    def services(self) -> tuple[Service, ...]:
        """The distinct lists of queues."""
        return self.serving.distinct


def prepare_staff(config: Config, clock: Clock, lines: LineAt) -> StaticStaff:
    """Everything about the staff of a scenario that does not depend on the replication."""
    stride = clock.horizon + DAY
    people = people_of(config.staff, clock)
    entries = [config.staff[name] for name in people.entries]
    table = days(config.calendar.opening(), config.calendar.country, clock.start, clock.days)
    contract = contract_blocks(people, people.each([entry.fte for entry in entries]), table, stride)
    settled, left = settle(people, entries, contract, table.public_holiday, clock)

    productive = [lines(f"staff.{name}.productive", config.staff[name].productive, 1.0) for name in people.entries]
    opened = {
        name: lines(f"receptions.{name}.open", config.receptions[name].open, 1.0) for name in sorted(config.receptions)
    }
    servers = servers_of(config, people)
    away = days_away(config, people, clock)

    def of_pieces(by_day: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        """For each piece, the value of its entry and day."""
        return np.array(by_day).reshape(-1, clock.days)[people.entry[left.employee], left.day]

    return StaticStaff(
        clock=clock,
        stride=stride,
        people=people,
        keys=np.array([employee.key for employee in people.employees], np.uint64),
        entry_keys=np.array([name_key(f"staff/{name}") for name in people.entries], np.uint64),
        settled=settled,
        left=left,
        overtime=overtime_blocks(people, entries, clock, stride),
        works=table.works,
        productive=of_pieces([line.sample(DAY * np.arange(clock.days, dtype=np.float64)) for line in productive]),
        training=of_pieces([leave_shares(entry.training, clock) for entry in entries]),
        proficiency=np.array([proficiency(entry, clock) for entry in entries]).reshape(-1, clock.days),
        about=people.each([entry.block for entry in entries])[left.employee],
        years=holiday_years(people, tuple(entry.holidays for entry in entries), config.calendar, clock),
        sickness=sickness_of(people, entries, clock, lines),
        away=away,
        rota=rota_of(config.receptions, opened, people, table, away, sum(server.employee >= 0 for server in servers)),
        receptions=tuple(sorted(config.receptions)),
        servers=servers,
        server=server_of_each(servers, people),
        serving=services_of(config, people, servers, clock),
    )


def settle(
    people: People, entries: list[Staff], contract: Blocks, public_holiday: NDArray[np.bool_], clock: Clock
) -> tuple[Parts, Blocks]:
    """Take public holidays and long leave from the contract minutes."""
    off = public_holiday[contract.day]
    open_days = contract[~off]
    away = np.array([leave_shares(entry.leave, clock) for entry in entries]).reshape(-1, clock.days)
    share = 1 - away[people.entry[open_days.employee], open_days.day]
    stays = part(open_days.spans, share, people.position[open_days.employee])
    left = nonempty(Blocks(stays, open_days.employee, open_days.day))
    leave, _ = subtract(open_days.spans, left.spans)
    return ((Use.PUBLIC_HOLIDAY, contract.spans[off]), (Use.LONG_LEAVE, leave)), left


def sickness_of(people: People, entries: list[Staff], clock: Clock, lines: LineAt) -> tuple[Sickness, ...]:
    """The spells that count, for the people of all entries with the same share and the same law of spells."""
    alike: dict[tuple[Timeline, Distribution], list[int]] = {}
    for place, entry in enumerate(entries):
        if entry.absence:
            share = lines(f"staff.{people.entries[place]}.absence.share", entry.absence.share, 0.0)
            alike.setdefault((share, entry.absence.spell.distribution()), []).append(place)
    return tuple(
        sickness(np.flatnonzero(np.isin(people.entry, places)), share, law, clock.horizon)
        for (share, law), places in alike.items()
    )


def staff_of(static: StaticStaff, root: int) -> Staffing:
    """The staff in one replication, whose key is ``root``."""
    keys = children(root, static.keys)
    off = holidays_taken(keys, static.years, static.clock.days)
    holiday, spans, piece = take_holidays(static, off)
    ill = sick_time(keys, static.sickness, static.clock.horizon, static.stride)
    sick, _ = intersect(spans, ill)
    spans, within = subtract(spans, ill)
    training, spans, piece = train(static, spans, piece[within])
    travel, spans, piece = go_away(static, spans, piece)
    duties, unfilled = fill(static.rota, spans, len(static.people), static.stride)
    to_reception, reception, spans, within = leave_for_reception(static, duties, spans)
    piece = piece[within]
    available, within = blocks(
        spans, static.productive[piece], static.about[piece], phases(static, root)[static.left.employee[piece]]
    )
    other, _ = subtract(spans, available)
    overtime = overtime_worked(static.overtime, off, static.works, ill)
    parts = (
        *static.settled,
        (Use.HOLIDAY, holiday),
        (Use.SICK, sick),
        (Use.TRAINING, training),
        (Use.TRAVEL, travel),
        (Use.TRAVEL, to_reception),
        (Use.RECEPTION, reception),
        (Use.OTHER, other),
        (Use.AVAILABLE, available),
        (Use.OVERTIME, overtime.spans),
    )
    piece = piece[within]
    own = Blocks(available, static.left.employee[piece], static.left.day[piece])
    return Staffing(
        employees=static.people.employees,
        servers=static.servers,
        services=static.services,
        receptions=static.receptions,
        accounts=accounts(parts, static.stride),
        intervals=server_intervals(static, (own, overtime), duties),
        duties=duties,
        unfilled=unfilled,
        has_overtime=len(static.overtime.spans) > 0,
    )


def take_holidays(static: StaticStaff, off: NDArray[np.bool_]) -> tuple[Intervals, Intervals, Index]:
    """Holidays, the other minutes, and the piece of ``static.left`` that each of the others is.

    ``off`` (employees x days) are the days of holiday.
    """
    away = off[static.left.employee, static.left.day]
    return static.left.spans[away], static.left.spans[~away], np.flatnonzero(~away)


def train(static: StaticStaff, spans: Intervals, piece: Index) -> tuple[Intervals, Intervals, Index]:
    """Training takes its share of what is left of each day; the rest stays in one piece."""
    if not static.training.any():
        return NOTHING, spans, piece
    stays = part(spans, 1 - static.training[piece], static.people.position[static.left.employee[piece]])
    lasting = stays.length > 0
    training, _ = subtract(spans, stays[lasting])
    return training, stays[lasting], piece[lasting]


def go_away(static: StaticStaff, spans: Intervals, piece: Index) -> tuple[Intervals, Intervals, Index]:
    """Travel of those who sit at another office that day, what is left, and the piece that each of it is."""
    if not static.away.travel.any():
        return NOTHING, spans, piece
    employee, day = static.left.employee[piece], static.left.day[piece]
    way = static.away.travel[static.people.entry[employee], day]
    travel, spans, within = take_travel(spans, employee * static.clock.days + day, way)
    return travel, spans, piece[within]


def leave_for_reception(
    static: StaticStaff, duties: Duties, spans: Intervals
) -> tuple[Intervals, Intervals, Intervals, Index]:
    """Travel, time at desks, what is left, and the index of the span in which each piece of it lies."""
    at_desk, away = time_away(static.rota, duties, static.stride)
    travel, _ = subtract(away, at_desk)
    spans, within = subtract(spans, away)
    return travel, at_desk, spans, within


def phases(static: StaticStaff, root: int) -> NDArray[np.float64]:
    """Where in a gap each employee's day begins: evenly spread within an entry, from a drawn point on."""
    offset = uniforms(children(root, static.entry_keys), int(Purpose.GAP))
    return spread(offset[static.people.entry], static.people.number)


def accounts(parts: Parts, stride: float) -> Accounts:
    """The uses of everybody's minutes, from the line back to minutes of the run."""
    start = np.concatenate([spans.start for _, spans in parts])
    end = np.concatenate([spans.end for _, spans in parts])
    use = np.repeat([int(use) for use, _ in parts], [len(spans) for _, spans in parts])
    order = np.argsort(start, kind="stable")
    employee = (start[order] / stride).astype(np.int64)
    return Accounts(employee, use[order], start[order] - employee * stride, end[order] - employee * stride)


def server_intervals(static: StaticStaff, own: tuple[Blocks, ...], duties: Duties) -> ServerIntervals:
    """When employees and desks can work; what touches and is alike is one interval. ``own`` is time for tasks."""
    employee = np.concatenate([each.employee for each in own])
    day = np.concatenate([each.day for each in own])
    entry = static.people.entry[employee]
    service = static.serving.entries[entry, day]
    serves = service >= 0
    employee, offset = employee[serves], employee[serves] * static.stride
    server = np.concatenate((static.server[employee], duties.desk))
    start = np.concatenate((np.concatenate([each.spans.start for each in own])[serves] - offset, duties.start))
    end = np.concatenate((np.concatenate([each.spans.end for each in own])[serves] - offset, duties.end))
    speed = np.concatenate((static.proficiency[entry, day][serves], np.ones(len(duties.desk))))
    who = np.concatenate((employee, duties.employee))
    desks = static.serving.desks[duties.desk - (len(static.servers) - len(static.serving.desks))]
    service = np.concatenate((service[serves], desks))
    order = np.argsort(server * static.stride + start, kind="stable")
    server, speed, service, who = server[order], speed[order], service[order], who[order]
    spans, first = joined(Intervals(start[order], end[order]), (server, speed, service, who))
    return ServerIntervals(server[first], spans.start, spans.end, speed[first], service[first], who[first])


def mean_capacity(static: StaticStaff, seed: int, replications: int = 20) -> NDArray[np.float64]:
    """Mean hours of work that each entry's people can do in each week for their queues; entries x weeks.

    Minutes count by proficiency. Rows come in the order of ``static.people.entries``; an entry without
    queues has zeros. The replications are those of a run with this seed.
    """
    weeks = WEEK * np.arange(static.clock.weeks)
    people = np.arange(len(static.people))
    start = np.add.outer(people * static.stride, weeks).ravel()
    capacity = np.zeros((len(people), len(weeks)))
    for replication in range(replications):
        found = staff_of(static, child(child(0, seed), replication)).intervals
        owner = np.array([server.employee for server in static.servers], np.int64)[found.server]
        own = owner >= 0
        offset = owner[own] * static.stride
        spans = Intervals(found.start[own] + offset, found.end[own] + offset)
        pieces, which, cell = overlaps(spans, Intervals(start, start + WEEK))
        work = pieces.length * found.proficiency[own][which]
        capacity += np.bincount(cell, work, capacity.size).reshape(capacity.shape)
    mean = np.zeros((len(static.people.entries), len(weeks)))
    np.add.at(mean, static.people.entry, capacity / (HOUR * replications))
    return mean
