"""The order within an instant, each rule by a case small enough to work out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navsim.engine.reference.agenda import Agenda
from navsim.engine.rules import Kind, agenda_order
from navsim.plan.model import GroupType
from tests.engine.small import (
    AFTER_CONTACT,
    ALWAYS,
    DONE,
    ENTRY,
    EXPIRED,
    FOREVER,
    LEFT,
    SUPERSEDED,
    Job,
    Shift,
    User,
    Visit,
    office,
    on_lists,
    tell,
    worker,
)

TALK = Job("talk", ENTRY, minutes=30, contact=True)
LETTER = Job("letter", minutes=10)

SPOTS = st.tuples(
    st.sampled_from(Kind), st.integers(0, 2**26 - 1), st.integers(0, 2**10 - 1), st.integers(0, 2**20 - 1)
)


@given(SPOTS, SPOTS)
def test_agenda_sorts_by_kind_entity_type_and_ordinal(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert (one < other) == (agenda_order(*one) < agenda_order(*other))
    assert (one == other) == (agenda_order(*one) == agenda_order(*other))


def test_all_kinds_in_one_instant_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 30 a talk ends, worker 1 goes, user 1 leaves, user 3 comes, user 2's follow-up opens, a visit expires,
    others may help with user 2's letter and worker 2 comes."""
    seen: list[tuple[float, Kind]] = []
    at = Agenda.at

    def watched(self: Agenda, time: float, kind: Kind, entity: int, handler: Any, *subject: Any, **more: Any) -> Any:
        def handle(*arguments: Any) -> None:
            seen.append((self.now, kind))
            handler(*arguments)

        return at(self, time, kind, entity, handle, *subject, **more)

    monkeypatch.setattr(Agenda, "at", watched)
    groups = tuple(GroupType(name, True, ALWAYS) for name in ("talked_to", "quiet", "followed"))
    plan = office(
        [
            Job("talk", ENTRY, minutes=30, contact=True, groups=("talked_to",)),
            Job("follow_up", AFTER_CONTACT, opens=30, groups=("followed",)),
            Job("letter", ENTRY, queue="own", groups=("followed",)),
            Job("visit", queue="desk"),
        ],
        users=[User(0, group=0), User(0, group=1, stays=30), User(0, group=2), User(30, group=1)],
        visits=[Visit(0, "visit", expires=30)],
        workers=[worker(Shift(0, 60, serves={"tasks": 0})), worker(Shift(0, 30, serves={})), worker((30, 60))],
        groups=groups,
    )
    tell(on_lists(plan, "own", {2: [(-FOREVER, 1)]}, pool_after=30))
    assert [kind for time, kind in seen if time == 30] == list(Kind)


def test_completion_comes_before_interval_end() -> None:
    """Work that ends with the interval is done in it, and does not pause."""
    told = tell(office([Job("letter", minutes=60)], visits=[Visit(0, "letter")], workers=[worker((0, 60), (100, 160))]))
    assert told.work == [(0, 0, 0, 60)]
    assert told.tasks == [("letter", None, 0, 0, 60, DONE)]


def test_completion_comes_before_the_interval_end_of_a_lower_worker() -> None:
    """Segments are recorded in the order of the agenda: worker 1 is done, then worker 0 goes."""
    told = tell(
        office(
            [Job("long", minutes=80), Job("short", minutes=50)],
            visits=[Visit(0, "long"), Visit(0, "short")],
            workers=[worker((0, 50), (60, 100)), worker((0, 100))],
        )
    )
    assert told.work == [(1, 1, 0, 50), (0, 0, 0, 50), (0, 0, 60, 90)]


def test_completion_comes_before_leaving_so_that_the_talk_is_a_contact() -> None:
    told = tell(office([TALK], users=[User(0, stays=30)], workers=[worker((0, 60))]))
    assert told.left == [30]
    assert told.contacts == [0]


