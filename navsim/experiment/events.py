"""Events of single replications as Parquet tables: persons, tasks, servers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from navsim.engine.log import Log, Outcome
from navsim.plan.model import Origin, Plan


def write_events(plan: Plan, log: Log, stem: Path) -> None:
    """Write ``<stem>-persons``, ``-tasks`` and ``-servers.parquet``; times are minutes since the start."""
    for name, frame in event_frames(plan, log).items():
        frame.to_parquet(stem.with_name(f"{stem.name}-{name}.parquet"), index=False)


def event_frames(plan: Plan, log: Log) -> dict[str, pd.DataFrame]:
    """The log with names for numbers."""
    static = plan.static
    spells, tasks, work = (pd.DataFrame(asdict(part)) for part in (log.spells, log.tasks, log.work))
    spells["group"] = named([group.name for group in static.groups], log.spells.group)
    spells["origin"] = named([origin.name.lower() for origin in Origin], log.spells.origin)
    groups = [f"group/{group.name}" for group in static.groups]  # a transition
    spells["destination"] = named([*static.destinations, *groups, ""], log.spells.destination)
    below = 1
    for trait in reversed(static.traits):
        spells[trait.name] = named(list(trait.values), log.spells.mix // below % len(trait.values))
        below *= len(trait.values)
    tasks["channel"] = [
        static.types[t].channels[c].name for t, c in zip(log.tasks.type, log.tasks.channel, strict=True)
    ]
    tasks["type"] = named([type_.name for type_ in static.types], log.tasks.type)
    tasks["outcome"] = named([outcome.name.lower() for outcome in Outcome], log.tasks.outcome)
    work["server"] = named([server.name for server in plan.staffing.servers], log.work.server)
    return {"persons": spells.drop(columns="mix"), "tasks": tasks, "servers": work}


def named(names: list[str], numbers: np.ndarray) -> list[str]:
    """The name of each number; -1 stands for the last."""
    return [names[number] for number in numbers]
