"""Whether everybody has an office, every queue of an office somebody who serves it, and every list users."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from navsim.config.fields import Names
from navsim.config.models import Config, Staff
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError
from navsim.config.queues import base_queue, joint_queues, queues_of
from navsim.config.services import Period, comes_to, desk_service, distances, periods, service_on, several
from navsim.config.tasks import After, Outside, Task, Visits
from navsim.values.time import DAY

SHORTEST_ABSENCE = DAY
"""Lists that change hands after less than this would do so every night."""


def offices(config: Config) -> Iterator[FieldError]:
    """Mistakes about offices, about what staff do from a date on, and about lists."""
    if config.each_office and config.offices:
        yield FieldError(("offices",), "each_office makes many of one office; leave one of the two out")
    yield from (distance_mistakes(config) if config.offices else without_offices(config))
    yield from user_offices(config)
    for name, reception in config.receptions.items():
        yield from one_office(config, ("receptions", name, "office"), reception.office)
    for name, task in config.tasks.items():
        if isinstance(task.start, Outside):
            needed = bool(config.offices) and base_queue(name, task) not in joint_queues(config)
            yield from one_office(config, ("tasks", name, "start", "office"), task.start.office, needed)
    yield from joint_mistakes(config)
    yield from in_person_mistakes(config)
    for name, entry in config.staff.items():
        yield from once(staff_mistakes(config, ("staff", name), entry))
    yield from unserved(config)
    yield from lists(config)


def without_offices(config: Config) -> Iterator[FieldError]:
    """Where there are no offices, nothing is said of them; what ``one_office`` sees is left to it."""
    for name, task in config.tasks.items():
        if task.joint:
            yield FieldError(("tasks", name, "joint"), "joint for which offices? This config has none")
    for name, entry in config.staff.items():
        for path, period in in_periods(("staff", name), entry):
            for field in ("serves", "away"):
                if getattr(period, field):
                    yield FieldError((*path, field), "which offices? This config has none: write them under offices")


def distance_mistakes(config: Config) -> Iterator[FieldError]:
    """Travel is between two known offices, each pair once."""
    for name, office in config.offices.items():
        for other in office.travel:
            path: Path = ("offices", name, "travel", other)
            yield from unknown(config, path, [other])
            if other == name:
                yield FieldError(path, "nobody travels from an office to itself")
    for one, other in combinations(config.offices, 2):
        if other in config.offices[one].travel and one in config.offices[other].travel:
            what = f"the travel between {one} and {other} is written twice: it is the same both ways"
            yield FieldError(("offices", other, "travel", one), what)


def unknown(config: Config, path: Path, names: Iterable[str]) -> Iterator[FieldError]:
    """Offices that there are none of."""
    for name in names:
        if name not in config.offices:
            yield FieldError(path, f"there is no office {name}" + suggestion(name, config.offices))


def one_office(config: Config, path: Path, office: str | None, needed: bool = True) -> Iterator[FieldError]:
    """An office is given where there are several, and is one of them."""
    if office and config.offices:
        yield from unknown(config, path, [office])
    elif office:
        yield FieldError(path, "which office? This config has none: write them under offices")
    elif config.offices and needed:
        yield FieldError(path[:-1], "which office? There are " + ", ".join(config.offices))


def user_offices(config: Config) -> Iterator[FieldError]:
    """Every group is at an office, or spread over several."""
    for name, group in config.users.items():
        path: Path = ("users", name, "office")
        if isinstance(group.office, dict) and config.offices:
            yield from unknown(config, path, group.office)
        else:
            yield from one_office(config, path, next(iter(group.offices), None))
        if "office" in group.traits and config.offices:
            yield FieldError(("users", name, "traits", "office"), "is written as office, beside traits")


def joint_mistakes(config: Config) -> Iterator[FieldError]:
    """Tasks that share a queue agree on whether it is joint."""
    joint = joint_queues(config) if config.offices else set()
    for name, task in config.tasks.items():
        if base_queue(name, task) in joint and not task.joint:
            what = f"the queue {base_queue(name, task)} is joint for another task, so write joint: true here too"
            yield FieldError(("tasks", name), what)


def in_person_mistakes(config: Config) -> Iterator[FieldError]:
    """Where users travel to those who meet them, there are offices, and the way between any two of them is known."""
    way = distances(config)
    unknown_ways = [pair for pair in combinations(config.offices, 2) if frozenset(pair) not in way]
    for name, task in config.tasks.items():
        for channel in (name for name, each in task.channels.items() if each.in_person):
            path: Path = ("tasks", name, "channels", channel, "in_person")
            if isinstance(task.start, (Outside, Visits)):
                yield FieldError(path, "goes with tasks of users: who comes from outside has no office to travel from")
            elif not config.offices:
                yield FieldError(path, "users travel between which offices? This config has none")
            elif unknown_ways:
                one, other = unknown_ways[0]
                yield FieldError(path, f"how long is the way for users? Write offices.{one}.travel.{other}")


def in_periods(path: Path, entry: Staff) -> Iterator[tuple[Path, Period]]:
    """What holds from each date on, with where it is written."""
    for number, period in enumerate(periods(entry)):
        yield (path if number == 0 else (*path, "later", number - 1)), period


def once(mistakes: Iterator[FieldError]) -> Iterator[FieldError]:
    """Each mistake where it comes first: what is wrong from the beginning stays so."""
    seen: set[str] = set()
    for mistake in mistakes:
        if mistake.message not in seen:
            yield mistake
        seen.add(mistake.message)


def staff_mistakes(config: Config, path: Path, entry: Staff) -> Iterator[FieldError]:
    """An entry serves known queues and offices at all times, and can get to where it sits."""
    for number, later in enumerate(entry.later):
        if (later.queues, later.office, later.serves, later.away) == (None,) * 4:
            what = "nothing is different from this date on: write queues, office, serves or away"
            yield FieldError((*path, "later", number), what)
        yield from known_queues(config, (*path, "later", number, "queues"), later.queues or ())
    for where, period in in_periods(path, entry):
        yield from one_office(config, (*where, "office"), period.office)
        if not config.offices or period.office not in config.offices:
            continue
        named = [office for together in period.serves for office in several(together)]
        yield from unknown(config, (*where, "serves"), named)
        for office in sorted({office for office in named if named.count(office) > 1}):
            yield FieldError((*where, "serves"), f"the office {office} is named twice")
        yield from away_mistakes(config, where, period)


def known_queues(config: Config, path: Path, queues: tuple[Names, ...]) -> Iterator[FieldError]:
    """Queues that some task has, each named once."""
    known = {base_queue(name, task) for name, task in config.tasks.items()}
    named = [queue for together in queues for queue in several(together)]
    for queue in named:
        if queue not in known:
            yield FieldError(path, f"no task has the queue {queue}" + suggestion(queue, known))
    for queue in sorted({queue for queue in named if named.count(queue) > 1}):
        yield FieldError(path, f"the queue {queue} is named twice")


def away_mistakes(config: Config, where: Path, period: Period) -> Iterator[FieldError]:
    """Days away are working days, at another office to which the way is known."""
    way = distances(config)
    for weekday, office in period.away.items():
        path = (*where, "away", weekday)
        if weekday not in config.calendar.opening():
            yield FieldError(path, "the office does not work on this weekday (calendar)")
        elif office not in config.offices:
            yield from unknown(config, path, [office])
        elif office == period.office:
            yield FieldError(path, f"{office} is their own office: leave the day out")
        elif frozenset((office, str(period.office))) not in way:
            what = f"how long is the way? Write offices.{period.office}.travel.{office}"
            yield FieldError(path, what)


def unserved(config: Config) -> Iterator[FieldError]:
    """Every queue of every office is served by somebody at some time."""
    joint, days = joint_queues(config), tuple(config.calendar.opening())
    served = {
        queue
        for entry in config.staff.values()
        for period in periods(entry)
        for weekday in days
        for queue, _ in service_on(period, weekday, joint)
    }
    served |= {queue for name in config.receptions for queue, _ in desk_service(config, name, joint)}
    tasks = {base_queue(name, task): name for name, task in config.tasks.items()}
    for queue in queues_of(config):
        base, _, office = queue.partition("@")
        if office and queue not in served and needed_at(config, base, office):
            what = (
                f"nobody serves the queue {base} of {office}: no staff entry names both (queues, and office or serves)"
            )
            yield FieldError(("tasks", tasks[base]), what)


def needed_at(config: Config, base: str, office: str) -> bool:
    """Whether the queue of an office can hold anything: users there, or what comes to it from outside."""
    there = users_at(config, office)
    return any(
        needs(config, task, there, office) for name, task in config.tasks.items() if base_queue(name, task) == base
    )


def needs(config: Config, task: Task, there: set[str], office: str) -> bool:
    """Whether a task comes to an office at which these groups have users."""
    source = source_of(config, task)
    reception = comes_to(source)
    if reception is not None:
        return reception in config.receptions and config.receptions[reception].office == office
    if isinstance(source.start, Outside):
        return source.start.office == office
    wanted = task.for_.traits.get("office")
    if wanted is not None and office not in several(wanted):
        return False
    return bool(there & set(several(task.for_.group) if task.for_.group is not None else config.users))


def source_of(config: Config, task: Task) -> Task:
    """The task that says where this one is done: of those that follow another elsewhere than at a reception, that."""
    for _ in config.tasks:
        if not isinstance(task.start, After) or task.start.at or task.start.after not in config.tasks:
            break
        task = config.tasks[task.start.after]
    return task


def users_at(config: Config, office: str) -> set[str]:
    """The groups with users at an office, those that they move to included: who moves stays at the office."""
    found = {name for name, group in config.users.items() if group.offices.get(office, 0) > 0}
    while True:
        leads = [config.users[name] for name in found if name in config.users]
        more = {to for group in leads for to in (*group.moves_to, *(group.limit.moves_to if group.limit else ()))}
        if more <= found:
            return found
        found |= more


def lists(config: Config) -> Iterator[FieldError]:
    """Lists are of queues that hold tasks of users."""
    tasks = {base_queue(name, task): task for name, task in config.tasks.items()}
    own = {
        base_queue(name, task) for name, task in config.tasks.items() if not isinstance(task.start, (Outside, Visits))
    }
    for queue, rules in config.lists.items():
        path: Path = ("lists", queue)
        if queue not in tasks:
            yield FieldError(path, f"no task has the queue {queue}" + suggestion(queue, tasks))
        elif queue not in own:
            yield FieldError(path, "its tasks come from outside: they have no user whose caseworker there could be")
        if rules.hand_over_after < SHORTEST_ABSENCE:
            what = "at least 1 day, or the lists would change hands every night"
            yield FieldError((*path, "hand_over_after"), what)
