"""The log: the horizon, empty offices, and whether two logs are equal."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from navsim.engine.log import Log, Spells, differing, table
from navsim.plan.model import Plan
from tests.engine.small import AFTER_CONTACT, DONE, ENTRY, OPEN, Job, User, Visit, Worker, office, tell, worker

CASE = Job("case", minutes=50)


# The horizon


def test_work_that_goes_on_at_the_horizon_is_cut_there_and_open() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 100))], horizon=40))
    assert told.work == [(0, 0, 0, 40)]
    assert told.tasks == [("case", None, 0, 0, None, OPEN)]


def test_paused_work_has_no_segment_at_the_horizon() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 30), (60, 100))], horizon=40))
    assert told.work == [(0, 0, 0, 30)]
    assert told.tasks == [("case", None, 0, 0, None, OPEN)]


def test_nothing_happens_at_the_horizon_itself() -> None:
    """A completion, a leaving and an arrival at 50: none is in the log of [0, 50)."""
    told = tell(
        office(
            [CASE],
            users=[User(0, stays=50), User(50)],
            visits=[Visit(0, "case")],
            workers=[worker((0, 60))],
            horizon=50,
        )
    )
    assert told.work == [(0, 0, 0, 50)]
    assert told.tasks == [("case", None, 0, 0, None, OPEN)]
    assert told.left == [None]


# Empty offices


def test_an_office_without_staff_does_nothing() -> None:
    told = tell(office([Job("talk", ENTRY, contact=True)], users=[User(0), User(5, stays=20)], horizon=20))
    assert told.work == []
    assert told.tasks == [("talk", 0, 0, None, None, OPEN), ("talk", 1, 5, None, None, OPEN)]


def test_an_office_without_users_serves_visits() -> None:
    told = tell(office([CASE], visits=[Visit(0, "case")], workers=[worker((0, 100))]))
    assert told.tasks == [("case", None, 0, 0, 50, DONE)]
    assert len(told.log.spells.person) == 0


@pytest.mark.parametrize("workers", [[], [worker()], [worker((0, 100))]])
def test_an_office_with_nothing_to_do_has_an_empty_log(workers: list[Worker]) -> None:
    told = tell(office([CASE], workers=workers))
    for part in fields(Log):
        record = getattr(told.log, part.name)
        assert all(len(getattr(record, column.name)) == 0 for column in fields(record))


# Records and equality


def test_columns_have_their_types_with_rows_and_without() -> None:
    row = (3, 0, 0, 1, -5.0, 0.0, float("nan"), -1, 2)
    for rows in ([], [row]):
        spells = table(Spells, rows)
        kinds = {column.name: getattr(spells, column.name).dtype.kind for column in fields(spells)}
        assert kinds == {
            "person": "i", "group": "i", "mix": "i", "origin": "i", "entered": "f", "arrival": "f", "left": "f",
            "destination": "i", "contacts": "i",
        }  # fmt: skip


def busy() -> Plan:
    """An office in which every part of the log has rows."""
    jobs = [Job("talk", ENTRY, contact=True), Job("follow_up", AFTER_CONTACT, opens=30, contact=True)]
    return office(jobs, [User(0, stays=80), User(3)], workers=[worker((0, 50), (60, 200))], horizon=300)


def test_the_same_plan_gives_the_same_log() -> None:
    assert differing(tell(busy()).log, tell(busy()).log) is None


@pytest.mark.parametrize(
    ("part", "column"), [(part.name, column) for part in fields(Log) for column in ("first", "last")]
)
def test_a_planted_difference_is_found(part: str, column: str) -> None:
    """In the last row of the first and of the last column of each part."""
    log = tell(busy()).log
    record = getattr(log, part)
    name = fields(record)[0 if column == "first" else -1].name
    changed = getattr(record, name).copy()
    changed[-1] = not changed[-1] if changed.dtype == bool else changed[-1] + 1
    other = replace(log, **{part: replace(record, **{name: changed})})
    found = differing(log, other)
    assert found is not None
    assert found.startswith(f"{part} row {len(changed) - 1}, {name}: ")


def test_equality_is_to_the_bit() -> None:
    """Nothing equals nothing; -0 is not 0; one unit in the last place counts."""
    log = tell(busy()).log
    assert np.isnan(log.spells.left).any()
    for number in (-0.0, float(np.nextafter(0.0, 1.0))):
        arrival = log.spells.arrival.copy()
        arrival[0] = number
        assert differing(log, replace(log, spells=replace(log.spells, arrival=arrival))) == (
            f"spells row 0, arrival: 0.0 and {number}"
        )


def test_a_row_more_is_found() -> None:
    log = tell(busy()).log
    longer = replace(log.work, **{c.name: np.repeat(getattr(log.work, c.name), 2) for c in fields(log.work)})
    rows = len(log.work.task)
    assert differing(log, replace(log, work=longer)) == f"work: {rows} rows, {2 * rows} rows"
