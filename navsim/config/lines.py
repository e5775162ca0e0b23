"""Every timeline of a config by its full path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from navsim.config.models import Config
from navsim.config.tasks import After, AtRandom, Outside, Task, Visits
from navsim.config.timelines import Spec

Line = Spec[Any] | float
"""What a config states, or the constant that it leaves out."""


def lines_of(config: Config) -> dict[str, Line]:
    """The timelines that a config has, also those that it leaves at their usual value."""
    return {path: default if line is None else line for path, line, default in every(config)}


def every(config: Config) -> Iterator[tuple[str, Spec[Any] | None, float]]:
    """Path, what is written, and the value when nothing is."""
    for name, group in config.users.items():
        yield f"users.{name}.inflow", group.inflow, 0.0
        yield f"users.{name}.returns", group.returns, 0.0
        yield f"users.{name}.pace", group.pace, 1.0
    for name, task in config.tasks.items():
        yield from of_task(f"tasks.{name}", task)
    for name, staff in config.staff.items():
        yield f"staff.{name}.productive", staff.productive, 0.0
        if staff.absence:
            yield f"staff.{name}.absence.share", staff.absence.share, 0.0
    for name, reception in config.receptions.items():
        yield f"receptions.{name}.open", reception.open, 1.0


def of_task(path: str, task: Task) -> Iterator[tuple[str, Spec[Any] | None, float]]:
    """The timelines of a task."""
    match task.start:
        case AtRandom(at_random=rate):
            yield f"{path}.start.at_random", rate, 0.0
        case Outside(outside=rate):
            yield f"{path}.start.outside", rate, 0.0
        case Visits(visits=visits):
            yield f"{path}.start.visits", visits, 0.0
        case After(probability=probability):
            yield f"{path}.start.probability", probability, 1.0
        case "entry":
            yield f"{path}.probability", task.probability, 1.0
    for name, channel in task.channels.items():
        if channel.share is not None:
            yield f"{path}.channels.{name}.share", channel.share, 0.0
