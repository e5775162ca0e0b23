"""The staff by owner and budget area (budsjettområde): FTE (årsverk), sick leave (sykefravær), and hours by area.

Sick leave, and what an area has done, are told of five employees or more only, so that nobody's can be found; the rule
is :func:`told`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from navsim.engine.log import Log
from navsim.measures.asked import Asked
from navsim.measures.counting import pieces, ratio
from navsim.measures.hours import Spent, employee_of_servers, owner_of_employees, owners_of, spent_by_use
from navsim.measures.parts import Bools, Cells, Floats, Ints, Parts, everything
from navsim.measures.series import Key, rows_of
from navsim.plan.model import Plan
from navsim.plan.staffing import Accounts, Staffing, Use
from navsim.values.time import HOUR

LEAST_EMPLOYEES = 5
"""Of fewer nothing is told: it would be about persons."""

NOT_IN_FTE = {Use.LONG_LEAVE, Use.OVERTIME}
NOT_AGREED = {*NOT_IN_FTE, Use.PUBLIC_HOLIDAY, Use.HOLIDAY}
"""Time in which nobody was to work anyway, so that nobody can be sick in it."""


def staff_measures(plan: Plan, log: Log, spent: Spent, asked: Asked, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """``fte`` and ``sick_share`` in each week by area, by owner and in all; ``worked_hours``, ``capacity_hours`` and
    ``utilisation`` by area."""
    staffing, cells, parts = plan.staffing, cells_of_employees(plan.staffing, asked), divisions(plan.staffing, asked)
    uses = spent_by_use(staffing, edges, cells) if asked.areas else spent.uses
    employed = employees_in_weeks(staffing.accounts, cells, edges)
    allowed = told(employed, parts)
    for division, of_parts in zip(parts, allowed, strict=True):
        minutes = division.gather(uses)
        yield from rows_of(division, {
            ("fte", "fte"): but(minutes, NOT_IN_FTE) / plan.static.full_week,
            ("sick_share", "share"): np.where(of_parts, sick_share(minutes), np.nan),
        })  # fmt: skip
    if asked.areas:
        for key, hours in area_hours(plan, log, cells, parts[0], edges):
            yield key, np.where(allowed[0][asked.areas.index(key.group)], hours, np.nan)


def cells_of_employees(staffing: Staffing, asked: Asked) -> Cells:
    """The cell of each employee: a combination of owner and area, the area fastest, no area after the others."""
    number = {area: place for place, area in enumerate(asked.areas)}
    area = [number.get(asked.area_of.get(employee.entry, ""), len(number)) for employee in staffing.employees]
    own = owner_of_employees(staffing)[:-1] * (len(number) + 1) + np.array(area, np.int64)
    return Cells(own, len(owners_of(staffing)) * (len(number) + 1))


def divisions(staffing: Staffing, asked: Asked) -> tuple[Parts, ...]:
    """The parts that those cells make: areas, owners, everybody."""
    owners, areas = owners_of(staffing), len(asked.areas)
    cell = np.arange(len(owners) * (areas + 1))
    area = cell % (areas + 1)
    return (
        Parts("area", asked.areas, np.where(area < areas, area, -1)),
        Parts("owner", tuple(owners), cell // (areas + 1)),
        everything(cell >= 0),
    )


def but(minutes: Floats, left_out: set[Use]) -> Floats:
    """Minutes (parts, uses, ...) of all uses but some."""
    return np.asarray(minutes[:, [use for use in Use if use not in left_out]].sum(axis=1))


def sick_share(minutes: Floats) -> Floats:
    """Sick minutes as a share of the agreed ones, of minutes (parts, uses, ...)."""
    return ratio(minutes[:, Use.SICK], but(minutes, NOT_AGREED))


def told(employed: Floats, parts: Sequence[Parts]) -> list[Bools]:
    """Of which parts sick leave and work may be told; for each division an array (parts, weeks).

    A part has five employees at least, and so have those of them who are in no part that is told before it, unless
    there are none: else a total, less the parts that are told, would be the sick leave of a few.

    Parameters
    ----------
    employed:
        Employees of each cell in each week.
    parts:
        Divisions of the cells, the finest first.
    """
    untold, found = employed.copy(), []
    for division in parts:
        count, rest = division.gather(employed), division.gather(untold)
        found.append((count >= LEAST_EMPLOYEES) & ((rest == 0) | (rest >= LEAST_EMPLOYEES)))
        for cell in np.flatnonzero(division.label >= 0).tolist():
            untold[cell] = np.where(found[-1][division.label[cell]], 0, untold[cell])
    return found


def employees_in_weeks(accounts: Accounts, cells: Cells, edges: Floats) -> Floats:
    """How many of each cell have a contract in each week: from their first contract minute to their last."""
    someone, first, last = employment(accounts)
    length, weeks = edges[1] - edges[0], len(edges) - 1
    change = np.zeros((cells.count, weeks + 1))
    np.add.at(change, (cells.of[someone], (accounts.start[first] // length).astype(np.int64)), 1)
    np.add.at(change, (cells.of[someone], np.ceil(accounts.end[last] / length).astype(np.int64)), -1)
    return np.asarray(np.cumsum(change, axis=1)[:, :-1])


def employment(accounts: Accounts) -> tuple[Ints, Ints, Ints]:
    """Those who have contract minutes, and the rows of their first and their last ones; rows come by employee."""
    first = np.flatnonzero(np.diff(accounts.employee, prepend=-1))
    last = np.flatnonzero(np.diff(accounts.employee, append=-1))
    return accounts.employee[first], first, last


def sick_share_between(plan: Plan, asked: Asked, start: float, end: float) -> dict[tuple[str, str], float]:
    """The sick share from one instant to another by dimension and name; nan where it is not told."""
    accounts, cells = plan.staffing.accounts, cells_of_employees(plan.staffing, asked)
    parts = divisions(plan.staffing, asked)
    length = np.maximum(np.minimum(accounts.end, end) - np.maximum(accounts.start, start), 0)
    here = np.unique(accounts.employee[length > 0])
    employed = np.bincount(cells.of[here], minlength=cells.count)[:, None].astype(float)
    place = cells.of[accounts.employee] * (len(Use) + 1) + np.minimum(accounts.use, len(Use))
    uses = np.bincount(place, length, cells.count * (len(Use) + 1)).astype(np.float64)
    uses = uses.reshape(cells.count, len(Use) + 1, 1)
    return {
        (division.dimension, name): float(share) if allowed else np.nan
        for division, of_parts in zip(parts, told(employed, parts), strict=True)
        for name, share, allowed in zip(
            division.names, sick_share(division.gather(uses))[:, 0], of_parts[:, 0], strict=True
        )
    }


def area_hours(plan: Plan, log: Log, cells: Cells, areas: Parts, edges: Floats) -> Iterator[tuple[Key, Floats]]:
    """Capacity, work done by employees at their own work, and their quotient, by area."""
    staffing, intervals, work = plan.staffing, plan.staffing.intervals, log.work
    of_server = np.append(cells.of, cells.count)[employee_of_servers(staffing)]  # a desk is of nobody
    time = pieces(intervals.start, intervals.end, edges)
    available = areas.of(Cells(of_server[intervals.server], cells.count))
    worked = pieces(work.start, work.end, edges).minutes_in(areas.of(Cells(of_server[work.server], cells.count)))
    yield from rows_of(areas, {
        ("capacity_hours", "hours"): time.minutes_in(available, intervals.proficiency) / HOUR,
        ("worked_hours", "hours"): worked / HOUR,
        ("utilisation", "share"): ratio(worked, time.minutes_in(available)),
    })  # fmt: skip