def test_completion_comes_before_leaving_so_that_a_follow_up_is_superseded() -> None:
    follow_up = Job("follow_up", AFTER_CONTACT, opens=20, contact=True, queue="nobody's")
    told = tell(
        office([TALK, follow_up], users=[User(0, stays=30)], workers=[worker(Shift(0, 60, serves={"tasks": 0}))])
    )
    assert told.tasks == [("talk", 0, 0, 0, 30, DONE), ("follow_up", 0, 20, None, 30, SUPERSEDED)]


def test_completion_comes_before_a_clock_that_would_ring() -> None:
    """The contact at 30 restarts the clock of 30 minutes that ran from entry: the follow-up opens at 60."""
    follow_up = Job("follow_up", AFTER_CONTACT, opens=30, contact=True)
    told = tell(office([TALK, follow_up], users=[User(0)], workers=[worker((0, 200))], horizon=100))
    assert told.tasks == [("talk", 0, 0, 0, 30, DONE), ("follow_up", 0, 60, 60, 70, DONE)]


def test_interval_end_comes_before_interval_start() -> None:
    """Two intervals touch: the work pauses for no time at all, and is two segments."""
    told = tell(office([Job("letter", minutes=20)], visits=[Visit(0, "letter")], workers=[worker((0, 10), (10, 40))]))
    assert told.work == [(0, 0, 0, 10), (0, 0, 10, 20)]


def test_leaving_comes_before_opening() -> None:
    """The follow-up of a user who leaves in the instant in which it would open never opens."""
    follow_up = Job("follow_up", AFTER_CONTACT, opens=20)
    assert tell(office([follow_up], users=[User(0, stays=20)], workers=[worker((0, 60))])).tasks == []


def test_leaving_comes_before_interval_start() -> None:
    told = tell(office([TALK], users=[User(0, stays=20)], workers=[worker((20, 60))]))
    assert told.tasks == [("talk", 0, 0, None, 20, LEFT)]


def test_arrival_comes_before_opening() -> None:
    """Of two tasks of one instant the one of the user who comes has the lower number, though its type has not."""
    told = tell(office([Job("follow_up", AFTER_CONTACT, opens=10), TALK], users=[User(0), User(10)], horizon=15))
    assert [task[:3] for task in told.tasks] == [("talk", 0, 0), ("talk", 1, 10), ("follow_up", 0, 10)]


def test_expiry_comes_before_a_worker_who_is_free_in_the_same_instant() -> None:
    told = tell(
        office([LETTER], visits=[Visit(0, "letter"), Visit(1, "letter", expires=10)], workers=[worker((0, 60))])
    )
    assert told.tasks == [("letter", None, 0, 0, 10, DONE), ("letter", None, 1, None, 10, EXPIRED)]


def test_expiry_comes_before_interval_start() -> None:
    told = tell(office([LETTER], visits=[Visit(0, "letter", expires=10)], workers=[worker((10, 60))]))
    assert told.tasks == [("letter", None, 0, None, 10, EXPIRED)]


def test_an_expiry_that_arises_in_the_instant_joins_it() -> None:
    """A visit that expires as it comes is not begun, though somebody is free."""
    told = tell(office([LETTER], visits=[Visit(5, "letter", expires=5)], workers=[worker((0, 60))]))
    assert told.tasks == [("letter", None, 5, None, 5, EXPIRED)]


def test_a_leaving_that_arises_in_the_instant_joins_it() -> None:
    """A user without need leaves on coming: the task of entry is cancelled before anybody can begin it."""
    told = tell(office([TALK], users=[User(5, stays=0), User(5)], workers=[worker((0, 60))]))
    assert told.left == [5, None]
    assert told.tasks == [("talk", 0, 5, None, 5, LEFT), ("talk", 1, 5, 5, 35, DONE)]


