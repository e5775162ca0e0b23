"""Whether every task finds its people, its queue and its reception."""

from __future__ import annotations

from collections.abc import Iterator

from navsim.config.check_starts import is_from_outside, starts
from navsim.config.models import Config
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.queues import base_queue
from navsim.config.services import comes_to, periods
from navsim.config.tasks import Task, Visits


def work(config: Config) -> Iterator[FieldError]:
    """Mistakes between users, tasks, staff and receptions."""
    yield from unknown_queues(config)
    yield from receptions(config)
    yield from starts(config)
    for name, task in config.tasks.items():
        yield from for_whom(config, ("tasks", name), task)
    yield from unserved_queues(config)


def named_queues(names: tuple[str | tuple[str, ...], ...]) -> list[str]:
    """The queues that a staff entry names, whatever their rank."""
    return [queue for rank in names for queue in ((rank,) if isinstance(rank, str) else rank)]


def unknown_queues(config: Config) -> Iterator[FieldError]:
    """Staff serve queues that some task has, each once."""
    known = {base_queue(name, task) for name, task in config.tasks.items()}
    for name, staff in config.staff.items():
        queues = named_queues(staff.queues)
        for queue in queues:
            if queue not in known:
                yield FieldError(("staff", name, "queues"), f"no task has the queue {queue}" + suggestion(queue, known))
        for queue in sorted({queue for queue in queues if queues.count(queue) > 1}):
            yield FieldError(("staff", name, "queues"), f"the queue {queue} is named twice")


def unserved_queues(config: Config) -> Iterator[FieldError]:
    """Every task's queue is served by staff, or by the desk of the reception where it starts."""
    served = {
        queue for staff in config.staff.values() for period in periods(staff) for queue in named_queues(period.queues)
    }
    served |= {base_queue(name, task) for name, task in config.tasks.items() if comes_to(task)}
    for name, task in config.tasks.items():
        queue = base_queue(name, task)
        if queue not in served:
            path: Path = ("tasks", name, "queue") if task.queue else ("tasks", name)
            yield FieldError(path, f"nobody serves the queue {queue}: no staff entry names it under queues")


def for_whom(config: Config, path: Path, task: Task) -> Iterator[FieldError]:
    """Whom a task is for exists."""
    wanted = task.for_
    if is_from_outside(config, task):
        if wanted.group is not None or wanted.traits:
            yield FieldError((*path, "for"), "what starts from outside is for nobody among the users: leave out for")
        return
    if not config.users:
        yield FieldError(path, "the task is for nobody: there are no users")
        return
    groups = list(config.users) if wanted.group is None else names(wanted.group)
    if not groups:
        yield FieldError((*path, "for", "group"), "the task is for nobody: the list is empty")
    for group in groups:
        if group not in config.users:
            yield FieldError((*path, "for", "group"), f"there is no group {group}" + suggestion(group, config.users))
    # Every group has the same traits and values (checked on their own), so any group will do.
    traits: dict[str, list[str]] = {name: list(of) for name, of in next(iter(config.users.values())).traits.items()}
    traits |= {"office": list(config.offices)} if config.offices else {}
    for trait, values in wanted.traits.items():
        if trait not in traits:
            yield FieldError((*path, "for", "traits", trait), "no group has this trait" + suggestion(trait, traits))
            continue
        if not names(values):
            yield FieldError((*path, "for", "traits", trait), "the task is for nobody: the list is empty")
        for value in names(values):
            if value not in traits[trait]:
                known = suggestion(value, traits[trait])
                yield FieldError((*path, "for", "traits", trait), f"{trait} has no value {value}{known}")


def names(one_or_several: str | tuple[str, ...]) -> tuple[str, ...]:
    """One name or several as several."""
    return (one_or_several,) if isinstance(one_or_several, str) else one_or_several


def receptions(config: Config) -> Iterator[FieldError]:
    """Receptions that are named exist, are staffed by known entries, and are open when the office is."""
    for name, task in config.tasks.items():
        if isinstance(task.start, Visits) and task.start.at not in config.receptions:
            known = suggestion(task.start.at, config.receptions)
            yield FieldError(("tasks", name, "start", "at"), f"there is no reception {task.start.at}{known}")
    for name, reception in config.receptions.items():
        path = ("receptions", name)
        for entry in reception.staff:
            if entry not in config.staff:
                yield FieldError((*path, "staff"), f"there is no staff entry {entry}" + suggestion(entry, config.staff))
        if not reception.staff:
            yield FieldError((*path, "staff"), "name at least one staff entry")
        yield from opening(config, path, name)


def opening(config: Config, path: Path, name: str) -> Iterator[FieldError]:
    """A reception is open within the office's hours, and there is paid time for the travel."""
    office, reception = config.calendar.opening(), config.receptions[name]
    if not reception.opening:
        yield FieldError((*path, "opening"), "name at least one weekday")
    for weekday, (start, end) in reception.opening.items():
        if weekday not in office:
            yield FieldError((*path, "opening", weekday), "the office does not work on this weekday (calendar)")
            continue
        first, last = office[weekday]
        if start < first or end > last:
            hours = f"{shown(first)}-{shown(last)}"
            yield FieldError((*path, "opening", weekday), f"lies outside the office's hours, {hours}")
        elif end - start + reception.travel > last - first:
            yield FieldError((*path, "travel"), f"with the opening on {weekday} it is longer than the working day")


def shown(minute: float) -> str:
    """A time of day as it is written."""
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"
