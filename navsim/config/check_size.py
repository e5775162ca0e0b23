"""Limits that keep a slip of the pen from filling the machine's memory."""

from __future__ import annotations

from collections.abc import Iterator

from navsim.config.check_days import added, values_of
from navsim.config.daily import Days
from navsim.config.models import Config
from navsim.config.problem import FieldError
from navsim.config.shocks import brings_people, canonical
from navsim.config.tasks import Task
from navsim.values.time import DAY, WEEK

MOST_USERS = 2_000_000
MOST_TASKS = 50_000_000
MOST_AT_PEAK = 20_000_000
MOST_STAFF = 100_000
MOST_STAFF_WEEKS = 20_000_000
MOST_DESKS = 1_000


def too_large(config: Config) -> Iterator[FieldError]:
    """What no office has, and no machine can simulate."""
    values = values_of(config)
    rates = {tuple(path.split(".")): days for path, days in values.items() if comes(path)}
    rates |= added(config)
    yield from peaks(config, rates)
    people = {path: float(days.sum() * DAY) for path, days in rates.items() if path[0] != "tasks"}
    people |= {("users", name, "initial"): float(group.initial) for name, group in config.users.items()}
    total = sum(people.values())
    if total > MOST_USERS:
        path = max(people, key=lambda key: people[key])
        yield FieldError(path, f"{number(total)} users over the run are too many: at most {number(MOST_USERS)}")
    yield from too_many_tasks(config, values, people)
    yield from too_many_staff(config)


def comes(path: str) -> bool:
    """Whether a timeline is a rate at which people or tasks come to the office."""
    return brings_people(path) or path.endswith((".start.outside", ".start.visits"))


def peaks(config: Config, rates: dict[tuple[str, ...], Days]) -> Iterator[FieldError]:
    """Points are drawn below the highest rate for the whole run, so the highest rate has a limit too."""
    for path, days in rates.items():
        unit = 1.0 if path[-1] == "visits" else DAY
        most = float(days.max()) * unit * 7
        if most * config.weeks > MOST_AT_PEAK:
            yield FieldError(path, f"a peak of {number(most)} a week is too high for a run of {config.weeks} weeks")


def too_many_tasks(
    config: Config, values: dict[str, Days], people: dict[tuple[str, ...], float]
) -> Iterator[FieldError]:
    """About how many tasks of each kind there will be."""
    horizon = config.weeks * WEEK
    present = 0.0
    for name, group in config.users.items():
        mine = sum(count for path, count in people.items() if group_of(path) == name)
        present += mine * min(group.stay.distribution().mean, horizon)
    for name, task in config.tasks.items():
        expected = tasks_expected(f"tasks.{name}.start", task, values, present)
        if expected > MOST_TASKS:
            at = ("tasks", name, "start")
            yield FieldError(at, f"makes about {number(expected)} tasks; at most {number(MOST_TASKS)} of a kind")


def tasks_expected(path: str, task: Task, values: dict[str, Days], present: float) -> float:
    """About how many tasks of a kind, with so many minutes of users' presence."""
    if task.start == "after_contact":
        return present / task.opens
    for kind, total in (("at_random", present), ("outside", DAY), ("visits", 1.0)):
        days = values.get(f"{path}.{kind}")
        if days is not None:
            return float(days.mean() * total if kind == "at_random" else days.sum() * total)
    return 0.0


def group_of(path: tuple[str, ...]) -> str:
    """The group that people come to."""
    full = canonical(path[2]).split(".") if path[0] == "shocks" else path
    return full[1]


def too_many_staff(config: Config) -> Iterator[FieldError]:
    """How many employees and desks there are."""
    people = {("staff", name, "people"): staff.people for name, staff in config.staff.items()}
    desks = {("receptions", name, "on_duty"): desk.on_duty for name, desk in config.receptions.items()}
    most = min(MOST_STAFF, MOST_STAFF_WEEKS // config.weeks)
    for counts, limit, what in ((people, most, "employees"), (desks, MOST_DESKS, "people on duty")):
        total = sum(counts.values())
        if total > limit:
            path = max(counts, key=lambda key: counts[key])
            most_text = f"at most {number(limit)} in a run of {config.weeks} weeks"
            yield FieldError(path, f"{number(total)} {what} are too many: {most_text}")


def number(value: float) -> str:
    """A large number for reading."""
    return f"{value:,.0f}".replace(",", " ")
