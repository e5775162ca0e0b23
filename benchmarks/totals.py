"""What happened in a run, counted the same way for all models."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from benchmarks import idiomatic
from navsim.engine.log import Log, Outcome
from navsim.plan.model import Static


@dataclass(frozen=True)
class Totals:
    """Sums over one replication; ``present`` (persons in follow-up) and ``worked`` in minutes."""

    arrivals: float
    leavings: float
    opened: float
    started: float
    done: float
    cancelled: float
    present: float
    worked: float

    @property
    def events(self) -> float:
        """The domain events: what a log of the case is about."""
        return self.arrivals + self.leavings + self.opened + self.started + self.done + self.cancelled


def mean(runs: list[Totals]) -> Totals:
    """The mean over replications."""
    return Totals(**{f.name: float(np.mean([getattr(run, f.name) for run in runs])) for f in fields(Totals)})


def of_navsim(static: Static, log: Log) -> Totals:
    """The totals of navsim's log."""
    spells, tasks = log.spells, log.tasks
    stay = np.where(np.isnan(spells.left), static.horizon, spells.left) - spells.arrival
    return Totals(
        arrivals=len(spells.person),
        leavings=int((~np.isnan(spells.left)).sum()),
        opened=len(tasks.type),
        started=int((~np.isnan(tasks.started)).sum()),
        done=int((tasks.outcome == Outcome.DONE).sum()),
        cancelled=int((tasks.outcome > Outcome.DONE).sum()),
        present=float(stay[in_follow_up(static)[spells.group]].sum()),
        worked=float((log.work.end - log.work.start).sum()),
    )


def by_hand(static: Static, log: idiomatic.Log) -> Totals:
    """The totals of a hand-written model's log."""
    users, tasks = log.users, log.tasks
    stay = users["left"].fillna(static.horizon) - users["arrived"]
    begun, over = tasks["started"].notna(), tasks["ended"].notna()
    return Totals(
        arrivals=len(users),
        leavings=int(users["left"].notna().sum()),
        opened=len(tasks),
        started=int(begun.sum()),
        done=int((begun & over).sum()),
        cancelled=int((over & ~begun).sum()),
        present=float(stay[in_follow_up(static)[users["group"]]].sum()),
        worked=float((log.work["end"] - log.work["start"]).sum()),
    )


def in_follow_up(static: Static) -> np.ndarray:
    """Whether each group counts in the caseload."""
    return np.array([group.in_follow_up for group in static.groups])
