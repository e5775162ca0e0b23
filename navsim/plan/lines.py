"""Every timeline of a config, by its path, with the shocks applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from navsim.calendar.clock import Clock
from navsim.config.models import Change, Config
from navsim.config.timelines import Spec
from navsim.plan.timelines import changes_by_path, compile_line, pulse_line
from navsim.values.timeline import Timeline


@dataclass(frozen=True)
class Addition:
    """Inflow that a shock adds: a stream of its own, after all multiplications."""

    shock: str
    change: Change
    rate: Timeline


@dataclass(frozen=True)
class Lines:
    """Looks up and compiles timelines."""

    clock: Clock
    changes: dict[str, tuple[tuple[str, Change], ...]]

    def __call__(self, path: str, spec: Spec[Any] | None, default: float) -> Timeline:
        """The timeline at ``path``, written as ``spec``; without one it is ``default`` before the shocks."""
        changes = [change for _, change in self.changes.get(path, ()) if not self.is_addition(path, change)]
        return compile_line(default if spec is None else spec, self.clock, changes)

    def additions(self, path: str) -> list[Addition]:
        """What shocks add to the inflow at ``path``, in order of the shocks' names."""
        return [
            Addition(shock, change, pulse_line(change, self.clock))
            for shock, change in sorted(self.changes.get(path, ()), key=lambda pair: pair[0])
            if self.is_addition(path, change)
        ]

    @staticmethod
    def is_addition(path: str, change: Change) -> bool:
        """Whether a change brings people of its own, and so must not be mixed into the stream."""
        return path.startswith("users.") and path.endswith((".inflow", ".returns")) and change.add is not None


def lines_of(config: Config, clock: Clock) -> Lines:
    """The timelines of a config."""
    return Lines(clock, changes_by_path(config))
