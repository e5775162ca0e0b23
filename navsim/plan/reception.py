"""The receptions' rota (vaktliste): who sits at which desk, filled after absences.

Openings are filled in order of (start, name of the reception). A place goes to the one who has had
least duty (travel included) for each minute at work so far, among those of the reception's staff who
are present for the whole opening with half the travel before it and half after; ties go to the first
by name. Counting by minutes at work keeps newcomers, and those who come back, from taking every duty
until they have caught up, and gives part-time staff their part. A place that nobody can take is
reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from navsim.calendar.days import WEEKDAYS, Days
from navsim.calendar.intervals import Intervals
from navsim.config.models import Reception
from navsim.plan.staff_contract import People
from navsim.plan.staff_travel import AT_HOME, Away
from navsim.plan.staffing import Duties, Index, Minutes, Unfilled
from navsim.values.time import DAY, on_grid
from navsim.values.timeline import Timeline

NO_SITE = -2

OPEN = 0.5
"""A reception is open when its timeline is above this at the beginning of an opening."""


@dataclass(frozen=True)
class Rota:
    """The openings in order of (start, reception), and who could be on duty.

    ``reception``, ``start`` and ``end`` have one element an opening. ``window`` and ``employee`` have one
    for each opening and each of its reception's staff. ``travel`` (one way, minutes), ``places`` and
    ``first_desk`` (an index of the servers) have one for each reception.
    """

    reception: Index
    start: Minutes
    end: Minutes
    window: Index
    employee: Index
    travel: Minutes
    places: tuple[int, ...]
    first_desk: tuple[int, ...]

    @property
    def leaves(self) -> Minutes:
        """When those on duty set out, for each opening."""
        return self.start - self.travel[self.reception]

    @property
    def back(self) -> Minutes:
        """When they are back."""
        return self.end + self.travel[self.reception]


def rota_of(
    receptions: Mapping[str, Reception],
    opened: Mapping[str, Timeline],
    people: People,
    table: Days,
    away: Away,
    first_server: int,
) -> Rota:
    """The openings of all receptions. ``first_server`` is the index of the first desk among the servers.

    Who sits at another office that day takes duties only there.
    """
    names = sorted(receptions)
    windows = [openings(receptions[name], opened[name], table) for name in names]
    reception = np.repeat(np.arange(len(names)), [len(window) for window in windows])
    start = np.concatenate([np.empty(0), *(window.start for window in windows)])
    end = np.concatenate([np.empty(0), *(window.end for window in windows)])
    order = np.lexsort((reception, start))
    reception, start, end = reception[order], start[order], end[order]

    staff = [
        np.flatnonzero(
            np.isin(people.entry, [i for i, entry in enumerate(people.entries) if entry in receptions[name].staff])
        )
        for name in names
    ]
    counts = np.array([len(staff[place]) for place in reception], np.int64)
    window = np.repeat(np.arange(len(reception)), counts)
    employee = np.concatenate([np.empty(0, np.int64), *(staff[place] for place in reception)])
    seat = away.seat[people.entry[employee], (start[window] // DAY).astype(np.int64)]
    there = (seat == AT_HOME) | (seat == site_of(receptions, away)[reception[window]])
    places = tuple(receptions[name].on_duty for name in names)
    return Rota(
        reception=reception,
        start=start,
        end=end,
        window=window[there],
        employee=employee[there],
        travel=np.array([on_grid(receptions[name].travel / 2) for name in names]),
        places=places,
        first_desk=tuple(first_server + int(before) for before in np.cumsum((0, *places))[:-1]),
    )


def site_of(receptions: Mapping[str, Reception], away: Away) -> Index:
    """The place of each reception's office among the offices; none is a place of its own."""
    sites = [receptions[name].office for name in sorted(receptions)]
    return np.array([away.offices.index(site) if site else NO_SITE for site in sites], np.int64)


def openings(reception: Reception, opened: Timeline, table: Days) -> Intervals:
    """When a reception is open: its hours on the office's working days, while its timeline says so."""
    week = np.array([reception.opening.get(weekday, (0.0, 0.0)) for weekday in WEEKDAYS])
    midnight = DAY * np.arange(len(table))
    start, end = midnight + week[table.weekday, 0], midnight + week[table.weekday, 1]
    is_open = table.works & (end > start) & (opened.sample(start) > OPEN)
    return Intervals(start[is_open], end[is_open])


def fill(rota: Rota, present: Intervals, employees: int, stride: float) -> tuple[Duties, Unfilled]:
    """Fill the rota.

    ``present`` is on the line on which employee i at minute t stands at ``i * stride + t``.
    """
    window, employee, worked = able(rota, present, employees, stride)
    candidates = list(zip(employee.tolist(), worked.tolist(), strict=True))
    first = np.searchsorted(window, np.arange(len(rota.start) + 1)).tolist()
    duty, busy_until = [0.0] * employees, [-np.inf] * employees
    chosen: list[tuple[int, int, int]] = []
    missing: list[int] = []
    begin, finish = rota.leaves.tolist(), rota.back.tolist()
    for opening, place in enumerate(rota.reception.tolist()):
        # Openings come in order of start, so a later duty never ends before an earlier one begins.
        free = [
            (duty[person] / minutes, person)
            for person, minutes in candidates[first[opening] : first[opening + 1]]
            if busy_until[person] <= begin[opening]
        ]
        taking = [person for _, person in sorted(free)[: rota.places[place]]]
        for seat, person in enumerate(taking):
            chosen.append((opening, rota.first_desk[place] + seat, person))
            duty[person] += finish[opening] - begin[opening]
            busy_until[person] = finish[opening]
        missing.extend([opening] * (rota.places[place] - len(taking)))
    return rows(rota, chosen, missing)


def able(rota: Rota, present: Intervals, employees: int, stride: float) -> tuple[Index, Index, Minutes]:
    """Openings, employees who are there for the whole of it, and their minutes at work until then."""
    begin = rota.employee * stride + rota.leaves[rota.window]
    finish = rota.employee * stride + rota.back[rota.window]
    piece = np.searchsorted(present.start, begin, side="right") - 1
    fits = piece >= 0
    fits[fits] = present.end[piece[fits]] >= finish[fits]
    piece, who = piece[fits], rota.employee[fits]
    before = np.concatenate(([0.0], np.cumsum(present.length)))
    mine = before[np.searchsorted(present.start, np.arange(employees) * stride)]
    return rota.window[fits], who, before[piece] - mine[who] + finish[fits] - present.start[piece]


def rows(rota: Rota, chosen: list[tuple[int, int, int]], missing: list[int]) -> tuple[Duties, Unfilled]:
    """The filled places (opening, desk, employee) and the openings of the others, as arrays."""
    opening, desk, employee = np.array(chosen, np.int64).reshape(-1, 3).T
    empty = np.array(missing, np.int64)
    return (
        Duties(rota.reception[opening], desk, employee, rota.start[opening], rota.end[opening]),
        Unfilled(rota.reception[empty], rota.start[empty], rota.end[empty]),
    )


def time_away(rota: Rota, duties: Duties, stride: float) -> tuple[Intervals, Intervals]:
    """On the line: the time at desks, and that time with the travel around it."""
    travel = rota.travel[duties.reception]
    order = np.lexsort((duties.start, duties.employee))
    start, end = (duties.employee * stride + side for side in (duties.start, duties.end))
    return Intervals(start[order], end[order]), Intervals((start - travel)[order], (end + travel)[order])
