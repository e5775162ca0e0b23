"""Who takes tasks: employees with queues, and the desks of receptions."""

from __future__ import annotations

import numpy as np

from navsim.config.models import Config, Staff, Visits
from navsim.plan.staff_contract import People
from navsim.plan.staffing import Index, Server

Service = tuple[tuple[str, int], ...]


def servers_of(config: Config, people: People) -> tuple[Server, ...]:
    """The employees that have queues, in order of name, then the desks in order of (reception, place)."""
    employees = [
        Server(each.name, index, each.owner, "")
        for index, each in enumerate(people.employees)
        if config.staff[each.entry].queues
    ]
    desks = [
        Server(f"reception/{name}/{place}", -1, "", name)
        for name in sorted(config.receptions)
        for place in range(1, config.receptions[name].on_duty + 1)
    ]
    return (*employees, *desks)


def server_of_each(servers: tuple[Server, ...], people: People) -> Index:
    """The index of each employee's server; -1 for those who serve no queue."""
    index = np.full(len(people), -1)
    for place, server in enumerate(servers):
        if server.employee >= 0:
            index[server.employee] = place
    return index


def services_of(config: Config, people: People, servers: tuple[Server, ...]) -> tuple[tuple[Service, ...], Index]:
    """The distinct lists of queues, and the index of each server's."""
    wanted = [
        desk_queues(config, server.reception)
        if server.employee < 0
        else ranks(config.staff[people.employees[server.employee].entry])
        for server in servers
    ]
    distinct = tuple(sorted(set(wanted)))
    place = {service: index for index, service in enumerate(distinct)}
    return distinct, np.array([place[service] for service in wanted], np.int64)


def ranks(entry: Staff) -> Service:
    """The queues of an entry, each with its rank; those written together share one."""
    return tuple(
        (queue, rank)
        for rank, queues in enumerate(entry.queues)
        for queue in sorted((queues,) if isinstance(queues, str) else queues)
    )


def desk_queues(config: Config, reception: str) -> Service:
    """The queues of those who walk in at a reception, all of one rank."""
    queues = {
        task.queue or name
        for name, task in config.tasks.items()
        if isinstance(task.start, Visits) and task.start.at == reception
    }
    return tuple((queue, 0) for queue in sorted(queues))
