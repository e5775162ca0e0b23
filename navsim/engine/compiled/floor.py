"""The floor of the compiled engine: servers, the lines in which tasks wait, and who starts what."""

from __future__ import annotations

import math

from navsim.engine.compiled.agenda import put
from navsim.engine.compiled.lines import first_for, join, leave, waits_for_talk
from navsim.engine.compiled.shared import compiled
from navsim.engine.compiled.views import (
    Run,
    free_at,
    held_at,
    holder_at,
    interval_at,
    person_at,
    queue_at,
    rank_of,
    segment_at,
    server_at,
    shift_at,
    task_at,
)
from navsim.engine.rules import HELPING, Kind, agenda_order, most_work, worked_minutes

NOBODY = -1
NONE, UNKNOWN = -1, -2
"""In place of a partner in a start: there is none, or nobody has looked yet."""

WAITING, WORKED_ON, PAUSED, ENDED = range(4)
EVERYBODY, HELPERS, OWN = range(3)
"""The lines of a queue: of tasks that are nobody's, of those that others may help with, of each employee's list."""


# Tasks that wait


@compiled
def wait(run: Run, task: int) -> None:
    """A task joins the lines where those who may do it look; on a list, until more of them may."""
    row = task_at(run, task)
    row.stage = WAITING
    queue = queue_at(run, row.queue)
    if queue.place != NOBODY:
        give_to_caseworker(run, task)
    if row.caseworker != NOBODY:
        join(run, queue.line + OWN + row.caseworker, task)
    if row.open_to_all:
        join(run, queue.line + (EVERYBODY if row.caseworker == NOBODY else HELPERS), task)
    make_fresh(run, task)


@compiled
def make_fresh(run: Run, task: int) -> None:
    """A task that somebody free might start in this instant."""
    row = task_at(run, task)
    row.partner = UNKNOWN
    if not row.fresh:
        row.fresh = True
        row.next_fresh = run.fresh_tasks
        run.fresh_tasks = task


@compiled
def give_to_caseworker(run: Run, task: int) -> None:
    """Whose a task on a list is now, whether others may help, and when that changes next."""
    row, now = task_at(run, task), run.now
    queue = queue_at(run, row.queue)
    changes = math.inf
    if row.person != NOBODY:
        held = queue.place * run.persons_count + row.person
        entry, last = held_at(run, held).first, held_at(run, held + 1).first
        while entry + 1 < last and holder_at(run, entry + 1).since <= now:
            entry += 1
        row.caseworker = holder_at(run, entry).employee
        if entry + 1 < last:
            changes = holder_at(run, entry + 1).since
    pool = row.opened + queue.pool_after
    row.open_to_all = row.caseworker == NOBODY or pool <= now
    row.widens = changes if row.open_to_all else min(changes, pool)
    if row.widens < math.inf:
        put(run, row.widens, agenda_order(Kind.MAY_HELP, row.entity, row.type, row.ordinal), task)


@compiled
def leave_lines(run: Run, task: int) -> None:
    """A task waits no more."""
    row = task_at(run, task)
    first_line = queue_at(run, row.queue).line
    if row.caseworker != NOBODY:
        leave(run, first_line + OWN + row.caseworker, task)
    if row.open_to_all:
        leave(run, first_line + (EVERYBODY if row.caseworker == NOBODY else HELPERS), task)
    row.widens = math.inf


@compiled
def widen(run: Run, task: int) -> None:
    """Others may do a waiting task now; an older event of a task that has moved on means nothing."""
    row = task_at(run, task)
    if row.widens == run.now:
        leave_lines(run, task)
        wait(run, task)


@compiled
def talk_is_over(run: Run, person: int) -> None:
    """Those of a person's tasks that wait may be started again."""
    task = person_at(run, person).unfinished
    while task != NONE:
        if task_at(run, task).stage == WAITING:
            make_fresh(run, task)
        task = task_at(run, task).next


# Servers


@compiled
def expect_interval(run: Run, server: int) -> None:
    """The server's next interval, if there is one."""
    upcoming = server_at(run, server).upcoming
    if upcoming < shift_at(run, server + 1).first:
        start = interval_at(run, upcoming).start
        put(run, start, agenda_order(Kind.INTERVAL_START, server, 0, 0), server)


