"""What a planner wants to know before a run: hours asked for against capacity, in expectation."""

from __future__ import annotations

from dataclasses import dataclass

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


def planning(config: Config) -> Planning:
    """Demand against capacity before, during and after each shock, by owner and task type."""
    prepared = prepare(config)
    parts = parts_of_run(prepared)
    hours = mean_demand(prepared)
    demand = pd.DataFrame(
        [
            {"owner": owner_of(prepared, number), "task": type_.name} | means(hours[number], parts)
            for number, type_ in enumerate(prepared.static.types)
        ],
        columns=["owner", "task", *parts],
    )
    capacity = capacity_by_owner(prepared, parts)
    return Planning(
        demand, capacity, (*overloads(demand, capacity, list(parts)), *imbalances(prepared), *effect(prepared))
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


def capacity_by_owner(prepared: Prepared, parts: dict[str, np.ndarray]) -> pd.DataFrame:
    """Mean weekly hours of task time, absences and proficiency counted in, by owner."""
    by_entry = mean_capacity(prepared.staff, prepared.config.seed)
    owners = np.array([prepared.config.staff[name].owner for name in prepared.staff.people.entries])
    return pd.DataFrame([{"owner": owner} | means(by_entry[owners == owner].sum(axis=0), parts)
                         for owner in sorted(set(owners.tolist()))], columns=["owner", *parts])  # fmt: skip


def overloads(demand: pd.DataFrame, capacity: pd.DataFrame, parts: list[str]) -> list[str]:
    """A warning for each owner and part in which more is asked for than can be done."""
    return [
        f"{row['owner']}, {part}: {wanted:.1f} hours a week are asked for, {row[part]:.1f} can be done"
        for _, row in capacity.iterrows()
        for part in parts
        if (wanted := demand.loc[demand["owner"] == row["owner"], part].sum()) > row[part]
    ]


def imbalances(prepared: Prepared) -> list[str]:
    """A warning for each group whose initial users are not inflow x stay: it moves by itself.

    Inflow is that at the start, moves from other groups in the first week included; a limit cuts stays short.
    """
    config, found, moves = prepared.config, [], flows(prepared)
    first_week = moves.edges[1:] <= WEEK
    for number, group in enumerate(prepared.static.groups):
        written = config.users[group.name]
        streams = [s for s in prepared.streams if s.group == number and not s.name.startswith("shock/")]
        inflow = sum(first_value(stream.rate) for stream in streams)
        inflow += float(moves.moved[number][:, first_week].sum()) / WEEK
        kept = inflow * mean_spell(group.stay, group.limit) / max(group.pace.at(0.0), 1e-12)
        if abs(kept - written.initial) > BALANCE * max(written.initial, 1):
            found.append(
                f"users.{group.name}: {written.initial} at the start, but inflow x stay keeps {kept:.0f}: "
                "the caseload will drift towards that"
            )
    return found


def effect(prepared: Prepared) -> list[str]:
    """A warning where what is expected is not that of this office, but of one without a follow-up effect."""
    if has_closed_form(prepared):
        return []
    return ["rules.follow_up_effect: the hours expected are those without it; who is met too late stays longer"]


def first_value(rate: Timeline) -> float:
    """The rate at the start of the run."""
    return rate.at(0.0)