def test_a_clock_without_time_rings_in_the_completion_itself() -> None:
    """The follow-up opens at 30 before user 1 comes at 30."""
    follow_up = Job("follow_up", AFTER_CONTACT, opens=0, queue="nobody's")
    told = tell(
        office(
            [TALK, follow_up],
            users=[User(0), User(30)],
            workers=[worker(Shift(0, 60, serves={"tasks": 0}))],
            horizon=31,
        )
    )
    assert [task[:3] for task in told.tasks] == [
        ("talk", 0, 0), ("follow_up", 0, 0), ("follow_up", 0, 30), ("talk", 1, 30), ("follow_up", 1, 30),
    ]  # fmt: skip


def test_within_a_kind_the_lower_entity_comes_first() -> None:
    """Both follow-ups open at 20. User 1's has the lower type and was expected first; user 0 has the lower number."""
    groups = (GroupType("met", True, ALWAYS), GroupType("not_met", True, ALWAYS))
    jobs = [
        Job("after_entry", AFTER_CONTACT, opens=20, groups=("not_met",)),
        Job("after_talk", AFTER_CONTACT, opens=10, groups=("met",)),
        Job("talk", ENTRY, minutes=10, contact=True, groups=("met",), queue="talks"),
    ]
    told = tell(
        office(
            jobs,
            users=[User(0, group=0), User(0, group=1)],
            workers=[worker(Shift(0, 60, serves={"talks": 0}))],
            groups=groups,
        )
    )
    assert [task[:3] for task in told.tasks] == [("talk", 0, 0), ("after_talk", 0, 20), ("after_entry", 1, 20)]


def test_for_one_entity_the_lower_type_comes_first() -> None:
    """Both open at 20; the second type was expected first, from 0 on, and the first type only from the talk at 10."""
    jobs = [
        Job("after_talk", AFTER_CONTACT, opens=10, queue="others"),
        Job("after_entry", ENTRY, opens=20, queue="others"),
        Job("talk", ENTRY, minutes=10, contact=True),
    ]
    told = tell(office(jobs, users=[User(0)], workers=[worker(Shift(0, 60, serves={"tasks": 0}))], horizon=25))
    assert [task[:3] for task in told.tasks] == [("talk", 0, 0), ("after_talk", 0, 20), ("after_entry", 0, 20)]


def test_users_of_one_instant_come_in_order_and_before_visits() -> None:
    told = tell(office([LETTER, TALK], users=[User(5), User(5)], visits=[Visit(5, "letter")], workers=[]))
    assert [task[:2] for task in told.tasks] == [("talk", 0), ("talk", 1), ("letter", None)]


def test_work_starts_when_the_instant_has_no_more_events() -> None:
    """Worker 0 is done at 10, when the urgent letter comes: it goes before the one that waits since 1."""
    urgent = Job("urgent", priority=0)
    told = tell(
        office(
            [Job("letter", priority=1), urgent],
            visits=[Visit(0, "letter"), Visit(1, "letter"), Visit(10, "urgent")],
            workers=[worker((0, 60))],
        )
    )
    assert told.work == [(0, 0, 0, 10), (2, 0, 10, 20), (1, 0, 20, 30)]


def test_work_of_no_minutes_begins_another_round() -> None:
    """At 0 worker 0 takes the stamp and worker 1 the letter; then worker 0 is free again for the last letter."""
    told = tell(
        office(
            [Job("stamp", minutes=0), LETTER],
            visits=[Visit(0, "stamp"), Visit(0, "letter"), Visit(0, "letter")],
            workers=[worker((0, 60)), worker((0, 60))],
        )
    )
    assert told.work == [(0, 0, 0, 0), (2, 0, 0, 10), (1, 1, 0, 10)]
    assert told.tasks[0] == ("stamp", None, 0, 0, 0, DONE)


def test_a_talk_of_no_minutes_keeps_the_next_one_for_another_round() -> None:
    """In the first round user 0 is in one talk, so worker 1 turns to user 1."""
    word = Job("word", ENTRY, minutes=0, contact=True)
    told = tell(office([word, TALK], users=[User(0), User(0)], workers=[worker((0, 60)), worker((0, 60))]))
    assert told.work == [(0, 0, 0, 0), (2, 1, 0, 0), (1, 0, 0, 30), (3, 1, 0, 30)]