@compiled
def interval_start(run: Run, server: int) -> None:
    """A server comes in: paused work goes on, or it is free from now."""
    row = server_at(run, server)
    interval = interval_at(run, row.upcoming)
    row.upcoming += 1
    row.until, row.proficiency = interval.end, interval.proficiency
    row.service, row.employee = interval.service, interval.employee
    put(run, row.until, agenda_order(Kind.INTERVAL_END, server, 0, 0), server)
    expect_interval(run, server)
    if row.task != NONE:
        work_on(run, server, row.task)
    else:
        release(run, server)


@compiled
def interval_end(run: Run, server: int) -> None:
    """A server goes: unfinished work pauses, or goes back to its line when the server is away for long."""
    row = server_at(run, server)
    if row.free:
        not_free(run, server)
    if row.task == NONE:
        return
    task = set_down(run, server)
    task_at(run, task).left = row.finish - run.now
    task_at(run, task).pace = row.proficiency
    if goes_on(run, server, task):
        row.task = task
        task_at(run, task).stage = PAUSED
    else:
        wait(run, task)


@compiled
def goes_on(run: Run, server: int, task: int) -> bool:
    """Whether the same employee is back soon enough, and then still serves the queue, to finish paused work."""
    row = server_at(run, server)
    if row.upcoming >= shift_at(run, server + 1).first:
        return False
    after = interval_at(run, row.upcoming)
    return bool(
        after.start - run.now <= run.return_after
        and after.employee == row.employee
        and rank_of(run, after.service, task_at(run, task).queue) >= 0
    )


@compiled
def release(run: Run, server: int) -> None:
    """A server is free; whatever waits may go to it in this instant."""
    row = server_at(run, server)
    row.free_since = run.now
    row.free = True
    row.slot = run.free_used
    free_at(run, run.free_used).server = server
    run.free_used += 1
    row.partner = UNKNOWN
    if not row.fresh:
        row.fresh = True
        row.next_fresh = run.fresh_servers
        run.fresh_servers = server


@compiled
def not_free(run: Run, server: int) -> None:
    """A server is busy, or away."""
    row = server_at(run, server)
    row.free = False
    run.free_used -= 1
    last = free_at(run, run.free_used).server
    free_at(run, row.slot).server = last
    server_at(run, last).slot = row.slot


@compiled
def work_on(run: Run, server: int, task: int) -> None:
    """Work begins or goes on; it ends in this interval if it can."""
    row, work, now = server_at(run, server), task_at(run, task), run.now
    work.stage = WORKED_ON
    row.task, row.since = task, now
    same = work.pace == row.proficiency
    row.finish = now + (work.left if same else worked_minutes(work.left * work.pace, row.proficiency))
    if row.finish <= row.until:
        put(run, row.finish, agenda_order(Kind.COMPLETION, server, 0, 0), server)


@compiled
def set_down(run: Run, server: int) -> int:
    """A segment of work is over: record it."""
    row = server_at(run, server)
    task = row.task
    record_work(run, server, run.now)
    row.task = NONE
    return int(task)


@compiled
def record_work(run: Run, server: int, end: float) -> None:
    """One more segment of work."""
    row = server_at(run, server)
    segment = segment_at(run, run.segments_used)
    run.segments_used += 1
    segment.task, segment.server, segment.start, segment.end = row.task, server, row.since, end


@compiled
def cut_at_horizon(run: Run) -> None:
    """Record the work that goes on at the horizon."""
    for server in range(run.servers_count):
        task = server_at(run, server).task
        if task != NONE and task_at(run, task).stage == WORKED_ON:
            record_work(run, server, run.horizon)


# The second step of an instant


@compiled
def dispatch(run: Run) -> None:
    """Start the least feasible pair of task and server, again and again until there is none.

    Only a fresh server or a fresh task can have got a partner in this instant. Starting work makes fewer pairs
    feasible and no new ones, so a partner once found stays the best as long as it can be had.
    """
    while run.free_used > 0:
        task, server, rank = NONE, NONE, 0
        each = run.fresh_servers
        while each != NONE:
            row = server_at(run, each)
            if row.free:
                if row.partner == UNKNOWN or (row.partner != NONE and not can_be_started(run, row.partner)):
                    seek_task(run, each)
                if row.partner != NONE and (
                    task == NONE or is_before(run, row.partner, row.rank, each, task, rank, server)
                ):
                    task, server, rank = row.partner, each, row.rank
            each = row.next_fresh
        each = run.fresh_tasks
        while each != NONE:
            wanted = task_at(run, each)
            if can_be_started(run, each):
                if wanted.partner == UNKNOWN or (wanted.partner != NONE and not server_at(run, wanted.partner).free):
                    seek_server(run, each)
                if wanted.partner != NONE and (
                    task == NONE or is_before(run, each, wanted.rank, wanted.partner, task, rank, server)
                ):
                    task, server, rank = each, wanted.partner, wanted.rank
            each = wanted.next_fresh
        if task == NONE:
            break
        start(run, task, server)
    nothing_is_fresh(run)


