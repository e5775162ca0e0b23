"""New staff without their basic training (grunnopplæring)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from navsim.measures.hours import owner_of_employees, owners_of
from navsim.measures.parts import Floats, Parts, everything
from navsim.measures.series import Key, rows_of
from navsim.plan.staffing import Staffing


def untrained_staff(
    staffing: Staffing, untrained: Mapping[str, tuple[float, float]], edges: Floats
) -> Iterator[tuple[Key, Floats]]:
    """How many of those who started within the run lack the training they should have, at the end of each week.

    ``untrained`` is from when until when (minutes) the people of an entry lack it; without entries there is no measure.
    """
    if not untrained:
        return
    spans = [untrained.get(employee.entry, (np.inf, np.inf)) for employee in staffing.employees]
    since, until = np.array(spans, np.float64).reshape(-1, 2, 1).transpose(1, 0, 2)
    lacking = ((since < edges[1:]) & (until >= edges[1:])).astype(np.float64)
    owners = owners_of(staffing)
    by_owner = Parts("owner", tuple(owners), owner_of_employees(staffing)[:-1])
    for parts in (everything(by_owner.label >= 0), by_owner):
        yield from rows_of(parts, {("untrained_staff", "persons"): parts.gather(lacking)})
