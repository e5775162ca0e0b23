"""The agenda of the compiled engine: a heap with four branches, in the order (time, agenda order)."""

from __future__ import annotations

from typing import Any

from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.views import Run, event_at, move_event


@compiled
def put(run: Run, time: float, order: int, subject: int) -> None:
    """Put an event on the agenda, unless the run is over by then."""
    if time >= run.horizon:
        return
    place = run.events_used
    run.events_used += 1
    while place > 0:
        above = (place - 1) >> 2
        if not comes_before(time, order, event_at(run, above)):
            break
        move_event(run, place, above)
        place = above
    event = event_at(run, place)
    event.time, event.order, event.subject = time, order, subject


@compiled
def drop_first(run: Run) -> None:
    """Take the first event out."""
    run.events_used -= 1
    count = run.events_used
    last = event_at(run, count)
    time, order = last.time, last.order
    place, below = 0, 1
    while below < count:
        least = below
        for other in range(below + 1, min(below + 4, count)):
            event = event_at(run, other)
            if comes_before(event.time, event.order, event_at(run, least)):
                least = other
        if comes_before(time, order, event_at(run, least)):
            break
        move_event(run, place, least)
        place, below = least, 4 * least + 1
    move_event(run, place, count)


@compiled
def comes_before(time: float, order: int, event: Any) -> bool:
    """Whether something at this time, with this order, comes before an event."""
    return bool(time < event.time or (time == event.time and order < event.order))
