"""What an entry of staff serves and where it sits, from date to date and by weekday."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from navsim.config.fields import Names, Weekday
from navsim.config.models import Config, Staff
from navsim.config.queues import base_queue, queue_at
from navsim.config.tasks import After, Task, Visits

Service = tuple[tuple[str, int], ...]
"""Queues (``base`` or ``base@office``), each with its rank."""


@dataclass(frozen=True)
class Period:
    """What holds of an entry from a date on; None is from the beginning."""

    from_: date | None
    queues: tuple[Names, ...]
    office: str | None
    serves: tuple[Names, ...]
    away: Mapping[Weekday, str]

    @property
    def offices(self) -> tuple[Names, ...]:
        """The offices served, in order of rank: their own unless others are named."""
        return self.serves or ((self.office,) if self.office else ())


def periods(entry: Staff) -> tuple[Period, ...]:
    """What holds from the beginning, and from each date of ``later``: what is left out there stays."""
    found = [Period(None, entry.queues, entry.office, entry.serves, entry.away)]
    for later in entry.later:
        before = found[-1]
        found.append(
            replace(
                before,
                from_=later.from_,
                queues=before.queues if later.queues is None else later.queues,
                office=later.office or before.office,
                serves=before.serves if later.serves is None else later.serves,
                away=before.away if later.away is None else later.away,
            )
        )
    return tuple(found)


def several(one_or_several: Names) -> tuple[str, ...]:
    """One name or several as several."""
    return (one_or_several,) if isinstance(one_or_several, str) else one_or_several


def service_on(period: Period, weekday: Weekday, joint: Collection[str]) -> Service:
    """The queues served on a weekday; who is away that day serves the office where they sit."""
    seat = period.away.get(weekday)
    return ranked(period.queues, (seat,) if seat else period.offices, joint)


def ranked(queues: tuple[Names, ...], offices: tuple[Names, ...], joint: Collection[str]) -> Service:
    """The queues of some offices: first by the rank of the queue, then by that of the office.

    With K ranks of offices the queue of rank r at the office of rank s has rank ``r K + s``, and a
    joint queue ``r K``. Names written together share one rank.
    """
    count = max(len(offices), 1)
    found: list[tuple[str, int]] = []
    for rank, together in enumerate(queues):
        for base in sorted(several(together)):
            if base in joint or not offices:
                found.append((base, rank * count))
                continue
            for place, alike in enumerate(offices):
                found.extend((queue_at(base, office), rank * count + place) for office in several(alike))
    return tuple(found)


def desk_service(config: Config, reception: str, joint: Collection[str]) -> Service:
    """The queues of those who come to a reception, all of one rank."""
    office = config.receptions[reception].office
    bases = {base_queue(name, task) for name, task in config.tasks.items() if comes_to(task) == reception}
    return tuple(sorted((base if base in joint else queue_at(base, office), 0) for base in bases))


def comes_to(task: Task) -> str | None:
    """The reception at which a task is done, if any."""
    return task.start.at if isinstance(task.start, (Visits, After)) else None


def distances(config: Config) -> dict[frozenset[str], float]:
    """Travel one way between two offices (minutes), whichever of them names the other."""
    return {
        frozenset((name, other)): minutes
        for name, office in config.offices.items()
        for other, minutes in office.travel.items()
    }
