"""The agenda of the compiled engine, in the order (time, agenda order).

Time is cut into equal spans. What comes in a later span is only hung on that span's chain; the events of the span that
is under way stand in a heap with four branches, which so stays small however much is to come.
Source: Brown (1988), "Calendar queues", with a heap in place of a sorted list.
"""

from __future__ import annotations

from typing import Any

from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.views import Run, coming_at, event_at, move_event, span_at

NONE = -1


@compiled
def put(run: Run, time: float, order: int, subject: int) -> None:
    """Put an event on the agenda, unless the run is over by then."""
    if time >= run.horizon:
        return
    span = min(int(time * run.spans_a_minute), run.spans_count - 1)
    if span <= run.span:
        put_in_heap(run, time, order, subject)
        return
    place = run.coming_free
    if place == NONE:
        place = run.coming_used
        run.coming_used += 1
    else:
        run.coming_free = coming_at(run, place).next
    event, chain = coming_at(run, place), span_at(run, span)
    event.time, event.order, event.subject, event.next = time, order, subject, chain.first
    chain.first = place


@compiled
def next_span(run: Run) -> None:
    """Go on to the next span in which anything comes; past the last one there is nothing."""
    while run.events_used == 0 and run.span + 1 < run.spans_count:
        run.span += 1
        place = span_at(run, run.span).first
        while place != NONE:
            event = coming_at(run, place)
            put_in_heap(run, event.time, event.order, event.subject)
            after = event.next
            event.next = run.coming_free
            run.coming_free = place
            place = after


@compiled
def put_in_heap(run: Run, time: float, order: int, subject: int) -> None:
    """Put an event among those of the span that is under way."""
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
