"""The agenda of the reference engine: SimPy's, with the model's own order within an instant.

Every event carries an explicit priority, :func:`navsim.engine.rules.agenda_order`. There are no SimPy
processes or stores: each of their hops would be an event of its own and would reorder the instant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simpy

from navsim.engine.rules import Kind, agenda_order

Handler = Callable[..., None]


class Occurrence(simpy.Event):
    """An event of the agenda, with what to call when it comes."""

    def __init__(self, env: simpy.Environment, time: float, order: int, handler: Handler, *subject: Any) -> None:
        # What Event.__init__ and succeed would do, at once, as simpy.Timeout does it too.
        self.env = env
        self.callbacks = [lambda event: handler(*subject)]
        self._ok, self._value = True, subject
        env.schedule(self, order, time - env.now)  # type: ignore[arg-type]

    def cancel(self) -> None:
        """It comes, and nothing happens; too late when it has come."""
        self.callbacks = []


class Agenda:
    """What is to come; ``now`` is the instant that is being handled (minutes)."""

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.now = 0.0

    def at(
        self,
        time: float,
        kind: Kind,
        entity: int,
        handler: Handler,
        *subject: Any,
        type_number: int = 0,
        ordinal: int = 0,
    ) -> Occurrence:
        """Put an event on the agenda."""
        return Occurrence(self.env, time, agenda_order(kind, entity, type_number, ordinal), handler, *subject)

    def run(self, horizon: float, end_of_instant: Callable[[], None]) -> None:
        """Handle all events before the horizon; the second step of each instant when it has no more of them."""
        while (now := self.env.peek()) < horizon:
            self.now = now
            self.env.step()
            if self.env.peek() > now:
                end_of_instant()