@compiled
def nothing_is_fresh(run: Run) -> None:
    """The instant is over."""
    while run.fresh_servers != NONE:
        row = server_at(run, run.fresh_servers)
        row.fresh = False
        run.fresh_servers = row.next_fresh
    while run.fresh_tasks != NONE:
        task = task_at(run, run.fresh_tasks)
        task.fresh = False
        run.fresh_tasks = task.next_fresh


@compiled
def can_be_started(run: Run, task: int) -> bool:
    """Whether a task waits and its person can talk."""
    return bool(task_at(run, task).stage == WAITING and not waits_for_talk(run, task))


@compiled
def seek_task(run: Run, server: int) -> None:
    """The first task that a fresh server can start now, over all lines where it looks."""
    row = server_at(run, server)
    row.partner = NONE
    room = most_work(row.until - run.now, row.proficiency)
    for number in range(run.queues_count):
        rank = rank_of(run, row.service, number)
        if rank < 0:
            continue
        queue = queue_at(run, number)
        take_better(run, server, first_for(run, queue.line + EVERYBODY, room, row.employee), rank)
        if queue.place != NOBODY:
            if row.employee != NOBODY:
                take_better(run, server, first_for(run, queue.line + OWN + row.employee, room, row.employee), rank)
            helped = first_for(run, queue.line + HELPERS, room, row.employee)
            if helped != NONE:
                take_better(run, server, helped, rank + helping(run, helped, row.employee))


@compiled
def take_better(run: Run, server: int, task: int, rank: int) -> None:
    """Keep the better partner of a server."""
    row = server_at(run, server)
    if task != NONE and (row.partner == NONE or is_before(run, task, rank, server, row.partner, row.rank, server)):
        row.partner, row.rank = task, rank


@compiled
def seek_server(run: Run, task: int) -> None:
    """The first server, of those who were free before, that can start a fresh task now."""
    wanted = task_at(run, task)
    wanted.partner = NONE
    for slot in range(run.free_used):
        server = free_at(run, slot).server
        row = server_at(run, server)
        rank = rank_of(run, row.service, wanted.queue)
        if (
            row.fresh
            or rank < 0
            or not (wanted.open_to_all or wanted.caseworker == row.employee)
            or (wanted.not_by >= 0 and wanted.not_by == row.employee)
            or wanted.piece > most_work(row.until - run.now, row.proficiency)
        ):
            continue
        rank += helping(run, task, row.employee)
        if wanted.partner == NONE or is_before(run, task, rank, server, task, wanted.rank, wanted.partner):
            wanted.partner, wanted.rank = server, rank


@compiled
def helping(run: Run, task: int, employee: int) -> int:
    """What it adds to a rank that a task is on somebody else's list."""
    caseworker = task_at(run, task).caseworker
    return HELPING if caseworker not in (NOBODY, employee) else 0


@compiled
def is_before(run: Run, task: int, rank: int, server: int, other_task: int, other_rank: int, other_server: int) -> bool:
    """Whether one feasible pair starts before another: (priority, rank, due, task, free since, server)."""
    one, other = task_at(run, task), task_at(run, other_task)
    if one.priority != other.priority:
        return bool(one.priority < other.priority)
    if rank != other_rank:
        return rank < other_rank
    if one.due != other.due:
        return bool(one.due < other.due)
    if task != other_task:
        return task < other_task
    since, other_since = server_at(run, server).free_since, server_at(run, other_server).free_since
    if since != other_since:
        return bool(since < other_since)
    return server < other_server


@compiled
def start(run: Run, task: int, server: int) -> None:
    """A free server takes a waiting task."""
    row = task_at(run, task)
    leave_lines(run, task)
    not_free(run, server)
    if math.isnan(row.started):
        row.started = run.now
    if row.talk:
        person_at(run, row.person).talking = True
    work_on(run, server, task)
