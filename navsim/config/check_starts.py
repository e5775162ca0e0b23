"""Whether groups lead to groups that exist, and tasks start at something that can happen."""

from __future__ import annotations

from collections.abc import Iterator

from navsim.config.models import Config
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.services import comes_to, several
from navsim.config.tasks import After, BeforeLimit, Outside, Task, Visits
from navsim.values.time import HOUR


def starts(config: Config) -> Iterator[FieldError]:
    """Mistakes about transitions, limits and what starts tasks."""
    for name, group in config.users.items():
        yield from moves(config, ("users", name, "moves_to"), name, group.moves_to)
        if group.limit:
            yield from moves(config, ("users", name, "limit", "moves_to"), name, group.limit.moves_to)
    successions = list(after_what(config))
    yield from successions
    for name, task in config.tasks.items():
        if isinstance(task.start, BeforeLimit) and not any(
            has_limit(config, group) for group in groups_of(config, task)
        ):
            yield FieldError(("tasks", name, "start", "before_limit"), "no group that it is for has a limit")
    if not successions:
        yield from circles(config)


def moves(config: Config, path: Path, own: str, moves_to: dict[str, float]) -> Iterator[FieldError]:
    """Users move to other groups that exist."""
    for group in moves_to:
        if group not in config.users:
            yield FieldError((*path, group), f"there is no group {group}" + suggestion(group, config.users))
        elif group == own:
            yield FieldError((*path, group), "users can't move to the group that they are in")


def groups_of(config: Config, task: Task) -> tuple[str, ...]:
    """The groups that a task is for."""
    return tuple(config.users) if task.for_.group is None else several(task.for_.group)


def has_limit(config: Config, group: str) -> bool:
    """Whether there is such a group, with a limit."""
    return group in config.users and config.users[group].limit is not None


def after_what(config: Config) -> Iterator[FieldError]:
    """Tasks that start after another one start after one that exists, at a reception that exists."""
    for name, task in config.tasks.items():
        if not isinstance(task.start, After):
            continue
        path: Path = ("tasks", name, "start")
        if task.start.after not in config.tasks:
            known = suggestion(task.start.after, config.tasks)
            yield FieldError((*path, "after"), f"there is no task {task.start.after}{known}")
        if task.start.at and task.start.at not in config.receptions:
            known = suggestion(task.start.at, config.receptions)
            yield FieldError((*path, "at"), f"there is no reception {task.start.at}{known}")
        if task.start.at and task.opens > 0:
            yield FieldError(("tasks", name, "opens"), "what starts at a reception opens when it comes: write a delay")
        if config.offices and not task.joint and is_from_outside(config, task) and not has_office(config, task):
            what = "which office? The task it comes after is joint: write an office there, or joint: true here"
            yield FieldError(path, what)


def is_from_outside(config: Config, task: Task) -> bool:
    """Whether a task belongs to no user: it starts from outside, or after one that does."""
    for _ in config.tasks:
        if not isinstance(task.start, After) or task.start.after not in config.tasks:
            break
        task = config.tasks[task.start.after]
    return isinstance(task.start, (Outside, Visits))


def has_office(config: Config, task: Task) -> bool:
    """Whether a task from outside comes to a reception, or to an office that is named."""
    for _ in config.tasks:
        if comes_to(task):
            return True
        if not isinstance(task.start, After) or task.start.after not in config.tasks:
            break
        task = config.tasks[task.start.after]
    return isinstance(task.start, Outside) and task.start.office is not None


def circles(config: Config) -> Iterator[FieldError]:
    """A chain of completions that comes round to its beginning takes some time, or it would never end."""
    seen: set[frozenset[str]] = set()
    for name in config.tasks:
        circle = circle_from(config, name)
        if circle and frozenset(circle) not in seen and sum(pause(config.tasks[each]) for each in circle) < HOUR:
            seen.add(frozenset(circle))
            way = " -> ".join((*circle, circle[0]))
            what = f"the tasks start one another in a circle ({way}): give one a delay, at least 1 h in the mean"
            yield FieldError(("tasks", name, "start"), what)


def circle_from(config: Config, name: str) -> tuple[str, ...]:
    """The tasks of the circle that this one is part of, each after the one before it; empty when there is none."""
    way, task = [name], config.tasks[name]
    while isinstance(task.start, After) and len(way) <= len(config.tasks):
        if task.start.after == name:
            return tuple(reversed(way))
        way.append(task.start.after)
        task = config.tasks[task.start.after]
    return ()


def pause(task: Task) -> float:
    """How long after the task before it this one comes, in the mean (minutes)."""
    delay = task.start.delay if isinstance(task.start, After) else None
    return task.opens + (delay.distribution().mean if delay else 0.0)
