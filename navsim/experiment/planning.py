"""What a planner wants to know before a run: hours asked for against capacity, in expectation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from navsim.config.models import Config
from navsim.experiment.staffing import shock_dates
from navsim.plan.compile import Prepared, prepare
from navsim.plan.expected import has_closed_form, mean_demand
from navsim.plan.staff import mean_capacity
from navsim.plan.stock import flows, mean_spell
from navsim.values.time import WEEK
from navsim.values.timeline import Timeline

BALANCE = 0.05
"""How far initial users may be from inflow x stay before a warning."""


REPLICATIONS = 20
"""How many replications of the staff the mean capacity is taken over, all offices together."""


@dataclass(frozen=True)
class Planning:
    """Mean weekly hours by period.

    ``demand`` has columns ``owner, task`` and one for each period, ``capacity`` has ``owner`` and the
    same periods. ``warnings`` are sentences.
    """

    demand: pd.DataFrame
    capacity: pd.DataFrame
    warnings: tuple[str, ...]

    @property
    def periods(self) -> list[str]:
        """The names of the periods, in order of time."""
        return [name for name in self.capacity.columns if name != "owner"]


def planning(offices: Sequence[Config]) -> Planning:
    """Demand against capacity before, during and after each shock, by owner and task type.

    ``offices`` are the configs of a scenario's offices, of which there is often one; hours are those of all.
    """
    prepared = [prepare(config) for config in offices]
    parts, first = parts_of_run(prepared[0]), prepared[0]
    hours = sum((mean_demand(each) for each in prepared), start=np.zeros(1))
    demand = pd.DataFrame(
        [
            {"owner": owner_of(first, number), "task": type_.name} | means(hours[number], parts)
            for number, type_ in enumerate(first.static.types)
        ],
        columns=["owner", "task", *parts],
    )
    capacity = capacity_by_owner(prepared, parts)
    return Planning(
        demand, capacity, (*overloads(demand, capacity, list(parts)), *imbalances(prepared), *effect(first))
    )


def parts_of_run(prepared: Prepared) -> dict[str, np.ndarray]:
    """Weeks before, during and after each shock; the whole run when there is none. Parts without weeks are left out."""
    clock = prepared.clock
    start = np.arange(clock.weeks) * WEEK
    parts: dict[str, np.ndarray] = {}
    for name, (first, last) in shock_dates(prepared.config).items():
        begins, ends = clock.minute(first), clock.minute(last)
        before, after = start + WEEK <= begins, start > ends
        parts |= {f"before {name}": before, f"during {name}": ~before & ~after, f"after {name}": after}
    return {name: weeks for name, weeks in parts.items() if weeks.any()} or {"run": np.ones(clock.weeks, bool)}


def means(values: np.ndarray, parts: dict[str, np.ndarray]) -> dict[str, float]:
    """The mean over the weeks of each part."""
    return {name: float(values[weeks].mean()) for name, weeks in parts.items()}


def owner_of(prepared: Prepared, number: int) -> str:
    """The owner of a task type; a reception's visits are done at its desks, by whoever is on duty."""
    type_ = prepared.static.types[number]
    at = getattr(prepared.config.tasks[type_.name].start, "at", None)
    return f"reception {at}" if at else type_.owner or "unowned"


def capacity_by_owner(prepared: Sequence[Prepared], parts: dict[str, np.ndarray]) -> pd.DataFrame:
    """Mean weekly hours of task time, absences and proficiency counted in, by owner.

    The more offices, the fewer replications of each are looked at: together they tell as much.
    """
    total: dict[str, np.ndarray] = {}
    for office in prepared:
        staff = office.config.staff
        by_entry = mean_capacity(office.staff, office.config.seed, ceil(REPLICATIONS / len(prepared)))
        for name, hours in zip(office.staff.people.entries, by_entry, strict=True):
            total[staff[name].owner] = total.get(staff[name].owner, 0.0) + hours
    return pd.DataFrame(
        [{"owner": owner} | means(hours, parts) for owner, hours in sorted(total.items())], columns=["owner", *parts]
    )


def overloads(demand: pd.DataFrame, capacity: pd.DataFrame, parts: list[str]) -> list[str]:
    """A warning for each owner and part in which more is asked for than can be done."""
    return [
        f"{row['owner']}, {part}: {wanted:.1f} hours a week are asked for, {row[part]:.1f} can be done"
        for _, row in capacity.iterrows()
        for part in parts
        if (wanted := demand.loc[demand["owner"] == row["owner"], part].sum()) > row[part]
    ]


def imbalances(prepared: Sequence[Prepared]) -> list[str]:
    """A warning for each group whose initial users are not inflow x stay, over all offices: it moves by itself."""
    kept = sum((kept_by_inflow(office) for office in prepared), start=np.zeros(1))
    found = []
    for group, keeps in zip(prepared[0].static.groups, kept.tolist(), strict=True):
        initial = sum(office.config.users[group.name].initial for office in prepared)
        if abs(keeps - initial) > BALANCE * max(initial, 1):
            found.append(
                f"users.{group.name}: {initial} at the start, but inflow x stay keeps {keeps:.0f}: "
                "the caseload will drift towards that"
            )
    return found


def kept_by_inflow(prepared: Prepared) -> np.ndarray:
    """How many users of each group the inflow at the start keeps, moves from other groups in the first week included.

    A limit cuts stays short.
    """
    moves, kept = flows(prepared), np.zeros(len(prepared.static.groups))
    first_week = moves.edges[1:] <= WEEK
    for number, group in enumerate(prepared.static.groups):
        streams = [s for s in prepared.streams if s.group == number and not s.name.startswith("shock/")]
        inflow = sum(first_value(stream.rate) for stream in streams)
        inflow += float(moves.moved[number][:, first_week].sum()) / WEEK
        kept[number] = inflow * mean_spell(group.stay, group.limit) / max(group.pace.at(0.0), 1e-12)
    return kept


def effect(prepared: Prepared) -> list[str]:
    """A warning where what is expected is not that of this office, but of one without a follow-up effect."""
    if has_closed_form(prepared):
        return []
    return ["rules.follow_up_effect: the hours expected are those without it; who is met too late stays longer"]


def first_value(rate: Timeline) -> float:
    """The rate at the start of the run."""
    return rate.at(0.0)
