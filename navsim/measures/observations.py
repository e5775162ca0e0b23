"""The model's counterpart of each observed figure, in one replication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from navsim.calendar.clock import Clock
from navsim.config.models import Observed
from navsim.engine.log import Log, Spells
from navsim.measures.asked import Asked
from navsim.measures.parts import Bools, Floats, parts_of_spells
from navsim.measures.rows import cells_of_spells
from navsim.measures.series import Weekly
from navsim.measures.staff import sick_share_between
from navsim.measures.unplanned import over_dates
from navsim.measures.users import moves_on
from navsim.plan.model import Origin, Plan, Static
from navsim.values.time import DAY

NOTHING_MORE = Asked()

USER_MEASURES: dict[str, Callable[[Spells, Bools, float, float], Bools]] = {
    "inflow": lambda spells, moved, start, end: came(spells, Origin.NEW, start, end),
    "returns": lambda spells, moved, start, end: came(spells, Origin.RETURNING, start, end),
    "moved_in": lambda spells, moved, start, end: came(spells, Origin.MOVED, start, end),
    "outflow": lambda spells, moved, start, end: ~moved & within(spells.left, start, end),
    "moved_out": lambda spells, moved, start, end: moved & within(spells.left, start, end),
    "served": lambda spells, moved, start, end: (spells.arrival < end) & ~(spells.left <= start),
}
"""Figures of a period: those who came, came back, left, went from group to group, or were there at some time (served).
"""


def came(spells: Spells, origin: Origin, start: float, end: float) -> Bools:
    """Which spells of one origin began in [start, end)."""
    return np.asarray((spells.origin == origin) & within(spells.arrival, start, end))


def within(times: Floats, start: float, end: float) -> Bools:
    """Which instants lie in [start, end)."""
    return (times >= start) & (times < end)


def part_of(observed: Observed) -> tuple[str, str]:
    """The dimension and group that a figure is about."""
    return observed.dimension or ("all" if observed.group == "all" else "group"), observed.group


def observations(
    plan: Plan, log: Log, weekly: Weekly, observed: Sequence[Observed], clock: Clock, asked: Asked = NOTHING_MORE
) -> Floats:
    """The model's value of each figure; nan where the model has none (another week, an unknown measure)."""
    weeks = {clock.iso_week(week): week for week in range(clock.weeks)}
    rows = {(key.measure, key.dimension, key.group): row for key, row in zip(weekly.keys, weekly.values, strict=True)}
    parts, cells = {each.dimension: each for each in parts_of_spells(plan.static)}, cells_of_spells(plan.static, log)
    found = []
    for figure in observed:
        dimension, group = part_of(figure)
        if figure.week is not None:
            found.append(of_week(rows.get((figure.measure, dimension, group)), weeks.get(figure.week)))
        elif figure.measure == "sick_share":
            found.append(sick_share_between(plan, asked, *dates(figure, clock)).get((dimension, group), np.nan))
        elif figure.measure not in USER_MEASURES:
            found.append(of_tasks(plan.static, log, figure, clock))
        elif dimension in parts and group in parts[dimension].names:
            mine = parts[dimension].of(cells).of == parts[dimension].names.index(group)
            found.append(of_period(plan.static, log, figure, mine, clock))
        else:
            found.append(np.nan)
    return np.array(found, np.float64)


def of_week(row: Floats | None, week: int | None) -> float:
    """The value of a measure in a week."""
    return np.nan if row is None or week is None else float(row[week])


def of_tasks(static: Static, log: Log, figure: Observed, clock: Clock) -> float:
    """What came of tasks over the dates of a figure: a number or a share; nan for what is not counted over dates."""
    start, end = dates(figure, clock)
    found = {(key.measure, key.dimension, key.group): row for key, row in over_dates(static, log, start, end)}
    row = found.get((figure.measure, *part_of(figure)))
    return np.nan if row is None else float(row[0])


def of_period(static: Static, log: Log, figure: Observed, mine: Bools, clock: Clock) -> float:
    """The number of users that a figure of a period is about, among those with some spells."""
    start, end = dates(figure, clock)
    found = mine & USER_MEASURES[figure.measure](log.spells, moves_on(static, log), start, end)
    # Somebody who went from group to group has several spells, and was served once.
    return float(len(np.unique(log.spells.person[found])) if figure.measure == "served" else np.sum(found))


def dates(figure: Observed, clock: Clock) -> tuple[float, float]:
    """When the dates of a figure that has no week begin, not before the run, and end (minutes)."""
    assert figure.from_ is not None
    assert figure.until is not None
    return max(clock.minute(figure.from_), 0.0), clock.minute(figure.until) + DAY
