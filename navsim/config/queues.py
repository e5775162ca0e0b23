"""The names of queues: a task's own, one it shares, or one for each office."""

from __future__ import annotations

from collections.abc import Iterable

from navsim.config.models import Config
from navsim.config.tasks import Task


def base_queue(name: str, task: Task) -> str:
    """The queue that a config names: a task's own unless it names one."""
    return task.queue or name


def queue_at(base: str, office: str | None) -> str:
    """The queue of an office; without an office, the one of all."""
    return f"{base}@{office}" if office else base


def joint_queues(config: Config) -> set[str]:
    """The queues (by their names in the config) that all offices share."""
    return {base_queue(name, task) for name, task in config.tasks.items() if task.joint or not config.offices}


def queues_of(config: Config) -> tuple[str, ...]:
    """All queues, sorted by name."""
    joint = joint_queues(config)
    bases = {base_queue(name, task) for name, task in config.tasks.items()}
    return tuple(sorted(queue for base in bases for queue in in_offices(base, joint, config.offices)))


def in_offices(base: str, joint: set[str], offices: Iterable[str]) -> list[str]:
    """The queues that a name stands for in some offices."""
    return [base] if base in joint else [queue_at(base, office) for office in offices]
